"""A channel for tests: quick keys, and items published through the real release code into a local endpoint."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from advisor_app.domain import Item
from advisor_app.knowledge.writer import prepare
from advisor_app.publishing.chain import Current
from advisor_app.publishing.destination import Destination, LocalDestination
from advisor_app.publishing.keys import new_key
from advisor_app.publishing.publish import Endpoint, following, publish_release
from advisor_app.publishing.release import Release, Terms, prepare_release
from advisor_app.publishing.roles import MANUAL, ChannelKeys, Expiries, initial_metadata, resigned
from advisor_app.publishing.upload import Staged

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Channel:
    """Keys in memory and an endpoint in a folder.

    Args:
        path: a folder for this channel; the endpoint lies in `endpoint` below it.
        destination: another place for the endpoint.
        development: whether the root says that it is for development only.
        expiries: how long signatures hold.
        level: zstd level of the packs; low, because tests pack a lot (19 is what is published).
        now: when the channel is made, and the time of every publish that names no other.
    """

    def __init__(
        self,
        path: Path,
        *,
        destination: Destination | None = None,
        development: bool = False,
        expiries: Expiries = MANUAL,
        level: int = 3,
        now: datetime = NOW,
    ) -> None:
        self.folder = path / "endpoint"
        self.destination = destination or LocalDestination(self.folder)
        self.now = now
        self.id = secrets.token_hex(16)
        self.roots: tuple[CryptoSigner, ...] = (new_key(), new_key(), new_key())
        self.content, self.app, self.online = new_key(), (new_key(), new_key()), new_key()
        self.expiries = expiries
        self.staging = path / "staging"
        self._terms = Terms(level=level)
        keys = ChannelKeys(
            root=tuple(signer.public_key for signer in self.roots),
            content=(self.content.public_key,),
            app=tuple(signer.public_key for signer in self.app),
            online=(self.online.public_key,),
        )
        files = initial_metadata(
            keys,
            (*self.roots, self.content, *self.app, self.online),
            channel=self.id,
            development=development,
            now=now,
            expiries=expiries,
        )
        self.root = files["metadata/1.root.json"]
        for name, data in files.items():
            self.destination.write(name, data, immutable=False)

    @property
    def version(self) -> int:
        """Return the content version at the endpoint, 0 before the first publish."""
        return self.current().content_version

    def current(self, now: datetime | None = None) -> Current:
        """Return the verified signed state."""
        return Current.read(self.destination.read, self.root, now=now or self.now, where=self.destination.label)

    def endpoint(self, now: datetime | None = None) -> Endpoint:
        """Return the endpoint as a publisher sees it."""
        return Endpoint.open(self.destination, self.root, now=now or self.now)

    def prepare(
        self,
        items: Sequence[Item],
        vocabularies: Mapping[str, Mapping[str, str]] | None = None,
        *,
        now: datetime | None = None,
        force: bool = True,
        terms: Terms | None = None,
        at_least: int | None = None,
    ) -> Release | None:
        """Pack the next version into the staging folder; None if nothing changed."""
        at = now or self.now
        endpoint = self.endpoint(at)
        state, version = following(endpoint.state, at_least)
        prepared = prepare(items, vocabularies or {}, version=version)
        return prepare_release(
            prepared, state, endpoint.current, self.staging, now=at, force=force, terms=terms or self._terms
        )

    def stage(self, release: Release, *, now: datetime | None = None) -> Staged:
        """Sign a release and complete the staging folder, without uploading."""
        at = now or self.now
        return self.endpoint(at).sign(
            release, content_signers=[self.content], online_signer=self.online, now=at, expiries=self.expiries
        )

    def publish(
        self,
        items: Sequence[Item],
        vocabularies: Mapping[str, Mapping[str, str]] | None = None,
        *,
        now: datetime | None = None,
        terms: Terms | None = None,
        at_least: int | None = None,
    ) -> int:
        """Publish these items and vocabularies as the next version and return it; nothing changed: the same one."""
        at = now or self.now
        release = self.prepare(items, vocabularies, now=at, terms=terms, at_least=at_least)
        if release is None:
            return self.version
        publish_release(self.stage(release, now=at), self.destination, trusted_root=self.root, now=at)
        return release.version

    def resign(self, *, now: datetime) -> None:
        """Renew the freshness, as the daily job does."""
        for name, data in resigned(self.current(now), self.online, now, self.expiries).items():
            self.destination.write(name, data, immutable=False)
