"""The question sheet: what is missing, by who in the company can answer it, with room to write.

It holds questions and the programmes that hang on them, never what was answered to a sensitive question. Without
sensitive questions it is worked out as if nothing were known of them, so that nothing can be read from it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.groups import group_of
from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.paper import Kind, Line, as_html, as_text
from advisor_app.consultation.words import NBSP, WHO, capital, choice_words, day_words, hint, possible_words, question
from advisor_app.documents.leaving import may_leave
from advisor_app.domain.item import Source
from advisor_app.matching.asking import Who
from advisor_app.matching.question import Question, questions
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Outcome, Verdict

LIMIT = 20
TALK_LIMIT = 10
TALK_LABEL = "Beratung, im Gespräch"
NOTHING_MISSING = "Es fehlt nichts mehr: Alle Fragen, die etwas entscheiden, sind beantwortet."
SENSITIVE_NOTE = (
    "Vertraulich: Danach wird gefragt, weil Programme solche Unternehmen ausschließen. Die Antwort bleibt freiwillig."
)
# What nobody in the company knows: it stands in what the conditions cite.
_LOOKED_UP = frozenset(("company.structurally_weak",))
_NAMED = 3
_MOST_CHOICES = 8
# A derived fact is worked out from others one after the other; no chain is longer than that.
_ROUNDS = 8
# The reasons of so many open programmes are looked at, in the order in which they are shown.
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """One question.

    Args:
        fact: what is answered by it, "" for what is settled in conversation.
        question: how it is asked.
        hint: what counts and what does not.
        why: what the answer decides.
        choices: answers to tick, none where they are written.
        so_far: what is known of it roughly, "" for nothing.
        sensitive: it stays out unless wished.
        source: what the source is called in which the answer can be looked up, "" for none.
        link: its address.
    """

    fact: str
    question: str
    hint: str
    why: str
    choices: tuple[str, ...] = ()
    so_far: str = ""
    sensitive: bool = False
    source: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGroup:
    """The questions that one person can answer, sensitive ones last."""

    who: Who
    label: str
    entries: tuple[SheetEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The question sheet.

    Args:
        title: of the profile.
        day: ISO day of the check.
        groups: by who can answer, in the order of `Who`; none is empty.
        more: how many questions are left out.
    """

    title: str
    day: str
    groups: tuple[SheetGroup, ...]
    more: int = 0

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        """Return all questions in order."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def missing(self) -> int:
        """Return how many facts are asked for; what is settled in conversation is none."""
        return sum(bool(entry.fact) for entry in self.entries)

    @property
    def sensitive(self) -> int:
        """Return how many sensitive questions there are."""
        return sum(entry.sensitive for entry in self.entries)


def question_sheet(
    findings: Findings,
    names: Names = NO_NAMES,
    limit: int = LIMIT,
    *,
    with_sensitive: bool = False,
    talk_limit: int = TALK_LIMIT,
) -> Sheet:
    """Return what is missing; meant for a worker, as it takes a tenth of a second for thousands of programmes.

    What was put off is asked for here all the same, what was declined is not.

    Args:
        findings: as they stand.
        names: what codes are called.
        limit: how many facts at most, sensitive ones apart.
        with_sensitive: ask for sensitive facts too, and let what is known of them count.
        talk_limit: how many points to settle in conversation at most.
    """
    check = findings.checked(with_sensitive=with_sensitive)
    asked = [one for one in _all_questions(check) if with_sensitive or not one.sensitive]
    plain = [one for one in asked if not one.sensitive]
    kept = [*plain[:limit], *(one for one in asked if one.sensitive)]
    talk = _talk(check)
    groups = []
    for who in Who:
        entries = [_entry(one, check, names) for one in kept if one.who is who]
        if who is Who.ADVISER:
            # Sensitive questions stay last.
            place = next((at for at, entry in enumerate(entries) if entry.sensitive), len(entries))
            entries[place:place] = talk[:talk_limit]
        if entries:
            groups.append(SheetGroup(who=who, label=_label(who, entries), entries=tuple(entries)))
    more = len(plain) - len(plain[:limit]) + len(talk) - len(talk[:talk_limit])
    return Sheet(title=findings.session.given.title, day=findings.today.isoformat(), groups=tuple(groups), more=more)


def sheet_text(sheet: Sheet) -> str:
    """Return the sheet as plain text, to be sent or pasted."""
    return as_text(_lines(sheet))


def sheet_html(sheet: Sheet) -> str:
    """Return the sheet for paper, with boxes to tick and lines to write on."""
    return as_html(_lines(sheet), sheet_title(sheet))


def sheet_title(sheet: Sheet) -> str:
    """Return what the sheet is called."""
    return f"Fragezettel · {sheet.title}" if sheet.title else "Fragezettel"


def _all_questions(check: Check) -> Iterator[Question]:
    """Yield every question that something hangs on, the best first; those a derived fact needs next come after."""
    asked: list[str] = []
    for _ in range(_ROUNDS):
        found = questions(check, skip=asked)
        if not found:
            return
        asked.extend(one.fact for one in found)
        yield from found


def _label(who: Who, entries: Sequence[SheetEntry]) -> str:
    return TALK_LABEL if who is Who.ADVISER and any(not entry.fact for entry in entries) else WHO[who]


def _entry(asked: Question, check: Check, names: Names) -> SheetEntry:
    known = check.given.value(asked.fact)
    found = _looked_up_in(asked, check)
    return SheetEntry(
        fact=asked.fact,
        question=question(asked.fact),
        hint=hint(asked.fact),
        why=_why(asked, check),
        choices=_choices(asked, names, check.rulebook.today),
        so_far="" if asked.sensitive or known.is_open else possible_words(asked.fact, known.possible, names),
        sensitive=asked.sensitive,
        source="" if found is None else found.title or found.url,
        link="" if found is None else found.url,
    )


def _looked_up_in(asked: Question, check: Check) -> Source | None:
    """Return the source in which the adviser finds the answer: that of a condition that asks for it."""
    if asked.fact not in _LOOKED_UP:
        return None
    for verdict in _public(asked.touches, check):
        rule = verdict.programme.eligibility
        cited = {leaf.src for leaf in rule.leaves() if leaf.fact == asked.fact} if rule is not None else set()
        for source in verdict.programme.sources:
            if source.id in cited:
                return source
    return None


def _choices(asked: Question, names: Names, today: date) -> tuple[str, ...]:
    if len(asked.options) > _MOST_CHOICES:
        return ()
    return tuple(capital(choice_words(asked.fact, option, names, today=today)) for option in asked.options)


def _why(asked: Question, check: Check) -> str:
    """Return what an answer decides; programmes that may not leave the app are not named and do not count."""
    settled = _public(asked.settles, check)
    if len(settled) == 1:
        return f"Kann ein Programm entscheiden: {settled[0].programme.title}"
    if settled:
        return f"Entscheidet bis zu {len(settled)}{NBSP}Programme: {_titles(settled)}"
    touched = _public(asked.touches, check)
    if len(touched) == 1:
        return f"Fehlt bei einem Programm: {touched[0].programme.title}"
    return f"Fehlt bei {len(touched)}{NBSP}Programmen: {_titles(touched)}" if touched else ""


def _public(ids: Sequence[str], check: Check) -> list[Verdict]:
    """Return the verdicts on programmes that may leave the app, as they are shown."""
    found = [check.by_id[one] for one in ids]
    return sorted((one for one in found if may_leave(one.programme)), key=lambda one: one.rank)


def _titles(verdicts: Sequence[Verdict]) -> str:
    shown = [one.programme.title for one in verdicts[:_NAMED]]
    left = len(verdicts) - len(shown)
    more = "ein weiteres" if left == 1 else f"{left}{NBSP}weitere"
    return ", ".join(shown) + (f" und {more}" if left else "")


def _talk(check: Check) -> list[SheetEntry]:
    """Return what open programmes leave to conversation, where nothing else is missing first; equal words once."""
    waiting = (one for one in check.verdicts if group_of(one) is Outcome.OPEN and may_leave(one.programme))
    looked_at = list(islice((one for one in waiting if one.has_rule), _LOOKED_AT))
    about: dict[str, list[Verdict]] = {}
    for verdict in sorted(looked_at, key=lambda one: not one.only_talk_is_left):
        for reason in verdict.manual:
            about.setdefault(reason.text, []).append(verdict)
    return [
        SheetEntry(
            fact="",
            question=capital(text),
            hint="",
            why=f"Für {_titles(list(dict.fromkeys(verdicts)))}",
            choices=("Trifft zu", "Trifft nicht zu"),
        )
        for text, verdicts in about.items()
        if text
    ]


def _lines(sheet: Sheet) -> Iterator[Line]:
    yield Line(Kind.TITLE, sheet_title(sheet))
    yield Line(Kind.NOTE, f"Stand {day_words(sheet.day)}")
    if not sheet.groups:
        yield Line(Kind.TEXT, NOTHING_MISSING)
    number = 0
    for group in sheet.groups:
        yield Line(Kind.HEADING, group.label)
        for entry in group.entries:
            number += 1
            yield Line(Kind.POINT, f"{number}. {entry.question}")
            yield from _entry_lines(entry)
    if sheet.more:
        left = "eine weitere Frage" if sheet.more == 1 else f"{sheet.more}{NBSP}weitere Fragen"
        yield Line(Kind.HEADING, "Später")
        yield Line(Kind.NOTE, f"Es gibt {left}; sie entscheiden weniger als diese.")


def _entry_lines(entry: SheetEntry) -> Iterator[Line]:
    for text in (entry.hint, SENSITIVE_NOTE if entry.sensitive else ""):
        if text:
            yield Line(Kind.TEXT, text)
    if entry.link:
        yield Line(Kind.SMALL, f"Nachsehen: {entry.source}, {entry.link}")
    if entry.so_far:
        yield Line(Kind.TEXT, f"Bisher: {entry.so_far}")
    if entry.why:
        yield Line(Kind.SMALL, entry.why)
    if entry.choices:
        yield Line(Kind.BOXES, parts=entry.choices)
    else:
        yield Line(Kind.ROOM)
