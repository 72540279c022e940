"""One programme and what is known of a company, explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor_app.consultation.findings import Adviser, Findings
from advisor_app.consultation.names import Names
from advisor_app.consultation.session import Session
from advisor_app.desktop.presenters.check_reason import present_reason
from advisor_app.desktop.presenters.check_reason_views import LineView, ReasonView
from advisor_app.domain import Programme
from advisor_app.domain.eligibility import Op, Rule
from advisor_app.domain.item import Visibility
from advisor_app.domain.profile import FactValue, Known, Profile, Provenance, judgement_key
from tests.desktop.conftest import BANK as BANK_SOURCE
from tests.desktop.conftest import GUIDELINE, TODAY, MemoryLibrary, programme

NAMES = Names(places={"05": "Nordrhein-Westfalen", "05911": "Bochum", "09": "Bayern"}, themes={"ki": "KI"})
SECRET = "Geheimnisnetz"
PLACE = "programm"

STAFF = Rule(id="kmu", fact="company.headcount", op=Op.LT, value=250, text="weniger als 250 Beschäftigte", src="q1")
SEAT = Rule(id="sitz", fact="company.seat_ags", op=Op.WITHIN, value=("05",), text="Sitz in NRW", src="q2")
UNSIGNED = Rule(id="auftrag", fact="project.order_signed", op=Op.EQ, value=False, text="noch kein Auftrag", src="q1")
SOUND = Rule(id="gesund", fact="company.insolvency", op=Op.EQ, value=False, text="kein Verfahren eröffnet", src="q1")
ADVICE = Rule(id="rat", fact="person.had_hwk_consultation", op=Op.EQ, value=True, text="vorher beraten", fixable=True,
              src="q1")  # fmt: skip
RISK = Rule(id="risiko", op=Op.MANUAL, text="erhebliches technisches Risiko", src="q2")
DISTRESS = Rule(id="uis", op=Op.MANUAL, text="kein Unternehmen in Schwierigkeiten", src="q1")


def explained_programme(*rules: Rule, **changes: object) -> Programme:
    """Return the programme that is explained, with these conditions."""
    eligibility = Rule(all=rules) if rules else None
    changes.setdefault("sources", (BANK_SOURCE, GUIDELINE))
    return programme(PLACE, "Offenes Programm", eligibility=eligibility, **changes)


def hidden(item_id: str = "verdeckt", **changes: object) -> Programme:
    """Return a programme that is for the network only."""
    return programme(item_id, f"{SECRET} Programm", visibility=Visibility.NETWORK, **changes)


def given(
    facts: Mapping[str, object] | None = None, judged: Mapping[str, bool] | None = None, **values: FactValue
) -> Profile:
    """Return a profile.

    Args:
        facts: name -> value that is known exactly.
        judged: rule -> what a person found.
        values: facts with two underscores for the dot, in whole.
    """
    known = {name: FactValue(possible=Known(value)) for name, value in (facts or {}).items()}
    told = {name.replace("__", "."): value for name, value in values.items()}
    found = {
        judgement_key(PLACE, rule): FactValue(possible=Known(value)) for rule, value in (judged or {}).items()
    }  # fmt: skip
    return Profile(facts={**known, **told}, judged=found)


def known(value: object, provenance: Provenance = Provenance.ENTERED, as_of: str = "", note: str = "") -> FactValue:
    """Return a value with where it is from."""
    return FactValue(possible=Known(value), provenance=provenance, as_of=as_of, note=note)


def findings_of(one: Programme, profile: Profile, others: Sequence[Programme] = (), *, stale: bool = False) -> Findings:
    """Return what follows from a profile."""
    return Adviser.of((one, *others), TODAY, stale=stale).first(Session(given=profile))


def explain(
    one: Programme, profile: Profile, others: Sequence[Programme] = (), *, as_of: str = "2026-11-20"
) -> ReasonView:
    """Return the explanation of a programme."""
    library = MemoryLibrary((one, *others), as_of=as_of)
    view = present_reason(findings_of(one, profile, others, stale=as_of < "2026-10-20"), NAMES, library, one.id)
    assert view is not None
    return view


def line(view: ReasonView, text: str) -> LineView:
    """Return the line of a condition."""
    return next(one for one in view.every if text in one.text)
