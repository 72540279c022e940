"""`advisor-admin publish`, `diff`, `bundle`, `serve`: from the content to every laptop."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor_app.content.load import Content, published
from advisor_app.errors import AdvisorError, ContentRefused, UsageFault
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.knowledge.writer import Prepared, prepare
from advisor_app.publishing.alarms import alarms
from advisor_app.publishing.bundle import write_bundle
from advisor_app.publishing.ceremony import ROOT_NAME
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination, open_destination
from advisor_app.publishing.difference import Difference, difference, update_size
from advisor_app.publishing.memory import remember, seen
from advisor_app.publishing.publish import Endpoint, publish_release
from advisor_app.publishing.reading import open_tree
from advisor_app.publishing.release import Release, prepare_release, read_records
from advisor_app.publishing.serve import EndpointServer
from advisor_app.publishing.signed import Role
from advisor_app.publishing.upload import Staged, Uploaded, clear, follows, load_staged, staging, staging_folder
from advisor_app.terminal.choices import DataDir, Json, Kb, Today, chosen_content
from advisor_app.terminal.difference_words import amount, counts_line, field_lines, record_line
from advisor_app.terminal.key_desk import KeyDesk, Keys, PassphraseFile, Root
from advisor_app.terminal.key_words import alarm_line
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.shell import console, print_json, step_progress
from advisor_app.updates.format import METADATA, SNAPSHOT, rung
from advisor_app.updates.root import TrustRoot
from advisor_app.workspace import Workspace

_SHOWN = 20
_STEPS = {
    "check": "checking the content",
    "read": "reading the endpoint",
    "pack": "packing",
    "prove": "proving the packs",
    "upload": "uploading",
    "prune": "removing old files",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What a publish came to. `current` is the signed state afterwards, `left` why old files could not be removed."""

    release: Release | None
    changes: Difference
    current: Current
    uploaded: Uploaded | None = None
    pruned: int = 0
    left: str = ""


def publish(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="DIR|URL", help="The endpoint.")],
    kb: Kb = None,
    keys: Keys = None,
    passphrases: PassphraseFile = None,
    root: Root = None,
    today: Today = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also if much would be removed, or somebody else gave up half-way.")
    ] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Check the content, show what changes, sign it and bring it to the endpoint; broken off, run it again."""
    workspace = Workspace.locate(data_dir or context.obj)
    desk = KeyDesk.open(workspace, keys, passphrases, root)
    now = datetime.now(UTC)
    with step_progress(_STEPS) as progress:
        progress("check", 0, None)
        content = _fit(chosen_content(workspace, kb, release=True, today=today))
    with open_destination(to) as destination:
        folder = staging_folder(workspace.data_dir / "publishing", destination.label)
        with staging(folder):
            call = _Call(destination, desk, folder, now, yes=yes, force=force)
            finished = call.finish_interrupted()
            before, done = call.publish_next(content)
    pressing = alarms(done.current, now)
    if as_json:
        document = _document(destination.label, desk.root.channel, before, finished, done)
        print_json({**document, "alarms": [asdict(alarm) for alarm in pressing]})
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
    with step_progress(_STEPS) as progress:
        progress("check", 0, None)
        content = _fit(chosen_content(workspace, kb, release=False, today=today))
        progress("read", 0, None)
        if against is not None and not (against / METADATA / "timestamp.json").is_file():
            other = _fit(chosen_content(workspace, against, release=False, today=today))
            old, version, label = _prepared(other, 0).records, 0, str(against)
        elif to is not None or against is not None:
            place = to or str(against)
            old, version, label = _published_records(place, _trusted_root(workspace, keys, root))
        else:
            old, version, label = _built_records(workspace)
    prepared = _prepared(content, version + 1)
    found = difference(old, prepared.records)
    size = update_size(old, prepared)
    if as_json:
        print_json({"against": label, "version": version, "update_bytes": size, **found.document()})
        return
    out = console()
    out.print(f"{label}: {counts_line(found)}; update {amount(size)}", markup=False)
    for record in found.records:
        out.print(record_line(record), markup=False)
        for line in field_lines(record):
            out.print(line, markup=False)


def bundle(
    context: typer.Context,
    source: Annotated[str, typer.Option("--from", metavar="DIR|URL", help="The endpoint.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.kbz", help="The bundle, replaced if it is there.")],
    keys: Keys = None,
    root: Root = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Write one file for the USB stick, with everything a laptop needs to update; verified while it is written."""
    workspace = Workspace.locate(data_dir or context.obj)
    trusted = _trusted_root(workspace, keys, root)
    with open_tree(source) as tree:
        done = write_bundle(tree, trusted.data, out, now=datetime.now(UTC))
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


