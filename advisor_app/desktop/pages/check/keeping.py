"""The check that is under way, kept by itself so that a crash loses nothing; delicate facts are not kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.domain.profile import Profile

NAME = "foerdercheck-begonnen.yaml"
# One that nobody decided about before another was begun.
EARLIER = "foerdercheck-zuvor.yaml"


@dataclass(frozen=True, slots=True)
class Begun:
    """A check that was under way: what was known, and the day it was left."""

    profile: Profile
    day: date


class Keeping(QObject):
    """Keeps the running check in the user's data folder, for nobody else to read.

    It is written at every answer, in a worker, one writing after the other; the newest is what stays.

    Args:
        folder: the user's data folder; None keeps nothing.
        runner: writes and reads.

    Signals: `found` (a `Begun` that is there from before), `failed` (exception of a job).
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, *, folder: Path | None, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._runner = runner
        self._next: tuple[Profile, Collection[str]] | None = None
        self._writing = False
        # What lies there from before stays there until somebody decided about it.
        self._undecided = False

    def look(self) -> None:
        """See whether a check was under way."""
        folder = self._folder
        if folder is None:
            return

        def work(_context: JobContext) -> object:
            return _read(folder / NAME) or _read(folder / EARLIER)

        self._runner.start(work, on_success=self.offer, on_failure=self.stay, lane=Lane.IO)

    @Slot(object)
    def offer(self, begun: object) -> None:
        """Tell what was under way."""
        if begun is not None:
            self._undecided = True
            self.found.emit(begun)

    def decide(self) -> None:
        """Let go of the check from before: it goes on here, or nobody wants it."""
        self._undecided = False
        if self._folder is not None:
            folder = self._folder

            def work(_context: JobContext) -> object:
                for name in (NAME, EARLIER):
                    (folder / name).unlink(missing_ok=True)
                return None

            self._writing = True
            self._runner.start(work, on_success=self.go_on, on_failure=self.stay, lane=Lane.IO)

    def keep(self, profile: Profile, judgements: Collection[str] = ()) -> None:
        """Keep what is known now.

        Args:
            profile: what is known.
            judgements: keys of judgements that would give delicate facts away.
        """
        self._next = (profile, judgements)
        self._write()

    def _write(self) -> None:
        folder, wanted = self._folder, self._next
        if folder is None or wanted is None or self._writing:
            return
        put_aside, self._undecided = self._undecided, False
        self._next, self._writing = None, True

        def work(_context: JobContext) -> object:
            if put_aside and (folder / NAME).is_file():
                (folder / NAME).replace(folder / EARLIER)
            _keep(folder / NAME, *wanted)
            return None

        self._runner.start(work, on_success=self.go_on, on_failure=self.stay, lane=Lane.IO)

    @Slot(object)
    def go_on(self, _nothing: object) -> None:
        """Write what became known in the meantime."""
        self._writing = False
        self._write()

    @Slot(object)
    def stay(self, error: object) -> None:
        """A folder that refuses keeps nothing; the window says so at its start. Anything else is a fault."""
        from advisor_app.errors import AdvisorError  # noqa: PLC0415 - not before there is a fault

        self._writing = False
        if not isinstance(error, AdvisorError | OSError):
            self.failed.emit(error)


def _keep(file: Path, profile: Profile, judgements: Collection[str]) -> None:
    from advisor_app.consultation.privacy import without_sensitive  # noqa: PLC0415 - in a worker
    from advisor_app.consultation.saving import save_profile  # noqa: PLC0415 - the same

    kept = without_sensitive(profile, judgements)
    if not kept.facts and not kept.judged:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    save_profile(file, kept, over=True, private=True)


def _read(file: Path) -> Begun | None:
    """Return what was under way; a file that cannot be read is left alone and offers nothing."""
    from advisor_app.content.profile_file import load_profile  # noqa: PLC0415 - in a worker

    if not file.is_file():
        return None
    profile = load_profile(file)
    if not isinstance(profile, Profile) or not (profile.facts or profile.judged):
        return None
    return Begun(profile, date.fromtimestamp(file.stat().st_mtime))  # noqa: DTZ012 - the user's own day
