"""What folders and bundles have in common: they are read, not asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import IO, Self
from urllib.parse import unquote

from advisor_app.errors import AdvisorError, ContentMismatch, InputUnreadable
from advisor_app.errors import Cancelled as CancelledFault
from advisor_app.updates.format import METADATA
from advisor_app.updates.model import Cancelled
from advisor_app.updates.transport.faults import PackGone
from advisor_app.updates.transport.fetcher import SourceFetcher, is_root
from advisor_app.updates.transport.part import Part, WrongPart

FIRST = f"{METADATA}timestamp.json"  # what every endpoint has
_BLOCK = 1 << 18
_HOME = "file:///"


class LocalSource(ABC):
    """Receives from a tree of files; see `source.Source`.

    Args:
        path: where it lies.
        cancelled: asked while metadata is read.
    """

    def __init__(self, path: Path, *, cancelled: Cancelled) -> None:
        self.path = path
        self.label = str(path)
        self.metadata_url = _HOME + METADATA
        self.fetcher = SourceFetcher(_HOME, self._read)
        self.bytes = 0
        self.requests = 0
        self._cancelled = cancelled

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def fetch_pack(
        self,
        path: str,
        *,
        length: int,
        sha256: str,
        into: Path,
        progress: Callable[[int, int], None],
        cancelled: Cancelled,
    ) -> Path:
        """Copy a pack, so that the stick may be pulled; see `source.Source.fetch_pack`."""
        with Part(into, length=length, sha256=sha256) as part:
            part.restart()  # reading again takes no longer than trusting what is there
            try:
                for block in self._blocks(path, lambda: self._cancelled() or cancelled()):
                    part.write(block)
                    progress(part.size, length)
                part.verify()
            except WrongPart as exc:
                part.restart()
                raise ContentMismatch(where=self.label, reason=str(exc)) from exc
            return part.path

    def turn_from(self, fault: AdvisorError) -> AdvisorError:
        """Return the fault: there is nothing else to turn to."""
        return fault

    def _read(self, path: str, cap: int) -> bytes:
        data = bytearray()
        try:
            for block in self._blocks(path, self._cancelled):
                data += block
                if len(data) > cap:
                    raise InputUnreadable(file=self.path, place=path, remedy="it is too long; fetch the update again")
        except PackGone as exc:
            # A root that is not there is how TUF learns that it has the newest one; other metadata must be there.
            if is_root(path) or not path.startswith(METADATA):
                raise
            raise InputUnreadable(file=self.path, place=path, remedy="it is missing; copy everything again") from exc
        return bytes(data)

    def _blocks(self, path: str, cancelled: Cancelled) -> Iterator[bytes]:
        self.requests += 1
        name = unquote(path)
        if ".." in PurePosixPath(name).parts or name.startswith("/") or "\\" in name or ":" in name:
            raise self._missing(name)
        with self._told(name), self._open(name) as file:
            while True:
                if cancelled():
                    raise CancelledFault
                block = file.read(_BLOCK)
                if not block:
                    return
                self.bytes += len(block)
                yield block

    def _missing(self, name: str) -> PackGone:
        return PackGone(where=self.label, reason="it is not there", status=404, retry_after=0, path=name)

    @abstractmethod
    def close(self) -> None:
        """Close what is open; may be called twice."""

    @abstractmethod
    def _open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a file of the tree, or raise `_missing`."""

    @abstractmethod
    def _told(self, name: str) -> AbstractContextManager[None]:
        """Tell what goes wrong while a file is read in our words."""
