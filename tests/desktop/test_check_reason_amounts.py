"""What an explanation says of the money where the entry bounds it, and where it does not."""

from __future__ import annotations

from advisor_app.domain.programme import Aid, AidBasis, Amounts, FundingType, Grant, Range
from tests.desktop.reason_world import STAFF, explain, explained_programme, given

NBSP = "\u00a0"
COSTLY = {"company.headcount": 38, "project.total_cost_eur": 450_000}


def test_a_rate_without_a_bound_stands_alone_and_says_why() -> None:
    view = explain(explained_programme(STAFF, amounts=Amounts(rate_pct=Range(max=80))), given(COSTLY)).estimate
    assert view.figure == f"bis 80{NBSP}%"
    assert any(note.startswith("Einen Höchstbetrag nennen die Quellen nicht.") for note in view.notes)
    assert not any("Spanne" in note for note in view.notes)
    assert "EUR" not in " ".join(f"{line.text} {line.amount}" for line in view.calc if "Kosten" not in line.text)
    # Knowing the costs would make nothing clearer.
    assert view.missing == ()


def test_where_the_costs_matter_they_are_asked_for() -> None:
    half = Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=15_000))
    view = explain(explained_programme(STAFF, amounts=half), given()).estimate
    assert "project.total_cost_eur" in {deed.fact for deed in view.missing}


def test_the_grant_beside_a_loan_does_not_tell_whether_the_room_suffices() -> None:
    digital = explained_programme(
        STAFF,
        funding_types=(FundingType.DARLEHEN, FundingType.ZUSCHUSS),
        amounts=Amounts(grant_eur=Grant(max=200_000), loan_eur=Range(max=25_000_000)),
        aid=Aid(basis=(AidBasis.DE_MINIMIS,), gross_grant_equivalent=True),
    )
    view = explain(digital, given({**COSTLY, "company.deminimis_grants": (), "company.related": ()}))
    (room,) = [line for line in view.aid.lines if line.label == "De-minimis-Rahmen"]
    assert "reicht heute" not in room.note
    assert "wie viel davon es braucht, ist offen" in room.note
    assert not any("Mögliche Förderung" in line.text for line in view.estimate.calc)
    assert view.estimate.figure == f"Darlehen bis 25{NBSP}Mio.{NBSP}EUR, dazu Zuschuss"
