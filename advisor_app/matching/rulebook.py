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
from advisor_app.matching.frame import framed_condition, rule_of
from advisor_app.matching.net import Net, State
from advisor_app.matching.relevance import FINEST, base_rank, boosts_of, can_be_had, rank
from advisor_app.matching.truth import OPEN, TRUE
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
        window: the state of its window today.
        capped: its content cannot carry a promise: review overdue, unsure, or the whole knowledge too old.
        turning: tells whether what fails can be brought about, None where no condition is fixable.
        base_rank: where it stands before its outcome and its relevance are known.
        within_reach: one can apply today, or may be able to.
    """

    programme: Programme
    root: int | None
    window: WindowState
    capped: bool
    turning: Turning | None
    base_rank: int
    within_reach: bool


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
        # Whose reasons change with a fact or judgement, and whose relevance with a node, and by how much.
        self._reasons_with: dict[str, list[int]] = {}
        self._relevance_with: dict[int, list[tuple[int, int]]] = {}
        for place, programme in enumerate(every):
            for key in _asked(programme):
                self._reasons_with.setdefault(key, []).append(place)
            for asked, weight in boosts_of(programme):
                node = self.net.add_condition(asked)
                self._relevance_with.setdefault(node, []).append((place, round(weight * FINEST)))
        self._sorted_with = {node: {place for place, _ in weights} for node, weights in self._relevance_with.items()}

    def check(self, profile: Profile) -> Check:
        """Return the verdict on every programme."""
        filled = self._filled(profile)
        state = self.net.state(filled)
        count = len(self.entries)
        relevances = [0] * count
        for node in self._relevance_with:
            if state.truths[node] == TRUE:
                self._weigh(relevances, node, 1)
        standing = Standing(bytearray(count), [0] * count, relevances, [None] * count)
        self._judge(standing, range(count), state)
        order = sorted(range(count), key=standing.ranks.__getitem__)
        return Check(rulebook=self, given=profile, profile=filled, state=state, standing=standing, order=tuple(order))

    def follow(self, before: Check, profile: Profile) -> Check:
        """Return the check of a profile that differs little from one that was checked: the same, sooner."""
        filled = self._filled(profile)
        facts = _changed(before.profile.facts, filled.facts)
        judgements = _changed(before.profile.judged, filled.judged)
        state, nodes = self.net.follow(before.state, filled, facts, judgements)
        asked = {place for key in facts | judgements for place in self._reasons_with.get(key, ())}
        standing, sorted_anew = before.standing.copy(), set[int]()
        for node in nodes & self._relevance_with.keys():
            change = (state.truths[node] == TRUE) - (before.state.truths[node] == TRUE)
            if change:
                sorted_anew |= self._weigh(standing.relevances, node, change)
        for place in sorted_anew - asked:
            standing.rank(place, self.entries[place])
        self._judge(standing, asked, state)
        # Most stay where they are, which makes sorting cheap.
        order = tuple(sorted(before.order, key=standing.ranks.__getitem__))
        return Check(rulebook=self, given=profile, profile=filled, state=state, standing=standing, order=order)

    def _judge(self, standing: Standing, places: Iterable[int], state: State) -> None:
        """Put down what is to be expected of some programmes: thousands between an answer and the next frame."""
        truths, entries = state.truths, self.entries
        for place in places:
            entry = entries[place]
            root = entry.root
            # Most are open, and for them there is nothing to work out.
            outcome = _OPEN if root is None or truths[root] == OPEN else _outcome(entry, truths[root], truths)
            standing.outcomes[place] = outcome
            standing.rank(place, entry)

    def _weigh(self, relevances: list[int], node: int, change: int) -> set[int]:
        """Add what a node counts (1), or take it away (-1); return whose relevance that changed."""
        weights = self._relevance_with[node]
        for place, weight in weights:
            relevances[place] += change * weight
        return self._sorted_with[node]

    def _filled(self, profile: Profile) -> Profile:
        return self._derive(profile) if self._derive is not None else profile

    def _entry(self, programme: Programme, place: int, *, stale: bool) -> Entry:
        rule, review, window = rule_of(programme), programme.review, programme.window
        overdue = review.review_by < self.today.isoformat()
        state = window_state(window.model, window.open_from, window.open_to, self.today)
        return Entry(
            programme=programme,
            root=None if rule is None else self.net.add(rule, programme),
            window=state,
            capped=stale or overdue or review.certainty is Certainty.C,
            turning=_turning(programme, self.net),
            base_rank=base_rank(state, place),
            within_reach=can_be_had(state),
        )


@dataclass(slots=True)
class Standing:
    """What is to be expected of every programme, in columns by the rulebook's entries.

    Thousands change between two keystrokes, of which a window shows twenty: a verdict is made when it is looked at.

    Args:
        outcomes: their places in `Outcome`.
        ranks: where the programmes stand, the first lowest.
        relevances: in parts of FINEST, so that adding and taking away leaves no traces.
        made: the verdicts that were looked at, also in the check before where they still say the same.
    """

    outcomes: bytearray
    ranks: list[int]
    relevances: list[int]
    made: list[Verdict | None]

    def copy(self) -> Standing:
        """Return columns that may be changed apart from these."""
        return Standing(self.outcomes[:], self.ranks[:], self.relevances[:], self.made[:])

    def rank(self, place: int, entry: Entry) -> None:
        """Put down where a programme stands, after its outcome or its relevance changed."""
        self.made[place] = None
        self.ranks[place] = rank(entry.base_rank, self.outcomes[place], self.relevances[place])


@dataclass(frozen=True, kw_only=True, eq=False)
class Check:
    """The verdicts on all programmes for one profile.

    Args:
        rulebook: what was asked.
        given: the profile as it was given.
        profile: the same with its derived facts.
        state: what it makes of every condition.
        standing: what is to be expected of every programme.
        order: places of the programmes as they are shown.
    """

    rulebook: Rulebook = field(repr=False)
    given: Profile
    profile: Profile
    state: State = field(repr=False)
    standing: Standing = field(repr=False)
    order: tuple[int, ...] = field(repr=False)

    @cached_property
    def in_order(self) -> tuple[Verdict, ...]:
        """Return the verdicts in the order of the rulebook's entries."""
        made = self.standing.made
        return tuple(verdict or self.at(place) for place, verdict in enumerate(made))

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Return the verdicts as they are shown: by outcome, window, relevance and name."""
        verdicts = self.in_order
        return tuple(verdicts[place] for place in self.order)

    @cached_property
    def by_id(self) -> Mapping[str, Verdict]:
        """Return the verdicts by the id of their programme."""
        return {verdict.programme.id: verdict for verdict in self.in_order}

    def at(self, place: int) -> Verdict:
        """Return the verdict on the programme at a place of the rulebook's entries."""
        standing = self.standing
        verdict = standing.made[place]
        if verdict is None:
            entry = self.rulebook.entries[place]
            outcome, relevance = _OUTCOMES[standing.outcomes[place]], standing.relevances[place] / FINEST
            verdict = Verdict(entry.programme, outcome, entry.window, relevance, self.profile, standing.ranks[place])
            # Two threads may both make it: they make the same.
            standing.made[place] = verdict
        return verdict

    def recheck(self, profile: Profile) -> Check:
        """Return the check of a changed profile; only what hangs on the changes is worked out anew."""
        return self.rulebook.follow(self, profile)


def _outcome(entry: Entry, truth: int, truths: bytearray) -> int:
    """Return the place of the outcome to be expected of a programme that is decided.

    A manual condition that nobody judged is open like any other: a programme does not fit before a person said that it
    holds. Where nothing else is missing the verdict says so (`only_talk_is_left`).
    """
    if truth == TRUE:
        return _STALE if entry.capped else _FITS
    return _FIXABLE if entry.turning is not None and entry.turning.possible(truths) else _FAILS


def _turning(programme: Programme, net: Net) -> Turning | None:
    rule = rule_of(programme)
    if rule is None or not any(leaf.fixable for leaf in rule.leaves()):
        return None
    return Turning.of(rule, net, programme)


def _changed(before: Mapping[str, FactValue], after: Mapping[str, FactValue]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _asked(programme: Programme) -> set[str]:
    """Return the facts and judgements that stand in the reasons of a programme."""
    rule = rule_of(programme)
    leaves = rule.leaves() if rule is not None else ()
    keys = {name for leaf in leaves if leaf.fact for name in framed_condition(leaf, programme).facts}
    judged = {judgement_key(programme.id, leaf.id) for leaf in leaves if not leaf.fact}
    return keys | judged
