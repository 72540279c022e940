"""What a root and a channel look like to those who look after them, and whether a release may carry a root."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from advisor_app.publishing.alarms import Level, days_left, level_of
from advisor_app.publishing.chain import Current, read_root
from advisor_app.publishing.signed import Role
from advisor_app.updates.root import TrustRoot


@dataclass(frozen=True, slots=True, kw_only=True)
class RootView:
    """A root of trust: where it lies, what it says, ids of the keys that hold it. `expires_on` is an ISO day."""

    file: str
    channel: str
    version: int
    development: bool
    expires_on: str
    expired: bool
    key_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """A role of a channel: version of its file, who may sign it, how many must, until when, and how urgent that is."""

    role: Role
    version: int
    threshold: int
    key_ids: tuple[str, ...]
    expires_on: str
    days_left: int
    level: Level | None


class Unfit(StrEnum):
    """Why no release may carry a root."""

    DEVELOPMENT = "development"
    EXPIRED = "expired"


def view_of_root(trusted: TrustRoot, now: datetime) -> RootView:
    """Look at a root of trust.

    Raises:
        TrustRootDamaged: it is not signed by its own keys.
    """
    signed = read_root(trusted.data, trusted.where).signed
    return RootView(
        file=trusted.where,
        channel=trusted.channel,
        version=trusted.version,
        development=trusted.development,
        expires_on=signed.expires.date().isoformat(),
        expired=signed.is_expired(now),
        key_ids=tuple(signed.get_delegated_role(Role.ROOT).keyids),
    )


def view_of_roles(current: Current, now: datetime) -> tuple[RoleView, ...]:
    """Look at the roles of a channel."""
    return tuple(
        RoleView(
            role=role,
            version=current.version(role),
            threshold=current.threshold(role),
            key_ids=tuple(key.keyid for key in current.keys(role)),
            expires_on=current.expires(role).date().isoformat(),
            days_left=days_left(current.expires(role), now),
            level=level_of(current.expires(role), now),
        )
        for role in Role
    )


def unfit_for_release(root: RootView) -> tuple[Unfit, ...]:
    """Tell what keeps a root out of a release; nothing if it may be shipped."""
    found = ((Unfit.DEVELOPMENT, root.development), (Unfit.EXPIRED, root.expired))
    return tuple(reason for reason, holds in found if holds)
