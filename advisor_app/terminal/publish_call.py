"""One call of `advisor-admin publish`: what it does to the endpoint, asking before it signs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from advisor_app.content.load import Content, published
from advisor_app.errors import AdvisorError, UsageFault
from advisor_app.knowledge.writer import Prepared, prepare
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination
from advisor_app.publishing.difference import Difference, difference
from advisor_app.publishing.memory import remember, seen
from advisor_app.publishing.publish import Endpoint, following, publish_release
from advisor_app.publishing.release import Release, prepare_release
from advisor_app.publishing.repair import Mended, kept_folder, mend
from advisor_app.publishing.signed import Role
from advisor_app.publishing.upload import Staged, Uploaded, clear, follows, load_staged
from advisor_app.terminal.difference_words import amount, counts_line, record_line
from advisor_app.terminal.key_desk import KeyDesk
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.shell import step_progress
from advisor_app.updates.format import SNAPSHOT, rung

_SHOWN = 20
STEPS = {
    "check": "checking the content",
    "read": "reading the endpoint",
    "pack": "packing",
    "prove": "proving the packs",
    "upload": "uploading",
    "prune": "removing old files",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a publish came to. `current` is the signed state afterwards, `left` why old files could not be removed."""

    release: Release | None
    changes: Difference
    current: Current
    uploaded: Uploaded | None = None
    pruned: int = 0
    left: str = ""


class Call:
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
            say(f"version {staged.version} was not finished, and somebody published since: it is made anew")
            clear(self._folder)
            return None
        say(f"finishing version {staged.version}, whose upload was broken off")
        done = self._upload(staged)
        say(f"version {done.version} is published: {done.files} files uploaded, {done.skipped} were there already")
        return done

    def mend(self) -> Mended:
        """Bring back what the endpoint lost; nothing is signed for that."""
        known = seen(self._desk.folder, self._desk.root.channel)
        mended = mend(self._destination, kept_folder(self._folder), self._desk.root.data, now=self._now, known=known)
        for path in mended.written:
            say(f"brought back: {path}")
        for name in mended.lost:
            say(f"lost for good: {name}")
        return mended

    def publish_next(
        self, content: Content, at_least: int | None = None, lost: Mended | None = None
    ) -> tuple[int, Done]:
        """Publish the content as the next version, if anything changed; return the version before as well.

        Args:
            content: what is to be published.
            at_least: skip to this version, whether anything changed or not.
            lost: the channel as a repair left it, if its past is lost: the version begins it anew.
        """
        with step_progress(STEPS) as progress:
            progress("read", 0, None)
            endpoint = self._endpoint() if lost is None else self._remains(lost)
            state = endpoint.state
            base, version = following(state, at_least)
            new = prepared(content, version)
            release = prepare_release(
                new,
                base,
                endpoint.current,
                self._folder,
                now=self._now,
                force=self._force,
                progress=progress,
            )
        if release is None:
            remember(self._desk.folder, endpoint.current)
            return state.version, Done(release=None, changes=Difference(records=()), current=endpoint.current)
        changes = difference(state.records, new.records, release.changes)
        if lost is not None:
            say(
                f"the channel's past is lost: version {release.version} begins it anew, every laptop fetches everything"
            )
        self._confirm(release, changes, state.version)
        uploaded = self._upload(self._sign(endpoint, release))
        # Read as everybody else will from now on.
        after = self._endpoint()
        remember(self._desk.folder, after.current)
        pruned, left = self._tidy(after)
        done = Done(
            release=release, changes=changes, current=after.current, uploaded=uploaded, pruned=pruned, left=left
        )
        return state.version, done

    def _endpoint(self) -> Endpoint:
        known = seen(self._desk.folder, self._desk.root.channel)
        return Endpoint.open(self._destination, self._desk.root.data, now=self._now, known=known)

    def _remains(self, lost: Mended) -> Endpoint:
        return Endpoint(destination=self._destination, current=lost.current, state=lost.state)

    def _confirm(self, release: Release, changes: Difference, before: int) -> None:
        """Show what would be published and ask; nothing was signed yet."""
        say(f"{self._destination.label}: version {before} -> {release.version}, {counts_line(changes)}")
        for record in changes.records[:_SHOWN]:
            say(record_line(record))
        if len(changes.records) > _SHOWN:
            say(f"  ... and {len(changes.records) - _SHOWN} more; 'advisor-admin diff' shows all, field by field")
        say(_sizes_line(release))
        if release.version > before + 1:
            say(f"versions {before + 1} to {release.version - 1} are skipped for ever; every laptop fetches everything")
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
        with step_progress({**STEPS, "upload": words}) as progress:
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


def prepared(content: Content, version: int) -> Prepared:
    """Return what is published of a content, as a version."""
    return prepare(published(content), content.vocabularies, version=version)


def _sizes_line(release: Release) -> str:
    whole = release.packs[SNAPSHOT].length
    newest = release.packs.get(rung(0))
    update = f"update {amount(newest.length)} for who is up to date, " if newest else ""
    total = sum(pack.length for pack in release.packs.values())
    return f"{update}first install {amount(whole)}, {amount(total)} to upload"


def say(line: str) -> None:
    """Tell something beside the result."""
    typer.echo(line, err=True)
