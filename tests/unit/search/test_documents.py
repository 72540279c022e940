"""Items as search documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor_app.domain.item import Related, Section, Source
from advisor_app.domain.partner import Address, Area, PartialArea, PartnerKind
from advisor_app.domain.programme import FundingType, Step, Window, WindowModel
from advisor_app.domain.topic import Maturity
from advisor_app.search.documents import document_of
from advisor_app.search.index import SearchIndex, build_index
from advisor_app.search.library_documents import documents_of, labels_of, synonyms_of
from advisor_app.search.model import FACET_VOCABULARY, SearchRequest
from tests import makers

VOCABULARY = {
    "themes": {"innovation": "Innovation", "ki": "Künstliche Intelligenz"},
    "funding_types": {"zuschuss": "Zuschuss"},
    "start_answers": {"unklar": "Noch nicht geklärt: vor dem Bestellen nachfragen"},
    "regions": {"05754": "Kreis Gütersloh", "05754008": "Gütersloh", "05754044": "Verl", "05315": "Köln"},
    "partner_kinds": {"ihk": "Industrie- und Handelskammer"},
}


def documents(*items):
    return {document.id: document for document in documents_of(items, VOCABULARY)}


def test_programme():
    item = makers.programme(
        "kfw",
        "ERP-Förderkredit KfW 511/512",
        aliases=("Digikredit",),
        funding_types=(FundingType.ZUSCHUSS,),
        sectors=("handwerk",),
        window=Window(model=WindowModel.SINGLE, open_from="2026-01-01", open_to="2026-12-31"),
        sources=(Source(id="q1", url="", as_of="2025-12"), Source(id="q2", url="", as_of="2026-03-01")),
        steps=(Step(who="Betrieb", what="Antrag bei der Hausbank"),),
        body=(Section(heading="Für wen?", markdown="Für **kleine** Betriebe [q1]."),),
    )
    found = documents(item)["kfw"]
    assert found.kind == "programme"
    assert {"Digikredit", "KfW 511", "KfW 512"} <= set(found.aliases)
    assert found.body.startswith(item.summary)
    assert "Für kleine Betriebe" in found.body
    assert "**" not in found.body
    assert "[q1]" not in found.body
    assert "Antrag bei der Hausbank" in found.body
    assert "vor dem Bestellen nachfragen" in found.body
    assert "Zuschuss" in found.keywords
    assert (found.as_of, found.window_model, found.opens, found.closes) == (
        "2026-03-01",
        "single",
        "2026-01-01",
        "2026-12-31",
    )
    assert found.facets["foerderart"] == ("zuschuss",)
    assert found.facets["ebene"] == ("land",)
    assert found.facets["beginn"] == ("unklar",)
    assert found.facets["stand"] == ("A",)
    assert "weg" not in found.facets


def test_successors_carry_the_names_of_what_they_replace():
    old = makers.programme("alt", "Digital Jetzt", aliases=("DJ",), successor=("neu",))
    new = makers.programme("neu", "Mittelstand Innovativ")
    other = makers.programme("anders", "Anderes", predecessor=("alt",))
    found = documents(old, new, other)
    assert {"Digital Jetzt", "DJ"} <= set(found["neu"].keywords)
    assert {"Digital Jetzt", "DJ"} <= set(found["anders"].keywords)
    assert "Digital Jetzt" not in found["neu"].aliases
    assert "Digital Jetzt" not in found["alt"].keywords


def test_partners_are_found_by_the_places_they_serve():
    area = Area(ags=("05754",), partial=(PartialArea(ags="05315", only=("05315000",)),))
    item = makers.partner(
        "ihk",
        "IHK Ostwestfalen",
        partner_kind=PartnerKind.IHK,
        serves=area,
        address=Address(city="Bielefeld"),
        competences=("ki",),
    )
    found = documents(item)["ihk"]
    assert {"Kreis Gütersloh", "Gütersloh", "Verl", "Köln", "Bielefeld", "Künstliche Intelligenz"} <= set(
        found.keywords
    )
    assert found.facets["region"] == ("05754", "05315000")
    assert found.facets["partnerart"] == ("ihk",)
    assert found.facets["thema"] == ("innovation", "ki")
    assert documents(replace(item, serves=Area()))["ihk"].facets["region"] == ("05",)


def test_topics_and_events():
    topic = makers.topic("ki", "KI", maturity=Maturity.PILOTREIF, diagnostic_questions=("Welche Daten liegen vor?",))
    event = makers.event("tag", "Sprechtag", starts_at="2027-03-01T09:00:00+01:00", related=Related(topics=("ki",)))
    host = makers.partner("partner-a", "Zenit")
    found = documents(topic, event, host)
    assert found["ki"].facets["reife"] == ("pilotreif",)
    assert "Welche Daten liegen vor?" in found["ki"].body
    assert found["tag"].closes == "2027-03-01"
    assert {"KI", "Zenit"} <= set(found["tag"].keywords)
    assert found["tag"].facets["format"] == ("sprechtag",)


def test_synonyms_are_the_names_of_topics():
    items = (
        makers.topic("ki", "KI", aliases=("AI",), synonyms=("Künstliche Intelligenz",)),
        makers.topic("x", "Nur eins"),
    )
    assert synonyms_of(items) == (("KI", "AI", "Künstliche Intelligenz"),)


def test_labels_are_told_by_facet():
    assert labels_of(VOCABULARY)["region"] == VOCABULARY["regions"]
    assert set(labels_of(VOCABULARY)) <= set(FACET_VOCABULARY)


@pytest.mark.parametrize("text", ["KfW 511", "511", "kfw 512", "§ 82", "SGB III"])
def test_numbers_and_paragraphs_are_found(tmp_path, text):
    items = (
        makers.programme("kfw", "ERP-Förderkredit KfW 511/512"),
        makers.programme("qcg", "Weiterbildung Beschäftigter (§ 82 SGB III)"),
        makers.programme("other", "Ganz anderes"),
    )
    build_index(documents_of(items, VOCABULARY), tmp_path)
    hits = SearchIndex.open(tmp_path, today=date(2026, 11, 23)).search(SearchRequest(text=text)).hits
    assert hits[0].id == ("kfw" if "5" in text else "qcg")


def test_a_single_item_can_be_projected_with_own_callables():
    found = document_of(makers.topic(), label=lambda _vocabulary, code: code.upper(), title_of=lambda _id: "")
    assert "INNOVATION" in found.keywords
