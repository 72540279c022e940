"""Names of places as keys: German spelling folded, the ways in which one name is written, and typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_STRICT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "'": "", "’": ""})
_NOT_WORD = re.compile(r"[\W_]+")
_WRITTEN_OUT = {
    "st": "sankt",
    "skt": "sankt",
    "westf": "westfalen",
    "westfl": "westfalen",
    "rhld": "rheinland",
    "rheinl": "rheinland",
    "sauerl": "sauerland",
}
_FILLERS = frozenset({"in", "i", "an", "a", "der", "d", "am", "im", "bei", "auf"})
_SHORT = 4
_LONG = 8


def key(text: str) -> str:
    """Return a name as it is compared: small, `ü` as `ue`, words divided by one space, abbreviations written out."""
    return " ".join(_WRITTEN_OUT.get(word, word) for word in begun_key(text).split())


def begun_key(text: str) -> str:
    """Return the key of a text that is still being typed: "st" may become "Straelen" as well as "Sankt Augustin"."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_STRICT)
    bare = "".join(char for char in unicodedata.normalize("NFD", composed) if not unicodedata.combining(char))
    return " ".join(word for word in _NOT_WORD.split(bare) if word)


def plain_key(text: str) -> str:
    """Return the key of a name typed without umlauts: `ü` as `u`."""
    decomposed = unicodedata.normalize("NFD", text)
    return key("".join(char for char in decomposed if not unicodedata.combining(char)))


def without_fillers(name_key: str) -> str:
    """Return a key without small words inside: "wetter an der ruhr" -> "wetter ruhr"."""
    first, *rest = name_key.split() or [""]
    kept = [word for number, word in enumerate(rest, 1) if word not in _FILLERS or number == len(rest)]
    return " ".join([first, *kept])


def short_names(name: str) -> Iterator[str]:
    """Yield the ways in which people shorten a municipality's name.

    "Halle (Westf.)" -> "Halle"; "Mülheim an der Ruhr" -> "Mülheim"; "Bad Salzuflen" -> "Salzuflen";
    "Castrop-Rauxel" -> "Castrop" and "Rauxel".
    """
    for divider in (" (", "/", " an der ", " am "):
        head, found, _ = name.partition(divider)
        if found:
            yield head
    if name.startswith("Bad "):
        yield name.removeprefix("Bad ")
    if "-" in name:
        yield from (part.strip() for part in name.split("-"))


def allowed_errors(typed: str) -> int:
    """Return how many typing errors a text of this length may hold."""
    return 0 if len(typed) < _SHORT else 1 if len(typed) < _LONG else 2


def letters(text: str) -> int:
    """Return the letters of a text as a set of bits, to rule out names quickly."""
    found = 0
    for char in text:
        found |= 1 << (ord(char) & 63)
    return found


def errors_between(typed: str, name: str, most: int, *, begun: bool) -> int:
    """Return how many typing errors lie between two keys (a swap of neighbours counts as one).

    Args:
        typed: what was typed.
        name: the name as it is right.
        most: give up above this; then `most + 1` is returned.
        begun: the text is being typed, so it is held against the best beginning of the name.
    """
    before: list[int] = []
    row = list(range(len(name) + 1))
    for at, char in enumerate(typed, 1):
        current = [at]
        for place, wanted in enumerate(name, 1):
            best = min(row[place] + 1, current[place - 1] + 1, row[place - 1] + (char != wanted))
            if before and place > 1 and char == name[place - 2] and typed[at - 2] == wanted:
                best = min(best, before[place - 2] + 1)
            current.append(best)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return min(row) if begun else row[-1]
