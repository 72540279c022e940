"""Reads what somebody wrote as the value of a fact: window and terminal understand the same German."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from advisor_app.consultation.names import Names
from advisor_app.consultation.words import amount_words, code_words, label
from advisor_app.consultation.written import NotUnderstood, read_days, read_figures
from advisor_app.content.profile_file import Tables
from advisor_app.content.profile_values import value_fault
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.industries import IndustryIndex
from advisor_app.directory.place import PlaceKind
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import AnyOf, Interval, Known, Possible
from advisor_app.domain.state_aid import DeMinimisGrant, Holding

__all__ = ["NotUnderstood", "Reader", "read_days", "read_figures"]

_YES, _NO = ("j", "ja", "y", "yes"), ("n", "nein", "no")
_NONE = ("keine", "keiner", "keins", "nein", "n", "-")
_MOST_OFFERED = 12
_WHOLE_REGIONS = ("EU", "DE")
_STATES = tuple(f"{number:02}" for number in range(1, 17))


class Reader:
    """Reads values. Immutable; safe from any thread.

    Args:
        places: finds places by postal code and name.
        industries: finds industries by code and words.
        names: what codes are called.
        today: what "heute" means; None where nobody says it.
    """

    def __init__(
        self, places: Gazetteer, industries: IndustryIndex, names: Names, *, today: date | None = None
    ) -> None:
        self._places = places
        self._industries = industries
        self._names = names
        self._today = today
        self._tables = Tables(themes=frozenset(names.themes))
        self._states = {names.place(code).casefold(): code for code in _STATES}

    def read(self, fact: str, text: str) -> Possible:
        """Return what a text says of a fact.

        Args:
            fact: its name.
            text: such as "38", "10 bis 49", "ja", "GmbH", "58452", "Tischlerei".

        Raises:
            NotUnderstood: it says nothing, or nothing that can be; the words say how to write it.
        """
        kind = FACTS[fact]
        if not text.strip():
            raise NotUnderstood("Hier steht noch nichts.")
        possible = _READERS[kind.type](self, kind, text.strip())
        for value in _values_of(possible) if kind.type is not FactType.RECORDS else ():
            fault = value_fault(kind, value, self._tables)
            if fault is not None:
                raise NotUnderstood(_fault_words(kind, fault[0]))
        return possible

    def _bool(self, _kind: Fact, text: str) -> Possible:
        word = text.casefold()
        if word in _YES or word in _NO:
            return Known(word in _YES)
        raise NotUnderstood("Ja oder nein?")

    def _number(self, kind: Fact, text: str) -> Possible:
        return read_figures(text, kind.unit)

    def _date(self, _kind: Fact, text: str) -> Possible:
        return read_days(text, self._today)

    def _code(self, kind: Fact, text: str) -> Possible:
        return Known(self._one_code(kind, text))

    def _codes(self, kind: Fact, text: str) -> Possible:
        if text.casefold() in _NONE:
            return Known(())
        return Known(tuple(dict.fromkeys(self._one_code(kind, part) for part in _parts(text))))

    def _one_code(self, kind: Fact, text: str) -> str:
        known = {code: code_words(code) for code in kind.codes}
        if kind.name == "project.themes":
            known = dict(self._names.themes)
        wanted = text.casefold()
        for code, words in known.items():
            if wanted in (code, words.casefold()):
                return code
        if not known:
            return wanted
        begun = [code for code, words in known.items() if words.casefold().startswith(wanted)]
        if len(begun) == 1:
            return begun[0]
        raise NotUnderstood(f"Bekannt sind: {', '.join(known.values())}.")

    def _region(self, _kind: Fact, text: str) -> Possible:
        return Known(self._place(text))

    def _regions(self, _kind: Fact, text: str) -> Possible:
        return Known(tuple(dict.fromkeys(self._place(part) for part in _parts(text))))

    def _place(self, text: str) -> str:
        if text in _WHOLE_REGIONS or text in _STATES:
            return text
        if (state := self._states.get(text.casefold())) is not None:
            return state
        found = self._places.resolve(text)
        if found.place is not None:
            return found.place.code if found.place.kind is not PlaceKind.POSTAL_CODE else found.place.municipalities[0]
        if found.choices:
            named = ", ".join(choice.label for choice in found.choices[:_MOST_OFFERED])
            raise NotUnderstood(f"Mehrere Orte passen: {named}. Am besten Postleitzahl und Ort nennen.")
        near = ", ".join(hit.place.label for hit in found.suggestions[:_MOST_OFFERED])
        raise NotUnderstood(f"Diesen Ort gibt es in NRW nicht{f'. Gemeint: {near}?' if near else '.'}")

    def _industry(self, _kind: Fact, text: str) -> Possible:
        return Known(tuple(dict.fromkeys(self._one_industry(part) for part in _parts(text))))

    def _one_industry(self, text: str) -> str:
        if self._industries.industry(text.upper()) is not None:
            return text.upper()
        found = self._industries.suggest(text, _MOST_OFFERED)
        if len(found) == 1:
            return found[0].industry.code
        offered = "; ".join(f"{hit.industry.code} {hit.industry.name}" for hit in found)
        raise NotUnderstood(
            f"Mehrere Branchen passen, ein Code entscheidet: {offered}" if found else "Keine Branche heißt so."
        )

    def _records(self, kind: Fact, text: str) -> Possible:
        if text.casefold() in _NONE:
            return Known(())
        parts = [part.strip() for part in text.split(";")]
        return Known(_grants(parts) if kind.name == "company.deminimis_grants" else _holdings(parts))

    def _text(self, _kind: Fact, text: str) -> Possible:
        return Known(text)


def _parts(text: str) -> list[str]:
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise NotUnderstood("Hier steht noch nichts.")
    return found


def _fault_words(kind: Fact, code: str) -> str:
    """Return what keeps a value that could be read from being one of the fact."""
    if code == "too_high":
        return f"Mehr als {amount_words(kind.most or 0, kind.unit)} gibt es hier nicht."
    if code == "far_day":
        return "Dieses Jahr liegt zu weit weg."
    if code == "negative":
        return "Diese Angabe ist nie kleiner als null."
    return f"„{label(kind.name)}“ braucht ein kurzes Wort aus Buchstaben, Ziffern und Bindestrichen."


def _figure(text: str) -> float:
    found = read_figures(text)
    if isinstance(found, Known):
        return float(found.value) if isinstance(found.value, float) else int(found.value)
    raise NotUnderstood("Hier hilft nur eine genaue Zahl.")


def _day(text: str) -> str:
    found = read_days(text)
    if isinstance(found, Known):
        return str(found.value)
    raise NotUnderstood("Hier hilft nur ein genauer Tag: 14.03.2025.")


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
    if isinstance(possible, Interval):
        return tuple(end for end in (possible.min, possible.max) if end is not None)
    if isinstance(possible, AnyOf):
        return possible.values
    if isinstance(possible, Known):
        return possible.value if isinstance(possible.value, tuple) else (possible.value,)
    return ()


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
