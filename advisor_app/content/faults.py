"""Small helpers that turn findings into problems an author can act on."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from advisor_app.errors import Problem, Severity

_SHOWN = 60
_PREFIX = 4
_COMPARED = 20

Path = tuple[str | int, ...]


def error(file: str, line: int, field: str, code: str, message: str) -> Problem:
    """Return a problem that stops a build."""
    return Problem(file, line, field, code, Severity.ERROR, message)


def warning(file: str, line: int, field: str, code: str, message: str) -> Problem:
    """Return a problem that an editor should look at, but that stops nothing."""
    return Problem(file, line, field, code, Severity.WARNING, message)


def dotted(path: Path) -> str:
    """Return the field path as it is shown: `sources.0.url`."""
    return ".".join(str(part) for part in path)


def shown(value: object) -> str:
    """Return foreign text for a message: one line, quoted, shortened."""
    text = value if isinstance(value, str) else repr(value)
    cut = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return '"' + "".join(char if char.isprintable() else "?" for char in cut) + '"'


def amount(value: float) -> str:
    """Return a number as people read it: 3,000,000 or 12.5."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that was probably meant, or ""."""
    known = list(choices)
    folded = {choice.casefold(): choice for choice in known}
    if word.casefold() in folded:
        return folded[word.casefold()]
    if len(word) >= _PREFIX:
        longer = [choice for choice in known if choice.casefold().startswith(word.casefold())]
        if len(longer) == 1:
            return longer[0]
    wanted = word[:_SHOWN].casefold()
    pairs = _pairs(wanted)
    # Comparing letter by letter is slow; with thousands of ids it is left to those that share the most pairs.
    likely = heapq.nlargest(_COMPARED, folded, key=lambda choice: len(pairs & _pairs(choice)))
    found = difflib.get_close_matches(wanted, likely, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


@lru_cache(maxsize=50_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(first + second for first, second in pairwise(text))


def suggestion(word: str, choices: Iterable[str], *, listed: int = 24) -> str:
    """Return the remedy for an unknown word: the probable one, or what is allowed."""
    known = sorted(set(choices))
    if found := nearest(word, known):
        return f'did you mean "{found}"?'
    more = ", …" if len(known) > listed else ""
    return f"allowed: {', '.join(known[:listed])}{more}" if known else "nothing is allowed here"
