"""What stays between client and adviser: difficulties, insolvency, open recovery orders, and what gives them away.

Such facts are checked like all others. They are shown, printed and saved only where the reader wishes it, and so are
notes, in which anything may stand. What is known of programmes for the network alone never leaves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from advisor_app.domain.eligibility import Op
from advisor_app.domain.profile import UNKNOWN, FactValue, Known, Profile, judgement_key
from advisor_app.domain.programme import Programme
from advisor_app.domain.state_aid import DeMinimisGrant
from advisor_app.matching.asking import ASKING
from advisor_app.matching.explanation import Reason

SENSITIVE = frozenset(fact for fact, asking in ASKING.items() if asking.sensitive)
# Holds ids of programmes.
_PROGRAMMES = "project.other_funding"
WITHHELD = "eine vertrauliche Angabe (hier nicht gezeigt)"
# Parts of words by which a note or the name of a condition speaks of what the sensitive facts ask for. Better one note
# too few on a sheet than one too many.
_TELLING = re.compile(
    r"insolv|konkurs|pleite|bankrott|zahlungs(?:unf(?:ä|ae|a)hig|einstellung|schwierig)|(?:ü|ue|\bu)berschuld"
    r"|schwierigkeit|\buis\b|schieflage|schutzschirm|\bstarug\b|restrukturierung|sanierung|\bkrise"
    r"|vollstreck|pf(?:ä|ae)ndung|verm(?:ö|oe)gensauskunft|negativmerkmal|schufa|aufgezehrt"
    r"|(?:negatives|kein|ohne) eigenkapital|(?:kapital|eigenmittel)\w*(?: \w+){0,3} (?:verloren|negativ|verbraucht)"
    r"|r(?:ü|ue)ckforder|recovery|deggendorf",
    re.IGNORECASE,
)
# The same words where they are told of buildings and machines.
_HARMLESS = re.compile(
    r"energetische[nr]? sanierung|(?:geb(?:ä|ae)ude|dach|fassaden|heizungs|altlasten|asbest|altbau)sanierung"
    r"|technische[nr]? schwierigkeit",
    re.IGNORECASE,
)


def is_telling(text: str) -> bool:
    """Tell whether a text speaks of what the sensitive facts ask for."""
    return _TELLING.search(_HARMLESS.sub("", text)) is not None


def reason_facts(reason: Reason) -> tuple[str, ...]:
    """Return the facts that a reason is about."""
    return tuple(fact for fact in (reason.fact, reason.against) if fact)


def hides(reason: Reason, profile: Profile) -> bool:
    """Tell whether a reason would give away what is known of a sensitive fact; that one is missing gives nothing.

    Args:
        reason: of a verdict.
        profile: what was given.
    """
    if reason.manual:
        return not reason.value.is_open and (is_telling(reason.id) or is_telling(reason.text))
    return any(fact in SENSITIVE and not profile.value(fact).is_open for fact in reason_facts(reason))


def sensitive_known(profile: Profile) -> tuple[str, ...]:
    """Return the sensitive facts of which something is known, in order."""
    return tuple(fact for fact in sorted(SENSITIVE) if not profile.value(fact).is_open)


def telling_judgements(programmes: Iterable[Programme]) -> frozenset[str]:
    """Return the keys of manual conditions whose words ask for what the sensitive facts ask for."""
    return frozenset(
        judgement_key(programme.id, leaf.id)
        for programme in programmes
        if programme.eligibility is not None
        for leaf in programme.eligibility.leaves()
        if leaf.op is Op.MANUAL and is_telling(leaf.text)
    )


def without_sensitive(profile: Profile, judgements: Collection[str] = ()) -> Profile:
    """Return a profile without its sensitive facts, without notes, and without what would give those facts away.

    Left out are the facts themselves (that one was declined says something too) and judgements of conditions that ask
    for the same; the values that notes stood at stay. The title stays: the reader chose it, sees it and can change it.

    Args:
        profile: what is known.
        judgements: keys of judgements that tell by the words of their condition; others are told by their key.
    """
    return _stripped(profile, judgements, lambda _note: True)


def without_telling(profile: Profile, judgements: Collection[str] = ()) -> Profile:
    """Return a profile as `without_sensitive`, but with the notes that tell nothing: for what stays on this device.

    Args:
        profile: what is known.
        judgements: as above.
    """
    return _stripped(profile, judgements, is_telling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A profile as it may leave, and how much of it stays.

    Args:
        profile: what leaves.
        delicate: facts and judgements that stay because they are sensitive or give away what is.
        notes: notes that stay.
        internal: judgements and mentions of programmes for the network alone; they stay in any case.
        private: what leaves is for nobody but the owner of the file.
    """

    profile: Profile
    private: bool = False
    delicate: int = 0
    notes: int = 0
    internal: int = 0


def leaving(
    profile: Profile,
    judgements: Collection[str] = (),
    *,
    is_internal: Callable[[str], bool],
    with_sensitive: bool,
    held: Profile | None = None,
) -> Leaving:
    """Return what of a profile may leave.

    Args:
        profile: what is known.
        judgements: keys of judgements that would give sensitive facts away.
        is_internal: tells of the id of a programme whether it is for the network alone.
        with_sensitive: sensitive facts and notes leave as well, because somebody ticked that.
        held: what the file that is written anew holds already, None for a new one. Facts, notes and judgements that
            stand there stay there, as they are known now: a file that somebody goes on with is no way out.
    """
    before = Profile() if held is None else held
    public = _beside(without_internal(profile, is_internal), profile, before)
    kept = public if with_sensitive else _beside(without_sensitive(public, judgements), public, before)
    return Leaving(
        profile=kept,
        private=with_sensitive or without_telling(kept, judgements) is not kept,
        delicate=len(public.facts) - len(kept.facts) + len(public.judged) - len(kept.judged),
        notes=_notes(public, kept) - _notes(kept, kept),
        internal=len(profile.judged) - len(public.judged) + _mentions(profile) - _mentions(public),
    )


