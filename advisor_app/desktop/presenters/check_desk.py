"""Works out what the page of the check shows, in a worker; keeps what a state of the knowledge needs only once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.privacy import SENSITIVE, Leaving, leaving, without_sensitive
from advisor_app.consultation.session import Session
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_facts import known_count, present_facts
from advisor_app.desktop.presenters.check_question import present_question
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_results import present_results
from advisor_app.desktop.presenters.check_room import Room, rooms_for
from advisor_app.desktop.presenters.check_views import FactsView, HeadView, QuestionView
from advisor_app.desktop.presenters.views import Library
from advisor_app.documents.leaving import may_leave
from advisor_app.domain.profile import Profile
from advisor_app.matching.moves import moves

_ONE_STEP = "letzter Schritt"
_LEFT_OUT = "ohne Vertrauliches"


@dataclass(frozen=True)
class Stand:
    """What was found, the room it was found in, and whether a client looks at it; leaves are made of it."""

    findings: Findings
    room: Room
    clients: bool = False


Leaf = Callable[[Stand], object]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be shown.

    Args:
        session: the course of the consultation.
        founding: the person and the project stand first.
        clients: a client looks at the screen.
        leaves: name -> what makes the view of a leaf that is open.
    """

    session: Session
    founding: bool = False
    clients: bool = False
    leaves: Mapping[str, Leaf] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Return the name of the profile's file, and that it does not hold all of it; "" for none."""
        document = self.session.document
        held = (Path(document.file).name, _LEFT_OUT if document.left_out and not self.clients else "")
        return formatting.joined([part for part in held if part]) if document.file else ""

    def seen(self, telling: Collection[str]) -> Session:
        """Return the session as whoever looks may see it; a client sees none that hangs on delicate facts.

        Args:
            telling: keys of judgements that would give delicate facts away.
        """
        if not self.clients:
            return self.session
        skip = (*self.session.skip, *sorted(SENSITIVE - set(self.session.skip)))
        return replace(self.session, given=without_sensitive(self.session.given, telling), skip=skip)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows.

    Args:
        order: what was asked for.
        stand: what was found.
        head: counts.
        facts: the left side.
        question: the next one.
        results: the verdicts.
        leaves: name -> view of what is open beside them.
        moved: how many verdicts are others than with the knowledge before, None where that is the same.
    """

    order: Order
    stand: Stand
    head: HeadView
    facts: FactsView
    question: QuestionView
    results: ResultsView
    leaves: Mapping[str, object]
    moved: int | None = None


class Desk:
    """Where a check is worked out, one job after the other.

    Args:
        geodata: folder of places and industries.
        today: the day of the check.
    """

    def __init__(self, geodata: Path, today: date) -> None:
        self._rooms = rooms_for(geodata, today)
        self._findings: Findings | None = None

    def room(self, library: Library) -> Room:
        """Return what a library needs once."""
        return self._rooms.room(library)

    def work_out(self, library: Library, order: Order) -> Shown:
        """Return what is to be shown.

        Args:
            library: the knowledge.
            order: what is wanted.
        """
        room, before = self.room(library), self._findings
        session = order.seen(room.adviser.telling)
        findings = room.adviser.first(session) if before is None else room.adviser.next(before, session)
        renewed = before is not None and before.check.rulebook is not findings.check.rulebook
        moved = len(moves(before.check, findings.check)) if before is not None and renewed else None
        self._findings = findings
        stand = Stand(findings, room, order.clients)
        return Shown(
            order=order,
            stand=stand,
            head=_head(stand, order),
            facts=present_facts(findings, room.names, founding=order.founding, clients=order.clients, file=order.file,
                                changed=order.session.changed),
            question=present_question(findings, room.names),
            results=present_results(findings, room.words),
            leaves={name: make(stand) for name, make in order.leaves.items()},
            moved=moved,
        )  # fmt: skip


def _head(stand: Stand, order: Order) -> HeadView:
    session = order.session
    known = known_count(stand.findings.session.given)
    checked = formatting.count(len(stand.findings.check.rulebook.entries), "Programm", "Programme")
    facts = formatting.count(known, "Angabe", "Angaben")
    words = f"{checked} geprüft mit {facts}, Stand {formatting.as_of(stand.room.as_of)}"
    return HeadView(
        counts=words,
        undo=_step_words(session.undo_words(stand.room.names), clients=order.clients),
        redo=_step_words(session.redo_words(stand.room.names), clients=order.clients),
        is_empty=not known and not session.given.judged,
        has_sensitive=not order.clients and _stays(stand, session.given),
    )


def _stays(stand: Stand, given: Profile) -> bool:
    """Tell whether anything is known that leaves only where that is ticked."""
    return without_sensitive(given, stand.room.adviser.telling) is not given


def outgoing(stand: Stand, given: Profile, *, with_sensitive: bool, held: Profile | None = None) -> Leaving:
    """Return what of a profile may leave; meant for a worker.

    Of a programme that is not there nothing is known; while a client looks, those for the network are not there.

    Args:
        stand: what was found last.
        given: the profile.
        with_sensitive: sensitive facts and notes leave as well.
        held: what the file that is written anew holds already, None for a new one.
    """
    public = {entry.programme.id: may_leave(entry.programme) for entry in stand.room.adviser.rulebook.entries}
    unknown = not stand.clients
    return leaving(given, stand.room.adviser.telling, is_internal=lambda one: not public.get(one, unknown),
                   with_sensitive=with_sensitive, held=held)  # fmt: skip


def _step_words(words: str, *, clients: bool) -> str:
    """Return a step in words; a client is not told which: it may have been about something delicate."""
    return _ONE_STEP if words and clients else words
