"""How a fact is edited: what it looks things up in, and the form that fits its type, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from advisor_app.consultation.names import Names
from advisor_app.consultation.reading import Reader
from advisor_app.consultation.theme_search import ThemeSearch
from advisor_app.consultation.words import (
    CONFIDENTIAL,
    amount_words,
    capital,
    choice_words,
    day_words,
    group_of,
    hint,
    possible_words,
    question,
)
from advisor_app.content.geodata import Geodata, PlaceTables
from advisor_app.desktop.presenters.views import Library
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.industries import IndustryIndex
from advisor_app.domain.eligibility import Op
from advisor_app.domain.facts import FACTS, Fact, FactType
from advisor_app.domain.outlines import PartnerOutline
from advisor_app.domain.profile import UNKNOWN, Absent, AnyOf, FactValue, Interval, Known, Possible, Provenance
from advisor_app.matching.brackets import options as usual_options
from advisor_app.matching.conditions import Condition

# Where a value can be said to come from by whoever enters it, the usual one first.
ORIGINS = (Provenance.ENTERED, Provenance.DOCUMENT, Provenance.ASSUMED)


class Form(StrEnum):
    """How a fact is answered."""

    YES_NO = "yes_no"
    FIGURE = "figure"
    DAY = "day"
    ONE_CODE = "one_code"
    CODES = "codes"
    PLACE = "place"
    PLACES = "places"
    INDUSTRIES = "industries"
    THEMES = "themes"
    PROGRAMMES = "programmes"
    WORDS = "words"
    RECORDS = "records"


_FORMS: Mapping[FactType, Form] = {
    FactType.BOOL: Form.YES_NO,
    FactType.NUMBER: Form.FIGURE,
    FactType.DATE: Form.DAY,
    FactType.CODE: Form.ONE_CODE,
    FactType.CODES: Form.CODES,
    FactType.REGION: Form.PLACE,
    FactType.REGIONS: Form.PLACES,
    FactType.WZ: Form.INDUSTRIES,
    FactType.TEXT: Form.WORDS,
    FactType.RECORDS: Form.RECORDS,
}
_FORM_OF_FACT = {"project.themes": Form.THEMES, "project.other_funding": Form.PROGRAMMES}
_CAUTION = "Vertraulich: Diese Angabe wird nur gedruckt oder gespeichert, wenn Sie es ausdrücklich ankreuzen."
_RECORD_WORDS = {
    "company.related": ("Keine ab 25\u00a0%", "Beteiligungen eintragen"),
    "company.deminimis_grants": ("Keine Beihilfen", "Beihilfen eintragen"),
}
_EXAMPLES = {
    "AWU": "38 oder 12,5", "EUR": "250.000 oder 1,5 Mio", "%": "30 oder 12,5", "years": "30", "months": "18",
    "days": "150",
}  # fmt: skip
_COSTS = ("project.eligible_cost_eur", "project.total_cost_eur")


@dataclass(frozen=True, kw_only=True)
class EditorTables:
    """Places, industries and themes, and who is responsible for a place.

    Args:
        gazetteer: finds places.
        districts: key (AGS-5) -> name.
        industries: finds industries.
        names: what codes are called.
        partners: among them the chambers.
        today: the day of new answers.
    """

    gazetteer: Gazetteer
    districts: Mapping[str, str]
    industries: IndustryIndex
    names: Names
    partners: tuple[PartnerOutline, ...]
    today: date

    @classmethod
    def of(cls, library: Library, geodata: Path, today: date) -> EditorTables:
        """Gather the tables; called in a worker.

        Raises:
            EnvironmentFault: a table is missing or damaged.
        """
        places, outlines = PlaceTables.load(geodata), library.outlines()
        titles = {programme.id: programme.title for programme in outlines.programmes}
        return cls(
            gazetteer=Gazetteer(places),
            districts=places.districts,
            industries=IndustryIndex.load(geodata),
            names=Names.of(Geodata.load(geodata), library.vocabulary("themes"), titles),
            partners=outlines.partners,
            today=today,
        )

    @cached_property
    def reader(self) -> Reader:
        """Return what reads what somebody wrote."""
        return Reader(self.gazetteer, self.industries, self.names, today=self.today)

    @cached_property
    def themes(self) -> ThemeSearch:
        """Return what finds themes."""
        return ThemeSearch(self.names.themes)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """An answer to choose from. `chosen` tells whether it is among what is known."""

    words: str
    possible: Possible
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorView:
    """What the editor of a fact shows.

    Args:
        fact: its name.
        form: how it is answered.
        overline: the group it belongs to.
        question: how it is asked for.
        hint: what counts.
        caution: what is said of a delicate fact, "" for any other.
        before: what the form itself cannot show of what is known: that nobody wanted to say; "" for anything else.
        example: what can be written into the field.
        unit: what stands behind a figure.
        choices: answers to choose from.
        text: what stands in the field, "" where the value is one of the choices.
        low: beginning of a span.
        high: end of a span.
        codes: codes that are chosen.
        origin: where the value comes from.
        as_of: its day as people write it.
        note: what else was said.
    """

    fact: str
    form: Form
    overline: str
    question: str
    hint: str
    caution: str = ""
    before: str = ""
    example: str = ""
    unit: str = ""
    choices: tuple[ChoiceView, ...] = ()
    text: str = ""
    low: str = ""
    high: str = ""
    codes: tuple[str, ...] = ()
    origin: Provenance = Provenance.ENTERED
    as_of: str = ""
    note: str = ""


def present_editor(fact: str, value: FactValue, options: Sequence[Possible], tables: EditorTables) -> EditorView:
    """Return how a fact is edited.

    Args:
        fact: its name.
        value: what is known of it.
        options: answers to choose from, as the question offers them; the usual ones where there are none.
        tables: what codes are looked up in.
    """
    kind = FACTS[fact]
    form = _form(kind)
    choices = tuple(
        ChoiceView(
            capital(choice_words(fact, one, tables.names, today=tables.today)), one, chosen=_holds(value.possible, one)
        )
        for one in _offered(kind, form, value.possible, options, tables.today)
    )
    text, low, high = _written(fact, form, value.possible, choices)
    return EditorView(
        fact=fact,
        form=form,
        overline=group_of(fact),
        question=question(fact),
        hint=hint(fact),
        caution=_CAUTION if group_of(fact) == CONFIDENTIAL else "",
        before="Bisher: keine Angabe" if value.possible is Absent.DECLINED else "",
        example=_EXAMPLES.get(kind.unit, "") if form is Form.FIGURE else "14.03.2015 oder 2015",
        unit=_unit(kind),
        choices=choices,
        text=text,
        low=low,
        high=high,
        codes=_codes(value.possible),
        origin=value.provenance if value.provenance in ORIGINS else Provenance.ENTERED,
        as_of=day_words(value.as_of or tables.today.isoformat()),
        note=value.note,
    )


def records_words(fact: str) -> tuple[str, str]:
    """Return what the buttons of a fact say that has a form of its own: there are none; to the form."""
    return _RECORD_WORDS[fact]


def _form(kind: Fact) -> Form:
    if kind.type is FactType.CODES and not kind.codes:
        return _FORM_OF_FACT.get(kind.name, Form.WORDS)
    return _FORMS[kind.type]


def _offered(kind: Fact, form: Form, known: Possible, options: Sequence[Possible], today: date) -> tuple[Possible, ...]:
    """Return the answers to choose from; a code that the question left out can still be given."""
    if form in (Form.YES_NO, Form.ONE_CODE, Form.CODES):
        usual = usual_options(kind.name, Absent.UNKNOWN, (), today)
        # "Nein" stands before "Ja", as in the question.
        return usual[::-1] if form is Form.YES_NO else usual
    if form in (Form.FIGURE, Form.DAY):
        shown = tuple(options) or usual_options(kind.name, Absent.UNKNOWN, _usual_limits(kind.name), today)
        return (*shown, *([known] if isinstance(known, AnyOf) and known not in shown else ()))
    return ()


def _usual_limits(fact: str) -> tuple[Condition, ...]:
    """Return limits that are asked for again and again: those of the size classes, and the scale of a project."""
    if fact in _COSTS:
        return (Condition(fact="project.expected_aid_eur", op=Op.LE, value=0),)
    return (Condition(fact="company.sme_class", op=Op.IN, value=()),) if fact.startswith("company.") else ()


def _holds(known: Possible, option: Possible) -> bool:
    """Tell whether an option is (part of) what is known."""
    if known == option:
        return True
    value = option.value if isinstance(option, Known) else None
    if isinstance(known, AnyOf):
        return value in known.values
    codes = _codes(known)
    return isinstance(value, tuple) and bool(value) and set(value) <= set(codes)


def _written(fact: str, form: Form, known: Possible, choices: Sequence[ChoiceView]) -> tuple[str, str, str]:
    """Return what stands in the fields: a single value, or the ends of a span."""
    if form not in (Form.FIGURE, Form.DAY) or any(choice.chosen for choice in choices):
        return "", "", ""
    if isinstance(known, Known):
        return possible_words(fact, known), "", ""
    if not isinstance(known, Interval):
        return "", "", ""
    whole_years = form is Form.DAY and possible_words(fact, known).isdigit()
    if whole_years:
        return possible_words(fact, known), "", ""
    # Nothing here is below zero: "bis 300.000 EUR" says as much as a span that begins there.
    low = None if known.min == 0 and known.max is not None else known.min
    ends = [possible_words(fact, Known(end)) if end is not None else "" for end in (low, known.max)]
    return "", ends[0], ends[1]


def _unit(kind: Fact) -> str:
    """Return what stands behind a figure: EUR, %, Jahre, Monate, Tage, Vollzeit."""
    return amount_words(2, kind.unit).removeprefix("2").strip() or ("in Vollzeit" if kind.unit == "AWU" else "")


def _codes(known: Possible) -> tuple[str, ...]:
    if isinstance(known, Known):
        value = known.value
        if isinstance(value, tuple):
            return tuple(one for one in value if isinstance(one, str))
        return (value,) if isinstance(value, str) else ()
    return tuple(one for one in known.values if isinstance(one, str)) if isinstance(known, AnyOf) else ()


def answered_value(
    value: FactValue, possible: Possible, origin: Provenance, as_of: str, note: str, today: date
) -> FactValue:
    """Return what is known once the editor is done.

    Args:
        value: what was known before.
        possible: what was answered.
        origin: where that comes from.
        as_of: ISO day that stands in the field.
        note: what else was said.
        today: a new answer is of today, unless somebody wrote another day.
    """
    untouched = as_of == (value.as_of or today.isoformat())
    day = today.isoformat() if untouched and possible != value.possible else as_of
    if isinstance(possible, Absent):
        return FactValue(possible=possible, as_of=day, note=note.strip()) if possible is Absent.DECLINED else UNKNOWN
    return FactValue(possible=possible, provenance=origin, as_of=day, note=note.strip())
