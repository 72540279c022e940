"""The next best question in words, with its answers and why it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from advisor_app.consultation.findings import Findings
from advisor_app.consultation.names import Names
from advisor_app.consultation.words import WHO, capital, choice_words, hint, label, listed, question
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_views import AnswerView, QuestionView
from advisor_app.domain.facts import FACTS, FactType
from advisor_app.domain.profile import Absent, FactValue, Known, Possible
from advisor_app.domain.window import WindowState
from advisor_app.matching.question import Question
from advisor_app.matching.rulebook import Check
from advisor_app.matching.verdict import Outcome

_OVERLINE = "Nächste beste Frage"
_NAMED = 6
_OPEN = tuple(Outcome).index(Outcome.OPEN)
_KEYS = "123456789"
_CAUTION = (
    "Vertraulich: gefragt wird, weil Programme solche Unternehmen ausschließen. Die Antwort wird weder gedruckt noch "
    "gespeichert, solange Sie es nicht ausdrücklich ankreuzen."
)
_EXACT = {
    FactType.NUMBER: "Genaue Zahl",
    FactType.DATE: "Tag oder Jahr",
    FactType.REGION: "Ort angeben",
    FactType.REGIONS: "Orte angeben",
    FactType.WZ: "Branche suchen",
    FactType.TEXT: "Antwort schreiben",
    FactType.RECORDS: "Erfassen",
    FactType.CODES: "Andere Angabe",
}
_EXACT_OF_FACT = {
    "company.related": "Beteiligungen erfassen",
    "company.deminimis_grants": "Beihilfen erfassen",
    "project.themes": "Themen suchen",
    "project.other_funding": "Programme suchen",
}
_NONE_OF_FACT = {"company.related": "Keine ab 25\u00a0%", "company.deminimis_grants": "Keine"}


def present_question(findings: Findings, names: Names) -> QuestionView:
    """Return the question that is asked next; one without a fact where nothing is left to ask.

    Args:
        findings: what is known.
        names: of places, industries and themes.
    """
    asked, passed = findings.question, len(findings.session.put_off)
    if asked is None:
        return QuestionView(overline=_OVERLINE, passed=passed)
    fact, kind = asked.fact, FACTS[asked.fact]
    return QuestionView(
        fact=fact,
        overline=f"{_OVERLINE} · {WHO[asked.who]}",
        worth=_worth(findings.check, asked),
        text=question(fact),
        hint=hint(fact),
        caution=_CAUTION if asked.sensitive else "",
        answers=_answers(asked, names, findings.today.isoformat()),
        several=kind.type is FactType.CODES and bool(asked.options),
        exact=_exact(asked),
        asked_of=WHO[asked.who],
        reasons=_reasons(asked, names),
        passed=passed,
    )


def chosen_value(view: QuestionView, places: Sequence[int]) -> FactValue | None:
    """Return what is known once some of the answers of a question were chosen; None where there are no such answers.

    Args:
        view: the question.
        places: of the answers; more than one only where several can be true.
    """
    values = [view.answers[place].value for place in places if 0 <= place < len(view.answers)]
    if len(values) < 2:
        return values[0] if values else None
    codes = tuple(code for value in values for code in cast("Known", value.possible).value)
    return FactValue(possible=Known(codes), as_of=values[0].as_of)


def _answers(asked: Question, names: Names, today: str) -> tuple[AnswerView, ...]:
    fact, kind = asked.fact, FACTS[asked.fact]
    if kind.type is FactType.BOOL:
        ways: list[tuple[str, str, Possible]] = [("Nein", "N", Known(value=False)), ("Ja", "J", Known(value=True))]
    elif fact in _NONE_OF_FACT:
        ways = [(_NONE_OF_FACT[fact], _KEYS[0], Known(()))]
    else:
        day = date.fromisoformat(today)
        words = (capital(choice_words(fact, option, names, today=day)) for option in asked.options)
        keys = [*_KEYS, *([""] * len(asked.options))]
        ways = list(zip(words, keys, asked.options, strict=False))
    if asked.sensitive:
        ways.append(("Keine Angabe", "K", Absent.DECLINED))
    return tuple(
        AnswerView(text=text, key=key, value=FactValue(possible=possible, as_of=today)) for text, key, possible in ways
    )


def _exact(asked: Question) -> str:
    kind = FACTS[asked.fact]
    if kind.type is FactType.BOOL or (kind.type is FactType.CODE and asked.options):
        return ""
    return _EXACT_OF_FACT.get(asked.fact) or _EXACT.get(kind.type, "Antwort wählen")


def _worth(check: Check, asked: Question) -> str:
    pairs = zip(check.rulebook.entries, check.standing.outcomes, strict=True)
    open_ones = sum(outcome == _OPEN and entry.window is not WindowState.CLOSED for entry, outcome in pairs)
    if open_ones == 1:
        return "betrifft das eine offene Programm"
    return f"betrifft {formatting.number(len(asked.touches))} der {formatting.number(open_ones)} offenen Programme"


def _reasons(asked: Question, names: Names) -> tuple[str, ...]:
    lines = []
    if asked.settles:
        count = formatting.count(len(asked.settles), "Programm", "Programme")
        lines.append(f"Die Antwort kann {count} entscheiden: {_titles(names, asked.settles)}.")
    rest = [one for one in asked.touches if one not in set(asked.settles)]
    if rest:
        count = formatting.count(len(rest), "Programm", "Programmen")
        lines.append(f"Bei {count} fehlt sie neben anderen Angaben: {_titles(names, rest)}.")
    if asked.leads_to:
        lines.append(f"Daraus folgt: {listed([label(fact) for fact in asked.leads_to])}.")
    lines.append(f"Wer es weiß: {WHO[asked.who]}.")
    return tuple(lines)


def _titles(names: Names, ids: Sequence[str]) -> str:
    titles = [names.programme(one) for one in ids[:_NAMED]]
    more = len(ids) - len(titles)
    return ", ".join(titles) + (f" und {formatting.number(more)} weitere" if more else "")
