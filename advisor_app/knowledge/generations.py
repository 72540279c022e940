"""Where knowledge lies on disk: generation directories and one small pointer file.

    <root>/current                      name of the generation in use; replaced atomically, the only commit point
    <root>/gen/g<version>-<digest8>-<random>/kb.sqlite
                                            /index/
                                            /VERSION     {"version", "digest", "index_format"}
    <root>/lock

A generation is written under its final name (directory renames fail under virus scanners), flushed, and then
pointed to. A crash leaves the old pointer and some directory that the next writer sweeps away.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import Busy, EnvironmentFault, KnowledgeDamaged
from advisor_app.knowledge.info import KnowledgeInfo

_NAME = re.compile(r"g\d+-[0-9a-f]{8}-[0-9a-f]{8}")
# How long a pointer file that a virus scanner holds open is tried again (Windows errors 5 and 32).
_REPLACE_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One complete state of knowledge on disk: database and index that belong together."""

    path: Path
    version: int
    digest: str
    index_format: str

    @property
    def database(self) -> Path:
        """Return the path of the database file."""
        return self.path / "kb.sqlite"

    @property
    def index(self) -> Path:
        """Return the directory of the search index."""
        return self.path / "index"


class KnowledgeStore:
    """The generations below one directory.

    Args:
        root: directory of the store; created by the first writer.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Generation | None:
        """Return the generation in use, None if there is none yet.

        Raises:
            KnowledgeDamaged: the pointer or the generation it names cannot be read.
        """
        pointer = self.root / "current"
        try:
            name = pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as exc:
            raise KnowledgeDamaged(path=pointer, reason=str(exc)) from exc
        # The name is checked by form, so that a tampered pointer cannot lead outside the store.
        if _NAME.fullmatch(name) is None:
            raise KnowledgeDamaged(path=pointer, reason="it does not name a generation")
        return _read_generation(self.root / "gen" / name)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's lock while writing; sweeps what a crashed writer left.

        Raises:
            Busy: another process is writing.
            EnvironmentFault: the directory cannot be created or written.
        """
        # Only writers pay for the lock's import; the window reads.
        from filelock import FileLock, Timeout  # noqa: PLC0415

        try:
            (self.root / "gen").mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / "lock", timeout=0)
            with lock:
                self._sweep()
                yield
        except Timeout as exc:
            raise Busy(path=self.root) from exc
        except OSError as exc:
            raise EnvironmentFault(
                path=self.root, reason=exc.strerror or str(exc), remedy="check permission and free space"
            ) from exc

    def new_directory(self, info: KnowledgeInfo) -> Path:
        """Create and return the directory of a new generation."""
        path = self.root / "gen" / f"g{info.version}-{info.digest[:8]}-{secrets.token_hex(4)}"
        path.mkdir()
        return path

    def activate(self, path: Path, info: KnowledgeInfo, *, index_format: str) -> Generation:
        """Make a finished generation the current one; everything in it is flushed to disk first."""
        stamp = {"version": info.version, "digest": info.digest, "index_format": index_format}
        (path / "VERSION").write_text(json.dumps(stamp) + "\n", encoding="utf-8")
        _flush_tree(path)
        _flush_directory(path.parent)
        pointer = self.root / "current"
        fresh = self.root / "current.new"
        with fresh.open("w", encoding="utf-8") as file:
            file.write(path.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        _replace(fresh, pointer)
        _flush_directory(self.root)
        return _read_generation(path)

    def _sweep(self) -> None:
        """Remove generations that are neither current nor the one before it."""
        try:
            current = self.current()
        except KnowledgeDamaged:
            # Nobody can tell which one was meant: keep all, the new generation will be pointed to.
            return
        generations = sorted((self.root / "gen").iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        finished = [path for path in generations if (path / "VERSION").is_file()]
        keep = {current.path} if current is not None else set()
        previous = [path for path in finished if path not in keep]
        keep.update(previous[:1] if current is not None else previous)
        for path in generations:
            if path not in keep and _NAME.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)


def _read_generation(path: Path) -> Generation:
    try:
        stamp = json.loads((path / "VERSION").read_text(encoding="utf-8"))
        return Generation(
            path=path,
            version=int(stamp["version"]),
            digest=str(stamp["digest"]),
            index_format=str(stamp["index_format"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise KnowledgeDamaged(path=path, reason="its VERSION file is missing or unreadable") from exc


def _flush_tree(path: Path) -> None:
    for directory, _, names in os.walk(path):
        for name in names:
            with (Path(directory) / name).open("rb+") as file:
                os.fsync(file.fileno())
        _flush_directory(Path(directory))


def _flush_directory(path: Path) -> None:
    """Flush a directory's entries; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(source: Path, target: Path) -> None:
    deadline = time.monotonic() + _REPLACE_PATIENCE_S
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
