"""Rules are compiled against the fact catalogue: what cannot be evaluated, or can never hold, is told."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_app.content.eligibility import OPS_OF, RuleContext, compile_rule
from advisor_app.content.fact_values import ValueContext
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.facts import FACTS, SME_CLASSES, FactType

FILE = "programmes/foerderung.md"


@pytest.fixture
def context(geodata):
    return RuleContext(
        sources=frozenset({"q1", "q2"}), values=ValueContext(geodata=geodata, themes=frozenset({"ki", "it_sicherheit"}))
    )


@pytest.fixture
def findings(context):
    def check(rule: Rule, *, explained: bool = False) -> list[tuple[tuple[object, ...], str]]:
        return [(found.path, found.code) for found in compile_rule(rule, context, explained=explained)]

    return check


def leaf(fact: str, op: str, value: object = None, **more: object) -> Rule:
    return Rule(fact=fact, op=Op(op), value=value, **more)  # type: ignore[arg-type]


KMU = leaf("company.sme_class", "in", ("kleinst", "klein"))
YOUNG = leaf("company.age_years", "lt", 10)


@pytest.mark.parametrize(
    "rule",
    [
        KMU,
        leaf("company.headcount", "le", 249.5),
        leaf("company.founded_on", "after", "2020-01-01"),
        leaf("company.legal_form", "not_in", ("ag",)),
        leaf("project.activities", "any_in", ("it_analyse",)),
        leaf("project.themes", "none_in", ("ki",)),
        leaf("project.partners", "any_in", ("hochschule",)),
        leaf("company.seat_ags", "within", ("05", "05754", "05754008", "DE", "09162")),
        leaf("company.wz_codes", "wz_in", ("C", "62", "62.01"), edition="2008"),
        leaf("company.wz_codes", "wz_not_in", ("01.11.0",), edition="2008"),
        leaf("company.wz_codes", "wz_in", ("62.10",), edition="2025"),
        leaf("company.deminimis_room_eur", "ge", value_from="project.expected_aid_eur"),
        Rule(op=Op.MANUAL),
        Rule(n=1, of=(KMU, YOUNG)),
        Rule(when=YOUNG, then=KMU),
        Rule(all=(Rule(any=(KMU, YOUNG)), Rule(none=(leaf("company.in_difficulty", "eq", value=True),)))),
    ],
)
def test_a_fitting_rule_compiles(findings, rule):
    assert findings(rule) == []


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        (Rule(), (), "rule_form"),
        (Rule(all=(KMU,), any=(KMU,)), (), "rule_form"),
        (Rule(all=(KMU,), fact="company.age_years"), (), "rule_form"),
        (Rule(n=1), (), "rule_form"),
        (Rule(of=(KMU,)), (), "rule_form"),
        (Rule(n=3, of=(KMU, YOUNG)), (), "rule_form"),
        (Rule(when=KMU), (), "rule_form"),
        (Rule(then=KMU), (), "rule_form"),
        (Rule(all=(KMU,), fixable=True), (), "rule_form"),
        (Rule(op=Op.MANUAL, fact="company.age_years"), (), "rule_form"),
        (Rule(fact="company.age_years", value=3), ("op",), "missing"),
        (Rule(op=Op.EQ, value=3), ("fact",), "unknown_fact"),
        (leaf("company.smeclass", "eq", "klein"), ("fact",), "unknown_fact"),
        (leaf("company.age_years", "in", (3,)), ("op",), "op_not_fitting"),
        (leaf("company.related", "eq", "x"), ("op",), "op_not_fitting"),
        (leaf("project.themes", "in", ("ki",)), ("op",), "op_not_fitting"),
        (leaf("company.age_years", "lt"), (), "rule_form"),
        (leaf("company.age_years", "lt", 3, value_from="person.age"), (), "rule_form"),
        (leaf("company.age_years", "lt", value_from="person.agee"), ("value_from",), "unknown_fact"),
        (leaf("company.age_years", "lt", value_from="company.site_in_de"), ("value_from",), "value_form"),
        (leaf("company.age_years", "lt", value_from="company.age_years"), ("value_from",), "value_form"),
        (leaf("company.age_years", "lt", "zehn"), ("value",), "value_form"),
        (leaf("company.age_years", "lt", value=True), ("value",), "value_form"),
        (leaf("company.age_years", "lt", (3,)), ("value",), "value_form"),
        (leaf("company.site_in_de", "eq", "ja"), ("value",), "value_form"),
        (leaf("company.sme_class", "in", "klein"), ("value",), "value_form"),
        (leaf("company.sme_class", "in", ("klien",)), ("value",), "value_form"),
        (leaf("company.sme_class", "eq", 3), ("value",), "value_form"),
        (leaf("project.themes", "any_in", ("quantum",)), ("value",), "value_form"),
        (leaf("project.partners", "any_in", ("Große Hochschule",)), ("value",), "value_form"),
        (leaf("company.founded_on", "after", "2020"), ("value",), "value_form"),
        (leaf("company.founded_on", "after", "2020-02-30"), ("value",), "value_form"),
        (leaf("company.seat_ags", "within", ("NRW",)), ("value",), "value_form"),
        (leaf("company.seat_ags", "within", ("05999",)), ("value",), "value_form"),
        (leaf("company.seat_ags", "within", (5754,)), ("value",), "value_form"),
        (leaf("company.wz_codes", "wz_in", ("62",)), ("edition",), "edition_missing"),
        (leaf("company.wz_codes", "wz_in", ("99.99",), edition="2008"), ("value",), "value_form"),
        (leaf("company.wz_codes", "wz_in", (62,), edition="2008"), ("value",), "value_form"),
        (leaf("company.age_years", "lt", 3, edition="2008"), ("edition",), "edition_misplaced"),
        (Rule(all=(KMU, leaf("company.age_years", "lt", "x"))), ("all", 1, "value"), "value_form"),
        (Rule(when=leaf("x", "eq", 1), then=KMU), ("when", "fact"), "unknown_fact"),
        (leaf("company.age_years", "lt", 3, src="q9"), ("src",), "unknown_source"),
    ],
)
def test_a_rule_that_does_not_fit_is_told_with_its_place(findings, rule, path, code):
    assert findings(rule) == [(path, code)]


def test_conditions_need_id_text_and_source_but_premises_do_not(findings):
    full = Rule(id="a", text="jung", src="q1", fact="company.age_years", op=Op.LT, value=10)
    assert findings(Rule(when=KMU, then=full), explained=True) == []
    assert findings(KMU, explained=True) == [(("id",), "missing"), (("text",), "missing"), (("src",), "missing")]
    assert findings(Rule(any=(full, full)), explained=True) == [(("any", 1, "id"), "rule_id_twice")]


def test_depth_and_number_of_conditions_are_limited(findings):
    nested = KMU
    for _ in range(5):
        nested = Rule(any=(nested,))
    assert findings(nested) == []
    assert findings(Rule(any=(nested,))) == [((), "rule_too_deep")]
    assert findings(Rule(any=(KMU,) * 60)) == []
    assert findings(Rule(any=(KMU,) * 61)) == [((), "rule_too_large")]


@pytest.mark.parametrize("kind", list(FactType))
def test_every_fact_type_has_its_operators(kind):
    assert kind in OPS_OF


IMPOSSIBLE = [
    (leaf("company.sme_class", "eq", "klein"), leaf("company.sme_class", "eq", "mittel")),
    (leaf("company.sme_class", "in", ("klein",)), leaf("company.sme_class", "in", ("mittel", "gross"))),
    (leaf("company.sme_class", "in", ("klein",)), leaf("company.sme_class", "ne", "klein")),
    (
        leaf("company.sme_class", "not_in", ("klein", "kleinst")),
        leaf("company.sme_class", "not_in", ("mittel", "gross")),
    ),
    (leaf("company.site_in_de", "eq", value=True), leaf("company.site_in_de", "eq", value=False)),
    (leaf("company.site_in_de", "ne", value=True), leaf("company.site_in_de", "ne", value=False)),
    (leaf("company.age_years", "ge", 50), leaf("company.age_years", "le", 10)),
    (leaf("company.age_years", "gt", 10), leaf("company.age_years", "le", 10)),
    (leaf("company.age_years", "ge", 10), leaf("company.age_years", "lt", 10)),
    (leaf("company.age_years", "eq", 5), leaf("company.age_years", "gt", 10)),
    (leaf("company.founded_on", "after", "2020-01-01"), leaf("company.founded_on", "before", "2019-01-01")),
    (leaf("company.founded_on", "eq", "2018-01-01"), leaf("company.founded_on", "after", "2019-01-01")),
    (leaf("project.themes", "any_in", ("ki",)), leaf("project.themes", "none_in", ("ki", "it_sicherheit"))),
    (leaf("company.seat_ags", "within", ("05754",)), leaf("company.seat_ags", "within", ("05711", "09"))),
    (
        leaf("company.wz_codes", "wz_in", ("62.01",), edition="2008"),
        leaf("company.wz_codes", "wz_not_in", ("62",), edition="2008"),
    ),
]
POSSIBLE = [
    (leaf("company.sme_class", "in", ("klein", "mittel")), leaf("company.sme_class", "ne", "klein")),
    (leaf("company.age_years", "ge", 10), leaf("company.age_years", "le", 10)),
    (leaf("project.themes", "any_in", ("ki", "it_sicherheit")), leaf("project.themes", "none_in", ("ki",))),
    (leaf("project.kind", "any_in", ("messe",)), leaf("project.kind", "any_in", ("energie",))),
    (leaf("company.seat_ags", "within", ("05",)), leaf("company.seat_ags", "within", ("05711",))),
    (leaf("company.site_ags", "within", ("05711",)), leaf("company.site_ags", "within", ("05754",))),
    (
        leaf("company.wz_codes", "wz_in", ("62", "63"), edition="2008"),
        leaf("company.wz_codes", "wz_not_in", ("62",), edition="2008"),
    ),
    (leaf("company.legal_form", "not_in", ("ag",)), leaf("company.legal_form", "ne", "gmbh")),
]


@pytest.mark.parametrize(("one", "other"), IMPOSSIBLE)
def test_what_can_never_hold_together_is_told_in_any_order_and_depth(findings, one, other):
    assert findings(Rule(all=(one, KMU_UNRELATED, other))) == [(("all", 2), "contradiction")]
    assert findings(Rule(all=(other, one))) == [(("all", 1), "contradiction")]
    assert findings(Rule(all=(one, Rule(all=(other,))))) == [(("all", 1, "all", 0), "contradiction")]
    assert findings(Rule(any=(Rule(all=(one, other)), KMU_UNRELATED))) == [(("any", 0, "all", 1), "contradiction")]


KMU_UNRELATED = leaf("person.age", "ge", 18)


@pytest.mark.parametrize(("one", "other"), POSSIBLE)
def test_what_can_hold_together_is_left_alone(findings, one, other):
    assert findings(Rule(all=(one, other))) == []


@pytest.mark.parametrize(("one", "other"), IMPOSSIBLE)
def test_alternatives_do_not_contradict_each_other(findings, one, other):
    assert findings(Rule(any=(one, other))) == []


SIZES = st.sets(st.sampled_from(SME_CLASSES), min_size=1).map(lambda codes: tuple(sorted(codes)))
CONDITIONS = st.one_of(
    st.builds(leaf, st.just("company.sme_class"), st.sampled_from(["in", "not_in"]), SIZES),
    st.builds(leaf, st.just("company.sme_class"), st.sampled_from(["eq", "ne"]), st.sampled_from(SME_CLASSES)),
    st.builds(
        leaf,
        st.just("company.age_years"),
        st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
        st.integers(0, 4),
    ),
)
COMPARE: dict[Op | None, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
    Op.IN: lambda value, codes: value in codes,
    Op.NOT_IN: lambda value, codes: value not in codes,
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leaves=st.lists(CONDITIONS, min_size=1, max_size=6))
def test_contradictions_are_those_that_trying_every_value_finds(findings, leaves):
    values = {"company.sme_class": SME_CLASSES, "company.age_years": tuple(half / 2 for half in range(-2, 12))}
    impossible = {
        fact
        for fact, tried in values.items()
        if not any(all(COMPARE[rule.op](value, rule.value) for rule in leaves if rule.fact == fact) for value in tried)
    }
    assert len(findings(Rule(all=tuple(leaves)))) == len(impossible)


def test_contradictions_are_found_however_deep(findings):
    one, other = IMPOSSIBLE[0]
    deep = Rule(all=(KMU_UNRELATED, Rule(all=(Rule(any=(Rule(all=(one, other)),)),))))
    assert findings(deep) == [(("all", 1, "all", 0, "any", 0, "all", 1), "contradiction")]


def test_the_catalogue_answers_to_its_names():
    assert all(name == fact.name for name, fact in FACTS.items())


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("fact: company.sme_class", "fact: company.sme_klass", "eligibility.all.0.fact", "unknown_fact"),
        ("value: [kleinst, klein]", "value: [kleinst, kleen]", "eligibility.all.0.value", "value_form"),
        ('text: "KMU", src: q1', 'text: "KMU"', "eligibility.all.0.src", "missing"),
        ("{id: sitz,", "{id: kmu,", "eligibility.all.1.id", "rule_id_twice"),
        (
            "route: direkt",
            "relevance: {boost: [{fact: project.themes, op: in, value: [ki]}]}",
            "relevance.boost.0.op",
            "op_not_fitting",
        ),
        (
            "route: direkt",
            "rate_table: [{when: {fact: person.age, op: lt, value: x}, pct: 30, src: q1}]",
            "rate_table.0.when.value",
            "value_form",
        ),
    ],
)
def test_problems_of_rules_stand_at_their_line(kb, only, old, new, field, code):
    line = kb.edit(FILE, old, new)
    assert only(code, file=FILE, field=field).line == line
