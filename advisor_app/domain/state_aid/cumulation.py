"""Whether several supports may pay for one project.

Source: Regulation (EU) No 651/2014 (AGVO), Art. 8, read 2026-11-23 in a stored copy: different identifiable eligible
costs may always be combined (para. 3(a)); for the same or overlapping costs all state aid together must stay within the
highest intensity or amount that applies (para. 3(b)); de-minimis aid for the same costs counts too (para. 5; same rule
in Art. 5(3) of (EU) 2023/2831, the number of the paragraph not compared). Money that the Union manages itself is no
state aid and is left out of that sum (para. 2); it has a limit of its own, the most favourable rate of Union law, which
is not worked out here. A programme's own rule can be stricter and goes first. De-minimis aid also uses up its account
(`deminimis`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.programme import AidBasis, Cumulation, Programme, SameCost
from advisor_app.domain.state_aid.figures import ANY, NOTHING, Figure, Span, span
from advisor_app.domain.state_aid.steps import Step, StepCode, step

SOURCE = "AGVO Art. 8"


class Combined(StrEnum):
    """What is to be expected of a combination."""

    ALLOWED = "moeglich"
    WITHIN = "im_rahmen"
    EXCEEDED = "ueberschritten"
    FORBIDDEN = "ausgeschlossen"
    OPEN = "offen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One support for a project.

    Args:
        programme: id of its programme.
        eur: its gross grant equivalent in EUR.
        ceiling_pct: the highest intensity of its legal ground, in percent; None where it is unknown or there is none.
        basis: its legal grounds.
        same_cost: what the programme says about other money for the same costs.
        excluded_with: ids of programmes it cannot go with.
        from_union: the Union manages the money itself.
    """

    programme: str
    eur: Figure = None
    ceiling_pct: Figure = None
    basis: tuple[AidBasis, ...] = ()
    same_cost: SameCost = SameCost.UNKNOWN
    excluded_with: tuple[str, ...] = ()
    from_union: bool = False

    @classmethod
    def of(cls, programme: Programme, *, eur: Figure = None, ceiling_pct: Figure = None) -> Support:
        """Return the support of a programme, with what its entry says about combining it."""
        said = programme.cumulation or Cumulation()
        return cls(
            programme=programme.id,
            eur=eur,
            ceiling_pct=ceiling_pct,
            basis=programme.aid.basis if programme.aid is not None else (),
            same_cost=said.same_cost,
            excluded_with=said.excluded_with,
        )


@dataclass(frozen=True, slots=True)
class Combination:
    """What is to be expected of several supports together.

    Args:
        outcome: what is to be expected.
        total: state aid in all, in EUR.
        limit: the most that is allowed for the same costs, in EUR.
        steps: the calculation.
    """

    outcome: Combined
    total: Span = NOTHING
    limit: Span = ANY
    steps: tuple[Step, ...] = ()


def combine(supports: Sequence[Support], *, same_cost: bool | None = None, eligible_cost: Figure = None) -> Combination:
    """Return whether supports go together.

    Args:
        supports: all that shall pay for the project.
        same_cost: they pay for the same costs, or costs that overlap; None where that is open.
        eligible_cost: the costs they have in common, in EUR.
    """
    barred = _barred(supports)
    if barred:
        return Combination(Combined.FORBIDDEN, steps=(step(StepCode.RULE, programmes=barred),))
    if same_cost is False or len(supports) < 2:
        return Combination(Combined.ALLOWED, steps=(step(StepCode.RULE, f"{SOURCE} Abs. 3 Buchst. a"),))
    forbidding = tuple(support.programme for support in supports if support.same_cost is SameCost.FORBIDDEN)
    if forbidding:
        outcome = Combined.FORBIDDEN if same_cost else Combined.OPEN
        return Combination(outcome, steps=(step(StepCode.RULE, programmes=forbidding),))
    total, limit, lines = _sums(supports, span(eligible_cost))
    outcome = _judged(supports, total, limit)
    if same_cost is None and outcome is Combined.EXCEEDED:
        outcome = Combined.OPEN
    return Combination(outcome, total, limit, lines)


def _barred(supports: Sequence[Support]) -> tuple[str, ...]:
    """Return the programmes that exclude another of those given."""
    given = {support.programme for support in supports}
    return tuple(sorted(support.programme for support in supports if given.intersection(support.excluded_with)))


def _sums(supports: Sequence[Support], cost: Span) -> tuple[Span, Span, tuple[Step, ...]]:
    counted = [support for support in supports if not support.from_union and not _is_no_aid(support)]
    total = sum((span(support.eur) for support in counted), NOTHING)
    # The highest that applies to any of them is the limit for all together.
    ceilings = [span(support.ceiling_pct) for support in counted if support.ceiling_pct is not None]
    unknown = any(support.ceiling_pct is None and _has_ceiling(support) for support in counted)
    if not counted or not (ceilings or unknown):
        limit = Span(cost.low, cost.high)
    else:
        lowest = max((part.low for part in ceilings), default=0.0)
        highest = 100.0 if unknown else max(part.high for part in ceilings)
        limit = cost.weighed(Span(lowest / 100, max(lowest, min(highest, 100.0)) / 100))
    lines = [step(StepCode.AID, amount=span(support.eur), name=support.programme) for support in counted]
    lines.append(step(StepCode.SUM, amount=total))
    lines.append(step(StepCode.LIMIT, f"{SOURCE} Abs. 3 Buchst. b, Abs. 5", amount=limit))
    return total, limit, tuple(lines)


def _judged(supports: Sequence[Support], total: Span, limit: Span) -> Combined:
    if total.low > limit.high:
        return Combined.EXCEEDED
    unsaid = any(support.same_cost is SameCost.UNKNOWN for support in supports)
    return Combined.WITHIN if total.high <= limit.low < math.inf and not unsaid else Combined.OPEN


def _is_no_aid(support: Support) -> bool:
    return support.basis == (AidBasis.KEINE_BEIHILFE,)


def _has_ceiling(support: Support) -> bool:
    """Tell whether a legal ground knows an intensity at all; de-minimis knows an amount only."""
    return any(basis in (AidBasis.AGVO, AidBasis.GENEHMIGT, AidBasis.UNKLAR) for basis in support.basis) or not (
        support.basis
    )
