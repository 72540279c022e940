"""INI files that must be right: an administrator's policy, a house's preset. Every fault names place and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from configparser import DuplicateOptionError, DuplicateSectionError, Error, MissingSectionHeaderError, RawConfigParser
from configparser import ParsingError as WrongLineError
from pathlib import Path

from advisor_app.errors import InputUnreadable

MAX_BYTES = 64 * 1024


def read_ini(file: Path) -> Mapping[str, Mapping[str, str]]:
    """Return section -> key -> value; keys in small letters, values without surrounding blanks.

    Faults say no content of lines: a line that is wrong may hold a login.

    Raises:
        InputUnreadable: the file cannot be read, or is no INI file in UTF-8 that names everything once.
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
    return {section: dict(parser.items(section)) for section in parser.sections()}


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
