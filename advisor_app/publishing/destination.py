"""Where an endpoint is written to: a folder, or a remote place that fsspec reaches.

`open_destination` takes a folder or an address and returns a `Destination`: named bytes, each written whole or not at
all. Remote backends live in `remote` and are loaded only when one is named.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from urllib.request import url2pathname

from advisor_app.errors import UsageFault
from advisor_app.knowledge.disk import fault_of, write_whole

# Cache headers of the endpoint: names that hold a version or a hash never change their bytes.
IMMUTABLE = "public, max-age=31536000, immutable"
CHANGING = "no-cache"
REMEDY = "name a folder or an address such as sftp://user@host/folder, s3://bucket/folder or webdavs://host/folder"
_PART = re.compile(r"\.?[A-Za-z0-9_][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file of a destination: path, size in bytes, when it was written (None where the backend does not tell)."""

    path: str
    size: int
    modified: datetime | None = None


class Destination(ABC):
    """A place that holds an endpoint's files.

    Paths are relative, with slashes: `metadata/timestamp.json`. `label` names the place without any secret in it.
    Every method may raise a TransportFault (remote: not reachable, login refused) or an EnvironmentFault (local).
    """

    label: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there."""

    @abstractmethod
    def write(self, path: str, data: bytes, *, immutable: bool) -> None:
        """Write a file whole; whoever reads meanwhile gets the old bytes or the new ones.

        Args:
            path: where to.
            data: the bytes.
            immutable: the name will never hold other bytes; told to caches where the backend can.
        """

    @abstractmethod
    def size(self, path: str) -> int | None:
        """Return a file's size in bytes, None if it is not there."""

    @abstractmethod
    def list(self, folder: str) -> tuple[Stored, ...]:
        """Return the files directly in a folder, by path; nothing if there is no such folder."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""

    @abstractmethod
    def close(self) -> None:
        """Release connections."""


class LocalDestination(Destination):
    """A folder of this machine or of a mounted share.

    Args:
        root: the folder; created by the first write.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.expanduser().absolute()
        self.label = str(self._root)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if it is not there."""
        file = self._at(path)
        try:
            return file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            raise fault_of(exc, file) from exc

    def write(self, path: str, data: bytes, *, immutable: bool) -> None:  # noqa: ARG002 (a folder has no cache headers)
        """Write beside its place, flush, and put it there in one step."""
        file = self._at(path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise fault_of(exc, file.parent) from exc
        write_whole(file, data)

    def size(self, path: str) -> int | None:
        """Return a file's size in bytes, None if it is not there."""
        file = self._at(path)
        try:
            return file.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            raise fault_of(exc, file) from exc

    def list(self, folder: str) -> tuple[Stored, ...]:
        """Return the files directly in a folder, by path."""
        place = self._at(folder)
        found: list[Stored] = []
        try:
            for file in sorted(place.iterdir()):
                if not file.is_file():
                    continue
                facts = file.stat()
                modified = datetime.fromtimestamp(facts.st_mtime, tz=UTC)
                found.append(Stored(path=joined(folder, file.name), size=facts.st_size, modified=modified))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as exc:
            raise fault_of(exc, place) from exc
        return tuple(found)

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is no fault."""
        file = self._at(path)
        try:
            file.unlink(missing_ok=True)
        except OSError as exc:
            raise fault_of(exc, file) from exc

    def close(self) -> None:
        """Nothing is held open."""

    def _at(self, path: str) -> Path:
        return self._root / checked(path)


def open_destination(where: str | Path) -> Destination:
    """Open the place that is named.

    Args:
        where: a folder, or an address with `file:`, `sftp:`, `s3:`, `webdav:` (plain http) or `webdavs:` (https). User
            and password may stand in the address or in BERATUNGSKOFFER_UPLOAD_USER and
            BERATUNGSKOFFER_UPLOAD_PASSWORD; S3 takes them where its tools do (AWS_* variables, profiles), and
            `?endpoint_url=` names a server other than Amazon's.

    Raises:
        UsageFault: the address cannot be used, or the packages for it are not installed.
        TransportFault: the server cannot be reached or refuses the login.
    """
    text = str(where)
    # One letter before the colon is a drive of Windows.
    scheme = "" if isinstance(where, Path) else text.partition(":")[0].casefold() if ":" in text[2:] else ""
    if re.fullmatch(r"[a-z][a-z0-9+.-]+", scheme) is None:
        if not text.strip():
            raise UsageFault(what="the place to publish to is empty", remedy=REMEDY)
        return LocalDestination(Path(text))
    if scheme == "file":
        return LocalDestination(_local_path(text))
    # Loaded only when one is named: a folder needs none of these packages.
    from advisor_app.publishing.remote import open_remote  # noqa: PLC0415

    return open_remote(scheme, text)


def checked(path: str) -> str:
    """Return a path of an endpoint unchanged.

    Raises:
        ValueError: it could lead out of the endpoint, which none of ours does.
    """
    if not all(_PART.fullmatch(part) for part in path.rstrip("/").split("/")):
        raise ValueError(path)
    return path


def joined(folder: str, name: str) -> str:
    """Return the path of a name in a folder."""
    return f"{folder.rstrip('/')}/{name}"


def _local_path(url: str) -> Path:
    try:
        parts = urlsplit(url)
    except ValueError as exc:
        raise UsageFault(what=f"'{url}' is not an address", remedy=REMEDY) from exc
    if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise UsageFault(what=f"'{url}' does not name a folder of this machine", remedy="write file:///folder")
    return Path(url2pathname(parts.path))
