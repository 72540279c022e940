"""Texts as squares that a telephone's camera reads (QR codes)."""

from __future__ import annotations

from functools import lru_cache

from advisor_app.errors import TextTooLong

# A camera finds the square only with this much white around it, in modules (ISO/IEC 18004).
QUIET = 4
# What error level M holds at most, in octets; how much a text takes depends on its letters, so that is the promise.
_MOST = 2331
# Read from a screen at a distance: a sixth may be hidden by reflections.
_LEVEL = "m"


@lru_cache(maxsize=32)
def square_of(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of a square, row by row, true for dark; the quiet zone around it is part of it.

    Args:
        text: what the camera shall read: `tel:` with a number, a web address, a business card.

    Raises:
        TextTooLong: no square holds so much.
    """
    import segno  # noqa: PLC0415 - not before the first square is wanted

    try:
        square = segno.make(text, error=_LEVEL, micro=False, encoding="utf-8")
    except segno.DataOverflowError as exc:
        raise TextTooLong(octets=len(text.encode()), most=_MOST) from exc
    return tuple(tuple(map(bool, row)) for row in square.matrix_iter(border=QUIET))
