"""What `advisor-app check` does; apart from its options, so that other commands need not wait for the import."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.names import Names
from advisor_app.consultation.session import Session
from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import Problems, Tables, load_profile
from advisor_app.domain.freshness import stale_days
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import Programme
from advisor_app.terminal.answers import Reader
from advisor_app.terminal.check_answer import Answer
from advisor_app.terminal.interview import Interview
from advisor_app.terminal.messages import problem_line
from advisor_app.terminal.shell import console, print_json
from advisor_app.workspace import Library, Workspace


def run_check(
    workspace: Workspace,
    profile: Path | None,
    day: date,
    *,
    interactive: bool,
    with_sensitive: bool,
    limit: int,
    as_json: bool,
) -> int:
    """Check a profile, or ask for one, and return the exit status.

    Args:
        workspace: where the knowledge lies.
        profile: file of the profile; None to begin with nothing.
        day: the day of the check.
        interactive: ask.
        with_sensitive: delicate facts may be shown and saved.
        limit: how many programmes of a group are shown, 0 for all.
        as_json: print one JSON document.
    """
    with workspace.open_library(today=day) as library:
        geodata = Geodata.load(workspace.geodata)
        found = _profile(profile, Tables(geodata=geodata, themes=frozenset(library.vocabulary("themes"))))
        if not isinstance(found, Profile):
            return _refuse(found, as_json=as_json)
        programmes = tuple(programmes_of(library))
        names = Names.of(geodata, library.vocabulary("themes"), {one.id: one.title for one in programmes})
        as_of = library.info().as_of
        adviser = Adviser.of(programmes, day, stale=stale_days(_day(as_of, day), day) > 0)
        session = Session().loaded(found)
        if interactive:
            reader = Reader(workspace.geodata, geodata, library.vocabulary("themes"))
            talk = Interview(library, reader, adviser, session, names, with_sensitive=with_sensitive, limit=limit)
            talk.run()
            return 0
        answer = Answer(
            check=adviser.first(session).check,
            words=library.label,
            as_of=as_of,
            names=names,
            with_sensitive=with_sensitive,
        )
        if as_json:
            print_json(answer.document())
            return 0
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
