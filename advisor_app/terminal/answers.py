"""What somebody typed as the answer to a question -> what is then known of the fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from advisor_app.consultation.words import code_words
from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import Tables
from advisor_app.content.profile_values import value_fault
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.place import PlaceKind
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import AnyOf, Interval, Known, Possible
from advisor_app.domain.state_aid import DeMinimisGrant, Holding

_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*(tsd|tausend|mio|mrd)?\.?\s*(?:eur|€|%)?", re.IGNORECASE)
_TIMES = {"": 1, "tsd": 1_000, "tausend": 1_000, "mio": 1_000_000, "mrd": 1_000_000_000}
_BETWEEN = re.compile(r"(.+?)\s*(?:-|–|bis)\s*(.+)", re.IGNORECASE)
_BOUND = re.compile(r"(ab|mindestens|über|>=|höchstens|bis|unter|<=)\s*(.+)", re.IGNORECASE)
_LOWER = ("ab", "mindestens", "über", ">=")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YES, _NO = ("j", "ja", "y", "yes"), ("n", "nein", "no")
_NONE = ("keine", "keiner", "nein", "n", "-")
_MOST_OFFERED = 12
# What options are called; the letters left out are the interview's own.
LETTERS = "abcdfgijlmnoprtuvwxy"


class NotUnderstood(Exception):
    """The answer cannot be read; the words say how to write it."""


class Reader:
    """Reads answers.

    Args:
        folder: tables of places.
        geodata: the same with industries.
        themes: codes of the themes -> their labels.
    """

    def __init__(self, folder: Path, geodata: Geodata, themes: Mapping[str, str]) -> None:
        self._gazetteer = Gazetteer.load(folder)
        self._geodata = geodata
        self._themes = themes
        self._tables = Tables(geodata=geodata, themes=frozenset(themes))

    def read(self, fact: str, text: str, options: Sequence[Possible]) -> Possible:
        """Return what an answer says of a fact.

        Args:
            fact: its name.
            text: what was typed: a letter of an option, or the value itself.
            options: what was offered as a), b) …

        Raises:
            NotUnderstood: neither.
        """
        kind = FACTS[fact]
        chosen = self._chosen(kind, text, options)
        if chosen is not None:
            return chosen
        possible = _READERS[kind.type](self, kind, text)
        for value in _values_of(possible):
            fault = value_fault(kind, value, self._tables) if kind.type is not FactType.RECORDS else None
            if fault is not None:
                raise NotUnderstood(f"Das passt nicht ({fault[1]}).")
        return possible

    def hint(self, fact: str) -> str:
        """Return how an answer is written."""
        return _HINTS[FACTS[fact].type] if fact not in _RECORD_HINTS else _RECORD_HINTS[fact]

    @staticmethod
    def _chosen(kind: Fact, text: str, options: Sequence[Possible]) -> Possible | None:
        """Return what is meant by letters; several stand for all of them in a list."""
        letters = text.casefold().replace(",", " ").split()
        places = [LETTERS.find(letter) if len(letter) == 1 else -1 for letter in letters]
        if not places or kind.type is FactType.BOOL or not all(0 <= place < len(options) for place in places):
            return None
        found = [options[place] for place in dict.fromkeys(places)]
        if len(found) == 1:
            return found[0]
        values = [one.value for one in found if isinstance(one, Known)]
        if len(values) < len(found):
            raise NotUnderstood("Bitte nur eine Spanne wählen.")
        if kind.type in (FactType.CODES, FactType.REGIONS, FactType.WZ):
            return Known(tuple(code for value in values for code in value))
        return AnyOf(tuple(values))

    def _bool(self, _kind: Fact, text: str) -> Possible:
        word = text.casefold()
        if word in _YES or word in _NO:
            return Known(word in _YES)
        raise NotUnderstood("Bitte j oder n.")

    def _number(self, _kind: Fact, text: str) -> Possible:
        return _ranged(text, _figure)

    def _date(self, _kind: Fact, text: str) -> Possible:
        if re.fullmatch(r"\d{4}", text):
            return Interval(f"{text}-01-01", f"{text}-12-31")
        return _ranged(text, _day) if not re.fullmatch(r"\d{4}-\d\d-\d\d", text) else Known(_day(text))

    def _code(self, kind: Fact, text: str) -> Possible:
        return Known(self._one_code(kind, text))

    def _codes(self, kind: Fact, text: str) -> Possible:
        if text.casefold() in _NONE:
            return Known(())
        return Known(tuple(self._one_code(kind, part.strip()) for part in text.split(",") if part.strip()))

    def _one_code(self, kind: Fact, text: str) -> str:
        known = {code: code_words(code) for code in kind.codes}
        if kind.name == "project.themes":
            known = dict(self._themes)
        wanted = text.casefold()
        for code, words in known.items():
            if wanted in (code, words.casefold()):
                return code
        if not known:
            return wanted
        raise NotUnderstood(f"Bekannt sind: {', '.join(known.values())}.")

    def _region(self, _kind: Fact, text: str) -> Possible:
        return self._place(text)

    def _regions(self, _kind: Fact, text: str) -> Possible:
        found = [self._place(part) for part in text.split(",") if part.strip()]
        if any(isinstance(one, AnyOf) for one in found):
            raise NotUnderstood("Bitte jeden Ort eindeutig nennen, am besten mit Postleitzahl und Ort.")
        return Known(tuple(one.value for one in found if isinstance(one, Known)))

    def _place(self, text: str) -> Known | AnyOf:
        wanted = text.strip()
        if wanted in ("EU", "DE", "05"):
            return Known(wanted)
        found = self._gazetteer.resolve(wanted)
        if found.place is not None:
            place = found.place
            return Known(place.code if place.kind is not PlaceKind.POSTAL_CODE else _municipality(place.municipalities))
        if found.choices:
            named = ", ".join(choice.label for choice in found.choices[:_MOST_OFFERED])
            raise NotUnderstood(f"Mehrere Orte passen: {named}. Bitte genauer.")
        near = ", ".join(hit.place.label for hit in found.suggestions[:_MOST_OFFERED])
        raise NotUnderstood(f"Diesen Ort gibt es in NRW nicht{f'. Gemeint: {near}?' if near else '.'}")

    def _industry(self, _kind: Fact, text: str) -> Possible:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        table = self._geodata.industries["2008"]
        if all(part in table for part in parts) and parts:
            return Known(tuple(parts))
        words = text.casefold().split()
        found = [code for code, name in table.items() if all(word in name.casefold() for word in words)]
        if len(found) == 1:
            return Known((found[0],))
        offered = "; ".join(f"{code} {table[code]}" for code in found[:_MOST_OFFERED])
        raise NotUnderstood(f"Bitte einen Code nennen: {offered}" if offered else "Keine Branche passt zu diesem Wort.")

    def _records(self, kind: Fact, text: str) -> Possible:
        if text.casefold() in _NONE:
            return Known(())
        parts = [part.strip() for part in text.split(";")]
        if kind.name == "company.deminimis_grants":
            return Known(_grants(parts))
        return Known(_holdings(parts))

    def _text(self, _kind: Fact, text: str) -> Possible:
        return Known(text)


def _municipality(codes: Sequence[str]) -> str:
    if len(codes) != 1:
        raise NotUnderstood("Diese Postleitzahl umfasst mehrere Gemeinden; bitte den Ort dazu nennen.")
    return codes[0]


def _ranged(text: str, read: Callable[[str], float | str]) -> Possible:
    bound = _BOUND.fullmatch(text)
    if bound is not None:
        end = read(bound[2])
        return Interval(end, None) if bound[1].casefold() in _LOWER else Interval(None, end)
    between = _BETWEEN.fullmatch(text)
    if between is not None:
        low, high = read(between[1]), read(between[2])
        if low > high:  # type: ignore[operator]  # both of one kind
            raise NotUnderstood("Die erste Angabe ist größer als die zweite.")
        return Interval(low, high)
    return Known(read(text))


def _figure(text: str) -> float:
    """Return a number as it is written in German: 12, 1.500.000, 1,5 Mio."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise NotUnderstood("Bitte eine Zahl: 12, 1.500.000, 1,5 Mio, 10-49, ab 250.")
    number = float(f"{found[1].replace('.', '')}.{found[2] or 0}") * _TIMES[(found[3] or "").casefold()]
    number = round(number, 2)
    if number >= 1e15:
        raise NotUnderstood("Diese Zahl ist zu groß.")
    return int(number) if number.is_integer() else number


