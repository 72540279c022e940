"""Vocabularies and geodata: what ships is complete, what is damaged is told."""

from __future__ import annotations

import shutil

import pytest

from advisor_app.content.geodata import Geodata
from advisor_app.content.vocabulary import FIXED, OPEN, load_vocabularies
from advisor_app.domain.region import is_region_code
from advisor_app.errors import EnvironmentFault


def test_the_shipped_vocabularies_agree_with_the_program(root):
    loaded = load_vocabularies(root / "kb")
    assert loaded.problems == ()
    assert set(loaded.labels) == {*FIXED, *OPEN}
    for name, codes in FIXED.items():
        assert set(loaded.labels[name]) == set(codes)


def test_an_open_vocabulary_can_grow(kb):
    kb.edit("vocab/themes.yaml", "ki: Künstliche Intelligenz", "ki: KI\nquanten: Quantentechnik")
    kb.edit("topics/beispiel.md", "themes: [digitalisierung]", "themes: [quanten]")
    assert kb.problems() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "told"),
    [
        ("levels", "bund: Bund", "bunt: Bund", "code_unknown", 'did you mean "bund"?'),
        ("levels", "bund: Bund", "bund: [Bund]", "label_form", "text"),
        ("levels", "bund: Bund", 'bund: ""', "label_form", "text"),
        ("levels", "bund: Bund", "bund: Bund\nbund: Bund", "duplicate_key", "twice"),
        ("levels", "bund: Bund", "bund: Bund\nGroß-Bund: x", "code_form", "a-z"),
        ("themes", "ki: Künstliche Intelligenz", "ki: *x", "yaml_alias", "alias"),
    ],
)
def test_a_damaged_vocabulary_is_told(kb, file, old, new, code, told):
    line = kb.edit(f"vocab/{file}.yaml", old, new)
    found = [problem for problem in kb.problems() if problem.file == f"vocab/{file}.yaml"]
    assert code in {problem.code for problem in found}
    problem = next(problem for problem in found if problem.code == code)
    assert told in problem.message
    assert problem.line in (0, line, line + 1)


def test_a_missing_code_and_a_stray_file_are_told(kb):
    kb.edit("vocab/levels.yaml", "bund: Bund\n", "")
    kb.write("vocab/farben.yaml", "rot: Rot\n")
    kb.write("vocab/routes.yaml", "- a\n")
    found = {(problem.file, problem.code) for problem in kb.problems()}
    assert found == {
        ("vocab/levels.yaml", "code_missing"),
        ("vocab/farben.yaml", "vocabulary_unknown"),
        ("vocab/routes.yaml", "vocabulary_form"),
    }


def test_geodata_are_complete(geodata):
    assert len(geodata.districts) == 53
    assert len(geodata.municipalities) == 396
    assert {ags[:5] for ags in geodata.municipalities} == set(geodata.districts)
    assert all(postal.municipality in geodata.municipalities for postal in geodata.postal_codes.values())
    assert geodata.industries["2008"]["62.01"] == "Programmierungstätigkeiten"


def test_regions_have_the_names_people_use(geodata):
    labels = geodata.region_labels()
    assert all(is_region_code(code) for code in labels)
    wanted = {
        "EU": "Europäische Union",
        "DE": "Deutschland",
        "05": "Nordrhein-Westfalen",
        "05754": "Kreis Gütersloh",
        "05711": "Bielefeld",
        "05122": "Solingen",
        "05334": "Städteregion Aachen",
        "05162": "Rhein-Kreis Neuss",
        "05962": "Märkischer Kreis",
        "05958": "Hochsauerlandkreis",
        "05766": "Kreis Lippe",
        "05358044": "Nideggen",
        "05974056": "Wickede (Ruhr)",
    }
    assert {code: labels[code] for code in wanted} == wanted


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kreise_nrw_53.csv", None),
        ("kreise_nrw_53.csv", b"\xff\xfe"),
        ("gemeinden_nrw_396_lau2024.csv", b"a,b\n1,2\n"),
        ("plz_nrw.csv", b"plz,gemeinde_ags,lat,lon\n33330,05754008,x,y\n"),
        ("wz2008.csv", b"code\n01\n"),
    ],
)
def test_a_damaged_table_is_a_fault_of_the_installation(root, tmp_path, name, text):
    folder = tmp_path / "geodata"
    shutil.copytree(root / "resources" / "geodata", folder)
    (folder / name).unlink()
    if text is not None:
        (folder / name).write_bytes(text)
    with pytest.raises(EnvironmentFault) as fault:
        Geodata.load(folder)
    assert str(folder) in str(fault.value.details["path"])
