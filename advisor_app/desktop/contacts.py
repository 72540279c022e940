"""Business cards on their way out: asked where to, written whole or not at all, or opened in the address book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from advisor_app.desktop.jobs import JobContext, JobRunner, Lane
from advisor_app.desktop.presenters.outside import kept_words
from advisor_app.desktop.saving import LentFiles, SaveDialogs, file_name, write_chosen
from advisor_app.errors import NotSaved

if TYPE_CHECKING:
    from advisor_app.desktop.presenters.views import Library

_SUFFIX = ".vcf"
_NONE = "Nur für das Netzwerk bestimmt, daher keine Visitenkarte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Business cards that are ready: the file, how it is called, how many are in it, what was left out."""

    data: bytes
    name: str
    count: int
    kept: tuple[str, ...]


def make_cards(library: Library, ids: tuple[str, ...]) -> Cards:
    """Make the business cards of the partners among some items; meant for a worker.

    Args:
        library: the knowledge; of it only what anybody may see is used.
        ids: of the items; those that are no partners are passed over.
    """
    from advisor_app.documents.business_card import business_cards  # noqa: PLC0415 - not before it is wanted
    from advisor_app.domain import Partner  # noqa: PLC0415 - the same

    public = library.for_clients().items(ids)
    partners = [item for item in public.values() if isinstance(item, Partner)]
    kept = tuple(
        item.title for item in library.items(ids).values() if isinstance(item, Partner) and item.id not in public
    )
    name = partners[0].title if len(partners) == 1 else f"{len(partners)} Kontakte"
    data = business_cards(partners) if partners else b""
    return Cards(data=data, name=file_name(name, _SUFFIX), count=len(partners), kept=kept)


class ContactRoom(QObject):
    """Hands business cards on.

    Args:
        host: the window before which it is asked where to save.
        runner: makes and writes them.
        library: returns the knowledge in use, None while there is none.

    Signals: `said` (what was done, in a few words), `failed` (exception of a job).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, *, host: QWidget, runner: JobRunner, library: Callable[[], Library | None]) -> None:
        super().__init__(host)
        self._runner = runner
        self._library = library
        self._cards: Cards | None = None
        self._dialogs = SaveDialogs(host)
        self._dialogs.chosen.connect(self.write_file)
        self._lent = LentFiles()

    def save(self, ids: tuple[str, ...]) -> None:
        """Save the business cards of partners in one file, after asking where."""
        self._make(ids, self.ask_for_file)

    def open(self, ids: tuple[str, ...]) -> None:
        """Open the business cards of partners in the address book of this device."""
        self._make(ids, self.open_cards)

    def _make(self, ids: tuple[str, ...], receive: Callable[[object], None]) -> None:
        library = self._library()
        if library is None:
            return
        known = library

        def work(_context: JobContext) -> object:
            return make_cards(known, ids)

        self._runner.start(work, on_success=receive, on_failure=self.tell_failure, slot="cards")

    @Slot(object)
    def ask_for_file(self, cards: object) -> None:
        """Ask where to save; a file that is there is replaced only if the user says so."""
        if not isinstance(cards, Cards) or not self._is_something(cards):
            return
        self._cards = cards
        title = "Visitenkarte speichern" if cards.count == 1 else "Visitenkarten speichern"
        self._dialogs.ask(title, name=cards.name, kind="Visitenkarten")

    def _is_something(self, cards: Cards) -> bool:
        if not cards.count:
            self.said.emit(kept_words(cards.kept) or _NONE)
        return bool(cards.count)

    @Slot(str)
    def write_file(self, file: str) -> None:
        """Write the cards into the file that was chosen."""
        if self._cards is None:
            return
        path, cards = Path(file), self._cards

        def work(_context: JobContext) -> object:
            write_chosen(path, cards.data)
            return cards

        self._runner.start(work, on_success=self.tell_saved, on_failure=self.tell_failure, lane=Lane.IO)

    @Slot(object)
    def tell_saved(self, cards: object) -> None:
        """Say what was saved, and what stays here."""
        if isinstance(cards, Cards):
            what = "Visitenkarte gespeichert" if cards.count == 1 else f"{cards.count} Visitenkarten gespeichert"
            self.said.emit(". ".join(part for part in (what, kept_words(cards.kept)) if part))

    @Slot(object)
    def open_cards(self, cards: object) -> None:
        """Write the cards where the address book can read them, and have it opened."""
        if not isinstance(cards, Cards) or not self._is_something(cards):
            return
        try:
            path = self._lent.place(cards.name)
        except NotSaved as exc:
            self.failed.emit(exc)
            return

        def work(_context: JobContext) -> object:
            write_chosen(path, cards.data)
            return path, cards

        self._runner.start(work, on_success=self.hand_over, on_failure=self.tell_failure, lane=Lane.IO)

    @Slot(object)
    def hand_over(self, made: object) -> None:
        """Open what was written in the program that reads business cards."""
        if not isinstance(made, tuple):
            return
        path, cards = made
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.said.emit("Kein Adressbuch eingerichtet. Als Datei lässt sich die Karte speichern")
        elif cards.kept:
            self.said.emit(kept_words(cards.kept))

    @Slot(object)
    def tell_failure(self, error: object) -> None:
        """Pass the fault of a job on."""
        self.failed.emit(error)

    def close(self) -> None:
        """Remove what was made for other programs."""
        self._lent.remove()
