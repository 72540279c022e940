"""Calendars -> drafts in `kb/events`, one file an event; a second import finds each again by its UID."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from advisor_app.content.faults import error, warning
from advisor_app.content.files import FOLDERS
from advisor_app.content.front_matter import Document, parse
from advisor_app.content.load import Content
from advisor_app.content.rules.editorial import normalised
from advisor_app.content.schema.registry import read_item
from advisor_app.content.vocabulary import FIXED, OPEN, codes_of
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.domain import Kind
from advisor_app.errors import EnvironmentFault, InputUnreadable, Problem, Severity, UsageFault
from advisor_app.knowledge.disk import fault_of, write_whole
from advisor_app.publishing.importers.event_draft import (
    Draft,
    Imprint,
    Surroundings,
    draft_id,
    imprint_of,
    partner_names,
    write_draft,
)
from advisor_app.publishing.importers.ics_components import read_calendar
from advisor_app.publishing.importers.ics_facts import MAX_PLACE, MAX_TITLE, EventFacts, FactReader, plain_text
from advisor_app.publishing.importers.ics_lines import MAX_BYTES, brief, clean, read_lines, shortened

SUFFIXES = (".ics", ".ical", ".icalendar")
STEPS = ("read", "write")
Progress = Callable[[str, int, int | None], None]
_EVENTS = FOLDERS[Kind.EVENT]


@dataclass(slots=True)
class Imported:
    """What an import came to: ids of files by what happened to them, and everything odd on the way.

    `kept`: files that an editor changed; they stay as they are, and `problems` says where the calendar differs.
    """

    calendars: int = 0
    events: int = 0
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    skipped: int = 0
    interrupted: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Tell whether something could not be brought in."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Known:
    """A file of `kb/events` that an import wrote once."""

    path: Path
    text: str
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class _Origin:
    """Facts with where they come from."""

    facts: EventFacts
    file: str
    calendar: str


def import_calendars(
    given: Path,
    kb: Path,
    content: Content,
    gazetteer: Gazetteer,
    *,
    today: date,
    dry_run: bool = False,
    progress: Progress = lambda _step, _done, _whole: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Imported:
    """Bring the events of calendars into `kb/events` as drafts.

    Args:
        given: a calendar file, or a folder of them.
        kb: folder of the content.
        content: what it holds already (for partners and themes).
        gazetteer: places, to find the municipality of an event.
        today: day that stands as checked in new drafts.
        dry_run: say what would happen and write nothing.
        progress: told the step, how much is done and of how much.
        cancelled: asked before each file; what is written until then stays, and each file is whole.

    Raises:
        InputUnreadable: the calendar cannot be read.
        UsageFault: the folder holds no calendar, or `kb/events` leads out of the content.
        EnvironmentFault: a draft cannot be written.
    """
    files = calendar_files(given)
    folder = _events_folder(kb)
    report = Imported(calendars=len(files))
    origins: dict[str, _Origin] = {}
    for number, file in enumerate(files):
        progress("read", number, len(files))
        _collect(file, given, origins, report, cancelled)
    if cancelled():
        report.interrupted = True
        return report
    around = Surroundings(
        partners=partner_names(content.items),
        themes=frozenset(content.vocabularies.get("themes", ())),
        gazetteer=gazetteer,
        today=today,
    )
    codes = {name: codes_of(name, content.vocabularies) for name in (*FIXED, *OPEN)}
    desk = _Desk(folder, around, codes, report, dry_run=dry_run)
    for number, origin in enumerate(origins.values()):
        progress("write", number, len(origins))
        if cancelled():
            report.interrupted = True
            break
        desk.bring_in(origin)
    report.problems.sort()
    return report


def calendar_files(given: Path) -> tuple[Path, ...]:
    """Return the calendars that a path names: the file itself, or those below a folder.

    Raises:
        InputUnreadable: there is nothing at the path.
        UsageFault: the folder holds no calendar.
    """
    if given.is_dir():
        found = sorted(path for path in given.rglob("*") if path.suffix.casefold() in SUFFIXES and path.is_file())
        if not found:
            raise UsageFault(
                what=f"{given} holds no calendar", remedy=f"name a file *{SUFFIXES[0]}, or a folder of them"
            )
        return tuple(found)
    if not given.is_file():
        remedy = "this is no ordinary file" if given.exists() else "there is no such file"
        raise InputUnreadable(file=given, place="0", remedy=f"{remedy}; name a calendar or a folder of them")
    return (given,)


def _events_folder(kb: Path) -> Path:
    """Return `kb/events`, and make sure that it lies in the content: nothing is ever written anywhere else."""
    folder = kb / _EVENTS
    inside = kb.resolve() / _EVENTS
    if folder.resolve() != inside or (folder.exists() and not folder.is_dir()):
        raise UsageFault(
            what=f"{folder} is a link or no folder", remedy="make it a folder of its own; nothing is written"
        )
    return folder


def _collect(
    file: Path, given: Path, origins: dict[str, _Origin], report: Imported, cancelled: Callable[[], bool]
) -> None:
    """Read one calendar; of versions of one event the newest stays."""
    name = file.relative_to(given).as_posix() if given.is_dir() else file.name
    name = clean(name) or "calendar"
    read = read_lines(_bytes(file), name)
    calendar = read_calendar(read.lines, name)
    failed = [problem for problem in (*read.problems, *calendar.problems) if problem.severity is Severity.ERROR]
    if failed:
        # What is no calendar at all has one fault, not one in every line.
        report.problems += failed[:1]
        return
    report.problems += [*read.problems, *calendar.problems]
    reader = FactReader(calendar, name)
    for raw in calendar.events:
        if cancelled():
            break  # whoever asked for the file sees it as well
        report.events += 1
        facts = reader.read(raw)
        if facts is None:
            report.skipped += 1
            continue
        origin = _Origin(facts, name, plain_text(calendar.name) or name)
        before = origins.get(facts.uid)
        if before is not None:
            report.skipped += 1
            report.problems.append(_told_twice(origin, before))
        if before is None or _version(facts) > _version(before.facts):
            origins[facts.uid] = origin
    report.problems += reader.problems


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as exc:
        remedy = f"{(exc.strerror or str(exc)).lower()}; check path and permission"
        raise InputUnreadable(file=file, place="0", remedy=remedy) from exc


def _version(facts: EventFacts) -> tuple[int, str]:
    return facts.sequence, facts.changed_on


def _told_twice(origin: _Origin, before: _Origin) -> Problem:
    newer = _version(origin.facts) > _version(before.facts)
    where = f"{before.file}:{before.facts.line}"
    same = "alike" if _alike(origin.facts, before.facts) else "different"
    message = (
        f"UID {brief(origin.facts.uid)} stands in {where} already ({same}); "
        f"the {'newer version, this one,' if newer else 'earlier one'} is kept"
    )
    return warning(origin.file, origin.facts.line, "", "uid_twice", message)


def _alike(one: EventFacts, other: EventFacts) -> bool:
    return (one.title, one.span, one.place, one.url) == (other.title, other.span, other.place, other.url)


class _Desk:
    """Writes drafts, and knows those that are there."""

    def __init__(
        self,
        folder: Path,
        around: Surroundings,
        codes: Mapping[str, frozenset[str]],
        report: Imported,
        *,
        dry_run: bool,
    ) -> None:
        self._folder = folder
        self._around = around
        self._codes = codes
        self._report = report
        self._dry_run = dry_run
        self._known = dict(self._imported_before())
        self._strangers: set[str] = set()
        self._taken = {path.stem for path in folder.glob("*.md")} if folder.is_dir() else set()

    def bring_in(self, origin: _Origin) -> None:
        """Write the draft of an event, unless an editor has it in hand."""
        self._look_for_organiser(origin)
        known = self._known.get(origin.facts.uid)
        if known is None:
            self._create(origin)
        elif known.imprint.untouched:
            self._renew(origin, known)
        else:
            self._report.kept.append(known.path.stem)
            self._report.problems += _differences(origin, known)

    def _look_for_organiser(self, origin: _Origin) -> None:
        """Tell once of each name that no partner bears. It stays out of the draft: it may be a person's."""
        name = origin.facts.organiser
        if name and normalised(name) not in self._around.partners and name not in self._strangers:
            self._strangers.add(name)
            message = (
                f"organiser {brief(name)} is no partner here; organiser is left open in this event and others of theirs"
            )
            self._report.problems.append(warning(origin.file, origin.facts.line, "", "organiser_unknown", message))

    def _create(self, origin: _Origin) -> None:
        item_id = draft_id(origin.facts)
        if item_id in self._taken:
            message = f"{_EVENTS}/{item_id}.md was written by hand; not touched, not taken over"
            self._fail(origin, "id_taken", message)
            return
        if self._write(origin, write_draft(origin.facts, item_id, origin.calendar, self._around)):
            self._report.created.append(item_id)

    def _renew(self, origin: _Origin, known: _Known) -> None:
        item_id, checked_on = known.path.stem, known.imprint.checked_on
        same = write_draft(origin.facts, item_id, origin.calendar, self._around, checked_on=checked_on)
        if same.text == known.text:
            self._report.unchanged.append(item_id)
        elif self._write(origin, write_draft(origin.facts, item_id, origin.calendar, self._around)):
            self._report.updated.append(item_id)

    def _write(self, origin: _Origin, draft: Draft) -> bool:
        """Write a draft that reads as one; return whether it does."""
        path = self._folder / f"{draft.id}.md"
        data = draft.text.encode()
        fault = self._fault_in(data, f"{_EVENTS}/{path.name}")
        if fault is not None:
            self._fail(origin, "draft_invalid", f"no valid draft can be made of it ({fault.field}: {fault.message})")
            return False
        if not self._dry_run:
            try:
                self._folder.mkdir(exist_ok=True)
            except OSError as exc:
                raise fault_of(exc, self._folder) from exc
            write_whole(path, data)
        return True

    def _fault_in(self, data: bytes, file: str) -> Problem | None:
        parsed = parse(data, file)
        if parsed.document is None or parsed.problems:
            return parsed.problems[0]
        read = read_item(parsed.document, file, self._codes)
        return read.problems[0] if read.problems else None

    def _fail(self, origin: _Origin, code: str, message: str) -> None:
        self._report.skipped += 1
        self._report.problems.append(error(origin.file, origin.facts.line, "", code, message))

    def _imported_before(self) -> Iterator[tuple[str, _Known]]:
        for path in sorted(self._folder.glob("*.md")) if self._folder.is_dir() else ():
            try:
                text = path.read_text(encoding="utf-8")
            except OSError as exc:
                raise EnvironmentFault(path=path, reason=str(exc), remedy="check the file and its permissions") from exc
            except UnicodeDecodeError:
                continue  # not one of ours; `validate` tells what is wrong with it
            imprint = imprint_of(text)
            if imprint is not None:
                yield imprint.uid, _Known(path, text, imprint)


