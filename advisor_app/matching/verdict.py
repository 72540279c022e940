"""What the check says of one programme, and what it says of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from advisor_app.domain.facts import FACTS
from advisor_app.domain.profile import Profile
from advisor_app.domain.programme import Programme
from advisor_app.domain.window import WindowState
from advisor_app.matching.explanation import Node, Reason, explain, repaired, repairs
from advisor_app.matching.truth import Truth


class Outcome(StrEnum):
    """What is to be expected; never a promise, the granting body decides. In the order in which groups are shown."""

    FITS = "passend"
    FIXABLE = "herstellbar"
    OPEN = "offen"
    STALE = "stand_pruefen"
    FAILS = "nicht_passend"


@dataclass(frozen=True, slots=True)
class Reasons:
    """The conditions behind a verdict.

    Args:
        deciding: those on which it rests; of an open one those on which it still hangs.
        open: facts that are missing, or known too roughly, in the order of the catalogue.
        fixable: what the company can still bring about, where that would remove every obstacle.
        manual: what has to be settled in conversation before the rule can hold.
    """

    deciding: tuple[Reason, ...] = ()
    open: tuple[str, ...] = ()
    fixable: tuple[Reason, ...] = ()
    manual: tuple[Reason, ...] = ()


@dataclass(slots=True, eq=False)
class Verdict:
    """The verdict on a programme; its reasons are worked out when somebody looks at them.

    Nobody changes one. It is not frozen because thousands are made between two keystrokes, which takes three times as
    long for frozen values.

    Args:
        programme: the programme.
        outcome: what is to be expected.
        window: whether one can apply today; apart from the outcome.
        relevance: how well it goes with the project, from 0 up; sorts and never excludes.
        profile: what was known, derived facts filled.
        rank: where it stands among the others of its check, the first lowest.
    """

    programme: Programme
    outcome: Outcome
    window: WindowState
    relevance: float
    profile: Profile
    rank: int
    _reasons: Reasons | None = field(default=None, init=False, repr=False)

    @property
    def programme_id(self) -> str:
        """Return the id of the programme."""
        return self.programme.id

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """Return the conditions on which the verdict rests."""
        return self.reasons.deciding

    @property
    def open(self) -> tuple[str, ...]:
        """Return the facts that are missing."""
        return self.reasons.open

    @property
    def fixable(self) -> tuple[Reason, ...]:
        """Return what the company can still bring about."""
        return self.reasons.fixable

    @property
    def manual(self) -> tuple[Reason, ...]:
        """Return what has to be settled in conversation."""
        return self.reasons.manual

    @property
    def has_rule(self) -> bool:
        """Tell whether the programme has conditions at all; without any it stays open."""
        return self.programme.eligibility is not None

    @property
    def only_talk_is_left(self) -> bool:
        """Tell whether every fact is there and nothing but conversation keeps the verdict open."""
        return self.outcome is Outcome.OPEN and bool(self.manual) and not self.open

    @property
    def reasons(self) -> Reasons:
        """Return the conditions behind the verdict."""
        if self._reasons is None:
            tree = explain(self.programme, self.profile)
            self._reasons = Reasons() if tree is None else _told(tree)
        return self._reasons

    def __eq__(self, other: object) -> bool:
        """Tell whether another verdict says the same of the same programme."""
        return isinstance(other, Verdict) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((self.programme_id, self.outcome))

    def _said(self) -> tuple[object, ...]:
        return (self.programme_id, self.outcome, self.window, self.relevance, self.reasons)


def _told(tree: Node) -> Reasons:
    deciding = _deciding(tree)
    if tree.truth is Truth.FALSE:
        steps = repairs(tree)
        if steps is None:
            return Reasons(deciding=deciding)
        left = _deciding(repaired(tree, steps))
        return Reasons(deciding=deciding, open=_missing(left), fixable=steps, manual=_talk(left))
    return Reasons(deciding=deciding, open=_missing(deciding), manual=_talk(deciding))


def _deciding(tree: Node) -> tuple[Reason, ...]:
    return tuple(leaf.reason for leaf in tree.leaves() if leaf.decides and leaf.reason is not None)


def _missing(reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    names = {name for reason in reasons if reason.truth is Truth.OPEN for name in reason.missing}
    return tuple(name for name in FACTS if name in names)


def _talk(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason.manual and reason.truth is Truth.OPEN)
