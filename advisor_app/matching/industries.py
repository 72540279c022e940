"""Industry codes (WZ): the sections that stand for whole divisions, and which codes lie within which.

The sections are those of WZ 2008 (Statistisches Bundesamt, equal to NACE Rev. 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor_app.matching.truth import Truth

# A profile's codes are those that the industry search offers.
PROFILE_EDITION = "2008"

# Section -> its first and last division.
_SECTIONS: Mapping[str, tuple[int, int]] = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47),
    "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82),
    "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip


def among(codes: Sequence[str], wanted: Sequence[str], edition: str) -> Truth:
    """Tell whether one of a company's codes lies in one of the wanted ones.

    A company that is known by a coarser code than the one asked about (62 where 62.01 is asked) leaves it open, and so
    does an edition other than the one in which profiles are kept: the tables do not map one to one.

    Args:
        codes: the company's, in `PROFILE_EDITION`.
        wanted: sections, divisions, groups, classes.
        edition: that of the wanted codes.
    """
    if not codes:
        return Truth.FALSE
    if edition != PROFILE_EDITION:
        return Truth.OPEN
    return max(_within(code, region) for code in codes for region in wanted)


def _within(code: str, wanted: str) -> Truth:
    if _covers(wanted, code):
        return Truth.TRUE
    return Truth.OPEN if _covers(code, wanted) else Truth.FALSE


def _covers(whole: str, part: str) -> bool:
    """Tell whether a code holds another: by prefix, a section by its divisions."""
    ends = _SECTIONS.get(whole)
    if ends is None or not part[:2].isdigit():
        return part.startswith(whole)
    return ends[0] <= int(part[:2]) <= ends[1]
