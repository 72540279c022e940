"""An endpoint in the hands of somebody who has keys, bytes, or both: signs and serves whatever a test wants.

The honest part is the real publisher (`tests.channel`); what is forged here goes past all its checks.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, TargetFile

from advisor_app.domain import Item
from advisor_app.knowledge.records import record_digest, state_digest
from advisor_app.knowledge.writer import prepare
from advisor_app.publishing.packs import compressed
from advisor_app.updates.format import SNAPSHOT, PackInfo, PackKind, rung
from tests.channel import NOW, Channel

EditBody = Callable[[bytes], bytes]


def records_of(items: Sequence[Item]) -> dict[str, str]:
    """Return the canonical records of items by id."""
    return dict(prepare(items, {}, version=1).records)


class Tampering:
    """Tampers with a channel's endpoint.

    Args:
        channel: the channel; its endpoint is a folder.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.folder = channel.folder
        self.signers: dict[str, tuple[CryptoSigner, ...]] = {
            "root": channel.roots,
            "targets": channel.roots,
            "content": (channel.content,),
            "app": channel.app,
            "snapshot": (channel.online,),
            "timestamp": (channel.online,),
        }

    # --- files

    def save(self, name: str) -> Path:
        """Keep a copy of everything the endpoint serves now."""
        return Path(shutil.copytree(self.folder, self.folder.parent / name))

    def put_back(self, saved: Path) -> None:
        """Serve an earlier copy again, and nothing else."""
        shutil.rmtree(self.folder)
        shutil.copytree(saved, self.folder)

    def path(self, role: str, version: int | None = None) -> Path:
        """Return a metadata file, the newest one of the role by default."""
        metadata = self.folder / "metadata"
        if role == "timestamp":
            return metadata / "timestamp.json"
        found = sorted(metadata.glob(f"*.{role}.json"), key=lambda path: int(path.name.partition(".")[0]))
        return found[-1] if version is None else metadata / f"{version}.{role}.json"

    def packs(self, name: str = "*") -> list[Path]:
        """Return pack files by target name, `snapshot` or `d0`; all of them by default."""
        return sorted((self.folder / "targets" / "content").glob(f"*.{name}.kbp"))

    def bundle(self, path: Path) -> Path:
        """Put everything that is served into a bundle file, as it lies on a stick."""
        with ZipFile(path, "w", ZIP_STORED) as bundle:
            for file in sorted(self.folder.rglob("*")):
                if file.is_file() and not file.name.startswith("."):
                    bundle.write(file, file.relative_to(self.folder).as_posix())
        return path

    # --- signed files

    def newest(self, role: str) -> Metadata[Any]:
        """Return the newest file of a role."""
        return Metadata.from_bytes(self.path(role).read_bytes())

    def forge(
        self,
        role: str,
        change: Callable[[Any], object] = lambda _signed: None,
        *,
        signers: Iterable[CryptoSigner] | None = None,
        version: int | None = None,
        days: int | None = None,
        now: datetime = NOW,
        listed: bool = True,
    ) -> None:
        """Sign the next file of a role and have snapshot and timestamp name it.

        Args:
            role: whose file.
            change: alters the signed part.
            signers: who signs; those who may, by default.
            version: its number; one more than the newest by default.
            days: how many days from `now` it lives; what the last one had by default.
            now: when it is signed.
            listed: False leaves snapshot and timestamp as they are.
        """
        signed = deepcopy(self.newest(role).signed)
        signed.version = signed.version + 1 if version is None else version
        if days is not None:
            signed.expires = now.replace(microsecond=0) + timedelta(days=days)
        change(signed)
        self.write(role, signed, self.signers[role] if signers is None else signers)
        if not listed or role in ("root", "timestamp"):
            return
        if role == "snapshot":
            self.forge("timestamp", lambda stamp: setattr(stamp, "snapshot_meta", MetaFile(signed.version)))
        else:
            data = self.path(role, signed.version).read_bytes()
            meta = MetaFile.from_data(signed.version, data, ["sha256"])
            self.forge("snapshot", lambda shot: shot.meta.__setitem__(f"{role}.json", meta))

    def write(self, role: str, signed: Any, signers: Iterable[CryptoSigner]) -> None:
        """Sign and write a file, whatever it says and whoever signs."""
        metadata: Metadata[Any] = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        self.path(role, signed.version).write_bytes(metadata.to_bytes())

    # --- packs

    def info(self, records: Mapping[str, str], version: int = 0, **changes: Any) -> PackInfo:
        """Return what an honest publisher would sign about the next whole state, or one with another number."""
        version = version or self.channel.version + 1
        digests = ((record_id, record_digest(record)) for record_id, record in records.items())
        info = PackInfo(
            kind=PackKind.SNAPSHOT, since=0, to=version, raw=0, up=0, down=0, n=len(records),
            digest=state_digest(version, digests), as_of="2026-11-23", published="2026-11-23",
        )  # fmt: skip
        return replace(info, **changes)

    def offer(self, packs: Mapping[str, tuple[bytes, Mapping[str, Any]]]) -> None:
        """Sign these packs (target name -> file, what is signed about it) as the content, with the editors' key."""
        targets = {}
        for name, (data, custom) in packs.items():
            sha256 = hashlib.sha256(data).hexdigest()
            (self.folder / "targets/content" / f"{sha256}.{name.rpartition('/')[2]}").write_bytes(data)
            targets[name] = TargetFile(len(data), {"sha256": sha256}, name, {"custom": dict(custom)})
        self.forge("content", lambda content: setattr(content, "targets", targets))

    def publish_badly(
        self,
        records: Mapping[str, str],
        *,
        have: Mapping[str, str],
        edit: EditBody = lambda body: body,
        frame: EditBody = compressed,
        where: Collection[str] = ("d0", "snapshot"),
        about: Mapping[str, Any] | None = None,
        signed: Mapping[str, Any] | None = None,
        version: int = 0,
    ) -> int:
        """Publish a next version whose packs are wrong, with all signatures right, and return its number.

        Args:
            records: the state it should lead to.
            have: the state before it.
            edit: alters the lines of a pack.
            frame: makes the file of the pack's content.
            where: the packs that are wrong: `d0`, `snapshot`, or both.
            about: what is said otherwise about the wrong packs, in the pack and in its signature.
            signed: what only the signature says otherwise.
            version: the number of the state, the next one by default.
        """
        info = self.info(records, version)
        changed = {key: text for key, text in records.items() if have.get(key) != text}
        delta = replace(info, kind=PackKind.DELTA, since=info.to - 1)
        bodies = {
            SNAPSHOT: (info, records, ()),
            rung(0): (delta, changed, sorted(have.keys() - records.keys())),
        }
        offered = {}
        for name, (described, upserts, removed) in bodies.items():
            body = _body(upserts, removed)
            told = replace(described, raw=len(body), up=len(upserts), down=len(removed))
            wrong = name.rpartition("/")[2].removesuffix(".kbp") in where
            if wrong:
                body = edit(body)
                told = replace(told, raw=len(body))
                told = PackInfo(**{**asdict(told), **(about or {})})
            data = (frame if wrong else compressed)(told.line() + body)
            offered[name] = (data, {**told.custom(), **(signed or {} if wrong else {})})
        self.offer(offered)
        return info.to


def _body(upserts: Mapping[str, str], removed: Iterable[str]) -> bytes:
    lines = [f"+{record}\n" for _, record in sorted(upserts.items())] + [f"-{record_id}\n" for record_id in removed]
    return "".join(lines).encode()
