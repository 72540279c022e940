"""Profile files: what is known of a company, written down as YAML, stable and versioned.

`load_profile(file)` gives the profile or every problem of the file; `profile_text(profile)` the text that reads as the
same profile. Facts that are absent are unknown, `{declined: true}` was asked and not answered, a bracket is
`{min: 10, max: 49}`, a choice `{any_of: [...]}`; a value with its origin is `{value: 12, provenance: beleg, as_of:
"2026-05-01", note: "..."}`. Neither pydantic nor a database is needed for it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath

from advisor_app.content.faults import error, shown, suggestion
from advisor_app.content.profile_records import read_records
from advisor_app.content.profile_text import profile_text
from advisor_app.content.profile_values import FORM_ONLY, MOST_PROBLEMS, Notes, Tables, read_fact
from advisor_app.content.text_file import decode
from advisor_app.content.yaml_data import UNKEPT, Limits, Plain, YamlData, read_yaml
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.profile import LONGEST_TITLE, SCHEMA, FactValue, Profile
from advisor_app.errors import Problem

__all__ = ["MAX_BYTES", "Problems", "Tables", "load_profile", "profile_text", "read_profile"]

MAX_BYTES = 1_000_000
Problems = tuple[Problem, ...]

# Enough for holdings far deeper than may be, so that these are told by what they are; no more than can be held at once.
_LIMITS = Limits(nesting=200, digits=22, values=20_000)
_KEYS = ("schema", "title", "facts", "judged")
# What gold profiles say besides; a check of their file leaves it alone.
GOLD_KEYS = ("expect", "why", "as_of")
_VERSION = re.compile(r"profile/(\d{1,9})", re.ASCII)
_JUDGEMENT = Fact("judged", FactType.BOOL)
_KEY_OF_JUDGEMENT = re.compile(r"[^/\s]+/[^/\s]+")
# How a text editor saves is no fault of a profile.
_HARMLESS = frozenset({"bom", "crlf"})


@dataclass(slots=True)
class ReadProfile:
    """What was read of a file: the profile, as far as it could be read, all data with their lines, every problem."""

    profile: Profile | None
    data: Mapping[str, Plain] = field(default_factory=dict)
    notes: Notes = field(default_factory=lambda: Notes("", {}))

    @property
    def result(self) -> Profile | Problems:
        """Return the profile, or the problems in the order of their lines, of very many the first."""
        problems = sorted(set(self.notes.problems), key=lambda one: (one.line, one.field, one.message))
        return tuple(problems[:MOST_PROBLEMS]) if problems or self.profile is None else self.profile


def load_profile(file: FilePath, tables: Tables = FORM_ONLY) -> Profile | Problems:
    """Return the profile that a file holds, or everything that is wrong with it, one problem a fault.

    Args:
        file: the file; any there is, nothing is raised.
        tables: what places, industries and themes are looked up in.
    """
    raw = read_raw(file)
    return (raw,) if isinstance(raw, Problem) else read_profile(raw, str(file), tables).result


def read_profile(raw: bytes, file: str, tables: Tables = FORM_ONLY) -> ReadProfile:
    """Read the bytes of a profile file.

    Args:
        raw: the bytes.
        file: its name in the problems.
        tables: what places, industries and themes are looked up in.
    """
    decoded = decode(raw, file, most=MAX_BYTES)
    kept = [problem for problem in decoded.problems if problem.code not in _HARMLESS]
    if decoded.text is None:
        return ReadProfile(None, notes=Notes(file, {}, tables, kept))
    read = read_yaml(decoded.text, file, limits=_LIMITS)
    told = [*kept, *(_tab_named(problem, decoded.text) for problem in read.problems)]
    unkept = frozenset(problem.field for problem in read.problems if problem.code in UNKEPT)
    notes = Notes(file, read.lines, tables, told, unkept)
    data = _content(read, notes)
    if data is None or not _is_readable_version(data, notes):
        return ReadProfile(None, notes=notes)
    for key in data:
        if key not in (*_KEYS, *GOLD_KEYS) and not notes.full:
            notes.add((key,), "unknown_field", f"a profile has no field {shown(key)}; {suggestion(key, _KEYS)}")
    profile = Profile(facts=_facts(data, notes), title=_title(data, notes), judged=_judged(data, notes))
    return ReadProfile(profile, data, notes)


def read_raw(file: FilePath) -> bytes | Problem:
    """Return the bytes of a file, without ever reading a huge one or waiting for a device."""
    try:
        refusal = _refusal(file)
        if refusal is None:
            with file.open("rb") as opened:
                return opened.read(MAX_BYTES + 1)
        code, message = refusal
    except FileNotFoundError:
        code, message = "no_file", "there is no such file; check the name and the folder"
    except OSError as fault:
        reason = (fault.strerror or "unreadable").lower()
        code, message = "unreadable", f"cannot be read: {reason}; check path, link and permissions"
    except ValueError:
        code, message = "no_file", "this is no name of a file; check it"
    return error(str(file), 0, "", code, message)


def _refusal(file: FilePath) -> tuple[str, str] | None:
    """Return code and message of why something is not even looked into."""
    state = file.stat()
    if stat.S_ISDIR(state.st_mode):
        return "no_file", "this is a folder; name the file of a profile in it"
    if not stat.S_ISREG(state.st_mode):
        return "no_file", "this is no ordinary file; name the file of a profile"
    if state.st_size > MAX_BYTES:
        return "too_large", f"file has {state.st_size:,} bytes, a profile at most {MAX_BYTES:,}; is this the right one?"
    return None


def _tab_named(problem: Problem, text: str) -> Problem:
    """Return a fault of syntax in words that help where a tab is its cause: it cannot be told from spaces by eye."""
    if problem.code != "yaml_syntax":
        return problem
    # A fault at the end of the text has no line of its own.
    line = dict(enumerate(text.split("\n"), 1)).get(problem.line, "")
    if "\t" not in line:
        return problem
    return replace(problem, code="tab", message="a tab stands in this line; indent with spaces instead")


def _content(read: YamlData, notes: Notes) -> dict[str, Plain] | None:
    if isinstance(read.data, dict):
        return read.data
    if not notes.problems:
        what = "nothing" if read.data is None else "no fields"
        notes.add((), "no_profile", f'the file holds {what}; a profile begins with "schema: {SCHEMA}"')
    return None


def _is_readable_version(data: Mapping[str, Plain], notes: Notes) -> bool:
    """Tell whether this version of the app knows the format; of another one nothing else is told."""
    given = data.get("schema")
    if given == SCHEMA:
        return True
    if given is None:
        notes.add(("schema",), "no_schema", f'the schema is missing; write "schema: {SCHEMA}" as the first line')
        return False
    version = _VERSION.fullmatch(given) if isinstance(given, str) else None
    if version is not None and int(version[1]) > int(SCHEMA.rpartition("/")[2]):
        message = f"{shown(given)} was written by a newer version of the app, this one reads {SCHEMA}; update the app"
        notes.add(("schema",), "schema_too_new", message)
    else:
        notes.add(("schema",), "wrong_schema", f'{shown(given)} is no profile; write "schema: {SCHEMA}"')
    return False


def _title(data: Mapping[str, Plain], notes: Notes) -> str:
    given = data.get("title")
    if given is None:
        return ""
    if not isinstance(given, str):
        notes.add(("title",), "value_form", f'title is text, not {shown(given)}; write it in quotes: "…"')
        return ""
    if len(given) > LONGEST_TITLE:
        message = f"title has {len(given):,} characters, at most {LONGEST_TITLE}; shorten it"
        notes.add(("title",), "too_long", message)
    return given


def _facts(data: Mapping[str, Plain], notes: Notes) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name, given in _group(data, "facts", notes).items():
        if notes.full:
            break
        path = ("facts", name)
        fact = FACTS.get(name)
        if fact is None:
            notes.add(path, "unknown_fact", f"there is no fact {shown(name)}; {_meant(name)}")
            continue
        value = read_fact(fact, given, path, notes, read_records)
        if value is not None:
            found[name] = value
    return found


def _meant(name: str) -> str:
    """Return the remedy for an unknown fact; people often leave out whose it is."""
    whose = [known for known in FACTS if known.rpartition(".")[2] == name.rpartition(".")[2]]
    if len(whose) == 1:
        return f'did you mean "{whose[0]}"?'
    return suggestion(name, FACTS, listed=6)


def _judged(data: Mapping[str, Plain], notes: Notes) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for key, given in _group(data, "judged", notes).items():
        if notes.full:
            break
        path = ("judged", key)
        if not _KEY_OF_JUDGEMENT.fullmatch(key):
            message = f"{shown(key)} names no condition; write <programme>/<condition>, e.g. zim/risiko"
            notes.add(path, "unknown_field", message)
            continue
        value = read_fact(_JUDGEMENT, given, path, notes, read_records)
        if value is not None:
            found[key] = value
    return found


def _group(data: Mapping[str, Plain], key: str, notes: Notes) -> dict[str, Plain]:
    given = data.get(key)
    if given is None:
        return {}
    if not isinstance(given, dict):
        message = f"{key} is a group of fields, not {shown(given)}; write one 'name: value' a line below it"
        notes.add((key,), "value_form", message)
        return {}
    return given
