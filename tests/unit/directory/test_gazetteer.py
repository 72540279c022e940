"""What people type, and which place it means: every place of the state, and the traps."""

from __future__ import annotations

import shutil
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.place import Doubt, Match, PlaceKind
from advisor_app.errors import EnvironmentFault


def names(places):
    return [place.label for place in places]


def everywhere(gazetteer):
    """Return key and name of the municipalities and then the districts, without a table that hypothesis would print."""
    districts = gazetteer.districts()
    places = [*(town for place in districts for town in gazetteer.municipalities(place)), *districts]
    return [(place.code, place.name) for place in places]


def test_every_municipality_is_found_by_its_name_and_by_its_key(gazetteer, geodata):
    assert len(geodata.municipalities) == 396
    for ags, name in geodata.municipalities.items():
        for text in (name, name.upper(), f"  {name} ", ags, f"Stadt {name}"):
            found = gazetteer.resolve(text)
            assert found.place is not None, text
            assert (found.place.kind, found.place.code) == (PlaceKind.MUNICIPALITY, ags), text
            assert found.note is Doubt.NONE


def test_every_municipality_is_found_without_umlauts(gazetteer, geodata):
    for ags, name in geodata.municipalities.items():
        for pairs in ((("ä", "ae"), ("ö", "oe"), ("ü", "ue")), (("ä", "a"), ("ö", "o"), ("ü", "u"))):
            text = name.lower().replace("ß", "ss")
            for umlaut, written in pairs:
                text = text.replace(umlaut, written)
            found = gazetteer.resolve(text)
            assert found.place is not None, text
            assert found.place.code == ags, text


def test_every_district_is_found_by_its_name_and_holds_its_municipalities(gazetteer, geodata):
    assert len(gazetteer.districts()) == len(geodata.districts) == 53
    for ags, name in geodata.districts.items():
        by_key = gazetteer.resolve(ags).place
        assert (by_key.kind, by_key.name) == (PlaceKind.DISTRICT, name)
        assert by_key.municipalities == geodata.municipalities_of(ags)
        assert by_key.point is not None
        # A city that is a district of its own is found as the municipality.
        meant = gazetteer.resolve(name).place
        assert meant.district == ags
        assert meant.municipalities == by_key.municipalities


def test_every_postal_code_means_its_municipality_or_asks(gazetteer, geodata):
    assert len(geodata.postal_codes) == 869
    asked = set()
    for code, row in geodata.postal_codes.items():
        found = gazetteer.resolve(code)
        if found.asks:
            asked.add(code)
            assert row.municipality in {choice.code for choice in found.choices}
            continue
        assert found.place.code == code
        assert found.place.municipalities == (row.municipality,)
        assert found.place.district == row.municipality[:5]
        assert found.place.point == (row.lat, row.lon)
    assert asked == {"40721", "51467", "33154", "33161", "52525", "52538"}


