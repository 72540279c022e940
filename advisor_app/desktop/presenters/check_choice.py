"""Which verdicts are wanted, and in which order: by outcome, type, theme, start rule, window and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Any

from advisor_app.consultation.groups import GROUP_WORDS, Group, group_named
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_result_views import Groups, ResultsView
from advisor_app.desktop.presenters.check_shelf import folded
from advisor_app.desktop.presenters.views import ChipView, FacetGroup, FacetOption, WayOut
from advisor_app.domain.programme import Programme
from advisor_app.domain.window import WindowState

OUTCOME, TYPE, THEME, START = "outcome", "type", "theme", "start"
FACETS = {OUTCOME: "Ergebnis", TYPE: "Förderart", THEME: "Thema", START: "Vorhabenbeginn"}
_VOCABULARIES = {TYPE: "funding_types", THEME: "themes", START: "start_rules"}
# Further ways of choosing, named like facets where they are dropped.
TODAY, TEXT = "today", "text"
TODAY_LABEL = "Heute zu beantragen"
_TODAY_STATES = frozenset(
    {WindowState.OPEN, WindowState.ENDS_SOON, WindowState.LOTTERY, WindowState.CUTOFFS, WindowState.CALL}
)


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
# How the button tells an order: there is little room beside it.
SORT_SHORT: Mapping[Sort, str] = {
    Sort.BENEFIT: "Nach Nutzen",
    Sort.AMOUNT: "Nach Betrag",
    Sort.DEADLINE: "Nach Frist",
    Sort.NAME: "Nach Name",
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

    def in_order(self, sort: Sort) -> Choice:
        """Return the choice in another order."""
        return replace(self, sort=sort)

    def cleared(self) -> Choice:
        """Return the choice of everything, in the same order."""
        return Choice(sort=self.sort)


def arranged(view: ResultsView, choice: Choice, amounts: Sequence[float] = ()) -> Groups:
    """Return the places of the programmes that are wanted in their groups and order.

    Args:
        view: all programmes.
        choice: what is wanted.
        amounts: what the programmes may come to, by their places; needed for the order by amounts only.
    """
    if choice.is_empty and choice.sort is Sort.BENEFIT:
        return view.groups
    sieve, key = _Sieve(view, choice), _key(view, choice.sort, amounts)
    found: dict[Group, tuple[int, ...]] = {}
    for outcome, places in view.groups.items():
        left = places if choice.is_empty else tuple(sieve.passing(outcome, places))
        # What is equal stays in the order of the check.
        found[outcome] = left if key is None else tuple(sorted(left, key=key))
    return found


def _key(view: ResultsView, sort: Sort, amounts: Sequence[float]) -> Callable[[int], Any] | None:
    """Return by what places are ordered, None where they are in order already."""
    if sort is Sort.AMOUNT:
        return lambda place: -amounts[place]
    if sort is Sort.BENEFIT:
        return None
    return (view.shelf.days if sort is Sort.DEADLINE else view.shelf.names).__getitem__


def facets(view: ResultsView, choice: Choice) -> tuple[FacetGroup, ...]:
    """Return what can be chosen with what each value would give; what is chosen is always among it."""
    return tuple(_facet(view, choice, facet) for facet in FACETS)


def _facet(view: ResultsView, choice: Choice, facet: str) -> FacetGroup:
    others = replace(choice, chosen={name: codes for name, codes in choice.chosen.items() if name != facet})
    sieve, entries, counts = _Sieve(view, others), view.entries, Counter[str]()
    for outcome, places in view.groups.items():
        left = sieve.passing(outcome, places)
        if facet == OUTCOME:
            counts[outcome.value] = sum(1 for _ in left)
        else:
            counts.update(chain.from_iterable(_codes(entries[place].programme, facet) for place in left))
    chosen = choice.codes(facet)
    known = [code for code in counts if counts[code]] + [code for code in sorted(chosen) if not counts[code]]
    labels = {code: value_label(view, facet, code) for code in known}
    ordered = list(labels) if facet == OUTCOME else sorted(labels, key=lambda code: folded(labels[code]))
    options = tuple(
        FacetOption(code=code, label=labels[code], count=counts[code], chosen=code in chosen) for code in ordered
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
    active = list(chips(view, choice))
    if choice.text.strip():
        active.append(ChipView(facet=TEXT, code="", label=f"„{choice.text.strip()}“"))
    ways = []
    for chip in active:
        left = arranged(view, choice.dropped(chip.facet, chip.code).in_order(Sort.BENEFIT))
        total = sum(len(places) for places in left.values())
        ways.append(WayOut(label=chip.label, facet=chip.facet, code=chip.code, total=total))
    return tuple(sorted((way for way in ways if way.total), key=lambda way: -way.total))


def value_label(view: ResultsView, facet: str, code: str) -> str:
    """Return what a value of a facet is called."""
    return GROUP_WORDS[group_named(code)] if facet == OUTCOME else view.words.label(_VOCABULARIES[facet], code)


class _Sieve:
    """A choice prepared for thousands of programmes."""

    def __init__(self, view: ResultsView, choice: Choice) -> None:
        self._entries = view.entries
        self._outcomes = choice.codes(OUTCOME)
        self._facets = [(facet, codes) for facet, codes in choice.chosen.items() if codes and facet != OUTCOME]
        self._today_only = choice.today_only
        self._words = folded(choice.text).split()
        self._texts = view.shelf.texts if self._words else ()

    def passing(self, group: Group, places: Iterable[int]) -> Iterator[int]:
        """Yield those places of a group that are wanted."""
        if self._outcomes and group not in self._outcomes:
            return
        for place in places:
            entry = self._entries[place]
            if self._today_only and entry.window not in _TODAY_STATES:
                continue
            if any(codes.isdisjoint(_codes(entry.programme, facet)) for facet, codes in self._facets):
                continue
            if not self._words or all(word in self._texts[place] for word in self._words):
                yield place


def _codes(programme: Programme, facet: str) -> tuple[str, ...]:
    if facet == TYPE:
        return programme.funding_types
    return programme.themes if facet == THEME else (programme.start_rule,)


def count_words(shown: int, checked: int) -> str:
    """Return how many programmes filters leave: `12 von 23 Programmen`; "" for all."""
    return "" if shown == checked else f"{formatting.number(shown)} von {_programmes(checked)}"


def _programmes(count: int) -> str:
    return formatting.count(count, "Programm", "Programmen")
