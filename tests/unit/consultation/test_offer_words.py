"""What programmes may come to in words: an amount only where the entry bounds it, a loan never as a grant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from advisor_app.consultation.verdict_words import offer_words
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.domain.programme import Amounts, FundingType, Grant, Programme, Range
from advisor_app.matching.derive import derive, estimate_for
from tests.conftest import TODAY
from tests.unit.matching.rules import programme_with

NBSP = "\u00a0"
DEAR: dict[str, object] = {
    "company.headcount": 38, "company.turnover_eur": 6_200_000, "company.balance_eur": 3_000_000,
    "company.related": (), "project.total_cost_eur": 450_000, "project.eligible_cost_eur": 450_000,
}  # fmt: skip


def words_of(programme: Programme, facts: Mapping[str, object] = MappingProxyType({})) -> str:
    known = {name: FactValue(possible=Known(value)) for name, value in {**DEAR, **facts}.items()}
    profile = derive(Profile(facts=known), TODAY).profile
    return offer_words(programme, estimate_for(programme, profile)).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("programme", "words"),
    [
        # Days of advice, a wage, a course, a difference of pay: no share of what the project costs.
        ("inqa-coaching", "bis 80 %"),
        ("bpw-nrw", "50 bis 90 %"),
        ("eingliederungszuschuss", "bis 50 %"),
        ("uelu-nrw", "bis 33,3 %"),
        ("qualifizierungsgeld", "60 bis 67 %"),
        ("qcg-82", "100 %"),
        # What is open may be more: 45 % as de-minimis, which nobody can tell from the profile.
        ("rwp-gewerblich", "30 bis 45 %"),
        ("bildungsscheck-2-nrw", "bis 50 %, bis 500 EUR"),
        ("mid-digitale-sicherheit", "bis 50 %, bis 15.000 EUR"),
        # What has to be paid back is named as what it is, and before the grant that comes with it.
        ("kfw-511-512", "Darlehen bis 25 Mio. EUR, dazu Zuschuss"),
        ("kfw-513-514", "Darlehen bis 25 Mio. EUR, dazu Zuschuss"),
        ("kfw-365-366", "Darlehen bis 25 Mio. EUR"),
        ("kfw-077", "Darlehen bis 500.000 EUR"),
        ("mikromezzanin", "Beteiligung bis 50.000 EUR"),
        ("kbg-beteiligung", "Beteiligung bis 1,5 Mio. EUR"),
        ("nrw-seedcap", "Beteiligung 100.000 bis 500.000 EUR"),
        ("expressbuergschaft-nrw", "bis 80 % des Kredits"),
        ("digital-europe-edih", "kostenfrei"),
        ("horizont-europa", "bis 100 %"),
        ("digital-jetzt", ""),
    ],
)
def test_a_project_of_450000_eur(programmes: tuple[Programme, ...], programme: str, words: str) -> None:
    (found,) = [one for one in programmes if one.id == programme]
    assert words_of(found) == words


def test_no_entry_without_a_bound_tells_an_amount(programmes: tuple[Programme, ...]) -> None:
    for one in programmes:
        amounts = one.amounts or Amounts()
        named = (amounts.grant_eur, amounts.loan_eur, amounts.eligible_cost_eur)
        assert any(named) or not re.search("EUR", words_of(one)), one.id


def test_a_grant_with_a_loan_beside_it_comes_first() -> None:
    types = (FundingType.ZUSCHUSS, FundingType.DARLEHEN)
    amounts = Amounts(grant_eur=Grant(max=5_000), loan_eur=Range(min=1_000, max=20_000))
    programme = programme_with(None, funding_types=types, amounts=amounts)
    assert words_of(programme) == "bis 5.000 EUR, dazu Darlehen 1.000 bis 20.000 EUR"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (None, "bis 70 %, bis 11.500 EUR, mit Bonus bis 16.000 EUR"),
        ("neugruendung", "bis 70 %, bis 11.500 EUR, mit Bonus bis 14.000 EUR"),
        ("uebernahme", "bis 70 %, bis 13.500 EUR, mit Bonus bis 16.000 EUR"),
    ],
)
def test_base_and_bonus_are_told_apart(programmes: tuple[Programme, ...], kind: str | None, words: str) -> None:
    (found,) = [one for one in programmes if one.id == "meistergruendungspraemie-nrw"]
    assert words_of(found, {} if kind is None else {"project.founding_kind": kind}) == words
