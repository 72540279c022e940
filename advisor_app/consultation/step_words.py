"""German words for the lines of a calculation: size class, de-minimis account, aid intensity, estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor_app.consultation.names import NO_NAMES, Names
from advisor_app.consultation.words import (
    NBSP,
    amount_words,
    capital,
    code_words,
    day_words,
    figure_words,
    listed,
    number_words,
)
from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.programme import BagatelleBase
from advisor_app.domain.state_aid import Span, Step, StepCode
from advisor_app.domain.state_aid.deminimis import Basis
from advisor_app.domain.state_aid.holdings import FaultKind

PEOPLE = "Beschäftigte"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a calculation.

    Args:
        text: what it says.
        amount: its figure, "" where it has none.
        source: the provision behind it, as one would cite it; "" for plain arithmetic.
    """

    text: str
    amount: str = ""
    source: str = ""


def step_line(step: Step, names: Names = NO_NAMES) -> StepLine:
    """Return a line of a calculation in words.

    Args:
        step: the line.
        names: titles of programmes that it names.
    """
    values = {**step.values, "source": step.source}
    text, amount = _WORDS[step.code](values, names)
    return StepLine(text, amount, step.source)


def span_words(figure: Span, unit: str = "EUR") -> str:
    """Return a range with its unit: `118.400 EUR`, `25 bis 50 %`, `unbekannt`."""
    return figure_words(figure.figure(), unit)


def people_words(staff: Span) -> str:
    """Return a number of staff: `38 Beschäftigte`, `1 Beschäftigter` is avoided as it is a unit of work."""
    return f"{span_words(staff, 'AWU')}{NBSP}{PEOPLE}"


def fault_words(kind: str, path: tuple[str, ...]) -> str:
    """Return why holdings cannot be followed.

    Args:
        kind: value of a `FaultKind`.
        path: names on the way to the fault.
    """
    return f"{_FAULTS[FaultKind(kind)]}: {' > '.join(name or '(ohne Namen)' for name in path)}"


_FAULTS: Mapping[FaultKind, str] = {
    FaultKind.CYCLE: "Die Beteiligungen führen im Kreis",
    FaultKind.TOO_DEEP: "Die Beteiligungen gehen tiefer, als gerechnet werden kann",
    FaultKind.SHARE: "Ein Anteil liegt nicht zwischen 0 und 100 %",
    FaultKind.NEGATIVE: "Eine Zahl ist kleiner als null",
    FaultKind.NO_NAME: "Ein Unternehmen hat keinen Namen",
}
_BASES: Mapping[str, str] = {Basis.GENERAL: "", Basis.DAWI: " (DAWI)", Basis.AGRI: " (Agrar)"}
_LARGER: Mapping[str, str] = {
    "kleinst": "Kleinstunternehmen",
    "klein": "kleine Unternehmen",
    "mittel": "mittlere Unternehmen",
    "gross": "große Unternehmen",
}
_Values = Mapping[str, Any]
_Told = tuple[str, str]


def _figures(values: _Values) -> str:
    """Return staff, turnover and balance sheet total, as far as anything is known of them."""
    told = []
    for key, before, unit in (("headcount", "", "AWU"), ("turnover", "Umsatz ", "EUR"), ("balance", "Bilanz ", "EUR")):
        figure = values.get(key)
        if isinstance(figure, Span) and not figure.open:
            told.append(people_words(figure) if unit == "AWU" else f"{before}{span_words(figure, unit)}")
    return ", ".join(told) or "keine Zahlen"


def _share(values: _Values) -> str:
    return span_words(values["share"], "%")


def _weight(values: _Values) -> str:
    weight: Span = values["weight"]
    return span_words(Span(round(100 * weight.low, 2), round(100 * weight.high, 2)), "%")


def _name(values: _Values) -> str:
    under = values.get("under", "")
    return f"{values['name']} (über {under})" if under else str(values["name"])


def _classes(values: _Values) -> str:
    classes: tuple[str, ...] = values["classes"]
    if len(classes) == len(SME_CLASSES):
        return "noch offen"
    return capital(listed([code_words(name) for name in classes], "oder"))


