"""What a change means to an advisor: told by the field it is in, and by what its value became."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from advisor_app.domain import Partner
from advisor_app.domain.item import Item, Status
from advisor_app.domain.programme import Budget, Window, WindowModel


class Nature(StrEnum):
    """What a change means to an advisor; the weightiest first. An item has the nature of its weightiest field."""

    ENDED = "ended"
    DEADLINE = "deadline"
    PAUSED = "paused"
    AMOUNT = "amount"
    START = "start"
    CONFLICT = "conflict"
    REOPENED = "reopened"
    SUCCESSOR = "successor"
    NEW = "new"
    REMOVED = "removed"
    CONDITIONS = "conditions"
    RESPONSIBILITY = "responsibility"
    CONTACT = "contact"
    CERTAINTY = "certainty"
    CHANGED = "changed"
    TEXT = "text"
    MINOR = "minor"


WEIGHT: dict[Nature, int] = {nature: place for place, nature in enumerate(Nature)}

# The longest prefix of a field's path decides.
_NATURES = {
    "accepts": Nature.CONDITIONS,
    "activities": Nature.CONDITIONS,
    "address": Nature.CONTACT,
    "aid": Nature.CONDITIONS,
    "aliases": Nature.MINOR,
    "amounts": Nature.AMOUNT,
    "amounts.duration_months": Nature.CONDITIONS,
    "bagatelle_eur": Nature.AMOUNT,
    "body": Nature.TEXT,
    "company_sizes": Nature.CONDITIONS,
    "contacts": Nature.CONTACT,
    "cumulation": Nature.CONDITIONS,
    "eligibility": Nature.CONDITIONS,
    "ends_at": Nature.DEADLINE,
    "funding_types": Nature.CONDITIONS,
    "geo": Nature.MINOR,
    "keywords": Nature.MINOR,
    "licence": Nature.MINOR,
    "not_funded": Nature.CONDITIONS,
    "phases": Nature.CONDITIONS,
    "place": Nature.CONTACT,
    "predecessor": Nature.MINOR,
    "quotes": Nature.TEXT,
    "rate_table": Nature.AMOUNT,
    "recurrence": Nature.DEADLINE,
    "registration.cost_eur": Nature.AMOUNT,
    "registration.until": Nature.DEADLINE,
    "registration.url": Nature.CONTACT,
    "related": Nature.MINOR,
    "relevance": Nature.MINOR,
    "review.certainty": Nature.CERTAINTY,
    "route": Nature.CONDITIONS,
    "sectors": Nature.CONDITIONS,
    "series_id": Nature.MINOR,
    "serves": Nature.RESPONSIBILITY,
    "sources": Nature.MINOR,
    "start_event": Nature.START,
    "start_rule": Nature.START,
    "starts_at": Nature.DEADLINE,
    "summary": Nature.TEXT,
    "synonyms": Nature.MINOR,
    "target_groups": Nature.CONDITIONS,
    "uncertain": Nature.CERTAINTY,
    "visibility": Nature.MINOR,
    "website": Nature.CONTACT,
    "window": Nature.DEADLINE,
    "window.budget": Nature.CONDITIONS,
    "window.two_stage": Nature.CONDITIONS,
}
_SHUT = (WindowModel.CLOSED, WindowModel.PAUSED)
_NO_SUCCESSOR = "none"


def nature_of(path: str, before: Any, after: Any, *, old: Item, new: Item) -> Nature:
    """Return what the change of a field means.

    Args:
        path: dotted path of the field.
        before: its old value.
        after: its new value.
        old: the item before.
        new: the item after.
    """
    special = _window_nature(path, before, after) or _life_nature(path, before, after, old, new)
    if special is not None:
        return special
    if path == "conflicts":
        return Nature.CONFLICT if after is not None else Nature.CERTAINTY
    if path == "region":
        return Nature.RESPONSIBILITY if isinstance(new, Partner) else Nature.CONDITIONS
    parts = path.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_NATURES[prefix] for prefix in prefixes if prefix in _NATURES), Nature.CHANGED)


def _window_nature(path: str, before: Any, after: Any) -> Nature | None:
    if path == "window.budget" and after is Budget.EXHAUSTED:
        return Nature.PAUSED
    if path != "window.model":
        return None
    if after is WindowModel.CLOSED:
        return Nature.ENDED
    if after is WindowModel.PAUSED:
        return Nature.PAUSED
    return Nature.REOPENED if before in _SHUT and after is not WindowModel.UNKNOWN else Nature.CONDITIONS


def _life_nature(path: str, before: Any, after: Any, old: Item, new: Item) -> Nature | None:
    if path == "status":
        return Nature.CHANGED if after is Status.PUBLISHED else Nature.ENDED
    if path == "cancelled":
        return Nature.ENDED if after else Nature.REOPENED
    if path == "successor":
        named = set(after) - set(before) - {_NO_SUCCESSOR}
        return Nature.SUCCESSOR if named else Nature.CHANGED
    if path == "valid_to":
        window: Window | None = getattr(old, "window", None)
        over = bool(after) and after <= new.review.checked_on
        known = window is not None and window.model is WindowModel.CLOSED
        return (Nature.CHANGED if known else Nature.ENDED) if over else Nature.DEADLINE
    return None
