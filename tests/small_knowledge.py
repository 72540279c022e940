"""A few entries, received in a moment from the channel that the self-test ships with."""

from __future__ import annotations

from pathlib import Path

from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.transport.source import open_source

ROOT = Path(__file__).resolve().parent.parent
CHANNEL = ROOT / "resources" / "selftest"


def receive_small(folder: Path) -> KnowledgeStore:
    """Receive the four entries of the self-test's channel into a folder; return the store, `folder/knowledge`."""
    store = KnowledgeStore(folder / "knowledge")
    root = TrustRoot.read(CHANNEL / "root.json")
    with open_source(CHANNEL / "endpoint") as source:
        UpdateClient(home=folder / "updates", store=store, seed=None, trust_root=root).update(source)
    return store
