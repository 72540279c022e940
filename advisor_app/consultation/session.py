"""The course of a consultation: what was answered so far, and every step of it back and forth again.

A session is a value and holds no check: the check is worked out from it (`findings`), so that any thread may do so
while the reader goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.consultation.words import label, possible_words
from advisor_app.domain.profile import UNKNOWN, FactValue, Known, Profile

# More steps than anybody goes back; older ones are forgotten.
MOST_STEPS = 200


class ChangeKind(StrEnum):
    """What a step did."""

    ANSWERED = "answered"
    FORGOTTEN = "forgotten"
    SKIPPED = "skipped"
    RESUMED = "resumed"
    JUDGED = "judged"
    TITLED = "titled"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of a session.

    Args:
        kind: what it did.
        fact: the fact it is about, "" for none.
        value: what was answered, or found of a manual condition.
        text: the title that was given.
    """

    kind: ChangeKind
    fact: str = ""
    value: FactValue = UNKNOWN
    text: str = ""

    def words(self, names: Names = NO_NAMES) -> str:
        """Return the step in one line: `Beschäftigte: 38`; what was said of a sensitive fact is not repeated."""
        if self.fact:
            return f"{label(self.fact)}: {self._of_fact(names)}"
        if self.kind is ChangeKind.JUDGED:
            found = self.value.possible
            told = ("erfüllt" if found.value else "nicht erfüllt") if isinstance(found, Known) else "wieder offen"
            return f"Im Gespräch geklärt: {told}"
        named, unnamed = _WORDS[self.kind]
        return f"{named}: {self.text}" if self.text else unnamed

    def _of_fact(self, names: Names) -> str:
        if self.kind is ChangeKind.ANSWERED and self.fact not in SENSITIVE:
            return possible_words(self.fact, self.value.possible, names)
        return _OF_FACT[self.kind]


_OF_FACT = {
    ChangeKind.ANSWERED: "beantwortet",
    ChangeKind.FORGOTTEN: "Angabe entfernt",
    ChangeKind.SKIPPED: "zurückgestellt",
}
# Words of a step with and without a title.
_WORDS = {
    ChangeKind.RESUMED: ("", "Zurückgestellte Fragen wieder aufgenommen"),
    ChangeKind.TITLED: ("Titel", "Titel entfernt"),
    ChangeKind.LOADED: ("Geöffnet", "Neuer Fördercheck"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """How a session stood, and the step between it and the moment beside it."""

    given: Profile
    skip: tuple[str, ...]
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What was answered so far.

    Args:
        given: the facts, as they were told.
        skip: facts that are not asked for again, in the order in which they were answered or put off.
        past: the moments before, the latest last, each with the step that followed it.
        future: the moments that were undone, the nearest last, each with the step that leads to it.
        kept: the profile as it was saved or opened last.
    """

    given: Profile = field(default_factory=Profile)
    skip: tuple[str, ...] = ()
    past: tuple[Moment, ...] = field(default=(), repr=False)
    future: tuple[Moment, ...] = field(default=(), repr=False)
    kept: Profile = field(default_factory=Profile, repr=False)

    def answered(self, fact: str, value: FactValue) -> Session:
        """Return the session with a fact answered; it is not asked for again, however rough the answer is.

        Raises:
            KeyError: the catalogue knows no such fact.
        """
        change = Change(kind=ChangeKind.ANSWERED, fact=fact, value=value)
        return self._on(change, self.given.with_fact(fact, value), _with(self.skip, fact))

    def forgotten(self, fact: str) -> Session:
        """Return the session with a fact unknown again; it may be asked for again."""
        skip = tuple(one for one in self.skip if one != fact)
        return self._on(Change(kind=ChangeKind.FORGOTTEN, fact=fact), self.given.without(fact), skip)

    def skipped(self, fact: str) -> Session:
        """Return the session with a question put off: nobody at the table knows the answer."""
        return self._on(Change(kind=ChangeKind.SKIPPED, fact=fact), self.given, _with(self.skip, fact))

    def resumed(self) -> Session:
        """Return the session in which everything that was put off is asked for again."""
        put_off = self.put_off
        skip = tuple(fact for fact in self.skip if fact not in put_off)
        return self._on(Change(kind=ChangeKind.RESUMED), self.given, skip)

    def judged(self, programme_id: str, rule_id: str, holds: bool | None, *, as_of: str = "") -> Session:  # noqa: FBT001
        """Return the session with a manual condition judged; None takes the judgement back.

        Args:
            programme_id: whose condition it is.
            rule_id: the condition.
            holds: what was found in conversation.
            as_of: ISO day of the finding.
        """
        value = UNKNOWN if holds is None else FactValue(possible=Known(holds), as_of=as_of)
        given = self.given.with_judgement(programme_id, rule_id, value)
        return self._on(Change(kind=ChangeKind.JUDGED, value=value), given, self.skip)

    def titled(self, text: str) -> Session:
        """Return the session with another title; surrounding space is no part of it."""
        title = text.strip()
        return self._on(Change(kind=ChangeKind.TITLED, text=title), replace(self.given, title=title), self.skip)

    def loaded(self, profile: Profile, *, saved: bool = True) -> Session:
        """Return the session with another profile; an empty one begins anew.

        Args:
            profile: what is known.
            saved: it lies in a file as it is.
        """
        begun = self._on(Change(kind=ChangeKind.LOADED, text=profile.title), profile, ())
        return replace(begun, kept=profile if saved else Profile())

    def saved(self) -> Session:
        """Return the session as one that lies in a file as it is."""
        return replace(self, kept=self.given)

    def undone(self) -> Session:
        """Return the session one step back; itself at its beginning."""
        if not self.past:
            return self
        before = self.past[-1]
        ahead = Moment(self.given, self.skip, before.change)
        return replace(self, given=before.given, skip=before.skip, past=self.past[:-1], future=(*self.future, ahead))

    def redone(self) -> Session:
        """Return the session one undone step on; itself where nothing was undone."""
        if not self.future:
            return self
        ahead = self.future[-1]
        behind = Moment(self.given, self.skip, ahead.change)
        return replace(self, given=ahead.given, skip=ahead.skip, past=(*self.past, behind), future=self.future[:-1])

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a step to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Tell whether a step was taken back."""
        return bool(self.future)

    @property
    def changed(self) -> bool:
        """Tell whether the profile differs from what was saved or opened last."""
        return self.given != self.kept

    @property
    def put_off(self) -> tuple[str, ...]:
        """Return the facts whose question was put off and of which nothing was said."""
        return tuple(fact for fact in self.skip if fact not in self.given.facts)

    def undo_words(self, names: Names = NO_NAMES) -> str:
        """Return the step that `undone` takes back in one line, "" for none."""
        return self.past[-1].change.words(names) if self.past else ""

    def redo_words(self, names: Names = NO_NAMES) -> str:
        """Return the step that `redone` takes again in one line, "" for none."""
        return self.future[-1].change.words(names) if self.future else ""

    def _on(self, change: Change, given: Profile, skip: tuple[str, ...]) -> Session:
        """Return the session after a step; one that changes nothing is none."""
        if given == self.given and skip == self.skip:
            return self
        past = (*self.past, Moment(self.given, self.skip, change))[-MOST_STEPS:]
        return replace(self, given=given, skip=skip, past=past, future=())


def _with(skip: tuple[str, ...], fact: str) -> tuple[str, ...]:
    return skip if fact in skip else (*skip, fact)
