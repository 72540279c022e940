"""The course of the check: every answer, what follows from it, and the way back. The newest answer wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from advisor_app.consultation.privacy import is_telling, with_notes, without_telling
from advisor_app.consultation.session import Session
from advisor_app.desktop.knowledge_page import PageTools
from advisor_app.desktop.presenters.check_desk import Desk, Leaf, Order, Shown
from advisor_app.desktop.presenters.check_facts import is_founding
from advisor_app.desktop.presenters.check_question import chosen_value
from advisor_app.desktop.presenters.check_views import QuestionView
from advisor_app.desktop.presenters.views import Library
from advisor_app.domain.profile import Absent, FactValue, Profile

Ask = Callable[[Callable[[Library], object], Callable[..., None]], None]
Wanted = Callable[[], Mapping[str, Leaf]]
UNTITLED = "Ohne Namen"
_OTHER_CLIENT = "Dieser Schritt führt zu einem anderen Check. In der Kundenansicht bleibt es bei diesem."
_SET_ASIDE = "Der vorige, nicht gespeichert, bleibt als angefangener Check liegen"
_SET_ASIDE_IN_PART = f"{_SET_ASIDE}, ohne Vertrauliches"
_TELLING_TITLE = "Der Name lässt auf Vertrauliches schließen. Er steht auf jedem Ausdruck und in jeder Datei."


class Course(QObject):
    """Holds the session and has it worked out in a worker.

    Args:
        tools: what the page is given.
        ask: reads the library in a worker.
        wanted: tells which leaf is open.

    Signals: `shown` (a `Shown`), `changed` (the session went on), `replaced` (the profile is another one now, whatever
    is being typed was not meant for it; whether it is that of another client), `undo_offered` (what was done, and what
    takes it back), `said` (a short message).
    """

    shown = Signal(object)
    changed = Signal()
    replaced = Signal(bool)
    undo_offered = Signal(str, object)
    said = Signal(str)

    def __init__(self, *, tools: PageTools, ask: Ask, wanted: Wanted, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._ask = ask
        self._wanted = wanted
        self._founding: bool | None = None
        self.session = Session()
        self.desk = Desk(tools.geodata, tools.today)
        self.last: Shown | None = None

    @property
    def founding(self) -> bool:
        """Tell whether the person and the project stand first."""
        return is_founding(self.session.given) if self._founding is None else self._founding

    @property
    def file(self) -> str:
        """Return the name of the file that the profile lies in, "" for none."""
        return Path(self.session.document.file).name

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was told yet."""
        given = self.session.given
        return not given.facts and not given.judged

    # Working it out

    @Slot()
    def work_out(self) -> None:
        """Have everything worked out that is shown; what was asked for before is dropped."""
        order = Order(
            session=self.session, founding=self.founding, clients=self._tools.client.on, leaves=dict(self._wanted())
        )
        desk = self.desk

        def work(library: Library) -> object:
            return desk.work_out(library, order)

        self._ask(work, self.take)

    @Slot(object)
    def take(self, shown: Shown) -> None:
        """Show what was worked out."""
        before, self.last = self.last, shown
        self.shown.emit(shown)
        if shown.moved is not None and before is not None and before.order.clients == shown.order.clients:
            self._tell_renewed(shown.moved)

    def _tell_renewed(self, moved: int) -> None:
        if self.is_empty:
            return
        others = (
            "alle Einschätzungen wie zuvor"
            if not moved
            else ("1 Einschätzung ist jetzt anders" if moved == 1 else f"{moved} Einschätzungen sind jetzt anders")
        )
        self.said.emit(f"Neue Inhalte: Ihre Angaben bleiben, {others}")

    @property
    def is_current(self) -> bool:
        """Tell whether what is shown was worked out from what is known now."""
        if self.last is None:
            return False
        seen = self.last.order.session
        return seen.given is self.session.given and seen.skip == self.session.skip

    # What the reader does

    def go_on(self, session: Session) -> None:
        """Go on with the session after a step that the reader took."""
        if session is not self.session:
            self.session = session
            self.changed.emit()
            self.work_out()

    def _replace(self, session: Session) -> None:
        """Go on with what was known at another time, or of another client."""
        another = session.document.key is not self.session.document.key
        if session is not self.session:
            if another:
                self._founding = None
            self.replaced.emit(another)
        self.go_on(session)

    @Slot(str, object)
    def answer(self, fact: str, value: FactValue) -> None:
        """Take an answer; one that says nobody knows takes the earlier one back, or puts the question off."""
        if value.possible is not Absent.UNKNOWN:
            self.go_on(self.session.answered(fact, self._noted(fact, value)))
        elif fact in self.session.given.facts:
            before = self.session
            self.go_on(before.forgotten(fact))
            self._offer_return(self._last_step(), before)
        else:
            self.put_off(fact)

    def _noted(self, fact: str, value: FactValue) -> FactValue:
        """Return an answer with the notes that a client does not see."""
        return with_notes(value, self.session.given.value(fact)) if self._tools.client.on else value

    def choose(self, view: QuestionView, places: Sequence[int]) -> None:
        """Take one or more answers of a question, as long as it is asked of what is known now."""
        value = chosen_value(view, places)
        if value is not None and self.is_current:
            self.answer(view.fact, value)

    @Slot(str)
    def put_off(self, fact: str) -> None:
        """Ask for a fact later: nobody at the table knows it."""
        self.go_on(self.session.skipped(fact))

    @Slot()
    def resume(self) -> None:
        """Ask again what was put off."""
        self.go_on(self.session.resumed())

    @Slot(str, str, object)
    def judge(self, programme_id: str, rule_id: str, holds: bool | None) -> None:  # noqa: FBT001 - what Qt's signals give
        """Take what was found in conversation."""
        self.go_on(self.session.judged(programme_id, rule_id, holds, as_of=self._tools.today.isoformat()))

    @Slot(object)
    def take_changes(self, changes: Mapping[str, FactValue]) -> None:
        """Take over what was tried out."""
        before = self.session
        self._replace(before.changed_by({fact: self._noted(fact, value) for fact, value in changes.items()}))
        if self.session is not before:
            self._offer_return("Änderungen übernommen", before)

    @Slot(str)
    def give_title(self, title: str) -> None:
        """Take another title; one that gives something away is taken, and that is said."""
        self.go_on(self.session.titled(title))
        if is_telling(self.session.given.title) and not self._tools.client.on:
            self.said.emit(_TELLING_TITLE)

    def load(self, profile: Profile, file: str, *, words: str = "Geöffnet") -> None:
        """Go on with a profile that was opened, which can be taken back.

        Args:
            profile: what is known.
            file: path of the file it lies in, "" for none.
            words: what was done.
        """
        before, had_any = self.session, not self.is_empty
        self._replace(before.loaded(profile, file=file, saved=bool(file)))
        if had_any:
            told = f"{words}: {self.session.given.title or self.file or UNTITLED}"
            self._offer_return(f"{told}{self._set_aside(before)}", before)

    @Slot()
    def begin_anew(self) -> None:
        """Begin a new check; the one before can be had back."""
        before = self.session
        self._replace(before.loaded(Profile()))
        if len(self.session.past) > len(before.past) or self.session.given != before.given:
            self._offer_return(f"Neuer Check{self._set_aside(before)}", before)

    def _set_aside(self, before: Session) -> str:
        """Return what becomes of a check that another one follows, "" where it lies in its file as it is."""
        given = before.given
        if self._tools.kept is None or not before.changed or not (given.facts or given.judged):
            return ""
        telling = self.last.stand.room.adviser.telling if self.last is not None else frozenset[str]()
        is_whole = self._tools.client.on or without_telling(given, telling) is given
        return f". {_SET_ASIDE if is_whole else _SET_ASIDE_IN_PART}"

    @Slot(bool)
    def put_founder_first(self, founding: bool) -> None:  # noqa: FBT001 - what Qt's signals give
        """Say whether this is about somebody who founds; it changes which facts stand first, and nothing else."""
        self._founding = founding
        self.work_out()

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        self._step(self.session.undone())

    @Slot()
    def redo(self) -> None:
        """Take the step again that was taken back."""
        self._step(self.session.redone())

    def _step(self, session: Session) -> None:
        """Go to another step; while a client looks, never to one of another client."""
        if self._tools.client.on and session.document.key is not self.session.document.key:
            self.said.emit(_OTHER_CLIENT)
        else:
            self._replace(session)

    def mark_saved(self, profile: Profile, file: str, *, key: object, held: Profile) -> None:
        """Remember which file holds what.

        Args:
            profile: what was known when it was written.
            file: path of the file.
            key: of the document that was written.
            held: what of it was written.
        """
        self.session = self.session.saved(profile, file=file, key=key, held=held)
        self.work_out()

    def _last_step(self) -> str:
        names = self.last.stand.room.names if self.last is not None else None
        return self.session.undo_words(names) if names is not None else self.session.undo_words()

    def _offer_return(self, words: str, before: Session) -> None:
        after = self.session

        def take_back() -> None:
            self._replace(self.session.taken_back(before, after))

        self.undo_offered.emit(words, take_back)
