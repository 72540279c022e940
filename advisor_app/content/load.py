"""`kb/` -> items, vocabularies and every problem; bad content never raises and never stops the rest."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor_app.content.collection import Collection, Entry
from advisor_app.content.faults import error
from advisor_app.content.front_matter import parse
from advisor_app.content.geodata import Geodata
from advisor_app.content.publish import published
from advisor_app.content.rules.catalogue import RULES
from advisor_app.content.rules.links import FOLDERS
from advisor_app.content.schema.registry import read_item
from advisor_app.content.text_file import too_large
from advisor_app.content.vocabulary import FIXED, FOLDER, OPEN, Vocabularies, codes_of, load_vocabularies
from advisor_app.domain import Item
from advisor_app.errors import Problem, Severity

__all__ = ["Content", "load_content", "published"]

_IGNORED = frozenset({"README.md", "LICENSE", FOLDER})


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


def load_content(kb: Path, geodata: Geodata, *, today: date, release: bool = False) -> Content:
    """Read and check everything below `kb`.

    Args:
        kb: folder with `programmes`, `topics`, `partners`, `events` and `vocab`.
        geodata: tables that regions and industries are checked against.
        today: the day on which reviews and dates are judged.
        release: overdue reviews and gaps are errors, not warnings.
    """
    loaded = load_vocabularies(kb)
    problems = list(loaded.problems)
    codes = {name: codes_of(name, loaded.labels) for name in (*FIXED, *OPEN)}
    entries: list[Entry] = []
    broken: set[str] = set()
    misnamed: set[str] = set()
    files, strays = _find(kb)
    problems += strays
    for file in files:
        read = _read(kb, file, codes)
        problems += read.problems
        if read.entry is None:
            broken.add(file)
        else:
            entries.append(read.entry)
            if read.entry.item.id != Path(file).stem:
                misnamed.add(Path(file).stem)
    collection = Collection(
        entries=tuple(entries),
        lost=frozenset(misnamed | {Path(file).stem for file in broken}),
        broken_files=frozenset(broken),
        geodata=geodata,
        vocabularies=loaded.labels,
        today=today,
        release=release,
    )
    for rule in RULES:
        problems += rule(collection)
    return _content(collection, problems, len(files))


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


def _find(kb: Path) -> tuple[list[str], list[Problem]]:
    """Return the content files relative to `kb`, and problems of everything that is none."""
    if not kb.is_dir():
        return [], [error(".", 0, "", "folder_missing", "the content folder does not exist; check the path")]
    files: list[str] = []
    problems: list[Problem] = []
    for name in sorted(found.name for found in kb.iterdir()):
        path = kb / name
        if name.startswith(".") or name in _IGNORED:
            continue
        if name in FOLDERS.values() and path.is_dir():
            for found in _walk(kb, name):
                (problems if isinstance(found, Problem) else files).append(found)  # type: ignore[arg-type]
        elif name.endswith(".md"):
            problems.append(error(name, 0, "", "stray_file", _stray_remedy()))
    return files, problems


def _stray_remedy() -> str:
    return f"content lies in the folders {', '.join(FOLDERS.values())}; move the file"


def _walk(kb: Path, folder: str) -> Iterator[str | Problem]:
    """Return what lies in a folder of one kind; there are no folders below it."""
    try:
        names = sorted(found.name for found in (kb / folder).iterdir())
    except OSError as fault:
        yield error(folder, 0, "", "unreadable", f"folder cannot be read: {fault.strerror}")
        return
    for name in names:
        file = f"{folder}/{name}"
        if name.startswith("."):
            continue
        if (kb / folder / name).is_dir():
            yield error(file, 0, "", "stray_folder", "a folder lies where files should; move its files up")
        elif name.endswith(".md"):
            yield file
        else:
            yield error(file, 0, "", "stray_file", "only files <id>.md lie here; rename or remove the file")


def _read(kb: Path, file: str, codes: Mapping[str, frozenset[str]]) -> _Read:
    raw = _bytes(kb / file, file)
    if isinstance(raw, Problem):
        return _Read(None, (raw,))
    parsed = parse(raw, file)
    if parsed.document is None:
        return _Read(None, parsed.problems)
    read = read_item(parsed.document, file, codes)
    problems = (*parsed.problems, *read.problems)
    return _Read(Entry(file, read.item, parsed.document) if read.item else None, problems)


def _bytes(path: Path, file: str) -> bytes | Problem:
    """Return the bytes of a file without ever reading a huge one or waiting for a device."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return error(file, 0, "", "no_file", "this is no ordinary file; replace it by one")
        large = too_large(state.st_size, file)
        return large or path.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "unreadable").lower()
        return error(file, 0, "", "unreadable", f"file cannot be read: {reason}; check link and permissions")
