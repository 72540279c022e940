"""English words for newer versions of the app: that there is one, and what to do with its installer."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from advisor_app.installation import Installation, Package
from advisor_app.updates.app_offer import AppFetched, AppOffer

_NOTES_TOLD = 3


def offer_line(offer: AppOffer) -> str:
    """Return in one line that there is a newer version and what is new in it."""
    more = f"; and {len(offer.notes) - _NOTES_TOLD} more" if len(offer.notes) > _NOTES_TOLD else ""
    told = "; ".join(note.rstrip(". ") for note in offer.notes[:_NOTES_TOLD])
    new = f": {told}{more}" if told else ""
    return f"version {offer.version} is available{new}; 'advisor-app update --app' fetches it"


def warning_line(warning: str) -> str:
    """Return in one line why what is signed about a newer version is of no use."""
    return f"what is signed about a newer version is of no use here ({warning})"


def fetched_lines(fetched: AppFetched, installation: Installation) -> Iterator[str]:
    """Yield what was fetched and what to do with it."""
    offer = fetched.offer
    if offer is None:
        yield f"nothing newer: this is version {installation.version}"
        return
    yield f"{fetched.file}"
    yield f"version {offer.version} of {offer.published}, {offer.length / 1e6:.1f} MB; signatures and hash are right"
    for note in offer.notes:
        yield f"- {note}"
    yield f"close the program, then {next_step(offer, Path(fetched.file), installation)}"


def next_step(offer: AppOffer, file: Path, installation: Installation) -> str:
    """Return what to do with a fetched installer."""
    place = installation.program.parent if installation.program is not None else Path()
    match offer.package:
        case Package.DEB:
            return f"install it: sudo apt install {shlex.quote(str(file))}"
        case Package.TAR:
            return f"unpack it over the old one: tar -xJf {shlex.quote(str(file))} -C {shlex.quote(str(place))}"
        case Package.ZIP:
            return f"unpack it over the old one, into {place}{os.sep}"
        case _:
            return f'start it: "{file}"'