def _day(text: str) -> str:
    german = _GERMAN_DAY.fullmatch(text.strip())
    iso = f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", iso):
            return date.fromisoformat(iso).isoformat()
    except ValueError as exc:
        raise NotUnderstood("Diesen Tag gibt es nicht.") from exc
    raise NotUnderstood("Bitte einen Tag (14.03.2015) oder ein Jahr (2015).")


def _grants(parts: Sequence[str]) -> tuple[DeMinimisGrant, ...]:
    found = []
    for part in parts:
        words = part.split(maxsplit=1)
        if len(words) != 2:
            raise NotUnderstood("Bitte je Beihilfe: Tag und Betrag, getrennt mit Semikolon.")
        found.append(DeMinimisGrant(granted_on=_day(words[0]), gge_eur=_figure(words[1])))
    return tuple(found)


def _holdings(parts: Sequence[str]) -> tuple[Holding, ...]:
    found = []
    for part in parts:
        name, _, share = part.rpartition(" ")
        percent = _figure(share) if name else 0
        if not name or percent > 100:
            raise NotUnderstood("Bitte je Beteiligung: Name und Anteil in Prozent, getrennt mit Semikolon.")
        found.append(Holding(name=name.strip(), share_pct=percent))
    return tuple(found)


def _values_of(possible: Possible) -> tuple[Any, ...]:
    values: list[Any] = []
    if isinstance(possible, Interval):
        values = [end for end in (possible.min, possible.max) if end is not None]
    elif isinstance(possible, Known):
        values = list(possible.value) if isinstance(possible.value, tuple) else [possible.value]
    return tuple(values)


