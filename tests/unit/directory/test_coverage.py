"""Districts x competences: who serves, who is missing."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from advisor_app.directory.areas import covered
from advisor_app.directory.coverage import Lack, coverage
from advisor_app.domain.partner import Area, PartialArea
from advisor_app.domain.region import is_within


def test_each_cell_tells_who_serves_whole_in_parts_or_not_at_all(gazetteer, make):
    partners = [
        make("land", ags=("05",), competences=("ki",)),
        make("kreis", ags=("05954",), competences=("ki", "robotik")),
        make("witten", ags=("05954036",), competences=("handwerk",)),
        make("teil", partial={"05954": ("05954004",)}, competences=("handwerk", "unbekannt")),
    ]
    themes = ("ki", "robotik", "handwerk")
    found = coverage(partners, gazetteer.districts(), themes)
    assert len(found.cells) == 53 * 3
    assert found.statewide == {"ki": ("land",), "robotik": (), "handwerk": ()}
    cells = {(cell.district, cell.competence): cell for cell in found.cells}
    assert (cells["05954", "ki"].whole, cells["05954", "ki"].lack) == (("kreis",), None)
    assert cells["05954", "robotik"].lack is None
    assert cells["05954", "handwerk"].parts == ("teil", "witten")
    assert cells["05954", "handwerk"].lack is Lack.PARTS_UNSERVED
    assert cells["05111", "ki"].lack is Lack.ONLY_STATEWIDE
    assert cells["05111", "robotik"].lack is Lack.NOBODY
    assert [cell.competence for cell in found.gaps(Lack.PARTS_UNSERVED)] == ["handwerk"]
    assert len(list(found.gaps())) == 53 * 3 - 2


def test_towns_that_together_are_the_district_leave_no_gap(gazetteer, make, geodata):
    towns = [make(ags, ags=(ags,), competences=("ki",)) for ags in geodata.municipalities_of("05954")]
    found = coverage(towns, [gazetteer.place("05954")], ["ki"])
    assert found.cells[0].lack is None
    assert len(found.cells[0].parts) == 9


def test_thousands_of_partners_take_no_time(gazetteer, make, geodata):
    codes = sorted({"05", *geodata.districts, *geodata.municipalities})
    themes = [f"thema-{number}" for number in range(30)]
    many = [
        make(f"p{number}", ags=(codes[number % len(codes)],), competences=tuple(themes[number % 7 : number % 30 : 3]))
        for number in range(6000)
    ]
    start = time.process_time()
    found = coverage(many, gazetteer.districts(), themes)
    assert time.process_time() - start < 2
    assert len(found.cells) == 53 * 30


@given(
    codes=st.lists(
        st.sampled_from(["05", "05954", "05111", "05954036", "05954004", "05754008", "DE", "EU"]), max_size=3
    ),
    only=st.lists(st.sampled_from(["05954008", "05954036"]), max_size=2),
)
def test_an_area_covers_what_lies_within_one_of_its_codes(codes, only):
    partial = (PartialArea(ags="05954", only=tuple(only)),) if only else ()
    area = Area(ags=tuple(codes), partial=partial)
    places = ("05954004", "05954008", "05954036", "05111000", "05754008", "05754012")
    expected = tuple(ags for ags in places if any(is_within(ags, code) for code in codes) or ags in only)
    assert covered(area, places) == expected
