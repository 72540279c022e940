"""INI files that must be right: an administrator's policy, a house's preset. Every fault names place and remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from configparser import DuplicateOptionError, DuplicateSectionError, Error, MissingSectionHeaderError, RawConfigParser
from configparser import ParsingError as WrongLineError
from pathlib import Path

from advisor_app.errors import InputUnreadable

MAX_BYTES = 64 * 1024


def read_ini(file: Path, known: Mapping[str, Collection[str]]) -> Mapping[str, Mapping[str, str]]:
    """Return section -> key -> value; keys in small letters, values without surrounding blanks.

    Faults say no content of lines: a line that is wrong may hold a login. What is not known is a fault, too: a
    misspelt word would leave open what it was meant to fix.

    Args:
        file: the file.
        known: section -> the keys it may hold.

    Raises:
        InputUnreadable: the file cannot be read, is no INI file in UTF-8 that names everything once, or says something
            else than what is known.
    """
    # No section lends its values to the others.
    parser = RawConfigParser(strict=True, default_section="")
    try:
        parser.read_string(_text(file))
    except DuplicateSectionError as exc:
        raise _fault(file, f"line {exc.lineno}: [{exc.section}] is there twice", "name each section once") from exc
    except DuplicateOptionError as exc:
        place = f"line {exc.lineno}: [{exc.section}] {exc.option} is there twice"
        raise _fault(file, place, "name each key once") from exc
    except MissingSectionHeaderError as exc:
        place = f"line {exc.lineno} stands before any section"
        raise _fault(file, place, "begin with a section such as [updates]") from exc
    except WrongLineError as exc:
        line = exc.errors[0][0] if exc.errors else 0
        raise _fault(file, f"line {line} is neither section nor key", "write [section] or key = value") from exc
    except Error as exc:
        raise _fault(file, type(exc).__name__, "write [section] and below it key = value") from exc
    sections = {section: dict(parser.items(section)) for section in parser.sections()}
    _check_known(file, sections, known)
    return sections


def _check_known(file: Path, sections: Mapping[str, Mapping[str, str]], known: Mapping[str, Collection[str]]) -> None:
    keys = "|".join(sorted({key for one in known.values() for key in one}))
    # An indented line belongs to the value before it, so that a key in it would be lost.
    swallowed = re.compile(rf"^(?:\[|({keys})\s*[=:])", re.MULTILINE | re.IGNORECASE)
    for section, values in sections.items():
        if section not in known:
            raise _fault(file, f"[{section}]", f"known sections: {', '.join(f'[{name}]' for name in known)}")
        for key, value in values.items():
            if key not in known[section]:
                raise _fault(file, f"[{section}] {key}", f"known keys: {', '.join(known[section])}")
            _, _, further = value.partition("\n")
            if found := swallowed.search(further):
                place = f"[{section}] {key}: the line below it is indented ({found[1] or 'a section'})"
                raise _fault(file, place, "begin the line of each key and section without blanks")


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc)
        raise _fault(file, reason, "check the path and who may read the file") from exc
    if len(data) > MAX_BYTES:
        raise _fault(file, f"larger than {MAX_BYTES // 1024} KB", "give an INI file of a few lines")
    try:
        # Windows' editor puts a mark before the first line.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise _fault(file, f"line {line} is not UTF-8", "save the file with the encoding UTF-8") from exc


def _fault(file: Path, place: str, remedy: str) -> InputUnreadable:
    return InputUnreadable(file=file, place=place, remedy=remedy)