_READERS: Mapping[FactType, Callable[[Reader, Fact, str], Possible]] = {
    FactType.BOOL: Reader._bool,  # noqa: SLF001 - the readers of this class by type
    FactType.NUMBER: Reader._number,  # noqa: SLF001
    FactType.DATE: Reader._date,  # noqa: SLF001
    FactType.CODE: Reader._code,  # noqa: SLF001
    FactType.CODES: Reader._codes,  # noqa: SLF001
    FactType.REGION: Reader._region,  # noqa: SLF001
    FactType.REGIONS: Reader._regions,  # noqa: SLF001
    FactType.WZ: Reader._industry,  # noqa: SLF001
    FactType.TEXT: Reader._text,  # noqa: SLF001
    FactType.RECORDS: Reader._records,  # noqa: SLF001
}
_HINTS: Mapping[FactType, str] = {
    FactType.BOOL: "j oder n",
    FactType.NUMBER: "Buchstabe der Spanne oder Zahl: 12, 1,5 Mio, 10-49, ab 250",
    FactType.DATE: "Tag (14.03.2015), Jahr (2015) oder Spanne (2015 geht auch als 01.01.2015-31.12.2015)",
    FactType.CODE: "Buchstabe; mehrere, wenn es eines davon ist",
    FactType.CODES: "Buchstaben, mehrere mit Leerzeichen; keine",
    FactType.REGION: "Postleitzahl oder Ort",
    FactType.REGIONS: "Postleitzahlen oder Orte, mit Komma getrennt",
    FactType.WZ: "Code (62.01) oder Wörter zum Suchen",
    FactType.TEXT: "Text",
    FactType.RECORDS: "keine",
}
_RECORD_HINTS: Mapping[str, str] = {
    "company.related": "keine; sonst Name und Anteil derer, die am Unternehmen beteiligt sind: Muster GmbH 60; Anna 30",
    "company.deminimis_grants": "keine; sonst Tag und Betrag: 01.03.2025 12.000; 15.06.2024 8.000",
}
