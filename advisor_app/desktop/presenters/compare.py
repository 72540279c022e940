"""Programmes side by side: the same facts in the same words as in the reading pane, and which of them differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.item import field_words
from advisor_app.desktop.presenters.results import is_stale, present_status
from advisor_app.desktop.presenters.rows import kind_label
from advisor_app.desktop.presenters.sources import certainty_mark, item_as_of, review_mark, source_views, stand_mark
from advisor_app.desktop.presenters.views import FactView, Labels, Library, Mark
from advisor_app.domain.programme import Programme
from advisor_app.domain.window import WindowState

MOST = 4
FEWEST = 2
GAPS = "Noch offen"
_ENDED_WORDS = "Kein Antrag mehr möglich"
_DISPUTED = "Quellen widersprechen sich"


class Likeness(StrEnum):
    """How the programmes stand to each other in one fact."""

    SAME = "same"
    DIFFERENT = "different"
    GAPS = "gaps"  # what is known is the same, but it is not known of all
    UNKNOWN = "unknown"
    ALONE = "alone"  # there is only one programme


LIKENESS_WORDS = {
    Likeness.SAME: "gleich",
    Likeness.DIFFERENT: "verschieden",
    Likeness.GAPS: "nicht überall bekannt",
    Likeness.UNKNOWN: "nirgends bekannt",
    Likeness.ALONE: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A fact of one programme. `mark` is the icon before its value, None for none; `disputed`: sources differ."""

    text: str
    note: str = ""
    mark: Mark | None = None
    missing: bool = False
    disputed: bool = False

    @property
    def spoken(self) -> str:
        """Return the cell as one sentence."""
        return ", ".join(part for part in (self.text, self.note, _DISPUTED if self.disputed else "") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact of all programmes."""

    label: str
    cells: tuple[Cell, ...]
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One programme: head of its column, its gaps and sources in words."""

    id: str
    title: str
    meta: str
    state: Mark
    gaps: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """The whole comparison; `standing` says how old the knowledge is, `stale` that it promises nothing any more."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    standing: str = ""
    stale: bool = False

    def shown(self, *, only_differences: bool) -> tuple[Row, ...]:
        """Return the rows, or only those that are not the same for all."""
        alike = (Likeness.SAME, Likeness.UNKNOWN)
        return tuple(row for row in self.rows if not only_differences or row.likeness not in alike)

    @property
    def differing(self) -> int:
        """Return how many facts are not the same for all."""
        return len(self.shown(only_differences=True))


@dataclass(frozen=True, slots=True)
class _Context:
    """What facts are made with."""

    labels: Labels
    today: date
    stale: bool


@dataclass(frozen=True, slots=True)
class _Fact:
    """A row to be: its label, what makes its cells, the fields it rests on, whether the notes are compared too."""

    label: str
    make: Callable[[Programme, _Context], Cell]
    fields: tuple[str, ...] = ()
    with_note: bool = True


def present_comparison(library: Library, ids: Sequence[str], today: date) -> CompareView:
    """Make the comparison of the programmes there are among the ids; meant for a worker thread."""
    found = [item for item in library.items(tuple(ids)).values() if isinstance(item, Programme)][:MOST]
    context = _Context(library, today, is_stale(library, today))
    status = present_status(library, today=today)
    return CompareView(
        columns=tuple(_column(item, context) for item in found),
        rows=tuple(_row(fact, found, context) for fact in _FACTS) if found else (),
        standing=f"Inhaltsstand {status.as_of}, {status.age}",
        stale=context.stale,
    )


def _column(item: Programme, context: _Context) -> Column:
    state = key_facts.window_mark(item, context.labels, context.today)
    if key_facts.window_capped(item, context.today, stale=context.stale):
        state = key_facts.check_mark()
    disputed = [f"{_DISPUTED}: {field_words(conflict.field)}" for conflict in item.conflicts]
    return Column(
        id=item.id,
        title=item.title,
        meta=kind_label(item, context.labels),
        state=state,
        gaps=(*item.uncertain, *disputed),
        sources=tuple(formatting.joined([source.title, source.stand, source.address]) for source in source_views(item)),
    )


def _row(fact: _Fact, items: Sequence[Programme], context: _Context) -> Row:
    cells = tuple(_disputed(fact.make(item, context), item, fact.fields) for item in items)
    return Row(label=fact.label, cells=cells, likeness=_likeness(cells, with_note=fact.with_note))


def _disputed(cell: Cell, item: Programme, fields: Sequence[str]) -> Cell:
    """Return the cell with the sign that sources disagree, if they do about one of its fields."""
    named = any(
        conflict.field == field or conflict.field.startswith(f"{field}.") or field.startswith(f"{conflict.field}.")
        for conflict in item.conflicts
        for field in fields
    )
    if not named:
        return cell
    return Cell(text=cell.text, note=cell.note, mark=cell.mark, missing=cell.missing, disputed=True)


def _likeness(cells: Iterable[Cell], *, with_note: bool) -> Likeness:
    there = list(cells)
    if len(there) < FEWEST:
        return Likeness.ALONE
    known = {(cell.text, cell.note if with_note else "") for cell in there if not cell.missing}
    if len(known) > 1:
        return Likeness.DIFFERENT
    if not known:
        return Likeness.UNKNOWN
    return Likeness.GAPS if any(cell.missing for cell in there) else Likeness.SAME


# Facts


def _cell(text: str, note: str = "", mark: Mark | None = None) -> Cell:
    return Cell(text=text or formatting.MISSING, note=note, mark=mark, missing=not text)


def _of_box(label: str) -> Callable[[Programme, _Context], Cell]:
    """Return what takes a fact from the fact box of the reading pane."""

    def make(item: Programme, context: _Context) -> Cell:
        box = {fact.label: fact for fact in _box(item, context)}
        fact = box[label]
        return Cell(text=fact.value, note=fact.note, missing=fact.missing)

    return make


def _box(item: Programme, context: _Context) -> tuple[FactView, ...]:
    return key_facts.facts(item, context.labels, context.today, stale=context.stale)


def _kind(item: Programme, context: _Context) -> Cell:
    types = formatting.listed([context.labels.label("funding_types", code) for code in item.funding_types])
    return _cell(types)


def _giver(item: Programme, context: _Context) -> Cell:
    operator = item.operator.name if item.operator else ""
    handled = f"Abwicklung {operator}" if operator and operator != item.funder.name else ""
    return _cell(item.funder.name, formatting.joined([context.labels.label("levels", item.level), handled]))


def _share(item: Programme, context: _Context) -> Cell:
    """Return the first fact of the box: what it is a share of is said where it is no grant rate."""
    fact = _box(item, context)[0]
    named = "" if fact.label == key_facts.RATE else fact.label
    note = fact.note.removesuffix(", siehe unten")
    return Cell(text=fact.value, note=formatting.joined([named, note]), missing=fact.missing)


def _floor(item: Programme, context: _Context) -> Cell:
    amounts = item.amounts
    least = ""
    if amounts is not None and amounts.project_min_eur is not None:
        least = f"Mindestvolumen {formatting.euro(amounts.project_min_eur)}"
    smallest = [
        f"{word} ab {formatting.euro(span.min)}"
        for word, span in (("Zuschuss", amounts.grant_eur), ("Darlehen", amounts.loan_eur))
        if span is not None and span.min is not None
    ] if amounts is not None else []  # fmt: skip
    told = [part for part in (key_facts.floor_words(item, context.labels), least, *smallest) if part]
    return _cell(told[0] if told else "", formatting.joined(told[1:]))


def _start(item: Programme, context: _Context) -> Cell:
    if key_facts.state_of(item, context.today) is WindowState.CLOSED:
        return Cell(text=_ENDED_WORDS, mark=Mark(icon="ban", tone="mute", text=""))
    view = key_facts.signature(item, context.labels, stale=context.stale)
    return Cell(text=view.answer, note=view.sentence, mark=Mark(icon=view.icon, tone=view.tone, text=""))


def _window(item: Programme, context: _Context) -> Cell:
    fact = next(fact for fact in _box(item, context) if fact.label == "Antragsfenster")
    mark = key_facts.window_mark(item, context.labels, context.today)
    if key_facts.window_capped(item, context.today, stale=context.stale):
        mark = key_facts.check_mark()
    note = formatting.joined([fact.note, key_facts.budget_words(item, context.labels)])
    sign = None if fact.missing else Mark(icon=mark.icon, tone=mark.tone, text="")
    return Cell(text=fact.value, note=note, mark=sign, missing=fact.missing)


def _effort(item: Programme, _context: _Context) -> Cell:
    steps = formatting.count(len(item.steps), "Schritt", "Schritte") if item.steps else ""
    papers = formatting.count(len(item.documents), "Unterlage", "Unterlagen") if item.documents else ""
    weeks = key_facts.decision_words(item)
    told = formatting.joined([steps, papers])
    decision = f"Entscheidung {weeks}" if weeks else ""
    return _cell(told or decision, decision if told else "")


def _combination(item: Programme, context: _Context) -> Cell:
    rule, note = key_facts.combination_words(item, context.labels)
    excluded = item.cumulation.excluded_with if item.cumulation is not None else ()
    titles = [found.title for found in context.labels.items(excluded).values()]
    barred = f"Nicht zusammen mit {formatting.listed(titles)}" if titles else ""
    return _cell(rule or barred, formatting.joined([note, barred if rule else ""]))


def _standing(item: Programme, context: _Context) -> Cell:
    stand, review = stand_mark(item, context.today), review_mark(item, context.today)
    support = certainty_mark(item, context.labels)
    sign = stand if stand.tone == "warn" else None
    told = formatting.as_of(item_as_of(item)) or "undatiert"
    return Cell(text=told, note=formatting.joined([support.text, review.text]),
                mark=Mark(icon=sign.icon, tone=sign.tone, text="") if sign is not None else None)  # fmt: skip


def _gaps(item: Programme, _context: _Context) -> Cell:
    count = len(item.uncertain) + len(item.conflicts)
    if not count:
        return Cell(text="nichts vermerkt")
    first = item.uncertain[0] if item.uncertain else f"{_DISPUTED}: {field_words(item.conflicts[0].field)}"
    mark = Mark(icon="zoom-question", tone="warn", text="")
    return Cell(text=formatting.count(count, "offener Punkt", "offene Punkte"), note=first, mark=mark)


_FACTS = (
    _Fact("Darf ich schon unterschreiben?", _start, ("start_rule", "start_event"), with_note=False),
    _Fact("Art", _kind, ("funding_types",)),
    _Fact("Fördergeber", _giver, ("funder", "operator", "level")),
    _Fact("Für wen", _of_box("Für wen"), ("target_groups", "company_sizes", "region")),
    _Fact("Fördersatz", _share,
          ("amounts.rate_pct", "rate_table", "amounts.finance_share_pct", "amounts.guarantee_pct")),
    _Fact("Höchstbetrag", _of_box("Höchstbetrag"),
          ("amounts.grant_eur", "amounts.loan_eur", "amounts.eligible_cost_eur")),
    _Fact("Untergrenze", _floor, ("bagatelle_eur", "amounts.project_min_eur")),
    _Fact("Beihilfe", _of_box("Beihilfe"), ("aid",)),
    _Fact("Antragsfenster", _window, ("window",)),
    _Fact("Weg", _of_box("Weg"), ("route",)),
    _Fact("Aufwand", _effort, ("steps", "documents", "decision_weeks")),
    _Fact("Kombination", _combination, ("cumulation",), with_note=False),
    _Fact("Stand", _standing),
    _Fact(GAPS, _gaps, with_note=False),
)  # fmt: skip
