"""The one fault that only publishing knows."""

from __future__ import annotations

from advisor_app.errors import UsageFault


class PublishRefused(UsageFault):
    """Nothing was published, because it would do harm. Details: `what`, `remedy`.

    Told in the words of a usage fault, but scripts can tell it from a wrong call.
    """

    exit_status = 1
