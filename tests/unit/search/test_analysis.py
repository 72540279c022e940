"""German analysis: folding, stems, compounds, stop words."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.search.analysis.compounds import Splitter, learn
from advisor_app.search.analysis.everyday import everyday_words
from advisor_app.search.analysis.stopwords import is_stop
from advisor_app.search.analysis.words import (
    exact_of,
    form_of,
    key_of,
    key_of_form,
    name_key,
    normal,
    shapes,
    words,
)


@pytest.mark.parametrize("spelling", ["Gütersloh", "Guetersloh", "Gutersloh", "GÜTERSLOH", "Gu\u0308tersloh"])
def test_umlauts_digraphs_and_bare_vowels_are_one(spelling):
    assert shapes(normal(spelling))[1:] == shapes("Gütersloh")[1:]


def test_exact_shape_keeps_umlauts_apart_from_bare_vowels():
    assert exact_of("Förderung") == exact_of("Foerderung") != exact_of("Forderung")
    assert exact_of("Straße") == exact_of("STRASSE")


@pytest.mark.parametrize("word", ["neue", "Steuer", "Quelle", "bauen", "Frauen", "teuer"])
def test_digraphs_that_are_none_stay(word):
    assert key_of(exact_of(word)) == word.casefold()


@pytest.mark.parametrize(("one", "other"), [("Zuschüsse", "Zuschuss"), ("Maschinen", "Maschine"), ("Häuser", "Haus")])
def test_inflected_forms_share_a_stem(one, other):
    assert shapes(one)[2] == shapes(other)[2]


def test_words_keep_paragraph_signs_and_join_thousands():
    assert words("§ 82 SGB III: 50.000 Euro, KfW 511/512, go-digital") == [
        "§", "82", "SGB", "III", "50.000", "Euro", "KfW", "511", "512", "go", "digital",
    ]  # fmt: skip
    assert exact_of("50.000") == "50000"


def test_names_are_one_key_however_they_are_written():
    assert name_key("Go-Digital") == name_key("go digital") == name_key("GODIGITAL")


def test_soft_hyphens_do_not_part_words():
    assert words(normal("För\xadderung")) == ["Förderung"]


@given(st.text(max_size=80))
def test_every_word_has_shapes_and_its_form_tells_them(text):
    for word in words(normal(text)):
        exact, key, stem = shapes(word)
        form = form_of(exact)
        assert key_of_form(form) == key
        assert stem or not key


CORPUS = (
    "Meister Gründung Prämie Gründung Zuschuss Forschung Projekt Energie Effizienz Netzwerk Investition Gutschein "
    "Innovation Forschungszulage Investitionszulage Stellenzulage Stelle Unternehmen Beratung Beratungen Gesellschaft "
    "Förderung Betrieb"
)


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    return learn(Counter(shapes(word)[1] for word in CORPUS.split()))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Meistergründungsprämie", ("meister", "grundung", "pramie")),
        ("Innovationsgutschein", ("innovation", "gutschein")),
        ("Energieeffizienznetzwerk", ("energie", "effizienz", "netzwerk")),
        ("Forschungszulage", ("forschung", "zulage")),
        ("Unternehmen", ()),
        ("Gesellschaft", ()),
        ("Beratungen", ()),
        ("Gutschein", ()),
    ],
)
def test_compounds_are_split_with_what_the_corpus_knows(splitter, word, parts):
    assert splitter.split(shapes(word)[1]) == parts


@given(word=st.text(alphabet="abdefgilmnoprstuz", min_size=1, max_size=45))
def test_parts_stand_in_the_word_in_order(splitter, word):
    place = 0
    for part in splitter.split(word):
        place = word.find(part[:-2] if part not in word else part, place)
        assert place >= 0


def test_a_written_splitter_splits_the_same(splitter, tmp_path):
    splitter.write(tmp_path / "parts.txt")
    again = Splitter.parse((tmp_path / "parts.txt").read_bytes())
    assert again.split("meistergrundungspramie") == ("meister", "grundung", "pramie")


def test_question_words_carry_no_topic():
    assert all(is_stop(shapes(word)[1]) for word in ["Dürfen", "wir", "schon", "für", "welche"])
    assert not any(is_stop(shapes(word)[1]) for word in ["bestellen", "Maschine", "KI", "Geld"])


def test_everyday_words_lead_to_official_ones():
    table = dict(everyday_words())
    assert (shapes("Vorhabenbeginn")[2],) in table[(shapes("bestellen")[2],)]
    assert all(own not in official for own, official in table.items())
