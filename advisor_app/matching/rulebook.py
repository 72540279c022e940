"""The rules of all programmes, compiled once, and the check of a company against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from advisor_app.domain.item import Certainty
from advisor_app.domain.profile import FactValue, Profile, judgement_key
from advisor_app.domain.programme import Programme
from advisor_app.domain.window import WindowState, window_state
from advisor_app.matching.explanation import explain, repairs
from advisor_app.matching.net import Net, State
from advisor_app.matching.relevance import boosts_of, rank
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome, Verdict

Derive = Callable[[Profile], Profile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A programme in the rulebook.

    Args:
        programme: the programme.
        root: its rule's node in the net, None where it has no rule.
        boosts: nodes that make it more relevant, with their weights.
        window: the state of its window today.
        capped: its content cannot carry a promise: review overdue, unsure, or the whole knowledge too old.
        fixable: some of its conditions can be brought about.
    """

    programme: Programme
    root: int | None
    boosts: tuple[tuple[int, float], ...]
    window: WindowState
    capped: bool
    fixable: bool


class Rulebook:
    """What all programmes ask; it never changes, and any thread may use it.

    Args:
        programmes: those to check, in any order.
        today: the day of the check: windows and reviews are seen from it.
        stale: the whole knowledge is older than it may be.
        derive: fills the derived facts of a profile; the profile comes filled where it is not given.
    """

    def __init__(
        self, programmes: Iterable[Programme], today: date, *, stale: bool = False, derive: Derive | None = None
    ) -> None:
        self.today = today
        self._derive = derive
        self.net = Net()
        self.entries = tuple(self._entry(programme, stale=stale) for programme in programmes)
        self._touched: dict[str, list[int]] = {}
        for place, entry in enumerate(self.entries):
            for key in _asked(entry):
                self._touched.setdefault(key, []).append(place)

    def check(self, profile: Profile) -> Check:
        """Return the verdict on every programme."""
        filled = self._filled(profile)
        state = self.net.state(filled)
        verdicts = tuple(self._verdict(entry, state, filled) for entry in self.entries)
        return Check(rulebook=self, given=profile, profile=filled, state=state, in_order=verdicts)

    def follow(self, before: Check, profile: Profile) -> Check:
        """Return the check of a profile that differs little from one that was checked: the same, sooner."""
        filled = self._filled(profile)
        facts = _changed(before.profile.facts, filled.facts)
        judgements = _changed(before.profile.judged, filled.judged)
        state = self.net.follow(before.state, filled, facts, judgements)
        verdicts = list(before.in_order)
        for place in {place for key in facts | judgements for place in self._touched.get(key, ())}:
            verdicts[place] = self._verdict(self.entries[place], state, filled)
        return Check(rulebook=self, given=profile, profile=filled, state=state, in_order=tuple(verdicts))

    def _filled(self, profile: Profile) -> Profile:
        return self._derive(profile) if self._derive is not None else profile

    def _entry(self, programme: Programme, *, stale: bool) -> Entry:
        rule, review, window = programme.eligibility, programme.review, programme.window
        overdue = review.review_by < self.today.isoformat()
        return Entry(
            programme=programme,
            root=None if rule is None else self.net.add(rule, programme.id),
            boosts=tuple((self.net.add_condition(asked), weight) for asked, weight in boosts_of(programme)),
            window=window_state(window.model, window.open_from, window.open_to, self.today),
            capped=stale or overdue or review.certainty is Certainty.C,
            fixable=rule is not None and any(leaf.fixable for leaf in rule.leaves()),
        )

    def _verdict(self, entry: Entry, state: State, profile: Profile) -> Verdict:
        truths = state.truths
        relevance = 0.0
        for node, weight in entry.boosts:
            if truths[node] == Truth.TRUE:
                relevance += weight
        return Verdict(
            programme=entry.programme,
            outcome=_outcome(entry, truths, profile),
            window=entry.window,
            relevance=relevance,
            profile=profile,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Check:
    """The verdicts on all programmes for one profile.

    Args:
        rulebook: what was asked.
        given: the profile as it was given.
        profile: the same with its derived facts.
        state: what it makes of every condition.
        in_order: the verdicts in the order of the rulebook's entries.
    """

    rulebook: Rulebook = field(repr=False)
    given: Profile
    profile: Profile
    state: State = field(repr=False)
    in_order: tuple[Verdict, ...]

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Return the verdicts as they are shown: by outcome, window, relevance and name."""
        return tuple(sorted(self.in_order, key=rank))

    @cached_property
    def by_id(self) -> Mapping[str, Verdict]:
        """Return the verdicts by the id of their programme."""
        return {verdict.programme_id: verdict for verdict in self.in_order}

    def recheck(self, profile: Profile) -> Check:
        """Return the check of a changed profile; only what hangs on the changes is worked out anew."""
        return self.rulebook.follow(self, profile)


def _outcome(entry: Entry, truths: bytearray, profile: Profile) -> Outcome:
    """Return what is to be expected.

    A manual condition that nobody judged is open like any other: a programme does not fit before a person said that it
    holds. Where nothing else is missing the verdict says so (`only_talk_is_left`).
    """
    if entry.root is None or truths[entry.root] == Truth.OPEN:
        return Outcome.OPEN
    if truths[entry.root] == Truth.TRUE:
        return Outcome.STALE if entry.capped else Outcome.FITS
    if not entry.fixable:
        return Outcome.FAILS
    tree = explain(entry.programme, profile)
    return Outcome.FAILS if tree is None or repairs(tree) is None else Outcome.FIXABLE


def _changed(before: Mapping[str, FactValue], after: Mapping[str, FactValue]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _asked(entry: Entry) -> set[str]:
    """Return the facts and judgements on which anything that a verdict says depends."""
    programme = entry.programme
    keys = {fact for asked, _ in boosts_of(programme) for fact in asked.facts}
    if programme.eligibility is not None:
        for leaf in programme.eligibility.leaves():
            keys.update(name for name in (leaf.fact, leaf.value_from) if name)
            if not leaf.fact:
                keys.add(judgement_key(programme.id, leaf.id))
    return keys
