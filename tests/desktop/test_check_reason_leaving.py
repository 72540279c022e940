"""Amounts and state aid of an explanation are ranges with their article; what leaves of it holds nothing delicate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.report import WITHOUT_SENSITIVE
from advisor_app.consultation.session import Session
from advisor_app.desktop.presenters.check_reason import present_reason
from advisor_app.desktop.presenters.check_reason_aid import purposes_of
from advisor_app.desktop.presenters.check_reason_views import AidLine, Leaving, ReasonView
from advisor_app.desktop.presenters.check_sheet import present_sheet
from advisor_app.domain.profile import Absent, FactValue, Known, Profile
from advisor_app.domain.programme import (
    Aid,
    AidBasis,
    Amounts,
    Cumulation,
    Grant,
    Programme,
    Range,
    RateRow,
    SameCost,
)
from advisor_app.domain.state_aid import DeMinimisGrant
from advisor_app.domain.state_aid.intensity import Purpose
from tests.desktop.conftest import TODAY, MemoryLibrary, programme
from tests.desktop.reason_world import (
    DISTRESS,
    NAMES,
    SECRET,
    SOUND,
    STAFF,
    UNSIGNED,
    explain,
    explained_programme,
    findings_of,
    given,
    hidden,
    known,
)

PAID = Amounts(rate_pct=Range(max=50), grant_eur=Grant(max=15_000), eligible_cost_eur=Range(max=100_000))


def aid_line(view: ReasonView, label: str) -> AidLine:
    return next(one for one in view.aid.lines if one.label.startswith(label))


def on_day(one: Programme, profile: Profile, day: date) -> ReasonView:
    findings = Adviser.of((one,), day).first(Session(given=profile))
    view = present_reason(findings, NAMES, MemoryLibrary((one,)), one.id)
    assert view is not None
    return view


# What it may come to


def test_an_amount_is_a_range_with_its_calculation_and_no_promise():
    view = explain(explained_programme(STAFF, amounts=PAID), given({"project.total_cost_eur": 20_000}))
    estimate = view.estimate
    assert estimate.figure == "bis 50\u00a0%, bis 10.000\u00a0EUR"
    assert estimate.notes[-1] == "Das ist eine Spanne aus Satz, Kosten und Grenzen des Programms, keine Zusage."
    assert [(one.text, one.amount) for one in estimate.calc] == [
        ("Fördersatz", "bis 50\u00a0%"),
        ("Kosten zählen höchstens bis", "100.000\u00a0EUR"),
        ("Berücksichtigte Kosten", "bis 20.000\u00a0EUR"),
        ("Obergrenze des Programms", "15.000\u00a0EUR"),
        ("Mögliche Förderung", "bis 10.000\u00a0EUR"),
    ]
    assert (estimate.refs, estimate.stand) == ((1,), "Stand 12/2025")
    assert [deed.fact for deed in estimate.missing] == ["project.eligible_cost_eur"]


def test_rows_of_a_table_of_rates_ask_for_the_facts_they_hang_on():
    small = replace(STAFF, fact="company.sme_class", op=STAFF.op.EQ if STAFF.op else None, value="klein", text="klein")
    one = explained_programme(STAFF, amounts=PAID, rate_table=(RateRow(pct=60, when=small),))
    asked = [deed.text for deed in explain(one, given()).estimate.missing]
    assert asked == ["Gesamtkosten angeben", "Anrechenbare Kosten angeben", "Beschäftigte angeben"]


def test_without_figures_nothing_is_made_up():
    estimate = explain(explained_programme(STAFF), given({"project.total_cost_eur": 20_000})).estimate
    assert (estimate.figure, estimate.missing) == ("", ())
    assert estimate.notes == ("Die Quellen nennen weder Satz noch Betrag.",)


@pytest.mark.parametrize(("cost", "words"), [(5_000, "nicht erreicht"), (None, "noch offen"), (20_000, "")])
def test_a_floor_is_told(cost: int | None, words: str):
    one = explained_programme(STAFF, amounts=replace(PAID, project_min_eur=10_000))
    notes = " ".join(explain(one, given({"project.total_cost_eur": cost} if cost else {})).estimate.notes)
    assert ("Untergrenze" in notes) is bool(words)
    assert words in notes


# State aid


def test_an_intensity_is_a_range_with_article_and_as_of():
    one = explained_programme(STAFF, aid=Aid(basis=(AidBasis.AGVO,), article="25"), activities=("fue",))
    view = explain(one, given(company__sme_class=known("mittel")))
    found = aid_line(view, "Höchste Beihilfeintensität: Experimentelle Entwicklung")
    assert found.value == "35 bis 50\u00a0%"
    assert "keine Zusage" in found.note
    assert found.source == "Art. 25 Abs. 5 Buchst. c, Abs. 6 AGVO, Stand 23.11.2026"
    assert found.calc
    assert found.deed is None
    assert aid_line(view, "Grundlage").note == "Art. 25 AGVO"


def test_an_unknown_size_widens_the_range_and_is_asked_for():
    one = explained_programme(STAFF, aid=Aid(basis=(AidBasis.AGVO,), article="17"))
    found = aid_line(explain(one, given()), "Höchste Beihilfeintensität: Investition")
    assert found.value == "bis 20\u00a0%"
    assert found.deed is not None
    assert found.deed.fact == "company.headcount"
    large = explain(one, given(company__sme_class=known("gross")))
    assert aid_line(large, "Höchste").value == "für diese Größe nicht geöffnet"


def test_of_law_that_is_not_known_nothing_is_said():
    one = explained_programme(STAFF, aid=Aid(basis=(AidBasis.AGVO, AidBasis.DE_MINIMIS), article="17"))
    assert aid_line(on_day(one, given(), date(2027, 1, 1)), "Höchste").value == "nicht bekannt"
    assert aid_line(on_day(one, given(), date(2031, 1, 1)), "De-minimis").value == "nicht bekannt"
    without = explained_programme(STAFF, aid=Aid(basis=(AidBasis.AGVO,)))
    assert aid_line(explain(without, given()), "Höchste").value == "nicht zu bestimmen"
    assert aid_line(explain(explained_programme(STAFF), given()), "Grundlage").value == "nicht belegt"


@pytest.mark.parametrize(
    ("article", "activities", "purposes"),
    [
        ("25", ("fue",), (Purpose.INDUSTRIAL_RESEARCH, Purpose.DEVELOPMENT)),
        ("25", ("machbarkeit",), (Purpose.FEASIBILITY,)),
        ("Artikel 17 oder 47", (), (Purpose.INVESTMENT,)),
        ("47", (), ()),
        ("", ("fue",), ()),
    ],
)
def test_articles_tell_what_the_aid_is_for(article: str, activities: tuple[str, ...], purposes: tuple[Purpose, ...]):
    one = explained_programme(aid=Aid(basis=(AidBasis.AGVO,), article=article), activities=activities)
    assert purposes_of(one) == purposes


def test_use_of_the_de_minimis_room_is_told():
    grant = DeMinimisGrant(granted_on="2025-03-01", gge_eur=295_000)
    one = explained_programme(STAFF, amounts=PAID, aid=Aid(basis=(AidBasis.DE_MINIMIS,)))
    facts = {"company.deminimis_grants": (grant,), "company.related": (), "project.total_cost_eur": 20_000}
    found = aid_line(explain(one, given(facts)), "De-minimis-Rahmen")
    assert found.value == "5.000\u00a0EUR frei"
    assert found.note == "das Programm braucht davon bis 10.000\u00a0EUR · ob das reicht, ist offen"
    assert found.source == "Verordnung (EU) 2023/2831 Art. 3 Abs. 2, Stand 23.11.2026"
    assert [one.amount for one in found.calc][-1] == "5.000\u00a0EUR"
    unlisted = aid_line(explain(one, given()), "De-minimis-Rahmen")
    assert unlisted.value == "bis 300.000\u00a0EUR frei"
    assert unlisted.deed is not None
    assert unlisted.deed.fact == "company.deminimis_grants"


def test_a_room_that_was_entered_stands_for_itself():
    one = explained_programme(STAFF, aid=Aid(basis=(AidBasis.DE_MINIMIS,)))
    found = aid_line(explain(one, given(company__deminimis_room_eur=known(40_000))), "De-minimis-Rahmen")
    assert (found.value, found.calc) == ("40.000\u00a0EUR frei", ())


def test_what_a_programme_cannot_go_with_is_named_whichever_of_the_two_says_so():
    one = explained_programme(STAFF, cumulation=Cumulation(excluded_with=("a",), note="Nicht doppelt."))
    first, second = (
        programme("a", "Erstes"),
        programme("b", "Zweites", cumulation=Cumulation(excluded_with=("programm",))),
    )
    view = explain(one, given(), (first, second, programme("c", "Drittes")))
    assert [link.title for link in view.aid.barred] == ["Erstes", "Zweites"]


@pytest.mark.parametrize(
    ("same_cost", "excluded", "words"),
    [
        (SameCost.FORBIDDEN, (), "Offen, vor dem Antrag klären"),
        (SameCost.UNKNOWN, ("programm",), "Schließen sich aus"),
        (SameCost.UP_TO_INTENSITY, (), "Offen, vor dem Antrag klären"),
    ],
)
def test_what_the_company_gets_already_is_held_against_it(same_cost: SameCost, excluded: tuple[str, ...], words: str):
    other = programme("andere", "Andere Förderung", cumulation=Cumulation(same_cost=same_cost, excluded_with=excluded))
    view = explain(explained_programme(STAFF, amounts=PAID), given({"project.other_funding": ("andere",)}), (other,))
    assert aid_line(view, "Zusammen mit Andere Förderung").value == words


# What leaves

DELICATE = ("company.insolvency", "company.in_difficulty", "company.open_recovery_order")
STATES = (None, FactValue(possible=Known(True)), FactValue(possible=Known(False)), FactValue(possible=Absent.DECLINED))


def leaving(profile: Profile, *others: Programme) -> Leaving:
    one = explained_programme(STAFF, SOUND, DISTRESS, UNSIGNED, cumulation=Cumulation(excluded_with=("verdeckt",)))
    return explain(one, profile, others).leaving


def delicate_profiles() -> list[Profile]:
    """Return the same company with everything that can be known of what is delicate."""
    plain = given({"company.headcount": 38, "project.order_signed": False})
    found = []
    for values in product(STATES, STATES, (None, True, False)):
        profile = plain
        for fact, value in zip(DELICATE, values[:2], strict=False):
            profile = profile if value is None else profile.with_fact(fact, value)
        if values[2] is not None:
            profile = profile.with_judgement("programm", "uis", FactValue(possible=Known(values[2])))
        found.append(profile)
    return found


def test_what_leaves_is_the_same_whatever_is_known_of_what_is_delicate():
    made = {(one.text, one.html) for one in map(leaving, delicate_profiles())}
    assert len(made) == 1
    text, _html = made.pop()
    assert "Insolvenz: Angabe fehlt" in text
    assert WITHOUT_SENSITIVE in text


def test_delicate_facts_leave_where_that_is_wished():
    facts = {"company.headcount": 38, "project.order_signed": False, "company.insolvency": True}
    found = leaving(given(facts))
    assert found.offers_all
    assert "Insolvenz: ja" in found.text_all
    assert "Insolvenz: ja" in found.html_all
    assert "Voraussichtlich nicht passend" in found.text_all
    assert "Offen" in found.text
    assert WITHOUT_SENSITIVE not in found.text_all


def test_nothing_is_offered_where_nothing_delicate_is_known():
    found = leaving(given({"company.headcount": 38}))
    assert not found.offers_all


def test_a_programme_for_the_network_stays_with_all_that_is_said_of_it():
    one = hidden(eligibility=STAFF)
    findings = findings_of(one, given({"company.headcount": 38}))
    view = present_reason(findings, NAMES, MemoryLibrary((one,)), one.id)
    assert view is not None
    assert view.title == one.title
    assert (view.leaving.text, view.leaving.html, view.leaving.text_all, view.leaving.html_all) == ("",) * 4
    assert "bleibt hier" in view.leaving.stays


def test_what_leaves_names_no_other_programme_of_the_network():
    other = hidden(cumulation=Cumulation(excluded_with=("programm",)))
    profile = given({"company.headcount": 38, "project.other_funding": ("verdeckt",)})
    one = explained_programme(STAFF, SOUND, DISTRESS, UNSIGNED, cumulation=Cumulation(excluded_with=("verdeckt",)))
    view = explain(one, profile, (other,))
    assert SECRET in str(view.aid)
    for document in (view.leaving.text, view.leaving.html, view.leaving.text_all, view.leaving.html_all):
        assert document
        assert SECRET not in document


def test_notes_on_facts_stay_here():
    profile = given(company__headcount=known(38, note="laut Herrn Beispiel"))
    view = explain(explained_programme(STAFF), profile)
    assert "laut Herrn Beispiel" in view.every[0].origin
    assert "Beispiel" not in view.leaving.text + view.leaving.text_all + view.leaving.html_all


def test_text_and_paper_say_the_same_with_every_source():
    view = explain(explained_programme(STAFF, UNSIGNED, amounts=PAID), given({"company.headcount": 312}))
    for words in ("Was sich ändern müsste", "heute Beschäftigte: 312 · nötig: unter 250", "Stand 12/2025", "[1] ",
                  "Darf ich schon unterschreiben?", "keine Zusage", "20.11.2026, geprüft am 23.11.2026"):  # fmt: skip
        assert words in view.leaving.text
        assert words in view.leaving.html


def test_control_characters_and_markup_of_content_do_no_harm():
    rule = replace(STAFF, text="weniger <b>als</b> 250\x07\nNeue Zeile")
    found = explain(explained_programme(rule), given({"company.headcount": 312})).leaving
    assert "<b>als</b>" not in found.html
    assert "\x07" not in found.html + found.text
    assert "\nNeue Zeile" not in found.text


# The question sheet


def sheet_of(profile: Profile) -> tuple[str, str]:
    one = explained_programme(STAFF, SOUND, DISTRESS, UNSIGNED)
    view = present_sheet(findings_of(one, profile), NAMES, MemoryLibrary((one,)))
    return view.text, view.html


def test_the_sheet_is_the_same_whatever_is_known_of_what_is_delicate():
    assert len({sheet_of(profile) for profile in delicate_profiles()}) == 1


def test_delicate_questions_are_on_the_sheet_only_where_that_is_wished():
    one = explained_programme(STAFF, SOUND, UNSIGNED)
    view = present_sheet(findings_of(one, given()), NAMES, MemoryLibrary((one,)))
    words = "Läuft ein Insolvenzverfahren"
    assert view.delicate == 1
    assert words not in view.text + view.html
    assert words in view.text_all
    assert words in view.html_all
    entries = [entry for group in view.groups for entry in group.entries]
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.sensitive for entry in entries] == [False] * (len(entries) - 1) + [True]
    assert view.told.startswith("3\u00a0Angaben fehlen")


def test_a_sheet_without_questions_says_so():
    one = explained_programme(STAFF)
    view = present_sheet(findings_of(one, given({"company.headcount": 3})), NAMES, MemoryLibrary((one,)))
    assert (view.groups, view.delicate) == ((), 0)
    assert view.told.startswith("Es fehlt nichts mehr")
    assert TODAY.strftime("%d.%m.%Y") in view.text
