"""Three-valued logic after Kleene (strong): what is open stays open unless the rest decides without it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from advisor_app.domain.eligibility import Form


class Truth(IntEnum):
    """Truth of a condition or group, in the order in which `all` takes the least and `any` the greatest."""

    FALSE = 0
    OPEN = 1
    TRUE = 2

    @property
    def code(self) -> str:
        """Return the word of the faces: `nicht_erfuellt`, `offen` or `erfuellt`."""
        return _CODES[self]

    @property
    def opposite(self) -> Truth:
        """Return the negation; what is open stays open."""
        return Truth(2 - self)


_CODES = {Truth.FALSE: "nicht_erfuellt", Truth.OPEN: "offen", Truth.TRUE: "erfuellt"}


def truth_of(value: bool) -> Truth:  # noqa: FBT001 - it is the value itself that is asked about
    """Return the truth of something that is certain."""
    return Truth.TRUE if value else Truth.FALSE


# Members of an enumeration are dear to look up (Python 3.11), and these are looked up some ten thousand times a check.
FALSE, OPEN, TRUE = (int(truth) for truth in Truth)
_ALL, _ANY, _NONE, _IMPLICATION = Form.ALL, Form.ANY, Form.NONE, Form.IMPLICATION


def combine(form: Form, truths: Sequence[int], needed: int = 0) -> int:
    """Return the truth of a group.

    Args:
        form: which group; an implication takes the truths of its premise and of what follows.
        truths: those of its members.
        needed: how many of an `at_least` must hold.
    """
    if form is _ALL:
        return min(truths) if truths else TRUE
    if form is _ANY:
        return max(truths) if truths else FALSE
    if form is _NONE:
        return 2 - max(truths) if truths else TRUE
    if form is _IMPLICATION:
        return max(2 - truths[0], truths[1])
    certain = truths.count(TRUE)
    if certain >= needed:
        return TRUE
    return OPEN if certain + truths.count(OPEN) >= needed else FALSE
