"""How a fact is edited, in words: forms, brackets, what stands ready, places and whom they lead to."""

from __future__ import annotations

import pytest

from advisor_app.consultation.theme_search import ThemeSearch
from advisor_app.content.vocabulary import load_vocabularies
from advisor_app.desktop.presenters.check_editor import (
    EditorTables,
    Form,
    answered_value,
    present_editor,
    records_words,
)
from advisor_app.desktop.presenters.check_editor_search import (
    chosen_place,
    finer_industries,
    offer_industries,
    offer_places,
    offer_programmes,
    place_note,
    place_of,
    word_offer,
)
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import UNKNOWN, Absent, AnyOf, FactValue, Interval, Known, Provenance
from tests.desktop.conftest import RESOURCES, TODAY, MemoryLibrary

KB = RESOURCES.parent / "kb"


@pytest.fixture(scope="module")
def tables() -> EditorTables:
    return EditorTables.of(MemoryLibrary(), RESOURCES / "geodata", TODAY)


def test_every_fact_has_a_form_a_question_and_a_hint(tables):
    for fact in FACTS:
        view = present_editor(fact, UNKNOWN, (), tables)
        assert view.question.endswith("?")
        assert view.hint
        assert view.as_of == "23.11.2026"
    records = [name for name, fact in FACTS.items() if fact.type is FactType.RECORDS]
    assert all(records_words(name) for name in records)


@pytest.mark.parametrize(
    ("fact", "form"),
    [
        ("company.insolvency", Form.YES_NO),
        ("company.headcount", Form.FIGURE),
        ("company.founded_on", Form.DAY),
        ("company.legal_form", Form.ONE_CODE),
        ("project.kind", Form.CODES),
        ("project.themes", Form.THEMES),
        ("project.other_funding", Form.PROGRAMMES),
        ("project.partners", Form.WORDS),
        ("company.seat_ags", Form.PLACE),
        ("company.site_ags", Form.PLACES),
        ("company.wz_codes", Form.INDUSTRIES),
        ("company.related", Form.RECORDS),
    ],
)
def test_the_form_follows_from_the_type(tables, fact, form):
    assert present_editor(fact, UNKNOWN, (), tables).form is form


def test_the_usual_brackets_are_those_of_the_size_classes(tables):
    words = [choice.words for choice in present_editor("company.headcount", UNKNOWN, (), tables).choices]
    assert words == ["Unter 10", "10 bis unter 50", "50 bis unter 250", "Ab 250"]
    costs = present_editor("project.total_cost_eur", UNKNOWN, (), tables).choices
    assert len(costs) >= 4
    assert present_editor("project.months", UNKNOWN, (), tables).choices == ()


def test_the_brackets_of_the_question_come_first(tables):
    options = (Interval(0, 4), Interval(5, None))
    view = present_editor("company.headcount", FactValue(possible=Interval(5, None)), options, tables)
    assert [choice.possible for choice in view.choices] == list(options)
    assert [choice.chosen for choice in view.choices] == [False, True]
    assert (view.text, view.low, view.high) == ("", "", "")


@pytest.mark.parametrize(
    ("fact", "possible", "fields"),
    [
        ("company.headcount", Known(38), ("38", "", "")),
        ("company.headcount", Interval(30, 45), ("", "30", "45")),
        ("company.headcount", Interval(300, None), ("", "300", "")),
        ("company.headcount", Interval(0, 45), ("", "", "45")),
        ("company.headcount", Interval(0, None), ("", "0", "")),
        ("company.founded_on", Known("2015-03-14"), ("14.03.2015", "", "")),
        ("company.founded_on", Interval("2015-01-01", "2015-12-31"), ("2015", "", "")),
        ("company.founded_on", Interval("2015-01-01", "2016-06-30"), ("", "01.01.2015", "30.06.2016")),
        ("company.headcount", Absent.DECLINED, ("", "", "")),
    ],
)
def test_what_is_known_stands_in_its_field(tables, fact, possible, fields):
    view = present_editor(fact, FactValue(possible=possible), (), tables)
    assert (view.text, view.low, view.high) == fields


def test_a_set_of_figures_is_one_of_the_choices(tables):
    view = present_editor("company.headcount", FactValue(possible=AnyOf((9, 12))), (), tables)
    assert [choice.words for choice in view.choices if choice.chosen] == ["9 oder 12"]


def test_a_declined_answer_and_a_delicate_question_are_told(tables):
    view = present_editor("company.in_difficulty", FactValue(possible=Absent.DECLINED), (), tables)
    assert view.before == "Bisher: keine Angabe"
    assert "Vertraulich" in view.caution
    assert not present_editor("company.headcount", UNKNOWN, (), tables).caution


def test_codes_that_are_known_are_chosen(tables):
    view = present_editor("project.kind", FactValue(possible=Known(("energie", "messe"))), (), tables)
    assert [choice.words for choice in view.choices if choice.chosen] == ["Energie", "Messe"]
    one = present_editor("company.legal_form", FactValue(possible=AnyOf(("gmbh", "ug"))), (), tables)
    assert [choice.words for choice in one.choices if choice.chosen] == ["GmbH", "UG"]


