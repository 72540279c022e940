"""What is wrong with a profile file, one line a fault, in the order of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from advisor_app.consultation.problem_words import problem_words
from advisor_app.errors import Problem


def fault_lines(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Return one line for each fault, with the line of the file where it stands."""
    return tuple(problem_words(problem) for problem in problems)
