"""Options that several commands of `advisor-admin` share, and what they come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import Content, load_content
from advisor_app.errors import UsageFault
from advisor_app.workspace import Workspace

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Kb = Annotated[Path | None, typer.Option("--kb", help="Folder of the content; the bundled one by default.")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data.")]
Today = Annotated[
    str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="Hold dates against this day instead of today.")
]


def chosen_kb(workspace: Workspace, given: Path | None) -> Path:
    """Return the folder of the content.

    Raises:
        UsageFault: there is none, or what was named is no folder.
    """
    kb = given or workspace.kb
    if kb is None:
        raise UsageFault(what="this installation holds no content", remedy="name its folder with --kb")
    if not kb.is_dir():
        raise UsageFault(what=f"{kb} is not a folder", remedy="name the folder of the content with --kb")
    return kb


def chosen_day(given: str | None) -> date:
    """Return the day that dates are held against.

    Raises:
        UsageFault: what was given is no day.
    """
    if given is None:
        return date.today()  # noqa: DTZ011 (review dates are days where the editor sits)
    try:
        return date.fromisoformat(given)
    except ValueError as exc:
        raise UsageFault(what=f"'{given}' is not a day", remedy="write it as YYYY-MM-DD") from exc


def chosen_content(workspace: Workspace, kb: Path | None, *, release: bool, today: str | None) -> Content:
    """Read and check the content.

    Raises:
        UsageFault: folder or day cannot be used.
    """
    return load_content(
        chosen_kb(workspace, kb),
        Geodata.load(workspace.geodata),
        release=release,
        today=chosen_day(today),
        standard=workspace.kb,
    )
