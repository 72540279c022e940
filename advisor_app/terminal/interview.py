"""`advisor-app check --interactive`: the next best question, one after the other, with the result at any time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from advisor_app.content.geodata import Geodata
from advisor_app.content.profile_file import profile_text
from advisor_app.domain.profile import Absent, FactValue, Profile
from advisor_app.errors import AdvisorError, NotSaved, UsageFault
from advisor_app.matching.question import Question, next_question
from advisor_app.matching.rulebook import Check
from advisor_app.terminal.answers import LETTERS, NotUnderstood, Reader
from advisor_app.terminal.check_answer import SENSITIVE, Answer, question_line
from advisor_app.terminal.check_words import OUTCOMES, possible_words
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


@dataclass(frozen=True, slots=True)
class _Moment:
    """Where the interview stands: what was found so far, and what is not asked again."""

    check: Check
    skip: tuple[str, ...] = ()


class Interview:
    """Asks on a terminal, or whatever reads and writes like one.

    Args:
        library: labels and as-of day.
        places: folder of the tables of places.
        geodata: places and industries.
        check: the check of what is known already.
        with_sensitive: delicate facts may be shown and saved.
        limit: how many programmes of a group the result shows.
    """

    def __init__(
        self,
        library: Library,
        places: Path,
        geodata: Geodata,
        check: Check,
        *,
        with_sensitive: bool = False,
        limit: int = 10,
    ) -> None:
        self._library = library
        self._reader = Reader(places, geodata, library.vocabulary("themes"))
        self._past: list[_Moment] = []
        self._now = _Moment(check)
        self._with_sensitive = with_sensitive
        self._limit = limit
        self._out = console()

    def run(self) -> None:
        """Ask until nothing is left to ask, somebody ends it, or the input ends; then show the result."""
        self._say(_HELP.split("\n"))
        while True:
            asked = next_question(self._now.check, skip=self._now.skip)
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
        lines = ["", self._counts(), question_line(asked)]
        if asked.sensitive:
            lines.append(_SENSITIVE)
        if self._has_letters(asked):
            lines += [
                f"  {letter}) {possible_words(asked.fact, option)}"
                for letter, option in zip(LETTERS, asked.options, strict=False)
            ]
        lines.append(f"  ({self._reader.hint(asked.fact)})")
        self._say(lines)

    @staticmethod
    def _has_letters(asked: Question) -> bool:
        return any(possible_words(asked.fact, option) not in ("ja", "nein") for option in asked.options)

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
                self._go(_Moment(self._now.check, (*self._now.skip, asked.fact)))
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
        today = self._now.check.rulebook.today.isoformat()
        self._answer(asked.fact, FactValue(possible=possible, as_of=today))

    def _answer(self, fact: str, value: FactValue) -> None:
        given = self._now.check.given.with_fact(fact, value)
        # A bracket may stay too rough for a programme; whoever gave it is not asked for the same again.
        skip = (*self._now.skip, fact)
        self._go(_Moment(self._now.check.recheck(given), skip))

    def _go(self, moment: _Moment) -> None:
        self._past.append(self._now)
        self._now = moment

    def _back(self) -> None:
        if not self._past:
            self._say(["Das ist die erste Frage."])
            return
        self._now = self._past.pop()

    def _counts(self) -> str:
        verdicts = self._now.check.in_order
        counts = ((words, sum(one.outcome is outcome for one in verdicts)) for outcome, words in OUTCOMES.items())
        return " · ".join(f"{words} {count}" for words, count in counts)

    def _result(self) -> None:
        answer = Answer(
            check=self._now.check,
            words=self._library.label,
            as_of=self._library.info().as_of,
            with_sensitive=self._with_sensitive,
            skip=self._now.skip,
        )
        self._say(["", *answer.lines(self._limit)])

    def _save(self, name: str) -> None:
        if not name:
            self._say(["Bitte mit Namen: s betrieb.yaml"])
            return
        file = Path(name).expanduser()
        profile = self._now.check.given
        kept = profile if self._with_sensitive else _without_sensitive(profile)
        left = len(profile.facts) - len(kept.facts)
        try:
            save_profile(file, kept)
        except AdvisorError as fault:
            self._say([message_for(fault)])
            return
        told = "; vertrauliche Angaben sind nicht darin (--with-sensitive speichert sie)" if left else ""
        self._say([f"Gespeichert: {file}{told}"])

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._out.print("".join(char if char.isprintable() else " " for char in line), markup=False)


def save_profile(file: Path, profile: Profile) -> None:
    """Write a profile file, whole or not at all; never over one that is there.

    Raises:
        UsageFault: the file is there already.
        NotSaved: nothing can be written there.
    """
    try:
        if file.exists():
            raise UsageFault(what=f"{file} is there already", remedy="choose another name")
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            beside.write_text(profile_text(profile), encoding="utf-8", newline="\n")
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise NotSaved(path=file, reason=reason, remedy="choose another folder") from exc


def _without_sensitive(profile: Profile) -> Profile:
    kept = {name: value for name, value in profile.facts.items() if name not in SENSITIVE}
    return Profile(facts=kept, title=profile.title, judged=profile.judged)


def _next_line() -> str | None:
    """Return the next line without surrounding space; None at the end of the input."""
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None
