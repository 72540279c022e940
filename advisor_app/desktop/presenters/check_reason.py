"""One programme explained for somebody who asks "why?": what would have to change, down to value, source and as-of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.names import Names
from advisor_app.consultation.verdict_words import lends, offer_words
from advisor_app.consultation.words import OUTCOMES
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.check_estimates import asks_for_cost
from advisor_app.desktop.presenters.check_reason_aid import AidLaw, present_aid
from advisor_app.desktop.presenters.check_reason_export import as_html, as_text
from advisor_app.desktop.presenters.check_reason_lead import present_lead
from advisor_app.desktop.presenters.check_reason_lines import CHECK, FAILED, HOLDS, MISSING, TO_DO
from advisor_app.desktop.presenters.check_reason_start import present_start
from advisor_app.desktop.presenters.check_reason_tree import Telling, calc_lines, deed_for, lines, talk
from advisor_app.desktop.presenters.check_reason_views import CalcLine, Deed, EstimateView, Leaving, ReasonView
from advisor_app.desktop.presenters.outside import PublicLabels, kept_words, may_go_out
from advisor_app.desktop.presenters.results import is_stale, present_status
from advisor_app.desktop.presenters.rows import kind_label
from advisor_app.desktop.presenters.sources import newest_as_of, refs, source_views, stand_mark
from advisor_app.desktop.presenters.views import Labels, Library, Mark
from advisor_app.domain.programme import Programme
from advisor_app.domain.state_aid import Step, StepCode
from advisor_app.domain.state_aid.amounts import Estimate
from advisor_app.matching.derive import derive, estimate_for
from advisor_app.matching.explanation import explain
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Outcome, Verdict

OUTCOME_MARKS = {
    Outcome.FITS: HOLDS,
    Outcome.FIXABLE: TO_DO,
    Outcome.OPEN: MISSING,
    Outcome.STALE: CHECK,
    Outcome.FAILS: FAILED,
}
_AMOUNTS = ("amounts", "rate_table", "bagatelle_eur")
_RATE_ALONE = (
    "Einen Höchstbetrag nennen die Quellen nicht. Aus dem Satz allein folgt kein Betrag: Wovon er gilt, legt das "
    "Programm fest. Er ist keine Zusage."
)
_COSTS = ("project.total_cost_eur", "project.eligible_cost_eur")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """What an explanation is made with.

    Args:
        check: the verdicts, as they may be told.
        names: what codes are called.
        labels: knows words and linked items, as they may be told.
        library: tells how old the knowledge is.
        notes: what else was said about facts may be told too.
    """

    check: Check
    names: Names
    labels: Labels
    library: Library
    notes: bool

    def view(self, verdict: Verdict) -> ReasonView:
        """Return the explanation of a verdict, without what may leave."""
        check, programme = self.check, verdict.programme
        today = check.rulebook.today
        stale = is_stale(self.library, today)
        steps = derive(check.given, today).steps
        telling = Telling(programme=programme, profile=check.profile, names=self.names, steps=steps, notes=self.notes)
        tree, decided = explain(programme, check.profile), explain(programme, check.profile, deciding_only=True)
        found = estimate_for(programme, check.profile)
        standing = f"Inhaltsstand {present_status(self.library, today=today).as_of}"
        law = AidLaw(telling=telling, found=found, labels=self.labels, others=self._barred(programme), today=today)
        return ReasonView(
            id=programme.id,
            title=programme.title,
            meta=kind_label(programme, self.labels),
            outcome=_outcome_mark(verdict),
            window=_window_mark(programme, self.labels, check, stale=stale),
            stand=stand_mark(programme, today),
            lead=present_lead(verdict, tree, telling, stale=stale, today=today),
            deciding=() if decided is None else lines(decided, telling),
            every=() if tree is None else lines(tree, telling),
            talk=() if tree is None else talk(tree, telling),
            estimate=_estimate(telling, found),
            start=present_start(programme, check.profile, self.labels, stale=stale),
            aid=present_aid(law),
            sources=source_views(programme),
            standing=f"{standing}, geprüft am {formatting.as_of(today.isoformat())}",
        )

    def _barred(self, programme: Programme) -> tuple[Programme, ...]:
        """Return the programmes that this one cannot go with, whichever of the two says so."""
        own = programme.cumulation.excluded_with if programme.cumulation is not None else ()
        others = [
            entry.programme.id
            for entry in self.check.rulebook.entries
            if entry.programme.cumulation is not None and programme.id in entry.programme.cumulation.excluded_with
        ]
        items = self.labels.items(tuple(dict.fromkeys((*own, *others))))
        return tuple(item for item in items.values() if isinstance(item, Programme) and item.id != programme.id)


def present_reason(
    findings: Findings, names: Names, library: Library, programme_id: str, *, notes: bool = True
) -> ReasonView | None:
    """Return the explanation of a programme, None where it is not among those checked; meant for a worker.

    Args:
        findings: what follows from what is known.
        names: what codes are called.
        library: the knowledge, as whoever looks at the screen may see it.
        programme_id: which programme.
        notes: what else was said about facts is shown; not where a client looks.
    """
    verdict = findings.check.by_id.get(programme_id)
    if verdict is None:
        return None
    view = _Maker(check=findings.check, names=names, labels=library, library=library, notes=notes).view(verdict)
    return replace(view, leaving=_leaving(findings, names, library, verdict.programme))


def _leaving(findings: Findings, names: Names, library: Library, programme: Programme) -> Leaving:
    """Return what may leave: nothing of what is for the network only, and what is delicate only as a choice."""
    if not may_go_out(programme):
        return Leaving(stays=kept_words((programme.title,)))
    plain, whole = (
        _public_view(findings, names, library, programme, with_sensitive=with_sensitive)
        for with_sensitive in (False, True)
    )
    return Leaving(
        text=as_text(plain, with_sensitive=False),
        html=as_html(plain, with_sensitive=False),
        text_all=as_text(whole, with_sensitive=True),
        html_all=as_html(whole, with_sensitive=True),
        offers_all=whole != plain,
    )


def _public_view(
    findings: Findings, names: Names, library: Library, programme: Programme, *, with_sensitive: bool
) -> ReasonView:
    check = findings.checked(with_sensitive=with_sensitive)
    maker = _Maker(check=check, names=names, labels=PublicLabels(library), library=library, notes=False)
    return maker.view(check.by_id[programme.id])


def _outcome_mark(verdict: Verdict) -> Mark:
    icon, tone = OUTCOME_MARKS[verdict.outcome]
    return Mark(icon=icon, tone=tone, text=OUTCOMES[verdict.outcome], filled=True)


def _window_mark(programme: Programme, labels: Labels, check: Check, *, stale: bool) -> Mark:
    today = check.rulebook.today
    if key_facts.window_capped(programme, today, stale=stale):
        return key_facts.check_mark()
    return key_facts.window_mark(programme, labels, today)


def _estimate(telling: Telling, found: Estimate) -> EstimateView:
    """Return what the programme may come to: a range with its calculation, never a promise."""
    programme = telling.programme
    figure = offer_words(programme, found)
    in_eur = found.aid_eur is not None or found.loan_eur is not None
    notes = []
    if not figure:
        notes.append("Die Quellen nennen weder Satz noch Betrag.")
    if found.below_floor:
        notes.append("Die Untergrenze des Programms wird nach den Angaben nicht erreicht.")
    elif found.below_floor is None:
        notes.append("Ob die Untergrenze des Programms erreicht wird, ist noch offen.")
    amounts = programme.amounts
    if amounts is not None and amounts.note:
        notes.append(amounts.note)
    if found.rate_pct is not None and not in_eur:
        notes.append(_RATE_ALONE)
    elif figure:
        notes.append("Das ist eine Spanne aus Satz, Kosten und Grenzen des Programms, keine Zusage.")
    stand = newest_as_of(programme, *_AMOUNTS) if refs(programme, *_AMOUNTS) else ""
    return EstimateView(
        figure=figure,
        notes=tuple(notes),
        calc=_calculation(telling, found.steps if not lends(programme) else _without_aid(found)),
        missing=_sharper(telling) if figure else (),
        refs=refs(programme, *_AMOUNTS),
        stand=f"Stand {formatting.as_of(stand)}" if stand else "",
    )


def _without_aid(found: Estimate) -> tuple[Step, ...]:
    """Return the calculation without the grant that comes with a loan: it depends on how high the loan is."""
    return tuple(one for one in found.steps if one.code is not StepCode.AID)


def _calculation(telling: Telling, steps: tuple[Step, ...]) -> tuple[CalcLine, ...]:
    """Return the calculation; the cap on the costs and that on the grant are told apart."""
    amounts = telling.programme.amounts
    cost_cap = amounts.eligible_cost_eur.max if amounts is not None and amounts.eligible_cost_eur is not None else None
    at = next((at for at, one in enumerate(steps) if one.code is StepCode.CAP), len(steps))
    if cost_cap is None or at == len(steps):
        return calc_lines(steps, telling.names)
    counted = CalcLine(text="Kosten zählen höchstens bis", amount=formatting.euro(cost_cap))
    before, after = steps[:at], steps[at + 1 :]
    return (*calc_lines(before, telling.names), counted, *calc_lines(after, telling.names))


def _sharper(telling: Telling) -> tuple[Deed, ...]:
    """Return the facts that would make the range narrower."""
    asked = [leaf.fact for rule in telling.programme.amount_rules for leaf in rule.leaves() if leaf.fact]
    costs = _COSTS if asks_for_cost(telling.programme) else ()
    open_ones = [name for name in (*costs, *asked) if telling.profile.value(name).is_open]
    deeds = [deed_for(name, telling.profile) for name in dict.fromkeys(open_ones)]
    return tuple({deed.fact: replace(deed, text=deed.hint) for deed in deeds}.values())
