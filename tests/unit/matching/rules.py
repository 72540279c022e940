"""Rules, programmes and profiles for the tests of the check, written down briefly or drawn by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from advisor_app.domain.eligibility import Form, Op, Rule
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Possible, Profile
from advisor_app.domain.programme import Programme
from advisor_app.matching.explanation import Node
from advisor_app.matching.truth import Truth
from tests.makers import programme


def leaf(own_id: str, fact: str, op: str, value: Any = None, **fields: Any) -> Rule:
    """Return a condition with words and a source."""
    return Rule(id=own_id, text=f"Bedingung {own_id}", src="q1", fact=fact, op=Op(op), value=value, **fields)


def manual(own_id: str, **fields: Any) -> Rule:
    """Return a condition that a person judges."""
    return Rule(id=own_id, text=f"Frage {own_id}", src="q1", op=Op.MANUAL, **fields)


def programme_with(rule: Rule | None, own_id: str = "zuschuss-a", **fields: Any) -> Programme:
    """Return a programme that asks a rule."""
    return programme(own_id, eligibility=rule, **{"themes": (), **fields})


def value_of(given: Any) -> FactValue:
    """Return what is known of a fact: a possible value as it is, anything else known exactly."""
    return FactValue(possible=given if isinstance(given, Known | Interval | AnyOf | Absent) else Known(given))


def profile_of(facts: dict[str, Any]) -> Profile:
    """Return a profile."""
    return Profile(facts={name: value_of(given) for name, given in facts.items()})


# Every fact with the points that the drawn rules tell apart, and conditions of every operator that its type has.
POINTS: dict[str, tuple[Any, ...]] = {
    "company.headcount": (0, 5, 9, 10, 49, 50, 249, 250, 1000),
    "company.turnover_eur": (0, 2_000_000, 2_000_001, 10_000_000, 60_000_000),
    "company.balance_eur": (0, 1_999_999, 2_000_000, 43_000_000),
    "company.sme_class": ("kleinst", "klein", "mittel", "gross"),
    "company.site_in_de": (True, False),
    "project.started": (True, False),
    "project.kind": ((), ("beratung",), ("beratung", "messe"), ("investition",)),
    "company.founded_on": ("2001-05-04", "2020-01-01", "2024-02-29", "2026-11-01"),
    "company.seat_ags": ("05515000", "05914000", "09162000"),
    "company.site_ags": ((), ("05515000",), ("09162000", "05914000"), ("09162000",)),
    "company.wz_codes": ((), ("62.01",), ("25.11", "62.02"), ("01.13",)),
}
ORDERED = ("company.headcount", "company.turnover_eur", "company.balance_eur", "company.founded_on")

CONDITIONS: dict[str, tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    "company.headcount": tuple(
        (op, limit, {}) for op in ("lt", "le", "gt", "ge", "eq", "ne") for limit in (10, 50, 250)
    ),
    "company.turnover_eur": (
        ("le", 2_000_000, {}),
        ("gt", 10_000_000, {}),
        *((op, None, {"value_from": "company.balance_eur"}) for op in ("lt", "le", "gt", "ge", "eq", "ne")),
    ),
    "company.balance_eur": (("lt", 2_000_000, {}), ("ge", 43_000_000, {})),
    "company.sme_class": (
        ("in", ("kleinst", "klein"), {}),
        ("not_in", ("gross",), {}),
        ("eq", "klein", {}),
        ("ne", "gross", {}),
    ),
    "company.site_in_de": (("eq", True, {}), ("ne", True, {})),
    "project.started": (("eq", False, {}), ("eq", True, {})),
    "project.kind": (("any_in", ("beratung", "energie"), {}), ("none_in", ("messe", "investition"), {})),
    "company.founded_on": (("before", "2020-01-01", {}), ("after", "2020-01-01", {}), ("eq", "2020-01-01", {})),
    "company.seat_ags": (("within", ("05",), {}), ("within", ("05515", "09"), {}), ("within", ("DE",), {})),
    "company.site_ags": (("within", ("05",), {}), ("within", ("05515000",), {})),
    "company.wz_codes": (
        ("wz_in", ("62", "C"), {"edition": "2008"}),
        ("wz_not_in", ("A", "62.02"), {"edition": "2008"}),
    ),
}


@st.composite
def possibles(draw: st.DrawFn, fact: str) -> Possible:
    """Return what may be known of a fact."""
    points = POINTS[fact]
    shape = draw(st.sampled_from(("known", "set", "interval", "unknown", "declined")))
    if shape == "unknown":
        return Absent.UNKNOWN
    if shape == "declined":
        return Absent.DECLINED
    if shape == "set":
        return AnyOf(tuple(draw(st.lists(st.sampled_from(points), min_size=1, max_size=4))))
    if shape == "interval" and fact in ORDERED:
        ends = sorted(draw(st.tuples(st.sampled_from(points), st.sampled_from(points))))
        cut = draw(st.sampled_from(("both", "low", "high")))
        return Interval(None if cut == "high" else ends[0], None if cut == "low" else ends[1])
    return Known(draw(st.sampled_from(points)))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Return a profile that is known in part."""
    return Profile(facts={fact: FactValue(possible=draw(possibles(fact))) for fact in POINTS if draw(st.booleans())})