def test_a_new_value_gets_a_new_day_and_an_old_one_keeps_its_own():
    before = FactValue(possible=Known(38), provenance=Provenance.DOCUMENT, as_of="2026-10-01")
    entered = Provenance.ENTERED
    assert answered_value(before, Known(38), entered, "2026-10-01", "", TODAY).as_of == "2026-10-01"
    assert answered_value(before, Known(40), entered, "2026-10-01", "", TODAY).as_of == "2026-11-23"
    assert answered_value(before, Known(40), entered, "2026-11-02", " x ", TODAY).as_of == "2026-11-02"
    assert answered_value(before, Absent.UNKNOWN, entered, "2026-10-01", "", TODAY) == UNKNOWN


# Places


def test_places_are_offered_while_typing(tables):
    labels = [offer.label for offer in offer_places("5845", tables)]
    assert "58452 Witten" in labels
    assert offer_places("Bay", tables)[-1].label == "Bayern"
    assert [offer.code for offer in offer_places("Deutschl", tables)] == ["DE"]


def test_a_certain_place_is_its_official_key(tables):
    assert place_of("58452", tables).code == "05954036"
    assert place_of("Witten", tables).code == "05954036"
    assert place_of("Kreis Gütersloh", tables).code == "05754"
    assert place_of("bayern", tables).code == "09"


@pytest.mark.parametrize("text", ["40721", "33161", "33154", "xyzzy", "80331"])
def test_what_is_not_certain_is_asked_or_told(tables, text):
    answer = place_of(text, tables)
    assert not answer.code
    assert answer.sentence


def test_two_known_municipalities_may_both_stay_possible_an_unknown_second_one_not(tables):
    assert place_of("33154", tables).any_of == ("05774032", "05774036")
    assert place_of("33161", tables).any_of == ()
    assert chosen_place("33154", tables).any_of == ("05774032", "05774036")
    assert chosen_place("58452", tables).code == "05954036"


def test_a_place_names_its_district_and_chambers_but_not_which_of_them(tables):
    note = place_note(("05954036",), tables)
    assert note.lines == ("Ennepe-Ruhr-Kreis",)
    assert [title for title, _ in note.chambers] == ["IHK Mittleres Ruhrgebiet"]
    assert "Handwerksrolle" in note.rule
    assert place_note((), tables).chambers == ()
    assert place_note(("09",), tables).chambers == ()
    assert place_note(("05774032", "05774036"), tables).lines


# Industries, programmes, words, themes


def test_industries_are_offered_with_what_led_to_them(tables):
    first = offer_industries("Tischlerei", tables)[0]
    assert (first.code, first.detail) == ("43.32.0", "„Tischlerei“")
    assert first.label.startswith("43.32.0 Bautischlerei")
    assert [offer.code for offer in finer_industries("62.01", tables)] == ["62.01.1", "62.01.9"]


def test_programmes_are_found_by_all_words_of_their_titles(tables):
    titles = tables.names.programmes
    item_id, title = next(iter(titles.items()))
    assert item_id in [offer.code for offer in offer_programmes(title.upper(), tables)]
    assert offer_programmes("", tables) == ()
    assert offer_programmes("xyzzy", tables) == ()


@pytest.mark.parametrize(("text", "code"), [("Ruhr-Universität", "ruhr_universitaet"), ("§§", ""), ("3D", "")])
def test_words_become_codes_where_they_can(text, code):
    assert [offer.code for offer in word_offer(text)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Roboter", "produktion"), ("Cobot", "produktion"), ("Wärmepumpe", "energie_umwelt"),
        ("photovoltaik", "energie_umwelt"), ("Chatbot", "ki"), ("Künstliche", "ki"), ("Hacker", "it_sicherheit"),
        ("Firewall", "it_sicherheit"), ("Übernahme", "nachfolge"), ("Azubi", "ausbildung"), ("Patent", "schutzrechte"),
        ("Export", "aussenwirtschaft"), ("Messestand", "messen"), ("Kredit", "unternehmensfinanzierung"),
        ("Weiterbildung", "qualifizierung"), ("Recycling", "kreislaufwirtschaft"), ("Homepage", "digitalisierung"),
        ("Prototyp", "innovation"), ("Start-up", "gruendung"), ("Elektroauto", "mobilitaet"),
        ("Hochwasser", "klimaanpassung"), ("Sanierung", "gebaeude"), ("Investor", "beteiligungskapital"),
        ("DSGVO", "recht"), ("Einstellung", "fachkraefte"), ("Meisterbrief", "handwerk"),
    ],
)  # fmt: skip
def test_everyday_words_lead_to_the_themes_of_our_knowledge(text, code):
    themes = load_vocabularies(KB).labels["themes"]
    assert ThemeSearch(themes).suggest(text)[0] == code


def test_a_theme_that_the_knowledge_lacks_is_not_offered():
    search = ThemeSearch({"ki": "Künstliche Intelligenz"})
    assert search.suggest("Wärmepumpe") == ()
    assert search.suggest("") == ("ki",)
    assert search.suggest("xyzzy") == ()
