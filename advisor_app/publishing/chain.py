"""The signed state of an endpoint, read and verified as a whole, before anything is signed on top of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tuf.api.exceptions import LengthOrHashMismatchError
from tuf.api.metadata import Key, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from advisor_app.errors import ContentMismatch, RolledBack, SignatureWrong, TrustFault, TrustRootDamaged, UsageFault
from advisor_app.publishing.signed import AnySigned, Role, check_signatures, decode, path_of
from advisor_app.updates.format import CHANNEL_FIELD, DEVELOPMENT_FIELD, PackInfo, is_sha256

# Reads a path of an endpoint; None where there is no such file.
Read = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """A published file: bytes, SHA-256 (hex), and what is signed about it (None: nothing but the file)."""

    length: int
    sha256: str
    info: PackInfo | None = None

    def target(self, name: str) -> TargetFile:
        """Return it as it stands in signed metadata."""
        custom: dict[str, Any] = {} if self.info is None else {"custom": self.info.custom()}
        return TargetFile(self.length, {"sha256": self.sha256}, name, custom)

    @classmethod
    def from_target(cls, target: TargetFile) -> PackFile:
        """Read it from signed metadata.

        Raises:
            KeyError: no SHA-256 is signed.
            ValueError: what is signed about it makes no sense.
        """
        info = PackInfo.from_custom(target.custom) if isinstance(target.custom, Mapping) else None
        sha256 = target.hashes["sha256"]
        if not is_sha256(sha256):
            # It becomes part of a path.
            raise ValueError("sha256")
        return cls(length=target.length, sha256=sha256, info=info)


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The verified signed state of a channel. Its metadata must not be changed in place.

    `where` names the endpoint in messages, `expired` the roles whose files had expired when they were read, `roots` the
    chain of root files from the trusted one to the newest.
    """

    where: str
    root: Metadata[Root]
    timestamp: Metadata[Timestamp]
    snapshot: Metadata[Snapshot]
    targets: Metadata[Targets]
    content: Metadata[Targets]
    app: Metadata[Targets]
    expired: tuple[Role, ...] = ()
    roots: tuple[bytes, ...]

    @classmethod
    def read(
        cls,
        read: Read,
        trusted_root: bytes,
        *,
        now: datetime,
        where: str = "endpoint",
        known: Mapping[str, int] | None = None,
    ) -> Current:
        """Read and verify everything an endpoint has signed.

        What has expired is read all the same, or nobody could renew it: `expired` tells.

        Args:
            read: returns the bytes of a path, None where there is none.
            trusted_root: the root this channel is known by; later ones are read from the endpoint.
            now: the time (UTC) that expiry is held against.
            where: the endpoint's name in messages.
            known: role -> the version last seen here; anything older is refused.

        Raises:
            UsageFault: there is no channel at the endpoint.
            TrustRootDamaged: `trusted_root` is no signed root.
            SignatureWrong: a signature is missing, wrong, or by a key that may not sign this.
            RolledBack: a file is older than its place, or than what was seen before.
            ContentMismatch: a file is missing or is not the one that was signed for.
            TrustFault: a file is no signed metadata.
        """
        roots = read_roots(read, trusted_root, where)
        root = decode(Role.ROOT, roots[-1], where, Root)
        stamp_path = path_of(Role.TIMESTAMP, 0)
        data = read(stamp_path)
        if data is None:
            raise UsageFault(what=f"{where}: there is no channel", remedy="'advisor-admin keys init' makes one")
        timestamp = decode(Role.TIMESTAMP, data, f"{where}: {stamp_path}", Timestamp)
        check_signatures(root.signed, Role.TIMESTAMP, timestamp, f"{where}: {stamp_path}")
        follow = _Follow(read, where)
        snapshot = follow.file(Role.SNAPSHOT, timestamp.signed.snapshot_meta, root.signed, Snapshot)
        listed = snapshot.signed.meta
        targets = follow.file(Role.TARGETS, _listed(listed, Role.TARGETS, where), root.signed, Targets)
        state = cls(
            where=where,
            roots=roots,
            root=root,
            timestamp=timestamp,
            snapshot=snapshot,
            targets=targets,
            content=follow.file(Role.CONTENT, _listed(listed, Role.CONTENT, where), targets.signed, Targets),
            app=follow.file(Role.APP, _listed(listed, Role.APP, where), targets.signed, Targets),
        )
        for role, version in (known or {}).items():
            _refuse_older(f"{where}: {role}", state.version(Role(role)), version)
        return replace(state, expired=tuple(role for role in Role if state.expires(role) <= now))

    def of(self, role: Role) -> Metadata[Any]:
        """Return the signed file of a role."""
        found: Metadata[Any] = getattr(self, role)
        return found

    def version(self, role: Role) -> int:
        """Return the version number of a role's file."""
        return int(self.of(role).signed.version)

    def versions(self) -> dict[str, int]:
        """Return role -> version: what to remember as `known`."""
        return {str(role): self.version(role) for role in Role}

    def expires(self, role: Role) -> datetime:
        """Return when a role's file expires (UTC)."""
        found: datetime = self.of(role).signed.expires
        return found

    @property
    def channel(self) -> str:
        """Return the id that was drawn when the channel was made."""
        return str(self.root.signed.unrecognized_fields.get(CHANNEL_FIELD, ""))

    @property
    def development(self) -> bool:
        """Return whether the root says that it is for development only."""
        return self.root.signed.unrecognized_fields.get(DEVELOPMENT_FIELD) is True

    def keys(self, role: Role) -> tuple[Key, ...]:
        """Return the public keys that may sign a role."""
        delegator = self._delegator(role)
        return tuple(delegator.get_key(key_id) for key_id in delegator.get_delegated_role(role).keyids)

    def threshold(self, role: Role) -> int:
        """Return how many of its keys must sign a role."""
        return int(self._delegator(role).get_delegated_role(role).threshold)

    def packs(self) -> dict[str, PackFile]:
        """Return name -> published file of the content.

        Raises:
            ContentMismatch: what is signed about a pack makes no sense to this version.
        """
        found: dict[str, PackFile] = {}
        for name, target in self.content.signed.targets.items():
            try:
                found[name] = PackFile.from_target(target)
            except (KeyError, ValueError) as exc:
                raise ContentMismatch(where=self.where, reason=f"what is signed about {name} makes no sense") from exc
        return found

    def installers(self) -> dict[str, PackFile]:
        """Return name -> published installer of the app; what is signed about it besides is in `app`.

        Raises:
            ContentMismatch: a hash is none.
        """
        found: dict[str, PackFile] = {}
        for name, target in self.app.signed.targets.items():
            sha256 = target.hashes.get("sha256", "")
            if not is_sha256(sha256):
                # It becomes part of a path.
                raise ContentMismatch(where=self.where, reason=f"what is signed about {name} makes no sense")
            found[name] = PackFile(length=target.length, sha256=sha256)
        return found

    @property
    def content_version(self) -> int:
        """Return the content version the packs lead to, 0 before the first publish."""
        return max((pack.info.to for pack in self.packs().values() if pack.info is not None), default=0)

    def _delegator(self, role: Role) -> Root | Targets:
        return self.targets.signed if role in (Role.CONTENT, Role.APP) else self.root.signed


