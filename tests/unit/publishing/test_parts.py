"""What is inside a program: everything is explained, or the build stops and says what is not."""

from __future__ import annotations

from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from cyclonedx.spdx import is_expression

from advisor_app.errors import InputUnreadable, StepFailed
from advisor_app.publishing.installers.distributions import Distributions
from advisor_app.publishing.installers.frozen_archive import modules_of
from advisor_app.publishing.installers.part_rules import Rules
from advisor_app.publishing.installers.parts import Part, files_of, parts_of
from tests.stand_ins import MODULES, ROOT, archive, make_program, make_site_packages

RULES = ROOT / "build" / "installer" / "licences" / "parts.toml"


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    return make_site_packages(tmp_path)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return make_program(tmp_path)


def by_name(parts: tuple[Part, ...]) -> dict[str, Part]:
    return {part.name: part for part in parts}


class TestEverythingIsExplained:
    def test_every_file_and_module_belongs_to_exactly_one_part(self, program: Path, site_packages: Path):
        parts = parts_of(program, site_packages)
        files = [path for part in parts for path in part.files]
        modules = [name for part in parts for name in part.modules]
        assert sorted(files) == list(files_of(program))
        assert sorted(modules) == sorted({*MODULES, "encodings", "os"})

    def test_files_go_to_whom_they_came_from(self, program: Path, site_packages: Path):
        parts = by_name(parts_of(program, site_packages))
        assert parts["kleinpaket"].files == (
            "_internal/kleinpaket-1.2.dist-info/METADATA",
            "_internal/kleinpaket/schnell.so",
        )
        assert parts["kleinpaket"].modules == ("kleinpaket", "kleinpaket.kern")
        assert parts["CPython"].modules == ("abc", "encodings", "os")
        assert parts["PyInstaller"].modules == ("pyimod02_importers",)
        # The link beside the library belongs to it.
        assert parts["Qt"].files == ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "_internal/libQt6Core.so.6")
        assert parts["Wissensbestand"].version == "3"
        assert parts["Voreinstellungen des Hauses"].supplier == "Handwerkskammer Musterstadt"

    def test_what_the_freezing_made_belongs_to_whose_folder_it_lies_in(self, program: Path, site_packages: Path):
        (program / "_internal" / "kleinpaket" / "erzeugt.pyc").write_bytes(b"")
        parts = by_name(parts_of(program, site_packages))
        assert "_internal/kleinpaket/erzeugt.pyc" in parts["kleinpaket"].files

    def test_versions_come_from_where_they_stand(self, program: Path, site_packages: Path):
        parts = by_name(parts_of(program, site_packages))
        assert parts["Qt"].version == "6.11.3"
        assert parts["Qt"].purl == "pkg:generic/qt@6.11.3"
        assert parts["ICU"].version == "73"
        assert parts["Beratungskoffer"].version == "0.1.0"
        assert parts["Tabler Icons"].purl == "pkg:github/tabler/tabler-icons"

    def test_a_distribution_tells_its_licence_and_who_made_it(self, program: Path, site_packages: Path):
        part = by_name(parts_of(program, site_packages))["kleinpaket"]
        assert (part.licence, part.supplier, part.source) == ("MIT", "Klara Klein", "https://klein.example")
        assert part.purl == "pkg:pypi/kleinpaket@1.2"

    def test_what_was_compiled_into_a_library_is_listed_inside_it(self, program: Path, site_packages: Path):
        part = by_name(parts_of(program, site_packages))["rost"]
        assert (part.inside, part.version, part.supplier) == ("kleinpaket", "0.9", "Rosa Rost")
        assert [text.name for text in part.texts] == ["MIT.txt", "Apache-2.0.txt"]

    def test_a_single_file_has_its_digest(self, program: Path, site_packages: Path):
        parts = by_name(parts_of(program, site_packages))
        assert len(parts["ICU"].sha256) == 64
        assert parts["Qt"].sha256 == ""


