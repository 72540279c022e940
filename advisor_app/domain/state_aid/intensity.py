"""Highest aid intensities of the General Block Exemption Regulation (AGVO), as ranges; never what will be granted.

Source: Regulation (EU) No 651/2014 of 17 June 2014 as amended, last in large part by (EU) 2023/1315 of 23 June 2023.
In force until 31 December 2026; a revision was announced for the fourth quarter of 2026 (consultation of July 2025) and
its text is not known here, so nothing is said for a day after that. As of 2026-11-23.

Checked against stored copies: Art. 18 (50 %), Art. 31 (50 %, +10 for workers with disabilities or disadvantaged ones,
+10 medium, +20 small, at most 70 %) in full; Art. 25 (100, 50, 25, 50 %; at most 80 %; +15) in public notices that
cite it, the bonus for size and Art. 17 (10 % medium, 20 % small) in Bavarian guidelines of 2024, Art. 28 (50 %) on the
site of the Norwegian funding body. From memory: that feasibility studies earn the bonus for size (Art. 25(7)). Left
out: the higher rates in assisted areas and for projects of several member states (Art. 25(6)(c) and (d)), which were
not checked, and up to 100 % for innovation advice below an amount (Art. 28(4)), which the amendment of 2023 raised to a
figure that was not found. Percentages are of the eligible costs, which are not the total of an invoice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.state_aid.figures import Span
from advisor_app.domain.state_aid.steps import Step, StepCode, step

AS_OF = date(2026, 11, 23)
VALID_TO = date(2026, 12, 31)


class Purpose(StrEnum):
    """What the aid is for."""

    INVESTMENT = "investition"
    ADVICE = "beratung"
    BASIC_RESEARCH = "grundlagenforschung"
    INDUSTRIAL_RESEARCH = "industrielle_forschung"
    DEVELOPMENT = "experimentelle_entwicklung"
    FEASIBILITY = "durchfuehrbarkeit"
    INNOVATION = "innovation"
    TRAINING = "ausbildung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One article.

    Args:
        article: as one would cite it.
        base_pct: for every size the article is open to.
        by_size: the percentage points on top, by size class; a class that is missing gets none.
        sme_only: large enterprises are shut out.
        extra_pct: on top for cooperation or wide dissemination (Art. 25), or for workers to be favoured (Art. 31).
        cap_pct: the highest in all.
        checked: the figures were compared with a stored copy.
    """

    article: str
    base_pct: float
    by_size: Mapping[str, float] = field(default_factory=dict)
    sme_only: bool = False
    extra_pct: float = 0
    cap_pct: float = 100
    checked: bool = True


_RESEARCH_SIZES = {"kleinst": 20, "klein": 20, "mittel": 10}
RULES: Mapping[Purpose, Rule] = {
    Purpose.INVESTMENT: Rule(
        article="Art. 17 AGVO", base_pct=10, by_size={"kleinst": 10, "klein": 10}, sme_only=True, cap_pct=20
    ),
    Purpose.ADVICE: Rule(article="Art. 18 AGVO", base_pct=50, sme_only=True, cap_pct=50),
    Purpose.BASIC_RESEARCH: Rule(article="Art. 25 Abs. 5 Buchst. a AGVO", base_pct=100),
    Purpose.INDUSTRIAL_RESEARCH: Rule(
        article="Art. 25 Abs. 5 Buchst. b, Abs. 6 AGVO", base_pct=50, by_size=_RESEARCH_SIZES, extra_pct=15, cap_pct=80
    ),
    Purpose.DEVELOPMENT: Rule(
        article="Art. 25 Abs. 5 Buchst. c, Abs. 6 AGVO", base_pct=25, by_size=_RESEARCH_SIZES, extra_pct=15, cap_pct=80
    ),
    Purpose.FEASIBILITY: Rule(
        article="Art. 25 Abs. 5 Buchst. d, Abs. 7 AGVO",
        base_pct=50,
        by_size=_RESEARCH_SIZES,
        cap_pct=70,
        checked=False,
    ),
    Purpose.INNOVATION: Rule(article="Art. 28 AGVO", base_pct=50, sme_only=True, cap_pct=50),
    Purpose.TRAINING: Rule(
        article="Art. 31 AGVO",
        base_pct=50,
        by_size={"kleinst": 20, "klein": 20, "mittel": 10},
        extra_pct=10,
        cap_pct=70,
    ),
}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The highest intensity.

    Args:
        article: the provision.
        pct: the range in which it lies, in percent of the eligible costs; 0 where the size is shut out.
        steps: the calculation.
        checked: its figures were compared with a stored copy.
    """

    article: str
    pct: Span
    steps: tuple[Step, ...]
    checked: bool


def ceiling(
    purpose: Purpose, classes: Sequence[str] = SME_CLASSES, *, extra: bool | None = None, on: date = AS_OF
) -> Ceiling | None:
    """Return the highest intensity that European law leaves room for, None for a day for which the law is not known.

    Args:
        purpose: what the aid is for.
        classes: the size classes the company may have.
        extra: the project earns the extra points of the article; None where that is open.
        on: the day of the grant.

    Raises:
        ValueError: no class is given.
    """
    if on > VALID_TO:
        return None
    rule = RULES[purpose]
    lowest = [highest_pct(rule, size, extra=extra is True) for size in classes]
    highest = [highest_pct(rule, size, extra=extra is not False) for size in classes]
    pct = Span(min(lowest), max(highest))
    lines = [step(StepCode.BASE_RATE, rule.article, pct=float(rule.base_pct))]
    if rule.sme_only and SME_CLASSES[-1] in classes:
        lines.append(step(StepCode.NOT_FOR_SIZE, rule.article, classes=(SME_CLASSES[-1],)))
    lines.extend(
        step(StepCode.SIZE_BONUS, rule.article, classes=(size,), pct=float(rule.by_size[size]))
        for size in classes
        if size in rule.by_size
    )
    if rule.extra_pct and extra is not False:
        lines.append(step(StepCode.EXTRA_BONUS, rule.article, pct=float(rule.extra_pct), certain=extra is True))
    lines.append(step(StepCode.CAP, rule.article, pct=float(rule.cap_pct)))
    lines.append(step(StepCode.RATE, rule.article, pct=pct))
    return Ceiling(rule.article, pct, tuple(lines), rule.checked)


def highest_pct(rule: Rule, size: str, *, extra: bool) -> float:
    """Return the highest intensity of an article for one size class, 0 where it is shut out."""
    if rule.sme_only and size == SME_CLASSES[-1]:
        return 0.0
    points = rule.base_pct + rule.by_size.get(size, 0) + (rule.extra_pct if extra else 0)
    return float(min(points, rule.cap_pct))