@dataclass(frozen=True, slots=True)
class _Follow:
    """Reads the files that signed files point to."""

    read: Read
    where: str

    def file(self, role: Role, meta: MetaFile, delegator: Root | Targets, kind: type[AnySigned]) -> Metadata[AnySigned]:
        path = path_of(role, meta.version)
        place = f"{self.where}: {path}"
        data = self.read(path)
        if data is None:
            raise ContentMismatch(where=place, reason="is missing")
        metadata = decode(role, data, place, kind)
        check_signatures(delegator, role, metadata, place)
        if metadata.signed.version != meta.version:
            raise RolledBack(
                where=place, reason="holds another version", offered=metadata.signed.version, known=meta.version
            )
        try:
            meta.verify_length_and_hashes(data)
        except LengthOrHashMismatchError as exc:
            raise ContentMismatch(where=place, reason="is not the file that was signed for") from exc
        return metadata


def read_root(trusted_root: bytes, where: str) -> Metadata[Root]:
    """Read a root of trust and hold it against its own keys.

    Raises:
        TrustRootDamaged: it is no signed root.
    """
    try:
        root = decode(Role.ROOT, trusted_root, where, Root)
        check_signatures(root.signed, Role.ROOT, root, where)
    except TrustFault as exc:
        raise TrustRootDamaged(where=where, reason=exc.details["reason"]) from exc
    return root


def follow_root(root: Metadata[Root], data: bytes, where: str) -> Metadata[Root]:
    """Verify the next root: signed by the threshold of the root before and of itself, one version on, same channel.

    Raises:
        SignatureWrong: too few signatures of one of the two.
        RolledBack: its version is not the next one.
        TrustFault: it is no root, or it gives the channel another identity.
    """
    newer = decode(Role.ROOT, data, where, Root)
    check_signatures(root.signed, Role.ROOT, newer, where)
    check_signatures(newer.signed, Role.ROOT, newer, where)
    if newer.signed.version != root.signed.version + 1:
        raise RolledBack(
            where=where, reason="is not the next root", offered=newer.signed.version, known=root.signed.version + 1
        )
    for field in (CHANNEL_FIELD, DEVELOPMENT_FIELD):
        if newer.signed.unrecognized_fields.get(field) != root.signed.unrecognized_fields.get(field):
            raise TrustFault(where=where, reason=f"changes {field}, which every root of a channel keeps")
    return newer


def read_roots(read: Read, trusted_root: bytes, where: str) -> tuple[bytes, ...]:
    """Return the verified chain of roots, the trusted one first.

    Raises:
        TrustFault: a root is damaged, or this is another channel.
    """
    root = read_root(trusted_root, f"{where}: the trusted root")
    own = read(path_of(Role.ROOT, root.signed.version))
    if own is not None and own != trusted_root:
        offered = decode(Role.ROOT, own, where, Root)
        if offered.signed.unrecognized_fields.get(CHANNEL_FIELD) != root.signed.unrecognized_fields.get(CHANNEL_FIELD):
            raise SignatureWrong(where=where, reason="is another channel than the one the trusted root begins")
    chain = [trusted_root]
    while (data := read(path := path_of(Role.ROOT, root.signed.version + 1))) is not None:
        root = follow_root(root, data, f"{where}: {path}")
        chain.append(data)
    return tuple(chain)


def _listed(meta: Mapping[str, MetaFile], role: Role, where: str) -> MetaFile:
    found = meta.get(f"{role}.json")
    if found is None:
        raise ContentMismatch(where=where, reason=f"the signed list of files leaves out {role}.json")
    return found


def _refuse_older(where: str, offered: int, known: int) -> None:
    if offered < known:
        raise RolledBack(where=where, reason="is older than what was seen here before", offered=offered, known=known)
