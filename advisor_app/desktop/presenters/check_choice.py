"""Which verdicts are wanted, and in which order: by outcome, type, theme, start rule, window and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain

from advisor_app.consultation.words import OUTCOMES
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.views import ChipView, FacetGroup, FacetOption, WayOut
from advisor_app.domain.programme import Programme, Window
from advisor_app.domain.window import WindowState
from advisor_app.matching.verdict import Outcome, Verdict

OUTCOME, TYPE, THEME, START = "outcome", "type", "theme", "start"
FACETS = {OUTCOME: "Ergebnis", TYPE: "Förderart", THEME: "Thema", START: "Vorhabenbeginn"}
_VOCABULARIES = {TYPE: "funding_types", THEME: "themes", START: "start_rules"}
# Further ways of choosing, named like facets where they are dropped.
TODAY, TEXT = "today", "text"
TODAY_LABEL = "Heute zu beantragen"
_TODAY_STATES = frozenset(
    {WindowState.OPEN, WindowState.ENDS_SOON, WindowState.LOTTERY, WindowState.CUTOFFS, WindowState.CALL}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_DAY = "9999-12-31"


class Sort(StrEnum):
    """An order within the groups."""

    BENEFIT = "nutzen"
    AMOUNT = "betrag"
    DEADLINE = "frist"
    NAME = "name"


SORT_LABELS: Mapping[Sort, str] = {
    Sort.BENEFIT: "Nutzen für das Vorhaben",
    Sort.AMOUNT: "Höchster Betrag zuerst",
    Sort.DEADLINE: "Nächste Frist zuerst",
    Sort.NAME: "Name",
}
# How the head of a group tells an order.
SORT_HINTS: Mapping[Sort, str] = {
    Sort.BENEFIT: "Sortiert nach Nutzen für das Vorhaben",
    Sort.AMOUNT: "Sortiert nach Betrag",
    Sort.DEADLINE: "Sortiert nach Frist",
    Sort.NAME: "Sortiert nach Name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is wanted. Values of one facet are alternatives, everything else holds together.

    Args:
        chosen: facet -> codes.
        today_only: only what one can apply for today.
        text: words that have to stand in name, summary or giver.
        sort: the order within the groups.
    """

    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    today_only: bool = False
    text: str = ""
    sort: Sort = Sort.BENEFIT

    @property
    def is_empty(self) -> bool:
        """Tell whether every verdict is wanted."""
        return not self.today_only and not self.text.strip() and not any(self.chosen.values())

    def codes(self, facet: str) -> frozenset[str]:
        """Return the values chosen of a facet."""
        return self.chosen.get(facet, frozenset())

    def toggled(self, facet: str, code: str) -> Choice:
        """Return the choice with one value added, or taken away."""
        return replace(self, chosen={**self.chosen, facet: self.codes(facet) ^ {code}})

    def dropped(self, facet: str, code: str) -> Choice:
        """Return the choice without one value."""
        if facet == TODAY:
            return replace(self, today_only=False)
        if facet == TEXT:
            return replace(self, text="")
        return replace(self, chosen={**self.chosen, facet: self.codes(facet) - {code}})

    def cleared(self) -> Choice:
        """Return the choice of everything, in the same order."""
        return Choice(sort=self.sort)


def arranged(
    view: ResultsView, choice: Choice, amounts: Mapping[str, float] | None = None
) -> Mapping[Outcome, tuple[Verdict, ...]]:
    """Return the verdicts that are wanted in their groups and order.

    Args:
        view: all verdicts.
        choice: what is wanted.
        amounts: what each programme may come to, by id; needed for the order by amounts only.
    """
    if choice.is_empty and choice.sort is Sort.BENEFIT:
        return view.groups
    wanted = _Sieve(choice)
    keys: Mapping[Sort, Callable[[Verdict], tuple[object, ...]]] = {
        Sort.AMOUNT: lambda one: (-(amounts or {}).get(one.programme_id, -1.0), one.rank),
        Sort.DEADLINE: lambda one: (next_day(one.programme.window, one.window, view.words.today), one.rank),
        Sort.NAME: lambda one: (folded(one.programme.title), one.rank),
    }
    found: dict[Outcome, tuple[Verdict, ...]] = {}
    for outcome, verdicts in view.groups.items():
        left: Sequence[Verdict] = verdicts if choice.is_empty else list(wanted.passing(verdicts))
        key = keys.get(choice.sort)
        found[outcome] = tuple(left if key is None else sorted(left, key=key))
    return found


def facets(view: ResultsView, choice: Choice) -> tuple[FacetGroup, ...]:
    """Return what can be chosen with what each value would give; what is chosen is always among it."""
    every = list(chain.from_iterable(view.groups.values()))
    return tuple(_facet(view, choice, facet, every) for facet in FACETS)


