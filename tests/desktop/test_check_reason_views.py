"""Why a programme fits or not, in words: first what would have to change, then down to value, origin, source, as-of."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from advisor_app.desktop.presenters.check_demand import demand_words
from advisor_app.desktop.presenters.check_reason import present_reason
from advisor_app.domain.eligibility import Op, Rule, Value
from advisor_app.domain.item import Certainty
from advisor_app.domain.profile import Absent, FactValue, Interval, Provenance
from advisor_app.domain.programme import Aid, AidBasis, Amounts, Grant, Range, StartRule, Window, WindowModel
from tests.desktop.conftest import MemoryLibrary
from tests.desktop.reason_world import (
    ADVICE,
    DISTRESS,
    NAMES,
    RISK,
    SEAT,
    STAFF,
    UNSIGNED,
    explain,
    explained_programme,
    findings_of,
    given,
    known,
    line,
)

# What stands first


def test_a_failed_verdict_says_first_what_would_have_to_change():
    view = explain(explained_programme(STAFF, SEAT), given({"company.headcount": 312, "company.seat_ags": "05911"}))
    assert view.outcome.text == "Voraussichtlich nicht passend"
    assert view.lead.heading == "Was sich ändern müsste"
    assert view.lead.sentence.startswith("Eine Bedingung ist nicht erfüllt.")
    (point,) = view.lead.points
    assert point.text == "Weniger als 250 Beschäftigte"
    assert point.note == "heute Beschäftigte: 312 · nötig: unter 250"
    assert point.deed is not None
    assert (point.deed.fact, point.deed.hint) == ("company.headcount", "Beschäftigte ändern")


def test_all_that_fails_would_have_to_change_and_what_is_open_then_is_told():
    facts = {"company.headcount": 312, "company.seat_ags": "09162000"}
    view = explain(explained_programme(STAFF, SEAT, UNSIGNED, RISK), given(facts))
    assert view.lead.sentence == "2 Bedingungen sind nicht erfüllt. Alle müssten sich ändern."
    assert [point.text for point in view.lead.points] == ["Weniger als 250 Beschäftigte", "Sitz in NRW"]
    assert view.lead.rest == "Danach noch offen: Auftrag unterschrieben und 1\u00a0Punkt aus dem Gespräch."


def test_of_several_ways_one_suffices():
    ways = Rule(text="Größe oder Lage", any=(STAFF, SEAT))
    facts = {"company.headcount": 312, "company.seat_ags": "09162000"}
    view = explain(explained_programme(ways, UNSIGNED), given(facts))
    assert view.lead.sentence == "Eine Bedingung ist auf keinem ihrer Wege erfüllt. Ein Weg würde genügen."
    assert [(point.text, point.depth, point.head) for point in view.lead.points] == [
        ("Größe oder Lage: eine davon genügt", 0, True),
        ("Weniger als 250 Beschäftigte", 1, False),
        ("Sitz in NRW", 1, False),
    ]


def test_of_a_rule_that_follows_from_a_premise_both_ways_out_are_told():
    takeover = Rule(fact="project.founding_kind", op=Op.EQ, value="uebernahme", src="q1")
    share = Rule(id="anteil", fact="project.share_pct", op=Op.GT, value=50, text="mehr als die Hälfte", src="q1")
    rule = Rule(id="falls", when=takeover, then=share)
    view = explain(explained_programme(rule), given({"project.founding_kind": "uebernahme", "project.share_pct": 20}))
    assert [point.text for point in view.lead.points] == [
        "Eine davon genügt", "Mehr als die Hälfte", "Art der Gründung: nicht Übernahme",
    ]  # fmt: skip
    assert [one.text for one in view.every] == ["Falls Art der Gründung: Übernahme", "Dann: mehr als die Hälfte"]
    assert [one.sign.text for one in view.every] == ["trifft zu", "nicht erfüllt"]


def test_what_excludes_stands_in_the_way_or_not():
    barred = Rule(
        id="agrar", fact="company.legal_kind", op=Op.EQ, value="landwirtschaft", text="Landwirtschaft", src="q1"
    )
    one = explained_programme(Rule(none=(barred,)), UNSIGNED)
    stands = explain(one, given({"company.legal_kind": "landwirtschaft", "project.order_signed": False}))
    free = explain(one, given({"company.legal_kind": "handwerk", "project.order_signed": False}))
    assert line(stands, "Landwirtschaft").sign.text == "steht im Weg"
    assert line(stands, "Landwirtschaft").sign.tone == "bad"
    assert line(stands, "Landwirtschaft").demand == "nicht Landwirtschaft"
    assert line(free, "Landwirtschaft").sign.text == "steht nicht im Weg"
    assert line(free, "Landwirtschaft").sign.tone == "ok"


def test_what_can_be_made_good_is_a_task():
    view = explain(explained_programme(ADVICE, RISK), given({"person.had_hwk_consultation": False}))
    assert view.lead.heading == "Was zu tun ist"
    assert view.lead.points[0].note.endswith("nötig: ja · lässt sich nachholen")
    assert view.lead.rest == "Danach noch offen: 1\u00a0Punkt aus dem Gespräch."


def test_an_open_verdict_says_first_which_facts_are_missing_and_for_what():
    view = explain(explained_programme(STAFF, SEAT, RISK), given())
    assert view.lead.heading == "Was noch fehlt"
    assert view.lead.sentence == "2\u00a0Angaben fehlen, 1\u00a0Punkt klärt das Gespräch."
    assert [(point.text, point.note) for point in view.lead.points] == [
        ("Beschäftigte", "für: Weniger als 250 Beschäftigte"), ("Sitz", "für: Sitz in NRW"),
    ]  # fmt: skip
    assert [point.deed and point.deed.fact for point in view.lead.points] == ["company.headcount", "company.seat_ags"]


def test_for_what_is_worked_out_the_missing_input_is_asked():
    small = Rule(id="klein", fact="company.sme_class", op=Op.IN, value=("klein",), text="kleines Unternehmen", src="q1")
    view = explain(explained_programme(small), given({"company.headcount": 30, "company.related": ()}))
    assert [point.deed and point.deed.fact for point in view.lead.points] == ["company.turnover_eur"]
    assert "(genauer nötig)" in line(view, "Kleines").value
    assert line(view, "Kleines").origin.startswith("berechnet aus Beschäftigte")
    assert line(view, "Kleines").calc


def test_what_no_rule_works_out_is_asked_itself():
    weak = Rule(id="gebiet", fact="company.structurally_weak", op=Op.EQ, value=True, text="im Fördergebiet", src="q1")
    facts = {"project.site_ags": "05911000", "company.seat_ags": "05911000"}
    view = explain(explained_programme(weak), given(facts))
    assert [point.deed and point.deed.fact for point in view.lead.points] == ["company.structurally_weak"]


def test_a_fitting_verdict_says_on_what_it_rests_and_promises_nothing():
    profile = given(company__headcount=known(38, Provenance.ASSUMED))
    view = explain(explained_programme(STAFF), profile)
    assert view.lead.heading == "Worauf das beruht"
    assert view.lead.sentence == "1\u00a0Bedingung ist nach den Angaben erfüllt."
    assert "keine Zusage" in view.lead.rest
    assert [point.text for point in view.lead.points] == ["Beschäftigte: 38 ist eine Annahme"]


@pytest.mark.parametrize("staff", [38, 312, None])
def test_a_closed_window_is_told_whatever_the_verdict(staff: int | None):
    one = explained_programme(STAFF, RISK, window=Window(model=WindowModel.CLOSED))
    view = explain(one, given({"company.headcount": staff} if staff else {}))
    assert view.lead.rest.startswith("Anträge nimmt das Programm nicht mehr an.")
    assert "nimmt" not in explain(explained_programme(STAFF), given()).lead.rest


def test_without_conditions_the_source_is_what_helps():
    view = explain(explained_programme(), given({"company.headcount": 38}))
    assert view.lead.heading == "Warum offen"
    assert (view.every, view.talk) == ((), ())
    assert view.lead.url.startswith("https://www.nrwbank.de/")


def test_old_content_is_to_be_checked_first():
    one = explained_programme(STAFF)
    one = replace(one, review=replace(one.review, certainty=Certainty.C, review_by="2026-01-31"))
    view = explain(one, given({"company.headcount": 38}))
    assert view.outcome.text == "Stand prüfen"
    assert view.lead.heading == "Erst den Stand prüfen"
    assert "seit 31.01.2026 überfällig" in view.lead.sentence
    assert "nur unsicher belegt" in view.lead.sentence
    assert view.lead.url


def test_old_knowledge_as_a_whole_is_named_as_the_reason():
    view = explain(explained_programme(STAFF), given({"company.headcount": 38}), as_of="2026-09-01")
    assert view.outcome.text == "Stand prüfen"
    assert "das Wissen auf diesem Gerät ist alt" in view.lead.sentence


# Down to value, origin, source and as-of


def test_every_condition_has_value_demand_origin_source_and_as_of():
    profile = given(
        company__headcount=known(38, Provenance.DOCUMENT, "2026-11-20"),
        company__seat_ags=known("05911", note="laut Chef"),
        project__order_signed=FactValue(possible=Absent.DECLINED),
    )
    view = explain(explained_programme(STAFF, SEAT, UNSIGNED, RISK), profile)
    staff, seat, order, risk = view.every
    assert staff.told == "Beschäftigte: 38 · nötig: unter 250 · Beleg, Stand 20.11.2026"
    assert (staff.ref, staff.stand) == (1, "Stand 12/2025")
    assert seat.told == "Sitz: Bochum · nötig: in Nordrhein-Westfalen · Angabe · laut Chef"
    assert (seat.ref, seat.stand) == (2, "Stand 10.12.2025")
    assert order.value == "Auftrag unterschrieben: keine Angabe"
    assert (risk.remark, risk.sign.text, risk.deed) == ("im Gespräch klären", "offen", None)
    assert [source.number for source in view.sources] == [1, 2]


def test_only_what_decides_is_shown_first_and_the_rest_is_counted():
    view = explain(explained_programme(STAFF, SEAT, UNSIGNED), given({"company.headcount": 312}))
    assert [one.text for one in view.deciding] == ["Weniger als 250 Beschäftigte"]
    assert len(view.every) == 3
    assert view.hidden == 2


def test_a_place_that_is_known_only_roughly_is_said_so():
    view = explain(explained_programme(STAFF), given(company__headcount=FactValue(possible=Interval(200, 300))))
    assert line(view, "Weniger").value == "Beschäftigte: 200 bis 300 (genauer nötig)"


def test_what_a_person_found_is_told_and_can_be_taken_back():
    one = explained_programme(STAFF, RISK, DISTRESS)
    view = explain(one, given({"company.headcount": 38}, {"risiko": True}))
    assert [(point.rule, point.judged) for point in view.talk] == [("uis", None), ("risiko", True)]
    assert line(view, "technisches").origin == "im Gespräch geklärt"
    failed = explain(one, given({"company.headcount": 38}, {"risiko": False}))
    assert failed.lead.points[0].note == "im Gespräch verneint"


def test_what_is_not_checked_has_no_explanation():
    one = explained_programme(STAFF)
    assert present_reason(findings_of(one, given()), NAMES, MemoryLibrary((one,)), "anderes") is None


# What a condition asks


@pytest.mark.parametrize(
    ("fact", "op", "value", "holds", "words"),
    [
        ("company.headcount", Op.LT, 250, True, "unter 250"),
        ("company.headcount", Op.LT, 250, False, "mindestens 250"),
        ("company.headcount", Op.GE, 10, True, "mindestens 10"),
        ("company.turnover_eur", Op.LE, 50_000_000, True, "höchstens 50\u00a0Mio.\u00a0EUR"),
        ("company.turnover_eur", Op.GT, 0, False, "höchstens 0\u00a0EUR"),
        ("project.order_signed", Op.EQ, False, True, "nein"),
        ("project.order_signed", Op.EQ, False, False, "ja"),
        ("project.order_signed", Op.NE, False, True, "ja"),
        ("company.legal_form", Op.IN, ("gmbh", "ug", "ag"), True, "GmbH, UG oder AG"),
        ("company.legal_form", Op.NOT_IN, ("gmbh", "ug"), True, "weder GmbH noch UG"),
        ("company.legal_form", Op.EQ, "gmbh", False, "nicht GmbH"),
        ("company.seat_ags", Op.WITHIN, ("05", "09"), True, "in Nordrhein-Westfalen oder Bayern"),
        ("company.seat_ags", Op.WITHIN, ("05",), False, "außerhalb von Nordrhein-Westfalen"),
        ("project.themes", Op.ANY_IN, ("ki",), True, "KI"),
        ("company.founded_on", Op.AFTER, "2020-01-31", True, "nach dem 31.01.2020"),
        ("company.founded_on", Op.BEFORE, "2020-01-31", False, "frühestens am 31.01.2020"),
    ],
)  # fmt: skip
def test_a_demand_in_words(fact: str, op: Op, value: Value, holds: bool, words: str):  # noqa: FBT001 - a table
    assert demand_words(Rule(fact=fact, op=op, value=value), NAMES, holds=holds) == words


def test_a_demand_for_another_fact_names_it_with_what_is_known():
    rule = Rule(fact="company.deminimis_room_eur", op=Op.GE, value_from="project.expected_aid_eur")
    words = demand_words(rule, NAMES, other="bis 5.000 EUR")
    assert words == "mindestens so viel wie: Erwartete Förderung (bis 5.000 EUR)"
    assert demand_words(RISK, NAMES) == ""


def test_a_room_is_held_against_what_this_programme_can_come_to():
    room = Rule(
        id="rahmen", fact="company.deminimis_room_eur", op=Op.GE, value_from="project.expected_aid_eur", src="q1"
    )
    one = explained_programme(
        room,
        aid=Aid(basis=(AidBasis.DE_MINIMIS,)),
        amounts=Amounts(rate_pct=Range(min=50, max=50), grant_eur=Grant(max=15_000)),
    )
    facts = {"company.deminimis_room_eur": 40_000, "project.total_cost_eur": 210_000}
    (line_of_room,) = explain(one, given(facts)).every
    assert line_of_room.sign.text == "erfüllt"
    assert line_of_room.text.endswith("Erwartete Förderung (bis 15.000\u00a0EUR)")


def test_a_seat_that_is_the_site_says_where_it_comes_from():
    site = Rule(id="ort", fact="company.site_ags", op=Op.WITHIN, value=("05",), text="Betriebsstätte in NRW", src="q1")
    inland = Rule(id="land", fact="company.site_in_de", op=Op.EQ, value=True, text="Betriebsstätte im Land", src="q1")
    for one in explain(explained_programme(site, inland), given({"company.seat_ags": "05911"})).every:
        assert one.sign.text == "erfüllt"
        assert one.origin == "berechnet aus Sitz"
        assert (one.calc[0].text, one.calc[0].amount) == ("Der Sitz zählt als Betriebsstätte", "Bochum")


# May we sign already


def test_the_table_says_what_is_allowed_when():
    one = explained_programme(STAFF, start_rule=StartRule.VZMB_AUF_ANTRAG)
    start = explain(one, given()).start
    assert start.stages == ("Vor dem Antrag", "Antrag gestellt", "Vorzeitiger Beginn erlaubt", "Bescheid da")
    orders = {row.act: tuple(mark.text for mark in row.answers) for row in start.rows}
    assert orders["Verbindlich bestellen oder unterschreiben"] == ("Nein", "Nein", "Eigenes Risiko", "Ja")
    assert orders["Angebote einholen"] == ("In der Regel", "In der Regel", "In der Regel", "Ja")
    assert re.search(r"AGVO Art\. 2 Nr\. 23, Art\. 6, Stand \d\d\.\d\d\.\d{4}", start.note)


def test_old_knowledge_allows_nothing_before_the_letter_is_there():
    one = explained_programme(STAFF, start_rule=StartRule.NACH_ANTRAG_AUF_EIGENES_RISIKO)
    start = explain(one, given(), as_of="2026-09-01").start
    orders = {row.act: tuple(mark.text for mark in row.answers) for row in start.rows}
    assert orders["Verbindlich bestellen oder unterschreiben"] == ("Nein", "Stand prüfen", "Ja")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (StartRule.ERST_NACH_BEWILLIGUNG, "war es nach dieser Regel zu früh"),
        (StartRule.UNKLAR, "klärt die Bewilligungsstelle"),
        (StartRule.RUECKWIRKEND_MOEGLICH, ""),
    ],
)
def test_what_was_signed_already_is_told(rule: StartRule, words: str):
    one = explained_programme(STAFF, start_rule=rule)
    note = explain(one, given({"project.order_signed": True})).start.note
    assert words in note
    assert note.startswith("Nach den Angaben ist schon unterschrieben") is bool(words)
    assert "schon" not in explain(one, given({"project.order_signed": False})).start.note
