"""What the page of partners says: who is responsible and why, who is near, what is asked, what is not told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.desktop.map.picture import Rank, Swatch
from advisor_app.desktop.pages.partners.answer import Answer, answer, sheet_for_anybody, written
from advisor_app.desktop.presenters.partners import Wish, present_list, present_partners
from advisor_app.desktop.presenters.partners_filter import (
    COMPETENCE,
    KIND,
    OFFER,
    REGION,
    PartnerFilter,
    facet_groups,
    filtered,
    groups_with_counts,
)
from advisor_app.desktop.presenters.partners_map import MapMode, district_words, spot_picture
from advisor_app.desktop.presenters.partners_rows import distance
from advisor_app.desktop.presenters.partners_views import (
    GapCard,
    OfficeCard,
    Offices,
    Overview,
    QuestionView,
    UnknownView,
)
from advisor_app.directory.responsible import Office
from advisor_app.domain.event import Place
from advisor_app.domain.partner import PartnerKind
from tests.desktop.conftest import EVENT, RESOURCES, TODAY, MemoryLibrary
from tests.desktop.partner_world import IHK_HAGEN, PARTNERS, book, land, library


def view(text="", known=None, **changes):
    known = known or library()
    found = land().ground.gazetteer.resolve(text) if text else None
    return present_partners(known, book(known), Wish(found=found, **changes), TODAY)


def cards(side):
    assert isinstance(side, Offices)
    return {card.overline: card for card in side.cards if isinstance(card, OfficeCard)}


def test_witten_belongs_to_bochum_and_the_split_is_explained():
    side = view("Witten").side
    ihk = cards(side)["Industrie- und Handelskammer"]
    assert ihk.title == "IHK Mittleres Ruhrgebiet"
    assert ihk.reason == (
        "Der Kreis ist geteilt: Hattingen und Witten gehören zur IHK in Bochum, "
        "die übrigen 7\u00a0Gemeinden zur IHK in Hagen."
    )
    assert side.title == "Zuständig für Witten"
    assert side.subtitle == "58452 bis 58456 · Ennepe-Ruhr-Kreis · AGS 05954036"
    assert cards(view("Gevelsberg").side)["Industrie- und Handelskammer"].title == IHK_HAGEN.title


def test_the_chamber_of_crafts_depends_on_the_register_never_on_the_sector():
    for place in ("Witten", "Bochum", "58452"):
        hwk = cards(view(place).side)["Handwerkskammer"]
        assert hwk.title == "Handwerkskammer Dortmund"
        assert "wenn der Betrieb in der Handwerksrolle steht" in hwk.reason
        assert "Mischbetriebe" in hwk.reason


def test_a_split_district_shows_both_chambers_and_asks_for_the_municipality():
    side = view("Ennepe-Ruhr-Kreis").side
    assert isinstance(side, Offices)
    assert [card.title for card in side.cards if isinstance(card, OfficeCard)][:2] == [
        "IHK Mittleres Ruhrgebiet", "Südwestfälische IHK zu Hagen",
    ]  # fmt: skip
    assert len(side.also) == 9
    assert "Gemeinde" in side.ask
    assert {choice.label for choice in side.also} >= {"Witten", "Schwelm"}


def test_a_name_that_means_two_places_offers_the_other():
    side = view("Gütersloh").side
    assert isinstance(side, Offices)
    assert [(choice.code, choice.label) for choice in side.also] == [("05754", "Kreis Gütersloh")]


@pytest.mark.parametrize("code", ["40721", "51467", "33154", "33333"])
def test_codes_that_mean_several_places_ask(code):
    side = view(code).side
    assert isinstance(side, QuestionView)
    assert side.choices
    assert code in side.sentence


def test_a_second_municipality_that_is_unknown_is_told():
    side = view("33161").side
    assert isinstance(side, QuestionView)
    assert len(side.choices) == 1
    assert "nur eine davon ist hier bekannt" in side.sentence
    other = view("33154").side
    assert isinstance(other, QuestionView)
    assert "hier bekannt" not in other.sentence


@pytest.mark.parametrize(("text", "near"), [("Halle (Saale)", ["Halle (Westf.)"]), ("10115", []), ("qqqq", [])])
def test_an_unknown_place_says_what_can_be_typed(text, near):
    side = view(text).side
    assert isinstance(side, UnknownView)
    assert "Postleitzahl, Gemeinde oder Kreis" in side.sentence
    assert [choice.label for choice in side.suggestions] == near


def test_what_nobody_does_is_a_named_gap():
    side = view("Kleve").side
    assert isinstance(side, Offices)
    assert [card.overline for card in side.cards] == [
        "Industrie- und Handelskammer", "Handwerkskammer", "Wirtschaftsförderung",
    ]  # fmt: skip
    assert all(isinstance(card, GapCard) and "Kleve" in card.sentence for card in side.cards)


def test_regional_business_development_is_not_taken_for_the_town_s_own():
    card = cards(view("Witten").side)["Wirtschaftsförderung"]
    assert card.title == "Business Metropole Ruhr"
    assert "Eine eigene Wirtschaftsförderung von Witten ist nicht hinterlegt" in card.reason


def test_only_what_may_leave_is_on_a_card():
    ihk = cards(view("Witten").side)["Industrie- und Handelskammer"]
    assert (ihk.phone, ihk.mail) == ("0234 000", "info@example.org")
    assert ihk.mail_link.startswith("mailto:info@example.org?subject=")
    assert ihk.doubts == 1
    assert cards(view("Witten").side)["Handwerkskammer"].phone == ""


def test_the_nearest_help_and_how_far_it_is():
    side = view("Witten").side
    assert isinstance(side, Offices)
    assert [row.title for row in side.helpful][:3] == ["ruhr:HUB", "Nur im Netzwerk", "Worldfactory"]
    assert [row.distance for row in side.helpful][:3] == ["im Ort", "im Ort", "etwa 9\u00a0km"]
    assert side.helpful[-1].distance == ""
    assert "von Ortsmitte zu Ortsmitte" in side.remark
    only = view("Witten", wanted=PartnerFilter(chosen={COMPETENCE: frozenset({"ki"})})).side
    assert isinstance(only, Offices)
    assert [row.title for row in only.helpful] == ["Worldfactory"]


@pytest.mark.parametrize(("km", "shown"), [(None, ""), (0.0, "im Ort"), (0.9, "im Ort"), (4.6, "etwa 5\u00a0km"),
                                           (1234.0, "etwa 1.234\u00a0km")])  # fmt: skip
def test_distances_in_words(km, shown):
    assert distance(km) == shown


def test_without_a_place_there_is_an_overview():
    shown = view()
    assert isinstance(shown.side, Overview)
    assert {group.label: group.count for group in shown.side.groups} == {
        "Kammern": 3, "Hochschulen": 1, "Start-ups": 1, "Finanzierung": 0, "Wirtschaftsförderung": 1,
    }  # fmt: skip
    assert any(gap.startswith("Keine IHK hinterlegt") for gap in shown.side.gaps)
    listed = present_list(library(), book(), Wish())
    assert [row.title for row in listed.rows] == sorted((row.title for row in listed.rows), key=str.casefold)
    assert len(listed.rows) == len(PARTNERS)
    assert listed.title == "9\u00a0Partner"


# The map


def test_the_map_of_a_place_fills_the_chamber_s_area_and_hatches_what_is_split():
    picture = view("Witten").picture
    assert {ags for ags, look in picture.looks.items() if look.fill == "map_sel"} == {"05911", "05916"}
    assert {ags for ags, look in picture.looks.items() if look.hatched} == {"05954"}
    assert picture.outlined == (frozenset({"05911", "05916", "05954"}), frozenset({"05954"}))
    assert [(name.text, name.rank) for name in picture.names][:2] == [("Witten", Rank.PLACE), ("Bochum", Rank.SEAT)]
    assert [entry.text for entry in picture.legend] == [
        "IHK Mittleres Ruhrgebiet", "Ennepe-Ruhr-Kreis, zwei IHKs", "Ort des Betriebs",
    ]  # fmt: skip
    assert picture.groups["05954"] == ("ihk-bochum", "ihk-hagen")
    assert "Ennepe-Ruhr-Kreis" in picture.description
    crafts = view("Witten", office=Office.HWK).picture
    assert not [ags for ags, look in crafts.looks.items() if look.hatched]


def test_every_district_says_its_chambers_and_counts():
    words = present_list(library(), book(), Wish()).words
    assert words["05954"].title == "Ennepe-Ruhr-Kreis"
    assert words["05954"].lines == (
        "IHK: IHK Mittleres Ruhrgebiet und Südwestfälische IHK zu Hagen (geteilter Kreis)",
        "HWK: Handwerkskammer Dortmund",
        "2\u00a0Partner mit Sitz hier, 9 zuständig",
    )
    assert "IHK: keine hinterlegt" in words["05154"].lines
    assert len(words) == 53


def test_the_coloured_map_writes_its_numbers_and_says_what_it_leaves_out():
    picture = view().picture
    assert picture.look("05911").fill.startswith("map_step")
    assert picture.look("05154").fill == ""
    assert {name.text for name in picture.names if name.rank is Rank.NUMBER} == {"1", "2", "3"}
    assert picture.legend[-1].swatch is Swatch.NOTE
    assert picture.legend[-1].text == "1\u00a0Partner ohne Ortsangabe, nur in der Liste"
    assert "Bochum 3" in picture.description


def test_events_are_counted_where_they_are_held():
    here = replace(EVENT, id="hier", place=Place(name="Rathaus", ags="05911000"), starts_at="2026-12-01T09:00+01:00")
    past = replace(here, id="vorbei", starts_at="2026-11-01T09:00+01:00")
    off = replace(here, id="abgesagt", cancelled=True)
    known = MemoryLibrary((*PARTNERS, EVENT, here, past, off))
    picture = view(known=known, mode=MapMode.EVENTS).picture
    assert picture.looks.keys() == {"05911"}
    assert [name.text for name in picture.names] == ["1"]
    assert picture.legend[-1].text == "Ohne 1\u00a0Termin, online oder landesweit"
    assert "1\u00a0Termin" in district_words(book(known))["05911"].lines


def test_points_are_partners_with_a_position():
    shown = view(mode=MapMode.SPOTS)
    assert {spot.id for spot in shown.picture.spots} == {item.id for item in PARTNERS} - {"verband"}
    assert "8\u00a0Partner" in shown.picture.description
    known = library()
    few = spot_picture(book(known), filtered(book(known), PartnerFilter(group="science")), None, known, narrowed=True)
    assert [spot.title for spot in few.spots] == ["Worldfactory"]


# Filters


CODES = {KIND: [kind.value for kind in PartnerKind], COMPETENCE: ["ki", "digitalisierung", "it_sicherheit"],
         REGION: ["05911", "05954", "05154"], OFFER: ["erstberatung", "finanzierung"]}  # fmt: skip
FILTERS = st.builds(
    PartnerFilter,
    group=st.sampled_from(["", "chambers", "science", "money"]),
    chosen=st.fixed_dictionaries({}, optional={
        facet: st.frozensets(st.sampled_from(codes), max_size=2) for facet, codes in CODES.items()
    }),
)  # fmt: skip


@given(FILTERS)
@settings(max_examples=80, deadline=None)
def test_a_count_is_what_choosing_it_gives(wanted):
    known, all_of_it = library(), book()
    for group in facet_groups(all_of_it, wanted, known):
        alone = replace(wanted, chosen={name: codes for name, codes in wanted.chosen.items() if name != group.facet})
        for option in group.options:
            assert option.count == len(filtered(all_of_it, alone.toggled(group.facet, option.code)))
            assert option.chosen == (option.code in wanted.codes(group.facet))


def test_a_value_chosen_twice_is_not_chosen():
    once = PartnerFilter().toggled(KIND, "ihk")
    assert not once.is_empty
    assert [item.id for item in filtered(book(), once)] == ["ihk-bochum", "ihk-hagen"]
    assert once.toggled(KIND, "ihk").is_empty
    assert next(count for group, count in groups_with_counts(book()) if not group.code) == len(PARTNERS)


# Answers and paper


def test_the_land_and_the_partners_are_read_once():
    known = library()
    first = answer(known, None, Wish(), TODAY, RESOURCES / "geodata")
    again = answer(known, first, Wish(mode=MapMode.SPOTS), TODAY, RESOURCES / "geodata")
    assert again.land is first.land
    assert again.book is first.book
    renewed = answer(library(), again, again.wish, TODAY, RESOURCES / "geodata")
    assert renewed.land is first.land
    assert renewed.book is not first.book


def test_what_only_the_network_may_see_is_not_printed():
    known = library()
    found = land().ground.gazetteer.resolve("Witten")
    before = Answer(land(), book(known), known, Wish(), view())
    kept = answer(known, before, Wish(found=found, mode=MapMode.SPOTS), TODAY, RESOURCES)
    assert "Nur im Netzwerk" in repr(kept.view)
    sheet = sheet_for_anybody(known, kept, TODAY).sheet
    assert "Nur im Netzwerk" not in repr(sheet)
    assert "0234 999" not in repr(sheet)
    assert "0234 000" in repr(sheet)
    assert sheet.title == "Zuständig für Witten"
    assert sheet.foot.endswith("20.11.2026")


def test_a_place_is_written_with_its_district():
    gazetteer, known = land().ground.gazetteer, book()
    assert [written(place, known) for text in ("Witten", "58452", "Bochum", "Ennepe-Ruhr-Kreis")
            if (place := gazetteer.resolve(text).place) is not None] == [
        "Witten, Ennepe-Ruhr-Kreis", "58452 Witten, Ennepe-Ruhr-Kreis", "Bochum", "Ennepe-Ruhr-Kreis",
    ]  # fmt: skip
