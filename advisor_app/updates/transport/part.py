"""A pack on its way: what has arrived, whether it is right, and what is left of it when the way breaks off."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from advisor_app.errors import AdvisorError, DiskFull
from advisor_app.knowledge.disk import fault_of

_BLOCK = 1 << 20


class WrongPart(Exception):
    """What has arrived cannot be the signed pack. Never leaves the transport."""


class Part:
    """The file `<sha256>.part`, written once, from the front; a context manager.

    On entering, what an earlier try left is taken over if it can be the front of the pack. On leaving, the file stays
    for the next try, unless the disk is full.

    Args:
        directory: where unfinished downloads lie; made if missing.
        length: signed length in bytes.
        sha256: signed hash, hexadecimal.

    Raises:
        EnvironmentFault: the directory or the file cannot be used (`DiskFull` where there is no room).
    """

    def __init__(self, directory: Path, *, length: int, sha256: str) -> None:
        self.path = directory / f"{sha256}.part"
        self.length = length
        self.size = 0
        self._sha256 = sha256
        self._hash = hashlib.sha256()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        with self._told(), ExitStack() as unless_taken_over:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: a full disk shows where the bytes are written, not when the file is closed.
            file = self.path.open("r+b" if self.path.exists() else "x+b", buffering=0)
            unless_taken_over.callback(file.close)
            self._take_over(file)
            unless_taken_over.pop_all()
            self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        empty = self.size == 0
        self._opened().close()
        # On a full disk every byte counts; an empty file helps nobody.
        if isinstance(exc, DiskFull) or (empty and isinstance(exc, AdvisorError)):
            self.path.unlink(missing_ok=True)

    @property
    def complete(self) -> bool:
        """Whether all bytes are there."""
        return self.size == self.length

    def restart(self) -> None:
        """Forget what has arrived."""
        if not self.size:
            return
        file = self._opened()
        with self._told():
            file.seek(0)
            file.truncate()
        self.size = 0
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Add what has arrived.

        Raises:
            WrongPart: it is longer than what was signed.
            EnvironmentFault: it cannot be written (`DiskFull` where there is no room).
        """
        if self.size + len(data) > self.length:
            raise WrongPart("it is longer than signed")
        file = self._opened()
        rest = memoryview(data)
        with self._told():
            while rest:
                rest = rest[file.write(rest) :]
        self._hash.update(data)
        self.size += len(data)

    def verify(self) -> None:
        """Raise `WrongPart` unless this is the signed pack."""
        if not self.complete:
            raise WrongPart("it is shorter than signed")
        if self._hash.hexdigest() != self._sha256:
            raise WrongPart("its hash is not the signed one")

    def _take_over(self, file: IO[bytes]) -> None:
        size = os.fstat(file.fileno()).st_size
        if size > self.length:
            file.truncate(0)
            return
        while self.size < size and (block := file.read(min(_BLOCK, size - self.size))):
            self._hash.update(block)
            self.size += len(block)

    def _opened(self) -> IO[bytes]:
        assert self._file is not None, "a part is used inside its with block"
        return self._file

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise fault_of(exc, self.path) from exc
