"""German numbers, amounts and dates as they are shown."""

from datetime import date

import pytest

from advisor_app.desktop import formatting

N = "\u00a0"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (7.5, "7,5"), (1234, "1.234"), (15000.0, "15.000"), (1234567.25, "1.234.567,25"), (33.333, "33,33")],
)
def test_numbers_have_german_separators_and_no_needless_decimals(value, shown):
    assert formatting.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (15_000, f"15.000{N}EUR"),
        (999_999, f"999.999{N}EUR"),
        (25_000_000, f"25{N}Mio.{N}EUR"),
        (4_200_000, f"4,2{N}Mio.{N}EUR"),
        (1_234_567, f"1.234.567{N}EUR"),
    ],
)
def test_millions_are_abbreviated_only_where_that_loses_nothing(value, shown):
    assert formatting.euro(value) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (20, 45, f"20 bis 45{N}%"),
        (50, 50, f"50{N}%"),
        (None, 50, f"bis 50{N}%"),
        (20, None, f"ab 20{N}%"),
        (None, None, ""),
        (0, 40, f"0 bis 40{N}%"),
    ],
)
def test_a_rate_says_which_end_is_known(low, high, shown):
    assert formatting.percent_range(low, high) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (5_000, 25_000, f"5.000 bis 25.000{N}EUR"),
        (500_000, 25_000_000, f"500.000 bis 25{N}Mio.{N}EUR"),
        (None, 25_000_000, f"bis 25{N}Mio.{N}EUR"),
        (5_000, None, f"ab 5.000{N}EUR"),
        (None, None, ""),
    ],
)
def test_an_amount_says_which_end_is_known(low, high, shown):
    assert formatting.euro_range(low, high) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("2026", "2026"), ("2025-12", "12/2025"), ("2025-12-10", "10.12.2025"), ("", "")]
)
def test_a_date_is_as_exact_as_its_source(text, shown):
    assert formatting.as_of(text) == shown


def test_a_moment_shows_day_and_time():
    assert formatting.moment("2026-12-03T09:30+01:00") == f"03.12.2026, 09:30{N}Uhr"
    assert formatting.moment("2026-12-03") == "03.12.2026"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025", date(2025, 1, 1)), ("2025-12", date(2025, 12, 1)), ("", None), ("bald", None), ("2025-13-01", None)],
)
def test_a_partial_date_means_its_first_day(text, day):
    assert formatting.earliest(text) == day


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 23), "heute"),
        (date(2026, 11, 24), "heute"),
        (date(2026, 11, 22), "gestern"),
        (date(2026, 11, 11), f"vor 12{N}Tagen"),
        (date(2026, 8, 23), f"vor 3{N}Monaten"),
        (date(2023, 11, 1), f"vor 3{N}Jahren"),
    ],
)
def test_age_is_told_in_plain_words(day, words):
    assert formatting.age(day, TODAY) == words


def test_durations_keep_unit_and_number_together():
    assert formatting.months(6, 12) == f"6 bis 12{N}Monate"
    assert formatting.months(None, 1) == f"1{N}Monat"
    assert formatting.months(6, None) == f"ab 6{N}Monaten"
    assert formatting.weeks(4, 6) == f"4 bis 6{N}Wochen"
    assert formatting.weeks(None, 1) == f"etwa 1{N}Woche"
    assert formatting.weeks(None, None) == ""


def test_lists_and_counts_read_as_german():
    assert formatting.listed(["A"]) == "A"
    assert formatting.listed(["A", "", "B", "C"]) == "A, B und C"
    assert formatting.joined(["A", "", "B"]) == "A · B"
    assert formatting.count(1, "Programm", "Programme") == f"1{N}Programm"
    assert formatting.count(1200, "Programm", "Programme") == f"1.200{N}Programme"


def test_an_address_is_shown_without_its_scheme():
    assert formatting.host("https://www.nrwbank.de/a/") == "nrwbank.de/a"


def test_long_compounds_may_break_at_their_joints():
    shown = formatting.hyphenated("Regionales Wirtschaftsförderungsprogramm")
    assert shown == "Regionales Wirtschafts\u00adförderungs\u00adprogramm"
    assert formatting.hyphenated("Förderungstag") == "Förderungstag"


def test_names_with_dots_may_break_behind_them_and_addresses_are_left_alone():
    assert formatting.hyphenated("Klimaanpassung.Unternehmen.NRW") == "Klimaanpassung.\u200bUnternehmen.\u200bNRW"
    texts = ("NRW.BANK", "bis 30.06.2027, danach", "1.234.567.890.123.456", "Am Ende der Ausbildungszeit.")
    addresses = ("ein.langer.name@example.org", "https://example.org/seite.html", "www.klimaanpassung.example.org")
    for kept in (*texts, *addresses):
        assert formatting.hyphenated(kept) == kept
