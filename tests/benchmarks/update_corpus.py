"""Collections of items for measuring updates, and the edits an editorial team makes to them from version to version.

The same sentences and size give the same items everywhere. The texts are recombined from real sentences with single
words exchanged, so that a record compresses about as well as a real one and not as well as copied text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from advisor_app.domain import Item, Programme
from advisor_app.domain.item import Section
from advisor_app.domain.programme import Amounts, FundingType, Grant, Range
from tests import makers
from tests.benchmarks.corpus import MIN_SENTENCES, TooLittleMaterial, text_of

CHANGES_PER_VERSION = 10
# Shares of the edits: small ones, a section rewritten, new items, removed items.
EDITS = (60, 20, 12, 8)
_KINDS = ((makers.programme, 70), (makers.topic, 12), (makers.partner, 13), (makers.event, 5))
_HEADINGS = ("Für wen?", "Was wird gefördert?", "Wie viel?", "So geht es", "Worauf achten?", "Weiter lesen")
_WORDS_OF_A_SECTION = (28, 75)
# One word in so many is exchanged: 182 of these records then compress like the 182 real ones of kb/ (800 bytes each).
_WORD_CHANGED = 4
_THEMES = ("innovation", "digitalisierung", "forschung_entwicklung")
_REGIONS = ("DE", "05", "05111", "05334", "05515", "05711")

Items = Mapping[str, Item]


@dataclass(frozen=True)
class Material:
    """What items are made of."""

    sentences: Sequence[str]

    @cached_property
    def words(self) -> Sequence[str]:
        """Return the words of all sentences, frequent ones often."""
        return [word for sentence in self.sentences for word in sentence.split()]


def make_items(sentences: Sequence[str], size: int) -> Items:
    """Make a collection of valid items with ids of their own.

    Args:
        sentences: real sentences, at least MIN_SENTENCES of them.
        size: how many items.

    Raises:
        TooLittleMaterial: there are too few sentences to recombine.
    """
    if len(sentences) < MIN_SENTENCES:
        raise TooLittleMaterial(f"only {len(sentences)} sentences, at least {MIN_SENTENCES} are needed")
    material, chance = Material(sentences), random.Random(f"items {size}")
    return {item.id: item for item in (_item(material, number, chance) for number in range(size))}


def versions_of(items: Items, sentences: Sequence[str], *, changes: int = CHANGES_PER_VERSION) -> Iterator[Items]:
    """Yield one edited state after the other, without end; each differs from the one before by `changes` items.

    Args:
        items: the state of the first version, which is not yielded.
        sentences: what new text is made of.
        changes: how many items a version changes, adds or removes.
    """
    material, chance = Material(sentences), random.Random(f"edits {len(items)} {changes}")
    state, number = dict(items), len(items)
    while True:
        touched: set[str] = set()
        for edit in chance.choices(("small", "section", "new", "removed"), weights=EDITS, k=changes):
            if edit == "new":
                item = _item(material, number, chance)
                number += 1
            else:
                item = state[chance.choice([item_id for item_id in state if item_id not in touched])]
            touched.add(item.id)
            if edit == "removed":
                del state[item.id]
            else:
                state[item.id] = _edited(item, edit, material, chance)
        yield dict(state)


def _item(material: Material, number: int, chance: random.Random) -> Item:
    make = chance.choices([make for make, _weight in _KINDS], weights=[weight for _make, weight in _KINDS])[0]
    title = " ".join(chance.choice(material.sentences).rstrip(".!?").split()[: chance.randint(3, 9)])
    fields = {
        "summary": _varied(chance.choice(material.sentences), material, chance),
        "themes": tuple(sorted(set(chance.choices(_THEMES, k=2)))),
        "region": (chance.choice(_REGIONS),),
        "keywords": tuple(chance.choice(material.words).strip('„“",.;:()') for _ in range(3)),
        "sources": tuple(_source(place, number, chance) for place in range(1, chance.randint(2, 4))),
        "body": tuple(_section(heading, material, chance) for heading in _HEADINGS[: chance.randint(4, 6)]),
        **(_money(chance) if make is makers.programme else {}),
    }
    return make(f"eintrag-{number:05}", f"{title} {number}", **fields)


def _source(place: int, number: int, chance: random.Random) -> object:
    url = (
        f"https://www.beispiel.de/{chance.choice(('foerderung', 'richtlinie', 'merkblatt'))}/{chance.getrandbits(32):x}"
    )
    return replace(makers.SOURCE, id=f"q{place}", url=url, title=f"Quelle {number}", as_of=_month(chance))


def _section(heading: str, material: Material, chance: random.Random) -> Section:
    text = _varied(text_of(material.sentences, chance, chance.randint(*_WORDS_OF_A_SECTION)), material, chance)
    return Section(heading=heading, markdown=f"{text} [q1]")


def _varied(text: str, material: Material, chance: random.Random) -> str:
    """Exchange single words: text that only repeats what stands elsewhere would compress too well."""
    words = text.split()
    for place in range(len(words)):
        if chance.randrange(_WORD_CHANGED) == 0:
            words[place] = chance.choice(material.words)
    return " ".join(words)


def _money(chance: random.Random) -> dict[str, Any]:
    grant = Grant(max=chance.randrange(5, 500) * 1000)
    return {
        "funding_types": (chance.choice(list(FundingType)),),
        "amounts": Amounts(rate_pct=Range(max=chance.randrange(20, 85, 5)), grant_eur=grant),
    }


def _month(chance: random.Random) -> str:
    return f"202{chance.randint(3, 6)}-{chance.randint(1, 12):02}"


def _edited(item: Item, edit: str, material: Material, chance: random.Random) -> Item:
    """Make a small edit or write one section anew; a new item stays as it is."""
    place = chance.randrange(len(item.body))
    if edit == "section":
        fresh = _section(item.body[place].heading, material, chance)
    elif edit == "small" and isinstance(item, Programme) and chance.random() < 0.5:
        return replace(item, **_money(chance))
    elif edit == "small":
        addition = chance.choice(material.sentences)
        fresh = replace(item.body[place], markdown=f"{item.body[place].markdown} {addition}")
    else:
        return item
    return replace(item, body=(*item.body[:place], fresh, *item.body[place + 1 :]))
