"""German words of a verdict: its reasons with what is known and as-of, what it may come to, what the window says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.words import (
    DECLINED,
    NBSP,
    amount_words,
    as_of_words,
    capital,
    label,
    number_words,
    said,
)
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, Interval
from advisor_app.domain.programme import FundingType, Programme
from advisor_app.domain.state_aid.amounts import Estimate
from advisor_app.matching.derive import estimate_for
from advisor_app.matching.explanation import Reason
from advisor_app.matching.truth import Truth
from advisor_app.matching.verdict import Outcome, Verdict

NO_CONDITIONS = "Bedingungen sind nicht hinterlegt; bei der Stelle klären"
# Of a condition that no answer of the company decides.
ASK_THE_BODY = "bei der Stelle klären"
# What the rule comes to where it is decided.
_TRUTHS = {Outcome.FITS: Truth.TRUE, Outcome.STALE: Truth.TRUE, Outcome.FAILS: Truth.FALSE}
# What a programme that has to be paid back gives, the first that it names; a guarantee is for a credit.
_LENT = {
    FundingType.DARLEHEN: "Darlehen",
    FundingType.BETEILIGUNG: "Beteiligung",
    FundingType.BUERGSCHAFT: "Kredit",
    FundingType.GARANTIE: "Kredit",
}
# Values that say nothing beside the words of a rule: `ja` or `38` need the name of their fact.
_BARE = frozenset((FactType.BOOL, FactType.NUMBER, FactType.DATE))


def reason_text(reason: Reason) -> str:
    """Return the words of a condition."""
    return reason.text or (label(reason.fact) if reason.fact else "Bedingung")


def reason_line(reason: Reason, names: Names = NO_NAMES, *, expected: Truth | None = None) -> str:
    """Return a condition in one line: its words, what is known, and the as-of of its source.

    Args:
        reason: the condition.
        names: what codes are called.
        expected: the truth of the whole rule; where a condition decides by being the opposite, that is said.
    """
    told = [capital(reason_text(reason)), _standing(reason, names)]
    if expected is not None and reason.truth is expected.opposite:
        told.insert(1, "trifft zu" if reason.truth is Truth.TRUE else "trifft nicht zu")
    if reason.as_of and reason.truth is not Truth.OPEN:
        told.append(f"Stand {as_of_words(reason.as_of)}")
    return " · ".join(part for part in told if part)


def reason_lines(verdict: Verdict, names: Names = NO_NAMES) -> tuple[str, ...]:
    """Return the deciding reasons of a verdict in one line each, each once."""
    return tuple(dict.fromkeys(_reasons(verdict, names)))


def estimate_words(verdict: Verdict) -> str:
    """Return what a programme may come to for whom it was checked; "" where nothing can be said."""
    return offer_words(verdict.programme, estimate_for(verdict.programme, verdict.profile))


def offer_words(programme: Programme, found: Estimate) -> str:
    """Return what a programme offers: `50 %, bis 500 EUR` or `Beteiligung bis 50.000 EUR`; "" for nothing.

    Never more exact than it is known. What has to be paid back is named as what it is; where a programme lends in the
    first place, the grant beside it is only named, as its highest amount belongs to the highest loan.
    """
    # Below its floor a programme gives nothing.
    aid, loan = ("", "") if found.below_floor else (_money(found.aid_eur), _money(found.loan_eur))
    if aid and found.aid_eur is not None and found.plain_eur is not None:
        aid = f"{_money(found.plain_eur)}, mit Bonus {_money(Interval(None, found.aid_eur.max))}"
    noun = next((_LENT[kind] for kind in _LENT if kind in programme.funding_types), _LENT[FundingType.DARLEHEN])
    lent = f"{noun} {loan}" if loan else ""
    share = _share(programme, found)
    if share and programme.funding_types[:1] == (FundingType.BUERGSCHAFT,):
        # The highest share and the highest credit do not go together: a guarantee has a highest amount of its own.
        parts = [share, aid]
    elif loan and lends(programme):
        parts = [share, lent, "dazu Zuschuss" if aid else ""]
    else:
        parts = [share, aid, f"dazu {lent}" if lent and aid else lent]
    return ", ".join(part for part in parts if part)


def lends(programme: Programme) -> bool:
    """Tell whether a programme lends or stands surety in the first place, whatever it grants beside that."""
    return bool(programme.funding_types) and programme.funding_types[0] in _LENT


def _share(programme: Programme, found: Estimate) -> str:
    """Return the share of the cost, of a guarantee that of the credit; what frees only the bank is nobody's gain."""
    amounts, types = programme.amounts, programme.funding_types
    if found.rate_pct is not None:
        low, high = found.rate_pct.min, found.rate_pct.max
        most = amount_words(float(high or 0), "%")
        if low is None or (not low and high):
            return f"bis {most}"
        return most if low == high else f"{number_words(float(low))} bis {most}"
    if types == (FundingType.BERATUNG,):
        return "kostenfrei"
    guarantee = amounts.guarantee_pct if amounts is not None and types[:1] == (FundingType.BUERGSCHAFT,) else None
    return "" if guarantee is None else f"bis {amount_words(guarantee, '%')} des Kredits"


def _money(amounts: Interval | None) -> str:
    """Return an amount with its ends; even a single one is the most there can be: the granting body decides."""
    if amounts is None:
        return ""
    low, high = amounts.min, amounts.max
    if high is None:
        return f"ab {amount_words(float(low or 0))}"
    most = f"bis {amount_words(float(high))}"
    return most if low in (None, high) else f"{amount_words(float(low)).removesuffix(f'{NBSP}EUR')} {most}"


def _reasons(verdict: Verdict, names: Names) -> Iterator[str]:
    if not verdict.has_rule:
        yield NO_CONDITIONS
        return
    if verdict.outcome is Outcome.FIXABLE:
        yield from (f"Zu tun: {reason_text(one)}" for one in verdict.fixable)
        yield from (f"Es fehlt: {label(fact)}" for fact in verdict.open)
        yield from (f"Im Gespräch klären: {reason_text(one)}" for one in verdict.manual)
        return
    if verdict.outcome is Outcome.STALE:
        review = verdict.programme.review
        yield f"Angaben zum Programm prüfen: Beleg {review.certainty}, Prüfung bis {as_of_words(review.review_by)}"
    expected = _TRUTHS.get(verdict.outcome)
    yield from (reason_line(one, names, expected=expected) for one in _facts_first(verdict.deciding))


def _facts_first(reasons: Sequence[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda one: one.manual)


def _standing(reason: Reason, names: Names) -> str:
    """Return what is known of a condition."""
    possible = reason.value.possible
    if reason.manual:
        return "im Gespräch klären" if reason.truth is Truth.OPEN else "im Gespräch geklärt"
    if possible is Absent.DECLINED:
        return DECLINED
    if isinstance(possible, Absent):
        return "Angabe fehlt"
    words = said(reason.fact, reason.value, names)
    told = f"{label(reason.fact)}: {words}" if FACTS[reason.fact].type in _BARE else words
    if reason.against and not reason.limit.is_open:
        told = f"{told}, verglichen mit {label(reason.against)}: {said(reason.against, reason.limit, names)}"
    if reason.for_the_body:
        return f"{told}, {ASK_THE_BODY}"
    return f"{told}, genauer nötig" if reason.truth is Truth.OPEN else told
