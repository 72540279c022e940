"""The question sheet as the window shows it, and as it may leave: questions only, never what was answered to them."""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.names import Names
from advisor_app.consultation.sheet import (
    NOTHING_MISSING,
    SENSITIVE_NOTE,
    Sheet,
    SheetEntry,
    question_sheet,
    sheet_html,
    sheet_text,
    sheet_title,
)
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.results import present_status
from advisor_app.desktop.presenters.views import Library
from advisor_app.domain.facts import FACTS, FactType

# Days to tick are for paper, here one writes the year; and who is asked yes or no knows what to choose from.
_UNTOLD = (FactType.DATE, FactType.BOOL)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One question.

    Args:
        number: its place on the sheet.
        fact: what is answered by it, "" for what is settled in conversation.
        question: how it is asked.
        hint: what counts and what does not.
        why: what the answer decides.
        choices: answers to choose from, in words.
        so_far: what is known of it roughly, "" for nothing.
        sensitive: it leaves only where that is ticked.
        source: what the source is called in which the answer can be looked up, "" for none.
        link: its address.
    """

    number: int
    fact: str
    question: str
    hint: str = ""
    why: str = ""
    choices: str = ""
    so_far: str = ""
    sensitive: bool = False
    source: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGroup:
    """The questions that one person can answer."""

    label: str
    entries: tuple[EntryView, ...]

    @property
    def count(self) -> str:
        """Return how many there are, in words."""
        return formatting.count(len(self.entries), "Frage", "Fragen")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """The question sheet.

    Args:
        title: "Fragezettel", with the title of the check.
        told: how many questions for whom, in words.
        groups: the questions by who can answer.
        text: the sheet as plain text, without delicate questions and as if nothing were known of them.
        html: the same for paper.
        text_all: with them.
        html_all: the same for paper.
        delicate: how many delicate questions there are.
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


def present_sheet(findings: Findings, names: Names, library: Library) -> SheetView:
    """Return what is missing, by who can answer; meant for a worker.

    Args:
        findings: what follows from what is known.
        names: what codes are called.
        library: tells how old the knowledge is.
    """
    plain, whole = (question_sheet(findings, names, with_sensitive=wished) for wished in (False, True))
    return SheetView(
        title=sheet_title(whole),
        told=_told(whole),
        groups=_groups(whole),
        text=sheet_text(plain),
        html=sheet_html(plain),
        text_all=sheet_text(whole),
        html_all=sheet_html(whole),
        delicate=whole.sensitive,
        standing=f"Inhaltsstand {present_status(library, today=findings.today).as_of}",
    )


def _told(sheet: Sheet) -> str:
    if not sheet.groups:
        return NOTHING_MISSING
    talk = len(sheet.entries) - sheet.missing
    parts = [
        formatting.count(sheet.missing, "Angabe fehlt", "Angaben fehlen") if sheet.missing else "",
        formatting.count(talk, "Punkt für das Gespräch", "Punkte für das Gespräch") if talk else "",
        f"{formatting.number(sheet.more)} weitere stehen dahinter zurück" if sheet.more else "",
    ]
    return formatting.joined(parts)


def _groups(sheet: Sheet) -> tuple[SheetGroup, ...]:
    number, groups = 1, []
    for group in sheet.groups:
        entries = tuple(_entry(entry, at) for at, entry in enumerate(group.entries, number))
        number += len(entries)
        groups.append(SheetGroup(label=group.label, entries=entries))
    return tuple(groups)


def _entry(entry: SheetEntry, number: int) -> EntryView:
    return EntryView(
        number=number,
        fact=entry.fact,
        question=entry.question,
        hint=SENSITIVE_NOTE if entry.sensitive else entry.hint,
        why=entry.why,
        choices="" if entry.fact and FACTS[entry.fact].type in _UNTOLD else " / ".join(entry.choices),
        so_far=entry.so_far,
        sensitive=entry.sensitive,
        source=entry.source,
        link=entry.link,
    )
