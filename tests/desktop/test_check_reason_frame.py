"""What a programme asks by its own fields, told where somebody asks why."""

from __future__ import annotations

from advisor_app.domain.programme import Aid, AidBasis, Amounts, Bagatelle, BagatelleBase, Grant, Range
from tests.desktop.reason_world import UNSIGNED, explain, explained_programme, given

NOT_ORDERED = {"project.order_signed": False}


def test_trouble_under_the_block_exemption_is_for_the_body_to_decide():
    one = explained_programme(UNSIGNED, aid=Aid(basis=(AidBasis.AGVO,)))
    view = explain(one, given({**NOT_ORDERED, "company.in_difficulty": True}))
    assert view.outcome.text == "Offen"
    assert view.lead.sentence == "1\u00a0Punkt klärt die Stelle."
    (point,) = view.lead.points
    assert point.text == "Kein Unternehmen in Schwierigkeiten (AGVO, mit wenigen Ausnahmen)"
    assert point.note == "Unternehmen in Schwierigkeiten: ja"
    assert point.delicate
    (line,) = view.deciding
    assert line.remark == "folgt aus den Angaben zum Programm · bei der Stelle klären"
    assert line.ref == 1
    assert "Schwierigkeiten" not in view.leaving.text


def test_a_missed_floor_is_named_and_no_amount_is():
    floor = Bagatelle(value=4_000, refers_to=BagatelleBase.GRANT)
    amounts = Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=15_000))
    one = explained_programme(UNSIGNED, aid=Aid(basis=(AidBasis.AGVO,)), amounts=amounts, bagatelle_eur=floor)
    view = explain(one, given({**NOT_ORDERED, "project.total_cost_eur": 2_000}))
    assert view.outcome.text == "Voraussichtlich nicht passend"
    assert "Untergrenze 4.000" in view.lead.points[0].text
    assert view.estimate.figure == "bis 50\u00a0%"
