"""Why a programme fits or not: the rule as a tree, every node with its truth, and which of them decide.

For a rule that holds or fails the deciding conditions suffice: whatever the others turn out to be, the truth stays.
For an open rule they are the open conditions on which it still hangs; no other answer can decide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from advisor_app.domain.eligibility import Form, Op, Rule
from advisor_app.domain.profile import UNKNOWN, FactValue, Profile, Provenance
from advisor_app.domain.programme import Programme
from advisor_app.matching.conditions import Condition, judged
from advisor_app.matching.frame import FrameRule, framed_condition, told_rule
from advisor_app.matching.truth import Truth, combine
from advisor_app.matching.turning import turns_needed, wanted_of_member


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One condition with what is known of its fact.

    Args:
        id: the rule's; that of the group around it where it has none of its own.
        text: the rule's words, or those of the group around it; "" where neither has any.
        truth: whether it holds.
        fact: the fact it asks for, "" for a manual condition.
        value: what is known of the fact, or what a person found.
        against: the fact that it is compared with, "" for a fixed value.
        src: id of the source of the rule.
        as_of: date of that source, as exact as the source gives it.
        manual: a person judges it.
        fixable: the company can still bring it about.
        missing: facts that would have to be known, or known more exactly, to decide it.
        limit: what the other fact is taken to be where the programme itself says more of it than the profile (the aid
            that this programme can come to), else what is known of it; unknown for a fixed value.
        field: the field of the programme that it follows from, "" for a condition of its rule.
    """

    id: str
    text: str
    truth: Truth
    fact: str
    value: FactValue
    against: str
    src: str
    as_of: str
    manual: bool
    fixable: bool
    missing: tuple[str, ...] = ()
    limit: FactValue = UNKNOWN
    field: str = ""

    @property
    def for_the_body(self) -> bool:
        """Tell whether no answer of the company decides it: what is known is against it, and who grants knows more."""
        return self.truth is Truth.OPEN and bool(self.fact) and not self.missing and not self.value.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A rule or group with its truth; conditions have a `reason`, `decides` says that the verdict rests on it."""

    rule: Rule
    truth: Truth
    decides: bool = True
    reason: Reason | None = None
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """Return the conditions below this node (itself if it is one), in order."""
        if self.reason is not None:
            yield self
        for child in self.children:
            yield from child.leaves()


def explain(programme: Programme, profile: Profile, *, deciding_only: bool = False) -> Node | None:
    """Return the rule of a programme as a tree with truths, None where it has no rule.

    Args:
        programme: the programme.
        profile: what is known, derived facts filled.
        deciding_only: leave out what does not decide.
    """
    rule = told_rule(programme, profile)
    if rule is None:
        return None
    as_of = {source.id: source.as_of for source in programme.sources}
    tree = _Look(programme, profile, as_of).node(rule, "", "")
    tree = _marked(tree, decides=True)
    return _pruned(tree) if deciding_only else tree


def repairs(tree: Node) -> tuple[Reason, ...] | None:
    """Return what the company can bring about so that a failed rule no longer fails, None where it cannot.

    Where there are several ways, the one with the fewest steps. A rule that does not fail needs none.
    """
    return _turn(tree, wanted=Truth.TRUE)


def repaired(tree: Node, steps: tuple[Reason, ...]) -> Node:
    """Return the tree as it stands once the steps are taken, with what decides then."""
    return _marked(_after(tree, frozenset(id(step) for step in steps)), decides=True)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the walk over a rule needs at every node."""

    programme: Programme
    profile: Profile
    as_of: Mapping[str, str]

    def node(self, rule: Rule, group_id: str, group_text: str) -> Node:
        own_id, text = rule.id or group_id, rule.text or group_text
        if rule.form is Form.CONDITION:
            reason = self._reason(rule, own_id, text)
            return Node(rule=rule, truth=reason.truth, reason=reason)
        children = tuple(self.node(child, own_id, text) for child in rule.children)
        return Node(rule=rule, truth=_truth(rule, children), children=children)

    def _reason(self, rule: Rule, own_id: str, text: str) -> Reason:
        missing: tuple[str, ...] = ()
        limit = UNKNOWN
        if rule.op is Op.MANUAL:
            value = self.profile.judgement(self.programme.id, rule.id)
            truth = judged(value)
        else:
            condition = framed_condition(rule, self.programme)
            value = condition.told(self.profile)
            truth = condition.truth(self.profile)
            missing = condition.missing(self.profile) if truth is Truth.OPEN else ()
            limit = self._limit(condition)
        return Reason(
            id=own_id,
            text=text,
            truth=truth,
            fact=rule.fact,
            value=value,
            against=rule.value_from,
            src=rule.src,
            as_of=self.as_of.get(rule.src, ""),
            manual=rule.op is Op.MANUAL,
            fixable=rule.fixable,
            missing=missing,
            limit=limit,
            field=rule.field if isinstance(rule, FrameRule) else "",
        )

    def _limit(self, condition: Condition) -> FactValue:
        """Return what the fact is compared with, where that is another fact."""
        known = self.profile.value(condition.other) if condition.other else UNKNOWN
        possible = condition.against(self.profile) if condition.own is not None else known.possible
        if possible == known.possible:
            return known
        return FactValue(possible=possible, provenance=Provenance.DERIVED, as_of=known.as_of)


