"""What is made of a look for a newer version of the app: pure rules from what is signed to what is offered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor_app.errors import ContentMismatch, RolledBack, TrustFault, UsageFault
from advisor_app.installation import Installation
from advisor_app.updates.app_offer import AppOffer, is_for, is_newer, obstacle

if TYPE_CHECKING:
    from advisor_app.updates.state import UpdateState
    from advisor_app.updates.trust import AppLookup, SignedApp


def learned(state: UpdateState, lookup: AppLookup, installation: Installation) -> tuple[UpdateState, AppOffer | None]:
    """Return the state with what a look came to, and the version that is offered; nothing here is a fault.

    A look that could not be made, or brought what nobody may trust, leaves what was offered before: it was signed then.

    Args:
        state: what is remembered of the channel.
        lookup: what the look came to.
        installation: what the program is.
    """
    if isinstance(lookup.fault, TrustFault):
        return replace(state, app_warning=lookup.fault.code), None
    if lookup.fault is not None:
        # An old endpoint, a stick without it, a line that broke: nothing is wrong with what is signed.
        return state, None
    try:
        offer = judged(lookup.signed, installation, newest=state.app_newest)
    except UsageFault as exc:
        return replace(state, app=None, app_warning=f"needs {exc.details['lacking']}"), None
    except TrustFault as exc:
        return replace(state, app=None, app_warning=exc.code), None
    newest = state.app_newest
    if offer is not None and is_newer(offer.version, newest):
        newest = offer.version
    return replace(state, app=offer, app_newest=newest, app_warning=""), offer


def judged(signed: SignedApp | None, installation: Installation, *, newest: str, where: str = "") -> AppOffer | None:
    """Return what is offered to an installation, None if nothing newer is.

    Args:
        signed: the installer of its form, verified.
        installation: what the program is.
        newest: the newest version that was ever offered here, "" for none.
        where: the endpoint's name in messages.

    Raises:
        ContentMismatch: what is signed about it makes no sense.
        RolledBack: it is older than what was offered before.
        UsageFault: this machine lacks what it needs.
    """
    if signed is None:
        return None
    try:
        offer = AppOffer.signed(installation.package, signed.length, signed.sha256, signed.custom)
        lacking = obstacle(signed.custom)
    except ValueError as exc:
        reason = f"what is signed about a newer version of the app makes no sense: {exc}"
        raise ContentMismatch(where=where, reason=reason) from exc
    if newest and is_newer(newest, offer.version):
        reason = f"version {offer.version} of the app is offered where {newest} was before"
        raise RolledBack(where=where, offered=offer.version, known=newest, reason=reason)
    if not is_for(offer, installation):
        return None
    if lacking:
        what = f"version {offer.version} needs {lacking}"
        raise UsageFault(what=what, remedy="have this machine renewed first", lacking=lacking)
    return offer
