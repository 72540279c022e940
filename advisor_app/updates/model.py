"""What is said about updates: steps, results, states. Values only; importing this costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.updates.app_offer import AppOffer


class Step(StrEnum):
    """The steps of an update, in their order."""

    CONNECT = "connect"  # asking for what is new
    VERIFY = "verify"  # signatures
    DOWNLOAD = "download"  # done and total are bytes
    CHECK = "check"  # the pack against what is signed
    APPLY = "apply"  # done and total are records
    INDEX = "index"  # done and total are documents
    SWITCH = "switch"


# Told (step, done, total); total is None where nobody knows.
Progress = Callable[[Step, int, int | None], None]
Cancelled = Callable[[], bool]


class Outcome(StrEnum):
    """How an update that did not fail ended."""

    CURRENT = "current"
    UPDATED = "updated"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateResult:
    """What an update did.

    `before` and `after` are content versions (0: none, or built locally), `bytes` and `requests` what went over the
    wire (headers included), `changed` and `removed` numbers of items, `as_of` the ISO day of the knowledge, `source`
    who it came from, `valid_until` the ISO day until which the signed freshness holds, `keys` and `threshold` how many
    keys may sign the content and how many must, `app` a newer version of the app for this installation (None without).
    """

    outcome: Outcome
    before: int
    after: int
    bytes: int = 0
    requests: int = 0
    seconds: float = 0.0
    changed: int = 0
    removed: int = 0
    as_of: str = ""
    source: str = ""
    valid_until: str = ""
    keys: int = 0
    threshold: int = 0
    app: AppOffer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Told once the signed metadata has been checked: where the update leads and what it will take.

    `before`/`after` are versions, `before_as_of`/`after_as_of` ISO days, `bytes` the size of the pack to be fetched.
    """

    before: int
    after: int
    before_as_of: str
    after_as_of: str
    bytes: int
    source: str
    valid_until: str
    keys: int
    threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier state kept on this device, to which one can go back. `received_on` is an ISO time, "" if unknown."""

    name: str
    version: int
    as_of: str
    received_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateStatus:
    """What is known about updates on this device. Times are ISO with zone (UTC), "" where there is none yet.

    `last_check` is the last time the endpoint answered in a way that could be trusted, `last_attempt` the last try,
    `last_fault` the code of the fault it ended with ("" for none). `failures` counts faults in a row. `endpoint` is ""
    where none is set up. `held` is the version that was newest when the user went back to an earlier state, 0 if they
    did not. `expires` is the ISO day on which the last seen freshness ends. `managed` names the settings an
    administrator fixed. `app` is a newer version of the app, None if none is known; `app_warning` tells why what is
    signed about one is of no use here ("": nothing is wrong).
    """

    endpoint: str = ""
    last_check: str = ""
    last_attempt: str = ""
    last_fault: str = ""
    last_fault_details: dict[str, str] | None = None
    failures: int = 0
    next_check: str = ""
    scheduled: bool = True
    known_version: int = 0
    held: int = 0
    expires: str = ""
    development: bool = False
    managed: frozenset[str] = frozenset()
    app: AppOffer | None = None
    app_warning: str = ""
