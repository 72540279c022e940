"""Dates on their way into the user's own calendar: asked where to, written whole or not at all, or opened there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from advisor_app.desktop import formatting
from advisor_app.desktop.jobs import JobContext, Lane
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.events import all_text
from advisor_app.desktop.presenters.outside import NOT_COPIED, kept_words, part
from advisor_app.desktop.saving import LentFiles, SaveDialogs, file_name, write_chosen
from advisor_app.domain.calendar import CalendarEntry
from advisor_app.errors import NotSaved

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Library
    from advisor_app.domain import Item

_SUFFIX = ".ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What leaves, and what does not: `kept` are titles that are not public, `past` is how many are over.

    `labels` knows the words behind the codes of themes.
    """

    entries: tuple[CalendarEntry, ...]
    items: Mapping[str, Item]
    labels: Mapping[str, str]
    name: str
    kept: tuple[str, ...]
    past: int

    @property
    def words(self) -> str:
        """Return in words what was left out and why, "" for nothing."""
        past = f"{formatting.count(self.past, 'vergangener', 'vergangene')} weggelassen" if self.past else ""
        return ". ".join(part for part in (kept_words(self.kept), past) if part)

    def label(self, _vocabulary: str, code: str) -> str:
        """Return the word behind a code."""
        return self.labels.get(code, code)


def choose_what_leaves(library: Library, entries: tuple[CalendarEntry, ...], today: date) -> Taken:
    """Read what belongs to some entries and leave out what is not to leave; meant for a worker.

    Of several entries those that are over are left out as well; a single one was asked for by name.
    """
    from advisor_app.documents.leaving import left, may_leave  # noqa: PLC0415 - not before it is wanted

    coming = entries if len(entries) == 1 else tuple(entry for entry in entries if not entry.past(today))
    items = library.items(tuple(dict.fromkeys(entry.item_id for entry in coming)))
    given = tuple(entry for entry in coming if entry.item_id in items and may_leave(items[entry.item_id]))
    return Taken(
        entries=given,
        items=items,
        labels=library.vocabulary("themes"),
        name=_file_name(given, today),
        kept=left(items.values()).out,
        past=len(entries) - len(coming),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Entries as text, of how many, and the titles of what is not public and stays."""

    text: str
    count: int
    kept: tuple[str, ...]


def choose_what_is_copied(library: Library, entries: tuple[CalendarEntry, ...], today: date) -> Copied:
    """Tell the entries that may leave; meant for a worker. Who copies what is over wants it."""
    outside = part(library, tuple(dict.fromkeys(entry.item_id for entry in entries)))
    given = tuple(entry for entry in entries if entry.item_id in outside.items)
    formats = library.vocabulary("event_formats")
    return Copied(text=all_text(given, formats, today), count=len(given), kept=outside.kept)


def _file_name(entries: tuple[CalendarEntry, ...], today: date) -> str:
    """Return a name that sorts by day."""
    if len(entries) == 1:
        return file_name(f"{entries[0].day.isoformat()} {entries[0].title}", _SUFFIX)
    return file_name(f"Termine Beratungskoffer {today.isoformat()}", _SUFFIX)


Choice = Callable[["Library", tuple[CalendarEntry, ...], date], object]


class CalendarWay(QObject):
    """Takes entries of the calendar out of the window.

    Args:
        host: what it is asked in front of where to save.
        tools: what the page was given.
        library: returns the knowledge in use, None while there is none.

    Signals: `said` (what was done, in a few words), `failed` (exception of a job).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, *, host: QWidget, tools: PageTools, library: Callable[[], Library | None]) -> None:
        super().__init__(host)
        self._tools = tools
        self._library = library
        self._taken: Taken | None = None
        self._dialogs = SaveDialogs(host)
        self._dialogs.chosen.connect(self.write_file)
        self._lent = LentFiles()

    def save(self, entries: tuple[CalendarEntry, ...]) -> None:
        """Save entries as a calendar file, after asking where."""
        self._choose(entries, self.ask_for_file)

    def open(self, entries: tuple[CalendarEntry, ...]) -> None:
        """Open entries with the calendar of this device."""
        self._choose(entries, self.pass_on)

    def copy(self, entries: tuple[CalendarEntry, ...]) -> None:
        """Copy entries as text."""
        self._choose(entries, self.take_text, choose=choose_what_is_copied)

    @Slot(object)
    def take_text(self, copied: Copied) -> None:
        """Put the text into the clipboard, and say what stays here."""
        done = NOT_COPIED
        if copied.count:
            QGuiApplication.clipboard().setText(copied.text)
            done = f"{formatting.count(copied.count, 'Eintrag', 'Einträge')} kopiert"
        self.said.emit(". ".join(part for part in (done, kept_words(copied.kept)) if part))

    def _choose(
        self, entries: tuple[CalendarEntry, ...], receive: Callable[..., None], *, choose: Choice = choose_what_leaves
    ) -> None:
        library, today = self._library(), self._tools.today
        if library is None:
            return
        known = library

        def work(_context: JobContext) -> object:
            return choose(known, entries, today)

        self._tools.runner.start(work, on_success=receive, on_failure=self.tell_failure, slot="events-taking")

    def _is_something(self, taken: Taken) -> bool:
        if not taken.entries:
            self.said.emit(taken.words)
        return bool(taken.entries)

    @Slot(object)
    def ask_for_file(self, taken: Taken) -> None:
        """Ask where to save; a file that is there is replaced only if the user says so."""
        if not self._is_something(taken):
            return
        self._taken = taken
        title = "Termin speichern" if len(taken.entries) == 1 else "Termine speichern"
        self._dialogs.ask(title, name=taken.name, kind="Kalenderdatei")

    @Slot(str)
    def write_file(self, file: str) -> None:
        """Write the entries into the file that was chosen."""
        if self._taken is not None:
            self._write(Path(file), self._taken, self.tell_saved)

    def _write(self, path: Path, taken: Taken, receive: Callable[..., None]) -> None:
        now = self._tools.clock()

        def work(_context: JobContext) -> object:
            from advisor_app.documents.calendar_file import calendar_file  # noqa: PLC0415 - not before it is wanted

            write_chosen(path, calendar_file(taken.entries, taken.items, now=now, label=taken.label))
            return path, taken

        self._tools.runner.start(work, on_success=receive, on_failure=self.tell_failure, lane=Lane.IO)

    @Slot(object)
    def tell_saved(self, made: tuple[Path, Taken]) -> None:
        """Say what was saved, and what stays here and why."""
        taken = made[1]
        what = f"{formatting.count(len(taken.entries), 'Termin', 'Termine')} gespeichert"
        self.said.emit(". ".join(part for part in (what, taken.words) if part))

    @Slot(object)
    def pass_on(self, taken: Taken) -> None:
        """Write the entries where the calendar can read them, and have them opened."""
        if not self._is_something(taken):
            return
        try:
            path = self._lent.place(taken.name)
        except NotSaved as exc:
            self.failed.emit(exc)
            return
        self._write(path, taken, self.hand_over)

    @Slot(object)
    def hand_over(self, made: tuple[Path, Taken]) -> None:
        """Open what was written with the program that reads calendars."""
        path, taken = made
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.said.emit("Kein Kalender eingerichtet. Als Datei lassen sich die Termine speichern")
        elif taken.words:
            self.said.emit(taken.words)

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)
