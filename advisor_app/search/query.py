"""The language one types: words, "phrases", -exclusions and field:value filters. Any input has a meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor_app.search import fields
from advisor_app.search.analysis.words import WORD, exact_of, key_of, name_key, normal, stem_of

MAX_TEXT = 2000  # characters that are looked at
MAX_WORDS = 48

_FIELD_NAMES = {
    "kind": fields.KIND,
    "art": fields.KIND,
    "typ": fields.KIND,
    "foerderart": "foerderart",
    "ebene": "ebene",
    "fenster": fields.WINDOW,
    "frist": fields.WINDOW,
    "thema": "thema",
    "region": fields.REGION,
    "ort": fields.REGION,
    "zielgruppe": "zielgruppe",
    "groesse": "groesse",
    "branche": "branche",
    "phase": "phase",
    "aktivitaet": "aktivitaet",
    "beihilfe": "beihilfe",
    "beginn": "beginn",
    "weg": "weg",
    "partnerart": "partnerart",
    "reife": "reife",
    "format": "format",
    "stand": "stand",
}
_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-−–](?=\S))?
        (?:(?P<field>[^\W\d_]{3,20}):(?P<value>"[^"]*"|[^\s"]+)
        |["„“”»«](?P<phrase>[^"„“”»«]*)["„“”»«]?
        |(?P<word>[^\s"„“”»«]+))""",
    re.VERBOSE,
)

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: as typed, its exact shape, key and stem."""

    text: str
    exact: str
    key: str
    stem: str


@dataclass(slots=True)
class Query:
    """What a text asks for. `growing` says that the last word may go on; `notes` tell what was not understood."""

    words: list[Word] = field(default_factory=list)
    phrases: list[list[Word]] = field(default_factory=list)
    excluded: list[list[Word]] = field(default_factory=list)
    filters: dict[str, list[str]] = field(default_factory=dict)
    barred: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    growing: bool = False


def word_of(text: str) -> Word:
    """Return a word with its shapes."""
    exact = exact_of(text)
    key = key_of(exact)
    return Word(text, exact, key, stem_of(key))


def field_name(text: str) -> str:
    """Return the facet a typed field name stands for, or ""."""
    return _FIELD_NAMES.get(exact_of(text), "")


class Parser:
    """Reads queries against the codes and labels of an index.

    Args:
        codes: facet -> its codes.
        labels: facet -> code -> label; a typed value may be the label or its beginning.
    """

    def __init__(self, codes: Mapping[str, list[str]], labels: Labels) -> None:
        self._codes = codes
        self._names: dict[str, dict[str, list[str]]] = {}
        for name in {*codes, *labels}:
            table: dict[str, list[str]] = {}
            for code in codes.get(name, ()):
                table.setdefault(name_key(code), []).append(code)
            for code, label in labels.get(name, {}).items():
                table.setdefault(name_key(code), [code])
                if code not in table.setdefault(name_key(label), []):
                    table[name_key(label)].append(code)
            self._names[name] = table

    def parse(self, text: str, *, growing: bool = False) -> Query:
        """Return what a text asks for; `growing` if its last word is still being typed."""
        text = normal(text[:MAX_TEXT])
        query = Query()
        last = ""
        for match in _PIECE.finditer(text):
            last = self._take(match, query)
        query.growing = growing and last == "word" and bool(text) and (text[-1].isalnum())
        del query.words[MAX_WORDS:], query.phrases[MAX_WORDS:], query.excluded[MAX_WORDS:]
        return query

    def _take(self, match: re.Match[str], query: Query) -> str:
        """Add one piece of the text to the query and tell what it was."""
        excluding = bool(match["minus"])
        name = field_name(match["field"]) if match["field"] else ""
        if name:
            value = match["value"].strip('"')
            codes = self._resolve(name, value)
            if codes:
                target = query.barred if excluding else query.filters
                chosen = target.setdefault(name, [])
                chosen.extend(code for code in codes if code not in chosen)
                return "field"
            query.notes.append(match["value"] and f"{match['field']}:{value}")
            return self._words(value, query, excluding=excluding)
        if match["phrase"] is not None:
            phrase = [word_of(word) for word in WORD.findall(match["phrase"])][:MAX_WORDS]
            if phrase:
                (query.excluded if excluding else query.phrases).append(phrase)
            return "phrase"
        return self._words(match["word"] or match[0], query, excluding=excluding)

    @staticmethod
    def _words(text: str, query: Query, *, excluding: bool) -> str:
        found = [word_of(word) for word in WORD.findall(text)[:MAX_WORDS]]
        if excluding and found:
            query.excluded.append(found)
            return "excluded"
        query.words.extend(found)
        return "word"

    def _resolve(self, name: str, value: str) -> list[str]:
        """Return the codes a typed value stands for: code, label, or the beginning of exactly these labels."""
        wanted = name_key(value)
        if not wanted:
            return []
        table = self._names.get(name, {})
        if wanted in table:
            return table[wanted]
        if name == fields.REGION and value.isdigit():
            return [value]
        if len(wanted) < 3:
            return []
        return list(dict.fromkeys(code for known, codes in table.items() if known.startswith(wanted) for code in codes))
