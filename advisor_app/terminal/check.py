"""`advisor-app check`: which programmes fit a company, why, and what is still missing."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import Problems, Tables, load_profile
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import Programme
from advisor_app.errors import UsageFault
from advisor_app.matching.derive import deriver
from advisor_app.matching.rulebook import Rulebook
from advisor_app.terminal.check_answer import Answer
from advisor_app.terminal.days import Today, chosen_day
from advisor_app.terminal.interview import Interview
from advisor_app.terminal.messages import problem_line
from advisor_app.terminal.shell import console, print_json
from advisor_app.workspace import Library, Workspace

MAX_LIMIT = 100_000
# Knowledge that is older promises nothing any more; the window says the same of it.
STALE_AFTER_DAYS = 30

ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="What is known of the company: a profile (YAML).")
]


def check_profile(
    context: typer.Context,
    profile: ProfileFile = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask the next best question, one after the other.")
    ] = False,
    with_sensitive: Annotated[
        bool, typer.Option("--with-sensitive", help="Show what is known of difficulties, insolvency and recovery too.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, max=MAX_LIMIT, help="How many programmes of a group; 0 for all.")] = 10,
    today: Today = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Tell which programmes fit a company, why, and what is still missing."""
    if profile is None and not interactive:
        raise UsageFault(what="nothing to check is named", remedy="give --profile FILE, or --interactive to be asked")
    if interactive and as_json:
        raise UsageFault(what="--interactive and --json are both given", remedy="name one of them")
    day = chosen_day(today)
    workspace = Workspace.locate(data_dir or context.obj)
    with workspace.open_library(today=day) as library:
        geodata = Geodata.load(workspace.geodata)
        found = _profile(profile, Tables(geodata=geodata, themes=frozenset(library.vocabulary("themes"))))
        if not isinstance(found, Profile):
            return _refuse(found, as_json=as_json)
        as_of = library.info().as_of
        stale = (day - _day(as_of, day)).days > STALE_AFTER_DAYS
        rulebook = Rulebook(programmes_of(library), day, stale=stale, derive=deriver(day))
        checked = rulebook.check(found)
        if interactive:
            Interview(library, workspace.geodata, geodata, checked, with_sensitive=with_sensitive, limit=limit).run()
            return 0
        answer = Answer(check=checked, words=library.label, as_of=as_of, with_sensitive=with_sensitive)
        if as_json:
            print_json(answer.document())
        else:
            out = console()
            for line in answer.lines(limit):
                out.print(one_line(line), markup=False)
    return 0


def programmes_of(library: Library) -> Iterable[Programme]:
    """Return all programmes of the knowledge."""
    items = library.items([outline.id for outline in library.outlines().programmes])
    return (item for item in items.values() if isinstance(item, Programme))


def one_line(text: str) -> str:
    """Keep what stands in a profile on one line and free of terminal control characters."""
    return "".join(char if char.isprintable() else " " for char in text)


def _profile(file: Path | None, tables: Tables) -> Profile | Problems:
    return Profile() if file is None else load_profile(file, tables)


def _refuse(problems: Problems, *, as_json: bool) -> int:
    """Tell every fault of a profile in one line each; return the exit status."""
    for problem in problems:
        sys.stderr.write(problem_line(problem) + "\n")
    if as_json:
        print_json({"problems": [dataclasses.asdict(problem) for problem in problems]})
    return 1


def _day(as_of: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(as_of[:10])
    except ValueError:
        return otherwise
