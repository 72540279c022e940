"""`advisor-admin installer publish`: a new version of the app for everybody, signed by several people."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import nullcontext, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor_app.publishing.app_files import AppFile, read_app_files
from advisor_app.publishing.app_release import (
    AppNews,
    AppUploaded,
    are_proposed,
    is_published,
    propose_app,
    read_notes,
    upload_app,
)
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination, open_destination
from advisor_app.publishing.pending import Pending
from advisor_app.publishing.upkeep import read_channel
from advisor_app.terminal.choices import DataDir, Json
from advisor_app.terminal.difference_words import amount
from advisor_app.terminal.key_desk import KeyDesk, Keys, PassphraseFile, Root
from advisor_app.terminal.key_work import carry_on, read_change, refuse_existing
from advisor_app.terminal.shell import console, print_json, step_progress
from advisor_app.workspace import Workspace

_PENDING = Path("pending.json")
_STEPS = {"check": "checking the installers", "read": "reading the endpoint", "upload": "uploading"}


def publish_app(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Installers of one version, a file a form.")],
    to: Annotated[str, typer.Option("--to", metavar="DIR|URL", help="The endpoint.")],
    notes: Annotated[Path, typer.Option("--notes", metavar="FILE.txt", help="What is new for users, in German.")],
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where the release waits that lacks signatures.")
    ] = _PENDING,
    needs_glibc: Annotated[
        str, typer.Option("--needs-glibc", metavar="VERSION", help="Offer it on Linux from this glibc on, 2.36.")
    ] = "",
    needs_windows: Annotated[
        str, typer.Option("--needs-windows", metavar="VERSION", help="Offer it from this Windows on, 10.0.17763.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Also a version that is not higher than the published one.")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Upload installers, sign them with the app keys that are here, and publish them once enough have signed."""
    desk = KeyDesk.open(Workspace.locate(data_dir or context.obj), keys, passphrases, root)
    now = datetime.now(UTC)
    news = AppNews(notes=read_notes(notes), glibc=needs_glibc, min_windows=needs_windows)
    with step_progress(_STEPS) as progress:
        progress("check", 0, None)
        found = read_app_files(files)
        progress("read", 0, None)
        with open_destination(to) as destination:
            current = read_channel(destination, desk.root.data, now=now, keys=desk.folder)
            pending = None
            if force or not is_published(current, found, news):
                pending = _change(current, found, news, out, now, force=force)
            uploaded = upload_app(destination, found, progress=progress)
            label = _said_uploaded(destination, uploaded)
    complete = True
    if pending is not None:
        # What is told on the way must not stand in a script's document.
        with redirect_stdout(sys.stderr) if as_json else nullcontext():
            complete = carry_on(desk, pending, to, out, now).complete
    if as_json:
        waits = None if complete else str(out)
        print_json(_document(label, desk.root.channel, found, uploaded, pending=pending is not None, waits=waits))
    elif pending is None:
        brought = f"{uploaded.files} lost files brought back" if uploaded.files else "nothing was changed"
        console().print(f"{label}: exactly this is published already; {brought}", markup=False)


def _change(
    current: Current, files: Mapping[str, AppFile], news: AppNews, out: Path, now: datetime, *, force: bool
) -> Pending:
    """Return the change that waits from a call that was broken off, or a new one."""
    if out.exists():
        waiting = read_change(out)
        if are_proposed(waiting, files, news) and waiting.channel == current.channel:
            typer.echo(f"going on with {out}", err=True)
            return waiting
    refuse_existing(out)
    return propose_app(current, files, news, now=now, force=force)


def _said_uploaded(destination: Destination, uploaded: AppUploaded) -> str:
    sent = f"{uploaded.files} installers, {amount(uploaded.bytes)} uploaded"
    typer.echo(f"{destination.label}: {sent}, {uploaded.skipped} were there already", err=True)
    return destination.label


def _document(
    label: str, channel: str, files: Mapping[str, AppFile], uploaded: AppUploaded, *, pending: bool, waits: str | None
) -> dict[str, Any]:
    return {
        "endpoint": label,
        "channel": channel,
        "version": next(iter(files.values())).version,
        "installers": [
            {"target": name, "file": str(file.file), "bytes": file.length, "sha256": file.sha256}
            for name, file in sorted(files.items())
        ],
        "uploaded": {"files": uploaded.files, "bytes": uploaded.bytes, "skipped": uploaded.skipped},
        "unchanged": not pending,
        "published": waits is None,
        "waits": waits,
    }