def _sum(values: _Values, _names: Names) -> _Told:
    if "amount" in values:
        return "Förderungen zusammen", span_words(values["amount"])
    if "turnover" not in values:
        return "Beschäftigte zusammen", span_words(values["headcount"], "AWU")
    if "headcount" not in values:
        return "Umsatz mit den verbundenen Unternehmen", span_words(values["turnover"])
    return "Zusammen", _figures(values)


def _grant(tail: str) -> Callable[[_Values, Names], _Told]:
    def told(values: _Values, _names: Names) -> _Told:
        whose = f", {values['name']}" if values["name"] else ""
        basis = _BASES[str(values["basis"])]
        counts = tail or f"zählt bis {day_words(str(values['until']))}"
        text = f"Beihilfe vom {day_words(str(values['day']))}{basis}{whose}: {counts}"
        return text, span_words(values["amount"])

    return told


def _extra(values: _Values, _names: Names) -> _Told:
    training = "Art. 31" in str(values["source"])
    what = (
        "Beschäftigte, die benachteiligt sind oder Behinderungen haben"
        if training
        else "Zusammenarbeit oder weite Verbreitung der Ergebnisse"
    )
    doubt = "" if values["certain"] else ", falls das zutrifft"
    return f"Zuschlag für {what}{doubt}", _points(values)


def _points(values: _Values) -> str:
    return f"+{NBSP}{number_words(float(values['pct']))}{NBSP}Prozentpunkte"


def _cap(values: _Values, _names: Names) -> _Told:
    if "pct" in values:
        return "Obergrenze mit allen Zuschlägen", amount_words(float(values["pct"]), "%")
    return "Obergrenze des Programms", amount_words(float(values["amount"]))


def _rate(values: _Values, _names: Names) -> _Told:
    return "Höchste Beihilfeintensität" if values["source"] else "Fördersatz", span_words(values["pct"], "%")


def _aid(values: _Values, names: Names) -> _Told:
    whose = str(values.get("name", ""))
    return f"Förderung: {names.programme(whose)}" if whose else "Mögliche Förderung", span_words(values["amount"])


def _floor(values: _Values, _names: Names) -> _Told:
    of_cost = values["of"] == BagatelleBase.COST.value
    return f"Mindestbetrag der {'Kosten' if of_cost else 'Förderung'}", amount_words(float(values["amount"]))


def _rule(values: _Values, names: Names) -> _Told:
    programmes = values.get("programmes")
    if not programmes:
        return "Getrennte Kosten können aus verschiedenen Programmen gefördert werden", ""
    titles = listed([names.programme(one) for one in programmes])
    return f"Schließt andere Förderung aus, ganz oder für dieselben Kosten: {titles}", ""


def _size_bonus(values: _Values, _names: Names) -> _Told:
    return f"Zuschlag für {listed([_LARGER[name] for name in values['classes']])}", _points(values)


def _fault(values: _Values, _names: Names) -> _Told:
    return fault_words(str(values["kind"]), values["path"]), ""


