"""`advisor-admin publish`, `diff`, `bundle`, `serve`: from the content to every laptop."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.load import Content
from advisor_app.errors import ContentRefused, UsageFault
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.publishing.alarms import alarms
from advisor_app.publishing.bundle import write_bundle
from advisor_app.publishing.ceremony import ROOT_NAME
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import open_destination
from advisor_app.publishing.difference import difference, programmes_in, update_size
from advisor_app.publishing.gold import gold_of, tipped
from advisor_app.publishing.installers.model import Platform
from advisor_app.publishing.reading import open_tree
from advisor_app.publishing.release import read_records
from advisor_app.publishing.repair import Mended
from advisor_app.publishing.serve import EndpointServer
from advisor_app.publishing.upload import Uploaded, staging, staging_folder
from advisor_app.terminal.choices import DataDir, Json, Kb, Today, chosen_content, chosen_day, chosen_kb
from advisor_app.terminal.difference_words import amount, counts_line, field_lines, record_line, tipped_lines
from advisor_app.terminal.key_desk import KeyDesk, Keys, PassphraseFile, Root
from advisor_app.terminal.key_words import alarm_line
from advisor_app.terminal.publish_call import STEPS, Call, Done, prepared
from advisor_app.terminal.shell import console, print_json, step_progress
from advisor_app.updates.format import METADATA
from advisor_app.updates.root import TrustRoot
from advisor_app.workspace import Workspace


def publish(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="DIR|URL", help="The endpoint.")],
    kb: Kb = None,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    today: Today = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    at_least: Annotated[
        int | None,
        typer.Option("--at-least", metavar="N", help="Skip to version N, above one that somebody else signed."),
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Bring back what the endpoint has lost; nothing else is published.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also if much would be removed, or somebody else gave up half-way.")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Check the content, show what changes, sign it and bring it to the endpoint; broken off, run it again."""
    if repair and at_least is not None:
        raise UsageFault(what="--repair and --at-least are both given", remedy="repair first")
    workspace = Workspace.locate(data_dir or context.obj)
    desk = KeyDesk.open(workspace, keys, passphrases, root)
    now = datetime.now(UTC)

    def checked() -> Content:
        with step_progress(STEPS) as progress:
            progress("check", 0, None)
            return _fit(chosen_content(workspace, kb, release=True, today=today, gold=True))

    content = None if repair else checked()
    mended: Mended | None = None
    with open_destination(to) as destination:
        folder = staging_folder(workspace.data_dir / "publishing", destination.label)
        with staging(folder):
            call = Call(destination, desk, folder, now, yes=yes, force=force)
            if repair:
                mended = call.mend()
                if mended.whole:
                    _print_mended(destination.label, desk.root.channel, mended, as_json=as_json)
                    return
            finished = call.finish_interrupted()
            if finished is not None and at_least is not None and finished.version >= at_least:
                # The skip was what had been broken off.
                at_least = None
            # What was finished brought its own history.
            lost = mended if finished is None else None
            before, done = call.publish_next(content or checked(), at_least, lost)
    pressing = alarms(done.current, now)
    if as_json:
        document = _document(destination.label, desk.root.channel, before, finished, done)
        more = {} if mended is None else {"brought_back": mended.written, "lost": mended.lost}
        print_json({**document, **more, "alarms": [asdict(alarm) for alarm in pressing]})
        return
    _print_done(destination.label, before, done)
    for alarm in pressing:
        console().print(f"ALARM {alarm_line(alarm)}", markup=False)


def diff(
    context: typer.Context,
    to: Annotated[str | None, typer.Option("--to", metavar="DIR|URL", help="An endpoint.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="DIR", help="Another folder of content, or of an endpoint.")
    ] = None,
    kb: Kb = None,
    keys: Keys = None,
    root: Root = None,
    today: Today = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Show what a publish would change, field by field; without a place: against what is built here."""
    if to is not None and against is not None:
        raise UsageFault(what="--to and --against are both given", remedy="name one of them")
    workspace = Workspace.locate(data_dir or context.obj)
    with step_progress(STEPS) as progress:
        progress("check", 0, None)
        content = _fit(chosen_content(workspace, kb, release=False, today=today))
        progress("read", 0, None)
        if against is not None and not (against / METADATA / "timestamp.json").is_file():
            other = _fit(chosen_content(workspace, against, release=False, today=today))
            old, version, label = prepared(other, 0).records, 0, str(against)
        elif to is not None or against is not None:
            place = to or str(against)
            old, version, label = _published_records(place, _trusted_root(workspace, keys, root))
        else:
            old, version, label = _built_records(workspace)
    new = prepared(content, version + 1)
    found = difference(old, new.records)
    size = update_size(old, new)
    gold = gold_of(content, chosen_kb(workspace, kb), Geodata.load(workspace.geodata))
    moved = tipped(gold, programmes_in(old), programmes_in(new.records), chosen_day(today))
    if as_json:
        verdicts = {"gold_profiles": len(gold.profiles), "verdicts": [one.document() for one in moved]}
        print_json({"against": label, "version": version, "update_bytes": size, **found.document(), **verdicts})
        return
    out = console()
    out.print(f"{label}: {counts_line(found)}; update {amount(size)}", markup=False)
    for record in found.records:
        out.print(record_line(record), markup=False)
        for line in field_lines(record):
            out.print(line, markup=False)
    for line in tipped_lines(moved, len(gold.profiles)):
        out.print(line, markup=False)


def bundle(
    context: typer.Context,
    source: Annotated[str, typer.Option("--from", metavar="DIR|URL", help="The endpoint.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.kbz", help="The bundle, replaced if it is there.")],
    with_app: Annotated[
        Platform | None, typer.Option("--with-app", help="Put the app's installers for this platform onto it as well.")
    ] = None,
    keys: Keys = None,
    root: Root = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Write one file for the USB stick, with everything a laptop needs to update; verified while it is written."""
    workspace = Workspace.locate(data_dir or context.obj)
    trusted = _trusted_root(workspace, keys, root)
    with open_tree(source) as tree:
        done = write_bundle(tree, trusted.data, out, now=datetime.now(UTC), with_app=with_app or "")
    if as_json:
        print_json(
            {
                "file": str(done.path),
                "version": done.version,
                "as_of": done.as_of,
                "records": done.records,
                "valid_until": done.valid_until,
                "files": done.files,
                "bytes": done.bytes,
            }
        )
        return
    line = f"{done.path}: version {done.version}, as of {done.as_of}, {done.records} records, {amount(done.bytes)}"
    console().print(f"{line}; fresh until {done.valid_until}", markup=False)


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The endpoint.")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 for a free one.")] = 8765,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; others reach 0.0.0.0.")] = "127.0.0.1",
) -> None:
    """Serve a folder as an endpoint, for trying things out; Ctrl-C ends it."""
    out = console()
    with EndpointServer(folder, host=host, port=port, told=_tell_request) as server:
        out.print(f"serving {folder} at {server.url}; Ctrl-C ends it", markup=False)
        out.print(f"try it: advisor-app update --from {server.url}", markup=False)
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            out.print("ended", markup=False)


