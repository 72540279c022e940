"""Gross grant equivalent of loans and guarantees given as de-minimis aid, by the simplified way.

Source: Regulation (EU) 2023/2831 of 13 December 2023, Art. 4. As of 2026-11-23. Loans (para. 3(b)) were checked against
a stored copy: secured for at least half, and up to 1,500,000 EUR over five years or 750,000 EUR over ten; what is less
counts as the corresponding part of the 300,000 EUR. Guarantees (para. 6(b)) were found in a Bavarian guideline of
17 June 2024 that repeats them: at most 80 % of the loan, up to 2,250,000 EUR over five years or 1,125,000 EUR over ten.
The amounts of 1,000,000/500,000 and 1,500,000/750,000 EUR that still go round are those of the repealed Regulation (EU)
No 1407/2013. The way is shut to insolvent enterprises, and to large ones rated below B-. Anything else is worked out by
the bank with the reference rate: its notice names the equivalent, and that figure goes into the account.
"""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.domain.state_aid.deminimis import CEILING_EUR

MIN_SECURED_PCT = 50
MAX_GUARANTEED_PCT = 80


@dataclass(frozen=True, slots=True)
class Frame:
    """The highest amount in EUR for a term of up to so many years that uses up the whole ceiling."""

    amount_eur: float
    years: float


LOAN_FRAMES = (Frame(1_500_000, 5), Frame(750_000, 10))
GUARANTEE_FRAMES = (Frame(2_250_000, 5), Frame(1_125_000, 10))


def loan_equivalent(amount_eur: float, years: float, secured_pct: float) -> float | None:
    """Return the gross grant equivalent of a loan in EUR, None where the simplified way is shut."""
    if secured_pct < MIN_SECURED_PCT:
        return None
    return _part(amount_eur, years, LOAN_FRAMES)


def guarantee_equivalent(amount_eur: float, years: float, guaranteed_pct: float) -> float | None:
    """Return the gross grant equivalent of a guarantee over an amount in EUR, None where the simplified way is shut."""
    if guaranteed_pct > MAX_GUARANTEED_PCT:
        return None
    return _part(amount_eur, years, GUARANTEE_FRAMES)


def _part(amount: float, years: float, frames: tuple[Frame, ...]) -> float | None:
    """Return the part of the ceiling that an amount over a term uses up."""
    fitting = [frame for frame in frames if 0 <= amount <= frame.amount_eur and 0 <= years <= frame.years]
    if not fitting:
        return None
    frame = fitting[0]
    return CEILING_EUR * (amount / frame.amount_eur) * (years / frame.years)