class _Call:
    """One call of `publish`: with whom, where to, how."""

    def __init__(
        self, destination: Destination, desk: KeyDesk, folder: Path, now: datetime, *, yes: bool, force: bool
    ) -> None:
        self._destination = destination
        self._desk = desk
        self._folder = folder
        self._now = now
        self._yes = yes
        self._force = force

    def finish_interrupted(self) -> Uploaded | None:
        """Bring up what an earlier call signed but did not finish, unless somebody published since."""
        staged = load_staged(self._folder)
        if staged is None:
            clear(self._folder)
            return None
        if not follows(staged, self._destination):
            _say(f"version {staged.version} was not finished, and somebody published since: it is made anew")
            clear(self._folder)
            return None
        _say(f"finishing version {staged.version}, whose upload was broken off")
        done = self._upload(staged)
        _say(f"version {done.version} is published: {done.files} files uploaded, {done.skipped} were there already")
        return done

    def publish_next(self, content: Content) -> tuple[int, _Done]:
        """Publish the content as the next version, if anything changed; return the version before as well."""
        with step_progress(_STEPS) as progress:
            progress("read", 0, None)
            endpoint = self._endpoint()
            state = endpoint.state
            prepared = _prepared(content, state.version + 1)
            release = prepare_release(
                prepared,
                state,
                endpoint.current,
                self._folder,
                now=self._now,
                force=self._force,
                progress=progress,
            )
        if release is None:
            remember(self._desk.folder, endpoint.current)
            return state.version, _Done(release=None, changes=Difference(records=()), current=endpoint.current)
        changes = difference(state.records, prepared.records, release.changes)
        self._confirm(release, changes, state.version)
        uploaded = self._upload(self._sign(endpoint, release))
        # Read as everybody else will from now on.
        after = self._endpoint()
        remember(self._desk.folder, after.current)
        pruned, left = self._tidy(after)
        done = _Done(
            release=release, changes=changes, current=after.current, uploaded=uploaded, pruned=pruned, left=left
        )
        return state.version, done

    def _endpoint(self) -> Endpoint:
        known = seen(self._desk.folder, self._desk.root.channel)
        return Endpoint.open(self._destination, self._desk.root.data, now=self._now, known=known)

    def _confirm(self, release: Release, changes: Difference, before: int) -> None:
        """Show what would be published and ask; nothing was signed yet."""
        _say(f"{self._destination.label}: version {before} -> {release.version}, {counts_line(changes)}")
        for record in changes.records[:_SHOWN]:
            _say(record_line(record))
        if len(changes.records) > _SHOWN:
            _say(f"  ... and {len(changes.records) - _SHOWN} more; 'advisor-admin diff' shows all, field by field")
        _say(_sizes_line(release))
        if self._yes:
            return
        if not sys.stdin.isatty():
            raise UsageFault(what="nobody is there to confirm it", remedy="look at the changes and say --yes")
        if not typer.confirm("Publish this?", default=False, err=True):
            raise UsageFault(what="not published", remedy="answer y, or say --yes")

    def _sign(self, endpoint: Endpoint, release: Release) -> Staged:
        current = endpoint.current
        content = [key.keyid for key in current.keys(Role.CONTENT)]
        online = [key.keyid for key in current.keys(Role.TIMESTAMP)]
        signers = self._desk.signers(content, enough=current.threshold(Role.CONTENT), what="content")
        [fresh] = self._desk.signers(online, enough=1, what="freshness")
        return endpoint.sign(release, content_signers=signers, online_signer=fresh, now=self._now)

    def _upload(self, staged: Staged) -> Uploaded:
        words = f"uploading {len(staged.files)} files, {amount(staged.size)}"
        with step_progress({**_STEPS, "upload": words}) as progress:
            return publish_release(
                staged,
                self._destination,
                trusted_root=self._desk.root.data,
                now=self._now,
                take_over=self._force,
                progress=progress,
            )

    def _tidy(self, endpoint: Endpoint) -> tuple[int, str]:
        """Remove what nobody needs any more: that the new version is up is not undone by a fault here."""
        try:
            return endpoint.tidy(self._now).files, ""
        except AdvisorError as exc:
            return 0, message_for(exc)


def _fit(content: Content) -> Content:
    if content.errors:
        raise ContentRefused(errors=len(content.errors), first=content.errors[0])
    return content


def _prepared(content: Content, version: int) -> Prepared:
    return prepare(published(content), content.vocabularies, version=version)


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


def _sizes_line(release: Release) -> str:
    whole = release.packs[SNAPSHOT].length
    newest = release.packs.get(rung(0))
    update = f"update {amount(newest.length)} for who is up to date, " if newest else ""
    total = sum(pack.length for pack in release.packs.values())
    return f"{update}first install {amount(whole)}, {amount(total)} to upload"


def _document(label: str, channel: str, before: int, finished: Uploaded | None, done: _Done) -> dict[str, Any]:
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


def _print_done(label: str, before: int, done: _Done) -> None:
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


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _tell_request(method: str, path: str, status: int) -> None:
    typer.echo(f"{method} {path} {status}", err=True)