def _differences(origin: _Origin, known: _Known) -> list[Problem]:
    """Tell where an edited draft and the calendar differ."""
    file = f"{_EVENTS}/{known.path.name}"
    parsed = parse(known.text.encode(), file)
    if parsed.document is None:
        return [
            warning(file, 0, "", "edited", "cannot be read, so nothing is compared; 'advisor-admin validate' says why")
        ]
    return [
        warning(
            file,
            parsed.document.line((name,)),
            name,
            "edited",
            f"edited here, so it stays: {brief(here) if here else 'nothing'}; "
            f"{origin.file} says {brief(there) if there else 'nothing'}",
        )
        for name, here, there in _compared(parsed.document, origin.facts)
        if here != there
    ]


def _compared(document: Document, facts: EventFacts) -> Sequence[tuple[str, str, str]]:
    data = document.data
    place = data.get("place")
    span = facts.span
    return (
        ("title", str(data.get("title", "")), shortened(facts.title, MAX_TITLE)),
        ("starts_at", str(data.get("starts_at", "")), span.start.isoformat() if span is not None else ""),
        ("ends_at", str(data.get("ends_at", "")), span.end.isoformat() if span is not None and span.end else ""),
        ("place", str(place.get("name", "")) if isinstance(place, dict) else "", shortened(facts.place, MAX_PLACE)),
        ("cancelled", "true" if data.get("cancelled") is True else "", "true" if facts.cancelled else ""),
    )
