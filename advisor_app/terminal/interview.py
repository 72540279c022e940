"""`advisor-app check --interactive`: the next best question, one after the other, with the result at any time."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from advisor_app.consultation.findings import Adviser
from advisor_app.consultation.names import Names
from advisor_app.consultation.privacy import Leaving, leaving
from advisor_app.consultation.saving import save_profile
from advisor_app.consultation.session import Session
from advisor_app.consultation.words import OUTCOMES, choice_words, hint
from advisor_app.documents.leaving import may_leave
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, FactValue
from advisor_app.errors import AdvisorError
from advisor_app.matching.question import Question
from advisor_app.terminal.answers import LETTERS, NotUnderstood, Reader
from advisor_app.terminal.check_answer import Answer, question_line
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.shell import console
from advisor_app.workspace import Library

_HELP = (
    "? = weiß nicht · k = keine Angabe · z = zurück · e = Ergebnis · s DATEI = speichern · q = Ende\n"
    "Die Antwort steht in einer Zeile; was unbekannt bleibt, bleibt offen."
)
_SENSITIVE = (
    "Diese Frage ist vertraulich. Sie wird gestellt, weil Programme solche Unternehmen ausschließen; "
    "die Antwort wird ohne --with-sensitive weder gezeigt noch gespeichert."
)
_WAYS = {
    "?": "skip", "weiß nicht": "skip", "weiss nicht": "skip", "k": "declined", "keine angabe": "declined",
    "z": "back", "zurück": "back", "e": "result", "ergebnis": "result", "q": "quit", "ende": "quit", "quit": "quit",
    "h": "help", "hilfe": "help",
}  # fmt: skip


class Interview:
    """Asks on a terminal, or whatever reads and writes like one.

    Args:
        library: labels and as-of day.
        reader: reads what is typed.
        adviser: works out what follows from the answers.
        session: what is known already.
        names: what codes are called.
        with_sensitive: delicate facts may be shown and saved.
        limit: how many programmes of a group the result shows.
    """

    def __init__(
        self,
        library: Library,
        reader: Reader,
        adviser: Adviser,
        session: Session,
        names: Names,
        *,
        with_sensitive: bool = False,
        limit: int = 10,
    ) -> None:
        self._library = library
        self._reader = reader
        self._adviser = adviser
        self._names = names
        # Nobody goes back behind the beginning of the interview.
        self._now = adviser.first(replace(session, past=()))
        self._with_sensitive = with_sensitive
        self._limit = limit
        self._out = console()

    def run(self) -> None:
        """Ask until nothing is left to ask, somebody ends it, or the input ends; then show the result."""
        self._say(_HELP.split("\n"))
        while True:
            asked = self._now.question
            if asked is None:
                self._say(["", "Es gibt nichts mehr zu fragen. z = zurück, s DATEI = speichern, q = Ende"])
            else:
                self._ask(asked)
            line = _next_line()
            if line is None or (not line and asked is None):
                break
            if line and not self._take(line, asked):
                return
        self._result()

    def _ask(self, asked: Question) -> None:
        lines = ["", self._counts(), question_line(asked), f"  {hint(asked.fact)}"]
        if asked.sensitive:
            lines.append(_SENSITIVE)
        if self._has_letters(asked):
            lines += [
                f"  {letter}) {choice_words(asked.fact, option, self._names, today=self._now.today)}"
                for letter, option in zip(LETTERS, asked.options, strict=False)
            ]
        lines.append(f"  ({self._reader.hint(asked.fact)})")
        self._say(lines)

    @staticmethod
    def _has_letters(asked: Question) -> bool:
        return FACTS[asked.fact].type is not FactType.BOOL and bool(asked.options)

    def _take(self, line: str, asked: Question | None) -> bool:
        """Do what a line says; return whether the interview goes on."""
        word = line.casefold()
        if word == "s" or word.startswith(("s ", "speichern")):
            self._save(line.partition(" ")[2].strip())
            return True
        match _WAYS.get(word):
            case "quit":
                self._result()
                return False
            case "result":
                self._result()
            case "help":
                self._say(_HELP.split("\n"))
            case "back":
                self._back()
            case "skip" if asked is not None:
                self._go(self._now.session.skipped(asked.fact))
            case "declined" if asked is not None:
                self._answer(asked.fact, FactValue(possible=Absent.DECLINED))
            case _ if asked is not None:
                self._read(line, asked)
            case _:
                self._say(["Bitte z, s, e oder q."])
        return True

    def _read(self, line: str, asked: Question) -> None:
        try:
            possible = self._reader.read(asked.fact, line, asked.options)
        except NotUnderstood as told:
            self._say([f"Nicht verstanden. {told}"])
            return
        self._answer(asked.fact, FactValue(possible=possible, as_of=self._now.today.isoformat()))

    def _answer(self, fact: str, value: FactValue) -> None:
        self._go(self._now.session.answered(fact, value))

    def _go(self, session: Session) -> None:
        self._now = self._adviser.next(self._now, session)

    def _back(self) -> None:
        if not self._now.session.can_undo:
            self._say(["Das ist die erste Frage."])
            return
        self._go(self._now.session.undone())

    def _counts(self) -> str:
        verdicts = self._now.check.in_order
        counts = ((words, sum(one.outcome is outcome for one in verdicts)) for outcome, words in OUTCOMES.items())
        return " · ".join(f"{words} {count}" for words, count in counts)

    def _result(self) -> None:
        answer = Answer(
            check=self._now.check,
            words=self._library.label,
            as_of=self._library.info().as_of,
            names=self._names,
            with_sensitive=self._with_sensitive,
            skip=self._now.session.skip,
        )
        self._say(["", *answer.lines(self._limit)])

    def _save(self, name: str) -> None:
        if not name:
            self._say(["Bitte mit Namen: s betrieb.yaml"])
            return
        file = Path(name).expanduser()
        now, ticked = self._now, self._with_sensitive
        internal = {entry.programme.id for entry in now.check.rulebook.entries if not may_leave(entry.programme)}
        left = leaving(now.session.given, now.telling, is_internal=internal.__contains__, with_sensitive=ticked)
        try:
            save_profile(file, left.profile, private=ticked)
        except AdvisorError as fault:
            self._say([message_for(fault)])
            return
        self._say([f"Gespeichert: {file}{_left_out(left)}"])

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._out.print("".join(char if char.isprintable() else " " for char in line), markup=False)


def _left_out(left: Leaving) -> str:
    """Return what was not saved, "" for nothing."""
    stayed = (("vertrauliche Angaben", left.delicate), ("Notizen", left.notes))
    parts = " und ".join(words for words, count in stayed if count)
    delicate = f"; {parts} sind nicht darin (--with-sensitive speichert sie)" if parts else ""
    return delicate + ("; was nur für das Netzwerk gilt, bleibt hier" if left.internal else "")


def _next_line() -> str | None:
    """Return the next line without surrounding space; None at the end of the input."""
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None
