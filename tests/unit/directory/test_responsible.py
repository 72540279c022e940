"""Who is responsible: one IHK and one HWK for every municipality of the state, and what happens where it is not so."""

from __future__ import annotations

import pytest

from advisor_app.directory.areas import Reach
from advisor_app.directory.place import Doubt, Place, PlaceKind
from advisor_app.directory.responsible import Gap, Office, responsible


def answer(gazetteer, partners, text):
    return responsible(gazetteer.resolve(text).whole(), partners)


def test_every_municipality_has_one_ihk_and_one_hwk(gazetteer, partners, geodata):
    for ags in geodata.municipalities:
        found = responsible(gazetteer.place(ags), partners)
        assert (len(found.ihk), len(found.hwk)) == (1, 1), geodata.municipalities[ags]
        assert not found.ambiguous
        assert {gap.office for gap in found.gaps} <= {Office.BUSINESS_DEVELOPMENT}


def test_every_certain_postal_code_has_the_chambers_of_its_municipality(gazetteer, partners, geodata):
    for code, row in geodata.postal_codes.items():
        found = responsible(gazetteer.place(code), partners)
        if gazetteer.place(code).note is not Doubt.NONE:
            assert found.ambiguous, code
            continue
        town = responsible(gazetteer.place(row.municipality), partners)
        assert (found.ihk, found.hwk, found.ambiguous) == (town.ihk, town.hwk, False)


def test_only_the_ennepe_ruhr_kreis_is_split_between_chambers(gazetteer, partners):
    split = [place.name for place in gazetteer.districts() if responsible(place, partners).ambiguous]
    assert split == ["Ennepe-Ruhr-Kreis"]


@pytest.mark.parametrize(
    ("town", "ihk"),
    [
        ("Witten", "ihk-mittleres-ruhrgebiet"),
        ("58452", "ihk-mittleres-ruhrgebiet"),
        ("Hattingen", "ihk-mittleres-ruhrgebiet"),
        ("Sprockhövel", "ihk-sihk"),
        ("Breckerfeld", "ihk-sihk"),
        ("Ennepetal", "ihk-sihk"),
        ("Gevelsberg", "ihk-sihk"),
        ("Herdecke", "ihk-sihk"),
        ("Schwelm", "ihk-sihk"),
        ("Wetter", "ihk-sihk"),
    ],
)
def test_the_split_district_is_decided_by_the_municipality(gazetteer, partners, town, ihk):
    found = answer(gazetteer, partners, town)
    assert (found.ihk, found.hwk, found.ambiguous) == ((ihk,), ("hwk-dortmund",), False)


def test_the_split_district_alone_names_both_and_says_who_covers_what(gazetteer, partners):
    found = answer(gazetteer, partners, "Ennepe-Ruhr-Kreis")
    assert found.ambiguous
    assert found.ihk == ("ihk-mittleres-ruhrgebiet", "ihk-sihk")
    assert found.hwk == ("hwk-dortmund",)
    assert found.claim("ihk-mittleres-ruhrgebiet").municipalities == ("05954016", "05954036")
    assert len(found.claim("ihk-sihk").municipalities) == 7
    assert found.claim("nobody") is None


def test_where_a_postal_code_asks_everybody_who_may_be_meant_is_named(gazetteer, make):
    partners = [
        make("hwk", "hwk", ags=("05",)),
        make("ihk-d", "ihk", ags=("05111",)),
        make("ihk-me", "ihk", ags=("05158",)),
        make("wfg-hilden", ags=("05158016",)),
        make("wfg-haan", ags=("05158008",)),
    ]
    found = answer(gazetteer, partners, "40721")
    assert (found.ihk, found.hwk) == (("ihk-d", "ihk-me"), ("hwk",))
    assert found.business_development == ("wfg-hilden",)
    assert found.ambiguous


def test_business_development_begins_with_the_most_specific(gazetteer, make):
    partners = [
        make("a-land", ags=("05",)),
        make("b-region", ags=("05754", "05711"), economic_region="ostwestfalen_lippe"),
        make("c-kreis", ags=("05754",)),
        make("d-stadt", ags=("05754008",)),
        make("e-andere-stadt", ags=("05754012",)),
        make("f-bund", ags=("DE",)),
        make("g-zwei-kreise", ags=("05754", "05758")),
    ]
    town = answer(gazetteer, partners, "Gütersloh")
    assert town.business_development == ("d-stadt", "c-kreis", "b-region", "g-zwei-kreise", "a-land", "f-bund")
    assert [claim.reach for claim in town.reasons] == [
        Reach.MUNICIPALITY,
        Reach.DISTRICT,
        Reach.REGION,
        Reach.REGION,
        Reach.STATE,
        Reach.COUNTRY,
    ]
    district = answer(gazetteer, partners, "Kreis Gütersloh")
    assert district.business_development == ("c-kreis", "b-region", "g-zwei-kreise", "a-land", "f-bund")
    assert district.in_parts == ("d-stadt", "e-andere-stadt")


def test_nobody_known_is_a_named_gap(gazetteer, make):
    half = [make("ihk", "ihk", partial={"05954": ("05954036",)})]
    district = answer(gazetteer, half, "Ennepe-Ruhr-Kreis")
    gaps = {gap.office: gap.municipalities for gap in district.gaps}
    assert set(gaps) == set(Office)
    assert len(gaps[Office.IHK]) == 8
    assert "05954036" not in gaps[Office.IHK]
    witten = answer(gazetteer, half, "Witten")
    assert witten.gaps == (
        Gap(Office.HWK, ("05954036",)),
        Gap(Office.BUSINESS_DEVELOPMENT, ("05954036",)),
    )


def test_a_branch_is_no_second_chamber(gazetteer, make):
    partners = [
        make("ihk", "ihk", ags=("05754",)),
        make("ihk-buero", "ihk", ags=("05754",), parent="ihk"),
        make("verband", "verband", ags=("05",)),
    ]
    found = answer(gazetteer, partners, "Gütersloh")
    assert (found.ihk, found.branches, found.ambiguous) == (("ihk",), ("ihk-buero",), False)


def test_two_chambers_for_one_place_are_a_question_not_a_choice(gazetteer, make):
    partners = [make("ihk-a", "ihk", ags=("05754",)), make("ihk-b", "ihk", ags=("05",))]
    assert answer(gazetteer, partners, "Gütersloh").ambiguous


def test_a_place_without_municipalities_is_served_by_nobody(make):
    nowhere = Place(PlaceKind.POSTAL_CODE, "99999", "", "", ())
    found = responsible(nowhere, [make("ihk", "ihk", ags=("05",))])
    assert (found.ihk, found.gaps, found.ambiguous) == ((), (), False)
