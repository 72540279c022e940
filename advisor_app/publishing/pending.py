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
from datetime import datetime
from enum import StrEnum
from typing import Any

from securesystemslib.signer import Key, Signer
from tuf.api.metadata import Metadata, Root, TargetFile, Targets
from tuf.api.metadata import Role as SigningRole

from advisor_app.errors import InputUnreadable, SignatureWrong, TrustFault, UsageFault
from advisor_app.publishing.chain import Current, follow_root, read_root
from advisor_app.publishing.keys import id_of
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


class EffectKind(StrEnum):
    """What a change does to a file."""

    EXPIRY = "expiry"
    KEY_ADDED = "key_added"
    KEY_REMOVED = "key_removed"
    THRESHOLD = "threshold"
    INSTALLER = "installer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing a change does: to `role`'s file, concerning `subject` (a role; a field for OTHER, a target's name).

    `before` and `after` are days, key ids, numbers, or all that is signed about an installer; "" where there is none.
    """

    kind: EffectKind
    role: Role
    subject: str
    before: str = ""
    after: str = ""


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

    @classmethod
    def begun(cls, current: Current, files: Mapping[Role, bytes], now: datetime) -> Pending:
        """Return a change of the present state that nobody has signed yet.

        Args:
            current: the verified state.
            files: role -> its next file.
            now: the time (UTC).
        """
        return cls(
            created=now.date().isoformat(),
            roots=current.roots,
            base={role: encode(current.of(role)) for role in {Role.ROOT, Role.TARGETS, *files}},
            files=files,
        )

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

    def effects(self) -> tuple[Effect, ...]:
        """Return everything the change alters, so that nobody signs unseen what others prepared."""
        return tuple(
            effect for role in Role if role in self.files for effect in _effects(role, self.old(role), self.file(role))
        )

    def signed_by(self, signers: Collection[Signer]) -> Pending:
        """Return it with the signatures of those who may sign something in it.

        Raises:
            UsageFault: none of them has anything to sign here.
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
            what = "these keys have nothing to sign here, or have signed already"
            raise UsageFault(what=what, remedy="let another holder sign, or publish it with 'advisor-admin keys apply'")
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


def _effects(role: Role, old: Metadata[Any], new: Metadata[Any]) -> list[Effect]:
    before, after = _day(old), _day(new)
    found = [Effect(kind=EffectKind.EXPIRY, role=role, subject=role, before=before, after=after)]
    signers_before, signers_after = _signers(old.signed), _signers(new.signed)
    for subject in dict.fromkeys((*signers_before, *signers_after)):
        keys, least = signers_before.get(subject, (frozenset[str](), 0))
        new_keys, new_least = signers_after.get(subject, (frozenset[str](), 0))
        gone, come = sorted(keys - new_keys), sorted(new_keys - keys)
        found += [Effect(kind=EffectKind.KEY_REMOVED, role=role, subject=subject, before=key_id) for key_id in gone]
        found += [Effect(kind=EffectKind.KEY_ADDED, role=role, subject=subject, after=key_id) for key_id in come]
        if least != new_least:
            numbers = {"before": str(least), "after": str(new_least)}
            found.append(Effect(kind=EffectKind.THRESHOLD, role=role, subject=subject, **numbers))
    rest, new_rest = _remainder(old.signed), _remainder(new.signed)
    if role is Role.APP:
        found += _installers(role, old.signed.targets, new.signed.targets)
        for one in (rest, new_rest):
            one.pop("targets", None)
    other = [field for field in sorted({*rest, *new_rest}) if rest.get(field) != new_rest.get(field)]
    # People compare key ids on the phone: a key under an id that is not its own would pass unseen.
    # A version far ahead would bar the way to all honest ones after it.
    other += ["version"] if new.signed.version != old.signed.version + 1 else []
    other += [f"key {key_id}" for key_id, key in _keys(new.signed).items() if id_of(key) != key_id]
    return [*found, *(Effect(kind=EffectKind.OTHER, role=role, subject=field) for field in other)]


def _installers(role: Role, old: Mapping[str, TargetFile], new: Mapping[str, TargetFile]) -> list[Effect]:
    told = {name: (_described(old.get(name)), _described(new.get(name))) for name in sorted({*old, *new})}
    return [
        Effect(kind=EffectKind.INSTALLER, role=role, subject=name, before=before, after=after)
        for name, (before, after) in told.items()
        if before != after
    ]


def _described(target: TargetFile | None) -> str:
    """Return everything that is signed about an installer, as one line of printable text."""
    if target is None:
        return ""
    document = target.to_dict()
    custom = document.pop("custom", None)
    said = dict(custom) if isinstance(custom, dict) else {"custom": custom}
    # First what people compare with the files they have.
    facts = [f"version {_one_line(said.pop('version', '?'))}", f"{document.pop('length')} bytes"]
    facts += [f"{kind} {value}" for kind, value in document.pop("hashes").items()]
    facts += [f"{name} {_one_line(value)}" for name, value in sorted({**document, **said}.items())]
    return "; ".join(facts)


def _one_line(value: object) -> str:
    text = " / ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _day(metadata: Metadata[Any]) -> str:
    expires: datetime = metadata.signed.expires
    return expires.date().isoformat()


def _signers(signed: Root | Targets) -> dict[str, tuple[frozenset[str], int]]:
    """Return role -> ids of the keys that may sign it, and how many must."""
    if isinstance(signed, Root):
        named: Mapping[str, SigningRole] = signed.roles
    else:
        named = (signed.delegations.roles or {}) if signed.delegations else {}
    return {name: (frozenset(role.keyids), role.threshold) for name, role in named.items()}


def _keys(signed: Root | Targets) -> Mapping[str, Key]:
    if isinstance(signed, Root):
        return signed.keys
    return signed.delegations.keys if signed.delegations else {}


def _remainder(signed: Root | Targets) -> dict[str, Any]:
    """Return what a file says apart from what `_effects` looks at closely."""
    document = signed.to_dict()
    for field in ("version", "expires"):
        del document[field]
    document.pop("keys", None)
    signers = document.pop("roles", None)
    delegations = document.get("delegations")
    if delegations is not None:
        delegations.pop("keys")
        signers = {role["name"]: role for role in delegations.get("roles", ())}
        delegations["roles"] = list(signers)
    for name, role in (signers or {}).items():
        document[f"role {name}"] = {key: value for key, value in role.items() if key not in ("keyids", "threshold")}
    return document
