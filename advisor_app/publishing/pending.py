"""Changes that wait for signatures: three people rarely sit in one room.

A pending change holds new root, targets, content or app files with the signatures so far. It travels as one JSON file
from person to person; once every threshold is reached it is joined with a fresh snapshot and timestamp and published.
It stays valid while others publish content, unless it changes the content role itself: nothing in it says what the
snapshot will be.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, Root, Targets

from advisor_app.errors import InputUnreadable, SignatureWrong, TrustFault
from advisor_app.publishing.chain import follow_root, read_root
from advisor_app.publishing.signed import (
    DELEGATED,
    FRESHNESS,
    Role,
    check_signatures,
    decode,
    encode,
    sign,
)
from advisor_app.updates.format import CHANNEL_FIELD, DEVELOPMENT_FIELD

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a file lacks: `have` of `threshold` signatures; `may_sign` are ids of keys that have not signed yet."""

    role: Role
    have: int
    threshold: int
    may_sign: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Return whether there are signatures enough."""
        return self.have >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A change on its way: the files in it with the signatures they have so far.

    `base` holds what is valid until then: always root and targets, and whatever else changes. `roots` is the chain of
    root files from the one its author trusted to the root in `base`.
    """

    created: str
    roots: tuple[bytes, ...]
    base: Mapping[Role, bytes]
    files: Mapping[Role, bytes]

    @property
    def label(self) -> str:
        """Return what to call it in messages."""
        return f"change of {', '.join(role for role in Role if role in self.files)}"

    @property
    def channel(self) -> str:
        """Return the id of the channel it is for."""
        return str(self.old(Role.ROOT).signed.unrecognized_fields.get(CHANNEL_FIELD, ""))

    @property
    def development(self) -> bool:
        """Return whether the channel is for development only."""
        return self.old(Role.ROOT).signed.unrecognized_fields.get(DEVELOPMENT_FIELD) is True

    def check_base(self, trusted_root: bytes) -> None:
        """Hold what the change builds upon against a root one trusts: nobody should sign on top of what others made up.

        Raises:
            SignatureWrong: the chain does not lead from the trusted root to the files the change builds upon.
            TrustRootDamaged: the trusted root is none.
        """
        root = read_root(trusted_root, "the trusted root")
        for data in self.roots:
            version = decode(Role.ROOT, data, self.label, Root).signed.version
            if version == root.signed.version + 1:
                root = follow_root(root, data, self.label)
        if root.signed_bytes != self.old(Role.ROOT).signed_bytes:
            raise SignatureWrong(where=self.label, reason="does not build upon a root that follows the trusted one")
        check_signatures(root.signed, Role.TARGETS, self.old(Role.TARGETS), self.label)
        for role in DELEGATED:
            if role in self.base:
                check_signatures(self.old(Role.TARGETS).signed, role, self.old(role), self.label)

    def needs(self) -> tuple[Need, ...]:
        """Return, for each file and each set of keys it must satisfy, what it has and what it lacks."""
        return tuple(
            _need(role, metadata, delegator)
            for role in Role
            if role in self.files
            for metadata, delegators in [(self.file(role), self._delegators(role))]
            for delegator in delegators
        )

    @property
    def complete(self) -> bool:
        """Return whether every file has the signatures it needs."""
        return all(need.met for need in self.needs())

    def signed_by(self, signers: Collection[Signer]) -> Pending:
        """Return it with the signatures of those who may sign something in it.

        Raises:
            SignatureWrong: none of them has anything to sign here.
        """
        files: dict[Role, bytes] = {}
        added = 0
        for role in self.files:
            metadata = self.file(role)
            allowed = {
                key_id for delegator in self._delegators(role) for key_id in delegator.get_delegated_role(role).keyids
            }
            if role is Role.TARGETS:
                # Signatures that count under the old root as well let the change pass without a gap.
                allowed.update(self.old(Role.ROOT).signed.get_delegated_role(role).keyids)
            added += sign(metadata, signers, allowed)
            files[role] = encode(metadata)
        if not added:
            raise SignatureWrong(
                where=self.label, reason="these keys have nothing to sign here, or have signed already"
            )
        return replace(self, files=files)

    def to_bytes(self) -> bytes:
        """Return it as a file that people pass on."""
        document = {
            "format": FORMAT,
            "created": self.created,
            "roots": [data.decode() for data in self.roots],
            "base": {str(role): data.decode() for role, data in self.base.items()},
            "files": {str(role): data.decode() for role, data in self.files.items()},
        }
        return (json.dumps(document, indent=2) + "\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Pending:
        """Read such a file.

        Args:
            data: its bytes.
            name: what to call it in messages.

        Raises:
            InputUnreadable: this is none.
        """
        try:
            document: Any = json.loads(data)
            if document["format"] != FORMAT:
                raise ValueError(document["format"])  # noqa: TRY301 (told like all other faults of the file)
            pending = cls(
                created=str(document["created"]),
                roots=tuple(text.encode() for text in document["roots"]),
                base={Role(role): text.encode() for role, text in document["base"].items()},
                files={Role(role): text.encode() for role, text in document["files"].items()},
            )
            if not pending.files or any(role in FRESHNESS for role in pending.files):
                raise ValueError(pending.label)  # noqa: TRY301 (told like all other faults of the file)
            pending.needs()
        except (ValueError, KeyError, TypeError, AttributeError, TrustFault) as exc:
            remedy = "ask for the file that 'advisor-admin keys rotate' or 'renew' wrote"
            raise InputUnreadable(file=name, place="is no change that waits for signatures", remedy=remedy) from exc
        return pending

    def file(self, role: Role) -> Metadata[Any]:
        """Return a file of the change."""
        return _decoded(role, self.files[role], self.label)

    def old(self, role: Role) -> Metadata[Any]:
        """Return a file as it was before the change."""
        return _decoded(role, self.base[role], self.label)

    def _delegators(self, role: Role) -> tuple[Root | Targets, ...]:
        base: Root = self.old(Role.ROOT).signed
        root: Root = self.file(Role.ROOT).signed if Role.ROOT in self.files else base
        if role is Role.ROOT:
            return (base, root)
        if role is Role.TARGETS:
            return (root,)
        parent = self.file(Role.TARGETS) if Role.TARGETS in self.files else self.old(Role.TARGETS)
        return (parent.signed,)


def _decoded(role: Role, data: bytes, where: str) -> Metadata[Any]:
    kind: type[Root | Targets] = Root if role is Role.ROOT else Targets
    found: Metadata[Any] = decode(role, data, f"{where}: {role}", kind)
    return found


def _need(role: Role, metadata: Metadata[Any], delegator: Root | Targets) -> Need:
    result = delegator.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    return Need(role=role, have=len(result.signed), threshold=result.threshold, may_sign=tuple(result.unsigned))
