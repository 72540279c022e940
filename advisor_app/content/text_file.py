"""Bytes of a content file -> clean text, with every fault of the encoding named."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from advisor_app.content.faults import error
from advisor_app.errors import Problem

MAX_BYTES = 200_000
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Control characters but line feed and tab, direction and zero-width marks, line separators, U+FFFD.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ufffe\uffff]",
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """Text of a file with line feeds only, in NFC; None where it could not be read as text."""

    text: str | None
    problems: tuple[Problem, ...]


def decode(raw: bytes, file: str, *, most: int = MAX_BYTES) -> TextFile:
    """Decode a file of at most so many bytes; faults that leave the text readable are reported and mended in memory."""
    fatal = _unreadable(raw, file, most)
    if fatal is not None:
        return TextFile(None, (fatal,))
    problems = []
    if raw.startswith(_BOMS[0]):
        problems.append(error(file, 1, "", "bom", "file starts with a byte order mark; save it as UTF-8 without BOM"))
        raw = raw[3:]
    text = raw.decode("utf-8")
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        problems.append(error(file, line, "", "crlf", "Windows line ends (CR); save the file with LF line ends"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _INVISIBLE.search(text):
        problems.append(_invisible(text, found.start(), file))
        text = _INVISIBLE.sub(" ", text)
    if not text.strip():
        return TextFile(None, (_empty(file),))
    return TextFile(unicodedata.normalize("NFC", text), tuple(problems))


def too_large(size: int, file: str, most: int = MAX_BYTES) -> Problem | None:
    """Return the problem of a file that is too large to be parsed, if it is."""
    if size <= most:
        return None
    return error(
        file,
        0,
        "",
        "too_large",
        f"file has {size:,} bytes, allowed are {most:,}; shorten it or split it into several items",
    )


def _unreadable(raw: bytes, file: str, most: int) -> Problem | None:
    large = too_large(len(raw), file, most)
    if large is not None:
        return large
    if not raw:
        return _empty(file)
    if raw.startswith(_BOMS[1:]):
        return error(file, 1, "", "not_utf8", "file is UTF-16; save it as UTF-8 without BOM")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        byte = raw[fault.start]
        return error(
            file,
            line,
            "",
            "not_utf8",
            f"byte 0x{byte:02X} at offset {fault.start} is not UTF-8 (Latin-1?); save the file as UTF-8",
        )
    return None


def _empty(file: str) -> Problem:
    return error(file, 1, "", "empty_file", "file is empty; fill it or delete it")


def _invisible(text: str, at: int, file: str) -> Problem:
    line = text.count("\n", 0, at) + 1
    return error(
        file,
        line,
        "",
        "control_character",
        f"invisible or damaged character U+{ord(text[at]):04X}; delete it",
    )
