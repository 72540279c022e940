"""Answers that do not go together are named, each pair once; what goes together is left in peace."""

from __future__ import annotations

from typing import Any

import pytest

from advisor_app.consultation.contradictions import contradictions
from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.report import Wanted, report, report_text
from advisor_app.consultation.session import Session
from advisor_app.domain.profile import FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid import Basis, DeMinimisGrant, Figure
from advisor_app.matching.derive import derive
from tests.conftest import TODAY
from tests.unit.matching.rules import profile_of

HAGEN = "05914000"


def _grant(day: str, amount: Figure, basis: Basis = Basis.GENERAL) -> DeMinimisGrant:
    return DeMinimisGrant(granted_on=day, gge_eur=amount, basis=basis)


def told(facts: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the facts of each contradiction; what follows from the answers must add none."""
    profile = profile_of(facts)
    found = [one.facts for one in contradictions(profile, TODAY)]
    assert [one.facts for one in contradictions(derive(profile, TODAY).profile, TODAY)] == found
    return found


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"project.started": False, "project.order_signed": True}, "project.started"),
        ({"project.started": False, "project.start_planned": "2026-11-01"}, "project.start_planned"),
        ({"project.total_cost_eur": 10_000, "project.eligible_cost_eur": 12_000}, "project.eligible_cost_eur"),
        ({"company.seat_ags": HAGEN, "company.site_in_de": False}, "company.site_in_de"),
        ({"company.seat_ags": "03404000", "company.site_in_de": False}, "company.site_in_de"),
        ({"company.site_ags": (HAGEN,), "company.site_in_de": False}, "company.site_in_de"),
        ({"company.exists": False, "company.headcount": 900}, "company.exists"),
        ({"company.exists": False, "company.headcount": Interval(50, 249)}, "company.exists"),
        ({"company.exists": False, "company.founded_on": "2020-01-01"}, "company.exists"),
        ({"company.exists": False, "company.insolvency": True}, "company.exists"),
        ({"company.exists": True, "company.founded_on": "2027-01-01"}, "company.founded_on"),
        ({"company.founded_on": "2099-01-01"}, "company.founded_on"),
        ({"person.employment": "angestellt", "person.alg1_days_left": 200}, "person.employment"),
        ({"project.kind": ("gruendung",), "project.founding_kind": "keine_gruendung"}, "project.founding_kind"),
        ({"company.insolvency": True, "company.in_difficulty": False}, "company.in_difficulty"),
        ({"company.deminimis_grants": (_grant("2027-12-01", 40_000),)}, "company.deminimis_grants"),
        ({"company.deminimis_grants": (_grant("2025-12-01", 400_000),)}, "company.deminimis_grants"),
        ({"company.deminimis_grants": (_grant("2025-12-01", Interval(50_001, None), Basis.AGRI),)},
         "company.deminimis_grants"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_named_once(facts: dict[str, Any], named: str) -> None:
    ((first, *_),) = told(facts)
    assert first == named


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"project.started": True, "project.order_signed": True},
        {"project.started": False, "project.start_planned": Interval("2026-01-01", "2026-12-31")},
        {"project.total_cost_eur": 12_000, "project.eligible_cost_eur": 12_000},
        {"company.seat_ags": "EU", "company.site_in_de": False},
        {"company.exists": False, "company.founded_on": "2027-03-01", "company.headcount": 0},
        {"company.exists": False, "company.headcount": Interval(10, 49)},
        {"person.employment": "arbeitslos", "person.alg1_days_left": 200},
        {"company.insolvency": True, "company.in_difficulty": True},
        {"company.deminimis_grants": (_grant(TODAY.isoformat(), 300_000), _grant("2025-01-01", Interval(0, 900_000)))},
        {"company.deminimis_grants": (_grant("2025-12-01", 400_000, Basis.DAWI),)},
    ],
)
def test_what_goes_together_is_left_in_peace(facts: dict[str, Any]) -> None:
    assert told(facts) == []


def test_a_grant_to_come_that_is_too_high_is_told_both() -> None:
    profile = profile_of({"company.deminimis_grants": (_grant("2027-12-01", 400_000),)})
    ahead, high = (one.text.replace("\u00a0", " ") for one in contradictions(profile, TODAY))
    assert "01.12.2027 liegt in der Zukunft: Im Konto zählt sie noch nicht" in ahead
    assert "Obergrenze von 300.000 EUR" in high


def test_gold_profiles_contradict_themselves_only_where_that_is_their_point(gold: dict[str, Profile]) -> None:
    found = {name: {one.facts[0] for one in contradictions(profile, TODAY)} for name, profile in gold.items()}
    assert {name: facts for name, facts in found.items() if facts - {"project.started"}} == {}


def test_the_result_on_paper_says_so_and_keeps_what_is_delicate() -> None:
    facts = {"company.insolvency": True, "company.in_difficulty": False, "project.started": False,
             "project.order_signed": True}  # fmt: skip
    given = Profile(facts={name: FactValue(possible=Known(value)) for name, value in facts.items()})
    findings = Adviser.of([], TODAY).first(Session().loaded(given))
    for ticked in (False, True):
        wanted = Wanted(with_sensitive=ticked)
        text = report_text(report(findings, words=lambda _, code: code, as_of="2026-11-20", wanted=wanted))
        assert "ein Auftrag ist aber erteilt" in text
        assert ("Insolvenzverfahren" in text) is ticked
