"""Options that several commands of `advisor-admin` share, and what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import Content, load_content
from advisor_app.errors import UsageFault
from advisor_app.publishing.gold import with_gold
from advisor_app.terminal.days import Today, chosen_day
from advisor_app.workspace import Workspace

__all__ = ["DataDir", "Json", "Kb", "Today", "chosen_content", "chosen_day", "chosen_kb"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Kb = Annotated[Path | None, typer.Option("--kb", help="Folder of the content; the bundled one by default.")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data.")]


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


def chosen_content(
    workspace: Workspace, kb: Path | None, *, release: bool, today: str | None, gold: bool = False
) -> Content:
    """Read and check the content.

    Args:
        workspace: where it lies.
        kb: its folder, the bundled one by default.
        release: hold it to the rules of a release.
        today: the day that dates are held against.
        gold: check the gold profiles too.

    Raises:
        UsageFault: folder or day cannot be used.
    """
    folder, geodata, day = chosen_kb(workspace, kb), Geodata.load(workspace.geodata), chosen_day(today)
    content = load_content(folder, geodata, release=release, today=day, standard=workspace.kb)
    return with_gold(content, folder, geodata, day) if gold else content