@pytest.mark.parametrize(
    ("code", "note", "choices"),
    [
        ("40721", Doubt.DISTRICT_BORDER, ["Düsseldorf", "Hilden"]),
        ("51467", Doubt.DISTRICT_BORDER, ["Köln", "Bergisch Gladbach"]),
        ("33154", Doubt.TWO_MUNICIPALITIES, ["Paderborn", "Salzkotten"]),
        ("33161", Doubt.TWO_MUNICIPALITIES, ["Hövelhof"]),
        ("52525", Doubt.TWO_MUNICIPALITIES, ["Heinsberg", "Waldfeucht"]),
        ("52538", Doubt.TWO_MUNICIPALITIES, ["Gangelt", "Selfkant"]),
        ("33333", Doubt.LARGE_RECIPIENT, ["Gütersloh"]),
    ],
)
def test_a_doubtful_postal_code_asks_and_its_name_answers(gazetteer, code, note, choices):
    found = gazetteer.resolve(code)
    assert found.place is None
    assert (found.note, names(found.choices)) == (note, choices)
    assert set(found.whole().municipalities) == {choice.code for choice in found.choices}
    for choice in found.choices:
        assert gazetteer.resolve(f"{code} {choice.name}").place == choice
    # Picked from the suggestions it asks just the same.
    assert gazetteer.found(gazetteer.suggest(code)[0].place).choices == found.choices


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mülheim", "Mülheim an der Ruhr"),
        ("Muelheim/Ruhr", "Mülheim an der Ruhr"),
        ("Gütersloh", "Gütersloh"),
        ("Kreis Gütersloh", "Kreis Gütersloh"),
        ("Landkreis Guetersloh", "Kreis Gütersloh"),
        ("Gütersloh (Kreis)", "Kreis Gütersloh"),
        ("Lippe", "Kreis Lippe"),
        ("Kreis Neuss", "Rhein-Kreis Neuss"),
        ("Kreis Aachen", "Städteregion Aachen"),
        ("Ennepe-Ruhr", "Ennepe-Ruhr-Kreis"),
        ("rhein sieg kreis", "Rhein-Sieg-Kreis"),
        ("Hochsauerland", "Hochsauerlandkreis"),
        ("Erftkreis", "Rhein-Erft-Kreis"),
        ("Halle Westf", "Halle (Westf.)"),
        ("Wetter an der Ruhr", "Wetter (Ruhr)"),
        ("St. Augustin", "Sankt Augustin"),
        ("Castrop", "Castrop-Rauxel"),
        ("Bergisch-Gladbach", "Bergisch Gladbach"),
        ("Oeynhausen", "Bad Oeynhausen"),
        ("Wattenscheid", "Bochum"),
        ("58452 Witten", "58452 Witten"),
        ("D-58452 Witten", "58452 Witten"),
        ("Hauptstraße 12a, 58452 Witten", "58452 Witten"),
        ("Witten (Ennepe-Ruhr-Kreis)", "Witten"),
        ("Gütersloh, Kreis Gütersloh", "Gütersloh"),
        ("Halle, Kreis Gütersloh", "Halle (Westf.)"),
        ("Neunkirchen (Rhein-Sieg-Kreis)", "Neunkirchen-Seelscheid"),
        ("Neuenkirchen", "Neuenkirchen"),
        ("Neunkirchen", "Neunkirchen"),
        ("Neunkirchen-Seelscheid", "Neunkirchen-Seelscheid"),
        ("Bedburg", "Bedburg"),
        ("MU\u0308NSTER", "Münster"),
    ],
)
def test_short_old_and_odd_spellings_are_understood(gazetteer, text, name):
    found = gazetteer.resolve(text)
    assert found.place is not None
    assert found.place.label == name


def test_what_the_name_also_means_is_told(gazetteer):
    assert names(gazetteer.resolve("Gütersloh").also) == ["Kreis Gütersloh"]
    assert names(gazetteer.resolve("Neunkirchen").also) == ["Neunkirchen-Seelscheid"]
    assert gazetteer.resolve("Witten").also == ()


@pytest.mark.parametrize(
    ("text", "note", "near"),
    [
        ("", Doubt.EMPTY, []),
        ("  ?!\x00 ", Doubt.EMPTY, []),
        ("Frankfurt", Doubt.UNKNOWN, []),
        ("Berlin", Doubt.UNKNOWN, []),
        ("Halle (Saale)", Doubt.UNKNOWN, ["Halle (Westf.)"]),
        ("Lüdenschied", Doubt.UNKNOWN, ["Lüdenscheid"]),
        ("Mühlheim", Doubt.UNKNOWN, ["Mülheim an der Ruhr"]),
        ("Ütersloh", Doubt.UNKNOWN, []),
        ("Kreis Witten", Doubt.UNKNOWN, []),
        ("10115", Doubt.OUTSIDE, []),
        ("05999", Doubt.UNKNOWN, []),
        ("48455", Doubt.CODE_UNKNOWN, ["Hörstel", "Hopsten", "Neuenkirchen", "Rheine", "Wettringen"]),
        ("584522", Doubt.UNKNOWN, []),
        ("x" * 10_000, Doubt.UNKNOWN, []),
        ("'; DROP TABLE places; --", Doubt.UNKNOWN, []),
    ],
)
def test_what_is_no_place_of_the_state_is_never_guessed(gazetteer, text, note, near):
    found = gazetteer.resolve(text)
    assert (found.place, found.choices, found.whole()) == (None, (), None)
    assert found.note is note
    assert names(hit.place for hit in found.suggestions) == near


