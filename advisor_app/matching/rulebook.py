"""The rules of all programmes, compiled once, and the check of a company against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter

from advisor_app.domain.item import Certainty
from advisor_app.domain.profile import FactValue, Profile, judgement_key
from advisor_app.domain.programme import Programme
from advisor_app.domain.window import WindowState, window_state
from advisor_app.matching.net import Net, State
from advisor_app.matching.relevance import base_rank, boosts_of, rank
from advisor_app.matching.truth import Truth
from advisor_app.matching.turning import Turning
from advisor_app.matching.verdict import Outcome, Verdict

# Outcomes by place: looking members up by value thousands of times between two keystrokes is dear.
_OUTCOMES = tuple(Outcome)
_FITS, _FIXABLE, _OPEN, _STALE, _FAILS = range(len(_OUTCOMES))

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
        turning: tells whether what fails can be brought about, None where no condition is fixable.
        base_rank: where it stands before its outcome and its relevance are known.
    """

    programme: Programme
    root: int | None
    boosts: tuple[tuple[int, float], ...]
    window: WindowState
    capped: bool
    turning: Turning | None
    base_rank: int


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
        every = tuple(programmes)
        places = {programme_id: place for place, programme_id in enumerate(sorted(one.id for one in every))}
        self.entries = tuple(self._entry(one, places[one.id], stale=stale) for one in every)
        # Whose reasons change with a fact or judgement, and whose relevance with a node.
        self._reasons_with: dict[str, list[int]] = {}
        self._relevance_with: dict[int, list[int]] = {}
        for place, entry in enumerate(self.entries):
            for key in _asked(entry.programme):
                self._reasons_with.setdefault(key, []).append(place)
            for node, _ in entry.boosts:
                self._relevance_with.setdefault(node, []).append(place)

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
        state, nodes = self.net.follow(before.state, filled, facts, judgements)
        places = {place for key in facts | judgements for place in self._reasons_with.get(key, ())}
        places.update(place for node in nodes for place in self._relevance_with.get(node, ()))
        verdicts = list(before.in_order)
        for place in places:
            verdicts[place] = self._verdict(self.entries[place], state, filled)
        return Check(rulebook=self, given=profile, profile=filled, state=state, in_order=tuple(verdicts))

    def _filled(self, profile: Profile) -> Profile:
        return self._derive(profile) if self._derive is not None else profile

    def _entry(self, programme: Programme, place: int, *, stale: bool) -> Entry:
        rule, review, window = programme.eligibility, programme.review, programme.window
        overdue = review.review_by < self.today.isoformat()
        state = window_state(window.model, window.open_from, window.open_to, self.today)
        return Entry(
            programme=programme,
            root=None if rule is None else self.net.add(rule, programme.id),
            boosts=tuple((self.net.add_condition(asked), weight) for asked, weight in boosts_of(programme)),
            window=state,
            capped=stale or overdue or review.certainty is Certainty.C,
            turning=_turning(programme, self.net),
            base_rank=base_rank(state, place),
        )

    def _verdict(self, entry: Entry, state: State, profile: Profile) -> Verdict:
        truths = state.truths
        relevance = 0.0
        for node, weight in entry.boosts:
            if truths[node] == Truth.TRUE:
                relevance += weight
        place = _outcome(entry, truths)
        return Verdict(
            entry.programme, _OUTCOMES[place], entry.window, relevance, profile, rank(entry.base_rank, place, relevance)
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
        return tuple(sorted(self.in_order, key=attrgetter("rank")))

    @cached_property
    def by_id(self) -> Mapping[str, Verdict]:
        """Return the verdicts by the id of their programme."""
        return {verdict.programme_id: verdict for verdict in self.in_order}

    def recheck(self, profile: Profile) -> Check:
        """Return the check of a changed profile; only what hangs on the changes is worked out anew."""
        return self.rulebook.follow(self, profile)


def _outcome(entry: Entry, truths: bytearray) -> int:
    """Return the place of the outcome to be expected.

    A manual condition that nobody judged is open like any other: a programme does not fit before a person said that it
    holds. Where nothing else is missing the verdict says so (`only_talk_is_left`).
    """
    truth = Truth.OPEN if entry.root is None else truths[entry.root]
    if truth == Truth.OPEN:
        return _OPEN
    if truth == Truth.TRUE:
        return _STALE if entry.capped else _FITS
    return _FIXABLE if entry.turning is not None and entry.turning.possible(truths) else _FAILS


def _turning(programme: Programme, net: Net) -> Turning | None:
    rule = programme.eligibility
    if rule is None or not any(leaf.fixable for leaf in rule.leaves()):
        return None
    return Turning.of(rule, net, programme.id)


def _changed(before: Mapping[str, FactValue], after: Mapping[str, FactValue]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _asked(programme: Programme) -> set[str]:
    """Return the facts and judgements that stand in the reasons of a programme."""
    leaves = programme.eligibility.leaves() if programme.eligibility is not None else ()
    keys = {name for leaf in leaves for name in (leaf.fact, leaf.value_from) if name}
    return keys | {judgement_key(programme.id, leaf.id) for leaf in leaves if not leaf.fact}
