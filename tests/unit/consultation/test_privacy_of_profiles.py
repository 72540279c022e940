"""Nothing that leaves tells what is known of difficulties, insolvency or recovery orders, unless that is wished."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.consultation.privacy import (
    SENSITIVE,
    hides,
    is_telling,
    leaving,
    sensitive_known,
    telling_judgements,
    with_notes,
    without_sensitive,
    without_telling,
)
from advisor_app.consultation.report import Wanted, report, report_html, report_text
from advisor_app.consultation.session import Session
from advisor_app.consultation.sheet import question_sheet, sheet_html, sheet_text
from advisor_app.content.profile_file import profile_text
from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Absent, FactValue, Known, Profile
from advisor_app.domain.state_aid import DeMinimisGrant
from tests.profiles import fact_values, possible_values, profiles
from tests.unit.matching.rules import manual, programme_with


@st.composite
def delicate(draw: st.DrawFn) -> dict[str, FactValue]:
    """Return anything that may be known of sensitive facts."""
    return {fact: draw(fact_values(possible_values(FACTS[fact]))) for fact in sorted(SENSITIVE) if draw(st.booleans())}


def with_facts(profile: Profile, facts: dict[str, FactValue]) -> Profile:
    plain = {name: value for name, value in profile.facts.items() if name not in SENSITIVE}
    return replace(profile, facts={**plain, **facts})


def label(_vocabulary: str, code: str) -> str:
    return code


@settings(max_examples=40, deadline=None)
@given(profile=profiles(), one=delicate(), other=delicate())
def test_what_leaves_is_the_same_whatever_the_sensitive_facts_are(adviser, names, profile, one, other):
    left = []
    for facts in (one, other):
        whole = with_facts(profile, facts)
        findings = adviser.first(Session().loaded(whole))
        made = report(findings, names, words=label, as_of="2026-11-20")
        sheet = question_sheet(findings, names)
        left.append(
            (
                profile_text(without_sensitive(whole, findings.telling)),
                report_text(made),
                report_html(made),
                sheet_text(sheet),
                sheet_html(sheet),
            )
        )
    assert left[0] == left[1]


@settings(max_examples=60, deadline=None)
@given(profile=profiles(), facts=delicate())
def test_what_may_leave_is_left_as_it_is(profile, facts):
    kept = without_sensitive(with_facts(profile, facts))
    assert without_sensitive(kept) is kept
    assert not SENSITIVE & kept.facts.keys()
    assert kept.title == profile.title
    for name, value in profile.facts.items():
        if name not in SENSITIVE:
            assert kept.value(name).as_of == value.as_of
            assert kept.value(name).provenance is value.provenance
            if name != "company.deminimis_grants":
                assert kept.value(name).possible == value.possible


@pytest.mark.parametrize(
    "note",
    [
        "nach dem Insolvenzantrag geschätzt",
        "Abschluss zeigt Überschuldung",
        "UNTERNEHMEN IN SCHWIERIGKEITEN",
        "Rueckforderung der Kommission läuft",
        "Eigenkapital negativ",
        "das Stammkapital ist zur Hälfte aufgezehrt",
        "ohne Eigenkapital",
        "in Sanierung",
        "Deggendorf-Klausel",
        "steckt in der Krise",
    ],
)
def test_a_note_that_tells_goes_and_its_value_stays(note):
    value = FactValue(possible=Known(12), as_of="2026-11-20", note=note)
    judged = FactValue(possible=Known(True), note=note)
    profile = Profile(facts={"company.headcount": value}, judged={"zim/risiko": judged})
    kept = without_telling(profile)
    assert kept.facts == {"company.headcount": replace(value, note="")}
    assert kept.judged == {"zim/risiko": replace(judged, note="")}


def test_a_note_that_tells_nothing_stays_here_and_does_not_leave():
    value = FactValue(possible=Known(12), note="laut Lohnbuchhaltung, ohne Auszubildende")
    profile = Profile(facts={"company.headcount": value})
    assert without_telling(profile) is profile
    assert without_sensitive(profile).facts == {"company.headcount": replace(value, note="")}


def test_what_stays_is_counted_and_leaves_with_the_tick():
    grant = DeMinimisGrant(granted_on="2025-03-01", gge_eur=12_000, note="Bescheid fehlt")
    yes = FactValue(possible=Known(True))
    profile = Profile(
        facts={
            "company.insolvency": replace(yes, note="laut Anwalt"),
            "company.headcount": FactValue(possible=Known(12), note="geschätzt"),
            "company.deminimis_grants": FactValue(possible=Known((grant,))),
            "project.other_funding": FactValue(possible=Known(("zim", "geheim"))),
        },
        judged={"zim/risiko": replace(yes, note="am Telefon"), "zim/sanierung": yes, "geheim/stufe": yes},
    )
    for ticked, counts in ((False, (2, 3, 2)), (True, (0, 0, 2))):
        left = leaving(profile, is_internal="geheim".__eq__, with_sensitive=ticked)
        text = profile_text(left.profile)
        assert (left.delicate, left.notes, left.internal) == counts
        assert "geheim" not in text
        for word in ("insolvency", "geschätzt", "Bescheid fehlt", "am Telefon", "sanierung"):
            assert (word in text) is ticked


def test_what_may_leave_as_it_is_leaves_as_it_is():
    profile = Profile(facts={"company.headcount": FactValue(possible=Known(12))})
    left = leaving(profile, is_internal="geheim".__eq__, with_sensitive=False)
    assert left.profile is profile
    assert (left.delicate, left.notes, left.internal) == (0, 0, 0)


def test_notes_that_were_not_shown_come_back_with_the_answer():
    first = DeMinimisGrant(granted_on="2025-03-01", gge_eur=12_000, note="Bescheid fehlt")
    second = DeMinimisGrant(granted_on="2025-04-01", gge_eur=1, note="anders")
    before = FactValue(possible=Known((first, second)), note="alle")
    shown = (replace(first, note=""), replace(second, note="", gge_eur=2),
             DeMinimisGrant(granted_on="2026-01-01", gge_eur=3))  # fmt: skip
    told = with_notes(FactValue(possible=Known(shown)), before)
    assert told.note == "alle"
    assert isinstance(told.possible, Known)
    assert [one.note for one in told.possible.value] == ["Bescheid fehlt", "anders", ""]
    assert with_notes(FactValue(possible=Known(3), note="neu"), before).note == "neu"


def test_the_note_of_a_grant_goes_as_well():
    grant = DeMinimisGrant(granted_on="2025-03-01", gge_eur=12_000, note="Rückforderung angekündigt")
    profile = Profile(facts={"company.deminimis_grants": FactValue(possible=Known((grant,)))})
    assert without_sensitive(profile).known("company.deminimis_grants") == (replace(grant, note=""),)


def test_a_declined_answer_is_left_out_too():
    profile = Profile(facts={"company.insolvency": FactValue(possible=Absent.DECLINED)})
    assert without_sensitive(profile) == Profile()
    assert sensitive_known(profile) == ()


def test_a_judgement_that_tells_goes_by_its_key_or_by_the_words_of_its_condition():
    plain, telling = manual("risiko"), replace(manual("merkmale"), text="keine Pfändungen")
    programmes = [programme_with(plain, "a"), programme_with(telling, "b"), programme_with(None, "c")]
    keys = telling_judgements(programmes)
    assert keys == {"b/merkmale"}
    found = FactValue(possible=Known(True))
    profile = Profile(judged={"a/risiko": found, "b/merkmale": found, "a/sanierung": found})
    assert without_sensitive(profile, keys).judged == {"a/risiko": found}


def test_real_conditions_that_tell_are_found(adviser):
    assert "expressbuergschaft-nrw/sanierung" in adviser.telling
    assert len(adviser.telling) < 12, "words of everyday conditions are not taken for telling ones"


@pytest.mark.parametrize(
    "text",
    [
        "Maschinenbau",
        "UISGmbH",
        "Eigenkapital 30 % der Bilanzsumme",
        "schwierige Montage",
        "technische Schwierigkeiten beim Schweißen",
        "Rückruf",
        "energetische Sanierung der Halle",
        "Dachsanierung",
        "seit der Energiekrise teurer",
    ],
)
def test_everyday_words_tell_nothing(text):
    assert not is_telling(text)


def test_reasons_of_known_sensitive_facts_are_hidden_and_others_are_not(adviser, gold):
    for name, hidden in (("in-schwierigkeiten", True), ("erstgespraech", False)):
        check = adviser.first(Session().loaded(gold[name])).check
        reasons = [one for verdict in check.verdicts for one in verdict.deciding if one.fact in SENSITIVE]
        assert reasons
        assert {hides(one, check.given) for one in reasons} == {hidden}


def test_a_judged_condition_that_tells_is_hidden(adviser):
    session = Session().judged("expressbuergschaft-nrw", "sanierung", False)
    for given_session, hidden in ((session, True), (Session(), False)):
        check = adviser.first(given_session).check
        reasons = {one.id: one for one in check.by_id["expressbuergschaft-nrw"].deciding}
        assert hides(reasons["sanierung"], check.given) is hidden


def test_with_leave_the_sensitive_facts_are_told(adviser, names, gold):
    findings = adviser.first(Session().loaded(gold["in-schwierigkeiten"]))
    told = report_text(report(findings, names, words=label, as_of="2026-11-20", wanted=Wanted(with_sensitive=True)))
    assert "Unternehmen in Schwierigkeiten: ja" in told
    assert "Insolvenz: nein" in told
    silent = report_text(report(findings, names, words=label, as_of="2026-11-20"))
    assert "Insolvenz: nein" not in silent
    assert "weder genannt noch berücksichtigt" in silent
