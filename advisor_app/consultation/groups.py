"""The groups in which verdicts are shown: by outcome, and last of all what nobody can apply for any more."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from advisor_app.consultation.words import OUTCOME_HINTS, OUTCOMES
from advisor_app.domain.window import WindowState
from advisor_app.matching.verdict import Outcome, Verdict


class Ended(StrEnum):
    """The group beside those of the outcomes."""

    ENDED = "beendet"


ENDED = Ended.ENDED
Group = Outcome | Ended
# In the order in which they are shown.
GROUPS: tuple[Group, ...] = (*Outcome, ENDED)
_ENDED_WORDS, _ENDED_HINT = "Beendet", "Anträge sind nicht mehr möglich"
GROUP_WORDS: Mapping[Group, str] = {
    group: OUTCOMES[group] if isinstance(group, Outcome) else _ENDED_WORDS for group in GROUPS
}
GROUP_HINTS: Mapping[Group, str] = {
    group: OUTCOME_HINTS[group] if isinstance(group, Outcome) else _ENDED_HINT for group in GROUPS
}


def group_of(verdict: Verdict) -> Group:
    """Return the group of a verdict: whatever its outcome, a programme that has ended helps nobody today."""
    return ENDED if verdict.window is WindowState.CLOSED else verdict.outcome


def group_named(code: str) -> Group:
    """Return the group of a code.

    Raises:
        ValueError: there is none.
    """
    return ENDED if code == ENDED.value else Outcome(code)
