"""Staff in annual work units.

Source: Commission Recommendation 2003/361/EC of 6 May 2003, Annex, Article 5. As of 2026-11-23; the article was not
compared word by word. Who worked full time for the whole year is one unit, everybody else the fraction of it. Counted
are employees, those who are treated as such, owner-managers and partners who work regularly. Apprentices and students
with a vocational training contract are not counted, nor is parental leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffGroup:
    """People who work alike.

    Args:
        people: how many.
        hours_pct: of full time, in percent.
        months: of the accounting year they worked, without parental leave.
        apprentices: they learn under an apprenticeship or vocational training contract.

    Raises:
        ValueError: a number is out of its range.
    """

    people: int
    hours_pct: float = 100
    months: float = MONTHS_OF_A_YEAR
    apprentices: bool = False

    def __post_init__(self) -> None:
        if self.people < 0 or not 0 <= self.hours_pct <= 100 or not 0 <= self.months <= MONTHS_OF_A_YEAR:
            raise ValueError("people, hours or months are out of range")


def annual_work_units(groups: Iterable[StaffGroup]) -> float:
    """Return the annual work units of a year."""
    return sum(
        group.people * group.hours_pct / 100 * group.months / MONTHS_OF_A_YEAR
        for group in groups
        if not group.apprentices
    )