@pytest.mark.parametrize(
    ("text", "note", "choices"),
    [
        ("58452 Hagen", Doubt.DISAGREE, ["Witten", "Hagen"]),
        ("33999 Gütersloh", Doubt.CODE_UNKNOWN, ["Gütersloh"]),
        ("Köln-Mülheim", Doubt.PART_OF, ["Köln"]),
        ("Witten, Annen", Doubt.PART_OF, ["Witten"]),
        ("Mülheim, Köln", Doubt.PART_OF, ["Köln"]),
        ("Witten (Märkischer Kreis)", Doubt.PART_OF, ["Witten"]),
        ("Hauptstraße 1, 58452 Hagen", Doubt.DISAGREE, ["Witten", "Hagen"]),
    ],
)
def test_what_contradicts_itself_or_names_a_part_asks(gazetteer, text, note, choices):
    found = gazetteer.resolve(text)
    assert (found.place, found.note, names(found.choices)) == (None, note, choices)


@given(number=st.integers(0, 448), length=st.integers(1, 30), spelled=st.integers(0, 2))
@settings(max_examples=200, deadline=None)
def test_any_beginning_of_a_name_suggests_the_place(gazetteer, number, length, spelled):
    ags, name = everywhere(gazetteer)[number]
    begun = name[:length]
    typed = (begun, begun.upper(), begun.replace("ü", "ue").replace("ö", "oe"))[spelled]
    found = {code for hit in gazetteer.suggest(typed, limit=500) for code in (hit.place.code, hit.place.district)}
    assert ags in found


@given(number=st.integers(0, 395), at=st.integers(1, 30), slip=st.sampled_from(["drop", "double", "swap"]))
@settings(max_examples=100, deadline=None)
def test_one_slip_in_a_longer_name_still_suggests_it(gazetteer, number, at, slip):
    ags, name = everywhere(gazetteer)[number]
    assume(1 <= at <= len(name) - 2 and len(name) > 5)
    typed = {
        "drop": name[:at] + name[at + 1 :],
        "double": name[:at] + name[at] + name[at:],
        "swap": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }[slip]
    hits = gazetteer.suggest(typed, limit=50)
    assert ags in {hit.place.code for hit in hits} or any(hit.match is not Match.SIMILAR for hit in hits)


@given(text=st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_gets_one_kind_of_answer(gazetteer, text):
    found = gazetteer.resolve(text)
    assert (found.place is not None) + bool(found.choices) + (found.whole() is None) == 1
    assert (found.note is Doubt.NONE) == (found.place is not None)
    assert len(gazetteer.suggest(text)) <= 8


def test_suggestions_put_the_likeliest_first(gazetteer):
    assert gazetteer.suggest("k")[0].place.name == "Köln"
    assert names(hit.place for hit in gazetteer.suggest("güt")) == ["Gütersloh", "Kreis Gütersloh"]
    assert names(hit.place for hit in gazetteer.suggest("kreis güt")) == ["Kreis Gütersloh"]
    assert gazetteer.suggest("5845", limit=3)[0].place.label == "58452 Witten"
    assert [hit.match for hit in gazetteer.suggest("Witten")] == [Match.EXACT]
    assert names(hit.place for hit in gazetteer.suggest("rauxel")) == ["Castrop-Rauxel"]
    assert gazetteer.suggest("") == gazetteer.suggest("  ") == ()


def test_typing_is_answered_at_once(gazetteer):
    """A hundredth of what a frame takes; the bound is wide, for a machine that does other things as well."""
    for typed in ("b", "kreis", "Lüdenschiedd", "recklingghausn", "frankfurt am main", "58"):
        took = []
        for _ in range(9):
            start = time.process_time()
            gazetteer.suggest(typed)
            took.append(time.process_time() - start)
        assert sorted(took)[4] < 0.008, typed


def test_a_missing_or_damaged_table_is_told(root, tmp_path):
    folder = tmp_path / "geodata"
    shutil.copytree(root / "resources" / "geodata", folder)
    (folder / "plz_rueckfragen.csv").write_text("plz,grund\n40721,kreisgrenze\n", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        Gazetteer.load(folder)
    (folder / "plz_rueckfragen.csv").unlink()
    with pytest.raises(EnvironmentFault):
        Gazetteer.load(folder)
