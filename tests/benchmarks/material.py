"""Real German sentences to make benchmark collections of: kb/ and any folder of texts given besides."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_COMMON = "der die das und für mit von zu im in den des ein eine ist sind werden wird auf bei nicht oder als"
_GERMAN = frozenset(_COMMON.split())
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PLAIN_FIELDS = re.compile(r"^(?:title|summary): *(.+)$", re.MULTILINE)
_MARKUP = re.compile(r"\[(?:q\d+(?:, ?q\d+)*)\]|[*_`>|]+|^#+ .*$|^\s*(?:[-+]|\d+\.) ", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„\"])")
_MIN_WORDS, _MAX_WORDS = 5, 60
_MIN_STRING = 40


def sentences_of(folders: Iterable[Path]) -> list[str]:
    """Return the distinct German sentences of all text files below the folders, in the order of the files' names."""
    found: dict[str, None] = {}
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            for text in _texts(path):
                found.update(dict.fromkeys(_sentences(text)))
    return list(found)


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(" ".join(text.split())):
        words = sentence.split()
        if _MIN_WORDS <= len(words) <= _MAX_WORDS and sum(word.lower() in _GERMAN for word in words) >= 2:
            yield sentence


def _texts(path: Path) -> Iterator[str]:
    """Yield the longer texts of one file; kinds of files that hold no prose yield nothing."""
    match path.suffix:
        case ".md":
            yield from _markdown(path.read_text(encoding="utf-8"))
        case ".json":
            yield from _strings(json.loads(path.read_text(encoding="utf-8")))
        case ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                yield from _strings(json.loads(line))
        case ".csv":
            with path.open(encoding="utf-8", errors="replace", newline="") as file:
                yield from (cell for row in csv.reader(file) for cell in row if len(cell) >= _MIN_STRING)


def _markdown(text: str) -> Iterator[str]:
    front = _FRONT_MATTER.match(text)
    if front:
        yield from (value.strip("\"'") for value in _PLAIN_FIELDS.findall(front[1]))
        text = text[front.end() :]
    for paragraph in _LINK.sub(r"\1", text).split("\n\n"):
        yield from _MARKUP.sub("\n", paragraph).split("\n\n")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) >= _MIN_STRING:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
