"""The key facts of a programme in words: rate, cap, window, audience, aid, route, and the signature answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.sources import newest_as_of, refs
from advisor_app.desktop.presenters.views import FactView, Labels, Mark, SignatureView
from advisor_app.domain.outlines import ProgrammeOutline
from advisor_app.domain.programme import Budget, FundingType, Programme, SameCost, StartRule
from advisor_app.domain.window import WindowState, window_state

AnyProgramme = Programme | ProgrammeOutline
RATE = "Fördersatz"
GUARANTEE = "Bürgschaft"
COUNTED = "angerechnete Kosten höchstens"
CREDIT = "Kredit höchstens"
SME = ("kleinst", "klein", "mittel")
START_MARKS = {
    StartRule.RUECKWIRKEND_MOEGLICH: ("signature", "ok"),
    StartRule.NACH_ANTRAG_AUF_EIGENES_RISIKO: ("alert-triangle", "warn"),
    StartRule.ANTRAG_VOR_BEGINN: ("send", "warn"),
    StartRule.VZMB_AUF_ANTRAG: ("hourglass-high", "warn"),
    StartRule.ERST_NACH_BEWILLIGUNG: ("hand-stop", "bad"),
    StartRule.UNKLAR: ("help-circle", "mute"),
}
_WINDOW_MARKS = {
    WindowState.OPEN: ("circle-check", "ok"),
    WindowState.ENDS_SOON: ("hourglass", "warn"),
    WindowState.LOTTERY: ("ticket", "draw"),
    WindowState.CUTOFFS: ("calendar", "info"),
    WindowState.CALL: ("speakerphone", "info"),
    WindowState.UPCOMING: ("calendar-time", "info"),
    WindowState.PAUSED: ("player-pause", "warn"),
    WindowState.CLOSED: ("ban", "mute"),
    WindowState.UNKNOWN: ("calendar-question", "mute"),
}
TO_CHECK = "Stand prüfen"
_CHECK_MARK = ("zoom-question", "warn")
# These say that one may begin or apply, which only fresh knowledge may say; what forbids is kept.
_ALLOWING = frozenset(StartRule) - {StartRule.ERST_NACH_BEWILLIGUNG, StartRule.UNKLAR}
_POSSIBLE = frozenset(
    {WindowState.OPEN, WindowState.ENDS_SOON, WindowState.LOTTERY, WindowState.CUTOFFS, WindowState.CALL}
)
_CHECK_FIRST = "Ungeklärt. Erst den Stand prüfen."
_NO_EVENT = "Was als Beginn zählt, nennt die Quelle nicht. Vor dem ersten Auftrag nachfragen."


def state_of(item: AnyProgramme, today: date) -> WindowState:
    """Return the state of the programme's window today."""
    return window_state(item.window.model, item.window.open_from, item.window.open_to, today)


def window_mark(item: AnyProgramme, labels: Labels, today: date) -> Mark:
    """Return the window in an icon and a word, with the day where a day decides."""
    state = state_of(item, today)
    icon, tone = _WINDOW_MARKS[state]
    text = labels.label("window_states", state)
    if state is WindowState.ENDS_SOON:
        text = f"Endet {formatting.as_of(item.window.open_to)}"
    elif state is WindowState.UPCOMING:
        text = f"Ab {formatting.as_of(item.window.open_from)}"
    return Mark(icon=icon, tone=tone, text=text)


def window_capped(item: AnyProgramme, today: date, *, stale: bool) -> bool:
    """Tell whether the knowledge is too old to say that one can apply."""
    return stale and state_of(item, today) in _POSSIBLE


def check_mark(*, filled: bool = False) -> Mark:
    """Return the badge that stands where old knowledge would promise something."""
    icon, tone = _CHECK_MARK
    return Mark(icon=icon, tone=tone, text=TO_CHECK, filled=filled)


def start_capped(item: AnyProgramme, *, stale: bool) -> bool:
    """Tell whether the knowledge is too old to say that one may begin."""
    return stale and item.start_rule in _ALLOWING


def start_mark(item: AnyProgramme, labels: Labels, *, stale: bool = False) -> Mark:
    """Return the short badge for "Darf ich schon unterschreiben?"; old knowledge allows nothing any more."""
    if start_capped(item, stale=stale):
        return check_mark(filled=True)
    icon, tone = START_MARKS[item.start_rule]
    return Mark(icon=icon, tone=tone, text=labels.label("start_rules", item.start_rule), filled=True)


