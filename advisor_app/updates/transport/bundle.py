"""A bundle file (`.kbz`): the tree of an endpoint in a zip, for the USB stick. Nothing is extracted."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from advisor_app.errors import EnvironmentFault, InputUnreadable
from advisor_app.updates.model import Cancelled
from advisor_app.updates.transport.local import FIRST, LocalSource
from advisor_app.updates.transport.wire import never

_MAX_ENTRIES = 2_000
_MAX_DIRECTORY = 1 << 20  # bytes of the list of contents, which zipfile reads whole
_END = struct.Struct("<4s4H2LH")  # the record at the end of a zip
_BIG = b"PK\x06\x07"  # what stands before it in zips of more than 4 GB, with other numbers to go by
_BIG_SIZE = 20
_ENCRYPTED = 1
# As bundles are written, and as people zip them once more. The other ways to pack unpack without bound: 600 bytes can
# fill a gigabyte of memory before anybody sees how long they are.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError)
_AGAIN = "the file is damaged; copy it or fetch it again"
_NO_BUNDLE = "this is not an update bundle"


class BundleSource(LocalSource):
    """Receives from a bundle file.

    Args:
        path: the file.
        cancelled: asked while metadata is read.

    Raises:
        InputUnreadable: it is no bundle, damaged, or made to do harm.
        EnvironmentFault: it cannot be read.
    """

    def __init__(self, path: Path, *, cancelled: Cancelled = never) -> None:
        super().__init__(path, cancelled=cancelled)
        with self._told(""):
            self._check_end()
            self._zip = zipfile.ZipFile(path)
        try:
            self._entries = self._checked(self._zip.infolist())
        except InputUnreadable:
            self._zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def _check_end(self) -> None:
        """Refuse a file whose list of contents alone would fill the memory, before zipfile reads it."""
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _END.size - 0xFFFF))
            tail = file.read()
        start = tail.rfind(b"PK\x05\x06")
        if start < 0 or len(tail) - start < _END.size:
            raise self._unreadable("", f"{_NO_BUNDLE}, or it was not copied completely")
        entries, directory = _END.unpack_from(tail, start)[4:6]
        big = tail[max(0, start - _BIG_SIZE) : start].startswith(_BIG)
        if big or entries > _MAX_ENTRIES or directory > _MAX_DIRECTORY:
            raise self._unreadable("", _NO_BUNDLE)

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.orig_filename
            parts = name.rstrip("/").split("/")
            if "\\" in name or ":" in name or "\0" in name or not {"", ".", ".."}.isdisjoint(parts):
                raise self._unreadable(name, "a name leads out of the bundle; do not use this file")
            if info.flag_bits & _ENCRYPTED:
                raise self._unreadable(name, "it is encrypted, and bundles are not; fetch it again")
            if name in entries:
                raise self._unreadable(name, "it is there twice; do not use this file")
            entries[name] = info
        if FIRST not in entries:
            raise self._unreadable(FIRST, f"{_NO_BUNDLE}; it lacks this file")
        return entries

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        info = self._entries.get(name)
        if info is None:
            raise self._missing(name)
        if info.compress_type not in _METHODS:
            raise self._unreadable(name, "it is packed in a way bundles are not; fetch it again")
        # Lengths are capped by who reads: what an entry claims about itself counts for nothing.
        with self._zip.open(info) as file:
            yield file

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise EnvironmentFault(
                path=self.path, reason=exc.strerror or str(exc), remedy="check that the stick is connected"
            ) from exc
        except _DAMAGE as exc:
            raise self._unreadable(name, _AGAIN) from exc

    def _unreadable(self, place: str, remedy: str) -> InputUnreadable:
        return InputUnreadable(file=self.path, place=place, remedy=remedy)
