"""How well a programme goes with what the company plans: it only sorts, it never excludes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from advisor_app.domain.eligibility import Op
from advisor_app.domain.programme import Programme
from advisor_app.domain.window import WindowState
from advisor_app.matching.conditions import Condition

# What stands in the head of a programme hints; what its editor weighs on purpose (1 to 3) counts more.
_HINT = 0.5
# Classes of the SME definition for the sizes that programmes name; a midcap is no SME.
_CLASS_OF = {"midcap": "gross"}
# Phases of a company, as far as facts tell them; which programmes suit a crisis is no matter of sorting.
_PHASES: Mapping[str, Condition] = {
    "vorgruendung": Condition(fact="project.kind", op=Op.ANY_IN, value=("gruendung",)),
    "gruendung": Condition(fact="project.kind", op=Op.ANY_IN, value=("gruendung",)),
    "nachfolge": Condition(fact="project.kind", op=Op.ANY_IN, value=("nachfolge",)),
    "jung": Condition(fact="company.age_years", op=Op.LT, value=10),
    "bestand": Condition(fact="company.age_years", op=Op.GE, value=3),
}

# A relevance is told apart by hundredths and up to a hundred; a collection has less than a million programmes.
FINEST = 100
_MOST_RELEVANT = 100 * FINEST
_PER_RELEVANCE = 1_000_000
_PER_WINDOW = _PER_RELEVANCE * (_MOST_RELEVANT + 1)
_PER_OUTCOME = _PER_WINDOW * 4

# Where one can apply today stands before what is to come, and that before what is over.
_WINDOWS = {
    WindowState.UPCOMING: 1,
    WindowState.UNKNOWN: 1,
    WindowState.PAUSED: 2,
    WindowState.CLOSED: 3,
}


def boosts_of(programme: Programme) -> Iterator[tuple[Condition, float]]:
    """Return what makes a programme more relevant, with its weight."""
    for boost in programme.relevance:
        yield Condition.of_boost(boost), boost.weight
    if programme.themes:
        yield Condition(fact="project.themes", op=Op.ANY_IN, value=programme.themes), _HINT
    if programme.activities:
        yield Condition(fact="project.activities", op=Op.ANY_IN, value=programme.activities), _HINT
    if programme.company_sizes:
        classes = tuple(dict.fromkeys(_CLASS_OF.get(size, size) for size in programme.company_sizes))
        yield Condition(fact="company.sme_class", op=Op.IN, value=classes), _HINT
    for phase in {_PHASES[phase].key: _PHASES[phase] for phase in programme.phases if phase in _PHASES}.values():
        yield phase, _HINT


def can_be_had(window: WindowState) -> bool:
    """Tell whether one can apply today, or may be able to."""
    return _WINDOWS.get(window, 0) <= 1


def base_rank(window: WindowState, place: int) -> int:
    """Return what a programme's rank is before its outcome and its relevance are known.

    Ranks are numbers because thousands are sorted after every answer: the outcome weighs most, then the window, then
    the relevance, then the name, so that rows do not jump.

    Args:
        window: the state of its window.
        place: its place among all by name.
    """
    return _WINDOWS.get(window, 0) * _PER_WINDOW + place


def rank(base: int, outcome_place: int, relevance: int) -> int:
    """Return where a verdict stands, the first lowest; the relevance in parts of FINEST."""
    less = _MOST_RELEVANT - relevance if relevance < _MOST_RELEVANT else 0
    return base + outcome_place * _PER_OUTCOME + less * _PER_RELEVANCE