_WORDS: Mapping[StepCode, Callable[[_Values, Names], _Told]] = {
    StepCode.OWN_FIGURES: lambda v, _: ("Eigene Zahlen", _figures(v)),
    StepCode.LINKED: lambda v, _: (f"{_name(v)}: verbunden, zählt ganz", _figures(v)),
    StepCode.PARTNER: lambda v, _: (f"{_name(v)}: Partnerunternehmen, zählt zu {_weight(v)}", _figures(v)),
    StepCode.PARTNER_GROUP: lambda v, _: (f"{_name(v)}: verbunden mit einem Partnerunternehmen, zählt zu {_weight(v)}",
                                          _figures(v)),
    StepCode.MAYBE_COUNTED: lambda v, _: (f"{_name(v)}: zählt vielleicht mit, der Anteil ist nicht genau bekannt",
                                          _figures(v)),
    StepCode.EXEMPT: lambda v, _: (f"{_name(v)}: Ausnahme für Investoren, zählt nicht mit", _share(v)),
    StepCode.TOO_SMALL: lambda v, _: (f"{_name(v)}: unter 25{NBSP}%, zählt nicht mit", _share(v)),
    StepCode.NOT_COUNTED: lambda v, _: (f"{_name(v)}: zählt nicht mit", ""),
    StepCode.CONSOLIDATED: lambda v, _: (f"{_name(v)}: in den Zahlen darüber schon enthalten", ""),
    StepCode.PUBLIC_SHARE: lambda v, _: ("Anteil öffentlicher Stellen", _share(v)),
    StepCode.SUM: _sum,
    StepCode.CLASS: lambda v, _: ("Größenklasse nach diesen Zahlen", _classes(v)),
    StepCode.HOLDINGS_UNKNOWN: lambda _v, _: ("Beteiligungen sind nicht bekannt und können die Zahlen erhöhen", ""),
    StepCode.HOLDINGS_FAULT: _fault,
    StepCode.ONE_YEAR_ONLY: lambda v, _: ("Der Abschluss davor ergab eine andere Größenklasse; sie gilt weiter",
                                          _classes(v)),
    StepCode.TWO_YEARS: lambda v, _: ("Zwei Abschlüsse hintereinander ergeben dieselbe Größenklasse", _classes(v)),
    StepCode.ESTIMATED: lambda _v, _: ("Jünger als ein Jahr: Es zählt die eigene, redliche Schätzung", ""),
    StepCode.CEILING: lambda v, _: ("Höchstbetrag in drei Jahren", amount_words(float(v["amount"]))),
    StepCode.GRANT: _grant(""),
    StepCode.GRANT_ELSEWHERE: _grant("zählt nicht mit, das Unternehmen ist nicht verbunden"),
    StepCode.GRANT_MAYBE: _grant("zählt vielleicht mit"),
    StepCode.GRANTS_UNKNOWN: lambda _v, _: ("Frühere De-minimis-Beihilfen sind noch nicht erfasst", ""),
    StepCode.UNDERTAKINGS: lambda v, _: (f"Zusammen mit verbundenen Unternehmen: {listed(list(v['names']))}", ""),
    StepCode.USED: lambda v, _: ("Verbraucht", span_words(v["amount"])),
    StepCode.ROOM: lambda v, _: (f"Frei am {day_words(str(v['day']))}", span_words(v["amount"])),
    StepCode.BASE_RATE: lambda v, _: ("Beihilfeintensität ohne Zuschläge", amount_words(float(v["pct"]), "%")),
    StepCode.SIZE_BONUS: _size_bonus,
    StepCode.EXTRA_BONUS: _extra,
    StepCode.CAP: _cap,
    StepCode.CAP_WITH_BONUS: lambda v, _: ("Mit allen Boni, die noch möglich sind", span_words(v["amount"])),
    StepCode.NOT_FOR_SIZE: lambda v, _: (f"Nicht für {listed([_LARGER[name] for name in v['classes']])}", ""),
    StepCode.RATE: _rate,
    StepCode.RATE_ROW: lambda v, _: ("Möglicher Fördersatz", amount_words(float(v["pct"]), "%")),
    StepCode.COST: lambda v, _: ("Berücksichtigte Kosten", span_words(v["amount"])),
    StepCode.COST_RANGE: lambda v, _: ("Kosten, die das Programm anerkennt", span_words(v["amount"])),
    StepCode.AID: _aid,
    StepCode.NO_BOUND: lambda _v, _: ("Einen Höchstbetrag nennen die Quellen nicht; es bleibt beim Satz", ""),
    StepCode.FLOOR: _floor,
    StepCode.NO_FIGURES: lambda _v, _: ("Dafür fehlen Zahlen", ""),
    StepCode.RULE: _rule,
    StepCode.LIMIT: lambda v, _: ("Höchstens für dieselben Kosten", span_words(v["amount"])),
    StepCode.SEAT_IS_SITE: lambda v, names: ("Der Sitz zählt als Betriebsstätte", names.place(str(v["place"]))),
    StepCode.AGE: lambda v, _: (f"Volle Jahre am {day_words(str(v['day']))}", span_words(v["years"], "years")),
}  # fmt: skip
