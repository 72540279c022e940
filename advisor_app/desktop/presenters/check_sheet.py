"""The question sheet as the window shows it, and as it may leave: questions only, never what was answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One question: `fact` is what is answered by it ("" for what is settled in talk), `why` what it decides."""

    fact: str
    question: str
    hint: str = ""
    why: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGroup:
    """The questions that one person can answer."""

    label: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """The question sheet.

    Args:
        title: "Fragezettel", with the title of the check.
        told: how many questions for how many people, in words.
        groups: the questions by who can answer.
        text: the sheet as plain text, without delicate questions.
        html: the same for paper.
        text_all: with them.
        html_all: the same for paper.
        delicate: how many delicate questions there are; they leave only where that is ticked.
        standing: age of the knowledge, for the foot of a page.
    """

    title: str
    told: str = ""
    groups: tuple[SheetGroup, ...] = ()
    text: str = ""
    html: str = ""
    text_all: str = ""
    html_all: str = ""
    delicate: int = 0
    standing: str = ""
