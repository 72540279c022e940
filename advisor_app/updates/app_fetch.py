"""Fetching a newer version of the app: into a folder of the user's own, verified, only the newest is kept.

Nothing fetched is ever run from here: the installer is handed over to the user and to the system. No file gets the
right to be executed, because none of the forms needs it (`.deb` and archives are read, Windows has no such right).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_app.errors import AdvisorError, EnvironmentFault, InputUnreadable
from advisor_app.knowledge.disk import fault_of, flush_directory, free_bytes, full
from advisor_app.updates.app_offer import AppOffer, package_of
from advisor_app.updates.model import Cancelled, Progress, Step

if TYPE_CHECKING:
    from advisor_app.updates.transport.source import Source

_SPARE_BYTES = 50_000_000
_BLOCK = 1 << 20
_PARTIAL = re.compile(r"[0-9a-f]{64}\.part")
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class AppFolder:
    """The folder of fetched installers, `<home>/app`.

    Args:
        home: directory of the update client's own files.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "app"

    def intact(self, offer: AppOffer) -> Path | None:
        """Return the file of a version if it is there, is what was signed, and nobody else could have altered it."""
        path = self._folder / offer.file_name
        try:
            if not _is_private(self._folder) or not _is_own_file(path) or path.stat().st_size != offer.length:
                return None
            return path if _sha256(path) == offer.sha256 else None
        except OSError:
            return None

    def fetch(self, source: Source, offer: AppOffer, *, progress: Progress, cancelled: Cancelled) -> Path:
        """Bring a version here, taking up what an earlier try left; others that were fetched are removed.

        Args:
            source: where from.
            offer: what is signed.
            progress: told about the steps download and check.
            cancelled: asked several times a second.

        Raises:
            ContentMismatch: no address has the file that was signed.
            TransportFault: the transfer failed; what arrived is kept for the next try.
            InputUnreadable: the stick does not carry the installer.
            DiskFull, EnvironmentFault: there is no room, or the folder cannot be kept to oneself.
            Cancelled: the user cancelled; what arrived is kept.
        """
        there = self.intact(offer)
        if there is not None:
            self.sweep(offer)
            return there
        self._prepare()
        self.sweep(offer)
        self._check_room(offer)
        fetched = self._fetched(source, offer, progress, cancelled)
        progress(Step.CHECK, 0, None)
        path = self._folder / offer.file_name
        try:
            _close_to_others(fetched, stat.S_IRUSR | stat.S_IWUSR)
            _flush(fetched)
            fetched.replace(path)
            flush_directory(self._folder)
        except OSError as exc:
            raise fault_of(exc, path) from exc
        intact = self.intact(offer)
        if intact is None:
            raise EnvironmentFault(
                path=path, reason="the file changed while it was kept", remedy="check who else writes to this folder"
            )
        return intact

    def sweep(self, offer: AppOffer | None = None) -> None:
        """Remove installers and unfinished downloads of all versions but one; of all without one."""
        kept = {offer.file_name, f"{offer.sha256}.part"} if offer is not None else set()
        for path in _files(self._folder):
            # Only what we name so ourselves: the folder may be a link to one that holds other things as well.
            if path.name not in kept and (_PARTIAL.fullmatch(path.name) or package_of(path.name)):
                with suppress(OSError):
                    path.unlink()

    def _prepare(self) -> None:
        """Make the folder one that only the user can write to.

        Raises:
            EnvironmentFault: that is impossible.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if os.name != "nt" and not self._folder.is_symlink():
                _close_to_others(self._folder, stat.S_IRWXU)
            private = _is_private(self._folder)
        except OSError as exc:
            raise fault_of(exc, self._folder) from exc
        if not private:
            remedy = "remove it, or name another folder with --data-dir"
            raise EnvironmentFault(path=self._folder, reason="others may write to this folder", remedy=remedy)

    def _check_room(self, offer: AppOffer) -> None:
        there = self._folder / f"{offer.sha256}.part"
        with suppress(OSError):
            if there.stat().st_size >= offer.length:
                return
        if free_bytes(self._folder) < offer.length + _SPARE_BYTES:
            raise full(self._folder, needed=offer.length + _SPARE_BYTES)

    def _fetched(self, source: Source, offer: AppOffer, progress: Progress, cancelled: Cancelled) -> Path:
        # Loaded here because the window asks for what is intact without any network.
        from advisor_app.updates.transport.faults import PackGone  # noqa: PLC0415
        from advisor_app.updates.transport.local import LocalSource  # noqa: PLC0415

        try:
            return source.fetch_pack(
                offer.path,
                length=offer.length,
                sha256=offer.sha256,
                into=self._folder,
                progress=lambda done, total: progress(Step.DOWNLOAD, done, total),
                cancelled=cancelled,
            )
        except PackGone as exc:
            if isinstance(source, LocalSource):
                remedy = "it brings knowledge, but not the program itself; ask for one that does, or use the server"
                raise InputUnreadable(file=source.label, place=offer.path, remedy=remedy) from exc
            raise
        except AdvisorError:
            # A part that turned out wrong is empty by now and would only lie about.
            with suppress(OSError):
                part = self._folder / f"{offer.sha256}.part"
                if not part.stat().st_size:
                    part.unlink()
            raise


def _close_to_others(path: Path, mode: int) -> None:
    # Sticks have no such rights and refuse; who may write there is looked at all the same.
    with suppress(OSError):
        path.chmod(mode)


def _is_private(folder: Path) -> bool:
    """Tell whether only the user may write to a folder; on Windows the profile it lies in sees to that."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & _OTHERS_MAY_WRITE)


def _is_own_file(path: Path) -> bool:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return False
    # A second name somewhere else would let others write to it who may not write here.
    own = os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & _OTHERS_MAY_WRITE)
    return own and status.st_nlink == 1


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _flush(path: Path) -> None:
    # Windows flushes only what is open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _files(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from list(folder.iterdir())
