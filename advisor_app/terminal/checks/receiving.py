"""Whether updates are received, verified and refused: for real, from a channel that came with the installation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from advisor_app.domain.checks import CheckFailed
from advisor_app.errors import TrustFault
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.terminal.checks.index import opened, rank
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.model import Outcome, UpdateResult
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

# One byte of each is changed in turn: what is read first, who may sign what, and what is installed.
_CHANGED = ("metadata/timestamp.json", "metadata/1.targets.json", "targets/content/*.snapshot.kbp")


def check_update(channel: Path, scratch: Path, today: date) -> str:
    """Receive from a signed channel in a folder for real: install, find nothing new, refuse what was changed.

    Args:
        channel: the installation's folder with the root and the endpoint of a channel made for this.
        scratch: an empty folder that may be written to.
        today: the day the received index is opened for.
    """
    first = _receive(channel, scratch / "device")
    if (first.outcome, first.before) != (Outcome.UPDATED, 0):
        raise CheckFailed(f"the first update ended with '{first.outcome}'")
    store = KnowledgeStore(scratch / "device" / "knowledge")
    generation = store.current()
    if generation is None:
        raise CheckFailed("the update left no knowledge behind")
    with opened(generation, today) as (items, index):
        for item in items:
            if not rank(index, item.title, item.id, limit=1):
                raise CheckFailed(f"what was received is not found: {item.title}")
    again = _receive(channel, scratch / "device")
    if again.outcome is not Outcome.CURRENT:
        raise CheckFailed(f"the second update ended with '{again.outcome}', there was nothing new")
    refused = [_refusal(channel, scratch / f"changed-{number}", pattern) for number, pattern in enumerate(_CHANGED)]
    return (
        f"{len(items)} entries received, checked and found in {first.seconds:.1f} s; nothing new the second time; "
        f"refused with one byte changed: {', '.join(refused)}"
    )


def _receive(channel: Path, device: Path) -> UpdateResult:
    client = UpdateClient(
        home=device / "updates",
        store=KnowledgeStore(device / "knowledge"),
        seed=None,
        trust_root=TrustRoot.read(channel / "root.json"),
    )
    with open_source(channel / "endpoint") as source:
        return client.update(source)


def _refusal(channel: Path, scratch: Path, pattern: str) -> str:
    """Change one byte of a file of the channel and receive; return how that was refused."""
    changed = scratch / "channel"
    for path in (path for path in channel.rglob("*") if path.is_file()):
        copy = changed / path.relative_to(channel)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    file = next((changed / "endpoint").glob(pattern))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    try:
        _receive(changed, scratch)
    except TrustFault as exc:
        if KnowledgeStore(scratch / "knowledge").current() is not None:
            raise CheckFailed(f"{file.name} was refused, but something of it was installed") from exc
        return exc.code
    raise CheckFailed(f"an update was installed although a byte of {file.name} was changed")
