"""German words of facts, values and codes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.consultation import words
from advisor_app.consultation.fact_words import FACT_WORDS
from advisor_app.consultation.names import NO_NAMES
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.domain.eligibility import Op
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Provenance
from advisor_app.domain.state_aid import DeMinimisGrant, Holding, HoldingKind
from advisor_app.matching.asking import Who
from advisor_app.matching.brackets import options
from advisor_app.matching.conditions import Condition
from advisor_app.matching.verdict import Outcome
from tests.conftest import TODAY
from tests.profiles import fact_values, possible_values

NBSP = "\u00a0"


def test_everything_has_words():
    assert set(FACT_WORDS) == set(FACTS)
    assert set(words.WHO) == set(Who)
    assert set(words.OUTCOMES) == set(words.OUTCOME_HINTS) == set(Outcome)
    assert set(words.ORIGIN) == set(Provenance)
    # Codes whose word is the code itself, with a capital at most.
    plain = {"sonstiges", "keine", "beide"}
    for fact in FACTS.values():
        for code in fact.codes:
            assert words.code_words(code) != code or code not in plain, code
            assert "_" not in words.code_words(code)


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_words_are_made_for_a_table_with_a_client(fact):
    label, question, hint = FACT_WORDS[fact]
    assert label[0].isupper()
    assert len(label) <= 40
    assert question.endswith("?")
    assert question[0].isupper()
    assert hint.endswith(".")
    assert len(hint) <= 120
    assert hint.count(".") - hint.count("300.000") == 1, "one sentence"
    for text in (label, question, hint):
        assert not re.search(r"förderfähig|leider|bitte|einfach|!|Erfolg|  ", text), text
        assert not re.search(r"\d (EUR|%)| I\b", text), "units are joined by a no-break space"


def test_no_two_facts_are_called_alike():
    assert len({one.label for one in FACT_WORDS.values()}) == len(FACT_WORDS)
    assert len({one.question for one in FACT_WORDS.values()}) == len(FACT_WORDS)


def test_the_limits_in_hints_are_those_of_the_rules():
    from advisor_app.domain.state_aid.deminimis import CEILING_EUR
    from advisor_app.domain.state_aid.holdings import LINKED_ABOVE_PCT, PARTNER_FROM_PCT
    from advisor_app.domain.state_aid.sme import HEADCOUNT_BELOW, PUBLIC_FROM_PCT

    assert f"weniger als {HEADCOUNT_BELOW[-1]}" in words.hint("company.headcount")
    assert words.amount_words(CEILING_EUR) in words.hint("company.deminimis_room_eur")
    assert f"Ab {PUBLIC_FROM_PCT} %" in words.hint("company.public_share").replace(NBSP, " ")
    related = words.hint("company.related").replace(NBSP, " ")
    assert f"Ab {PARTNER_FROM_PCT} %" in related
    assert f"über {LINKED_ABOVE_PCT} %" in related


def test_groups_are_those_of_the_facts_and_sensitive_ones_stand_apart():
    assert words.group_of("company.headcount") == "Betrieb"
    assert words.group_of("project.kind") == "Vorhaben"
    assert words.group_of("person.age") == "Person"
    assert {fact for fact in FACTS if words.group_of(fact) == "Vertraulich"} == SENSITIVE


@pytest.mark.parametrize(
    ("fact", "possible", "expected"),
    [
        ("company.headcount", Known(38), "38"),
        ("company.headcount", Known(12.5), "12,5"),
        ("company.headcount", Interval(0, 9), "bis 9"),
        ("company.headcount", Interval(10, 49), "10 bis 49"),
        ("company.headcount", Interval(0, 9.99), "unter 10"),
        ("company.headcount", Interval(10, 49.99), "10 bis unter 50"),
        ("company.headcount", Interval(499.01, None), "über 499"),
        ("company.turnover_eur", Known(1_000_001.6), "1.000.001,60 EUR"),
        ("company.headcount", Interval(250, None), "ab 250"),
        ("company.turnover_eur", Known(6_200_000), "6,2 Mio. EUR"),
        ("company.turnover_eur", Known(118_400), "118.400 EUR"),
        ("company.turnover_eur", Known(1_234_567), "1.234.567 EUR"),
        ("company.turnover_eur", Interval(2_000_001, 10_000_000), "über 2 bis 10 Mio. EUR"),
        ("company.turnover_eur", Interval(500_000, 2_000_000), "500.000 EUR bis 2 Mio. EUR"),
        ("company.turnover_eur", Interval(None, 2_000_000), "bis 2 Mio. EUR"),
        ("company.turnover_eur", Interval(50_000_001, None), "über 50 Mio. EUR"),
        ("project.total_cost_eur", Interval(0, 9_999), "unter 10.000 EUR"),
        ("project.total_cost_eur", Interval(10_000, 49_999), "10.000 bis unter 50.000 EUR"),
        ("project.total_cost_eur", Interval(0, None), "ab 0 EUR"),
        ("company.public_share", Interval(0, 24.99), "unter 25 %"),
        ("company.public_share", Interval(25, 100), "ab 25 %"),
        ("company.public_share", Interval(0, 100), "bis 100 %"),
        ("company.age_years", Known(1), "1 Jahr"),
        ("company.age_years", Interval(3, None), "ab 3 Jahren"),
        ("project.months", Interval(None, 12), "bis 12 Monate"),
        ("company.founded_on", Known("2015-03-14"), "14.03.2015"),
        ("company.founded_on", Interval("2015-01-01", "2015-12-31"), "2015"),
        ("company.founded_on", Interval("2015-01-01", "2017-12-31"), "2015 bis 2017"),
        ("company.founded_on", Interval("2021-11-24", "2026-11-23"), "24.11.2021 bis 23.11.2026"),
        ("company.founded_on", Interval(None, "2016-11-23"), "bis 23.11.2016"),
        ("company.founded_on", Interval("2016-11-23", None), "ab 23.11.2016"),
        ("company.insolvency", Known(True), "ja"),
        ("company.insolvency", Absent.DECLINED, "keine Angabe"),
        ("company.insolvency", Absent.UNKNOWN, "unbekannt"),
        ("company.legal_form", AnyOf(("gmbh", "ug")), "GmbH oder UG"),
        ("company.chamber", Known("beide"), "IHK und HWK"),
        ("project.kind", Known(()), "keine"),
        ("project.kind", Known(("investition", "energie")), "Investition, Energie"),
        ("company.related", Known(()), "keine"),
        (
            "company.related",
            Known((Holding(name="Muster GmbH", share_pct=60), Holding(name="Anna", kind=HoldingKind.LINKED))),
            "Muster GmbH (60 %); Anna (verbunden)",
        ),
        (
            "company.deminimis_grants",
            Known((DeMinimisGrant(granted_on="2025-03-01", gge_eur=12_000, undertaking="Tochter"),)),
            "12.000 EUR vom 01.03.2025 (Tochter)",
        ),
    ],
)
def test_values_are_said_as_people_say_them(fact: str, possible: Any, expected: str) -> None:
    assert words.possible_words(fact, possible).replace(NBSP, " ") == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-11-24", "2026-11-23", "vor weniger als 2 Jahren"),
        ("2025-11-24", "2026-11-23", "vor weniger als 1 Jahr"),
        ("2021-11-24", "2023-11-23", "vor 3 bis unter 5 Jahren"),
        (None, "2016-11-23", "vor mindestens 10 Jahren"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-11-24", None, "ab 24.11.2024"),
        (None, "2026-11-23", "bis 23.11.2026"),
    ],
)
def test_a_founding_is_chosen_by_how_long_ago_it_was(first, last, expected):
    told = words.choice_words("company.founded_on", Interval(first, last), today=TODAY)
    assert told.replace(NBSP, " ") == expected


@settings(max_examples=60, deadline=None)
@given(
    today=st.dates(date(2020, 1, 1), date(2040, 1, 1)), years=st.integers(0, 30), limit=st.sampled_from(("lt", "ge"))
)
def test_brackets_of_ages_say_the_ages_they_hold(today, years, limit):
    asked = Condition(fact="company.age_years", op=Op(limit), value=years)
    for option in options("company.founded_on", Absent.UNKNOWN, [asked], today):
        assert isinstance(option, Interval)
        told = words.choice_words("company.founded_on", option, today=today).replace(NBSP, " ")
        if not told.startswith("vor"):
            # On 29 February most anniversaries are none of the calendar.
            assert (today.month, today.day) == (2, 29)
            continue
        for end in (option.min, option.max):
            if end is None:
                continue
            day = date.fromisoformat(str(end))
            age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
            below = age < years
            assert told.startswith("vor weniger als") is below
            assert str(years) in told


def test_other_answers_are_chosen_by_their_words():
    assert words.choice_words("company.headcount", Interval(10, 49), today=TODAY) == "10 bis 49"


def test_what_stands_alone_begins_with_a_capital():
    assert words.value_label("company.sme_class", FactValue(possible=Known("klein"))) == "Kleines Unternehmen"
    assert words.value_label("company.insolvency", FactValue(possible=Known(False))) == "Nein"
    assert words.code_label("company.legal_kind", "gemeinnuetzig") == "Gemeinnützig"


def test_codes_of_tables_have_names(names):
    assert words.possible_words("company.seat_ags", Known("05954036"), names) == "Witten"
    assert words.possible_words("company.site_ags", Known(("05", "09162000")), names) == (
        "Nordrhein-Westfalen, Bayern (09162000)"
    )
    assert words.possible_words("company.wz_codes", Known(("62.01", "C")), names) == (
        "62.01 Programmierungstätigkeiten, C Verarbeitendes Gewerbe"
    )
    assert words.possible_words("project.themes", Known(("ki",)), names) == "Künstliche Intelligenz"
    assert "SGB" not in words.possible_words("project.other_funding", Known(("zim-einzel",)), names)
    assert words.possible_words("project.other_funding", Known(("zim-einzel",)), names).startswith("ZIM")
    assert not names.place("12345678").isupper()
    assert (NO_NAMES.place("05954036"), NO_NAMES.industry("62.01")) == ("Nordrhein-Westfalen (05954036)", "62.01")


def test_no_section_of_the_classification_shouts(geodata, names):
    assert not [code for code in geodata.industries["2008"] if names.industry(code)[3:].isupper()]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_value_has_words(data):
    fact = FACTS[data.draw(st.sampled_from(sorted(FACTS)))]
    value = data.draw(fact_values(possible_values(fact)))
    text = words.value_label(fact.name, value)
    assert text
    # Records hold names, which may be anything.
    assert fact.type is FactType.RECORDS or not re.search(r"None|Known|\d (EUR|%|Jahr|Monat|Tag)", text)


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("2026", "2026"), ("2025-12", "12/2025")])
def test_as_of_is_as_exact_as_its_source(text, expected):
    assert words.as_of_words(text) == expected
    assert words.as_of_words("2025-12-10T09:00") == "10.12.2025"