def points_in(fact: str, possible: Possible) -> tuple[Any, ...]:
    """Return the points a possible value may turn out to be."""
    if isinstance(possible, Known):
        return (possible.value,)
    if isinstance(possible, AnyOf):
        return possible.values
    if isinstance(possible, Absent):
        return POINTS[fact]
    low, high = possible.min, possible.max
    return tuple(point for point in POINTS[fact] if (low is None or point >= low) and (high is None or point <= high))


@st.composite
def filled(draw: st.DrawFn, profile: Profile) -> Profile:
    """Return the profile with some of what is open, or known roughly, known exactly."""
    for fact in POINTS:
        if draw(st.booleans()):
            point = draw(st.sampled_from(points_in(fact, profile.value(fact).possible)))
            profile = profile.with_fact(fact, FactValue(possible=Known(point)))
    return profile


@st.composite
def conditions(draw: st.DrawFn) -> Rule:
    """Return a condition or a manual one; its id is set by `rules`."""
    if draw(st.integers(0, 5)) == 0:
        return manual("", fixable=draw(st.booleans()))
    fact = draw(st.sampled_from(tuple(CONDITIONS)))
    op, value, fields = draw(st.sampled_from(CONDITIONS[fact]))
    return leaf("", fact, op, value, fixable=draw(st.booleans()), **fields)


def _groups(members: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(members, min_size=1, max_size=4).map(tuple)
    return st.one_of(
        several.map(lambda group: Rule(all=group)),
        several.map(lambda group: Rule(any=group)),
        several.map(lambda group: Rule(none=group)),
        st.tuples(several, st.integers(1, 4)).map(lambda pair: Rule(of=pair[0], n=min(pair[1], len(pair[0])))),
        st.tuples(members, members).map(lambda pair: Rule(when=pair[0], then=pair[1])),
    )


def rules() -> st.SearchStrategy[Rule]:
    """Return rule trees whose conditions have ids of their own."""
    return st.recursive(conditions(), _groups, max_leaves=8).map(numbered)


def numbered(rule: Rule) -> Rule:
    """Return the rule with its conditions numbered."""
    count = iter(range(1000))

    def walk(node: Rule) -> Rule:
        if node.form is Form.CONDITION:
            number = next(count)
            return replace(node, id=f"b{number}", text=f"Bedingung {number}")
        return with_children(node, tuple(walk(child) for child in node.children))

    return walk(rule)


def with_children(rule: Rule, children: tuple[Rule, ...]) -> Rule:
    """Return a group with other members."""
    if rule.form is Form.IMPLICATION:
        return replace(rule, when=children[0], then=children[1])
    name = {Form.ALL: "all", Form.ANY: "any", Form.NONE: "none", Form.AT_LEAST: "of"}[rule.form]
    members: dict[str, Any] = {name: children}
    return replace(rule, **members)


def truth_after(node: Node, truths: dict[str, Truth]) -> Truth:
    """Return the truth of a tree when some conditions (by id) are something else; worked out apart from the engine."""
    if node.reason is not None:
        return truths.get(node.reason.id, node.truth)
    members = [truth_after(child, truths) for child in node.children]
    yes, unsure = members.count(Truth.TRUE), members.count(Truth.OPEN)
    if node.rule.form is Form.IMPLICATION:
        when, then = members
        members, yes = [], 0
        if when is Truth.FALSE or then is Truth.TRUE:
            return Truth.TRUE
        return Truth.FALSE if when is Truth.TRUE and then is Truth.FALSE else Truth.OPEN
    needed = {Form.ALL: len(members), Form.ANY: 1, Form.NONE: 1, Form.AT_LEAST: node.rule.n or 0}[node.rule.form]
    found = Truth.TRUE if yes >= needed else Truth.OPEN if yes + unsure >= needed else Truth.FALSE
    return found.opposite if node.rule.form is Form.NONE else found