def signature(item: Programme, labels: Labels, *, stale: bool = False) -> SignatureView:
    """Return the long answer with what counts as begin and where that is from.

    Old knowledge does not allow: the answer is to check first, what was known stands in the sentence.
    """
    icon, tone = START_MARKS[item.start_rule]
    answer = labels.label("start_answers", item.start_rule)
    sentence = item.start_event or _NO_EVENT
    if start_capped(item, stale=stale):
        icon, tone = _CHECK_MARK
        sentence = f"Bisher galt: {answer} {sentence}"
        answer = _CHECK_FIRST
    return SignatureView(
        icon=icon,
        tone=tone,
        answer=answer,
        sentence=sentence,
        refs=refs(item, "start_rule", "start_event"),
        as_of=formatting.as_of(newest_as_of(item, "start_rule", "start_event")),
    )


def audience(item: Programme, labels: Labels) -> str:
    """Return for whom a programme is, in one or two words."""
    sizes = item.company_sizes
    if set(sizes) == set(SME):
        return "KMU"
    if set(sizes) == {*SME, "midcap"}:
        return "KMU und Midcaps"
    if set(sizes) == {"kleinst", "klein"}:
        return "Kleinst- und kleine Unternehmen"
    if {*SME, "gross"} <= set(sizes):
        return "Unternehmen jeder Größe"
    if sizes:
        return formatting.listed([labels.label("company_sizes", size) for size in sizes])
    return formatting.listed([labels.label("target_groups", group) for group in item.target_groups[:2]])


@dataclass(frozen=True, slots=True)
class Share:
    """A share in percent under its proper name: what a bank lends or frees from risk is no grant rate."""

    label: str
    text: str
    note: str
    fields: tuple[str, ...]


def share(item: Programme) -> Share:
    """Return how much of the cost, credit or risk the programme bears; `text` is "" if unknown."""
    amounts = item.amounts
    first = item.funding_types[:1]
    if amounts is not None and amounts.rate_pct is not None:
        noun = "der Kosten" if FundingType.ZUSCHUSS in item.funding_types else ""
        text = formatting.percent_range(amounts.rate_pct.min, amounts.rate_pct.max)
        return Share(RATE, text, noun, ("amounts.rate_pct", "rate_table"))
    if amounts is not None and amounts.guarantee_pct is not None and first == (FundingType.BUERGSCHAFT,):
        most = f"bis {formatting.percent(amounts.guarantee_pct)}"
        return Share(GUARANTEE, most, "des Kredits", ("amounts.guarantee_pct",))
    freed = ""
    # What stands behind a share in a company is neither the company's gain nor its bank's.
    if amounts is not None and amounts.guarantee_pct is not None and first != (FundingType.BETEILIGUNG,):
        freed = formatting.percent(amounts.guarantee_pct)
    if amounts is not None and amounts.finance_share_pct is not None:
        note = f"Hausbank zu {freed} von Haftung frei" if freed else "der Kosten"
        text = f"bis {formatting.percent(amounts.finance_share_pct)}"
        return Share("Finanzierungsanteil", text, note, ("amounts.finance_share_pct", "amounts.guarantee_pct"))
    if freed:
        return Share("Haftungsfreistellung", freed, "für die Hausbank", ("amounts.guarantee_pct",))
    free = item.funding_types == (FundingType.BERATUNG,)
    return Share(RATE, "kostenfrei" if free else "", "", ("amounts.rate_pct",))


def cap(item: Programme) -> tuple[str, str, str]:
    """Return the highest amount, what it is, and the field it comes from; all "" if unknown."""
    amounts = item.amounts
    if amounts is None:
        return "", "", ""
    lends = item.funding_types[:1] == (FundingType.DARLEHEN,) and amounts.loan_eur is not None
    if amounts.grant_eur is not None and amounts.grant_eur.max is not None and not lends:
        noun = "Zuschuss höchstens" if FundingType.ZUSCHUSS in item.funding_types else "höchstens"
        return formatting.euro(amounts.grant_eur.max), noun, "amounts.grant_eur"
    if amounts.loan_eur is not None and amounts.loan_eur.max is not None:
        # A guarantee has no highest amount of its own in the content: this is that of the credit which it stands for.
        nouns = {FundingType.BUERGSCHAFT: "Kredit", FundingType.BETEILIGUNG: "Beteiligung"}
        noun = next((nouns[kind] for kind in item.funding_types if kind in nouns), "Darlehen")
        if FundingType.DARLEHEN in item.funding_types:
            noun = "Darlehen"
        return formatting.euro(amounts.loan_eur.max), f"{noun} höchstens", "amounts.loan_eur"
    if amounts.eligible_cost_eur is not None and amounts.eligible_cost_eur.max is not None:
        return formatting.euro(amounts.eligible_cost_eur.max), COUNTED, "amounts.eligible_cost_eur"
    return "", "", ""


