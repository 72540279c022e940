"""The day that dates are held against, as an option of commands."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from advisor_app.errors import UsageFault

Today = Annotated[
    str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="Hold dates against this day instead of today.")
]


def chosen_day(given: str | None) -> date:
    """Return the day that dates are held against.

    Raises:
        UsageFault: what was given is no day.
    """
    if given is None:
        return date.today()  # noqa: DTZ011 (review dates are days where the reader sits)
    try:
        return date.fromisoformat(given)
    except ValueError as exc:
        raise UsageFault(what=f"'{given}' is not a day", remedy="write it as YYYY-MM-DD") from exc
