"""State aid law around one programme: legal ground, highest intensity, de-minimis room, what it goes with.

Every figure is a range with its article and as-of; none is a promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from advisor_app.consultation.step_words import span_words
from advisor_app.consultation.words import possible_words
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters import programme_facts as key_facts
from advisor_app.desktop.presenters.check_reason_tree import Telling, calc_lines, deed_for
from advisor_app.desktop.presenters.check_reason_views import AidLine, AidView, CalcLine
from advisor_app.desktop.presenters.sources import refs
from advisor_app.desktop.presenters.views import Labels, LinkView
from advisor_app.domain.facts import SME_CLASSES
from advisor_app.domain.profile import AnyOf, Interval, Known, Profile, Provenance
from advisor_app.domain.programme import AidBasis, Programme
from advisor_app.domain.state_aid import Step
from advisor_app.domain.state_aid.amounts import Estimate
from advisor_app.domain.state_aid.cumulation import SOURCE as CUMULATION
from advisor_app.domain.state_aid.cumulation import Combined, Support, combine
from advisor_app.domain.state_aid.deminimis import SOURCE as DE_MINIMIS
from advisor_app.domain.state_aid.deminimis import Basis, in_force, open_account
from advisor_app.domain.state_aid.intensity import AS_OF, VALID_TO, Ceiling, Purpose, ceiling

ROOM = "company.deminimis_room_eur"
OTHER_FUNDING = "project.other_funding"
_ARTICLE = re.compile(r"\d+")
_BY_ARTICLE: Mapping[str, tuple[Purpose, ...]] = {
    "17": (Purpose.INVESTMENT,),
    "18": (Purpose.ADVICE,),
    "25": (Purpose.INDUSTRIAL_RESEARCH, Purpose.DEVELOPMENT),
    "28": (Purpose.INNOVATION,),
    "31": (Purpose.TRAINING,),
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.INVESTMENT: "Investition",
    Purpose.ADVICE: "Beratung",
    Purpose.BASIC_RESEARCH: "Grundlagenforschung",
    Purpose.INDUSTRIAL_RESEARCH: "Industrielle Forschung",
    Purpose.DEVELOPMENT: "Experimentelle Entwicklung",
    Purpose.FEASIBILITY: "Durchführbarkeitsstudie",
    Purpose.INNOVATION: "Innovation von KMU",
    Purpose.TRAINING: "Ausbildung und Weiterbildung",
}
_ACCOUNTS: Mapping[AidBasis, tuple[Basis, str]] = {
    AidBasis.DE_MINIMIS: (Basis.GENERAL, "De-minimis-Rahmen"),
    AidBasis.DAWI: (Basis.DAWI, "De-minimis-Rahmen (DAWI)"),
    AidBasis.AGRAR: (Basis.AGRI, "De-minimis-Rahmen (Agrar)"),
}
_COMBINED: Mapping[Combined, tuple[str, str]] = {
    Combined.ALLOWED: ("Nebeneinander möglich", "ok"),
    Combined.WITHIN: ("Voraussichtlich im Rahmen", "ok"),
    Combined.EXCEEDED: ("Zusammen voraussichtlich zu viel", "bad"),
    Combined.FORBIDDEN: ("Schließen sich aus", "bad"),
    Combined.OPEN: ("Offen, vor dem Antrag klären", "warn"),
}
_FITS = {None: "ob das reicht, ist offen", True: "das reicht heute", False: "das reicht heute nicht"}
_NO_PROMISE = (
    "Obergrenze des EU-Rechts für die beihilfefähigen Kosten, keine Zusage; das Programm kann darunter bleiben"
)
_CEILING = f"{DE_MINIMIS} Art. 3 Abs. 2"
_LAW_AS_OF = f"Stand {formatting.as_of(AS_OF.isoformat())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AidLaw:
    """What is needed to say how a programme stands to state aid law.

    Args:
        telling: programme, profile, names.
        found: what the programme may come to.
        labels: knows the words behind codes, and the titles of other programmes.
        others: programmes of the check that this one cannot go with, or that cannot go with it.
        today: the day of the grant that is thought of.
    """

    telling: Telling
    found: Estimate
    labels: Labels
    others: Sequence[Programme]
    today: date

    @property
    def programme(self) -> Programme:
        """Return the programme."""
        return self.telling.programme

    @property
    def profile(self) -> Profile:
        """Return what is known."""
        return self.telling.profile

    @property
    def basis(self) -> tuple[AidBasis, ...]:
        """Return the legal grounds that the entry names."""
        return self.programme.aid.basis if self.programme.aid is not None else ()


def present_aid(law: AidLaw) -> AidView:
    """Return the statements of state aid law."""
    return AidView(
        lines=(_ground(law), *_intensities(law), *_rooms(law), _combination(law), *_beside(law)),
        barred=tuple(LinkView(id=one.id, kind="programme", title=one.title) for one in law.others),
        refs=refs(law.programme, "aid", "cumulation"),
    )


def _ground(law: AidLaw) -> AidLine:
    aid = law.programme.aid
    named = [law.labels.label("aid_bases", basis) for basis in law.basis]
    article = aid.article if aid is not None else ""
    if not named:
        return AidLine(
            label="Grundlage", value="nicht belegt", note="Ob und welches Beihilferecht gilt, nennt die Stelle"
        )
    note = "Welche der Grundlagen gilt, entscheidet die Bewilligungsstelle" if len(named) > 1 else ""
    told = f"Art. {article} AGVO" if article[:1].isdigit() else article
    return AidLine(label="Grundlage", value=formatting.listed(named), note=formatting.joined([told, note]))


def _intensities(law: AidLaw) -> Iterator[AidLine]:
    """Yield the highest intensities of the articles that the entry names."""
    if AidBasis.AGVO not in law.basis:
        return
    name = "Höchste Beihilfeintensität"
    if law.today > VALID_TO:
        until = formatting.as_of(VALID_TO.isoformat())
        yield AidLine(
            label=name, value="nicht bekannt", source=f"AGVO, gilt bis {until}", note="Das Recht danach fehlt hier"
        )
        return
    purposes = purposes_of(law.programme)
    if not purposes:
        note = "Die Quellen nennen den Artikel der AGVO nicht oder einen, der hier nicht hinterlegt ist"
        yield AidLine(label=name, value="nicht zu bestimmen", note=note)
        return
    classes = _classes(law.profile)
    for purpose in purposes:
        found = ceiling(purpose, classes, on=law.today)
        if found is not None:
            yield _intensity(law, f"{name}: {PURPOSES[purpose]}", found, several=len(classes) > 1)


def _intensity(law: AidLaw, name: str, found: Ceiling, *, several: bool) -> AidLine:
    shut_out = found.pct.high == 0
    value = "für diese Größe nicht geöffnet" if shut_out else span_words(found.pct, "%")
    checked = "" if found.checked else "nicht mit dem Wortlaut verglichen"
    return AidLine(
        label=name,
        value=value,
        note=formatting.joined(["" if shut_out else _NO_PROMISE, checked]),
        calc=_calc(found.steps, law, found.article),
        source=f"{found.article}, {_LAW_AS_OF}",
        deed=deed_for("company.sme_class", law.profile) if several else None,
    )


def _calc(steps: tuple[Step, ...], law: AidLaw, source: str) -> tuple[CalcLine, ...]:
    """Return a calculation; the provision that is named beside it is not repeated in every line."""
    lines = calc_lines(steps, law.telling.names)
    return tuple(replace(line, source="") if line.source == source else line for line in lines)


def purposes_of(programme: Programme) -> tuple[Purpose, ...]:
    """Return what the aid of a programme may be for, as far as the articles it names tell; none where they do not."""
    article = programme.aid.article if programme.aid is not None else ""
    found = [purpose for number in _ARTICLE.findall(article) for purpose in _BY_ARTICLE.get(number, ())]
    if "25" in _ARTICLE.findall(article) and "machbarkeit" in programme.activities:
        found = [Purpose.FEASIBILITY] if "fue" not in programme.activities else [*found, Purpose.FEASIBILITY]
    return tuple(dict.fromkeys(found))


def _classes(profile: Profile) -> tuple[str, ...]:
    possible = profile.value("company.sme_class").possible
    if isinstance(possible, Known):
        return (possible.value,)
    return possible.values if isinstance(possible, AnyOf) else SME_CLASSES


def _rooms(law: AidLaw) -> Iterator[AidLine]:
    """Yield what of the room the programme would use."""
    for ground, (basis, name) in _ACCOUNTS.items():
        if ground in law.basis:
            yield _room(law, name, basis)


def _room(law: AidLaw, name: str, basis: Basis) -> AidLine:
    if not in_force(law.today):
        return AidLine(
            label=name, value="nicht bekannt", note="Die Verordnung gilt an diesem Tag nicht", source=DE_MINIMIS
        )
    profile = law.profile
    account = open_account(profile.known("company.deminimis_grants"), profile.known("company.related"), basis)
    given = profile.value(ROOM)
    entered = basis is Basis.GENERAL and not given.is_open and given.provenance is not Provenance.DERIVED
    value = (
        possible_words(ROOM, given.possible, law.telling.names) if entered else span_words(account.room_on(law.today))
    )
    expected = _expected(law)
    parts = [
        f"das Programm braucht davon {_amount(expected)}"
        if expected is not None
        else "wie viel davon es braucht, ist offen",
        "" if entered or expected is None else _FITS[account.fits(expected, law.today)],
        "es zählt der Subventionswert, nicht die Darlehenssumme" if _counts_equivalent(law.programme) else "",
    ]
    return AidLine(
        label=name,
        value=f"{value} frei",
        note=formatting.joined(parts),
        calc=() if entered else _calc(account.steps(law.today), law, _CEILING),
        source=f"{_CEILING}, {_LAW_AS_OF}",
        deed=deed_for(ROOM, profile) if account.unlisted and not entered else None,
    )


def _expected(law: AidLaw) -> Interval | None:
    """Return what of the aid is known as an amount; of a loan that counts too the subsidy in it is not."""
    return None if _counts_equivalent(law.programme) else law.found.aid_eur


def _counts_equivalent(programme: Programme) -> bool:
    return programme.aid is not None and bool(programme.aid.gross_grant_equivalent)


def _amount(amount: Interval) -> str:
    low, high = (None if end is None else float(end) for end in (amount.min, amount.max))
    return formatting.euro_range(None if low == high else low, high)


def _combination(law: AidLaw) -> AidLine:
    rule, note = key_facts.combination_words(law.programme, law.labels)
    return AidLine(
        label="Mit anderer Förderung für dieselben Kosten",
        value=rule or "nicht belegt",
        note=note,
        source=f"{CUMULATION}, {_LAW_AS_OF}",
    )


def _beside(law: AidLaw) -> Iterator[AidLine]:
    """Yield how the programme goes with what the company says it gets for the project."""
    given = law.profile.known(OTHER_FUNDING)
    items = law.labels.items(given) if isinstance(given, tuple) else {}
    own = Support.of(law.programme, eur=_expected(law))
    cost = law.profile.value("project.eligible_cost_eur").possible
    for other in items.values():
        if not isinstance(other, Programme) or other.id == law.programme.id:
            continue
        figure = cost.value if isinstance(cost, Known) else cost if isinstance(cost, Interval) else None
        found = combine((own, Support.of(other)), eligible_cost=figure)
        value, tone = _COMBINED[found.outcome]
        yield AidLine(
            label=f"Zusammen mit {other.title}",
            value=value,
            tone=tone,
            note="für dieselben Kosten; verschiedene Kosten lassen sich nebeneinander fördern",
            calc=_calc(found.steps, law, CUMULATION),
            source=f"{CUMULATION}, {_LAW_AS_OF}",
        )