def _fit(content: Content) -> Content:
    if content.errors:
        raise ContentRefused(errors=len(content.errors), first=content.errors[0])
    return content


def _trusted_root(workspace: Workspace, keys: list[Path] | None, root: Path | None) -> TrustRoot:
    """Return the root that is named, the one beside the keys, or this installation's."""
    beside = next((folder / ROOT_NAME for folder in keys or () if (folder / ROOT_NAME).is_file()), None)
    return TrustRoot.read(root or beside or workspace.trust_root(workspace.policy()))


def _published_records(where: str, root: TrustRoot) -> tuple[Mapping[str, str], int, str]:
    with open_tree(where) as tree:
        current = Current.read(tree.read, root.data, now=datetime.now(UTC), where=tree.label)
        records = read_records(current, tree.read).records if current.content_version else {}
        return records, current.content_version, tree.label


def _built_records(workspace: Workspace) -> tuple[Mapping[str, str], int, str]:
    generation = workspace.knowledge()
    with KnowledgeReader(generation.database) as reader:
        return dict(reader.canonical_records()), generation.version, str(generation.path)


def _document(label: str, channel: str, before: int, finished: Uploaded | None, done: Done) -> dict[str, Any]:
    release = done.release
    document: dict[str, Any] = {
        "endpoint": label,
        "channel": channel,
        "before": before,
        "version": release.version if release else before,
        "unchanged": release is None,
        "finished": finished.version if finished else None,
        **done.changes.document(),
    }
    if release is not None and done.uploaded is not None:
        document |= {
            "as_of": release.info.as_of,
            "digest": release.info.digest,
            "packs": {name: pack.length for name, pack in sorted(release.packs.items())},
            "uploaded": {
                "files": done.uploaded.files,
                "bytes": done.uploaded.bytes,
                "skipped": done.uploaded.skipped,
            },
            "pruned": done.pruned,
        }
    return document


def _print_mended(label: str, channel: str, mended: Mended, *, as_json: bool) -> None:
    version = mended.state.version
    if as_json:
        told = {"endpoint": label, "channel": channel, "version": version}
        print_json({**told, "brought_back": mended.written, "lost": mended.lost, "installers": mended.installers})
        return
    for name in mended.installers:
        again = "bring it back with 'advisor-admin installer publish' and the same file"
        console().print(f"{label}: {name} is missing or damaged; {again}", markup=False)
    if not mended.written and not mended.lost:
        rest = "nothing else" if mended.installers else "nothing"
        console().print(f"{label}: {rest} is damaged, version {version} is whole", markup=False)
        return
    line = f"{label}: {len(mended.written)} files brought back, version {version} can be built upon"
    if mended.lost:
        line += f"; {len(mended.lost)} are lost, laptops fetch everything instead until the next version"
    console().print(line, markup=False)


def _print_done(label: str, before: int, done: Done) -> None:
    out = console()
    if done.release is None or done.uploaded is None:
        out.print(
            f"{label}: version {before} holds this content already; nothing was published "
            "('advisor-admin resign' renews its freshness)",
            markup=False,
        )
        return
    sent = f"{done.uploaded.files} files, {amount(done.uploaded.bytes)} uploaded"
    gone = f", {done.pruned} old files removed" if done.pruned else ""
    out.print(f"{label}: version {done.release.version} is published; {sent}{gone}", markup=False)
    if done.left:
        out.print(f"old files were not removed: {done.left}", markup=False)


def _tell_request(method: str, path: str, status: int) -> None:
    typer.echo(f"{method} {path} {status}", err=True)
