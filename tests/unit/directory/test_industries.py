"""Industries found by code, by trade, by words, and with typing errors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.content.geodata import IndustryTable
from advisor_app.directory.industries import IndustryIndex
from tests.unit.directory import trade_measure as measure

TABLE = IndustryTable.load(measure.GEODATA)
INDEX = IndustryIndex(TABLE)


def codes(text: str, limit: int = 5) -> list[str]:
    return [hit.industry.code for hit in INDEX.suggest(text, limit)]


def test_everyday_trades_lead_to_their_industry_far_more_often_than_the_letters_of_its_name():
    asked = measure.questions()
    stands = measure.in_table(TABLE)
    assert len(asked) >= 300
    ours = measure.measure(asked, measure.by_index(INDEX))
    plain = measure.measure(asked, measure.by_letters(TABLE))
    assert (ours.first, ours.five) >= (0.95, 0.97), ours.missed
    assert ours.first - plain.first > 0.6
    # The words of the table alone would prove nothing.
    others = {one.trade for one in asked if not stands(one)}
    assert len(others) >= 100
    missed = [line for line in ours.missed if line.partition(":")[0] in others]
    assert len(missed) / len(others) < 0.08


def test_every_trade_names_codes_of_the_classification():
    named = {code for found in TABLE.trades.values() for code in found}
    assert named <= TABLE.industries.keys()
    some = list(TABLE.trades.items())[::23]
    assert all(INDEX.suggest(trade, 1)[0].industry.code == found[0] for trade, found in some)


def test_codes_lead_to_themselves_and_to_what_they_begin():
    assert codes("62")[:2] == ["62", "62.01"]
    assert codes("62.01") == ["62.01", "62.01.1", "62.01.9"]
    assert codes("c") == ["C"]
    assert codes("10.71") == ["10.71"]
    assert codes("98.7") == []


def test_a_trade_says_by_which_name_it_was_found_and_where_it_lies():
    hit = INDEX.suggest("tischlermeister")[0]
    assert (hit.industry.code, hit.trade) == ("43.32.0", "Tischlerei")
    assert hit.division == "Vorbereitende Baustellenarbeiten, Bauinstallation und sonstiges Ausbaugewerbe"
    assert INDEX.suggest("Maschinenbau")[0].division == ""


@pytest.mark.parametrize("text", ["BÄCKEREI", "baeckerei", "Bäckerei ", "  bäckerei", "Ba\u0308ckerei"])
def test_spelling_does_not_matter(text):
    assert codes(text, 1) == ["10.71.0"]


def test_the_beginning_of_a_word_is_enough_while_typing():
    assert "43.32.0" in codes("tisch")
    assert "43.91.1" in codes("dachd")


def test_what_an_industry_leaves_out_does_not_find_it():
    assert "16" not in codes("Möbel", 40)
    assert "45.20.3" not in codes("Autowäsche", 1)


def test_an_unknown_word_beside_a_known_one_does_no_harm():
    assert codes("Bäckerei Müller-Lüdenscheidt", 1) == ["10.71.0"]
    assert codes("Qwertz Dachdecker", 1) == ["43.91.1"]


def test_nothing_is_made_up():
    assert codes("xyzzy") == []
    assert codes("") == []
    assert codes(" - ") == []
    assert INDEX.industry("99.99") is None


def test_a_name_of_the_classification_goes_before_a_trade_that_is_part_of_the_word():
    assert codes("Bausparkasse", 1) == ["64.19.6"]


def test_the_end_of_a_word_says_whether_something_is_made_sold_or_lent():
    assert codes("Fensterhersteller", 1) == ["16.23.0"] or codes("Fensterhersteller", 1)[0].startswith("25.12")
    assert codes("Getränkehändler", 1)[0].startswith(("46.34", "47.25"))
    assert codes("Baumaschinenverleih", 1) == ["77.32.0"]


def test_the_classification_can_be_gone_down_step_by_step():
    assert [one.code for one in INDEX.within("")] == [chr(letter) for letter in range(ord("A"), ord("V"))]
    assert [one.code for one in INDEX.within("C")][:2] == ["10", "11"]
    assert INDEX.above("43.32.0") == ("43.32", "43.3", "43", "F")
    assert INDEX.above("F") == ()


def test_finer_industries_pass_over_those_that_only_repeat_the_name():
    assert [one.code for one in INDEX.within("62.01")] == ["62.01.1", "62.01.9"]
    assert INDEX.within("10.71") == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_gives_known_industries_once_each(text):
    found = codes(text, 8)
    assert len(set(found)) == len(found) <= 8
    assert set(found) <= TABLE.industries.keys()
