"""What a second start tells the window that is open. No Qt here; not needed before the first paint."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

VERSION = 1
# A request of more octets is none.
LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a second start asks of the window that is open: to come to the front.

    `source` is the absolute path of a file or folder to read knowledge from, "" for none; `token` is what the desktop
    gave the second start so that a window may come to the front.
    """

    source: str = ""
    token: str = ""

    def encode(self) -> bytes:
        """Return the request as one line."""
        return json.dumps({"version": VERSION, **asdict(self)}).encode("ascii") + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> Request | None:
        """Read a request; None if it is none, or one of a version that asks for other things."""
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or found.get("version") != VERSION:
            return None
        source, token = found.get("source"), found.get("token")
        if not isinstance(source, str) or not isinstance(token, str):
            return None
        # A token ends in the environment, where no end-of-text may stand; a path with one is none.
        return None if "\0" in source + token else cls(source=source, token=token)
