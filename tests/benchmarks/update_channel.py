"""A channel for measuring: published by the real code, without the wait for fifty publishes in a row.

What lies between the measured versions goes into the channel's history exactly as publishing would write it, but its
packs, which no measured client fetches, are not made.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from advisor_app.domain import Item
from advisor_app.knowledge.records import canonical
from advisor_app.knowledge.writer import prepare_records
from advisor_app.publishing.publish import publish_release
from advisor_app.publishing.release import State, Terms, changes_between, prepare_release
from tests.benchmarks.update_corpus import Items
from tests.channel import Channel

# What is published between the measured versions is packed quickly.
QUICK = Terms(level=1)
Records = dict[str, str]


@dataclass
class BenchChannel:
    """A channel and the state that was published or passed over last.

    `records` are those of the newest version, `seconds` what the last publish took.
    """

    channel: Channel
    items: Items = field(default_factory=dict)
    records: Records = field(default_factory=dict)
    seconds: float = 0.0
    _passed: State | None = None

    @classmethod
    def make(cls, folder: Path) -> BenchChannel:
        """Make a channel in an empty folder."""
        return cls(Channel(folder, now=datetime.now(tz=UTC).replace(microsecond=0)))

    @property
    def root(self) -> bytes:
        """Return the root of trust."""
        return self.channel.root

    @property
    def folder(self) -> Path:
        """Return the folder of the endpoint."""
        return self.channel.folder

    def pass_over(self, items: Items) -> None:
        """Take a version into the history without making its packs; the first one has to be published."""
        state = self._state()
        records = self._records_of(items)
        changes = changes_between(state.records, records)
        history = state.history.after(changes.upserts, changes.removed)
        self._passed = replace(state, records=records, history=history)
        self.items, self.records = items, records

    def publish(self, items: Items, terms: Terms) -> None:
        """Publish a version."""
        channel = self.channel
        began = time.perf_counter()
        state = self._state()
        records = self._records_of(items)
        release = prepare_release(
            prepare_records(records, version=state.version + 1),
            state,
            channel.current(),
            channel.staging,
            now=channel.now,
            force=True,
            terms=terms,
        )
        if release is None:
            raise ValueError("nothing changed")
        staged = replace(channel.endpoint(), state=state).sign(
            release,
            content_signers=[channel.content],
            online_signer=channel.online,
            now=channel.now,
            expiries=channel.expiries,
        )
        publish_release(staged, channel.destination, trusted_root=channel.root, now=channel.now)
        self.seconds = time.perf_counter() - began
        self.items, self.records, self._passed = items, records, None

    def _state(self) -> State:
        return self._passed or self.channel.endpoint().state

    def _records_of(self, items: Items) -> Records:
        """Bring into canonical form what is not the same item as before."""
        return {name: self._record(item) for name, item in items.items()}

    def _record(self, item: Item) -> str:
        return self.records[item.id] if self.items.get(item.id) is item else canonical(item)
