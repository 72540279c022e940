"""The lines a worker process prints for the window: one JSON object each, told as it happens.

    {"event": "progress", "step": "download", "done": 4096, "total": 16000}
    {"event": "found", ...fields of Found}
    {"event": "result", ...fields of UpdateResult, "app": null or fields of AppOffer}
    {"event": "app", "offer": null or fields of AppOffer, "file": "/home/anna/.../beratungskoffer_0.2.0_amd64.deb"}
    {"event": "fault", "code": "offline", "details": {"where": "...", "reason": "..."}}

A line that is none of these is skipped by the reader: libraries may print, and a killed worker leaves half a line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from advisor_app.errors import AdvisorError
from advisor_app.updates.app_offer import AppFetched, AppOffer
from advisor_app.updates.model import Found, Outcome, Step, UpdateResult


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """How far a step is; `total` is None where nobody knows."""

    step: Step
    done: int
    total: int | None


Event = StepTold | Found | UpdateResult | AppFetched | AdvisorError


def encode(event: Event) -> str:
    """Return an event as one line, without its line end."""
    match event:
        case StepTold():
            document = {"event": "progress", **asdict(event)}
        case Found():
            document = {"event": "found", **asdict(event)}
        case UpdateResult():
            document = {"event": "result", **asdict(event), "app": _plain(event.app)}
        case AppFetched():
            document = {"event": "app", "offer": _plain(event.offer), "file": event.file}
        case AdvisorError():
            document = {"event": "fault", "code": event.code, "details": details_of(event)}
    return json.dumps(document)


def decode(line: str) -> Event | None:
    """Return the event of a line, None if it is none."""
    readers: dict[str, Callable[[dict[str, Any]], Event | None]] = {
        "progress": _step_told,
        "found": lambda document: Found(**_values(Found, document)),
        "result": lambda document: UpdateResult(**_values(UpdateResult, document)),
        "app": lambda document: AppFetched(offer=_offer(document["offer"]), file=_text(document["file"])),
        "fault": _fault,
    }
    try:
        document = json.loads(line)
        return readers[document.pop("event")](document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def details_of(error: AdvisorError) -> dict[str, int | str]:
    """Return the details of a fault in a form that travels: numbers stay numbers, all else becomes text."""
    return {
        name: value if isinstance(value, int) and not isinstance(value, bool) else str(value)
        for name, value in error.details.items()
    }


def fault_named(code: str, details: Mapping[str, object]) -> AdvisorError | None:
    """Return the fault with this code, None if there is no such code."""
    waiting: list[type[AdvisorError]] = [AdvisorError]
    while waiting:
        # Breadth first: a room's own subclass that shares a code does not hide the one everybody knows.
        kind = waiting.pop(0)
        if kind.code == code and kind is not AdvisorError:
            return kind(**dict(details))
        waiting += kind.__subclasses__()
    return None


def _step_told(document: Mapping[str, Any]) -> StepTold:
    total = document["total"]
    return StepTold(
        step=Step(document["step"]),
        done=_number(document["done"]),
        total=None if total is None else _number(total),
    )


def _fault(document: Mapping[str, Any]) -> AdvisorError | None:
    details = document["details"]
    return fault_named(document["code"], details) if isinstance(details, dict) else None


def _values(kind: type[Found | UpdateResult], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a value, each checked against its type."""
    types = {"int": _number, "float": _seconds, "str": _text, "Outcome": Outcome, "AppOffer | None": _offer}
    return {one.name: types[str(one.type)](document[one.name]) for one in fields(kind)}


def _plain(offer: AppOffer | None) -> dict[str, Any] | None:
    return None if offer is None else offer.document()


def _offer(value: Any) -> AppOffer | None:
    return None if value is None else AppOffer.from_document(value)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
