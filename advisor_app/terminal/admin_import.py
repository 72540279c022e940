"""`advisor-admin import`: facts of others brought into the content as drafts."""

from __future__ import annotations

import dataclasses
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import load_content
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.terminal.choices import DataDir, Json, Kb, Today, chosen_day, chosen_kb
from advisor_app.terminal.interrupt import INTERRUPTED
from advisor_app.terminal.messages import problem_line
from advisor_app.terminal.shell import print_json, step_progress, stopping_on_interrupt
from advisor_app.workspace import Workspace

if TYPE_CHECKING:
    from advisor_app.publishing.importers.ics import Imported

import_app = typer.Typer(
    help="Bring facts of others into the content, as drafts.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_STEPS = {"content": "reading the content", "read": "reading the calendars", "write": "writing the drafts"}


@import_app.callback()
def _all() -> None:
    """Bring facts of others into the content, as drafts."""


@import_app.command("ics")
def import_ics(
    context: typer.Context,
    calendar: Annotated[Path, typer.Argument(metavar="FILE|DIR", help="A calendar (*.ics), or a folder of them.")],
    kb: Kb = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    today: Today = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> int:
    """Bring the events of calendars into kb/events as drafts; a second time, each is found again by its UID.

    Facts only: title, times, place, address. Descriptions are not copied. What an editor changed is never touched.
    """
    # Reading calendars takes a library that the other commands need not wait for.
    from advisor_app.publishing.importers.ics import calendar_files, import_calendars  # noqa: PLC0415

    workspace = Workspace.locate(data_dir or context.obj)
    folder, day = chosen_kb(workspace, kb), chosen_day(today)
    calendar_files(calendar)  # before the content is read for seconds
    interrupted = threading.Event()
    with step_progress(_STEPS) as progress:
        progress("content", 0, None)
        content = load_content(folder, Geodata.load(workspace.geodata), today=day, standard=workspace.kb)
        # Until here nothing is written, and Ctrl-C may end it as usual.
        with stopping_on_interrupt(interrupted):
            found = import_calendars(
                calendar,
                folder,
                content,
                Gazetteer.load(workspace.geodata),
                today=day,
                dry_run=dry_run,
                progress=progress,
                cancelled=interrupted.is_set,
            )
    if as_json:
        print_json(import_json(found, dry_run=dry_run))
    else:
        for problem in found.problems:
            sys.stdout.write(problem_line(problem) + "\n")
        sys.stdout.write(_summary(found, dry_run=dry_run) + "\n")
    if found.interrupted:
        sys.stderr.write("advisor-admin: interrupted; the drafts written until then are whole, run it again\n")
        return INTERRUPTED
    return 1 if found.failed else 0


def import_json(found: Imported, *, dry_run: bool) -> dict[str, object]:
    """Return what an import came to as the JSON document that scripts rely on."""
    return {"dry_run": dry_run, **dataclasses.asdict(found)}


def _summary(found: Imported, *, dry_run: bool) -> str:
    counts = (
        (len(found.created), "new"),
        (len(found.updated), "updated"),
        (len(found.unchanged), "unchanged"),
        (len(found.kept), "edited here and kept"),
        (found.skipped, "not taken over"),
    )
    told = ", ".join(f"{count} {words}" for count, words in counts)
    would = "nothing written; it would be: " if dry_run else ""
    return f"{would}{found.events} events in {found.calendars} calendars: {told}; {len(found.problems)} remarks"
