"""`advisor-app check`: which programmes fit a company, why, and what is still missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor_app.errors import UsageFault
from advisor_app.terminal.days import Today, chosen_day
from advisor_app.workspace import Workspace

MAX_LIMIT = 100_000

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
    from advisor_app.terminal.check_run import run_check  # noqa: PLC0415 - heavy, and no other command needs it

    return run_check(
        Workspace.locate(data_dir or context.obj),
        profile,
        chosen_day(today),
        interactive=interactive,
        with_sensitive=with_sensitive,
        limit=limit,
        as_json=as_json,
    )
