"""A channel in a folder that signs whatever a test wants, right or wrong: written down here, not by our publisher."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import zstandard
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from advisor_app.knowledge.records import record_digest, state_digest
from advisor_app.updates.format import CHANNEL_FIELD, DEVELOPMENT_FIELD, SNAPSHOT, PackInfo, PackKind, ladder

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAYS = {"root": 730, "targets": 700, "content": 180, "snapshot": 60, "timestamp": 30}
ROLES = ("root", "targets", "content", "snapshot", "timestamp")


@dataclass
class SmallChannel:
    """Signs states of knowledge into a folder.

    `days` is how long each role lives from `now`. `states` remembers version -> records. `touch` may alter what is
    about to be signed: it is called with the role's name and its signed part.
    """

    folder: Path
    now: datetime = NOW
    channel: str = "c0ffee00c0ffee00"
    days: dict[str, int] = field(default_factory=lambda: dict(DAYS))
    states: dict[int, dict[str, str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))
    keys: dict[str, CryptoSigner] = field(
        default_factory=lambda: {role: CryptoSigner.generate_ed25519() for role in ROLES}
    )
    touch: Callable[[str, Any], None] = lambda _role, _signed: None
    info: dict[str, Any] = field(default_factory=dict)
    edit_pack: Callable[[str, bytes], bytes] = lambda _name, body: body
    edit_custom: Callable[[str, dict[str, Any]], dict[str, Any]] = lambda _name, custom: custom
    targets: dict[str, TargetFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sign_root()
        self.sign_targets()

    @property
    def root(self) -> bytes:
        """Return the first root: what an installation ships."""
        return (self.folder / "metadata/1.root.json").read_bytes()

    def sign_root(self, *, signers: tuple[CryptoSigner, ...] = ()) -> None:
        root = Root(
            version=self._next("root"),
            expires=self._expiry("root"),
            unrecognized_fields={CHANNEL_FIELD: self.channel, DEVELOPMENT_FIELD: True},
        )
        for role in ("root", "targets", "snapshot", "timestamp"):
            root.add_key(self.keys[role].public_key, role)
        self._write(f"{root.version}.root.json", root, "root", signers=signers)

    def sign_targets(self) -> None:
        role = DelegatedRole("content", [self.keys["content"].public_key.keyid], 1, True, ["content/*"])
        key = self.keys["content"].public_key
        delegations = Delegations({key.keyid: key}, {"content": role})
        targets = Targets(version=self._next("targets"), expires=self._expiry("targets"), delegations=delegations)
        self._write(f"{targets.version}.targets.json", targets, "targets")

    def publish(self, records: dict[str, str], **info: Any) -> int:
        """Publish a state and return its version."""
        version = max(self.states, default=0) + 1
        self.states[version] = dict(records)
        self.publish_packs(version, **info)
        self.sign_content()
        self.refresh()
        return version

    def publish_packs(self, version: int, **info: Any) -> None:
        records = self.states[version]
        base = PackInfo(
            kind=PackKind.SNAPSHOT,
            since=0,
            to=version,
            raw=0,
            up=0,
            down=0,
            n=len(records),
            digest=state_digest(version, ((name, record_digest(text)) for name, text in records.items())),
            as_of="2026-11-23",
            published=self.now.date().isoformat(),
        )
        base = replace(base, **info)
        self.targets = {SNAPSHOT: self._pack(SNAPSHOT, base, records, ())}
        for name, since in ladder(min(self.states), version).items():
            old = self.states[since]
            changed = {one: text for one, text in records.items() if old.get(one) != text}
            ever = {one for number, state in self.states.items() if number >= since for one in state}
            delta = replace(base, kind=PackKind.DELTA, since=since)
            self.targets[name] = self._pack(name, delta, changed, sorted(ever - records.keys()))

    def sign_content(self) -> None:
        content = Targets(version=self._next("content"), expires=self._expiry("content"), targets=self.targets)
        self._write(f"{content.version}.content.json", content, "content")

    def refresh(self) -> None:
        """Sign snapshot and timestamp anew."""
        meta = {f"{role}.json": self._meta_file(role) for role in ("targets", "content") if self.versions[role]}
        snapshot = Snapshot(version=self._next("snapshot"), expires=self._expiry("snapshot"), meta=meta)
        self._write(f"{snapshot.version}.snapshot.json", snapshot, "snapshot")
        self.stamp()

    def stamp(self) -> None:
        """Sign the timestamp anew."""
        timestamp = Timestamp(
            version=self._next("timestamp"),
            expires=self._expiry("timestamp"),
            snapshot_meta=self._meta_file("snapshot"),
        )
        self._write("timestamp.json", timestamp, "timestamp")

    def metadata(self, name: str) -> Path:
        """Return the newest metadata file of a role."""
        return (
            self.folder
            / "metadata"
            / ("timestamp.json" if name == "timestamp" else f"{self.versions[name]}.{name}.json")
        )

    def pack(self, name: str) -> Path:
        """Return the file of a pack."""
        return self.folder / "targets/content" / f"{self.targets[name].hashes['sha256']}.{name.rpartition('/')[2]}"

    def _pack(self, name: str, info: PackInfo, upserts: dict[str, str], removed: Any) -> TargetFile:
        body = b"".join(f"+{text}\n".encode() for _, text in sorted(upserts.items()))
        body += b"".join(f"-{one}\n".encode() for one in removed)
        info = replace(info, raw=len(body), up=len(upserts), down=len(removed))
        body = self.edit_pack(name, body)
        info = replace(info, raw=len(body))
        settings = zstandard.ZstdCompressionParameters.from_level(3, write_checksum=True)
        data = zstandard.ZstdCompressor(compression_params=settings).compress(info.line() + body)
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.folder / "targets/content" / f"{sha256}.{name.rpartition('/')[2]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        custom = self.edit_custom(name, info.custom())
        return TargetFile(len(data), {"sha256": sha256}, name, {"custom": custom})

    def _next(self, role: str) -> int:
        self.versions[role] += 1
        return self.versions[role]

    def _expiry(self, role: str) -> datetime:
        return self.now.replace(microsecond=0) + timedelta(days=self.days[role])

    def _meta_file(self, role: str) -> MetaFile:
        data = self.metadata(role).read_bytes()
        return MetaFile(self.versions[role], len(data), {"sha256": hashlib.sha256(data).hexdigest()})

    def _write(self, name: str, signed: Any, role: str, *, signers: tuple[CryptoSigner, ...] = ()) -> None:
        signed = copy.deepcopy(signed)
        self.touch(role, signed)
        metadata: Metadata[Any] = Metadata(signed)
        for signer in (self.keys[role], *signers):
            metadata.sign(signer, append=True)
        path = self.folder / "metadata" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(metadata.to_bytes())


def spoil(path: Path, *steps: str) -> None:
    """Change one value in a metadata file without signing it again."""
    document = json.loads(path.read_bytes())
    inner = document
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = {"version": 99}.get(steps[-1], "spoilt")
    path.write_bytes(json.dumps(document).encode())
