"""The size class of a company as it is shown: worked out from a profile, meant for a worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from advisor_app.consultation.words import ORIGIN
from advisor_app.consultation.words import label as fact_label
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import check_figures as figures
from advisor_app.desktop.presenters.check_size_notices import size_notices
from advisor_app.desktop.presenters.check_size_views import (
    NOTHING,
    BoxView,
    CountRow,
    LimitRow,
    OwnFact,
    Path,
    SizeView,
)
from advisor_app.desktop.presenters.check_size_words import (
    CLASSES,
    COMPANY,
    LAWS,
    SHORT,
    counting_words,
    explained,
    level_words,
    one_of,
    tone_of,
)
from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.profile import Absent, AnyOf, FactValue, Interval, Known, Profile
from advisor_app.domain.state_aid import Direction, Exempt, Holding, SizeResult, Span
from advisor_app.domain.state_aid.figures import ANY, span
from advisor_app.domain.state_aid.holdings import LINKED_ABOVE_PCT, PARTNER_FROM_PCT, HoldingKind
from advisor_app.domain.state_aid.sme import (
    BALANCE_UP_TO_EUR,
    HEADCOUNT_BELOW,
    SOURCE,
    TURNOVER_UP_TO_EUR,
    Counting,
    Figures,
    Member,
    class_of,
    possible_status,
)
from advisor_app.matching.derive import DEMINIMIS_ROOM, SME_CLASS, derive, size_results

RELATED = "company.related"
HEADCOUNT = "company.headcount"
TURNOVER = "company.turnover_eur"
BALANCE = "company.balance_eur"
TWO_YEARS = "company.two_year_rule"
PUBLIC = "company.public_share"
_FACTS = (HEADCOUNT, TURNOVER, BALANCE, PUBLIC, TWO_YEARS)
# Facts that are worked out here unless somebody entered them.
INSTEAD = (SME_CLASS, DEMINIMIS_ROOM)
_LABELS = {
    HEADCOUNT: "Beschäftigte",
    TURNOVER: "Jahresumsatz",
    BALANCE: "Bilanzsumme",
    PUBLIC: "Öffentlicher Anteil",
    TWO_YEARS: fact_label(TWO_YEARS),
}
_MILLION = 1_000_000


def present_size(given: Profile, today: date) -> SizeView:
    """Return the size class of a company and how it comes about.

    Args:
        given: what was answered; facts that follow from others need not be filled in.
        today: the day it is worked out on.
    """
    told, given = given, known_facts(given, today)
    sizes = size_results(given)
    now = tuple(name for name in SME_CLASSES if any(name in size.classes for size in sizes))
    classes = possible_status(now, two_years=given.known(TWO_YEARS))
    related = given.known(RELATED)
    total = _together([size.total for size in sizes])
    company = given.title or COMPANY
    days = [given.value(name).as_of for name in (*_FACTS, RELATED)]
    return SizeView(
        company=company,
        answer=one_of(classes, CLASSES),
        short=one_of(classes, SHORT),
        tone=tone_of(classes),
        because=explained(classes, now, total, sizes[0].public, two_years=given.known(TWO_YEARS)),
        facts=tuple(_own_fact(given, name) for name in _FACTS),
        boxes=(_own_box(company, given), *_boxes(related or (), sizes[0])),
        rows=_rows(company, given, sizes[0], total),
        limits=_limits(total),
        notices=size_notices(given, sizes, now, today),
        related=related,
        value=told.value(RELATED),
        source=f"{SOURCE} Anhang Art. 2 bis 6, gleichlautend Anhang I AGVO",
        laws=LAWS,
        as_of=formatting.as_of(min((day for day in days if day), default="")),
        today=today.isoformat(),
        is_empty=all(told.value(name).is_open for name in (*_FACTS, RELATED, SME_CLASS)),
    )


def known_facts(told: Profile, today: date) -> Profile:
    """Return what was told with what follows from it; class and room only where they were told themselves."""
    facts = derive(told, today).profile.facts
    return replace(told, facts={name: facts[name] for name in facts if name not in INSTEAD or name in told.facts})


def span_of(value: FactValue) -> Span:
    """Return the range in which a number lies that is known in part."""
    possible = value.possible
    if isinstance(possible, Known):
        return span(possible.value)
    if isinstance(possible, AnyOf):
        return Span(min(possible.values), max(possible.values))
    return span(possible) if isinstance(possible, Interval) else ANY


# The company itself


def _own_fact(given: Profile, name: str) -> OwnFact:
    value = given.value(name)
    if value.possible is Absent.DECLINED:
        return OwnFact(fact=name, label=_LABELS[name], value="keine Angabe", is_open=True)
    if value.is_open:
        return OwnFact(fact=name, label=_LABELS[name], value=figures.OPEN, is_open=True)
    if name == TWO_YEARS:
        possible = value.possible
        said = "ja oder nein" if not isinstance(possible, Known) else "ja" if possible.value else "nein"
    elif name == HEADCOUNT:
        said = figures.staff(span_of(value))
    else:
        said = figures.share(span_of(value)) if name == PUBLIC else figures.money(span_of(value))
    return OwnFact(fact=name, label=_LABELS[name], value=said, origin=ORIGIN[value.provenance])


def _own_box(company: str, given: Profile) -> BoxView:
    own = staff_words(span_of(given.value(HEADCOUNT)))
    return BoxView(
        path=(), name=company, counting="own", word="zählt ganz", tone="accent", figures=own,
        spoken=f"{company}: das Unternehmen selbst, {own}.",
    )  # fmt: skip


def staff_words(span_: Span) -> str:
    """Return staff with its noun: `38 Beschäftigte`."""
    if span_.open:
        return "Beschäftigte noch offen"
    return f"{figures.staff(span_)}{formatting.NBSP}{'Beschäftigter' if span_ == Span(1, 1) else 'Beschäftigte'}"


# The picture


@dataclass(frozen=True, slots=True)
class _Told:
    """A holding with its path and the name of the one it was told under."""

    path: Path
    holding: Holding
    under: str


def _told(related: Sequence[Holding], under: str, above: Path = ()) -> Iterator[_Told]:
    for place, holding in enumerate(related):
        path = (*above, place)
        yield _Told(path, holding, under)
        yield from _told(holding.related, holding.name, path)


def _boxes(related: Sequence[Holding], size: SizeResult) -> tuple[BoxView, ...]:
    members = {member.name: member for member in size.members}
    return tuple(_box(told, members) for told in _told(related, ""))


def _box(told: _Told, members: Mapping[str, Member]) -> BoxView:
    holding = told.holding
    member = members.get(holding.name)
    word, tone = counting_words(member, direct=len(told.path) == 1)
    counting = member.counting.value if member is not None else Counting.MAYBE.value
    share = share_words(holding)
    owner = holding.direction is Direction.HELD_BY
    under = told.under or "das Unternehmen"
    who, whom = (holding.name, f"an {told.under}" if told.under else "am Unternehmen")
    if not owner:
        who, whom = under, f"an {holding.name}"
    staff = "steht im Abschluss darüber" if holding.consolidated else staff_words(span(holding.headcount))
    kind = " (öffentliche Stelle)" if holding.public else ""
    said = f"{who} hält {_spoken_share(holding)} {whom}."
    spoken = f"{said[:1].upper()}{said[1:]} {holding.name}{kind}: {word}, {staff}."
    return BoxView(
        path=told.path, name=holding.name, counting=counting, word=word, tone=tone, figures=staff, share=share,
        strength=_strength(holding), owner=owner, public=holding.public, consolidated=holding.consolidated,
        spoken=spoken,
    )  # fmt: skip


def share_words(holding: Holding) -> str:
    """Return what stands on the line of a holding: `62,5 %`, `40 %, Stimmen 60 %`, `Anteil offen`."""
    if holding.through_person and holding.share_pct is None:
        return "über Personen"
    capital = "Anteil offen" if holding.share_pct is None else figures.share(span(holding.share_pct))
    if holding.votes_pct is None or holding.votes_pct == holding.share_pct:
        return capital
    return f"{capital}, Stimmen {figures.share(span(holding.votes_pct))}"


def _spoken_share(holding: Holding) -> str:
    if holding.share_pct is None:
        return "einen Anteil, der noch offen ist,"
    capital, _, votes = share_words(holding).partition(", ")
    return f"{capital} ({votes})" if votes else capital


def _strength(holding: Holding) -> str:
    """Return how strong a line is: what the share alone would say, or what was stated."""
    if holding.kind is not HoldingKind.FROM_SHARE:
        return holding.kind.value
    stakes = [span(figure) for figure in (holding.share_pct, holding.votes_pct) if figure is not None]
    if not stakes:
        return "none"
    highest = max(stake.high for stake in stakes)
    votes = span(holding.share_pct if holding.votes_pct is None else holding.votes_pct)
    if votes.low > LINKED_ABOVE_PCT and not holding.through_person:
        return "linked"
    if highest < PARTNER_FROM_PCT or (holding.exempt is not Exempt.NONE and votes.high <= LINKED_ABOVE_PCT):
        return "none"
    return "partner"


# The calculation


def _together(totals: Sequence[Figures]) -> Figures:
    def hull(parts: Sequence[Span]) -> Span:
        return Span(min(part.low for part in parts), max(part.high for part in parts))

    return Figures(
        hull([total.headcount for total in totals]),
        hull([total.turnover for total in totals]),
        hull([total.balance for total in totals]),
    )


def _rows(company: str, given: Profile, size: SizeResult, total: Figures) -> tuple[CountRow, ...]:
    own = Figures(*(span_of(given.value(name)) for name in (HEADCOUNT, TURNOVER, BALANCE)))
    rows = [_row(company, "das Unternehmen selbst", formatting.percent(100), own, "Art. 4")]
    for member in size.members:
        word, _ = counting_words(member, direct=not member.under)
        weighed = member.figures.weighed(member.weight)
        row = _row(member.name, word, _weight(member.weight), weighed, _ARTICLES[member.counting])
        rows.append(row if member.weight.high else replace(row, headcount=NOTHING, turnover=NOTHING, balance=NOTHING))
    if size.members:
        rows.append(_row("Zusammen", "", "", total, "Art. 6", is_sum=True))
    return tuple(rows)


def _row(name: str, how: str, weight: str, what: Figures, article: str, *, is_sum: bool = False) -> CountRow:
    return CountRow(
        name=name, how=how, weight=weight, headcount=figures.staff(what.headcount),
        turnover=figures.money(what.turnover), balance=figures.money(what.balance),
        source=f"Anhang {article}", is_sum=is_sum,
    )  # fmt: skip


def _weight(weight: Span) -> str:
    return figures.share(Span(100 * weight.low, 100 * weight.high)) if weight.high else formatting.percent(0)


_ARTICLES = {
    Counting.LINKED: "Art. 3 Abs. 3, Art. 6 Abs. 2",
    Counting.PARTNER: "Art. 3 Abs. 2, Art. 6 Abs. 2",
    Counting.PARTNER_GROUP: "Art. 6 Abs. 3",
    Counting.MAYBE: "Art. 3",
    Counting.EXEMPT: "Art. 3 Abs. 2 Unterabs. 2",
    Counting.NOT: "Art. 3 Abs. 2, Art. 6",
}


def _limits(total: Figures) -> tuple[LimitRow, ...]:
    staff, turnover, balance = total.headcount, total.turnover, total.balance
    return (
        LimitRow(
            label="Beschäftigte",
            value=figures.staff(staff),
            level=level_words(class_of(staff.low, 0, 0), class_of(staff.high, 0, 0)),
            limit=f"unter {_listed(HEADCOUNT_BELOW, 1)}",
        ),
        _money_limit("Jahresumsatz", turnover, TURNOVER_UP_TO_EUR),
        _money_limit("Bilanzsumme", balance, BALANCE_UP_TO_EUR),
    )


def _money_limit(label: str, amount: Span, limits: Sequence[int]) -> LimitRow:
    low, high = (sum(end > limit for limit in limits) for end in (amount.low, amount.high))
    return LimitRow(
        label=label,
        value=figures.money(amount),
        level=level_words(SME_CLASSES[low], SME_CLASSES[high]),
        limit=f"bis {_listed(limits, _MILLION)}{formatting.NBSP}Mio.{formatting.NBSP}EUR",
    )


def _listed(limits: Sequence[int], unit: int) -> str:
    return " / ".join(formatting.number(limit / unit) for limit in limits)
