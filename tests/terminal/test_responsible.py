"""`advisor-app responsible`, run on the real content."""

from __future__ import annotations

import json

import pytest

from advisor_app.__main__ import main


@pytest.fixture
def ask(data_dir, capsys):
    def run(*words: str):
        status = main(["responsible", "--data-dir", str(data_dir), *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.mark.parametrize(
    ("place", "ihk", "hwk"),
    [
        ("Witten", "ihk-mittleres-ruhrgebiet", "hwk-dortmund"),
        ("58300", "ihk-sihk", "hwk-dortmund"),
        ("05111000", "ihk-duesseldorf", "hwk-duesseldorf"),
        ("luedenscheid", "ihk-sihk", "hwk-suedwestfalen"),
        ("Kreis Gütersloh", "ihk-ostwestfalen", "hwk-owl"),
    ],
)
def test_a_certain_place_has_one_of_each(ask, place, ihk, hwk):
    status, out, err = ask(place, "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert {"place", "municipalities", "ihk", "hwk", "ambiguous"} <= set(found)
    assert (found["ihk"], found["hwk"], found["ambiguous"]) == ([ihk], [hwk], False)
    assert found["question"] == ""


def test_the_document_names_the_municipalities(ask):
    _, out, _ = ask("58452", "--json")
    found = json.loads(out)
    assert found["place"] == "58452 Witten"
    assert found["municipalities"] == [{"ags": "05954036", "name": "Witten"}]


@pytest.mark.parametrize(
    ("place", "question", "choices"),
    [
        ("40721", "district_border", ["05111000", "05158016"]),
        ("33154", "two_municipalities", ["05774032", "05774036"]),
        ("33333", "large_recipient", ["05754008"]),
        ("58452 Hagen", "disagree", ["05954036", "05914000"]),
    ],
)
def test_a_doubtful_place_lists_its_choices(ask, place, question, choices):
    status, out, _ = ask(place, "--json")
    found = json.loads(out)
    assert status == 0
    assert (found["ambiguous"], found["question"]) == (True, question)
    assert [choice["code"] for choice in found["choices"]] == choices
    assert {entry["ags"] for entry in found["municipalities"]} == set(choices)
    _, text, _ = ask(place)
    assert "?" in text.splitlines()[0]
    assert all(code in text for code in choices)


def test_a_second_municipality_that_is_unknown_is_not_hidden(ask):
    _, text, _ = ask("33161")
    first, only = text.splitlines()[:2]
    assert "another municipality that is not known here" in first
    assert "Hövelhof" in only
    assert "for the one that is known" in text
    assert [json.loads(ask(code, "--json")[1])["one_unknown"] for code in ("33161", "33154")] == [True, False]


def test_digits_of_another_script_are_an_unknown_place(ask):
    status, _, err = ask("٥٨٤٥٢")
    assert status == 2
    assert "no place" in err
    assert "outside" not in err


def test_a_split_district_names_both_chambers_with_their_towns(ask):
    _, out, _ = ask("Ennepe-Ruhr-Kreis", "--json")
    found = json.loads(out)
    assert found["ambiguous"]
    assert found["ihk"] == ["ihk-mittleres-ruhrgebiet", "ihk-sihk"]
    _, text, _ = ask("Ennepe-Ruhr-Kreis")
    assert "ihk-mittleres-ruhrgebiet (Hattingen, Witten)" in text
    assert "split between chambers" in text


def test_the_text_tells_the_rule_and_the_nearest(ask):
    status, text, _ = ask("Mülheim", "an", "der", "Ruhr", "--limit", "3", "--kind", "Hochschultransfer")
    assert status == 0
    assert text.startswith("Mülheim an der Ruhr\n")
    assert "ihk-essen" in text
    assert "Handwerksrolle" in text
    assert text.count(" km  ") == 3


def test_nearby_partners_have_the_wished_competence(ask):
    _, out, _ = ask("Bielefeld", "--json", "--competence", "ki", "--competence", "Robotik", "--limit", "5")
    assert out == ""
    _, out, _ = ask("Bielefeld", "--json", "--competence", "ki", "--limit", "5")
    near = json.loads(out)["nearest"]
    assert near
    assert all(one["competences"] == ["ki"] for one in near)
    serving = [one["km"] for one in near if one["serves"] and one["km"] is not None]
    assert serving == sorted(serving)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Lüdenschied"], "did you mean Lüdenscheid?"),
        (["Frankfurt"], "municipality"),
        (["10115"], "outside"),
        (["48455"], "Rheine"),
        ([" "], "no place"),
        (["Witten", "--competence", "kii"], "'ki'"),
        (["Witten", "--limit", "-1"], "limit"),
        ([], "PLACE"),
    ],
)
def test_what_is_no_place_is_one_line_with_a_remedy(ask, words, told):
    status, out, err = ask(*words)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert told in err
