"""Changes that people must sign: renewing a role, replacing its keys, and publishing the change once it is signed.

Pure functions; `pending.Pending` is what travels between the people.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from securesystemslib.signer import Key, Signer
from tuf.api.metadata import Metadata, Root, Targets

from advisor_app.errors import RolledBack, SignatureWrong, TrustFault, UsageFault
from advisor_app.publishing.chain import Current, Read, follow_root
from advisor_app.publishing.keys import KeyRole
from advisor_app.publishing.pending import Pending
from advisor_app.publishing.roles import Expiries, freshened
from advisor_app.publishing.signed import (
    DELEGATED,
    FRESHNESS,
    Role,
    check_signatures,
    encode,
    next_version,
    path_of,
)

# The roles whose keys change together with a kind of key.
_ROLES_OF = {
    KeyRole.ROOT: (Role.ROOT, Role.TARGETS),
    KeyRole.ONLINE: FRESHNESS,
    KeyRole.CONTENT: (Role.CONTENT,),
    KeyRole.APP: (Role.APP,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """Which key goes and which comes. One of the two may be missing: a key is only added, or only taken out."""

    kind: KeyRole
    remove: str = ""
    add: Key | None = None


def propose_renewal(current: Current, roles: Collection[Role], *, now: datetime, expiries: Expiries) -> Pending:
    """Return the change that gives roles a later end and alters nothing else.

    Args:
        current: the verified state.
        roles: any of root, targets, content, app.
        now: the time (UTC).
        expiries: how long signatures hold.

    Raises:
        UsageFault: no role that people sign is named.
    """
    wanted = [role for role in Role if role in roles and role not in FRESHNESS]
    if not wanted:
        raise UsageFault(what="nothing to renew that people sign", remedy="name root, targets, content or app")
    files = {role: encode(next_version(current.of(role), expiries.until(role, now))) for role in wanted}
    return Pending.begun(current, files, now)


def propose_rotation(current: Current, change: KeyChange, *, now: datetime, expiries: Expiries) -> Pending:
    """Return the change that replaces, adds or takes out a key, with every file that must be signed anew for it.

    Args:
        current: the verified state.
        change: which key goes and which comes.
        now: the time (UTC).
        expiries: how long signatures hold.

    Raises:
        UsageFault: the key that goes is none of this role, the one that comes is one already, or too few would stay.
    """
    roles = _ROLES_OF[change.kind]
    _check_change(current, change, roles[0])
    files: dict[Role, Metadata[Any]] = {}
    parent = Role.TARGETS if change.kind in (KeyRole.CONTENT, KeyRole.APP) else Role.ROOT
    files[parent] = next_version(current.of(parent), expiries.until(parent, now))
    for role in roles:
        if change.add is not None:
            files[parent].signed.add_key(change.add, str(role))
        if change.remove:
            files[parent].signed.revoke_key(change.remove, str(role))
    for role in (Role.TARGETS, Role.CONTENT, Role.APP):
        delegator = files.get(Role.TARGETS if role in DELEGATED else Role.ROOT)
        if role in roles and delegator is not None and not _holds(delegator.signed, role, current.of(role)):
            files[role] = next_version(current.of(role), expiries.until(role, now))
    return Pending.begun(current, {role: encode(metadata) for role, metadata in files.items()}, now)


def read_base(read: Read, trusted_root: bytes, pending: Pending, *, now: datetime, where: str) -> Current | None:
    """Read the state a change is to be published on; None if it has been published already.

    Publishing may have broken off half-way: then its new root may lie there already and is left out of account.

    Raises:
        as `Current.read`.
        UsageFault: the change was made for another channel or for a state that is no more.
    """
    try:
        state = Current.read(read, trusted_root, now=now, where=where)
    except TrustFault:
        state = None
    if state is not None and all(encode(state.of(role)) == data for role, data in pending.files.items()):
        return None
    if Role.ROOT in pending.files:
        version = pending.file(Role.ROOT).signed.version
        hidden = {path_of(Role.ROOT, number) for number in (version, version + 1)}
        state = Current.read(lambda path: None if path in hidden else read(path), trusted_root, now=now, where=where)
    elif state is None:
        state = Current.read(read, trusted_root, now=now, where=where)
    _check_base(state, pending)
    return state


def finish(
    current: Current, pending: Pending, online_signers: Collection[Signer], *, now: datetime, expiries: Expiries
) -> dict[str, bytes]:
    """Return the files that make a change the state of the channel, in the order in which they must be written.

    Args:
        current: the verified state, from `read_base`.
        pending: the change, with all signatures.
        online_signers: the online key; where it is being replaced the new one and, if at hand, the old one.
        now: the time (UTC).
        expiries: how long the freshness holds.

    Raises:
        UsageFault: signatures are missing.
        RolledBack: the state it was made for is no more.
        TrustFault: the new root gives the channel another identity.
    """
    _check_base(current, pending)
    for need in pending.needs():
        if not need.met:
            what = f"{need.role} has {need.have} of the {need.threshold} signatures it needs"
            raise UsageFault(what=what, remedy="let another holder sign with 'advisor-admin keys sign'")
    root: Metadata[Root] | None = None
    if Role.ROOT in pending.files:
        root = follow_root(current.root, pending.files[Role.ROOT], pending.label)
    changed = {
        role: (int(pending.file(role).signed.version), data)
        for role, data in pending.files.items()
        if role is Role.ROOT or encode(current.of(role)) != data
    }
    return freshened(current, changed, online_signers=online_signers, now=now, expiries=expiries, root=root, fresh=True)


def _check_change(current: Current, change: KeyChange, role: Role) -> None:
    known = {key.keyid for key in current.keys(role)}
    if change.add is None and not change.remove:
        raise UsageFault(what="no key is named", remedy="say which key goes, which comes, or both")
    if change.remove and change.remove not in known:
        remedy = f"'advisor-admin keys status' lists the keys of {change.kind}"
        raise UsageFault(what=f"{change.remove[:8]} is no key of {change.kind}", remedy=remedy)
    if change.add is not None and change.add.keyid in known:
        raise UsageFault(what=f"{change.add.keyid[:8]} is a key of {change.kind} already", remedy="make a new key")
    stay = len(known) + (change.add is not None) - bool(change.remove)
    if stay < current.threshold(role):
        what = f"{stay} keys of {change.kind} would stay, {current.threshold(role)} must sign"
        raise UsageFault(what=what, remedy="let a new key come in its place")


def _check_base(current: Current, pending: Pending) -> None:
    if pending.channel != current.channel:
        raise UsageFault(
            what="this change is for another channel", remedy="name the endpoint it was made for with --to"
        )
    for role, data in pending.files.items():
        offered, known = int(pending.file(role).signed.version), current.version(role)
        if offered != known + 1 and encode(current.of(role)) != data:
            where = f"{pending.label}: {role}"
            reason = "was made for a state that is no more; make the change anew"
            raise RolledBack(where=where, reason=reason, offered=offered, known=known)


def _holds(delegator: Root | Targets, role: Role, metadata: Metadata[Any]) -> bool:
    try:
        check_signatures(delegator, role, metadata, str(role))
    except SignatureWrong:
        return False
    return True
