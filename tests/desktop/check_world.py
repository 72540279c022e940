"""A check of a small company against programmes of every outcome, as the window gets it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from advisor_app.consultation.findings import Adviser, Findings
from advisor_app.consultation.session import Session
from advisor_app.desktop.presenters.check_result_views import ResultsView
from advisor_app.desktop.presenters.check_results import present_results
from advisor_app.desktop.presenters.check_rows import ResultWords
from advisor_app.domain import Programme
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Certainty, Visibility
from advisor_app.domain.profile import FactValue, Known, Profile
from advisor_app.domain.programme import Amounts, FundingType, Grant, Range, StartRule, Window, WindowModel
from tests.desktop.conftest import LABELS, REVIEW, TODAY, programme

WORDS = {name: LABELS[name] for name in ("funding_types", "routes", "start_rules", "themes", "window_states")}


def condition(rule_id: str, fact: str, op: Op, value: object, text: str = "", *, fixable: bool = False) -> Rule:
    return Rule(id=rule_id, fact=fact, op=op, value=value, text=text, src="q1", fixable=fixable)  # type: ignore[arg-type]


SMALL = condition("klein", "company.headcount", Op.LT, 50, "weniger als 50 Beschäftigte")
CRAFT = condition("art", "company.legal_kind", Op.EQ, "handwerk", "Betrieb des Handwerks")
UNSIGNED = condition("auftrag", "project.order_signed", Op.EQ, False, "Auftrag noch nicht erteilt")
ADVICE = condition("beratung", "person.had_hwk_consultation", Op.EQ, True, "vorher Beratung der HWK", fixable=True)
TALK = Rule(id="risiko", op=Op.MANUAL, text="erhebliches technisches Risiko", src="q1")
SOUND = condition("gesund", "company.insolvency", Op.EQ, False, "kein Insolvenzverfahren")

FITTING = programme("fit", "Digital jetzt", eligibility=Rule(all=(SMALL, CRAFT)), documents=("Angebot", "Plan"),
                    amounts=Amounts(rate_pct=Range(min=50, max=50), grant_eur=Grant(max=15_000)))  # fmt: skip
TO_DO = programme("todo", "Gründung im Handwerk", eligibility=Rule(all=(SMALL, ADVICE, TALK)))
OPEN = programme("open", "Investition im Betrieb", eligibility=Rule(all=(SMALL, UNSIGNED, TALK)),
                 start_rule=StartRule.ERST_NACH_BEWILLIGUNG, themes=("it_sicherheit",),
                 funding_types=(FundingType.DARLEHEN,), amounts=Amounts(loan_eur=Range(max=25_000_000)),
                 window=Window(model=WindowModel.LOTTERY, dates=("2027-03-01",)))  # fmt: skip
RULELESS = programme("ruleless", "Ohne Bedingungen", window=Window(model=WindowModel.PAUSED))
GONE = programme("gone", "Es war einmal", eligibility=SMALL, window=Window(model=WindowModel.CLOSED))
STALE = programme("stale", "Alter Stand", eligibility=SMALL, review=replace(REVIEW, certainty=Certainty.C))
FAILING = programme("fail", "Nur für Große", eligibility=Rule(none=(SMALL,)), start_rule=StartRule.ANTRAG_VOR_BEGINN)
SECRET = programme("secret", "Nur im Netzwerk", eligibility=SMALL, visibility=Visibility.NETWORK)
DELICATE = programme("delicate", "Nur für Gesunde", eligibility=Rule(all=(SMALL, SOUND)))
PROGRAMMES = (FITTING, TO_DO, OPEN, RULELESS, STALE, FAILING)

FACTS: dict[str, object] = {
    "company.headcount": 38, "company.legal_kind": "handwerk", "person.had_hwk_consultation": False,
    "project.total_cost_eur": 20_000,
}  # fmt: skip


def profile(**changes: object) -> Profile:
    """Return the profile of the company; names are those of facts with two underscores for the dot."""
    known = {**FACTS, **{name.replace("__", "."): value for name, value in changes.items()}}
    return Profile(facts={name: FactValue(possible=Known(value)) for name, value in known.items()})


def findings_of(programmes: Iterable[Programme] = PROGRAMMES, given: Profile | None = None) -> Findings:
    return Adviser.of(programmes, TODAY).first(Session(given=given if given is not None else profile()))


def words() -> ResultWords:
    return ResultWords(vocabularies=WORDS, today=TODAY)


def view_of(programmes: Iterable[Programme] = PROGRAMMES, given: Profile | None = None) -> ResultsView:
    return present_results(findings_of(programmes, given), words())


def many(count: int, *, outcome: Sequence[Programme] = (OPEN, FITTING, FAILING)) -> tuple[Programme, ...]:
    """Return so many programmes, their names in the order of their numbers."""
    return tuple(
        replace(outcome[number % len(outcome)], id=f"p-{number:05}", title=f"Programm {number:05}")
        for number in range(count)
    )
