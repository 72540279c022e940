"""`advisor-admin stats --coverage`: who serves each district with each competence, as a document and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from advisor_app.directory.coverage import Cell, Coverage, Lack, coverage
from advisor_app.directory.place import Place
from advisor_app.directory.responsible import OFFICE_OF_KIND, Office, Responsibility, responsible
from advisor_app.domain.outlines import PartnerOutline

Label = Callable[[str, str], str]

_WHOLE = "#"
_SIGNS = {Lack.ONLY_STATEWIDE: ".", Lack.PARTS_UNSERVED: "+", Lack.NOBODY: "-"}
_LEGEND = (
    f"{_WHOLE} served by the region   {_SIGNS[Lack.ONLY_STATEWIDE]} by partners for the whole state only   "
    f"{_SIGNS[Lack.PARTS_UNSERVED]} in some municipalities only   {_SIGNS[Lack.NOBODY]} by nobody: a gap"
)
_OFFICES = {Office.IHK: "IHK", Office.HWK: "HWK", Office.BUSINESS_DEVELOPMENT: "business development"}


@dataclass(frozen=True, slots=True)
class DistrictCoverage:
    """Competences by district, and who is responsible for each district."""

    competences: Coverage
    offices: tuple[Responsibility, ...]


def district_coverage(
    partners: Sequence[PartnerOutline], districts: Sequence[Place], themes: Sequence[str]
) -> DistrictCoverage:
    """Return who serves the districts.

    Args:
        partners: all that are known.
        districts: the districts with their municipalities.
        themes: the competences to ask for.
    """
    # Thousands of partners hold no office: those are passed over once instead of once a district.
    offices = [partner for partner in partners if partner.partner_kind in OFFICE_OF_KIND]
    return DistrictCoverage(
        competences=coverage(partners, districts, themes),
        offices=tuple(responsible(district, offices) for district in districts),
    )


def coverage_document(found: DistrictCoverage, label: Label) -> dict[str, object]:
    """Return the JSON document: statewide partners once, then each district with those of its region, then the gaps."""
    table = found.competences
    names = {place.code: place.name for place in table.districts}
    cells = _by_district(table)
    return {
        "competences": {code: label("themes", code) for code in table.competences},
        "statewide": {code: list(ids) for code, ids in table.statewide.items()},
        "districts": [
            {
                "ags": who.place.code,
                "name": who.place.name,
                "ihk": list(who.ihk),
                "hwk": list(who.hwk),
                "business_development": list(who.business_development),
                "business_development_in_parts": list(who.in_parts),
                "competences": {
                    cell.competence: {
                        "regional": list(cell.whole),
                        "in_parts": list(cell.parts),
                        "statewide": len(table.statewide[cell.competence]),
                        "lack": str(cell.lack) if cell.lack is not None else "",
                    }
                    for cell in cells[who.place.code]
                },
            }
            for who in found.offices
        ],
        "gaps": [
            {
                "district": cell.district,
                "name": names[cell.district],
                "competence": cell.competence,
                "lack": str(cell.lack),
            }
            for cell in table.gaps()
        ],
        "office_gaps": [
            {"district": who.place.code, "name": who.place.name, "office": str(gap.office)}
            for who in found.offices
            for gap in who.gaps
        ],
    }


def coverage_lines(found: DistrictCoverage, label: Label) -> Iterator[str]:
    """Yield the same for people: the columns, the table, what each competence lacks, which offices nobody holds."""
    table = found.competences
    yield "Competences (columns of the table)"
    for number, code in enumerate(table.competences, 1):
        state = len(table.statewide[code])
        yield f"  {number:2}  {label('themes', code)} · {code}, for the whole state: {state}"
    yield ""
    yield from _table(table)
    yield ""
    yield from _lacking(table, label)
    yield ""
    yield from _vacant(found.offices)


def _table(table: Coverage) -> Iterator[str]:
    width = max((len(place.name) for place in table.districts), default=0)
    numbers = [f"{number:2}" for number in range(1, len(table.competences) + 1)]
    # Tens above ones, so that the table fits a usual terminal.
    for digit in (0, 1):
        yield (" " * (width + 2) + "".join(f" {number[digit]}" for number in numbers)).rstrip()
    cells = _by_district(table)
    for place in table.districts:
        signs = "".join(f" {_sign(cell)}" for cell in cells[place.code])
        yield f"  {place.name:<{width}}{signs}"
    yield f"  {_LEGEND}"


def _lacking(table: Coverage, label: Label) -> Iterator[str]:
    names = {place.code: place.name for place in table.districts}
    gaps = list(table.gaps(Lack.NOBODY, Lack.PARTS_UNSERVED))
    if not gaps:
        yield "No gaps: every competence is served in every district."
        return
    yield f"Gaps: {len(gaps)} of {len(table.cells)} pairs of district and competence"
    for code in table.competences:
        for lack, words in ((Lack.NOBODY, "nobody"), (Lack.PARTS_UNSERVED, "some municipalities only")):
            where = [names[cell.district] for cell in gaps if (cell.competence, cell.lack) == (code, lack)]
            if where:
                yield f"  {label('themes', code)}: {words} in {_listed(where, len(table.districts))}"


def _vacant(offices: Iterable[Responsibility]) -> Iterator[str]:
    known = list(offices)
    for office, words in _OFFICES.items():
        missing = [who.place.name for who in known if any(gap.office is office for gap in who.gaps)]
        told = f"missing in {_listed(missing, len(known))}" if missing else f"known for all {len(known)} districts"
        yield f"{words}: {told}"


def _by_district(table: Coverage) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {place.code: [] for place in table.districts}
    for cell in table.cells:
        found[cell.district].append(cell)
    return found


def _sign(cell: Cell) -> str:
    return _SIGNS[cell.lack] if cell.lack is not None else _WHOLE


def _listed(names: Sequence[str], every: int) -> str:
    return f"all {every} districts" if len(names) == every else ", ".join(names)
