"""The course of a consultation: what was answered so far, and every step of it back and forth again.

A session is a value and holds no check: the check is worked out from it (`findings`), so that any thread may do so
while the reader goes on. One client may follow another in it: each has a document, the file that what is known of them
lies in, and every step from one to another takes the document along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.privacy import SENSITIVE
from advisor_app.consultation.words import label, possible_words
from advisor_app.domain.one_line import cleaned, one_line
from advisor_app.domain.profile import LONGEST_TITLE, UNKNOWN, Absent, FactValue, Known, Profile

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
    CHANGED = "changed"
    LOADED = "loaded"
    RETURNED = "returned"


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
    ChangeKind.CHANGED: ("", "Änderungen übernommen"),
    ChangeKind.LOADED: ("Geöffnet", "Neuer Fördercheck"),
    ChangeKind.RETURNED: ("Zurückgeholt", "Früheren Stand zurückgeholt"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """Where what is known of one client lies.

    Args:
        file: path of the file, "" while it was never saved.
        kept: the profile as it was saved or opened last.
        left_out: something of it was not written, because it is confidential.
        held: what the file holds, which may be less than was saved.
        key: tells it from every other document, whatever is saved where.
    """

    file: str = ""
    kept: Profile = field(default_factory=Profile, repr=False)
    left_out: bool = False
    held: Profile = field(default_factory=Profile, repr=False)
    key: object = field(default_factory=object, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """How a session stood, and the step between it and the moment beside it; `document` where that was another one."""

    given: Profile
    skip: tuple[str, ...]
    change: Change
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What was answered so far.

    Args:
        given: the facts, as they were told.
        skip: facts that are not asked for again, in the order in which they were answered or put off.
        past: the moments before, the latest last, each with the step that followed it.
        future: the moments that were undone, the nearest last, each with the step that leads to it.
        document: where it lies.
    """

    given: Profile = field(default_factory=Profile)
    skip: tuple[str, ...] = ()
    past: tuple[Moment, ...] = field(default=(), repr=False)
    future: tuple[Moment, ...] = field(default=(), repr=False)
    document: Document = field(default_factory=Document, repr=False)

    def answered(self, fact: str, value: FactValue) -> Session:
        """Return the session with a fact answered; it is not asked for again, however rough the answer is.

        Raises:
            KeyError: the catalogue knows no such fact.
        """
        told = cleaned(value)
        change = Change(kind=ChangeKind.ANSWERED, fact=fact, value=told)
        return self._on(change, self.given.with_fact(fact, told), _with(self.skip, fact))

    def changed_by(self, changes: Mapping[str, FactValue]) -> Session:
        """Return the session with several facts answered in one step; an open value forgets its fact.

        Raises:
            KeyError: the catalogue knows no such fact.
        """
        given, skip = self.given, self.skip
        for fact, value in changes.items():
            known = not value.is_open or value.possible is Absent.DECLINED
            given = given.with_fact(fact, cleaned(value)) if known else given.without(fact)
            skip = _with(skip, fact) if known else tuple(one for one in skip if one != fact)
        return self._on(Change(kind=ChangeKind.CHANGED), given, skip)

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
        """Return the session with another title, on one line and no longer than a title may be."""
        title = one_line(text, LONGEST_TITLE)
        return self._on(Change(kind=ChangeKind.TITLED, text=title), replace(self.given, title=title), self.skip)

    def loaded(self, profile: Profile, *, file: str = "", saved: bool = True) -> Session:
        """Return the session with the profile of another client; an empty one begins anew.

        Args:
            profile: what is known.
            file: path of the file it lies in, "" for none.
            saved: it lies in a file as it is.
        """
        told = cleaned(profile)
        document = Document(file=file, kept=told if saved else Profile(), held=told if saved else Profile())
        return self._to(Change(kind=ChangeKind.LOADED, text=told.title), told, (), document)

    def returned(self, before: Session) -> Session:
        """Return the session as another client's was, which one can step back from: what came after it is not lost."""
        change = Change(kind=ChangeKind.RETURNED, text=before.given.title)
        return self._to(change, before.given, before.skip, before.document)

    def taken_back(self, before: Session, after: Session) -> Session:
        """Return the session without a step that was offered to be taken back, whatever was done since.

        Right after it that is one step back, which can be taken again. Later on, of the same client every fact that
        still stands as the step left it is as before, and later answers stay; with another client it is a step back to
        the one before. Where the step was taken back already, nothing changes.

        Args:
            before: as it stood before the step.
            after: as it stood after it.
        """
        if self._stands_as(after):
            return self.undone()
        if self.document.key is before.document.key:
            return self._without_step(before.given, after.given) if after.document.key is self.document.key else self
        return self.returned(before) if self.document.key is after.document.key else self

    def _stands_as(self, other: Session) -> bool:
        same = (self.given, self.skip, len(self.past)) == (other.given, other.skip, len(other.past))
        return same and self.document.key is other.document.key

    def _without_step(self, before: Profile, after: Profile) -> Session:
        changed = {
            fact: before.value(fact)
            for fact in before.facts.keys() | after.facts.keys()
            if before.value(fact) != after.value(fact) == self.given.value(fact)
        }
        return self.changed_by(changed) if changed else self

    def saved(
        self, profile: Profile | None = None, *, file: str | None = None, held: Profile | None = None,
        key: object = None,
    ) -> Session:  # fmt: skip
        """Return the session after something of it was written; that may have been a while ago.

        Args:
            profile: what was known when it was written; None for what is known now.
            file: where it lies now; None for where it lay before.
            held: what of it was written; None for all.
            key: of the document that was written; None for this one. One that is not here any more changes nothing.
        """
        wanted = self.document.key if key is None else key

        def marked(document: Document) -> Document:
            if document.key is not wanted:
                return document
            kept = self.given if profile is None else profile
            written = kept if held is None else held
            return replace(document, file=document.file if file is None else file, kept=kept, held=written,
                           left_out=written != kept)  # fmt: skip

        def moments(those: tuple[Moment, ...]) -> tuple[Moment, ...]:
            return tuple(one if one.document is None else replace(one, document=marked(one.document)) for one in those)

        return replace(self, document=marked(self.document), past=moments(self.past), future=moments(self.future))

    def undone(self) -> Session:
        """Return the session one step back; itself at its beginning."""
        if not self.past:
            return self
        before = self.past[-1]
        return replace(self._at(before), past=self.past[:-1], future=(*self.future, self._beside(before)))

    def redone(self) -> Session:
        """Return the session one undone step on; itself where nothing was undone."""
        if not self.future:
            return self
        ahead = self.future[-1]
        return replace(self._at(ahead), past=(*self.past, self._beside(ahead)), future=self.future[:-1])

    def _at(self, moment: Moment) -> Session:
        document = self.document if moment.document is None else moment.document
        return replace(self, given=moment.given, skip=moment.skip, document=document)

    def _beside(self, moment: Moment) -> Moment:
        """Return how it stands as the moment on the other side of the step that leads to another one."""
        document = None if moment.document is None else self.document
        return Moment(self.given, self.skip, moment.change, document)

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
        return self.given != self.document.kept

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
        return self._after(Moment(self.given, self.skip, change), given, skip, self.document)

    def _to(self, change: Change, given: Profile, skip: tuple[str, ...], document: Document) -> Session:
        """Return the session after a step to another document; from nothing to nothing is none."""
        if given == self.given and skip == self.skip and document.file == self.document.file:
            return replace(self, document=document)
        return self._after(Moment(self.given, self.skip, change, self.document), given, skip, document)

    def _after(self, moment: Moment, given: Profile, skip: tuple[str, ...], document: Document) -> Session:
        past = (*self.past, moment)[-MOST_STEPS:]
        return replace(self, given=given, skip=skip, past=past, future=(), document=document)


def _with(skip: tuple[str, ...], fact: str) -> tuple[str, ...]:
    return skip if fact in skip else (*skip, fact)
