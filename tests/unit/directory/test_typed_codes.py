"""Postal codes as people type them: parted, with the country before them, in digits of another script."""

from __future__ import annotations

import pytest

from advisor_app.directory.place import Doubt


@pytest.mark.parametrize(
    "text",
    [
        "58 452", "58-452", "5.8.4.5.2", "58\u00a0452", "58\u2011452", "58–452", "D-58452", "D 58 452", "d-58-452",
        "D58452", "D.58452", "58 452 Witten", "D-58 452 Witten", "58-452, Witten", "Ruhrstr. 5, 58452 Witten",
    ],
)  # fmt: skip
def test_digits_that_are_parted_are_one_code(gazetteer, text):
    found = gazetteer.resolve(text)
    assert found.note is Doubt.NONE
    assert found.place.municipalities == ("05954036",)


@pytest.mark.parametrize("text", ["05 954 036", "05.954.036", "05954-036"])
def test_an_official_key_may_be_parted_too(gazetteer, text):
    assert gazetteer.resolve(text).place.name == "Witten"


@pytest.mark.parametrize(
    ("text", "begin"), [("58 4", "584"), ("58-45", "5845"), ("D-58", "58"), ("D-58 452", "58452"), ("58-", "58")]
)
def test_a_parted_code_is_suggested_while_it_is_typed(gazetteer, text, begin):
    hits = gazetteer.suggest(text)
    assert hits == gazetteer.suggest(begin)
    assert hits
    assert all(hit.place.code.startswith(begin) for hit in hits)


def test_more_digits_than_a_code_are_not_joined(gazetteer):
    assert gazetteer.resolve("12 58452 Witten").place is None
    assert gazetteer.resolve("Düsseldorf").place.name == "Düsseldorf"


@pytest.mark.parametrize("text", ["٥٨٤٥٢", "５８４５２", "5٨452", "٥٨٤٥٢ Witten"])
def test_digits_of_another_script_are_no_postal_code(gazetteer, text):
    found = gazetteer.resolve(text)
    assert found.place is None
    assert found.choices == ()
    assert found.note is Doubt.UNKNOWN
    assert gazetteer.suggest(text) == found.suggestions == ()


@pytest.mark.parametrize(("code", "one"), [("33161", True), ("33154", False), ("33333", False), ("58452", False)])
def test_a_municipality_that_no_table_names_is_told_apart(gazetteer, code, one):
    assert gazetteer.resolve(code).one_unknown is one
