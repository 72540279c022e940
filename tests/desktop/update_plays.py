"""Desks whose worker plays what a test says, and the lines it may play."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from advisor_app.errors import AdvisorError
from advisor_app.installation import Installation
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.events import Event, StepTold, encode
from advisor_app.updates.model import Found, Outcome, Step, UpdateResult
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.state import UpdateState, save_state

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
SERVER = "https://updates.example.org/kb/"
FOUND = Found(before=41, after=42, before_as_of="2026-11-20", after_as_of="2026-11-23", bytes=2_100_000,
              source=SERVER, valid_until="2026-12-07", keys=3, threshold=2)  # fmt: skip
RESULT = UpdateResult(outcome=Outcome.UPDATED, before=41, after=42, bytes=16_000, requests=5, seconds=2.0, changed=3,
                      removed=1, as_of="2026-11-23", source=SERVER, valid_until="2026-12-07", keys=3,
                      threshold=2)  # fmt: skip
CURRENT = UpdateResult(outcome=Outcome.CURRENT, before=42, after=42, as_of="2026-11-23", source=SERVER,
                       valid_until="2026-12-07")  # fmt: skip
Play = Sequence[tuple[object, ...]]


def told(event: Event | AdvisorError) -> tuple[object, ...]:
    """Return the entry of a play that tells an event."""
    return ("line", encode(event))


def step(name: Step, done: int = 0, total: int | None = None) -> tuple[object, ...]:
    """Return the entry of a play that tells a step."""
    return told(StepTold(step=name, done=done, total=total))


class PlayDesk(UpdateDesk):
    """A real desk in a folder whose worker plays what was said last."""

    def __init__(
        self, folder: Path, *, policy: UpdatePolicy | None = None, root: Path, installation: Installation | None = None
    ) -> None:
        self.play_file = folder / "play.json"
        self.home = folder / "updates"
        super().__init__(
            home=self.home,
            store=KnowledgeStore(folder / "knowledge"),
            seed=None,
            policy=policy or UpdatePolicy(endpoint=SERVER, check=False),
            trust_root=root,
            command=[sys.executable, str(Path(__file__).with_name("worker.py")), str(self.play_file)],
            installation=installation,
            started_at=NOW - timedelta(days=1),
        )

    def say(self, *play: tuple[object, ...]) -> None:
        """Set what the next worker plays."""
        self.play_file.write_text(json.dumps(play), encoding="utf-8")

    def asked(self) -> list[str]:
        """Return the arguments the last worker was started with, [] if none was."""
        file = self.play_file.with_suffix(".argv")
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return list(json.loads(text)) if text else []

    def remember(self, channel: str, state: UpdateState) -> None:
        """Write the state of a channel as the worker does."""
        self.home.mkdir(exist_ok=True)
        save_state(self.home, channel, state)
