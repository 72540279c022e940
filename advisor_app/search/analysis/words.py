"""From text to words, and from a word to the shapes under which it is found.

A word has four shapes. *Exact*: lower case, digraphs for umlauts (`Gütersloh` -> `guetersloh`), so that both spellings
are one. *Key*: the exact shape with the digraphs reduced (`gutersloh`), so that a missing umlaut is one as well.
*Stem*: the stemmed key. *Form*: what the index stores, the key, followed by `|` and the exact shape where both differ;
forms sort by key, which makes every prefix of a key one contiguous run.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

WORD = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|[^\W_]+|§")
MAX_WORD = 64
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", ".": ""})
_DIGRAPH = re.compile(r"([ao])e|(?<![aeioquy])ue")
_SEPARATOR = "|"


def normal(text: str) -> str:
    """Return text in composed form without soft hyphens and NUL, as everything is that is analysed or shown."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if "\xad" in text or "\0" in text:
        text = text.replace("\xad", "").replace("\0", " ")
    return text


def exact_of(word: str) -> str:
    """Return the exact shape of a word."""
    word = word[:MAX_WORD].casefold().translate(_FOLD)
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def key_of(exact: str) -> str:
    """Return the key of an exact shape: digraphs reduced to the bare vowel."""
    if "e" not in exact:
        return exact
    return _DIGRAPH.sub(lambda match: match[1] or "u", exact)


def form_of(exact: str) -> str:
    """Return the form under which the index stores an exact shape."""
    key = key_of(exact)
    return key if key == exact else f"{key}{_SEPARATOR}{exact}"


def key_of_form(form: str) -> str:
    """Return the key that a stored form begins with."""
    return form.partition(_SEPARATOR)[0]


def new_stemmer() -> Stemmer.Stemmer:
    """Return a German stemmer of its own: stemmers are not safe to share between threads."""
    stemmer = Stemmer.Stemmer("german")
    stemmer.maxCacheSize = 0
    return stemmer


@lru_cache(maxsize=65536)
def stem_of(key: str) -> str:
    """Return the stem of a key."""
    if key.isdigit():
        return key
    return str(new_stemmer().stemWord(key))


@lru_cache(maxsize=65536)
def shapes(word: str) -> tuple[str, str, str]:
    """Return exact shape, key and stem of a word."""
    exact = exact_of(word)
    key = key_of(exact)
    return exact, key, stem_of(key)


def words(text: str) -> list[str]:
    """Return the words of a text as written."""
    return WORD.findall(text)


def name_key(text: str) -> str:
    """Return a name as one key without gaps: `Go-Digital`, `go digital` and `godigital` are one."""
    return "".join(key_of(exact_of(word)) for word in WORD.findall(text))