def _facet(view: ResultsView, choice: Choice, facet: str, every: Sequence[Verdict]) -> FacetGroup:
    others = replace(choice, chosen={name: codes for name, codes in choice.chosen.items() if name != facet})
    counts: Counter[str] = Counter()
    for verdict in _Sieve(others).passing(every):
        counts.update(_codes(verdict, facet))
    chosen = choice.codes(facet)
    known = [code for code in _all_codes(facet, every) if counts[code] or code in chosen]
    labels = {code: value_label(view, facet, code) for code in known}
    if facet != OUTCOME:
        known.sort(key=lambda code: folded(labels[code]))
    options = tuple(
        FacetOption(code=code, label=labels[code], count=counts[code], chosen=code in chosen) for code in known
    )
    return FacetGroup(facet=facet, label=FACETS[facet], options=options)


def chips(view: ResultsView, choice: Choice) -> tuple[ChipView, ...]:
    """Return what is chosen, each to be taken away."""
    values = [
        ChipView(facet=facet, code=code, label=value_label(view, facet, code))
        for facet in FACETS
        for code in sorted(choice.codes(facet))
    ]
    if choice.today_only:
        values.append(ChipView(facet=TODAY, code="", label=TODAY_LABEL))
    return tuple(values)


def ways_out(view: ResultsView, choice: Choice) -> tuple[WayOut, ...]:
    """Return which of the filters to drop where they leave nothing, with what that would give, the most first."""
    every = list(chain.from_iterable(view.groups.values()))
    active = list(chips(view, choice))
    if choice.text.strip():
        active.append(ChipView(facet=TEXT, code="", label=f"„{choice.text.strip()}“"))
    ways = []
    for chip in active:
        total = sum(1 for _ in _Sieve(choice.dropped(chip.facet, chip.code)).passing(every))
        ways.append(WayOut(label=chip.label, facet=chip.facet, code=chip.code, total=total))
    return tuple(sorted((way for way in ways if way.total), key=lambda way: -way.total))


def value_label(view: ResultsView, facet: str, code: str) -> str:
    """Return what a value of a facet is called."""
    return OUTCOMES[Outcome(code)] if facet == OUTCOME else view.words.label(_VOCABULARIES[facet], code)


class _Sieve:
    """A choice prepared for thousands of verdicts."""

    def __init__(self, choice: Choice) -> None:
        self._facets = [(facet, codes) for facet, codes in choice.chosen.items() if codes]
        self._today_only = choice.today_only
        self._words = folded(choice.text).split()

    def passing(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """Yield the verdicts that are wanted."""
        for verdict in verdicts:
            if self._today_only and verdict.window not in _TODAY_STATES:
                continue
            if any(codes.isdisjoint(_codes(verdict, facet)) for facet, codes in self._facets):
                continue
            if self._words and not self._holds_words(verdict.programme):
                continue
            yield verdict

    def _holds_words(self, programme: Programme) -> bool:
        text = folded(f"{programme.title} {programme.summary} {programme.funder.name}")
        return all(word in text for word in self._words)


def _codes(verdict: Verdict, facet: str) -> tuple[str, ...]:
    programme = verdict.programme
    if facet == OUTCOME:
        return (verdict.outcome,)
    if facet == TYPE:
        return programme.funding_types
    return programme.themes if facet == THEME else (programme.start_rule,)


def _all_codes(facet: str, verdicts: Iterable[Verdict]) -> list[str]:
    if facet == OUTCOME:
        return [str(outcome.value) for outcome in Outcome]
    return list(dict.fromkeys(str(code) for verdict in verdicts for code in _codes(verdict, facet)))


def next_day(window: Window, state: WindowState, today: date) -> str:
    """Return the next day (ISO) by which an application has to be in, one far away where there is none."""
    if state in (WindowState.CLOSED, WindowState.PAUSED):
        return f"{_NO_DAY}x"
    now = today.isoformat()
    days = [day for day in (window.open_to, *window.dates) if day >= now]
    for recurring in window.recurring:
        year = today.year if recurring >= now[5:] else today.year + 1
        days.append(f"{year}-{recurring}")
    return min(days, default=_NO_DAY)


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, umlauts written out."""
    return text.casefold().translate(_UMLAUTS)


def count_words(shown: int, checked: int) -> str:
    """Return how many programmes are shown: `12 von 23 Programmen`."""
    if shown == checked:
        return formatting.count(checked, "Programm", "Programme")
    return f"{formatting.number(shown)} von {formatting.count(checked, 'Programm', 'Programmen')}"
