"""Holdings as they are typed and changed: fields as text, what is wrong with them, the tree with one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor_app.desktop.presenters.check_figures import Wrong, read_figure, typed
from advisor_app.desktop.presenters.check_size_views import Path
from advisor_app.domain.state_aid import Direction, Exempt, Figure, Holding, HoldingKind, holdings_fault
from advisor_app.domain.state_aid.holdings import MAX_LEVELS, FaultKind

# Field -> its unit, and the greatest value it may have.
_FIGURES: Mapping[str, tuple[str, float]] = {
    "share": ("%", 100),
    "votes": ("%", 100),
    "headcount": ("AWU", 10_000_000),
    "turnover": ("EUR", 1e15),
    "balance": ("EUR", 1e15),
}
_SAME = "So heißt hier schon ein Kasten. Gleicher Name heißt: dasselbe Unternehmen."
_FAULTS: Mapping[FaultKind, str] = {
    FaultKind.CYCLE: "So heißt schon ein Unternehmen auf dem Weg hierher: Das ergäbe einen Kreis.",
    FaultKind.TOO_DEEP: f"Mehr als {MAX_LEVELS} Stufen werden nicht verfolgt.",
    FaultKind.NO_NAME: "Ein Name fehlt. Ein Wort genügt, etwa „Holding“.",
}
EXEMPT_WORDS: Mapping[Exempt, str] = {
    Exempt.NONE: "keine",
    Exempt.VENTURE_CAPITAL: "Risikokapitalgesellschaft",
    Exempt.PUBLIC_INVESTMENT: "Öffentliche Beteiligungsgesellschaft",
    Exempt.BUSINESS_ANGEL: "Business Angel",
    Exempt.UNIVERSITY: "Hochschule, gemeinnützige Forschung",
    Exempt.INSTITUTIONAL: "Institutioneller Anleger, Entwicklungsfonds",
    Exempt.SMALL_MUNICIPALITY: "Kleine Gemeinde",
}
FROM_SHARE, CONTROL, NO_CONTROL, PERSONS = "share", "control", "no_control", "persons"
TIE_WORDS: Mapping[str, str] = {
    FROM_SHARE: "wie der Anteil sagt",
    CONTROL: "beherrscht, auch ohne Mehrheit",
    NO_CONTROL: "nur Partner, trotz Mehrheit",
    PERSONS: "über dieselben Personen, gleicher Markt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingDraft:
    """A holding as it is typed; every figure is text.

    Args:
        name: what it is called.
        direction: who holds whom.
        share: of the capital, in percent.
        votes: of the votes, "" where they follow the capital.
        headcount: annual work units.
        turnover: in EUR.
        balance: balance sheet total in EUR.
        tie: code of how it belongs, see `TIE_WORDS`.
        exempt: investor that does not make a partner.
        public: a public body.
        consolidated: its figures are in the accounts of the one above already.
        group: holders of one group act together.
        related: what stands below it, left as it is.
    """

    name: str = ""
    direction: Direction = Direction.HELD_BY
    share: str = ""
    votes: str = ""
    headcount: str = ""
    turnover: str = ""
    balance: str = ""
    tie: str = FROM_SHARE
    exempt: Exempt = Exempt.NONE
    public: bool = False
    consolidated: bool = False
    group: str = ""
    related: tuple[Holding, ...] = ()

    @property
    def has_more(self) -> bool:
        """Tell whether something is said that few holdings need."""
        return bool(self.votes or self.group) or self.tie != FROM_SHARE or self.consolidated


def draft_of(holding: Holding) -> HoldingDraft:
    """Return a holding as one would type it."""
    tie = {HoldingKind.LINKED: CONTROL, HoldingKind.PARTNER: NO_CONTROL}.get(holding.kind, FROM_SHARE)
    return HoldingDraft(
        name=holding.name, direction=holding.direction, share=typed(holding.share_pct), votes=typed(holding.votes_pct),
        headcount=typed(holding.headcount), turnover=typed(holding.turnover_eur), balance=typed(holding.balance_eur),
        tie=PERSONS if holding.through_person else tie, exempt=holding.exempt, public=holding.public,
        consolidated=holding.consolidated, group=holding.group, related=holding.related,
    )  # fmt: skip


Faults = dict[str, str]


def read_draft(draft: HoldingDraft) -> Holding | Faults:
    """Return the holding that was typed, or by the field's name what is wrong with it."""
    read = {name: read_figure(str(getattr(draft, name)), unit, most=most) for name, (unit, most) in _FIGURES.items()}
    faults = {name: figure.words for name, figure in read.items() if isinstance(figure, Wrong)}
    if not draft.name.strip():
        faults["name"] = _FAULTS[FaultKind.NO_NAME]
    if faults:
        return faults
    known: dict[str, Figure] = {name: figure for name, figure in read.items() if not isinstance(figure, Wrong)}
    owner = draft.direction is Direction.HELD_BY
    return Holding(
        name=" ".join(draft.name.split()), direction=draft.direction, share_pct=known["share"],
        votes_pct=known["votes"], headcount=known["headcount"], turnover_eur=known["turnover"],
        balance_eur=known["balance"], kind=_KINDS[draft.tie], through_person=draft.tie == PERSONS,
        # Only who holds can be exempt, or act together with others.
        exempt=draft.exempt if owner else Exempt.NONE, group=draft.group.strip() if owner else "",
        public=draft.public, consolidated=draft.consolidated, related=draft.related,
    )  # fmt: skip


