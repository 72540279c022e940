"""Addresses that ask for a business card, so that they travel like any other link from where they are clicked."""

from __future__ import annotations

from collections.abc import Iterable

_SAVE, _OPEN = "card", "card-open"


def card_address(ids: Iterable[str], *, opened: bool = False) -> str:
    """Return the address of the business card of partners.

    Args:
        ids: whose card it is; several go into one file.
        opened: it is to be opened in the address book instead of saved.
    """
    return f"{_OPEN if opened else _SAVE}:{','.join(ids)}"


def cards_asked_for(address: str) -> tuple[tuple[str, ...], bool] | None:
    """Return whose card an address asks for and whether to open it; None for any other address."""
    scheme, _, rest = address.partition(":")
    if scheme not in (_SAVE, _OPEN) or not rest:
        return None
    return tuple(rest.split(",")), scheme == _OPEN
