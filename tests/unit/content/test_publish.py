"""What ships: published items, links both ways, nothing that leads nowhere."""

from __future__ import annotations

from typing import Any

from advisor_app.content.load import published

PROGRAMME = "programmes/foerderung.md"
TOPIC = "topics/beispiel.md"
PARTNER = "partners/agentur.md"
EVENT = "events/sprechtag.md"


def shipped(kb) -> dict[str, Any]:
    return {item.id: item for item in published(kb.load())}


def second_programme(kb, **changes: str) -> None:
    text = kb.read(PROGRAMME).replace("id: foerderung", "id: zweite").replace("Beispielförderung", "Zweite")
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    kb.write("programmes/zweite.md", text)


def test_links_lead_both_ways(kb):
    items = shipped(kb)
    assert list(items) == ["agentur", "beispiel", "foerderung", "sprechtag"]
    assert items["beispiel"].related.programmes == ("foerderung",)
    assert items["foerderung"].related.topics == ("beispiel",)
    assert items["agentur"].related.programmes == ("foerderung",)
    assert items["agentur"].related.events == ("sprechtag",)


def test_successor_and_predecessor_know_each_other(kb):
    second_programme(kb, **{"route: direkt": "predecessor: [foerderung]\ncumulation: {excluded_with: [foerderung]}"})
    kb.edit(PROGRAMME, "route: direkt", "successor: none")
    items = shipped(kb)
    assert items["foerderung"].successor == ("zweite",)
    assert items["zweite"].predecessor == ("foerderung",)
    assert items["foerderung"].cumulation.excluded_with == ("zweite",)


def test_what_is_not_published_leaves_no_trace(kb):
    kb.edit(TOPIC, "status: published", "status: draft")
    kb.edit(PROGRAMME, "route: direkt", "successor: [zweite]")
    second_programme(kb, **{"status: published": "status: archived"})
    items = shipped(kb)
    assert set(items) == {"agentur", "foerderung", "sprechtag"}
    assert items["foerderung"].related.topics == ()
    assert items["foerderung"].successor == ()


def test_funders_and_parents_that_do_not_ship_are_dropped(kb):
    kb.write("partners/mutter.md", kb.read(PARTNER).replace("id: agentur", "id: mutter").replace("published", "draft"))
    kb.edit(PARTNER, "themes:", "parent: mutter\nthemes:")
    kb.edit(PROGRAMME, "partner: agentur}", "partner: mutter}\noperator: {name: Agentur, partner: agentur}")
    items = shipped(kb)
    assert items["agentur"].parent == ""
    assert items["foerderung"].funder.partner == ""
    assert items["foerderung"].operator.partner == "agentur"


def test_old_ids_are_replaced_by_the_new_ones(kb):
    kb.edit(TOPIC, "themes:", "former_ids: [muster]\nthemes:")
    kb.edit(PROGRAMME, "topics: [beispiel]", "topics: [muster, beispiel]")
    assert shipped(kb)["foerderung"].related.topics == ("beispiel",)


def test_own_links_come_before_the_ways_back(kb):
    for number, letter in enumerate("cab"):
        text = kb.read(TOPIC).replace("id: beispiel\n", f"id: thema-{letter}\n").replace("Beispielthema", f"T{number}")
        kb.write(f"topics/thema-{letter}.md", text.replace("themes:", "related: {topics: [beispiel]}\nthemes:"))
    kb.edit(TOPIC, "themes:", "related: {topics: [thema-c]}\nthemes:")
    assert shipped(kb)["beispiel"].related.topics == ("thema-c", "thema-a", "thema-b")


def test_the_same_content_gives_the_same_items(kb):
    assert published(kb.load()) == published(kb.load())
