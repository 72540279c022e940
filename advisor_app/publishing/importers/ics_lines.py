"""Bytes of a calendar file -> its lines as they were before folding, each with its number; every repair is told."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor_app.content.faults import error, shown, warning
from advisor_app.errors import Problem

MAX_BYTES = 50_000_000
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_PROPERTY = re.compile(r"[A-Za-z][A-Za-z0-9-]*[;:]")
# A value whose folds were lost has some lines more; hundreds are something else.
_MAX_STRAYS = 100
# Far beyond any title, place or rule. What is longer (a file in an ATTACH) is not even decoded.
_MAX_LINE_BYTES = 4_000
# Also what makes text run backwards or hides in it.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was before folding; `number` is that of its beginning in the file, from 1.

    `cut`: it was so long that only its beginning was read.
    """

    number: int
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """What a file holds, and what had to be mended to read it."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def read_lines(raw: bytes, file: str) -> Lines:
    """Split, unfold and decode a file; nothing is raised.

    Args:
        raw: the bytes.
        file: its name in problems.
    """
    if len(raw) > MAX_BYTES:
        message = f"file has {len(raw):,} bytes, allowed are {MAX_BYTES:,}; split the calendar"
        return Lines((), (error(file, 0, "", "too_large", message),))
    if not raw.strip(b"\x00\r\n\t "):
        return Lines((), (error(file, 0, "", "empty_file", "nothing is in it; export the calendar again"),))
    reader = _Reader(file)
    lines = tuple(reader.read(raw))
    return Lines(lines, tuple(reader.problems))


class _Reader:
    """Reads one file and keeps what had to be mended."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file

    def read(self, raw: bytes) -> Iterator[Line]:
        foreign: list[int] = []
        yield from self._joined(self._unfolded(self._bare(raw)), foreign)
        if foreign:
            message = f"{_times(len(foreign), 'line')} not UTF-8, read as Windows-1252; check umlauts and save as UTF-8"
            self._warn(foreign[0], "not_utf8", message)

    def _bare(self, raw: bytes) -> bytes:
        """Take off the marks of an encoding."""
        if raw.startswith(_UTF16_BOMS):
            self._warn(1, "utf16", "file is UTF-16 instead of UTF-8; read as that")
            return raw.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
        if raw.startswith(_UTF8_BOM):
            self._warn(1, "bom", "file begins with a byte order mark; ignored")
            return raw.removeprefix(_UTF8_BOM)
        return raw

    def _unfolded(self, raw: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield lines with what was folded joined: before decoding, as folding may divide a letter.

        Of an overlong line, one byte more than is read tells that it goes on.
        """
        ends = dict.fromkeys((b"\r\n", b"\n", b"\r"), 0)
        parts: list[bytes] = []
        begun, number, start, room = 0, 0, 0, 0
        size = len(raw)
        while start < size:
            number += 1
            found = _LINE_END.search(raw, start)
            end = found.start() if found is not None else size
            physical = raw[start : min(end, start + _MAX_LINE_BYTES + 2)]
            start = found.end() if found is not None else size
            if found is not None:
                ends[found.group()] += 1
            if physical[:1] in (b" ", b"\t") and parts:
                if room > 0:
                    parts.append(physical[1:])
                    room -= len(physical) - 1
                continue
            if parts:
                yield begun, b"".join(parts)
            parts = [physical] if physical.strip() else []
            begun, room = number, _MAX_LINE_BYTES + 1 - len(physical)
        if parts:
            yield begun, b"".join(parts)
        self._tell_ends(ends)

    def _tell_ends(self, ends: dict[bytes, int]) -> None:
        names = {b"\r\n": "CRLF", b"\n": "LF", b"\r": "CR"}
        used = [f"{count} {names[end]}" for end, count in ends.items() if count]
        if len(used) > 1:
            self._warn(0, "line_ends", f"line ends are mixed ({', '.join(used)}); all are read as line ends")

    def _joined(self, lines: Iterator[tuple[int, bytes]], foreign: list[int]) -> Iterator[Line]:
        """Yield decoded lines; what is no property belongs to the line before, whose fold was lost."""
        begun, parts = 0, list[str]()
        strays: list[int] = []
        cut = False
        for number, raw in lines:
            text = self._decoded(number, raw, foreign)
            if _PROPERTY.match(text) is None:
                strays.append(number)
                if begun and len(strays) <= _MAX_STRAYS:
                    parts.append(text)
                    cut = cut or len(raw) > _MAX_LINE_BYTES
                continue
            self._tell_strays(strays, joined=bool(begun))
            if begun:
                yield _line(begun, parts, cut=cut)
            begun, parts, strays = number, [text], []
            cut = len(raw) > _MAX_LINE_BYTES
        self._tell_strays(strays, joined=bool(begun))
        if begun:
            yield _line(begun, parts, cut=cut)

    def _tell_strays(self, strays: list[int], *, joined: bool) -> None:
        if not strays:
            return
        where = f"lines {strays[0]} to {strays[-1]} are" if len(strays) > 1 else "this is"
        what = "ignored" if not joined or len(strays) > _MAX_STRAYS else "joined to the line before"
        self._warn(strays[0], "no_property", f"{where} no property (a fold without its space?); {what}")

    def _decoded(self, number: int, raw: bytes, foreign: list[int]) -> str:
        head = raw[:_MAX_LINE_BYTES]
        try:
            # The cut may go through a letter; then that one is left out.
            text = codecs.utf_8_decode(head, "strict", len(head) == len(raw))[0]
        except UnicodeDecodeError:
            foreign.append(number)
            text = head.decode("cp1252", errors="replace")
        return unicodedata.normalize("NFC", text)

    def _warn(self, number: int, code: str, message: str) -> None:
        self.problems.append(warning(self._file, number, "", code, message))


def _line(number: int, parts: Sequence[str], *, cut: bool) -> Line:
    text = "\\n".join(parts)
    return Line(number, text[:_MAX_LINE_BYTES], cut or len(text) > _MAX_LINE_BYTES)


def clean(text: str) -> str:
    """Return foreign text on one line: without characters that no reader sees, white space as single spaces."""
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or (unicodedata.category(char) not in _UNPRINTABLE and char != "\ufffd")
    )
    return " ".join(visible.split())


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def brief(text: str) -> str:
    """Return foreign text for a message: cleaned, quoted, shortened."""
    return shown(clean(text))


def _times(count: int, what: str) -> str:
    return f"1 {what} is" if count == 1 else f"{count} {what}s are"
