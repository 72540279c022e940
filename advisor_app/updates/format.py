"""What publisher and client agree on: names at the endpoint, what is signed about a pack, the ladder of deltas.

An endpoint is a tree of static files, the same on a web server, in a folder and inside a bundle (`.kbz`, a stored zip):

    metadata/timestamp.json, N.root.json, N.snapshot.json, N.targets.json, N.content.json, N.app.json
    targets/content/<sha256>.snapshot.kbp, <sha256>.d0.kbp ... <sha256>.d8.kbp, <sha256>.history.kbp
    targets/app/linux-x86_64/<sha256>.beratungskoffer.deb ...: newer versions of the app, see `app_offer`

A pack is one zstd frame (checksum, window of at most 2**27 bytes) of lines that end in LF: the first is the JSON of its
`PackInfo`, then `+<canonical record>` and `-<id>`. A pack "since X" fits every client that has X or anything newer up
to `to`: records and removals are idempotent, so there is no chain and no exact base.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from advisor_app.installation import Package

PACK_FORMAT = 1
METADATA = "metadata/"
TARGETS = "targets/"
SNAPSHOT = "content/snapshot.kbp"
HISTORY = "content/history.kbp"
# The newest version of the app, one installer for each form in which it is handed out.
APP_TARGETS = {
    Package.DEB: "app/linux-x86_64/beratungskoffer.deb",
    Package.TAR: "app/linux-x86_64/beratungskoffer.tar.xz",
    Package.SETUP: "app/windows-x86_64/beratungskoffer-setup.exe",
    Package.ZIP: "app/windows-x86_64/beratungskoffer.zip",
}
RUNGS = 9
MAX_LINE = 1_000_000  # bytes of one line of a pack
MAX_RAW = 1_000_000_000  # bytes of an unpacked pack
MAX_WINDOW = 1 << 27
# Fields of the signed root that TUF itself does not know.
CHANNEL_FIELD = "x-beratungskoffer-channel"
DEVELOPMENT_FIELD = "x-beratungskoffer-development"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class PackKind(StrEnum):
    """What a pack holds: the whole state, or what changed since a version."""

    SNAPSHOT = "snapshot"
    DELTA = "delta"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInfo:
    """What is signed about a pack and repeated in its first line.

    `since` is the oldest version it leads on from (0 for a snapshot), `to` the version it leads to. `fmt` is the pack
    format, `schema` the record schema. `raw` counts the unpacked bytes after the first line, `up` and `down` the `+`
    and `-` lines. `n` and `digest` describe the state reached: its records (vocabularies counted) and its state digest.
    `as_of` and `published` are ISO days ("" where unknown). `min_app` is the oldest app version that can read it (""
    for any), `min_interval` the least time between two scheduled checks in seconds (0: the client's own).
    """

    kind: PackKind
    since: int
    to: int
    raw: int
    up: int
    down: int
    n: int
    digest: str
    as_of: str
    published: str
    fmt: int = PACK_FORMAT
    schema: int = 1
    min_app: str = ""
    min_interval: int = 0

    def custom(self) -> dict[str, Any]:
        """Return what is put beside the target in signed metadata."""
        return {**asdict(self), "kind": str(self.kind)}

    def line(self) -> bytes:
        """Return the first line of the pack, with its LF."""
        return json.dumps(self.custom(), sort_keys=True, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def from_custom(cls, custom: Mapping[str, Any]) -> PackInfo:
        """Read what is signed; fields that are not known are left for newer apps.

        Raises:
            ValueError: a field is missing, of the wrong type or not of the form it must have; told with its name.
        """
        texts = ("digest", "as_of", "published", "min_app")
        numbers = ("since", "to", "raw", "up", "down", "n", "fmt", "schema", "min_interval")
        values: dict[str, Any] = {}
        for names, kind in ((texts, str), (numbers, int)):
            for name in names:
                value = custom.get(name)
                if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, int) and value < 0):
                    raise ValueError(name)
                values[name] = value
        if not is_sha256(values["digest"]):
            raise ValueError("digest")
        for name in ("as_of", "published"):
            if values[name] and not is_day(values[name]):
                raise ValueError(name)
        return cls(kind=PackKind(str(custom.get("kind"))), **values)


def is_sha256(text: str) -> bool:
    """Tell whether a text is a SHA-256 in lowercase hex, as it may stand in a file's name."""
    return _SHA256.fullmatch(text) is not None


def hashed_path(name: str, sha256: str) -> str:
    """Return where a target lies at an endpoint."""
    folder, _, last = name.rpartition("/")
    return f"{TARGETS}{folder}/{sha256}.{last}"


def is_day(text: str) -> bool:
    """Tell whether a text is an ISO day with dashes: days are compared as texts, so there must be only one form."""
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def rung(number: int) -> str:
    """Return the name of a rung of the ladder, 0 to 8."""
    return f"content/d{number}.kbp"


def ladder(oldest: int, newest: int) -> dict[str, int]:
    """Return rung name -> the version it leads on from, for a state `newest` of a channel that began at `oldest`.

    The steps are 1, 2, 4, ... 256 versions back; the last rung a young channel needs is clamped to its oldest version.
    """
    steps: dict[str, int] = {}
    for number in range(RUNGS):
        since = newest - (1 << number)
        if since <= oldest:
            if oldest < newest:
                steps[rung(number)] = oldest
            break
        steps[rung(number)] = since
    return steps
