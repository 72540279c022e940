"""What was last seen of a channel, kept beside the keys.

Without it, somebody who puts an older state back onto the endpoint would find a nightly job that signs it as fresh.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from advisor_app.errors import EnvironmentFault
from advisor_app.knowledge.disk import write_whole
from advisor_app.publishing.chain import Current
from advisor_app.publishing.signed import Role

NAME = "seen.json"


def seen(folder: Path, channel: str) -> dict[str, int]:
    """Return role -> version last seen of a channel; nothing if nothing is known."""
    try:
        document: Any = json.loads((folder / NAME).read_bytes())
        versions = document["versions"] if document["channel"] == channel else {}
        return {str(Role(role)): int(version) for role, version in versions.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # A memory that is lost or damaged only takes away this one guard.
        return {}


def remember(folder: Path, current: Current) -> None:
    """Keep the versions of a state.

    A folder that cannot be written (a write-protected stick, a job's secrets) keeps no memory: what was published
    has been published, and must not be told as a failure.
    """
    document = {"channel": current.channel, "versions": current.versions()}
    with suppress(EnvironmentFault):
        write_whole(folder / NAME, (json.dumps(document) + "\n").encode())
