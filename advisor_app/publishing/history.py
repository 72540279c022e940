"""What a channel remembers of its past: when each record changed last, what is gone, what was published when.

It travels as a signed target that clients never fetch (`content/history.kbp`), so that any machine with the keys can go
on where another one left off.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import zstandard

from advisor_app.errors import ContentMismatch
from advisor_app.publishing.packs import LEVEL, compressed
from advisor_app.updates.format import MAX_RAW, MAX_WINDOW

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One publish: content version, time (ISO, UTC), and the metadata versions of the roles content and snapshot."""

    version: int
    at: str
    content: int
    snapshot: int

    @property
    def time(self) -> datetime:
        """Return when it was."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The past of a channel.

    `oldest` and `version` are its first and its newest content version (0: nothing was published yet). `changed` maps
    every id there is to the version that changed it last, `removed` every id that is gone to the version that removed
    it, for ever. `published` are the publishes whose files may still be there, newest last.
    """

    oldest: int = 0
    version: int = 0
    changed: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    published: tuple[Published, ...] = ()

    def after(self, upserts: Iterable[str], removed: Iterable[str]) -> History:
        """Return the history with one version more.

        Args:
            upserts: ids of new and changed records.
            removed: ids of records that are gone.
        """
        version = self.version + 1
        changed = {**self.changed, **dict.fromkeys(upserts, version)}
        # What comes back is no longer gone: everybody who lacks it is older than its return.
        gone = {key: since for key, since in self.removed.items() if changed.get(key) != version}
        for key in removed:
            changed.pop(key, None)
            gone[key] = version
        return replace(self, oldest=self.oldest or version, version=version, changed=changed, removed=gone)

    def with_publish(self, publish: Published, kept: Collection[Published]) -> History:
        """Return the history with a publish at its end, after those whose files are still kept."""
        return replace(self, published=(*(one for one in self.published if one in kept), publish))

    def changed_since(self, version: int) -> set[str]:
        """Return the ids of records that somebody with a version lacks or has in an older form."""
        return {key for key, since in self.changed.items() if since > version}

    def removed_since(self, version: int) -> set[str]:
        """Return the ids that somebody with a version or a newer one may have and that are gone now."""
        return {key for key, since in self.removed.items() if since > version}

    def data(self, *, level: int = LEVEL) -> bytes:
        """Return it as it is published."""
        document = {
            "format": FORMAT,
            "oldest": self.oldest,
            "version": self.version,
            "changed": dict(sorted(self.changed.items())),
            "removed": dict(sorted(self.removed.items())),
            "published": [
                {"version": one.version, "at": one.at, "content": one.content, "snapshot": one.snapshot}
                for one in self.published
            ],
        }
        return compressed(json.dumps(document, separators=(",", ":")).encode(), level=level)

    @classmethod
    def parse(cls, data: bytes, where: str) -> History:
        """Read what was published.

        Args:
            data: the file, known to be the signed one.
            where: its name in messages.

        Raises:
            ContentMismatch: it is no history, or of a newer format.
        """
        try:
            unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
            document: Any = json.loads(unpacker.decompress(data, max_output_size=MAX_RAW))
            if document["format"] != FORMAT:
                reason = f"history format {document['format']} is not known; update advisor-admin"
                raise ContentMismatch(where=where, reason=reason)
            return cls(
                oldest=int(document["oldest"]),
                version=int(document["version"]),
                changed=_versions(document["changed"]),
                removed=_versions(document["removed"]),
                published=tuple(_published(one) for one in document["published"]),
            )
        except (zstandard.ZstdError, ValueError, KeyError, TypeError, AttributeError) as exc:
            raise ContentMismatch(where=where, reason="the channel's history cannot be read") from exc


def _versions(document: Any) -> dict[str, int]:
    return {str(key): int(version) for key, version in document.items()}


def _published(document: Any) -> Published:
    one = Published(
        version=int(document["version"]),
        at=str(document["at"]),
        content=int(document["content"]),
        snapshot=int(document["snapshot"]),
    )
    if one.time.tzinfo is None:
        raise ValueError(one.at)
    return one
