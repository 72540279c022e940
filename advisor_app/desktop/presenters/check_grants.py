"""De-minimis grants as they are typed: fields as text, what is wrong with them, loans and guarantees converted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from advisor_app.desktop.formatting import NBSP, euro, number
from advisor_app.desktop.presenters.check_figures import Wrong, read_day, read_figure, read_number, typed, typed_day
from advisor_app.domain.state_aid import Basis, DeMinimisGrant, Figure
from advisor_app.domain.state_aid.equivalent import (
    GUARANTEE_FRAMES,
    LOAN_FRAMES,
    MAX_GUARANTEED_PCT,
    MIN_SECURED_PCT,
    Frame,
    guarantee_equivalent,
    loan_equivalent,
)

GRANT, LOAN, GUARANTEE = "grant", "loan", "guarantee"
KIND_WORDS = {GRANT: "Zuschuss", LOAN: "Darlehen", GUARANTEE: "Bürgschaft"}
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_BY_NOTICE = "Sonst steht der Beihilfewert im Bescheid; er lässt sich als Zuschuss eintragen."

Faults = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDraft:
    """A grant as it is typed.

    Args:
        day: of the notice.
        kind: `grant` (the gross grant equivalent is known), or what it is worked out for: `loan`, `guarantee`.
        amount: gross grant equivalent, or the amount of the loan or the guarantee, in EUR.
        years: term of a loan or guarantee.
        percent: how much of a loan is secured, or of a loan is guaranteed.
        undertaking: who received it, "" for the company.
        basis: code of the regulation.
        note: what else was said.
    """

    day: str = ""
    kind: str = GRANT
    amount: str = ""
    years: str = ""
    percent: str = ""
    undertaking: str = ""
    basis: str = Basis.GENERAL.value
    note: str = ""


def draft_of(grant: DeMinimisGrant) -> GrantDraft:
    """Return a grant as one would type it."""
    return GrantDraft(
        day=typed_day(grant.granted_on), amount=typed(grant.gge_eur), undertaking=grant.undertaking,
        basis=grant.basis.value, note=grant.note,
    )  # fmt: skip


def read_draft(draft: GrantDraft) -> DeMinimisGrant | Faults:
    """Return the grant that was typed, or by the field's name what is wrong with it."""
    faults: Faults = {}
    day = read_day(draft.day)
    if isinstance(day, Wrong):
        faults["day"] = day.words
    elif not _FIRST_YEAR <= date.fromisoformat(day).year <= _LAST_YEAR:
        faults["day"] = "Dieses Jahr kann nicht stimmen."
    gge = equivalent(draft) if draft.kind != GRANT else _amount(draft)
    if isinstance(gge, dict):
        faults |= gge
    if faults or isinstance(day, Wrong) or isinstance(gge, dict):
        return faults
    return DeMinimisGrant(
        granted_on=day, gge_eur=gge, undertaking=" ".join(draft.undertaking.split()), basis=Basis(draft.basis),
        note=_note(draft),
    )  # fmt: skip


def _amount(draft: GrantDraft) -> Figure | Faults:
    amount = read_figure(draft.amount, "EUR")
    if isinstance(amount, Wrong):
        return {"amount": amount.words}
    return {"amount": "Der Beihilfewert fehlt. Er steht in der De-minimis-Bescheinigung."} if amount is None else amount


def equivalent(draft: GrantDraft) -> float | Faults:
    """Return the gross grant equivalent of a loan or guarantee in EUR, or what is wrong with the fields."""
    read = {
        "amount": read_number(draft.amount, "EUR"),
        "years": read_number(draft.years, "years", most=100),
        "percent": read_number(draft.percent, "%", most=100),
    }
    faults = {name: value.words for name, value in read.items() if isinstance(value, Wrong)}
    faults |= {name: "Diese Angabe fehlt." for name, value in read.items() if value is None}
    numbers = [value for value in read.values() if isinstance(value, int | float)]
    if faults or len(numbers) < len(read):
        return faults
    amount, years, percent = numbers
    loan = draft.kind == LOAN
    found = (loan_equivalent if loan else guarantee_equivalent)(amount, years, percent)
    if found is not None:
        return round(found, 2)
    if loan and percent < MIN_SECURED_PCT:
        return {"percent": f"Der vereinfachte Weg gilt ab {MIN_SECURED_PCT}{NBSP}% Sicherheiten. {_BY_NOTICE}"}
    if not loan and percent > MAX_GUARANTEED_PCT:
        return {"percent": f"Der vereinfachte Weg gilt bis {MAX_GUARANTEED_PCT}{NBSP}% Bürgschaft. {_BY_NOTICE}"}
    return {"amount": f"Der vereinfachte Weg gilt {_frames(LOAN_FRAMES if loan else GUARANTEE_FRAMES)}. {_BY_NOTICE}"}


def _frames(frames: Sequence[Frame]) -> str:
    said = [f"bis {euro(frame.amount_eur)} über {number(frame.years)} Jahre" for frame in frames]
    return " oder ".join(said)


def _note(draft: GrantDraft) -> str:
    """Return the remark; of what was converted it also says from what."""
    note = " ".join(draft.note.split())
    if draft.kind == GRANT:
        return note
    how = "besichert" if draft.kind == LOAN else "verbürgt"
    made = f"{KIND_WORDS[draft.kind]} {draft.amount.strip()} EUR, {draft.years.strip()} Jahre, "
    made += f"{draft.percent.strip()} % {how}"
    return f"{note}; {made}" if note else made


def put(grants: Sequence[DeMinimisGrant], place: int, grant: DeMinimisGrant) -> tuple[DeMinimisGrant, ...]:
    """Return the grants with another one at a place, or with one more where the place is the next free one."""
    return (*grants[:place], grant, *grants[place + 1 :])


def removed(grants: Sequence[DeMinimisGrant], place: int) -> tuple[DeMinimisGrant, ...]:
    """Return the grants without the one at a place."""
    return (*grants[:place], *grants[place + 1 :])
