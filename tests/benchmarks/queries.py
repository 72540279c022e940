"""What is asked: keystrokes, phrases and typing errors, drawn deterministically from the collection itself."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.search.model import SearchDocument
from tests.benchmarks.corpus import Corpus

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
# Frequent function words are typed too, but nobody searches for them alone.
_FUNCTION_WORDS = (
    "der die das und für mit von zum zur den des dem ein eine einer eines einem einen ist sind wird werden auf bei"
    " nicht oder als auch aus nach über unter durch sich sie wir ihr können kann müssen muss soll sollen dass wenn"
)
_STOP = frozenset(_FUNCTION_WORDS.split())


class Sort(StrEnum):
    """Sort of question; the name of the figure."""

    KEYSTROKE = "keystroke"
    PHRASE = "phrase"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `words` are its words; the last one of a keystroke is still growing."""

    sort: Sort
    text: str
    words: tuple[str, ...]


def make_queries(corpus: Corpus, *, count: int) -> dict[Sort, Sequence[Query]]:
    """Draw `count` keystrokes, and half as many phrases and typing errors."""
    chance = random.Random("queries")
    texts = [f"{document.title} {document.body}" for document in _sample(corpus, chance)]
    seen = Counter(word for text in texts for word in set(_WORD.findall(text)))
    usual = sorted(word for word, times in seen.items() if times >= 2 and len(word) >= 4 and word.lower() not in _STOP)
    known = {word.lower() for word in seen}
    return {
        Sort.KEYSTROKE: _keystrokes(texts, usual, chance, count),
        Sort.PHRASE: _phrases(texts, chance, count // 2),
        Sort.FUZZY: _typos(usual, known, chance, count // 2),
    }


def _sample(corpus: Corpus, chance: random.Random) -> Sequence[SearchDocument]:
    """Take documents that no update changes, so that what is asked stays findable."""
    changed = {document.id for document in corpus.changed}
    kept = [document for document in corpus.documents if document.id not in changed]
    return chance.sample(kept, min(600, len(kept)))


def _keystrokes(texts: Sequence[str], usual: Sequence[str], chance: random.Random, count: int) -> Sequence[Query]:
    """Type single words and runs of two or three words of one text, letter by letter; keep a sample of the letters."""
    typed: dict[str, None] = {}
    while len(typed) < count * 8:
        words = [chance.choice(usual)] if chance.random() < 0.5 else _content_words(chance.choice(texts), chance)
        text = " ".join(words)
        for end in range(1, len(text) + 1):
            if text[end - 1] != " ":
                typed[text[:end].lower() if chance.random() < 0.5 else text[:end]] = None
    return [Query(Sort.KEYSTROKE, text, tuple(text.split())) for text in chance.sample(list(typed), count)]


def _content_words(text: str, chance: random.Random) -> list[str]:
    words = [word for word in _WORD.findall(text) if len(word) >= 4 and word.lower() not in _STOP]
    start = chance.randrange(max(1, len(words) - 3))
    return words[start : start + chance.randint(2, 3)]


def _phrases(texts: Sequence[str], chance: random.Random, count: int) -> Sequence[Query]:
    """Take runs of two to four words as they stand in a text, without function words at their ends."""
    found: dict[str, tuple[str, ...]] = {}
    while len(found) < count:
        words = chance.choice(texts).split()
        start = chance.randrange(max(1, len(words) - 4))
        run = words[start : start + chance.randint(2, 4)]
        plain = all(_WORD.fullmatch(word) for word in run) and len(run) > 1
        if plain and not {run[0].lower(), run[-1].lower()} & _STOP and min(len(run[0]), len(run[-1])) > 3:
            found[f'"{" ".join(run)}"'] = tuple(run)
    return [Query(Sort.PHRASE, text, words) for text, words in found.items()]


def _typos(usual: Sequence[str], known: set[str], chance: random.Random, count: int) -> Sequence[Query]:
    """Make one slip in long words: a letter too much, missing, wrong, or two swapped; never a word that exists."""
    long_words = [word for word in usual if len(word) >= 6]
    found: dict[str, None] = {}
    while len(found) < count:
        slip = _slip(chance.choice(long_words).lower(), chance)
        if slip not in known:
            found[slip] = None
    return [Query(Sort.FUZZY, text, (text,)) for text in found]


def _slip(word: str, chance: random.Random) -> str:
    # The first letter is rarely wrong, and every engine may rely on it.
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(_LETTERS)
    return chance.choice(
        (
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