_KINDS = {
    FROM_SHARE: HoldingKind.FROM_SHARE,
    CONTROL: HoldingKind.LINKED,
    NO_CONTROL: HoldingKind.PARTNER,
    PERSONS: HoldingKind.LINKED,
}


# The tree


def holding_at(related: Sequence[Holding], path: Path) -> Holding | None:
    """Return the holding at a place, None where there is none."""
    here, found = related, None
    for place in path:
        if not 0 <= place < len(here):
            return None
        found = here[place]
        here = found.related
    return found


def below(related: Sequence[Holding], path: Path) -> tuple[Holding, ...]:
    """Return what stands right below a place; below () what stands around the company."""
    found = holding_at(related, path)
    return tuple(related) if not path else found.related if found is not None else ()


def put(related: Sequence[Holding], path: Path, holding: Holding) -> tuple[Holding, ...]:
    """Return the holdings with another one at a place, or with one more where the place is the next free one."""
    place, rest = path[0], path[1:]
    if rest:
        above = related[place]
        changed = replace(above, related=put(above.related, rest, holding))
        return (*related[:place], changed, *related[place + 1 :])
    return (*related[:place], holding, *related[place + 1 :])


def removed(related: Sequence[Holding], path: Path) -> tuple[Holding, ...]:
    """Return the holdings without the one at a place and what stands below it."""
    place, rest = path[0], path[1:]
    if rest:
        above = related[place]
        return (*related[:place], replace(above, related=removed(above.related, rest)), *related[place + 1 :])
    return (*related[:place], *related[place + 1 :])


def count_below(holding: Holding) -> int:
    """Return how many stand below a holding, at any depth."""
    return sum(1 + count_below(one) for one in holding.related)


def with_draft(related: Sequence[Holding], path: Path, draft: HoldingDraft) -> tuple[Holding, ...] | Faults:
    """Return the holdings with one that was typed at a place, or by the field's name what is wrong with it.

    Args:
        related: the holdings before.
        path: the place; the next free one for a new holding.
        draft: what was typed.
    """
    holding = read_draft(draft)
    if not isinstance(holding, Holding):
        return holding
    beside = [one.name for place, one in enumerate(below(related, path[:-1])) if place != path[-1]]
    if holding.name in beside:
        return {"name": _SAME}
    changed = put(related, path, holding)
    fault = holdings_fault(changed)
    if fault is None or holding.name not in fault.path:
        return changed
    return {"name": _FAULTS.get(fault.kind, "Darunter stimmt etwas nicht, siehe oben.")}
