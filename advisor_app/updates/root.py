"""The root of trust of this installation: which channel it belongs to, and whether it is meant for development only.

Only reads what the file says; that it is signed by its own keys is checked by TUF before anything is trusted (`trust`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from advisor_app.errors import TrustRootDamaged
from advisor_app.updates.format import CHANNEL_FIELD, DEVELOPMENT_FIELD

_CHANNEL = re.compile(r"[0-9a-f]{8,64}")
# A root file holds some keys and signatures; anything larger is none.
_MAX_BYTES = 512_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRoot:
    """A root file: its bytes and what they say.

    `channel` is the random id that all roots of one line of updates share, `development` tells that its keys lie about
    on somebody's machine, `where` is where it was read from.
    """

    data: bytes
    channel: str
    development: bool
    version: int
    where: str = ""

    @classmethod
    def read(cls, path: Path) -> TrustRoot:
        """Read a root file.

        Raises:
            TrustRootDamaged: it is missing, unreadable or no root.
        """
        try:
            with path.open("rb") as file:
                data = file.read(_MAX_BYTES + 1)
        except OSError as exc:
            raise TrustRootDamaged(where=path, reason=exc.strerror or str(exc)) from exc
        return cls.parse(data, where=str(path))

    @classmethod
    def parse(cls, data: bytes, *, where: str = "") -> TrustRoot:
        """Read the bytes of a root file.

        Raises:
            TrustRootDamaged: they are no root.
        """
        if len(data) > _MAX_BYTES:
            raise TrustRootDamaged(where=where, reason="it is too large to be a root")
        try:
            signed = json.loads(data)["signed"]
            kind, version, channel = signed["_type"], signed["version"], signed[CHANNEL_FIELD]
            development = signed.get(DEVELOPMENT_FIELD, False)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
            raise TrustRootDamaged(where=where, reason="it is no signed root with a channel") from exc
        sound = kind == "root" and isinstance(version, int) and isinstance(channel, str) and _CHANNEL.fullmatch(channel)
        if not sound:
            raise TrustRootDamaged(where=where, reason="it is no signed root with a channel")
        return cls(data=data, channel=channel, development=development is True, version=version, where=where)
