"""Titles, names and notes hold one line of what can be seen, wherever they came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.domain.one_line import cleaned, one_line
from advisor_app.domain.profile import FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid import DeMinimisGrant, Direction, Holding


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Muster\nGmbH", "Muster GmbH"),
        ("Muster\u2028GmbH\x85", "Muster GmbH"),
        ("\u202eHbmG\u202c retsuM", "HbmG retsuM"),
        ("A\u200bB\u2066C\u2069\ufeff", "ABC"),
        ("  A   B\t", "A B"),
        ("\x1b[31mrot", "[31mrot"),
        ("15\u00a0% von 3", "15\u00a0% von 3"),
        ("Donau\u00addampf", "Donau\u00addampf"),
        ("\ud800x", "x"),
        ("👩\u200d🔧 Werkstatt", "👩\u200d🔧 Werkstatt"),
    ],
)
def test_a_text_becomes_one_line_of_what_is_seen(text, told):
    assert one_line(text) == told


@given(text=st.text(), most=st.integers(1, 20))
def test_it_holds_no_mark_and_no_more_than_it_may(text, most):
    told = one_line(text, most)
    assert len(told) <= most
    assert one_line(told, most) == told
    assert not any(unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for char in told)
    assert told.isprintable() or all(char.isprintable() or unicodedata.category(char) != "Cc" for char in told)


def test_every_text_of_a_profile_is_cleaned_and_nothing_else():
    below = Holding(name="Tochter\u202e", headcount=Interval(1, 3))
    holding = Holding(name="Mutter\nAG", group="a\x00b", direction=Direction.HOLDS, related=(below,))
    grant = DeMinimisGrant(granted_on="2025-03-01", gge_eur=5, undertaking="X\tY", note="n\nm")
    profile = Profile(
        title="T\r\nU",
        facts={
            "company.related": FactValue(possible=Known((holding,)), note="laut\u2029Register"),
            "company.deminimis_grants": FactValue(possible=Known((grant,))),
            "company.headcount": FactValue(possible=Interval(10, 49), as_of="2026-01-01"),
        },
        judged={"zim/risiko": FactValue(possible=Known(True), note="a\nb")},
    )
    told = cleaned(profile)
    (mother,) = told.known("company.related")
    assert (told.title, mother.name, mother.group, mother.related[0].name) == ("T U", "Mutter AG", "a b", "Tochter")
    assert mother.direction is Direction.HOLDS
    assert mother.related[0].headcount == Interval(1, 3)
    assert told.value("company.related").note == "laut Register"
    assert told.known("company.deminimis_grants")[0] == DeMinimisGrant(
        granted_on="2025-03-01", gge_eur=5, undertaking="X Y", note="n m"
    )
    assert told.value("company.headcount") == profile.value("company.headcount")
    assert told.judged["zim/risiko"].note == "a b"
    assert cleaned(told) is told


def test_a_name_of_nothing_that_is_seen_is_still_a_name():
    value = FactValue(possible=Known((Holding(name="\u200b"),)))
    assert cleaned(value) == FactValue(possible=Known((Holding(name="ohne Namen"),)))
