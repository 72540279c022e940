"""What stays between client and adviser: difficulties, insolvency, open recovery orders, and what gives them away.

Such facts are checked like all others. They are shown, printed and saved only where the reader wishes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from advisor_app.domain.eligibility import Op
from advisor_app.domain.profile import FactValue, Known, Profile, judgement_key
from advisor_app.domain.programme import Programme
from advisor_app.domain.state_aid import DeMinimisGrant
from advisor_app.matching.asking import ASKING
from advisor_app.matching.explanation import Reason

SENSITIVE = frozenset(fact for fact, asking in ASKING.items() if asking.sensitive)
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
    """Return a profile without its sensitive facts and without what would give them away.

    Left out are the facts themselves (that one was declined says something too), judgements of conditions that ask for
    the same, and notes that speak of it; the values that those notes stood at stay. The title stays: the reader chose
    it, sees it and can change it.

    Args:
        profile: what is known.
        judgements: keys of judgements that tell by the words of their condition; others are told by their key.
    """
    facts = {name: _discreet(value) for name, value in profile.facts.items() if name not in SENSITIVE}
    judged = {
        key: _discreet(value) for key, value in profile.judged.items() if key not in judgements and not is_telling(key)
    }
    return (
        profile if facts == profile.facts and judged == profile.judged else replace(profile, facts=facts, judged=judged)
    )


def _discreet(value: FactValue) -> FactValue:
    """Return a value without a note that tells, its own or that of a grant."""
    kept = replace(value, note="") if is_telling(value.note) else value
    if isinstance(kept.possible, Known) and isinstance(kept.possible.value, tuple):
        return replace(kept, possible=Known(tuple(_discreet_record(one) for one in kept.possible.value)))
    return kept


def _discreet_record(one: Any) -> Any:
    return replace(one, note="") if isinstance(one, DeMinimisGrant) and is_telling(one.note) else one
