"""Profiles from and to files: asked for, dropped on the page, read and written in a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from advisor_app.consultation.privacy import Leaving
from advisor_app.consultation.saving import digest_of, save_profile
from advisor_app.content.profile_file import read_profile, read_raw
from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.pages.check.course import Ask
from advisor_app.desktop.pages.check.overwriting import OverwriteQuestion
from advisor_app.desktop.presenters.check_desk import Desk
from advisor_app.desktop.presenters.views import Library
from advisor_app.desktop.saving import SaveDialogs, file_name
from advisor_app.domain.profile import Profile
from advisor_app.errors import Problem

SUFFIX = ".yaml"
_SUFFIXES = (SUFFIX, ".yml")
_KIND = "Profile"
_FILTER = f"{_KIND} (*{SUFFIX} *.yml);;Alle Dateien (*)"
_UNTITLED = "Fördercheck"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that holds no profile, with everything that is wrong with it."""

    file: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A profile from a file, and the digest of what the file held."""

    file: Path
    profile: Profile
    digest: str


# Tells what of a profile may leave for a file that holds something already, None for a new one; called in a worker.
Outgoing = Callable[[Profile, Profile | None], Leaving]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A profile that is to be written.

    Args:
        profile: what is known.
        key: of the document it is.
        outgoing: tells what of it may leave.
        held: what its own file holds.
        own: path of that file, "" while there is none.
        file: where to.
        over: whatever is there now, the reader said that it goes.
    """

    profile: Profile
    key: object
    outgoing: Outgoing
    held: Profile
    own: str = ""
    file: Path = Path()
    over: bool = False

    @property
    def is_back(self) -> bool:
        """Tell whether it goes back into its own file; meant for a worker."""
        if not self.own:
            return False
        try:
            return self.file.samefile(self.own)
        except OSError:
            return self.file.absolute() == Path(self.own).absolute()


@dataclass(frozen=True, slots=True)
class Saved:
    """A profile that was written: what was wanted, what of it was written and stayed out, the digest of the file."""

    wanted: Wanted
    left: Leaving
    digest: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A profile that was not written: somebody else changed its file since."""

    wanted: Wanted


def profile_in(data: QMimeData) -> str:
    """Return the profile file that is being dragged, "" if it is anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return ""
    path = Path(urls[0].toLocalFile())
    return str(path) if path.suffix.casefold() in _SUFFIXES else ""


class ProfileFiles(QObject):
    """Opens and saves profiles.

    Args:
        host: before what it is asked.
        runner: writes files.
        ask: reads the library in a worker; places and themes of a file are held against it.
        desk: knows them.

    What is to be saved is written one after the other, in the order in which it was wished.

    Signals: `opened` (an `Opened`), `refused` (a `Refused`), `saved` (a `Saved`), `failed` (exception of a job).
    """

    opened = Signal(object)
    refused = Signal(object)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, *, host: QWidget, runner: JobRunner, ask: Ask, desk: Callable[[], Desk]) -> None:
        super().__init__(host)
        self._host = host
        self._runner = runner
        self._ask = ask
        self._desk = desk
        self._folder = ""
        self._wanted: Wanted | None = None
        self._waiting: list[Wanted] = []
        self._writing = False
        # Document -> digest of what its file held when this window read or wrote it last.
        self._digests: dict[object, str] = {}
        self._last: dict[object, Profile] = {}
        self.dialogs = SaveDialogs(host)
        self.dialogs.chosen.connect(self.write_chosen)

    @Slot()
    def ask_to_open(self) -> None:
        """Ask which file to open."""
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._folder or (places[0] if places else ".")
        dialog = QFileDialog(self._host, "Profil öffnen", folder, _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
        dialog.fileSelected.connect(self.open)
        dialog.open()

    @Slot(str)
    def open(self, name: str) -> None:
        """Read a file."""
        file, desk = Path(name), self._desk()
        self._folder = str(file.parent)

        def work(library: Library) -> object:
            raw = read_raw(file)
            if isinstance(raw, Problem):
                return Refused(file, (raw,))
            found = read_profile(raw, str(file), desk.room(library).tables).result
            return Opened(file, found, digest_of(raw)) if isinstance(found, Profile) else Refused(file, found)

        self._ask(work, self.take_read)

    @Slot(object)
    def take_read(self, found: Opened | Refused) -> None:
        """Tell what was read."""
        if isinstance(found, Opened):
            self.opened.emit(found)
        else:
            self.refused.emit(found)

    def remember(self, key: object, digest: str) -> None:
        """Remember what the file of a document held when it was read."""
        self._digests[key] = digest

    def save(self, wanted: Wanted, file: str) -> None:
        """Save a profile.

        Args:
            wanted: what is to be written.
            file: where it lies already; "" asks.
        """
        self._wanted = wanted
        if file:
            self.write_chosen(file)
        else:
            name = file_name(wanted.profile.title or _UNTITLED, SUFFIX)
            self.dialogs.ask("Profil speichern", name=name, kind=_KIND)

    @Slot(str)
    def write_chosen(self, name: str) -> None:
        """Write into the file that was chosen."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        file = Path(name)
        self._folder = str(file.parent)
        self._waiting.append(replace(wanted, file=file))
        self._write()

    def _write(self) -> None:
        if self._writing or not self._waiting:
            return
        self._writing = True
        wanted = self._waiting.pop(0)
        known = self._digests.get(wanted.key, "")
        # What was written since it was wished counts.
        held = self._last.get(wanted.key, wanted.held)

        def work(_context: JobContext) -> object:
            back = wanted.is_back
            if back and known and not wanted.over and _holds_other(wanted.file, known):
                return Changed(wanted)
            left = wanted.outgoing(wanted.profile, held if back else None)
            return Saved(wanted, left, save_profile(wanted.file, left.profile, over=True, private=left.private))

        self._runner.start(work, on_success=self.tell_saved, on_failure=self.tell_not_saved, lane=Lane.IO)

    @Slot(object)
    def tell_saved(self, saved: object) -> None:
        """Tell what was saved; ask whether what somebody else wrote is to go."""
        self._writing = False
        if isinstance(saved, Saved):
            self.remember(saved.wanted.key, saved.digest)
            self._last[saved.wanted.key] = saved.left.profile
            self.saved.emit(saved)
        elif isinstance(saved, Changed):
            self._ask_over(saved.wanted)
        self._write()

    def _ask_over(self, refused: Wanted) -> None:
        """Ask what is to become of the newest of what cannot be written without a question."""
        same = [one for one in self._waiting if (one.key, one.file) == (refused.key, refused.file)]
        self._waiting = [one for one in self._waiting if one not in same]
        wanted = (same or [refused])[-1]

        def write_over() -> None:
            self._waiting.append(replace(wanted, over=True))
            self._write()

        question = OverwriteQuestion(wanted.file.name, host=self._host)
        question.over_wanted.connect(write_over)
        question.other_wanted.connect(lambda: self.save(wanted, ""))
        question.open()

    @Slot(object)
    def tell_not_saved(self, error: object) -> None:
        """Pass the fault of a writing on."""
        self._writing = False
        self.failed.emit(error)
        self._write()


def _holds_other(file: Path, digest: str) -> bool:
    """Tell whether a file is there and holds anything else than what it held when it was read or written last."""
    raw = read_raw(file)
    return file.exists() and (isinstance(raw, Problem) or digest_of(raw) != digest)
