"""Who in the company knows a fact, how easily it is told at a table, and what is asked last.

The figures for ease are judgements of how a visit goes, between 0 and 1; they only order the questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """Who can answer."""

    MANAGEMENT = "geschaeftsfuehrung"
    BOOKKEEPING = "buchhaltung"
    TAX_ADVISER = "steuerberatung"
    ADVISER = "beratung"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a fact is asked for: by whom it is known, how easily (1: by heart), and whether the question is delicate."""

    who: Who
    ease: float
    sensitive: bool = False


# Whoever runs the company says it without looking anything up.
_BY_HEART = Asking(Who.MANAGEMENT, 1.0)
# Known at the table, but it takes a thought or a second question.
_WITH_A_THOUGHT = Asking(Who.MANAGEMENT, 0.8)
# Plans that are often still vague at the first visit.
_A_PLAN = Asking(Who.MANAGEMENT, 0.6)
# Stands in the latest annual accounts: the order of magnitude is known, the figure is looked up.
_TURNOVER = Asking(Who.BOOKKEEPING, 0.6)
# Few managing directors know it; whoever makes the accounts does.
_BALANCE = Asking(Who.TAX_ADVISER, 0.35)
# Shareholders, holdings and their accounts: known in outline, exact only on paper.
_HOLDINGS = Asking(Who.MANAGEMENT, 0.5)
# Notices of the last three years lie with the bookkeeping.
_GRANTS = Asking(Who.BOOKKEEPING, 0.4)
# The adviser finds it out better than the company could say it: a code, a chamber, a legal term.
_FOUND_OUT = Asking(Who.ADVISER, 0.7)
# Delicate: asked last, with a reason, and never printed unless it is wished.
_DELICATE = Asking(Who.MANAGEMENT, 0.3, sensitive=True)
# A legal notion (less than half of the capital left); the tax adviser can tell it from the accounts.
_DIFFICULTY = Asking(Who.TAX_ADVISER, 0.25, sensitive=True)

ASKING: Mapping[str, Asking] = {
    "company.exists": _BY_HEART,
    "company.headcount": _BY_HEART,
    "company.turnover_eur": _TURNOVER,
    "company.balance_eur": _BALANCE,
    "company.related": _HOLDINGS,
    "company.public_share": _WITH_A_THOUGHT,
    # Whether last year's class was another: it takes two annual accounts.
    "company.two_year_rule": Asking(Who.TAX_ADVISER, 0.3),
    "company.legal_form": _BY_HEART,
    "company.legal_kind": _BY_HEART,
    "company.chamber": _BY_HEART,
    "company.wz_codes": _FOUND_OUT,
    "company.seat_ags": _BY_HEART,
    "company.site_ags": _BY_HEART,
    "company.site_in_de": _BY_HEART,
    "company.founded_on": _WITH_A_THOUGHT,
    # Stands on a map that nobody has at hand: the adviser looks it up, once it is known where.
    "company.structurally_weak": Asking(Who.ADVISER, 0.4),
    "company.in_difficulty": _DIFFICULTY,
    "company.insolvency": _DELICATE,
    "company.open_recovery_order": _DELICATE,
    "company.deminimis_grants": _GRANTS,
    "company.trains_apprentices": _BY_HEART,
    "project.kind": _BY_HEART,
    "project.themes": _WITH_A_THOUGHT,
    "project.activities": _WITH_A_THOUGHT,
    "project.site_ags": _BY_HEART,
    "project.started": _BY_HEART,
    "project.start_planned": _A_PLAN,
    "project.order_signed": _BY_HEART,
    "project.total_cost_eur": _WITH_A_THOUGHT,
    # Which of the costs a programme recognises is the adviser's matter.
    "project.eligible_cost_eur": Asking(Who.ADVISER, 0.5),
    "project.months": _A_PLAN,
    "project.partners": _A_PLAN,
    "project.with_research_org": _WITH_A_THOUGHT,
    "project.contractor_is_affiliate": _WITH_A_THOUGHT,
    "project.creates_job_or_training": _A_PLAN,
    "project.founding_kind": _BY_HEART,
    "project.share_pct": _WITH_A_THOUGHT,
    "project.other_funding": _WITH_A_THOUGHT,
    "person.residence_ags": _BY_HEART,
    "person.age": _WITH_A_THOUGHT,
    # Personal, and out of place in front of others.
    "person.employment": Asking(Who.MANAGEMENT, 0.7),
    # Stands in the notice of the employment agency.
    "person.alg1_days_left": Asking(Who.MANAGEMENT, 0.4),
    "person.has_master_craftsman": _BY_HEART,
    "person.equivalent_qualification": Asking(Who.ADVISER, 0.6),
    "person.first_full_time_founding": _BY_HEART,
    "person.had_hwk_consultation": _BY_HEART,
    "person.student_or_graduate": _BY_HEART,
}

# Asked only of who founds or takes over; of all others when nothing else is left.
FOR_FOUNDERS = frozenset(
    {name for name in ASKING if name.startswith("person.")} | {"project.founding_kind", "project.share_pct"}
)

# What a derived fact is worked out from, the most telling first: nobody is asked for a result. A fact that may follow
# from others and can be asked for all the same stands after them.
INPUTS: Mapping[str, tuple[str, ...]] = {
    "company.sme_class": (
        "company.exists",
        "company.headcount",
        "company.related",
        "company.turnover_eur",
        "company.balance_eur",
        "company.public_share",
        "company.two_year_rule",
    ),
    "company.headcount_group": ("company.exists", "company.headcount", "company.related"),
    "company.turnover_group_eur": ("company.exists", "company.turnover_eur", "company.related"),
    "company.public_share": ("company.related", "company.public_share"),
    "company.age_years": ("company.exists", "company.founded_on"),
    "company.site_ags": ("company.seat_ags", "company.site_ags"),
    "company.site_in_de": ("company.seat_ags", "company.site_in_de"),
    "company.structurally_weak": ("project.site_ags", "company.structurally_weak"),
    "company.deminimis_room_eur": ("company.exists", "company.deminimis_grants", "company.related"),
    "project.expected_aid_eur": ("project.total_cost_eur", "project.eligible_cost_eur"),
}
