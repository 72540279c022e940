"""In which order three typical visitors are asked, as somebody who sits at the table judged it.

A change of the rules may move these questions: then look at the new order, and take it over where it still makes sense.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content
from advisor_app.domain import Programme
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.matching.asking import FOR_FOUNDERS
from advisor_app.matching.derive import deriver
from advisor_app.matching.question import questions
from advisor_app.matching.rulebook import Rulebook

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]

CRAFT: dict[str, Any] = {
    "company.headcount": 38,
    "company.turnover_eur": 6_200_000,
    "company.seat_ags": "05914000",
    "company.legal_form": "gmbh",
    "company.legal_kind": "handwerk",
    "company.related": (),
    "project.kind": ("investition", "digitalisierung"),
    "project.total_cost_eur": 210_000,
}
FOUNDER: dict[str, Any] = {"project.kind": ("gruendung",), "person.residence_ags": "05515000"}
SOFTWARE: dict[str, Any] = {
    "company.headcount": 4,
    "company.seat_ags": "05315000",
    "company.legal_form": "ug",
    "company.founded_on": "2024-05-02",
    "company.wz_codes": ("62.01",),
    "project.kind": ("fue_produkt",),
    "project.themes": ("ki",),
}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    content = load_content(ROOT / "kb", Geodata.load(ROOT / "resources" / "geodata"), today=TODAY)
    return Rulebook([item for item in content.items if isinstance(item, Programme)], TODAY, derive=deriver(TODAY))


def asked(book: Rulebook, told: dict[str, Any]) -> list[str]:
    profile = Profile(facts={name: FactValue(possible=Known(value)) for name, value in told.items()})
    return [question.fact for question in questions(book.check(profile))]


@pytest.mark.parametrize(
    ("told", "first"),
    [
        pytest.param(
            CRAFT,
            ("project.started", "project.order_signed", "company.founded_on", "project.site_ags"),
            id="craft",
        ),
        pytest.param(
            FOUNDER,
            ("company.exists", "project.started", "company.seat_ags", "project.order_signed", "project.site_ags"),
            id="founder",
        ),
        pytest.param(
            SOFTWARE,
            ("project.started", "company.related", "project.order_signed", "project.total_cost_eur"),
            id="software",
        ),
    ],
)
def test_the_first_questions_make_sense(book: Rulebook, told: dict[str, Any], first: tuple[str, ...]) -> None:
    assert tuple(asked(book, told)[: len(first)]) == first


@pytest.mark.parametrize("told", [CRAFT, SOFTWARE])
def test_who_founds_nothing_hears_the_questions_to_founders_last(book: Rulebook, told: dict[str, Any]) -> None:
    names = asked(book, told)
    late = [place for place, name in enumerate(names) if name in FOR_FOUNDERS]
    delicate = {"company.in_difficulty", "company.insolvency", "company.open_recovery_order"}
    assert set(names[min(late, default=len(names)) :]) <= FOR_FOUNDERS | delicate


@pytest.mark.parametrize("told", [CRAFT, FOUNDER, SOFTWARE])
def test_nobody_is_asked_what_follows(book: Rulebook, told: dict[str, Any]) -> None:
    names = asked(book, told)
    assert "company.site_in_de" not in names
    assert "company.related" not in told or "company.public_share" not in names
    assert ("project.site_ags" in names) is ("project.site_ags" not in told)


def test_a_company_in_the_region_with_private_owners_leaves_nothing_open_about_either(book: Rulebook) -> None:
    profile = Profile(facts={name: FactValue(possible=Known(value)) for name, value in CRAFT.items()})
    missing = {name for verdict in book.check(profile).verdicts for name in verdict.open}
    assert not missing & {"company.site_ags", "company.site_in_de", "company.public_share"}
