"""Content lines as calendar and address book programs share them: `NAME;PARAMETER=VALUE:value`, folded.

RFC 2425 and RFC 6350: lines end with CRLF and have at most 75 octets; a longer one goes on behind a space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MOST = 75
_END = "\r\n"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def text_value(text: str) -> str:
    """Return a text as a value in which nothing has a meaning of its own."""
    return text.translate(_ESCAPED)


def structured(parts: Sequence[str]) -> str:
    """Return several texts as one value with components."""
    return ";".join(map(text_value, parts))


def written(content: Iterable[str]) -> bytes:
    """Return content lines as they stand in a file."""
    return "".join(folded(line) + _END for line in content).encode()


def folded(line: str) -> str:
    """Return a content line folded; neither a character nor an escape is torn apart."""
    pieces: list[str] = []
    piece, size = "", 0
    for unit in _units(line):
        octets = len(unit.encode())
        if size + octets > _MOST:
            pieces.append(piece)
            piece, size = "", 1  # the space before what goes on
        piece += unit
        size += octets
    return f"{_END} ".join([*pieces, piece])


def _units(line: str) -> Iterable[str]:
    """Yield the characters of a line, those of an escape together."""
    held = ""
    for char in line:
        held += char
        if held != "\\":
            yield held
            held = ""
    if held:
        yield held
