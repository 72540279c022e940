"""German words for what is wrong with a profile file: one line a fault, with its line and what helps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from advisor_app.consultation.words import NBSP, amount_words, label
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import LONGEST_TITLE, SCHEMA
from advisor_app.domain.state_aid.holdings import MAX_LEVELS
from advisor_app.errors import Problem

# What was written, and what the reader of files found to be likest to it.
_MEANT = re.compile(r'"([^"]+)"[^"]*did you mean "([^"]+)"\?')
# The reader offers the likest word there is, however little it is like; from here on it is likely to be meant.
_LIKE, _LEAST_BEGINNING = 0.75, 4
_NO_DAY = re.compile(r'"([^"]+)" is no day of the calendar')
# Signs that no editor writes, and bytes that stand for letters where a text was saved another way.
_SIGN = re.compile(r"U\+00[01][0-9A-F]\b")
_BYTE = re.compile(r"byte 0x([0-9A-F]{2})")
_LETTERS = frozenset("ÄÖÜäöüßéèáàç§°€„“”–".encode("cp1252"))
_UTF_16 = "UTF-16"
# What stands at a field, and what should be written there; `{what}` is the field in words.
_WORDS: Mapping[str, str] = {
    "no_file": "Diese Datei gibt es nicht, oder sie ist ein Ordner. Name und Ordner prüfen.",
    "unreadable": "Die Datei lässt sich nicht lesen. Berechtigung und Verknüpfung prüfen.",
    "too_large": "Die Datei ist zu groß für ein Profil. Vermutlich ist es eine andere.",
    "not_utf8": "Die Datei ist kein Text in UTF-8. Im Editor als UTF-8 speichern.",
    "empty_file": "Die Datei ist leer.",
    "control_character": "Hier steht ein unsichtbares oder beschädigtes Zeichen. Es kann gelöscht werden.",
    "yaml_syntax": "Die Schreibweise stimmt nicht. Einrückung, Anführungszeichen und Doppelpunkte prüfen.",
    "tab": "Hier steht ein Tabulator. Stattdessen mit Leerzeichen einrücken.",
    "yaml_alias": "Verweise mit & und * sind nicht vorgesehen. Den Wert ausschreiben.",
    "yaml_tag": "Typen mit ! sind nicht vorgesehen. Der Zusatz kann gelöscht werden.",
    "yaml_key": "Links vom Doppelpunkt steht kein einfaches Wort.",
    "too_many": "Die Datei enthält mehr Werte, als zu einem Profil gehören.",
    "too_deep": "Die Angaben sind zu tief verschachtelt.",
    "duplicate_key": "{what} steht zweimal da. Eine der beiden Stellen löschen.",
    "unquoted_code": '{what}: Ein Code mit führender Null braucht Anführungszeichen, etwa "05754008".',
    "not_a_number": "{what}: Das ist keine Zahl. Eine Zahl eintragen oder die Zeile löschen.",
    "number_too_large": "{what}: Die Zahl hat zu viele Stellen.",
    "no_profile": "Die Datei enthält kein Profil für den Fördercheck.",
    "no_schema": f"Am Anfang fehlt die Zeile schema: {SCHEMA}.",
    "schema_too_new": "Das Profil stammt aus einer neueren Fassung der App. Ein Update der App hilft.",
    "wrong_schema": f"Das ist kein Profil für den Fördercheck. Erwartet wird schema: {SCHEMA}.",
    "unknown_field": "{what}: Dieses Feld gibt es hier nicht.",
    "unknown_fact": "{what}: Diese Angabe kennt der Fördercheck nicht.",
    "value_form": "{what}: Der Wert ist so nicht lesbar. Erwartet wird {expected}.",
    "no_value": "{what}: Hier fehlt ein Wert. Ihn eintragen oder die Zeile löschen.",
    "min_above_max": "{what}: Der kleinste Wert liegt über dem größten. Beide tauschen.",
    "unknown_code": "{what}: Dieser Code ist nicht bekannt.",
    "unknown_region": '{what}: Dieser Schlüssel ist nicht bekannt. Erwartet werden 5 oder 8 Ziffern: "05754008".',
    "negative": "{what}: Die Zahl ist kleiner als null.",
    "too_high": "{what}: Mehr als {most} ist nicht möglich.",
    "far_day": "{what}: Dieses Jahr liegt zu weit weg.",
    "too_long": f"{{what}}: Mehr als {LONGEST_TITLE}{NBSP}Zeichen haben keinen Platz. Den Titel kürzen.",
    "cycle": "{what}: Die Beteiligungen führen im Kreis. Den Weg zurück weglassen.",
    "no_name": "{what}: Ein Unternehmen hat keinen Namen. Irgendein Wort genügt.",
}
_HOLDINGS_TOO_DEEP = f"{{what}}: Es sind mehr als {MAX_LEVELS}{NBSP}Ebenen. Was so weit weg ist, kann entfallen."
_GRANT_INCOMPLETE = "{what}: Jede Beihilfe braucht einen Tag und einen Betrag."
_NO_TEXT = (
    "Die Datei ist kein Text, vermutlich ein Bild, ein PDF oder ein Office-Dokument. Ein Profil ist eine Textdatei "
    "mit der Endung .yaml."
)
_NO_SUCH_DAY = "{what}: Den {day} gibt es nicht. Tag und Monat prüfen."
_OTHERWISE = "{what}: Das ist nicht lesbar."

_EXPECTED: Mapping[FactType, str] = {
    FactType.BOOL: "true oder false ohne Anführungszeichen",
    FactType.NUMBER: "eine Zahl nur aus Ziffern, etwa 1500000, oder {min: 10, max: 49}",
    FactType.DATE: 'ein Tag wie "2026-12-31" oder {min: …, max: …}',
    FactType.CODE: "ein Code, bei mehreren möglichen {any_of: [a, b]}",
    FactType.CODES: "eine Liste von Codes: [a, b]",
    FactType.REGION: 'ein Schlüssel in Anführungszeichen: "05754008"',
    FactType.REGIONS: 'eine Liste von Schlüsseln: ["05754008"]',
    FactType.WZ: 'eine Liste von Codes: ["62.01"]',
    FactType.TEXT: "Text in Anführungszeichen",
    FactType.RECORDS: "eine Liste, [] für keine",
}
_TEXT, _DAY, _FLAG = _EXPECTED[FactType.TEXT], 'ein Tag wie "2026-12-31"', _EXPECTED[FactType.BOOL]
_FIGURE = "eine Zahl oder {min: …, max: …}"
# Fields below a fact: what they are called, and what is written there.
_PARTS: Mapping[str, tuple[str, str]] = {
    "min": ("kleinster Wert", ""),
    "max": ("größter Wert", ""),
    "value": ("", ""),
    "any_of": ("mögliche Werte", "eine Liste der möglichen Werte"),
    "declined": ("keine Angabe", "true, sonst entfällt die Zeile"),
    "unknown": ("unbekannt", "true, sonst entfällt die Zeile"),
    "provenance": ("Herkunft", "angabe, berechnet, beleg oder annahme"),
    "as_of": ("Stand", _DAY),
    "note": ("Notiz", _TEXT),
    "name": ("Name", _TEXT),
    "group": ("Gruppe", _TEXT),
    "share_pct": ("Anteil", _FIGURE),
    "votes_pct": ("Stimmen", _FIGURE),
    "headcount": ("Beschäftigte", _FIGURE),
    "turnover_eur": ("Umsatz", _FIGURE),
    "balance_eur": ("Bilanzsumme", _FIGURE),
    "kind": ("Art", "from_share, partner oder linked"),
    "direction": ("Richtung", "held_by oder holds"),
    "exempt": ("Ausnahme", "eine der Ausnahmen der EU-Definition"),
    "public": ("öffentliche Stelle", _FLAG),
    "through_person": ("über Personen", _FLAG),
    "consolidated": ("konsolidiert", _FLAG),
    "related": ("Beteiligungen", "eine Liste"),
    "granted_on": ("Tag des Bescheids", _DAY),
    "gge_eur": ("Beihilfewert", _FIGURE),
    "undertaking": ("Unternehmen", _TEXT),
    "basis": ("Grundlage", "de_minimis, dawi oder agrar"),
}
_TOP: Mapping[str, tuple[str, str]] = {
    "title": ("Titel", _TEXT),
    "facts": ("Angaben", "je Zeile ein Name und ein Wert"),
    "judged": ("Im Gespräch geklärt", "je Zeile eine Bedingung und true oder false"),
    "schema": ("Schema", SCHEMA),
}


def problem_words(problem: Problem) -> str:
    """Return a fault of a profile file in one line: `Zeile 11: Beschäftigte: Die Zahl ist kleiner als null.`."""
    if _is_no_text(problem):
        return _NO_TEXT
    where = f"Zeile{NBSP}{problem.line}: " if problem.line else ""
    what, expected = _place(problem.field)
    day = _NO_DAY.search(problem.message)
    told = {"what": what or "Die Datei", "expected": expected, "most": _most(problem.field),
            "day": _day(day[1]) if day else ""}  # fmt: skip
    text = (_NO_SUCH_DAY if day else _text_of(problem)).format_map(told)
    meant = _meant(problem.message)
    return f"{where}{text}{f' Gemeint ist vermutlich „{meant}“.' if meant else ''}"


def _is_no_text(problem: Problem) -> bool:
    """Tell whether a file is something else than text, by the first thing in it that no text holds."""
    if problem.code == "not_utf8" and _UTF_16 not in problem.message:
        byte = _BYTE.search(problem.message)
        return byte is not None and int(byte[1], 16) not in _LETTERS
    return problem.code == "control_character" and bool(_SIGN.search(problem.message))


def _day(written: str) -> str:
    """Return a day that no calendar has as it is written in German: 31.02.2026."""
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", written)
    return f"{iso[3]}.{iso[2]}.{iso[1]}" if iso else _printable(written)


def _meant(message: str) -> str:
    """Return the word that was probably meant, "" for none; what both words begin with up to a dot tells nothing."""
    found = _MEANT.search(message)
    if found is None:
        return ""
    wrong, likest = (word.rpartition(".")[2].casefold() for word in found.groups())
    begun = len(wrong) >= _LEAST_BEGINNING and likest.startswith(wrong)
    return found[2] if begun or SequenceMatcher(None, wrong, likest).ratio() >= _LIKE else ""


def _text_of(problem: Problem) -> str:
    if problem.code == "too_deep" and "company.related" in problem.field:
        return _HOLDINGS_TOO_DEEP
    if problem.code == "no_value" and "company.deminimis_grants." in problem.field:
        return _GRANT_INCOMPLETE
    return _WORDS.get(problem.code, _OTHERWISE)


def _place(field: str) -> tuple[str, str]:
    """Return what a field of the file is called, and what is written there."""
    head, _, rest = field.partition(".")
    if not rest:
        return _TOP.get(head, (_quoted(head) if head else "", "ein Wert"))
    if head != "facts":
        return f"{_TOP[head][0]}, {_quoted(rest)}" if head in _TOP else _quoted(field), _FLAG
    fact = next((name for name in FACTS if rest == name or rest.startswith(f"{name}.")), "")
    if not fact:
        return _quoted(rest), "ein Wert"
    below = rest[len(fact) + 1 :].split(".") if len(rest) > len(fact) else []
    told = [label(fact), *(word for word in map(_part, below) if word)]
    return ", ".join(told), _expected(FACTS[fact].type, below)


def _most(field: str) -> str:
    """Return the most that a number can be; shares of holdings are the only ones of records that have a limit."""
    fact = next((one for name, one in FACTS.items() if field.removeprefix("facts.").startswith(name)), None)
    limit, unit = (100, "%") if fact is None or fact.most is None else (fact.most, fact.unit)
    return amount_words(limit, unit)


def _part(name: str) -> str:
    """Return what a step below a fact is called; entries are counted from one."""
    if name.isdecimal():
        return f"Eintrag{NBSP}{int(name) + 1}"
    return _PARTS[name][0] if name in _PARTS else _quoted(name)


def _expected(kind: FactType, below: Sequence[str]) -> str:
    last = below[-1] if below else ""
    if last in ("min", "max"):
        return _DAY if kind is FactType.DATE else "eine Zahl"
    if last in _PARTS and _PARTS[last][1]:
        return _PARTS[last][1]
    if kind is FactType.RECORDS and below:
        return "eine Gruppe von Zeilen, die mit einem Namen beginnt"
    return _EXPECTED[kind]


def _quoted(text: str) -> str:
    return f"„{_printable(text)}“"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text[:60])
