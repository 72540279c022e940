"""Licence texts beside the program, and the readable list of its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor_app.errors import EnvironmentFault
from advisor_app.publishing.installers.licences import overview, slug, write_licences
from advisor_app.publishing.installers.parts import parts_of
from tests.stand_ins import ROOT, make_program, make_site_packages


def test_every_part_has_its_texts_and_a_place_in_the_overview(tmp_path: Path):
    program = make_program(tmp_path)
    parts = parts_of(program, make_site_packages(tmp_path))
    folder = write_licences(program, parts)
    assert folder == program / "_internal" / "licences"
    listed = (folder / "README.txt").read_text(encoding="utf-8")
    for part in parts:
        assert any((folder / slug(part.inside or part.name)).rglob("*.*")), part.name
        assert part.name in listed
        assert part.licence in listed
    assert (folder / "kleinpaket" / "LICENSE.txt").read_text() == "Lizenz von kleinpaket\n"
    assert (folder / "kleinpaket" / "compiled" / "MIT.txt").is_file()


def test_qt_comes_with_what_the_lgpl_asks_for(tmp_path: Path):
    program = make_program(tmp_path)
    folder = write_licences(program, parts_of(program, make_site_packages(tmp_path)))
    assert {file.name for file in (folder / "Qt").iterdir()} == {
        "LGPL-3.0.txt",
        "GPL-3.0.txt",
        "Qt-notice.txt",
        "Qt-third-party.txt",
    }
    notice = (folder / "Qt" / "Qt-notice.txt").read_text(encoding="utf-8")
    assert "dynamisch gebunden" in notice
    assert "https://download.qt.io/archive/qt/" in notice
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert "LGPL-3.0" in readme
    assert "Qt 6.11.3" in readme


def test_written_twice_it_is_the_same_and_explained_by_the_program_itself(tmp_path: Path):
    program, site = make_program(tmp_path), make_site_packages(tmp_path)
    before = parts_of(program, site)
    write_licences(program, before)
    (program / "_internal" / "licences" / "alt.txt").write_text("von gestern")
    after = parts_of(program, site)
    assert [(part.name, part.version) for part in after] == [(part.name, part.version) for part in before]
    assert overview(after) == overview(before)
    folder = write_licences(program, after)
    assert not (folder / "alt.txt").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path):
    program = make_program(tmp_path)
    parts = parts_of(program, make_site_packages(tmp_path))
    (program / "_internal" / "licences").write_text("eine Datei, kein Ordner")
    with pytest.raises(EnvironmentFault):
        write_licences(program, parts)


@pytest.mark.parametrize(
    ("name", "folder"), [("Kreisgrenzen (BKG)", "Kreisgrenzen-BKG"), ("libstdc++6", "libstdc++6"), ("a/b: c", "a-b-c")]
)
def test_names_of_folders_suit_every_file_system(name: str, folder: str):
    assert slug(name) == folder


def test_the_texts_of_the_checkout_are_whole():
    texts = ROOT / "build" / "installer" / "licences" / "texts"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (texts / "LGPL-3.0.txt").read_text()
    assert "END OF TERMS AND CONDITIONS" in (texts / "GPL-3.0.txt").read_text()
    assert "FreeType" in (texts / "Qt-third-party.txt").read_text(encoding="utf-8")
