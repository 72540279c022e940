"""Options that several commands of `advisor-admin` share, and what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import Content, load_content
from advisor_app.errors import UsageFault
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
