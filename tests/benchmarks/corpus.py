"""Deterministic German collections of any size, recombined from real sentences.

The same sentences and size give the same collection on every machine; `Corpus.digest` names it.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from advisor_app.search.model import SearchDocument

MEAN_WORDS = 361
# A run of sentences overshoots the wanted length by half of it.
_OVERSHOOT = 34
MIN_SENTENCES = 200
# What every engine counts; the product counts all the facets that documents have, as it does in the window.
COUNTED = ("kind", "foerderart", "ebene", "thema")
_CHOICES: dict[str, tuple[tuple[str, ...], int]] = {
    "foerderart": (("zuschuss", "kredit", "buergschaft", "beteiligung", "beratung", "steuer", "preis"), 2),
    "ebene": (("bund", "land", "eu", "kommune", "stiftung"), 1),
    "thema": (tuple(f"thema_{number:02}" for number in range(1, 33)), 3),
    "zielgruppe": (("unternehmen", "gruendung", "hochschule", "verein", "kommune", "privat"), 3),
    "groesse": (("klein", "mittel", "gross"), 3),
    "region": (("DE", "05", "05111", "05334", "05515", "05711", "05754", "05958"), 1),
}
_KINDS = ("programme", "topic", "partner", "event")
_WINDOWS = ("rolling", "fixed", "closed", "")


class TooLittleMaterial(Exception):
    """There are too few sentences to recombine."""


@dataclass(frozen=True)
class Corpus:
    """Documents and the changed ones that an update brings."""

    documents: Sequence[SearchDocument]
    changed: Sequence[SearchDocument]

    @cached_property
    def digest(self) -> str:
        """Return the name of the content."""
        digest = hashlib.sha256()
        for document in (*self.documents, *self.changed):
            digest.update(json.dumps(asdict(document), ensure_ascii=False, sort_keys=True).encode())
        return digest.hexdigest()[:20]


def make_corpus(sentences: Sequence[str], size: int, *, changes: int = 60) -> Corpus:
    """Make a collection.

    Args:
        sentences: real sentences, at least MIN_SENTENCES of them.
        size: how many documents.
        changes: how many of them an update replaces.

    Raises:
        TooLittleMaterial: there are too few sentences to recombine.
    """
    if len(sentences) < MIN_SENTENCES:
        raise TooLittleMaterial(f"only {len(sentences)} sentences, at least {MIN_SENTENCES} are needed")
    chance = random.Random(f"corpus {size}")
    documents = [_document(sentences, number, chance) for number in range(size)]
    places = sorted(chance.sample(range(size), min(changes, size)))
    changed = [
        replace(documents[place], body=f"Neu gefasst am 23. November. {text_of(sentences, chance)}") for place in places
    ]
    return Corpus(documents, changed)


def _document(sentences: Sequence[str], number: int, chance: random.Random) -> SearchDocument:
    title = " ".join(chance.choice(sentences).rstrip(".!?").split()[: chance.randint(3, 9)])
    model = chance.choice(_WINDOWS)
    opens = f"202{chance.randint(4, 6)}-{chance.randint(1, 12):02}-01" if model == "fixed" else ""
    closes = f"202{chance.randint(6, 8)}-{chance.randint(1, 12):02}-28" if model == "fixed" else ""
    return SearchDocument(
        id=f"eintrag-{number:05}",
        kind=chance.choices(_KINDS, weights=(70, 12, 13, 5))[0],
        title=title,
        aliases=(f"Richtlinie {number:05}",) if number % 3 == 0 else (),
        keywords=tuple(chance.choice(sentences).split()[0].strip('„“",') for _ in range(2)),
        # A number of its own per document: real collections have a long tail of words that occur once.
        body=f"Aktenzeichen {chance.randint(10**6, 10**7)}-{number:05}. {text_of(sentences, chance)}",
        facets={name: _codes(name, chance) for name in _CHOICES},
        as_of=f"202{chance.randint(3, 6)}-{chance.randint(1, 12):02}",
        window_model=model,
        opens=opens,
        closes=closes,
    )


def _codes(name: str, chance: random.Random) -> tuple[str, ...]:
    """Draw codes, the first of a vocabulary most often."""
    codes, most = _CHOICES[name]
    weights = [1 / rank for rank in range(1, len(codes) + 1)]
    return tuple(sorted(set(chance.choices(codes, weights=weights, k=chance.randint(1, most)))))


def text_of(sentences: Sequence[str], chance: random.Random, words_wanted: int | None = None) -> str:
    """Put runs of neighbouring sentences together until the length is reached.

    Args:
        sentences: what there is to choose from.
        chance: draws the runs and, where it is not given, the length.
        words_wanted: least number of words.
    """
    wanted = words_wanted or max(60, min(900, round(chance.gauss(MEAN_WORDS - _OVERSHOOT, 120))))
    parts: list[str] = []
    words = 0
    while words < wanted:
        start = chance.randrange(len(sentences))
        for sentence in sentences[start : start + chance.randint(2, 5)]:
            parts.append(sentence)
            words += sentence.count(" ") + 1
    return " ".join(parts)
