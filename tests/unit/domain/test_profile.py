"""Profiles: what is known of a company, in part."""

from __future__ import annotations

import pytest

from advisor_app.domain.profile import UNKNOWN, Absent, AnyOf, FactValue, Interval, Known, Profile

THREE = FactValue(possible=Known(3))
YES = FactValue(possible=Known(True))


def test_what_was_not_said_is_unknown():
    assert Profile().value("company.headcount") is UNKNOWN
    assert Profile().known("company.headcount") is None


def test_an_answer_leaves_the_profile_before_it_as_it_was():
    before = Profile(title="Betrieb")
    after = before.with_fact("company.headcount", THREE)
    assert after.known("company.headcount") == 3
    assert after.title == "Betrieb"
    assert before.value("company.headcount").is_open
    assert after.without("company.headcount") == before


def test_only_what_is_known_exactly_counts_as_known():
    rough = Profile(facts={"company.headcount": FactValue(possible=Interval(1, 9))})
    assert rough.known("company.headcount") is None
    assert not rough.value("company.headcount").is_open


def test_a_fact_that_the_catalogue_does_not_know_is_refused():
    with pytest.raises(KeyError, match=r"company\.employees"):
        Profile(facts={"company.employees": THREE})


@pytest.mark.parametrize("ends", [(None, None), (5, 4), ("2024-02-01", "2024-01-31")])
def test_an_interval_that_holds_nothing_is_refused(ends):
    with pytest.raises(ValueError, match=r"interval|end"):
        Interval(*ends)


def test_a_set_of_possible_values_holds_one():
    with pytest.raises(ValueError, match="needs one"):
        AnyOf(())


def test_a_judgement_belongs_to_one_condition_of_one_programme():
    judged = Profile().with_judgement("rwp", "gebiet", YES)
    assert judged.judgement("rwp", "gebiet") is YES
    assert judged.judgement("rwp", "branche").is_open
    assert judged.judgement("zim", "gebiet").is_open
    assert judged.with_fact("company.headcount", THREE).judgement("rwp", "gebiet") is YES


def test_a_judgement_is_taken_back_by_an_open_one():
    judged = Profile().with_judgement("rwp", "gebiet", YES)
    assert judged.with_judgement("rwp", "gebiet", FactValue(possible=Absent.DECLINED)) == Profile()
