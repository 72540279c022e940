"""A knowledge base of any size for the pages: the real entries, and generated ones that hang together as real ones do.

Generated partners have a town, an area, competences and offers; events a date, programmes a window or an end, topics a
field and a maturity; programmes, topics, partners and events are linked both ways. The same sentences and size give the
same entries everywhere.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from advisor_app.domain import Event, Item, Kind, Partner, Programme, Topic, kind_of
from advisor_app.domain.event import EventFormat, Place, Registration
from advisor_app.domain.item import Related
from advisor_app.domain.partner import Address, Area, Geo, Offer, PartnerKind
from advisor_app.domain.programme import Level, StartRule, Window, WindowModel
from advisor_app.domain.topic import LegalHook, Maturity
from tests.benchmarks.update_corpus import make_items

# The day on which the pages are opened.
DAY = date(2026, 11, 23)
_SPREAD_DAYS = 240
# How many entries of each kind a generated topic is linked with, at most.
_LINKS = {Kind.PROGRAMME: 7, Kind.TOPIC: 4, Kind.PARTNER: 4, Kind.EVENT: 1}
_SIDES = {Kind.PROGRAMME: "programmes", Kind.TOPIC: "topics", Kind.PARTNER: "partners", Kind.EVENT: "events"}
_MODELS = (WindowModel.ROLLING, WindowModel.SINGLE, WindowModel.CUTOFFS, WindowModel.LOTTERY, WindowModel.CLOSED)
_OTHER_KINDS = tuple(kind for kind in PartnerKind if kind not in (PartnerKind.IHK, PartnerKind.HWK))
# The rough middle of North Rhine-Westphalia and how far its towns lie from there, in degrees.
_MIDDLE, _REACH = (51.45, 7.45), (0.7, 1.1)

Codes = Mapping[str, Sequence[str]]


def knowledge_items(real: Sequence[Item], sentences: Sequence[str], size: int, vocabularies: Codes) -> list[Item]:
    """Make a knowledge base.

    Args:
        real: the real entries; they come first.
        sentences: what the texts of the others are made of.
        size: how many entries in all.
        vocabularies: name -> codes: `ris_fields`, `themes`, `districts` (AGS of five digits).

    Raises:
        TooLittleMaterial: there are too few sentences.
    """
    chance = random.Random(f"pages {size}")
    bare = make_items(sentences, max(size - len(real), 0)).values()
    dressed = [_DRESS[kind_of(item)](item, chance, vocabularies) for item in bare]
    related = _links(dressed, chance)
    return [*real, *(replace(item, related=related[item.id]) for item in dressed)]


def _links(items: Sequence[Item], chance: random.Random) -> dict[str, Related]:
    """Link topics with entries of every kind, in both directions."""
    by_kind: dict[Kind, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[kind_of(item)].append(item)
    found: dict[str, dict[str, dict[str, None]]] = {item.id: defaultdict(dict) for item in items}
    for topic in by_kind[Kind.TOPIC]:
        for kind, most in _LINKS.items():
            others = by_kind[kind]
            for other in chance.choices(others, k=chance.randint(0, most)) if others else ():
                if other.id != topic.id:
                    found[topic.id][_SIDES[kind]][other.id] = None
                    found[other.id]["topics"][topic.id] = None
    return {item_id: Related(**{side: tuple(ids) for side, ids in sides.items()}) for item_id, sides in found.items()}


def _programme(item: Item, chance: random.Random, vocabularies: Codes) -> Item:
    model = chance.choice(_MODELS)
    day = _day(chance).isoformat()
    dates = (day,) if model in (WindowModel.SINGLE, WindowModel.CUTOFFS) else ()
    ended = (DAY - timedelta(days=chance.randint(1, 2000))).isoformat() if model is WindowModel.CLOSED else ""
    assert isinstance(item, Programme)
    return replace(
        item,
        themes=_some(vocabularies["themes"], chance, 3),
        window=Window(model=model, dates=dates, open_to=day if model is WindowModel.LOTTERY else ""),
        valid_to=ended,
        level=chance.choice(list(Level)),
        start_rule=chance.choice(list(StartRule)),
    )


def _topic(item: Item, chance: random.Random, vocabularies: Codes) -> Item:
    assert isinstance(item, Topic)
    words = item.title.split()
    return replace(
        item,
        themes=_some(vocabularies["themes"], chance, 3),
        ris_field=chance.choice(vocabularies["ris_fields"]),
        maturity=chance.choice(list(Maturity)),
        synonyms=tuple(f"{chance.choice(words)} {number}" for number in range(6)),
        diagnostic_questions=tuple(f"Was wissen Sie über {word}?" for word in words[:4]),
        legal_hooks=(LegalHook(name="Verordnung", applies_when="alle", date=_day(chance).isoformat()),),
    )


def _partner(item: Item, chance: random.Random, vocabularies: Codes) -> Item:
    assert isinstance(item, Partner)
    point = [middle + chance.uniform(-1, 1) * reach for middle, reach in zip(_MIDDLE, _REACH, strict=True)]
    return replace(
        item,
        partner_kind=chance.choice(_OTHER_KINDS),
        themes=_some(vocabularies["themes"], chance, 2),
        competences=_some(vocabularies["themes"], chance, 5),
        serves=Area(ags=_some(vocabularies["districts"], chance, 6)),
        address=Address(city=f"Ort {chance.randint(1, 396)}", postal_code=f"{chance.randint(32000, 59999)}"),
        geo=Geo(lat=round(point[0], 4), lon=round(point[1], 4)),
        offers=(Offer(type="erstberatung", text="Ein erstes Gespräch vor Ort", cost="kostenfrei"),),
    )


def _event(item: Item, chance: random.Random, vocabularies: Codes) -> Item:
    assert isinstance(item, Event)
    day = _day(chance)
    return replace(
        item,
        format=chance.choice(list(EventFormat)),
        themes=_some(vocabularies["themes"], chance, 2),
        starts_at=f"{day}T10:00:00+01:00",
        ends_at=f"{day}T12:00:00+01:00",
        organiser="ihk-nrw",
        place=Place(name=f"Ort {chance.randint(1, 396)}", ags=chance.choice(vocabularies["districts"])),
        registration=Registration(until=(day - timedelta(days=7)).isoformat()),
    )


_DRESS: Mapping[Kind, Callable[[Any, random.Random, Codes], Item]] = {
    Kind.PROGRAMME: _programme,
    Kind.TOPIC: _topic,
    Kind.PARTNER: _partner,
    Kind.EVENT: _event,
}


def _day(chance: random.Random) -> date:
    return DAY + timedelta(days=chance.randint(-_SPREAD_DAYS, _SPREAD_DAYS))


def _some(codes: Sequence[str], chance: random.Random, most: int) -> tuple[str, ...]:
    return tuple(sorted(set(chance.choices(codes, k=chance.randint(1, most)))))