def with_notes(value: FactValue, before: FactValue) -> FactValue:
    """Return a value with the notes it had: it was answered where none are shown.

    Args:
        value: the new one.
        before: what was known of the fact.
    """
    noted = value if value.note else replace(value, note=before.note)
    if isinstance(noted.possible, Known) and isinstance(noted.possible.value, tuple):
        return replace(noted, possible=Known(tuple(_noted(one, before) for one in noted.possible.value)))
    return noted


def _noted(one: Any, before: FactValue) -> Any:
    known = before.possible.value if isinstance(before.possible, Known) else ()
    if not isinstance(one, DeMinimisGrant) or one.note:
        return one
    same = [other for other in known if (other.granted_on, other.undertaking) == (one.granted_on, one.undertaking)]
    exact = [other for other in same if replace(other, note="") == one]
    return replace(one, note=next((other.note for other in (*exact, *same)), ""))


def _stripped(profile: Profile, judgements: Collection[str], goes: Callable[[str], bool]) -> Profile:
    facts = {name: _discreet(value, goes) for name, value in profile.facts.items() if name not in SENSITIVE}
    judged = {
        key: _discreet(value, goes)
        for key, value in profile.judged.items()
        if key not in judgements and not is_telling(key)
    }
    return _with(profile, facts, judged)


def _with(profile: Profile, facts: Mapping[str, FactValue], judged: Mapping[str, FactValue]) -> Profile:
    same = facts == profile.facts and judged == profile.judged
    return profile if same else replace(profile, facts=facts, judged=judged)


def without_internal(profile: Profile, is_internal: Callable[[str], bool]) -> Profile:
    """Return a profile that knows nothing of programmes for the network alone.

    Args:
        profile: what is known.
        is_internal: tells so of the id of a programme.
    """
    judged = {key: value for key, value in profile.judged.items() if not is_internal(key.partition("/")[0])}
    facts = dict(profile.facts)
    named = profile.known(_PROGRAMMES)
    if named and any(map(is_internal, named)):
        kept = Known(tuple(one for one in named if not is_internal(one)))
        facts[_PROGRAMMES] = replace(facts[_PROGRAMMES], possible=kept)
    return _with(profile, facts, judged)


def _beside(kept: Profile, whole: Profile, held: Profile) -> Profile:
    """Return what was kept of a profile together with what of it a file holds already."""
    return _with(
        whole,
        _values_beside(kept.facts, whole.facts, held.facts),
        _values_beside(kept.judged, whole.judged, held.judged),
    )


def _values_beside(
    kept: Mapping[str, FactValue], whole: Mapping[str, FactValue], held: Mapping[str, FactValue]
) -> dict[str, FactValue]:
    return {
        name: _value_beside(kept.get(name) or _discreet(value, lambda _note: True), value, held.get(name, UNKNOWN))
        for name, value in whole.items()
        if name in kept or name in held
    }


def _value_beside(kept: FactValue, whole: FactValue, held: FactValue) -> FactValue:
    """Return a value with the notes and the parts of a list that were kept, or that a file holds already."""
    noted = replace(kept, note=whole.note) if held.note else kept
    now, before = _several(whole), _several(held)
    if not now or not before:
        return noted
    grants = {(one.granted_on, one.undertaking) for one in before if isinstance(one, DeMinimisGrant) and one.note}
    stay = _several(kept)
    told = [
        one if one in stay or (one.granted_on, one.undertaking) in grants else replace(one, note="")
        for one in now
        if isinstance(one, DeMinimisGrant)
    ]
    return replace(noted, possible=Known(tuple(told) or tuple(one for one in now if one in stay or one in before)))


def _several(value: FactValue) -> tuple[Any, ...]:
    """Return the parts of a list, () for anything else."""
    possible = value.possible
    return possible.value if isinstance(possible, Known) and isinstance(possible.value, tuple) else ()


def _mentions(profile: Profile) -> int:
    return len(profile.known(_PROGRAMMES) or ())


def _notes(profile: Profile, kept: Profile) -> int:
    """Return how many notes stand at what is kept of a profile."""
    values = [*(profile.facts[name] for name in kept.facts), *(profile.judged[key] for key in kept.judged)]
    records = [value.possible.value for value in values if isinstance(value.possible, Known)]
    grants = [one for record in records if isinstance(record, tuple) for one in record]
    noted = [*(value.note for value in values), *(one.note for one in grants if isinstance(one, DeMinimisGrant))]
    return sum(map(bool, noted))


def _discreet(value: FactValue, goes: Callable[[str], bool]) -> FactValue:
    """Return a value without a note that goes, its own or that of a grant."""
    kept = replace(value, note="") if value.note and goes(value.note) else value
    if isinstance(kept.possible, Known) and isinstance(kept.possible.value, tuple):
        return replace(kept, possible=Known(tuple(_discreet_record(one, goes) for one in kept.possible.value)))
    return kept


def _discreet_record(one: Any, goes: Callable[[str], bool]) -> Any:
    return replace(one, note="") if isinstance(one, DeMinimisGrant) and one.note and goes(one.note) else one
