"""`kb/` -> items, vocabularies and every problem; bad content never raises and never stops the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import error, warning
from advisor_app.content.files import find_files, read_bytes
from advisor_app.content.front_matter import parse
from advisor_app.content.geodata import Geodata
from advisor_app.content.publish import published
from advisor_app.content.rules.catalogue import RULES
from advisor_app.content.schema.registry import read_item
from advisor_app.content.vocabulary import FIXED, FOLDER, OPEN, Vocabularies, codes_of, load_vocabularies
from advisor_app.domain import Item
from advisor_app.errors import Problem, Severity

__all__ = ["Content", "load_content", "published"]


# So many items whose check lies ahead speak against the clock; fewer are slips of their authors.
_CLOCK_WITNESSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What was read from `kb`.

    `items` are those without an error, by id; `problems` are all faults, by file and line; `files` counts the
    content files that were looked at.
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    vocabularies: Vocabularies
    files: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stop a build."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry | None
    problems: tuple[Problem, ...]


def load_content(
    kb: Path, geodata: Geodata, *, today: date, release: bool = False, standard: Path | None = None
) -> Content:
    """Read and check everything below `kb`.

    Args:
        kb: folder with `programmes`, `topics`, `partners`, `events` and `vocab`.
        geodata: tables that regions and industries are checked against.
        today: the day on which reviews and dates are judged.
        release: overdue reviews and gaps are errors, not warnings.
        standard: content whose vocabularies hold where `kb` brings none of its own.
    """
    loaded = load_vocabularies(kb if standard is None or (kb / FOLDER).exists() else standard)
    problems = list(loaded.problems)
    codes = {name: codes_of(name, loaded.labels) for name in (*FIXED, *OPEN)}
    entries: list[Entry] = []
    broken: set[str] = set()
    misnamed: set[str] = set()
    found = find_files(kb)
    problems += found.problems
    for file in found.files:
        read = _read(kb, file, codes)
        problems += read.problems
        if read.entry is None:
            broken.add(file)
        else:
            entries.append(read.entry)
            if read.entry.item.id != Path(file).stem:
                misnamed.add(Path(file).stem)
    day = _plausible_day(entries, today)
    if day != today:
        told = error if release else warning
        message = f"this machine's clock says {today}, most items were checked later; judged as of {day}; set the clock"
        problems.append(told(".", 0, "", "clock_behind", message))
    collection = Collection(
        entries=tuple(entries),
        lost=frozenset(misnamed | {Path(file).stem for file in broken}),
        broken_files=frozenset(broken),
        geodata=geodata,
        vocabularies=loaded.labels,
        today=day,
        release=release,
    )
    for rule in RULES:
        problems += rule(collection)
    return _content(collection, problems, len(found.files))


def _plausible_day(entries: list[Entry], today: date) -> date:
    """Return the day to judge by: where most of many items lie ahead, it is the clock that is wrong, not they."""
    ahead = [entry.item.review.checked_on for entry in entries if entry.item.review.checked_on > today.isoformat()]
    if len(ahead) < _CLOCK_WITNESSES or 2 * len(ahead) <= len(entries):
        return today
    return date.fromisoformat(max(ahead))


def _content(collection: Collection, problems: list[Problem], files: int) -> Content:
    faulty = {problem.file for problem in problems if problem.severity is Severity.ERROR}
    items = [entry.item for entry in collection.entries if entry.file not in faulty]
    labels = {**collection.vocabularies, "regions": collection.geodata.region_labels()}
    return Content(
        items=tuple(sorted(items, key=lambda item: item.id)),
        problems=tuple(sorted(set(problems))),
        vocabularies=labels,
        files=files,
    )


def _read(kb: Path, file: str, codes: Mapping[str, frozenset[str]]) -> _Read:
    raw = read_bytes(kb, file)
    if isinstance(raw, Problem):
        return _Read(None, (raw,))
    parsed = parse(raw, file)
    if parsed.document is None:
        return _Read(None, parsed.problems)
    read = read_item(parsed.document, file, codes)
    problems = (*parsed.problems, *read.problems)
    return _Read(Entry(file, read.item, parsed.document) if read.item else None, problems)