def window_note(item: Programme) -> str:
    """Return the dates of the window in words."""
    window = item.window
    if window.open_to:
        return f"bis {formatting.as_of(window.open_to)}"
    if window.dates:
        return formatting.listed([formatting.as_of(day) for day in window.dates[:3]])
    if window.recurring:
        return "jährlich " + formatting.listed([formatting.day_of_year(day) for day in window.recurring[:4]])
    if window.open_from:
        return f"ab {formatting.as_of(window.open_from)}"
    return window.note


def facts(item: Programme, labels: Labels, today: date, *, stale: bool = False) -> tuple[FactView, ...]:
    """Return the fact box in its fixed order."""
    part = share(item)
    cap_text, cap_note, cap_field = cap(item)
    part_note = f"{len(item.rate_table)} Stufen, siehe unten" if item.rate_table else part.note
    aid = item.aid
    aid_text = formatting.listed([labels.label("aid_bases", basis) for basis in aid.basis]) if aid else ""
    route = labels.label("routes", item.route) if item.route else ""
    operator = item.operator.name if item.operator else item.funder.name
    where = formatting.listed([labels.label("regions", code) for code in item.region[:2]])
    return (
        fact(part.label, part.text, part_note, refs(item, *part.fields)),
        fact("Höchstbetrag", cap_text, cap_note, refs(item, cap_field) if cap_field else ()),
        fact("Antragsfenster", *_window_words(item, labels, today, stale=stale), refs(item, "window")),
        fact("Für wen", audience(item, labels), where, refs(item, "target_groups", "company_sizes")),
        fact("Beihilfe", aid_text, aid.article if aid else "", refs(item, "aid")),
        fact("Weg", route, operator, refs(item, "route")),
    )  # fmt: skip


def _window_words(item: Programme, labels: Labels, today: date, *, stale: bool) -> tuple[str, str]:
    shown = window_mark(item, labels, today).text if state_of(item, today) is not WindowState.UNKNOWN else ""
    if window_capped(item, today, stale=stale):
        return TO_CHECK, formatting.joined([last_known(shown), window_note(item)])
    return shown, window_note(item)


def last_known(text: str) -> str:
    """Return what was known last, as a remark beside "Stand prüfen"."""
    return f"zuletzt: {text}"


def floor_words(item: Programme, labels: Labels) -> str:
    """Return the amount below which nothing is granted and what it refers to, "" if unknown."""
    floor = item.bagatelle_eur
    if floor is None:
        return ""
    return f"{formatting.euro(floor.value)} ({labels.label('bagatelle_bases', floor.refers_to)})"


def decision_words(item: Programme) -> str:
    """Return how long a decision takes, "" if unknown."""
    weeks = item.decision_weeks
    return formatting.weeks(weeks.min, weeks.max) if weeks is not None else ""


def combination_words(item: Programme, labels: Labels) -> tuple[str, str]:
    """Return whether other money may pay for the same costs, and the remark on it; both "" if unknown."""
    rule = item.cumulation
    if rule is None or (rule.same_cost is SameCost.UNKNOWN and not rule.note):
        return "", ""
    return labels.label("same_cost", rule.same_cost), rule.note


def budget_words(item: Programme, labels: Labels) -> str:
    """Return how it stands with the money where that is a reason to hurry or to wait, else ""."""
    if item.window.budget in (Budget.UNKNOWN, Budget.OPEN):
        return ""
    return labels.label("budgets", item.window.budget)


def fact(label: str, value: str, note: str = "", numbers: tuple[int, ...] = ()) -> FactView:
    """Return a cell; a missing value is said, never left empty."""
    return FactView(label=label, value=value or formatting.MISSING, note=note, refs=numbers[:2], missing=not value)
