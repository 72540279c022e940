"""A topic in the reading pane, and what hangs on entries both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from advisor_app.content.markdown import render
from advisor_app.desktop.presenters.item import present_item
from advisor_app.desktop.presenters.topics_words import FOR_THE_VISIT
from advisor_app.desktop.presenters.views import LinkGroup, LinkView
from advisor_app.desktop.reading.cards import RelatedCard, RelatedGroup
from advisor_app.domain.item import Related, Section
from advisor_app.domain.partner import Address, PartnerKind
from advisor_app.domain.programme import FundingType, StartRule, Window, WindowModel
from advisor_app.domain.topic import Effort, LegalHook, Maturity
from tests.desktop.conftest import TODAY, MemoryLibrary
from tests.makers import event, partner, programme, topic

TOPIC = topic(
    "robotik", "Robotik", maturity=Maturity.PILOTREIF, aliases=("Cobot",), synonyms=("Roboter", "Cobot"),
    themes=("produktion", "innovation"), entry_steps=("Platz wählen",), risks=("Takt unbekannt",),
    body=(Section(heading="Worum geht es?", markdown="Um Maschinen."),
          Section(heading="Erster Schritt", markdown="Klein anfangen."),
          Section(heading="Stolpersteine", markdown="Mehrere.")),
    related=Related(programmes=("laufend", "beendet"), topics=("ki",), partners=("owl",),
                    events=("vorbei", "kommt", "oft")),
)  # fmt: skip
ITEMS = (
    TOPIC,
    topic("ki", "KI", related=Related(topics=("robotik",))),
    programme("laufend", "Z laufend", funding_types=(FundingType.ZUSCHUSS,),
              start_rule=StartRule.ERST_NACH_BEWILLIGUNG, related=Related(topics=("robotik",))),
    programme("beendet", "A beendet", window=Window(model=WindowModel.CLOSED)),
    partner("owl", "its OWL", partner_kind=PartnerKind.IHK, address=Address(city="Paderborn"),
            competences=("produktion",), related=Related(topics=("robotik",))),
    partner("fachlich", "Fachliche", competences=("produktion",), address=Address(city="Soest")),
    partner("fremd", "Fremde", competences=("gruendung",)),
    event("vorbei", "Vorbei", starts_at="2026-03-01T10:00:00+01:00", organiser="owl"),
    event("kommt", "Kommt", starts_at="2026-12-03T10:00:00+01:00", organiser="owl"),
    event("oft", "Oft", recurrence="monatlich", organiser="owl"),
)  # fmt: skip
LIBRARY = MemoryLibrary(ITEMS)


def view(item, *, library=LIBRARY, stale=False):
    return present_item(item, labels=library, render=render, today=TODAY, stale=stale, outlines=library.outlines())


def groups(shown):
    return {group.label: [link.id for link in group.links] for group in shown.related}


def note(shown, item_id):
    return next(link.note for group in shown.related for link in group.links if link.id == item_id)


def html(shown, heading):
    return next(block.html for block in shown.blocks if block.heading == heading)


# The topic itself


@pytest.mark.parametrize("maturity", list(Maturity))
def test_every_maturity_is_explained_for_the_visit(maturity):
    shown = view(replace(TOPIC, maturity=maturity))
    assert FOR_THE_VISIT[maturity] in html(shown, "Was die Reife für den Besuch heißt")
    assert shown.facts[0].note


def test_other_names_are_shown_once():
    assert "Auch genannt: Cobot, Roboter<" in view(TOPIC).blocks[1].html


def test_lists_stand_below_the_sections_they_belong_to():
    shown = view(TOPIC)
    assert "Klein anfangen." in html(shown, "Erster Schritt")
    assert "<ol><li>Platz wählen</li></ol>" in html(shown, "Erster Schritt")
    assert "<li>Takt unbekannt</li>" in html(shown, "Stolpersteine")
    bare = view(replace(TOPIC, body=()))
    assert "Platz wählen" in html(bare, "Erster Schritt")


def test_duties_say_since_when_and_which_day_is_next():
    hooks = (LegalHook(name="Alt", applies_when="alle", date="2025-01-01"),
             LegalHook(name="Neu", applies_when="manche", date="2027-02"),
             LegalHook(name="Offen", applies_when="unklar"))  # fmt: skip
    shown = view(replace(TOPIC, legal_hooks=hooks, effort=Effort(weeks="4 bis 6")))
    text = html(shown, "Wann es Pflicht ist")
    assert "<b>Alt</b> (gilt seit 01.01.2025): alle" in text
    assert "<b>Neu</b> (gilt ab 02/2027): manche" in text
    assert "<b>Offen</b>: unklar" in text
    facts = {fact.label: (fact.value, fact.note) for fact in shown.facts}
    assert facts["Pflichten"] == ("3\u00a0Regelungen", "nächster Stichtag 02/2027")
    assert facts["Aufwand zum Einstieg"] == ("etwa 4 bis 6 Wochen", "")


# What hangs on it


def test_a_topic_tells_partners_that_are_named_from_those_that_are_competent():
    found = groups(view(TOPIC))
    assert found["Partner, beim Thema genannt"] == ["owl"]
    assert found["Partner mit passender Kompetenz"] == ["fachlich"]
    assert note(view(TOPIC), "fachlich").endswith("Soest · Kompetenz: produktion")


def test_programmes_say_type_start_rule_and_window_and_ended_ones_come_last():
    shown = view(TOPIC)
    assert groups(shown)["Programme, die es fördern"] == ["laufend", "beendet"]
    assert note(shown, "laufend") == "Zuschuss · Erst nach Bewilligung · Laufend"
    assert note(shown, "beendet") == "Beendet"


def test_old_knowledge_does_not_say_that_one_can_apply():
    assert note(view(TOPIC, stale=True), "laufend") == "Zuschuss · Erst nach Bewilligung · Stand prüfen"


def test_partners_say_kind_and_town_and_events_their_date():
    shown = view(TOPIC)
    assert note(shown, "owl") == "Industrie- und Handelskammer · Paderborn"
    assert groups(shown)["Termine dazu"] == ["kommt", "oft", "vorbei"]
    assert note(shown, "kommt").startswith("03.12.2026, 10:00")
    assert "vorbei" in note(shown, "vorbei")
    assert note(shown, "oft").startswith("monatlich")


def test_links_go_both_ways():
    partner_view = groups(view(LIBRARY.item("owl")))
    assert partner_view["Themen"] == ["robotik"]
    assert partner_view["Termine"] == ["kommt", "oft", "vorbei"]
    assert groups(view(LIBRARY.item("fachlich")))["Themen, zu denen die Kompetenz passt"] == ["robotik"]
    assert groups(view(LIBRARY.item("laufend")))["Themen"] == ["robotik"]
    assert groups(view(LIBRARY.item("kommt")))["Wer hilft"] == ["owl"]
    assert note(view(LIBRARY.item("kommt")), "owl").endswith("Veranstalter")


def test_a_competence_that_everybody_has_makes_nobody_competent():
    everybody = [partner(f"p{number}", f"P {number}", competences=("innovation",)) for number in range(40)]
    library = MemoryLibrary((*ITEMS, *everybody))
    assert groups(view(TOPIC, library=library))["Partner mit passender Kompetenz"] == ["fachlich"]


def test_of_very_many_only_the_first_are_listed_and_that_is_said():
    crowd = [partner(f"p{number:03}", f"P {number:03}") for number in range(130)]
    busy = replace(TOPIC, related=Related(partners=tuple(one.id for one in crowd)))
    shown = next(group for group in view(busy, library=MemoryLibrary(crowd)).related)
    assert shown.label == "Partner, beim Thema genannt (100 von 130)"
    assert len(shown.links) == 100


# The card


def links(count):
    return tuple(
        LinkView(id=f"l{number}", kind="programme", title=f"Eins {number}", note="x") for number in range(count)
    )


@pytest.fixture
def card(theme, qtbot):
    card = RelatedCard((LinkGroup(label="Lang", links=links(14)), LinkGroup(label="Kurz", links=links(6))), theme=theme)
    qtbot.addWidget(card)
    card.show()
    return card


def test_long_groups_are_folded_and_unfold(card, qtbot):
    long, short = card.findChildren(RelatedGroup)
    assert (len(long.rows), len(short.rows)) == (6, 6)
    assert short.fold_button is None
    assert long.fold_button.text().strip() == "Alle 14 zeigen"
    qtbot.mouseClick(long.fold_button, Qt.MouseButton.LeftButton)
    assert [row.link.id for row in long.rows] == [f"l{number}" for number in range(14)]
    assert long.fold_button.text().strip() == "Weniger zeigen"
    qtbot.mouseClick(long.fold_button, Qt.MouseButton.LeftButton)
    assert len(long.rows) == 6


def test_a_row_is_as_tall_as_its_two_lines_and_asks_for_its_item(card, qtbot, theme):
    row = card.findChildren(RelatedGroup)[0].rows[3]
    assert row.height() >= theme.px(44)
    assert row.accessibleName() == "Eins 3, x"
    with qtbot.waitSignal(card.item_wanted) as asked:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert asked.args == ["l3"]
