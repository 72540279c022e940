"""Signed files as bytes: reading them without trusting them, the next version of one, signing, writing.

Everything here is about one file. What files must say to each other is `chain`'s matter.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from copy import deepcopy
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from securesystemslib.signer import Signer
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Signed, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.api.serialization.json import JSONSerializer

from advisor_app.errors import SignatureWrong, TrustFault
from advisor_app.updates.format import METADATA

# The library logs every signature that is not there; half-signed files are everyday work here.
logging.getLogger("tuf.api._payload").setLevel(logging.WARNING)


class Role(StrEnum):
    """The roles of a channel, in the order in which they are shown."""

    ROOT = "root"
    TARGETS = "targets"
    CONTENT = "content"
    APP = "app"
    SNAPSHOT = "snapshot"
    TIMESTAMP = "timestamp"


# What an online key signs without anybody being asked.
FRESHNESS = (Role.SNAPSHOT, Role.TIMESTAMP)
DELEGATED = (Role.CONTENT, Role.APP)

AnySigned = TypeVar("AnySigned", Root, Targets, Snapshot, Timestamp)
_TYPES: dict[Role, type[Signed]] = {
    Role.ROOT: Root,
    Role.TARGETS: Targets,
    Role.CONTENT: Targets,
    Role.APP: Targets,
    Role.SNAPSHOT: Snapshot,
    Role.TIMESTAMP: Timestamp,
}


def path_of(role: Role, version: int) -> str:
    """Return where a version of a role lies at an endpoint; only the timestamp has one name for all versions."""
    return f"{METADATA}timestamp.json" if role is Role.TIMESTAMP else f"{METADATA}{version}.{role}.json"


def encode(metadata: Metadata[AnySigned]) -> bytes:
    """Return a signed file as it is published: JSON without a superfluous byte."""
    return metadata.to_bytes(JSONSerializer(compact=True))


def decode(role: Role, data: bytes, where: str, kind: type[AnySigned]) -> Metadata[AnySigned]:
    """Read a signed file; its signatures are not looked at.

    Raises:
        TrustFault: this is no signed file of that role.
    """
    try:
        metadata: Metadata[AnySigned] = Metadata.from_bytes(data)
    except (DeserializationError, RepositoryError, ValueError) as exc:
        raise TrustFault(where=where, reason="is no signed metadata") from exc
    if not isinstance(metadata.signed, kind) or _TYPES[role] is not kind:
        raise TrustFault(where=where, reason=f"is not signed metadata of the role {role}")
    return metadata


def next_version(metadata: Metadata[AnySigned], expires: datetime) -> Metadata[AnySigned]:
    """Return the unsigned successor of a file: a copy with the next version number and another end."""
    signed = deepcopy(metadata.signed)
    signed.version += 1
    signed.expires = expires
    return Metadata(signed)


def sign(metadata: Metadata[AnySigned], signers: Iterable[Signer], allowed: Collection[str]) -> int:
    """Add the signatures of those signers whose key may sign; return how many were added."""
    added = 0
    for signer in signers:
        if signer.public_key.keyid in allowed and signer.public_key.keyid not in metadata.signatures:
            metadata.sign(signer, append=True)
            added += 1
    return added


def check_signatures(delegator: Root | Targets, role: Role, metadata: Metadata[AnySigned], where: str) -> None:
    """Hold a file against the keys and the threshold its delegator names.

    Raises:
        SignatureWrong: too few valid signatures by keys that may sign this.
    """
    try:
        result = delegator.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    except ValueError as exc:
        raise SignatureWrong(where=where, reason=f"nobody may sign the role {role}") from exc
    if not result.verified:
        raise SignatureWrong(
            where=where, reason=f"has {len(result.signed)} of the {result.threshold} signatures it needs"
        )