def _truth(rule: Rule, children: tuple[Node, ...]) -> Truth:
    return Truth(combine(rule.form, [child.truth for child in children], rule.n or 0))


def _marked(node: Node, *, decides: bool) -> Node:
    """Return the tree with its deciding nodes marked, given whether its root decides."""
    if not node.children:
        return replace(node, decides=decides)
    chosen = _deciding(node) if decides else ()
    children = tuple(_marked(child, decides=place in chosen) for place, child in enumerate(node.children))
    return replace(node, decides=decides, children=children)


def _deciding(node: Node) -> tuple[int, ...]:
    """Return the places of the members that make a group what it is."""
    truths = [child.truth for child in node.children]
    form, truth = node.rule.form, node.truth
    if form is Form.IMPLICATION:
        return _deciding_implication(truth, *truths)
    # A `none` fails by a member that holds, as an `any` holds by one.
    cause = truth.opposite if form is Form.NONE else truth
    return tuple(place for place, member in enumerate(truths) if member is cause)


def _deciding_implication(truth: Truth, when: Truth, then: Truth) -> tuple[int, ...]:
    if truth is Truth.TRUE:
        # What follows says more than a premise, which has no words of its own.
        return (1,) if then is Truth.TRUE else (0,)
    if truth is Truth.FALSE:
        return (0, 1)
    return tuple(place for place, member in enumerate((when, then)) if member is Truth.OPEN)


def _pruned(node: Node) -> Node:
    return replace(node, children=tuple(_pruned(child) for child in node.children if child.decides))


def _turn(node: Node, *, wanted: Truth) -> tuple[Reason, ...] | None:
    """Return the fixable conditions to turn so that a node is not the opposite of what is wanted."""
    if node.truth is not wanted.opposite:
        return ()
    if node.reason is not None:
        return (node.reason,) if node.reason.fixable else None
    ways = [
        _turn(child, wanted=wanted_of_member(node.rule.form, place, wanted))
        for place, child in enumerate(node.children)
    ]
    if node.rule.form is Form.IMPLICATION:
        # What follows is brought about rather than its premise undone.
        ways.reverse()
    possible = sorted((way for way in ways if way is not None), key=len)
    needed = turns_needed(node.rule, wanted)
    if len(possible) < needed:
        return None
    return tuple(reason for way in possible[:needed] for reason in way)


def _after(node: Node, turned: frozenset[int]) -> Node:
    if node.reason is not None:
        if id(node.reason) not in turned:
            return node
        return replace(node, truth=node.truth.opposite)
    children = tuple(_after(child, turned) for child in node.children)
    return replace(node, truth=_truth(node.rule, children), children=children)