class TestTheBuildStops:
    def test_a_file_that_nobody_knows(self, program: Path, site_packages: Path):
        (program / "_internal" / "fremd.bin").write_bytes(b"?")
        with pytest.raises(StepFailed) as caught:
            parts_of(program, site_packages)
        assert "_internal/fremd.bin" in str(caught.value.details["reason"])
        assert str(RULES) in str(caught.value.details["remedy"])

    def test_a_module_that_nobody_knows(self, tmp_path: Path, site_packages: Path):
        program = make_program(tmp_path, modules=(*MODULES, "unbekannt.teil"))
        with pytest.raises(StepFailed) as caught:
            parts_of(program, site_packages)
        assert "module unbekannt.teil" in str(caught.value.details["reason"])

    def test_a_part_without_a_licence(self, program: Path, site_packages: Path):
        metadata = site_packages / "kleinpaket-1.2.dist-info" / "METADATA"
        metadata.write_text(metadata.read_text().replace("License-Expression: MIT\n", ""))
        with pytest.raises(StepFailed) as caught:
            parts_of(program, site_packages)
        assert caught.value.details["reason"] == "the licence of kleinpaket is unknown"

    def test_a_part_without_its_licence_text(self, program: Path, site_packages: Path):
        (site_packages / "kleinpaket-1.2.dist-info" / "licenses" / "LICENSE").unlink()
        with pytest.raises(StepFailed) as caught:
            parts_of(program, site_packages)
        assert "kleinpaket" in str(caught.value.details["reason"])

    def test_an_environment_that_is_gone(self, program: Path, tmp_path: Path):
        with pytest.raises(StepFailed) as caught:
            parts_of(program, tmp_path / "weg")
        assert "holds no installed packages" in str(caught.value.details["reason"])

    def test_an_archive_of_another_layout(self, program: Path, site_packages: Path):
        executable = program / "beratungskoffer"
        executable.write_bytes(executable.read_bytes().replace(b"PYZ\0", b"XYZ\0"))
        with pytest.raises(StepFailed) as caught:
            parts_of(program, site_packages)
        assert "unknown layout" in str(caught.value.details["reason"])

    @pytest.mark.parametrize("text", ["[[part]]\nname = 1\nfoo = 2\n", "= kaputt", "[part]\nname = 1\n"])
    def test_rules_that_cannot_be_read(self, tmp_path: Path, text: str):
        file = tmp_path / "parts.toml"
        file.write_text(text)
        with pytest.raises(InputUnreadable) as caught:
            Rules.load(file)
        assert caught.value.details["file"] == file


class TestArchive:
    def test_a_file_without_an_archive_carries_nothing(self, tmp_path: Path):
        file = tmp_path / "leer"
        file.write_bytes(b"\x7fELF" * 100)
        assert modules_of(file) == ()

    def test_a_signature_behind_the_archive_does_no_harm(self, tmp_path: Path):
        file = tmp_path / "signiert.exe"
        file.write_bytes(b"MZ" + archive(("ein.modul",)) + b"\0" * 300)
        assert modules_of(file) == ("ein.modul",)

    def test_a_cut_archive_is_told(self, tmp_path: Path):
        file = tmp_path / "abgeschnitten"
        file.write_bytes(archive(MODULES)[-120:])
        with pytest.raises(StepFailed):
            modules_of(file)


class TestRulesOfTheProduct:
    def test_licences_are_spdx_and_texts_are_there(self):
        rules = Rules.load(RULES)
        every = [*rules.first, *rules.fallback, *rules.within]
        expressions = [rule.licence for rule in every] + list(rules.licences.values())
        wrong = [one for one in expressions if not is_expression(one) and not one.startswith("LicenseRef-")]
        assert wrong == []
        names = [spec for rule in every for spec in rule.texts if ":" not in spec]
        names += [spec for given in rules.distributions.values() for spec in given.texts]
        assert [name for name in names if not (RULES.parent / "texts" / name).is_file()] == []

    def test_what_the_product_needs_has_a_known_licence(self):
        """Of everything that the lock file of the installers names and that is installed here."""
        lock = (ROOT / "build" / "lock" / "installer.txt").read_text()
        locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line}
        site = Path(str(PathDistribution.from_name("cyclonedx-python-lib").locate_file("")))
        installed = Distributions(site).all
        rules = Rules.load(RULES)
        given = {name: rules.distributions[name].licence for name in rules.distributions}
        checked = {name: given.get(name) or one.licence for name, one in installed.items() if name in locked}
        assert len(checked) > 20
        assert [name for name, licence in checked.items() if not is_expression(licence)] == []
