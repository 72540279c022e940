"""Every line of a calculation in words."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings

from advisor_app.consultation.step_words import StepLine, fault_words, step_line
from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.state_aid import Holding, Span, Step, StepCode, size_class
from advisor_app.domain.state_aid.cumulation import Support, combine
from advisor_app.domain.state_aid.deminimis import Basis, DeMinimisGrant, open_account
from advisor_app.domain.state_aid.holdings import FaultKind
from advisor_app.domain.state_aid.intensity import Purpose, ceiling
from advisor_app.domain.state_aid.steps import step
from advisor_app.matching.derive import derive, estimate_for
from tests.conftest import TODAY
from tests.profiles import profiles

NBSP = "\u00a0"


def plain(line: StepLine) -> str:
    return f"{line.text} | {line.amount}".replace(NBSP, " ")


# Values of every kind that a line may carry; each code takes those it needs.
EVERYTHING: dict[str, Any] = {
    "headcount": Span(38, 38), "turnover": Span(6_200_000, 6_200_000), "balance": Span(0, math.inf), "name": "Muster",
    "under": "Holding", "share": Span(30, 30), "weight": Span(0.3, 0.3), "classes": ("klein", "mittel"),
    "kind": "cycle", "path": ("A", "B", "A"), "amount": Span(12_000, 12_000), "day": "2026-11-23",
    "until": "2028-03-01", "basis": "de_minimis", "names": ("A", "B"), "pct": Span(25, 45), "certain": False,
    "of": "grant", "programmes": ("zim-einzel",), "years": Span(3, 3), "place": "05914000",
}  # fmt: skip
NUMBERS = {
    StepCode.CEILING: ("amount",), StepCode.CAP: ("amount",), StepCode.FLOOR: ("amount",), StepCode.BASE_RATE: ("pct",),
    StepCode.SIZE_BONUS: ("pct",), StepCode.EXTRA_BONUS: ("pct",), StepCode.RATE_ROW: ("pct",),
}  # fmt: skip


@pytest.mark.parametrize("code", StepCode)
def test_every_code_has_words(code):
    values = EVERYTHING | dict.fromkeys(NUMBERS.get(code, ()), 20.0)
    if code is StepCode.CAP:
        del values["pct"]
    line = step_line(step(code, "Art. 1", **values))
    assert line.source == "Art. 1"
    assert line.text[0].isupper()
    for text in (line.text, line.amount):
        assert "inf" not in text
        assert code.value not in text
        assert "Span" not in text


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_of_holdings_has_words(kind):
    assert fault_words(kind.value, ("A", "", "B")).endswith("A > (ohne Namen) > B")


def test_the_size_class_is_told_line_by_line():
    related = (
        Holding(name="Mutter", share_pct=60, headcount=100, turnover_eur=20_000_000, balance_eur=9_000_000),
        Holding(name="Partner", share_pct=30, headcount=50, turnover_eur=10_000_000, balance_eur=5_000_000),
        Holding(name="Klein", share_pct=10, headcount=5),
    )
    found = size_class(headcount=20, turnover_eur=3_000_000, balance_eur=2_000_000, related=related)
    assert [plain(step_line(one)) for one in found.steps] == [
        "Eigene Zahlen | 20 Beschäftigte, Umsatz 3 Mio. EUR, Bilanz 2 Mio. EUR",
        "Mutter: verbunden, zählt ganz | 100 Beschäftigte, Umsatz 20 Mio. EUR, Bilanz 9 Mio. EUR",
        "Partner: Partnerunternehmen, zählt zu 30 % | 15 Beschäftigte, Umsatz 3 Mio. EUR, Bilanz 1,5 Mio. EUR",
        "Klein: unter 25 %, zählt nicht mit | 10 %",
        "Zusammen | 135 Beschäftigte, Umsatz 26 Mio. EUR, Bilanz 12,5 Mio. EUR",
        "Größenklasse nach diesen Zahlen | Mittleres Unternehmen",
    ]


def test_the_account_is_told_line_by_line():
    grants = (
        DeMinimisGrant(granted_on="2025-03-01", gge_eur=12_000),
        DeMinimisGrant(granted_on="2025-04-01", gge_eur=5_000, undertaking="Fremde AG", basis=Basis.AGRI),
    )
    lines = [plain(step_line(one)) for one in open_account(grants, ()).steps(TODAY)]
    assert lines == [
        "Höchstbetrag in drei Jahren | 300.000 EUR",
        "Beihilfe vom 01.03.2025: zählt bis 01.03.2028 | 12.000 EUR",
        "Beihilfe vom 01.04.2025 (Agrar), Fremde AG: zählt vielleicht mit | bis 5.000 EUR",
        "Verbraucht | 12.000 bis 17.000 EUR",
        "Frei am 23.11.2026 | 283.000 bis 288.000 EUR",
    ]


def test_intensities_of_every_purpose_are_told():
    for purpose in Purpose:
        found = ceiling(purpose, SME_CLASSES, on=TODAY)
        assert found is not None
        lines = [step_line(one) for one in found.steps]
        assert lines[-1].text == "Höchste Beihilfeintensität"
        assert all("AGVO" in line.source for line in lines)
    development = ceiling(Purpose.DEVELOPMENT, ("mittel",), extra=None, on=TODAY)
    assert development is not None
    assert [plain(step_line(one)) for one in development.steps] == [
        "Beihilfeintensität ohne Zuschläge | 25 %",
        "Zuschlag für mittlere Unternehmen | + 10 Prozentpunkte",
        "Zuschlag für Zusammenarbeit oder weite Verbreitung der Ergebnisse, falls das zutrifft | + 15 Prozentpunkte",
        "Obergrenze mit allen Zuschlägen | 80 %",
        "Höchste Beihilfeintensität | 35 bis 50 %",
    ]


def test_cumulation_names_programmes_by_their_titles(names):
    barred = combine([Support(programme="zim-einzel", excluded_with=("mid-digitalisierung",)),
                      Support(programme="mid-digitalisierung")])  # fmt: skip
    (line,) = (step_line(one, names) for one in barred.steps)
    assert names.programme("zim-einzel") in line.text
    within = combine([Support(programme="zim-einzel", eur=1000), Support(programme="x", eur=2000)], same_cost=True)
    assert "Förderungen zusammen | 3.000 EUR" in [plain(step_line(one, names)) for one in within.steps]


def steps_of(programme: Any, profile: Any) -> tuple[Step, ...]:
    return estimate_for(programme, profile).steps


@settings(max_examples=40, deadline=None)
@given(profile=profiles())
def test_the_calculations_of_any_profile_have_words(adviser, profile):
    derived = derive(profile, TODAY)
    every = [one for lines in derived.steps.values() for one in lines]
    every += [one for entry in adviser.rulebook.entries[:20] for one in steps_of(entry.programme, derived.profile)]
    for one in every:
        line = step_line(one)
        assert line.text
        assert "inf" not in line.amount
