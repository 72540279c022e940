"""What holds of every rule and every profile."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.domain.eligibility import Form, Op, Rule
from advisor_app.domain.profile import Absent, FactValue, Known, Profile
from advisor_app.matching.explanation import Node, explain, repaired, repairs
from advisor_app.matching.moves import moves
from advisor_app.matching.net import facts_in
from advisor_app.matching.rulebook import Rulebook
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome, Verdict
from tests.unit.matching.rules import (
    filled,
    leaf,
    possibles,
    profiles,
    programme_with,
    rules,
    truth_after,
    with_children,
)

TODAY = date(2026, 11, 23)
FOLLOWED = ("company.headcount", "project.started", "company.turnover_eur", "company.seat_ags", "company.site_ags")
DEFINITE = (Outcome.FITS, Outcome.FAILS)


def verdict(rule: Rule, profile: Profile) -> Verdict:
    (only,) = Rulebook([programme_with(rule)], TODAY).check(profile).verdicts
    return only


def tree(rule: Rule, profile: Profile) -> Node:
    found = explain(programme_with(rule), profile)
    assert found is not None
    return found


@st.composite
def judged(draw: st.DrawFn, rule: Rule, profile: Profile) -> Profile:
    """Return the profile with some manual conditions judged that nobody judged yet."""
    for asked in rule.leaves():
        if asked.op is Op.MANUAL and profile.judgement("zuschuss-a", asked.id).is_open and draw(st.booleans()):
            found = FactValue(possible=Known(draw(st.booleans())))
            profile = profile.with_judgement("zuschuss-a", asked.id, found)
    return profile


@settings(max_examples=60, deadline=None)
@given(rule=rules(), profile=profiles(), data=st.data())
def test_an_answer_more_never_turns_a_definite_verdict(rule, profile, data):
    before = verdict(rule, data.draw(judged(rule, profile)))
    after = verdict(rule, data.draw(judged(rule, data.draw(filled(before.profile)))))
    if before.outcome in DEFINITE:
        assert after.outcome is before.outcome


@settings(max_examples=60, deadline=None)
@given(rule=rules(), profile=profiles(), data=st.data())
def test_the_order_of_conditions_does_not_matter(rule, profile, data):
    def shuffled(node: Rule) -> Rule:
        children = tuple(shuffled(child) for child in node.children)
        if not children or node.form is Form.IMPLICATION:
            return node if not children else with_children(node, children)
        return with_children(node, tuple(data.draw(st.permutations(children))))

    one, other = verdict(rule, profile), verdict(shuffled(rule), profile)
    assert one.outcome is other.outcome
    assert {reason.id for reason in one.deciding} == {reason.id for reason in other.deciding}
    assert one.open == other.open
    assert len(one.fixable) == len(other.fixable)


@settings(max_examples=60, deadline=None)
@given(rule=rules(), profile=profiles())
def test_declined_says_as_much_as_unknown(rule, profile):
    declined = Profile(
        facts={
            name: FactValue(possible=Absent.DECLINED) if value.is_open else value
            for name, value in profile.facts.items()
        }
    )
    unknown = Profile(facts={name: value for name, value in profile.facts.items() if not value.is_open})
    one, other = verdict(rule, declined), verdict(rule, unknown)
    assert (one.outcome, one.open) == (other.outcome, other.open)
    assert [reason.id for reason in one.deciding] == [reason.id for reason in other.deciding]


@settings(max_examples=60, deadline=None)
@given(rule=rules(), profile=profiles(), data=st.data())
def test_deciding_conditions_decide_whatever_the_others_are(rule, profile, data):
    found = tree(rule, data.draw(judged(rule, profile)))
    others = {each.reason.id for each in found.leaves() if each.reason and not each.decides}
    changed = {name: data.draw(st.sampled_from(Truth)) for name in sorted(others)}
    assert truth_after(found, {}) is found.truth
    if found.truth is not Truth.OPEN:
        assert truth_after(found, changed) is found.truth


@settings(max_examples=60, deadline=None)
@given(rule=rules(), profile=profiles(), data=st.data())
def test_an_open_verdict_names_everything_that_could_decide_it(rule, profile, data):
    found = tree(rule, data.draw(judged(rule, profile)))
    if found.truth is Truth.OPEN:
        unnamed = [each for each in found.leaves() if each.truth is Truth.OPEN and not each.decides]
        answers = {each.reason.id: data.draw(st.sampled_from(Truth)) for each in unnamed if each.reason}
        assert truth_after(found, answers) is Truth.OPEN
        assert all(each.truth is Truth.OPEN for each in found.leaves() if each.decides)


@settings(max_examples=60, deadline=None)
@given(rule=rules(), profile=profiles(), data=st.data())
def test_what_can_be_brought_about_removes_every_obstacle(rule, profile, data):
    profile = data.draw(judged(rule, profile))
    found, said = tree(rule, profile), verdict(rule, profile)
    steps = repairs(found)
    if found.truth is Truth.FALSE:
        assert said.outcome is (Outcome.FAILS if steps is None else Outcome.FIXABLE)
    if steps:
        assert all(step.fixable for step in steps)
        assert repaired(found, steps).truth is not Truth.FALSE
        assert truth_after(found, {step.id: step.truth.opposite for step in steps}) is not Truth.FALSE
    if steps is None:
        fixable = [each.reason for each in found.leaves() if each.reason and each.reason.fixable]
        turned = {reason.id: data.draw(st.sampled_from((reason.truth, reason.truth.opposite))) for reason in fixable}
        assert truth_after(found, turned) is Truth.FALSE


@settings(max_examples=60, deadline=None)
@given(
    rule_list=st.lists(rules(), min_size=1, max_size=4),
    profile=profiles(),
    data=st.data(),
)
def test_a_check_that_follows_answers_says_what_a_new_one_says(rule_list, profile, data):
    book = Rulebook([programme_with(rule, f"programm-{at}") for at, rule in enumerate(rule_list)], TODAY)
    check = book.check(profile)
    for _ in range(3):
        fact = data.draw(st.sampled_from(FOLLOWED))
        profile = profile.with_fact(fact, FactValue(possible=data.draw(possibles(fact))))
        asked = [each.id for each in rule_list[0].leaves() if each.op is Op.MANUAL]
        if asked:
            found = FactValue(possible=data.draw(st.sampled_from((Known(True), Known(False), Absent.UNKNOWN))))
            profile = profile.with_judgement("programm-0", asked[0], found)
        before, check = check, check.recheck(profile)
        anew = book.check(profile)
        # Who looks at nothing between two answers sees the same afterwards.
        if data.draw(st.booleans()):
            continue
        assert moves(before, check) == moves(book.check(before.given), anew)
        assert check.verdicts == anew.verdicts
        assert [each.rank for each in check.verdicts] == [each.rank for each in anew.verdicts]
        assert check.state == anew.state


@st.composite
def single_use(draw: st.DrawFn) -> Rule:
    """Return a rule that asks every fact once, by yes or no."""
    names = iter(
        draw(
            st.permutations(
                (
                    "company.site_in_de",
                    "company.insolvency",
                    "company.in_difficulty",
                    "project.started",
                    "project.order_signed",
                    "company.trains_apprentices",
                )
            )
        )
    )

    def group(depth: int) -> Rule:
        if depth == 0 or draw(st.integers(0, 2)) == 0:
            name = next(names, "")
            return leaf(name, name, "eq", True) if name else Rule(id="m", op=Op.MANUAL)
        members = tuple(group(depth - 1) for _ in range(draw(st.integers(2, 3))))
        form = draw(st.sampled_from(("all", "any", "none", "of", "when")))
        if form == "when":
            return Rule(when=members[0], then=members[1])
        named: dict[str, Any] = {form: members}
        return Rule(of=members, n=2) if form == "of" else Rule(**named)

    return group(2)


@settings(max_examples=60, deadline=None)
@given(rule=single_use(), data=st.data())
def test_the_facts_said_to_settle_a_programme_are_those_of_which_one_answer_does(rule, data):
    names = [each.fact for each in rule.leaves() if each.fact]
    known = {name: data.draw(st.booleans()) for name in names if data.draw(st.booleans())}
    profile = Profile(facts={name: FactValue(possible=Known(value)) for name, value in known.items()})
    book = Rulebook([programme_with(rule)], TODAY)
    check = book.check(profile)
    root = book.entries[0].root
    assert root is not None
    to_fail, to_hold = facts_in(check.state.to_fail[root]), facts_in(check.state.to_hold[root])
    for name in names:
        answers = {
            tree(rule, profile.with_fact(name, FactValue(possible=Known(value)))).truth for value in (True, False)
        }
        still_open = check.verdicts[0].outcome is Outcome.OPEN and name not in known
        assert (name in to_fail) == (still_open and Truth.FALSE in answers)
        assert (name in to_hold) == (still_open and Truth.TRUE in answers)
    if check.verdicts[0].outcome is Outcome.OPEN:
        assert set(check.verdicts[0].open) == set(facts_in(check.state.missing[root]))
