"""Where this device stands: the knowledge its user sees, and the newest version it has ever trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from advisor_app.errors import KnowledgeDamaged

if TYPE_CHECKING:
    from advisor_app.knowledge.generations import Generation, KnowledgeStore
    from advisor_app.updates.state import UpdateState


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is on this device, seen from one channel.

    `visible` is the generation in use, None without any; `damaged` tells that the user's own cannot be found any more.
    `have` is the visible version if it is of this channel, else 0. `known` is the newest version of the channel that
    was ever trusted here and `known_day` the newest ISO day known from it ("" for none). `reached` is a moment that has
    certainly passed, whatever the clock says; None if none is known. `held` is the version somebody went back from,
    else 0 (also once the installation brought something newer than that).
    """

    visible: Generation | None
    damaged: bool
    have: int
    known: int
    known_day: str
    reached: datetime | None
    held: int


def standing(store: KnowledgeStore, seed: Generation | None, state: UpdateState, channel: str) -> Standing:
    """Return where this device stands.

    Args:
        store: the user's own knowledge.
        seed: the knowledge that came with the installation.
        state: what is remembered of the channel.
        channel: versions of any other channel cannot be compared.
    """
    damaged = False
    own: Generation | None = None
    try:
        own = store.current()
    except KnowledgeDamaged:
        damaged = True
    held = store.held()
    if own is not None and seed is not None and seed.channel == own.channel and seed.version > held:
        # As with updates: somebody went back from what was newest then, not from what a newer installation brings.
        held = 0
    there = [one for one in (own, seed) if one is not None]
    # The first of equals wins: the user's own against a seed of the same version.
    newest = max(there, key=lambda one: (one.channel == channel, one.version), default=None)
    visible = own if held and own is not None else newest
    trusted = [one for one in (*there, *store.earlier()) if one.channel == channel]
    known_day = max([state.published, *(one.as_of for one in trusted)])
    if state.expires:
        # Somebody's slip of a day far ahead, signed once, would be a wrong clock for ever.
        known_day = min(known_day, state.expires)
    return Standing(
        visible=visible,
        damaged=damaged,
        have=visible.version if visible is not None and visible.channel == channel else 0,
        known=max([state.hwm, held if own in trusted else 0, *(one.version for one in trusted)]),
        known_day=known_day,
        reached=_reached(known_day, state.expires),
        held=held,
    )


def _reached(known_day: str, expires: str) -> datetime | None:
    """Return when a known day began, but a moment before what was last seen as fresh ended.

    However wrong that day is, what was accepted then is accepted still, and everything that is fresher.
    """
    try:
        known, end = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (known_day, expires))
        return min(known, end - timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None
