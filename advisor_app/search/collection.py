"""Reading of test collections: documents and queries as JSON Lines, judgements as TSV or TREC qrels.

Every fault is one `InputUnreadable` that names the file, the line and what to do. Blank lines, keys that are not
needed, a byte order mark and Windows line ends are allowed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import InputUnreadable

MAX_LINE_BYTES = 32 * 2**20
_ID_KEYS = ("id", "_id")
_QUERY_KEYS = ("query", "question", "text")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Text:
    """A document or a query: its id, its title ("" if it has none) and its text."""

    id: str
    title: str
    text: str


def read_documents(path: Path) -> Iterator[Text]:
    """Read documents one by one: `id`, `text` and, if there is one, `title`.

    Raises:
        InputUnreadable: the file is missing or empty, or a line is no such document.
    """
    seen: set[str] = set()
    for place, fields in _records(path):
        key = _new_id(path, place, fields, seen)
        if "text" not in fields:
            raise InputUnreadable(file=path, place=place, remedy='the key "text" is missing; add it')
        yield Text(key, _string(path, place, fields, "title"), _string(path, place, fields, "text"))
    if not seen:
        raise _empty(path, 'one {"id": …, "title": …, "text": …} a line')


def read_queries(path: Path) -> Sequence[Text]:
    """Read queries: `id` and `query` (or `question`, `text`).

    Raises:
        InputUnreadable: the file is missing or empty, or a line is no such query.
    """
    seen: set[str] = set()
    found = []
    for place, fields in _records(path):
        key = _new_id(path, place, fields, seen)
        name = next((name for name in _QUERY_KEYS if name in fields), None)
        if name is None:
            raise InputUnreadable(file=path, place=place, remedy='the key "query" is missing; add it')
        found.append(Text(key, "", _string(path, place, fields, name)))
    if not found:
        raise _empty(path, 'one {"id": …, "query": …} a line')
    return found


def read_judgements(path: Path) -> Mapping[str, Mapping[str, float]]:
    """Read judgements: query id -> document id -> grade.

    Columns are separated by tabs, or by blanks where a line has no tab: `query document grade`, TREC's
    `query iteration document grade`, or `query document` (grade 1). A first line whose grade is no number is a header.
    A pair that stands twice must have one grade.

    Raises:
        InputUnreadable: the file is missing or empty, or a line is no judgement.
    """
    found: dict[str, dict[str, float]] = {}
    first = True
    for place, line in _lines(path):
        columns = [column.strip() for column in (line.split("\t") if "\t" in line else line.split())]
        grade = _grade(columns)
        if grade is None and not (first and 2 <= len(columns) <= 4):
            raise InputUnreadable(
                file=path, place=place, remedy="expected query id, document id and a grade, separated by tabs"
            )
        first = False
        if grade is None:
            continue
        query, document = columns[0], columns[-1 if len(columns) == 2 else -2]
        if found.setdefault(query, {}).setdefault(document, grade) != grade:
            remedy = (
                f'query "{_cut(query)}" and document "{_cut(document)}" stand twice with different grades; keep one'
            )
            raise InputUnreadable(file=path, place=place, remedy=remedy)
    if not found:
        raise _empty(path, "query id, document id and grade a line, separated by tabs")
    return found


def _grade(columns: Sequence[str]) -> float | None:
    """Return the grade of a line of judgements, None if it has none or the ids are empty."""
    if not 2 <= len(columns) <= 4 or not all(columns):
        return None
    if len(columns) == 2:
        # `query_id document_id` is a header; ids that are such words would need a grade column.
        return None if {"query", "document", "query_id", "doc_id", "query-id", "corpus-id"} & set(columns) else 1.0
    try:
        grade = float(columns[-1])
    except ValueError:
        return None
    return grade if math.isfinite(grade) else None


def _records(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the place and the object of each line."""
    for place, line in _lines(path):
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as fault:
            remedy = f"no valid JSON ({fault.msg} at column {fault.colno}); put one object on each line"
            raise InputUnreadable(file=path, place=place, remedy=remedy) from fault
        except (ValueError, RecursionError) as fault:  # a number of thousands of digits, thousands of brackets
            raise InputUnreadable(file=path, place=place, remedy="a value is too large or nested too deep") from fault
        if not isinstance(fields, dict):
            remedy = f"expected an object in braces, found {_kind(fields)}; put one object on each line"
            raise InputUnreadable(file=path, place=place, remedy=remedy)
        yield place, fields


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each line that is not blank."""
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                place = f"line {number}"
                if len(raw) > MAX_LINE_BYTES:
                    remedy = f"the line is longer than {MAX_LINE_BYTES // 2**20} MiB; split it"
                    raise InputUnreadable(file=path, place=place, remedy=remedy)
                line = _decoded(path, place, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw).strip()
                if line:
                    yield place, line
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise InputUnreadable(file=path, place="file", remedy=f"{reason}; check path and permissions") from fault


def _decoded(path: Path, place: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        what = "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "not UTF-8 (Latin-1?)"
        remedy = f"byte 0x{raw[fault.start]:02X} at offset {fault.start}: {what}; save the file as UTF-8"
        raise InputUnreadable(file=path, place=place, remedy=remedy) from fault


def _new_id(path: Path, place: str, fields: Mapping[str, object], seen: set[str]) -> str:
    """Return the id of a record as text and note it."""
    name = next((name for name in _ID_KEYS if name in fields), None)
    if name is None:
        raise InputUnreadable(file=path, place=place, remedy='the key "id" is missing; add it')
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        remedy = f'"{name}" must be text or a whole number, found {_kind(value)}'
        raise InputUnreadable(file=path, place=place, remedy=remedy)
    key = str(value).strip()
    if key in seen:
        remedy = f'the id "{_cut(key)}" stands twice; give each line its own'
        raise InputUnreadable(file=path, place=place, remedy=remedy)
    seen.add(key)
    return key


def _string(path: Path, place: str, fields: Mapping[str, object], name: str) -> str:
    """Return a text field; null and a missing one are empty, lone surrogates become question marks."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputUnreadable(file=path, place=place, remedy=f'"{name}" must be text, found {_kind(value)}')
    return value.encode("utf-8", "replace").decode("utf-8")


def _kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return "text" if value.strip() else "empty text"
    return {int: "a number", float: "a number", list: "a list", dict: "an object"}[type(value)]


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _empty(path: Path, expected: str) -> InputUnreadable:
    return InputUnreadable(file=path, place="file", remedy=f"the file is empty; expected {expected}")
