"""What the frame of the check shows: its facts, its question, its counts. Frozen, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from advisor_app.domain.profile import FactValue


class LineKind(StrEnum):
    """What a line of the facts is."""

    GROUP = "group"
    FACT = "fact"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A line in the list of facts.

    Args:
        kind: a heading, a fact, or what folds the other facts out.
        label: what it is called.
        fact: name of the fact, "" for other lines.
        value: what is known, in words; "" for other lines.
        origin: where the value is from; "" where nothing is known.
        action: what one can do about it, in a word; "" where the value says enough.
        known: something is known.
        spoken: what a screen reader says.
    """

    kind: LineKind
    label: str
    fact: str = ""
    value: str = ""
    origin: str = ""
    action: str = ""
    known: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsView:
    """The facts of a check.

    Args:
        title: how the reader calls it, "" for nothing yet.
        place: where it is kept, in words.
        lines: what stands first.
        others: what is folded away, with its headings.
        missing: how many facts open programmes miss.
        founding: the person and the project stand first.
    """

    title: str = ""
    place: str = ""
    lines: tuple[FactLine, ...] = ()
    others: tuple[FactLine, ...] = ()
    missing: int = 0
    founding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer to choose: its words, its key ("" for none), and what is then known of the fact."""

    text: str
    key: str
    value: FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """The next best question.

    Args:
        fact: what it asks for, "" where nothing is left to ask.
        overline: what stands above it.
        worth: how many programmes it touches.
        text: the question.
        hint: a sentence that helps.
        caution: why a delicate question is asked, "" for any other.
        answers: what can be chosen.
        several: more than one answer can be true at once.
        exact: what is said of another way to answer, "" where the answers are all there are.
        asked_of: who in the company knows.
        reasons: why it is asked: what it can settle, and for what it is needed.
        passed: how many questions were put off.
    """

    fact: str = ""
    overline: str = ""
    worth: str = ""
    text: str = ""
    hint: str = ""
    caution: str = ""
    answers: tuple[AnswerView, ...] = ()
    several: bool = False
    exact: str = ""
    asked_of: str = ""
    reasons: tuple[str, ...] = ()
    passed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadView:
    """What stands at the top of the check: its counts, and what can be taken back and done again ("" for nothing)."""

    counts: str = ""
    undo: str = ""
    redo: str = ""
    is_empty: bool = True
    has_sensitive: bool = False
