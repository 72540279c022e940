"""Programmes that have ended, were stopped or end soon: since when, why, and what one takes today instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, partial
from heapq import nlargest
from itertools import chain

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.lazy import LazyRows
from advisor_app.desktop.presenters.results import is_stale
from advisor_app.desktop.presenters.rows import kind_label
from advisor_app.desktop.presenters.sources import certainty_mark, checked_text
from advisor_app.desktop.presenters.views import Labels, Library, LinkView, Mark, RowView
from advisor_app.domain.calendar import CalendarEntry, DateKind, entries
from advisor_app.domain.outlines import Outlines, ProgrammeOutline, outline_of
from advisor_app.domain.programme import Budget, FundingType, Level, Programme, WindowModel
from advisor_app.domain.window import ENDS_SOON_DAYS, WindowState, is_closed
from advisor_app.search.model import SearchRequest

SIMILAR = 4
FOUND = 400
_NO_SUCCESSOR = ("none",)
_GONE_STATES = (WindowState.CLOSED.value, WindowState.PAUSED.value, WindowState.ENDS_SOON.value)
# Of several ends the weightier one is told.
_ENDS = {
    DateKind.PROGRAMME_END: "Programm endet",
    DateKind.DEADLINE: "Letzte Einreichfrist",
    DateKind.GUIDELINE_END: "Richtlinie endet",
}


class Fate(StrEnum):
    """What has become, or will become, of a programme; in the order in which the groups are offered."""

    ENDED = "ended"
    PAUSED = "paused"
    SOON = "soon"


FATE_LABELS = {Fate.ENDED: "Beendet", Fate.PAUSED: "Antragsstopp", Fate.SOON: "Endet bald"}
_OVER = Mark(icon="ban", tone="mute", text=FATE_LABELS[Fate.ENDED])
_NO_HEIR = Mark(icon="route-off", tone="mute", text="Ohne Nachfolger")
_UNKNOWN_HEIR = Mark(icon="route-off", tone="mute", text="Nachfolge nicht bekannt")


@dataclass(frozen=True, kw_only=True)
class EndedView:
    """All that ended (latest first), was stopped, or ends soon (first to end first).

    `groups` have the ids; `make` makes the row of one.
    """

    groups: Mapping[Fate, tuple[str, ...]] = field(default_factory=dict)
    make: Callable[[str], RowView | None] = field(default=lambda _item_id: None, repr=False)

    def count(self, fate: Fate) -> int:
        """Return how many rows a group has."""
        return len(self.groups.get(fate, ()))

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the ids of all rows."""
        return frozenset(chain.from_iterable(self.groups.values()))

    def rows(self, group: Fate | None = None, found: Sequence[str] | None = None) -> LazyRows[RowView]:
        """Return the rows of a group, or of all.

        Args:
            group: which one; None for all.
            found: ids of the only ones wanted, in the order wanted; None for all.
        """
        ids = tuple(chain.from_iterable(self.groups.values())) if group is None else self.groups.get(group, ())
        if found is not None:
            wanted = frozenset(ids)
            ids = tuple(item_id for item_id in found if item_id in wanted)
        return LazyRows(ids, self.make)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedDetail:
    """What became of one programme.

    `answer` and `why` say since when and for which reason, `lead` stands above the `successors`, or says that there
    are none. `similar` are programmes for the same topics that run; they are no successors. `checked` says when and how
    well that was looked up.
    """

    id: str
    title: str
    overline: str
    fate: Fate
    mark: Mark
    answer: str
    why: str
    lead: str
    successors: tuple[LinkView, ...]
    similar: tuple[LinkView, ...]
    checked: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows are made of."""

    library: Library
    today: date
    day: str
    stale: bool
    programmes: Mapping[str, ProgrammeOutline]
    ends: Mapping[str, CalendarEntry]
    # Thousands of rows share a few dozen words.
    sorts: dict[tuple[Level, tuple[FundingType, ...]], str] = field(default_factory=dict)

    def sort_of(self, item: ProgrammeOutline) -> str:
        """Return what sort of programme it is: form and level of support."""
        key = (item.level, item.funding_types[:2])
        if key not in self.sorts:
            label = self.library.label
            types = formatting.listed([label("funding_types", code) for code in key[1]])
            self.sorts[key] = formatting.joined([types, label("levels", key[0])])
        return self.sorts[key]


def present_ended(library: Library, today: date) -> EndedView:
    """Make the view of the list; meant for a worker thread."""
    groups: dict[Fate, list[ProgrammeOutline]] = {fate: [] for fate in Fate}
    going: list[ProgrammeOutline] = []
    day = today.isoformat()
    for item in library.outlines().programmes:
        gone = _gone(item, day)
        (going if gone is None else groups[gone]).append(item)
    known = _known(library, today, going)
    groups[Fate.SOON] = [item for item in going if item.id in known.ends]
    for fate, items in groups.items():
        items.sort(key=lambda item: item.title)
        if fate is Fate.SOON:
            items.sort(key=lambda item: known.ends[item.id].day)
        else:
            # A partial date counts as its beginning, none at all as long ago.
            items.sort(key=since, reverse=True)
    return EndedView(
        groups={fate: tuple(item.id for item in items) for fate, items in groups.items()}, make=partial(_row, known)
    )


def _known(library: Library, today: date, asked: Sequence[ProgrammeOutline]) -> _Known:
    """Return what is known, and the coming ends of those that are asked about."""
    return _Known(
        library=library,
        today=today,
        day=today.isoformat(),
        stale=is_stale(library, today),
        programmes=library.outlines().programmes_by_id,
        ends=_coming_ends(asked, today),
    )


def _coming_ends(programmes: Sequence[ProgrammeOutline], today: date) -> dict[str, CalendarEntry]:
    """Return the weightiest end of each programme within the next weeks."""
    ends: dict[str, CalendarEntry] = {}
    order = list(_ENDS)
    last = today + timedelta(days=ENDS_SOON_DAYS)
    for entry in entries(Outlines(programmes=tuple(programmes)), today, last):
        before = ends.get(entry.item_id)
        if entry.kind in _ENDS and (before is None or order.index(entry.kind) < order.index(before.kind)):
            ends[entry.item_id] = entry
    return ends


def _fate(item: ProgrammeOutline, known: _Known) -> Fate | None:
    """Return what became of a programme, None for one that goes on."""
    return _gone(item, known.day) or (Fate.SOON if item.id in known.ends else None)


def _gone(item: ProgrammeOutline, day: str) -> Fate | None:
    """Return what became of a programme for which nobody can apply any more, or for now."""
    window = item.window
    if is_closed(window.model, window.open_to, day) or _is_over(item, day):
        return Fate.ENDED
    return Fate.PAUSED if window.model is WindowModel.PAUSED or window.budget is Budget.EXHAUSTED else None


def _is_over(item: ProgrammeOutline, day: str) -> bool:
    return len(item.valid_to) == len(day) and item.valid_to < day


def since(item: ProgrammeOutline | Programme) -> str:
    """Return when a programme ended, as exactly as it is known (ISO, possibly partial); "" if nobody says."""
    return item.valid_to or item.window.open_to


def _row(known: _Known, item_id: str) -> RowView | None:
    item = known.programmes[item_id]
    fate = _fate(item, known)
    if fate is None:
        return None
    heirs = [known.programmes[code] for code in item.successor if code in known.programmes]
    return RowView(
        id=item.id,
        kind="programme",
        title=item.title,
        meta=known.sort_of(item),
        cap=_when(fate, item, known),
        badge=_heir_mark(item, heirs),
        onward=heirs[0].id if heirs else "",
        stand=_mark(fate, item, known),
        muted=fate is Fate.ENDED,
    )


def _when(fate: Fate, item: ProgrammeOutline, known: _Known) -> str:
    if fate is Fate.SOON:
        return f"bis {formatting.as_of(known.ends[item.id].day.isoformat())}"
    day = formatting.as_of(since(item))
    return f"seit {day}" if day and fate is Fate.ENDED else ""


def _heir_mark(item: ProgrammeOutline, heirs: Sequence[ProgrammeOutline]) -> Mark:
    if not heirs:
        return _NO_HEIR if item.successor == _NO_SUCCESSOR else _UNKNOWN_HEIR
    others = len(heirs) - 1
    more = f" und {others} {'weiterer' if others == 1 else 'weitere'}" if others else ""
    return Mark(icon="arrow-right", tone="accent", text=f"{heirs[0].title}{more}")


def _mark(fate: Fate, item: ProgrammeOutline, known: _Known) -> Mark:
    """Return the fate in an icon and a word; old knowledge promises nothing that is still open."""
    if fate is Fate.ENDED:
        return _OVER
    if fate is Fate.PAUSED:
        return Mark(icon="player-pause", tone="warn", text=_stop_word(item))
    if known.stale:
        return key_facts.check_mark()
    return Mark(icon="hourglass", tone="warn", text=_ENDS[known.ends[item.id].kind])


def _stop_word(item: ProgrammeOutline | Programme) -> str:
    paused = item.window.model is WindowModel.PAUSED
    return FATE_LABELS[Fate.PAUSED] if paused else "Mittel ausgeschöpft"


# Searching


def find_ended(library: Library, text: str, ids: frozenset[str]) -> tuple[str, ...]:
    """Return which of the rows answer a question, the best first; old names and slips of the pen are understood.

    Args:
        library: the knowledge; its whole search is used.
        text: what is asked.
        ids: of the rows.
    """
    kind = {"kind": ("programme",)}
    found: dict[str, None] = {}
    for filters, near in (({**kind, "fenster": _GONE_STATES}, True), (kind, False)):
        result = library.search(SearchRequest(text=text, filters=filters, limit=FOUND, snippets=0))
        # Hits that hold only part of what was asked are an answer only where nothing else is, and only at the core.
        hits = result.hits[: result.complete] if result.complete or not near or found else result.hits
        found.update(dict.fromkeys(hit.id for hit in hits if hit.id in ids))
    return tuple(found)


# One programme


def present_detail(library: Library, item_id: str, today: date) -> EndedDetail | None:
    """Make the view of what became of a programme, None if there is none; meant for a worker thread."""
    item = library.item(item_id)
    if not isinstance(item, Programme):
        return None
    outline = outline_of(item)
    if not isinstance(outline, ProgrammeOutline):
        return None
    known = _known(library, today, (outline,))
    fate = _fate(outline, known)
    if fate is None:
        return None
    successors = _links(library, tuple(code for code in item.successor if code not in _NO_SUCCESSOR))
    similar = () if successors else _links(library, _similar(item, known))
    return EndedDetail(
        id=item.id,
        title=item.title,
        overline=kind_label(item, library),
        fate=fate,
        mark=_mark(fate, outline, known),
        answer=_answer(fate, outline, known),
        why=item.window.note or item.summary,
        lead=_lead(fate, item, has_heirs=bool(successors)),
        successors=successors,
        similar=similar,
        checked=formatting.joined([checked_text(item), certainty_mark(item, library).text]),
    )


def _links(labels: Labels, ids: Sequence[str]) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(id=found.id, kind="programme", title=found.title, note=found.summary)
        for found in labels.items(tuple(ids)).values()
        if isinstance(found, Programme)
    )


def _answer(fate: Fate, item: ProgrammeOutline, known: _Known) -> str:
    if fate is Fate.SOON:
        end = known.ends[item.id]
        day = formatting.as_of(end.day.isoformat())
        told = {
            DateKind.PROGRAMME_END: f"Endet am {day}.",
            DateKind.DEADLINE: f"Letzte Einreichfrist am {day}.",
            DateKind.GUIDELINE_END: f"Die Richtlinie endet am {day}. Eine Antragsfrist ist das nicht.",
        }[end.kind]
        return f"Stand prüfen. Bisher galt: {told}" if known.stale else told
    if fate is Fate.PAUSED:
        paused = item.window.model is WindowModel.PAUSED
        return "Zurzeit ist kein Antrag möglich." if paused else "Die Mittel sind ausgeschöpft."
    day = since(item)
    if not day:
        return "Gibt es nicht mehr. Seit wann, ist nicht belegt."
    return f"Gibt es nicht mehr seit {formatting.as_of(day)}."


def _lead(fate: Fate, item: Programme, *, has_heirs: bool) -> str:
    if has_heirs:
        return "Was danach kommt" if fate is Fate.SOON else "Dafür gibt es heute"
    if item.successor == _NO_SUCCESSOR:
        return "Einen Nachfolger gibt es nicht."
    return "Ein Nachfolger ist nicht bekannt."


def _similar(item: Programme, known: _Known) -> tuple[str, ...]:
    """Return running programmes that have most in common: named by the entry itself, then same topics, same themes."""
    named, topics = set(item.related.programmes), set(item.related.topics)
    weights = Counter[str]()
    for other in known.programmes.values():
        shared = len(topics.intersection(other.related.topics)) if other.related.topics else 0
        # Few have anything in common: what became of the others need not be known.
        if not shared and other.id not in named:
            continue
        if other.id != item.id and _gone(other, known.day) is None:
            types = bool(set(item.funding_types) & set(other.funding_types))
            weights[other.id] = 100 * (other.id in named) + 10 * shared + 2 * types
            weights[other.id] += len(set(item.themes).intersection(other.themes))
    return tuple(nlargest(SIMILAR, weights, key=lambda code: (weights[code], code)))
