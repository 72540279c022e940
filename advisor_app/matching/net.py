"""All rules of a collection as one net: equal conditions and groups stand in it once and are worked out once.

A node knows the nodes above it, so that a changed answer travels only as far as it changes something. Beside its truth
an open node carries which facts keep it open, and which of them could alone make it fail or hold; that is what makes
the next best question cheap. Sets of facts are bit masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from advisor_app.domain.eligibility import Form, Op, Rule
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Profile, judgement_key
from advisor_app.domain.programme import Programme
from advisor_app.matching.conditions import Condition, judged
from advisor_app.matching.frame import framed_condition
from advisor_app.matching.truth import OPEN, TRUE, combine

_ALL, _ANY, _AT_LEAST = Form.ALL, Form.ANY, Form.AT_LEAST
_IMPLICATION, _CONDITION = Form.IMPLICATION, Form.CONDITION
_BITS = {name: 1 << number for number, name in enumerate(FACTS)}
_EVERY_FACT = (1 << len(FACTS)) - 1
_NOTHING = (0, 0, 0)
# Returns the truths of a group's members; thousands of groups are worked out after an answer.
_Pick = Callable[[bytearray], Sequence[int]]


def mask_of(names: Iterable[str]) -> int:
    """Return the mask of some facts."""
    return joined(_BITS[name] for name in names)


def facts_in(mask: int) -> tuple[str, ...]:
    """Return the facts of a mask, in the order of the catalogue."""
    return tuple(name for name, bit in _BITS.items() if mask & bit)


@dataclass(slots=True)
class State:
    """What a profile makes of every node: its truth and, where it is open, three sets of facts.

    `missing` keep the node open; one answer to a fact in `to_fail` (`to_hold`) can make it fail (hold).
    """

    truths: bytearray
    missing: list[int]
    to_fail: list[int]
    to_hold: list[int]

    def copy(self) -> State:
        """Return a state that may be changed apart from this one."""
        return State(bytearray(self.truths), self.missing.copy(), self.to_fail.copy(), self.to_hold.copy())


@dataclass(slots=True)
class Net:
    """The nodes; members always stand before the groups that hold them."""

    forms: list[Form] = field(default_factory=list)
    members: list[tuple[int, ...]] = field(default_factory=list)
    needed: list[int] = field(default_factory=list)
    picks: list[_Pick] = field(default_factory=list)
    above: list[list[int]] = field(default_factory=list)
    # Conditions by node; a manual one stands with the key of its judgement instead.
    conditions: dict[int, Condition] = field(default_factory=dict)
    by_fact: dict[str, list[int]] = field(default_factory=dict)
    by_judgement: dict[str, int] = field(default_factory=dict)
    _known: dict[object, int] = field(default_factory=dict)

    def add(self, rule: Rule, programme: Programme) -> int:
        """Return the node of a rule, which may be there already."""
        if rule.op is Op.MANUAL:
            return self._add_manual(judgement_key(programme.id, rule.id))
        if rule.form is Form.CONDITION:
            return self.add_condition(framed_condition(rule, programme))
        members = tuple(self.add(child, programme) for child in rule.children)
        return self._node((rule.form, rule.n, members), rule.form, members, rule.n or 0)

    def add_condition(self, condition: Condition) -> int:
        """Return the node of a condition, which may be there already."""
        before = len(self.forms)
        node = self._node(condition.key, Form.CONDITION, (), 0)
        if node == before:
            self.conditions[node] = condition
            for fact in condition.facts:
                self.by_fact.setdefault(fact, []).append(node)
        return node

    def _add_manual(self, key: str) -> int:
        node = self._node(key, Form.CONDITION, (), 0)
        self.by_judgement[key] = node
        return node

    def _node(self, key: object, form: Form, members: tuple[int, ...], needed: int) -> int:
        known = self._known.get(key)
        if known is not None:
            return known
        node = self._known[key] = len(self.forms)
        self.forms.append(form)
        self.members.append(members)
        self.needed.append(needed)
        self.picks.append(_pick(members))
        self.above.append([])
        for member in members:
            self.above[member].append(node)
        return node

    def state(self, profile: Profile) -> State:
        """Return what a profile makes of every node."""
        count = len(self.forms)
        state = State(bytearray([OPEN]) * count, [0] * count, [0] * count, [0] * count)
        for node in self.conditions:
            self._ask(node, profile, state)
        for key, value in profile.judged.items():
            if key in self.by_judgement:
                state.truths[self.by_judgement[key]] = judged(value)
        for node, form in enumerate(self.forms):
            if form is not _CONDITION:
                self._combine(node, state)
        return state

    def follow(
        self, state: State, profile: Profile, facts: Iterable[str], judgements: Iterable[str]
    ) -> tuple[State, set[int]]:
        """Return the state after some facts and judgements changed, and the nodes that are not what they were.

        The given state stays as it is.
        """
        after = state.copy()
        asked = {node for fact in facts for node in self.by_fact.get(fact, ())}
        changed = {node for node in asked if self._ask(node, profile, after)}
        for key in judgements:
            node = self.by_judgement.get(key)
            if node is not None:
                after.truths[node] = judged(profile.judged[key]) if key in profile.judged else OPEN
                changed.add(node)
        touched = set(changed)
        while changed:
            # Groups of one round may stand in each other; a group is worked out again whenever a member changed.
            groups = {group for node in changed for group in self.above[node]}
            changed = {group for group in groups if self._combine(group, after)}
            touched |= changed
        return after, touched

    def _ask(self, node: int, profile: Profile, state: State) -> bool:
        """Work out a condition; tell whether that changed anything."""
        condition = self.conditions[node]
        truth = condition.truth(profile)
        missing = single = 0
        if truth == OPEN:
            names = condition.missing(profile)
            missing = mask_of(names)
            single = mask_of(condition.settling(profile, names))
        return _put(state, node, truth, (missing, single, single))

    def _combine(self, node: int, state: State) -> bool:
        """Work out a group; tell whether that changed anything."""
        form, truths = self.forms[node], state.truths
        found = self.picks[node](truths)
        truth = combine(form, found, self.needed[node])
        if truth != OPEN:
            return _put(state, node, truth, _NOTHING)
        members = self.members[node]
        if form is _IMPLICATION or form is _AT_LEAST:
            still_open = [member for member in members if truths[member] == OPEN]
            missing = joined(state.missing[member] for member in still_open)
            lacking = self.needed[node] - found.count(TRUE)
            to_fail, to_hold = self._single_answers(form, members, still_open, lacking, state)
            return _put(state, node, truth, (missing, to_fail, to_hold))
        missing = joined_fails = joined_holds = 0
        common_fails = common_holds = _EVERY_FACT
        for member, known in zip(members, found, strict=False):
            if known == OPEN:
                missing |= state.missing[member]
                fails, holds = state.to_fail[member], state.to_hold[member]
                joined_fails |= fails
                joined_holds |= holds
                common_fails &= fails
                common_holds &= holds
        if form is _ALL:
            return _put(state, node, truth, (missing, joined_fails, common_holds))
        if form is _ANY:
            return _put(state, node, truth, (missing, common_fails, joined_holds))
        return _put(state, node, truth, (missing, joined_holds, common_fails))

    def _single_answers(
        self, form: Form, members: Sequence[int], still_open: Sequence[int], lacking: int, state: State
    ) -> tuple[int, int]:
        """Return the facts of which one answer can make an open implication or `at_least` fail, and hold."""
        if form is _IMPLICATION:
            when, then = members
            holds = [state.to_fail[when]] if when in still_open else []
            fails = [state.to_hold[when]] if when in still_open else []
            holds += [state.to_hold[then]] if then in still_open else []
            fails += [state.to_fail[then]] if then in still_open else []
            return _common(fails), joined(holds)
        holds = [state.to_hold[member] for member in still_open]
        fails = [state.to_fail[member] for member in still_open]
        return _shared(fails, len(still_open) - lacking + 1), _shared(holds, lacking)


def _pick(members: Sequence[int]) -> _Pick:
    if len(members) > 1:
        return itemgetter(*members)
    return lambda truths: [truths[member] for member in members]


def _put(state: State, node: int, truth: int, sets: tuple[int, int, int]) -> bool:
    missing, to_fail, to_hold = sets
    if (
        state.truths[node] == truth
        and state.missing[node] == missing
        and state.to_fail[node] == to_fail
        and state.to_hold[node] == to_hold
    ):
        return False
    state.truths[node] = truth
    state.missing[node], state.to_fail[node], state.to_hold[node] = sets
    return True


def joined(masks: Iterable[int]) -> int:
    """Return the facts of all masks."""
    together = 0
    for mask in masks:
        together |= mask
    return together


def _common(masks: Iterable[int]) -> int:
    common = _EVERY_FACT
    for mask in masks:
        common &= mask
    return common


def _shared(masks: Sequence[int], times: int) -> int:
    """Return the facts that stand in at least so many masks."""
    return joined(
        bit for bit in _BITS.values() if sum(1 for mask in masks if mask & bit) >= times and joined(masks) & bit
    )
