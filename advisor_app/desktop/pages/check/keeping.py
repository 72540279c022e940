"""The check that is under way, kept by itself so that a crash loses nothing; delicate facts are not kept."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.domain.profile import Profile

if TYPE_CHECKING:
    from advisor_app.consultation.kept import Begun, Found, KeptChecks


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a client, as `KeptChecks.write` takes it."""

    profile: Profile
    judgements: Collection[str]
    document: object
    held: Profile | None

    def write(self, kept: KeptChecks) -> bool:
        return kept.write(self.profile, self.judgements, document=self.document, held=self.held)


class _Newest:
    """Holds what is to be written next, of every client the newest, in the order in which they were turned to.

    Who writes goes on until nothing is left, also while the window closes.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._wanted: list[_Known] = []
        self._has_writer = False

    def put(self, wanted: _Known) -> bool:
        """Hold something; return whether somebody has to write it."""
        with self._lock:
            if self._wanted and self._wanted[-1].document is wanted.document:
                self._wanted.pop()
            self._wanted.append(wanted)
            starts, self._has_writer = not self._has_writer, True
            return starts

    def take(self) -> _Known | None:
        """Return what is to be written, None where nothing is left; whoever got that writes no more."""
        with self._lock:
            wanted = self._wanted.pop(0) if self._wanted else None
            self._has_writer = wanted is not None
            return wanted

    def give_up(self) -> None:
        """Let the next one write again."""
        with self._lock:
            self._has_writer = False


class _Files:
    """The files of the window, made in a worker: what reads and writes them is not needed for the first paint."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._kept: KeptChecks | None = None

    def __call__(self) -> KeptChecks:
        from advisor_app.consultation.kept import KeptChecks  # noqa: PLC0415 - see above

        with self._lock:
            if self._kept is None:
                self._kept = KeptChecks(self._folder)
            return self._kept

    def release(self) -> None:
        """Let other windows have them."""
        if self._kept is not None:
            self._kept.release()


class Keeping(QObject):
    """Keeps the running check in the user's data folder, for nobody else to read.

    It is written at every answer, in a worker, one writing after the other; the newest is what stays.

    Args:
        folder: the user's data folder; None keeps nothing.
        runner: writes and reads.

    Signals: `found` (tuple of every `Begun` that is there from before, the latest first), `damaged` (path of a file
    that could not be read and was set aside), `failed` (exception of a job).
    """

    found = Signal(object)
    damaged = Signal(str)
    failed = Signal(object)

    def __init__(self, *, folder: Path | None, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._files = _Files(folder) if folder is not None else None
        self._runner = runner
        self._newest = _Newest()
        if self._files is not None:
            self.destroyed.connect(self._files.release)
            app = QCoreApplication.instance()
            if app is not None:
                app.aboutToQuit.connect(self.finish)

    def look(self) -> None:
        """See whether a check was under way."""
        self._do(lambda kept: kept.look(), self.tell)

    @Slot(object)
    def tell(self, found: Found) -> None:
        """Tell what was under way."""
        for file in found.damaged:
            self.damaged.emit(str(file))
        self.found.emit(found.checks)

    def take(self, begun: Begun) -> None:
        """Go on with a check from before; it is kept as the running one from now on."""
        # At once: what is kept next is kept in its place.
        if self._files is not None:
            self._files().take(begun)

    def drop(self, begun: Begun) -> None:
        """Let go of a check from before, and see whether there is another one."""
        self._do(lambda kept: kept.drop(begun), self.tell)

    def put_back(self, begun: Begun) -> None:
        """Keep a check again that was let go of, and offer it."""
        self._do(lambda kept: kept.put_back(begun), self.tell)

    def keep(
        self, profile: Profile, judgements: Collection[str] = (), *, document: object = None,
        held: Profile | None = None,
    ) -> None:  # fmt: skip
        """Keep what is known now.

        Args:
            profile: what is known.
            judgements: keys of judgements that would give delicate facts away.
            document: tells what is known of one client from what is known of another.
            held: what the user's own file of it holds, None where there is none.
        """
        newest = self._newest
        if self._files is None or not newest.put(_Known(profile, judgements, document, held)):
            return

        def write(kept: KeptChecks) -> object:
            turned = False
            while (wanted := newest.take()) is not None:
                try:
                    turned = wanted.write(kept) or turned
                except BaseException:
                    newest.give_up()
                    raise
            return kept.look() if turned else None

        self._do(write, self.tell_kept)

    @Slot()
    def finish(self) -> None:
        """Keep what no worker came to before the window was closed."""
        if self._files is None:
            return
        while (wanted := self._newest.take()) is not None:
            try:
                wanted.write(self._files())
            except Exception as error:  # noqa: BLE001 - as in a worker
                self.stay(error)

    def _do(self, deed: Callable[[KeptChecks], object], receive: Callable[..., None]) -> None:
        files = self._files
        if files is None:
            return

        def work(_context: JobContext) -> object:
            return deed(files())

        self._runner.start(work, on_success=receive, on_failure=self.stay, lane=Lane.IO)

    @Slot(object)
    def tell_kept(self, found: Found | None) -> None:
        """Tell what was under way before, where that is another now that all is written."""
        if found is not None:
            self.tell(found)

    @Slot(object)
    def stay(self, error: object) -> None:
        """A folder that refuses keeps nothing; the window says so at its start. Anything else is a fault."""
        from advisor_app.errors import AdvisorError  # noqa: PLC0415 - not before there is a fault

        if not isinstance(error, AdvisorError | OSError):
            self.failed.emit(error)
