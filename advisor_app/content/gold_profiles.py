"""Gold profiles: typical companies with the outcomes that are right for them, and why (`kb/gold/profiles/*.yaml`).

A gold profile is a profile file with three more fields: `expect` (programme id -> outcome), `why` (programme id -> why,
or one text for all) and `as_of` (the day on which the outcomes hold; today where it is missing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from advisor_app.content.faults import error, shown, suggestion
from advisor_app.content.profile_file import ReadProfile, read_profile, read_raw
from advisor_app.content.profile_values import Notes, Tables, day_fault
from advisor_app.content.yaml_data import Plain
from advisor_app.domain.profile import Profile
from advisor_app.errors import Problem

FOLDER = "gold/profiles"
# The codes of the check; it lies above this room, and a test holds both together.
OUTCOMES = ("passend", "herstellbar", "offen", "stand_pruefen", "nicht_passend")
_SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldProfile:
    """One gold profile.

    Args:
        file: relative to the folder of the content, with `/`.
        name: its file's name without suffix.
        profile: what is known of the company.
        expect: programme id -> code of the outcome.
        why: programme id -> why; "" for what holds of all.
        day: the day on which the outcomes hold, None for today.
        lines: programme id -> line of its expectation.
    """

    file: str
    name: str
    profile: Profile
    expect: Mapping[str, str]
    why: Mapping[str, str]
    day: date | None
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold profiles that could be read, and everything that is wrong with the others."""

    profiles: tuple[GoldProfile, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_gold(kb: Path, tables: Tables) -> Gold:
    """Read the gold profiles of a content folder; content without any has none.

    Args:
        kb: folder of the content.
        tables: what places, industries and themes are looked up in.
    """
    folder = kb / FOLDER
    if not folder.is_dir():
        return Gold()
    try:
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as fault:
        reason = (fault.strerror or "unreadable").lower()
        return Gold(problems=(error(FOLDER, 0, "", "unreadable", f"cannot be read: {reason}; check permissions"),))
    profiles: list[GoldProfile] = []
    problems: list[Problem] = []
    for name in names:
        file = f"{FOLDER}/{name}"
        if not name.endswith(_SUFFIX):
            if name != "README.md":
                message = "only profiles <name>.yaml are read here; rename or remove the file"
                problems.append(error(file, 0, "", "stray_file", message))
            continue
        found = _gold(folder / name, file, tables)
        if isinstance(found, GoldProfile):
            profiles.append(found)
        else:
            problems += found
    return Gold(tuple(profiles), tuple(problems))


def _gold(path: Path, file: str, tables: Tables) -> GoldProfile | tuple[Problem, ...]:
    raw = read_raw(path)
    if isinstance(raw, Problem):
        return (replace(raw, file=file),)
    read = read_profile(raw, file, tables)
    expect = _expect(read)
    why = _why(read.data, read.notes)
    day = _day(read.data, read.notes)
    found = read.result
    if not isinstance(found, Profile):
        return found
    lines = {key: read.notes.lines.get(("expect", key), 0) for key in expect}
    return GoldProfile(file=file, name=path.stem, profile=found, expect=expect, why=why, day=day, lines=lines)


def _expect(read: ReadProfile) -> dict[str, str]:
    notes, given = read.notes, read.data.get("expect")
    if read.profile is None:
        return {}
    if not isinstance(given, dict) or not given:
        message = "a gold profile says what is right; write expect: {<programme>: <outcome>, …}"
        notes.add(("expect",), "no_expectation", message)
        return {}
    found = {}
    for key, outcome in given.items():
        if outcome in OUTCOMES:
            found[key] = str(outcome)
        else:
            message = f"{shown(outcome)} is no outcome; {suggestion(str(outcome), OUTCOMES)}"
            notes.add(("expect", key), "unknown_code", message)
    return found


def _why(data: Mapping[str, Plain], notes: Notes) -> dict[str, str]:
    given = data.get("why")
    if given is None:
        return {}
    if isinstance(given, str):
        return {"": given}
    if isinstance(given, dict) and all(isinstance(text, str) for text in given.values()):
        return {key: str(text) for key, text in given.items()}
    notes.add(("why",), "value_form", 'why is text, or one text a programme: {zim: "…"}; correct it')
    return {}


def _day(data: Mapping[str, Plain], notes: Notes) -> date | None:
    given = data.get("as_of")
    if given is None:
        return None
    fault = day_fault(given)
    if fault:
        notes.add(("as_of",), "value_form", f"as_of: {fault}")
        return None
    return date.fromisoformat(str(given))
