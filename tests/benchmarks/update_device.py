"""A device that is measured: what an update of it sends and receives on the wire, and how long its parts take."""

from __future__ import annotations

import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.model import Outcome, Step
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source
from tests.benchmarks.update_wire import WireRelay


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One update. Bytes and requests as they went over the wire, and as the client counted them; times in seconds.

    `apply_s` runs from the first record applied to the end: database, index, flushes and switch. `cpu_s` is what the
    whole update spent on a processor, which tells more on a machine that is shared.
    """

    requests: int
    bytes: int
    connections: int
    client_requests: int
    client_bytes: int
    seconds: float
    cpu_s: float
    apply_s: float

    def figures(self) -> dict[str, float]:
        """Return it for the report."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class BenchDevice:
    """A data directory and the root it trusts."""

    data: Path
    root: bytes

    @property
    def store(self) -> KnowledgeStore:
        """Return its knowledge."""
        return KnowledgeStore(self.data / "knowledge")

    @property
    def version(self) -> int:
        """Return the version in use, 0 without any."""
        current = self.store.current()
        return 0 if current is None else current.version

    def copy(self, data: Path) -> BenchDevice:
        """Return another device in the same state."""
        return BenchDevice(shutil.copytree(self.data, data, symlinks=True), self.root)

    def prepare(self, folder: Path) -> None:
        """Bring it up to date from a folder, unmeasured."""
        with open_source(folder) as source:
            self._client().update(source)

    def update(self, relay: WireRelay, expected: Outcome) -> Measured:
        """Update it through a relay.

        Raises:
            RuntimeError: the update did not end as expected.
        """
        steps: dict[Step, float] = {}

        def note(step: Step, _done: int, _total: int | None) -> None:
            steps.setdefault(step, time.perf_counter())

        before, began, spent = relay.counted(), time.perf_counter(), time.process_time()
        with open_source(relay.address, proxy="none") as source:
            result = self._client().update(source, progress=note)
        ended = time.perf_counter()
        if result.outcome is not expected:
            raise RuntimeError(f"{result.outcome} instead of {expected}")
        wire = relay.counted() - before
        return Measured(
            requests=wire.requests,
            bytes=wire.bytes,
            connections=wire.connections,
            client_requests=result.requests,
            client_bytes=result.bytes,
            seconds=ended - began,
            cpu_s=time.process_time() - spent,
            apply_s=ended - steps.get(Step.APPLY, ended),
        )

    def _client(self) -> UpdateClient:
        root = TrustRoot.parse(self.root)
        return UpdateClient(home=self.data / "updates", store=self.store, seed=None, trust_root=root)
