"""What people write in German, read as values of facts."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.consultation.names import Names
from advisor_app.consultation.reading import NotUnderstood, Reader, read_days, read_figures
from advisor_app.consultation.words import possible_words
from advisor_app.content.geodata import Geodata
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.industries import IndustryIndex
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Interval, Known

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def reader(root, geodata: Geodata) -> Reader:
    folder = root / "resources" / "geodata"
    names = Names.of(geodata, {"ki": "Künstliche Intelligenz", "energie_umwelt": "Energie und Umwelt"})
    return Reader(Gazetteer.load(folder), IndustryIndex.load(folder), names, today=TODAY)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("38", "AWU", Known(38)),
        ("38 Beschäftigte", "AWU", Known(38)),
        ("38,5 VZÄ", "AWU", Known(38.5)),
        ("keine", "AWU", Known(0)),
        ("1.500.000", "EUR", Known(1_500_000)),
        ("1 500 000 €", "EUR", Known(1_500_000)),
        ("1'500'000", "EUR", Known(1_500_000)),
        ("6,2 Mio. EUR", "EUR", Known(6_200_000)),
        ("6.2 Mio", "EUR", Known(6_200_000)),
        ("200 TEUR", "EUR", Known(200_000)),
        ("80 T€", "EUR", Known(80_000)),
        ("€ 250", "EUR", Known(250)),
        ("12,5 Prozent", "%", Known(12.5)),
        ("10-49", "AWU", Interval(10, 49)),
        ("zwischen 10 und 49", "AWU", Interval(10, 49)),
        ("von 10 bis 49 Personen", "AWU", Interval(10, 49)),
        ("10 bis unter 50", "AWU", Interval(10, 49)),
        ("über 2 bis 10 Mio. EUR", "EUR", Interval(2_000_001, 10_000_000)),
        ("1 bis 2 Mio", "EUR", Interval(1_000_000, 2_000_000)),
        ("500.000 bis 1 Mio", "EUR", Interval(500_000, 1_000_000)),
        ("unter 250", "AWU", Interval(None, 249)),
        ("weniger als 25 %", "%", Interval(None, 24.99)),
        ("mehr als 50 %", "%", Interval(50.01, None)),
        ("höchstens 9", "AWU", Interval(None, 9)),
        ("bis zu 9", "AWU", Interval(None, 9)),
        ("ab 250", "AWU", Interval(250, None)),
        ("mind. 5", "AWU", None),
        ("250+", "AWU", Interval(250, None)),
        ("250 und mehr", "AWU", Interval(250, None)),
        ("10 bis 10", "AWU", Known(10)),
    ],
)
def test_figures(text, unit, expected):
    if expected is None:
        with pytest.raises(NotUnderstood):
            read_figures(text, unit)
        return
    assert read_figures(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-3", "nie kleiner als null"),
        ("unter 0", "nie kleiner als null"),
        ("49 bis 10", "größer als die zweite"),
        ("ca. 40", "als Spanne"),
        ("rund 1,5 Mio", "als Spanne"),
        ("viele", "Eine Zahl oder eine Spanne"),
        ("12 Monate", "Eine Zahl oder eine Spanne"),
        ("1.5.3", "Eine Zahl oder eine Spanne"),
        ("9" * 30, "zu groß"),
        ("9999999 Mrd", "zu groß"),
    ],
)
def test_figures_that_cannot_be(text, told):
    with pytest.raises(NotUnderstood, match=told):
        read_figures(text, "AWU")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14.03.2015", Known("2015-03-14")),
        ("14. 3. 2015", Known("2015-03-14")),
        ("14. März 2015", Known("2015-03-14")),
        ("2015-03-14", Known("2015-03-14")),
        ("heute", Known("2026-11-23")),
        ("03/2015", Interval("2015-03-01", "2015-03-31")),
        ("Februar 2024", Interval("2024-02-01", "2024-02-29")),
        ("Feb. 2023", Interval("2023-02-01", "2023-02-28")),
        ("Q2 2027", Interval("2027-04-01", "2027-06-30")),
        ("3. Quartal 2027", Interval("2027-07-01", "2027-09-30")),
        ("2015", Interval("2015-01-01", "2015-12-31")),
        ("2015 bis 2018", Interval("2015-01-01", "2018-12-31")),
        ("2015-2018", Interval("2015-01-01", "2018-12-31")),
        ("01.05.2020 - 2022-06-30", Interval("2020-05-01", "2022-06-30")),
        ("seit 2019", Interval("2019-01-01", None)),
        ("nach 2019", Interval("2020-01-01", None)),
        ("vor 2020", Interval(None, "2019-12-31")),
        ("bis 03/2020", Interval(None, "2020-03-31")),
    ],
)
def test_days(text, expected):
    assert read_days(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("31.02.2020", "Diesen Tag gibt es nicht"),
        ("13/2020", "Diesen Tag gibt es nicht"),
        ("1.1.15", "vier Stellen"),
        ("15", "vier Stellen"),
        ("0215", "zu weit weg"),
        ("2018 bis 2015", "größer als die zweite"),
        ("bald", "Ein Tag, ein Monat"),
        ("Foo 2015", "Ein Tag, ein Monat"),
    ],
)
def test_days_that_cannot_be(text, told):
    with pytest.raises(NotUnderstood, match=told):
        read_days(text, TODAY)


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("company.legal_form", "GmbH", Known("gmbh")),
        ("company.legal_form", "genoss", Known("eg")),
        ("company.insolvency", "Nein", Known(False)),
        ("project.themes", "künstliche intelligenz, energie", Known(("ki", "energie_umwelt"))),
        ("project.kind", "Investition, Investition", Known(("investition",))),
        ("project.partners", "keine", Known(())),
        ("company.seat_ags", "58452", Known("05954036")),
        ("company.seat_ags", "Kreis Gütersloh", Known("05754")),
        ("company.seat_ags", "Bayern", Known("09")),
        ("company.wz_codes", "62.01, c", Known(("62.01", "C"))),
        ("company.wz_codes", "Zahntechniker", Known(("32.50.3",))),
    ],
)
def test_values_by_the_type_of_their_fact(reader, fact, text, expected):
    assert reader.read(fact, text) == expected


@pytest.mark.parametrize(
    ("fact", "text", "told"),
    [
        ("company.headcount", " ", "noch nichts"),
        ("company.public_share", "120", "Mehr als 100"),
        ("person.age", "900", "Mehr als 120\u00a0Jahre gibt es hier nicht"),
        ("company.headcount", "6.200.000", "Mehr als 1.000.000 gibt es"),
        ("company.founded_on", "2150", "liegt zu weit weg"),
        ("company.legal_form", "Konzern", "Bekannt sind: Einzelunternehmen"),
        ("company.seat_ags", "40721", "Mehrere Orte passen"),
        ("company.seat_ags", "München", "gibt es in NRW nicht"),
        ("company.wz_codes", "Tischlerei", "43.32.0 Bautischlerei"),
        ("company.wz_codes", "xyzzy", "Keine Branche"),
        ("company.wz_codes", ",", "noch nichts"),
        ("project.partners", "Ruhr-Universität (Bochum)", "ein kurzes Wort"),
        ("company.deminimis_grants", "2025 12.000", "genauer Tag"),
        ("company.related", "Muster GmbH 10-20", "genaue Zahl"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(reader, fact, text, told):
    with pytest.raises(NotUnderstood, match=told):
        reader.read(fact, text)


WHOLE = st.integers(0, 10**9)
SHARES = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)


@given(st.sampled_from(["company.headcount", "company.turnover_eur", "project.months"]), WHOLE, WHOLE)
def test_a_span_is_read_as_it_is_shown(fact, one, other):
    low, high = sorted((one, other))
    for possible in (Known(low), Interval(low, None), Interval(None, high), Interval(low, high)):
        read = read_figures(possible_words(fact, possible), FACTS[fact].unit)
        assert _ends(read) == _ends(possible)


@given(SHARES, SHARES)
def test_shares_are_read_as_they_are_shown(one, other):
    low, high = sorted((one, other))
    for possible in (Known(low), Interval(low, 100), Interval(low, high)):
        ends = _ends(read_figures(possible_words("company.public_share", possible), "%"))
        assert ends == _ends(possible) or ends == (low or None, None)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_days_are_read_as_they_are_shown(one, other):
    first, last = (day.isoformat() for day in sorted((one, other)))
    for possible in (Known(first), Interval(first, None), Interval(None, last), Interval(first, last)):
        assert _ends(read_days(possible_words("company.founded_on", possible))) == _ends(possible)


@given(st.sampled_from(sorted(FACTS)), st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(reader, fact, text):
    with suppress(NotUnderstood):
        assert isinstance(reader.read(fact, text), Known | Interval)


def _ends(possible: object) -> tuple[object, object]:
    if isinstance(possible, Known):
        return possible.value or None, possible.value
    assert isinstance(possible, Interval)
    return possible.min or None, possible.max
