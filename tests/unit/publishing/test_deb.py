"""The Debian package of a tiny program: what is in it, what it depends on, and that it comes out the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from advisor_app.errors import Cancelled, DiskFull, EnvironmentFault, StepFailed
from advisor_app.publishing.installers.deb import debian_version, write_deb
from advisor_app.publishing.installers.debian_needs import needs_of
from advisor_app.publishing.installers.licences import write_licences
from advisor_app.publishing.installers.model import Form, Platform
from advisor_app.publishing.installers.parts import parts_of
from tests.stand_ins import ROOT, make_order, make_program, make_site_packages

RECIPES = ROOT / "build" / "installer" / "linux"
REAL_LIBRARY = Path("/bin/true")

pytestmark = pytest.mark.skipif(
    shutil.which("dpkg-deb") is None or shutil.which("objdump") is None,
    reason="needs dpkg-deb and objdump (apt-get install dpkg binutils)",
)


def quiet(_step: str, _done: int, _whole: int | None) -> None:
    """Progress that nobody looks at."""


def unpacked(package: Path, folder: Path) -> Path:
    subprocess.run(["dpkg-deb", "--raw-extract", package, folder], check=True)
    return folder


def fields(package: Path) -> dict[str, str]:
    printed = subprocess.run(["dpkg-deb", "--field", package], check=True, capture_output=True, text=True).stdout
    lines = [line for line in printed.splitlines() if not line.startswith(" ")]
    return dict(line.split(": ", 1) for line in lines)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deb")
    program = make_program(folder, library=REAL_LIBRARY)
    write_licences(program, parts_of(program, make_site_packages(folder)))
    return write_deb(program, make_order(folder), progress=quiet).file


@pytest.fixture(scope="module")
def tree(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(package, tmp_path_factory.mktemp("tree") / "x")


class TestContents:
    def test_the_program_and_its_two_names(self, tree: Path):
        for name in ("beratungskoffer", "advisor-app"):
            link = tree / "usr" / "bin" / name
            assert link.is_symlink()
            assert link.resolve() == tree / "usr" / "lib" / "beratungskoffer" / "beratungskoffer"
        assert (tree / "usr/lib/beratungskoffer/_internal/libQt6Core.so.6").is_symlink()

    def test_what_desktops_want_to_know(self, tree: Path):
        desktop = (tree / "usr/share/applications/beratungskoffer.desktop").read_text(encoding="utf-8")
        assert "Exec=beratungskoffer %f" in desktop
        kind = "application/vnd.beratungskoffer.bundle+zip"
        assert f"MimeType={kind};" in desktop
        assert f'type="{kind}"' in (tree / "usr/share/mime/packages/beratungskoffer.xml").read_text(encoding="utf-8")
        icons = tree / "usr" / "share" / "icons" / "hicolor"
        assert {path.parent.parent.name for path in icons.rglob("beratungskoffer.*")} >= {
            "16x16",
            "256x256",
            "scalable",
        }
        assert (tree / "usr/share/man/man1/advisor-app.1.gz").is_file()
        assert (tree / "usr/share/man/man1/beratungskoffer.1.gz").is_symlink()

    def test_licences_of_all_parts_stand_in_the_copyright_file(self, tree: Path):
        text = (tree / "usr/share/doc/beratungskoffer/copyright").read_text(encoding="utf-8")
        assert "kleinpaket 1.2" in text
        assert "EUROPEAN UNION PUBLIC LICENCE" in text

    def test_no_script_runs_and_an_empty_folder_waits_for_the_administrator(self, tree: Path):
        assert {path.name for path in (tree / "DEBIAN").iterdir()} == {"control", "md5sums"}
        assert list((tree / "etc" / "beratungskoffer").iterdir()) == []

    def test_sums_are_those_of_the_files(self, tree: Path):
        lines = (tree / "DEBIAN" / "md5sums").read_text().splitlines()
        sums = {line.split("  ", 1)[1]: line.split()[0] for line in lines}
        files = [path for path in tree.rglob("*") if path.is_file() and not path.is_symlink()]
        mine = {path.relative_to(tree).as_posix() for path in files if "DEBIAN" not in path.parts}
        assert set(sums) == mine
        some = "usr/lib/beratungskoffer/_internal/knowledge/current"
        assert sums[some] == hashlib.md5((tree / some).read_bytes()).hexdigest()

    def test_only_the_program_may_be_executed(self, tree: Path):
        files = [path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink()]
        assert [path.name for path in files if path.stat().st_mode & 0o111] == ["beratungskoffer"]

    @pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs desktop-file-utils")
    def test_the_desktop_entry_is_valid(self, tree: Path):
        file = tree / "usr/share/applications/beratungskoffer.desktop"
        done = subprocess.run(["desktop-file-validate", file], check=False, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "")

    @pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstream")
    def test_the_software_centre_understands_the_description(self, tree: Path):
        file = tree / "usr/share/metainfo/beratungskoffer.metainfo.xml"
        command = ["appstreamcli", "validate", "--no-net", "--no-color", str(file)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


class TestControl:
    def test_it_says_what_it_is_and_what_it_needs(self, package: Path):
        found = fields(package)
        assert found["Package"] == "beratungskoffer"
        assert found["Version"] == "0.1.0"
        assert found["Depends"].startswith("libc6 (>= 2.")
        assert int(found["Installed-Size"]) > 10
        assert package.name == "beratungskoffer_0.1.0_amd64.deb"

    def test_a_program_without_libraries_depends_on_nothing(self, tmp_path: Path):
        artefact = write_deb(make_program(tmp_path), make_order(tmp_path), progress=quiet)
        assert "Depends" not in fields(artefact.file)

    @pytest.mark.parametrize(
        ("version", "debian"),
        [("1.2.3", "1.2.3"), ("1.2.0rc1", "1.2.0~rc1"), ("2.0.0.dev4", "2.0.0~dev4"), ("2.0a1", "2.0~a1")],
    )
    def test_what_comes_before_a_release_is_older_than_it(self, version: str, debian: str):
        assert debian_version(version) == debian
        if debian != version:
            release = debian.split("~", 1)[0]
            command = ["dpkg", "--compare-versions", debian, "lt", release]
            assert subprocess.run(command, check=False).returncode == 0


class TestNeeds:
    def test_libraries_that_are_not_inside_become_packages(self, tmp_path: Path):
        program = make_program(tmp_path, library=REAL_LIBRARY)
        needs = needs_of(program, RECIPES, log=tmp_path / "needs.log")
        assert needs.libraries == ("libc.so.6",)
        assert needs.packages == (f"libc6 (>= {needs.glibc})",)

    def test_what_is_inside_is_not_needed(self, tmp_path: Path):
        program = make_program(tmp_path, library=REAL_LIBRARY)
        (program / "_internal" / "libc.so.6").write_bytes(b"")
        assert needs_of(program, RECIPES, log=tmp_path / "needs.log").libraries == ()

    def test_what_is_started_needs_its_libraries_from_the_system(self, tmp_path: Path):
        """The boot loader runs before anything can tell it to look inside."""
        program = make_program(tmp_path)
        (program / "_internal" / "libc.so.6").write_bytes(b"")
        shutil.copyfile(REAL_LIBRARY, program / "beratungskoffer")
        assert needs_of(program, RECIPES, log=tmp_path / "needs.log").libraries == ("libc.so.6",)

    def test_a_library_of_no_known_package_stops_the_build(self, tmp_path: Path):
        data = REAL_LIBRARY.read_bytes()
        assert data.count(b"libc.so.6\0") == 1
        strange = tmp_path / "strange.so"
        strange.write_bytes(data.replace(b"libc.so.6\0", b"libqqqq.6\0"))
        program = make_program(tmp_path, library=strange)
        with pytest.raises(StepFailed) as caught:
            needs_of(program, RECIPES, log=tmp_path / "needs.log")
        assert "libqqqq.6" in str(caught.value.details["reason"])

    @pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="needs Debian's package manager")
    def test_the_table_names_what_this_system_names(self):
        """Of those libraries of the table that are installed here."""
        lines = (RECIPES / "system-libraries.ini").read_text().split("[libraries]")[1].split("[glibc]")[0].splitlines()
        table = dict(line.split(" = ") for line in lines if " = " in line)
        folder = Path("/usr/lib/x86_64-linux-gnu")
        there = [library for library in table if (folder / library).exists()]
        places = [place for library in there for place in (f"{folder}/{library}", f"/lib/{folder.name}/{library}")]
        done = subprocess.run(["dpkg-query", "-S", *places], check=False, capture_output=True, text=True)
        owners = {line.rsplit("/", 1)[1]: line.split(":")[0] for line in done.stdout.splitlines()}
        assert len(owners) > 2
        assert [name for name, owner in owners.items() if owner not in table[name].split(" | ")] == []


class TestTheSameEveryTime:
    def test_two_builds_are_one_file(self, tmp_path: Path, package: Path):
        """Other folder, other times and rights: the same package."""
        program = make_program(tmp_path, library=REAL_LIBRARY)
        write_licences(program, parts_of(program, make_site_packages(tmp_path)))
        for path in program.rglob("*"):
            if path.is_file() and not path.is_symlink():
                path.chmod(0o600)
                os.utime(path, (1_000_000_000, 1_000_000_000))
        artefact = write_deb(program, make_order(tmp_path), progress=quiet)
        assert artefact.sha256 == hashlib.sha256(package.read_bytes()).hexdigest()
        assert (artefact.form, artefact.platform) == (Form.DEB, Platform.LINUX)
        assert artefact.size == package.stat().st_size
        assert artefact.installed > artefact.size


class TestFaults:
    def test_a_missing_tool_is_told_with_its_package(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(StepFailed) as caught:
            write_deb(make_program(tmp_path), make_order(tmp_path), progress=quiet)
        assert "dpkg-deb" in str(caught.value.details["reason"])
        assert "apt-get install" in str(caught.value.details["remedy"])

    def test_cancelled_it_leaves_nothing(self, tmp_path: Path):
        answers = iter((False, False, True))
        order = make_order(tmp_path)
        with pytest.raises(Cancelled):
            write_deb(make_program(tmp_path), order, progress=quiet, cancelled=lambda: next(answers, True))
        assert not order.out.exists() or list(order.out.iterdir()) == []
        assert not (order.work / "deb").exists()

    def test_a_place_that_cannot_be_written_is_told(self, tmp_path: Path):
        (tmp_path / "out").write_text("eine Datei")
        with pytest.raises(EnvironmentFault):
            write_deb(make_program(tmp_path), make_order(tmp_path), progress=quiet)

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to mount a small disk")
    def test_a_full_disk_is_told_and_the_old_package_stays(self, tmp_path: Path):
        order = make_order(tmp_path)
        order.out.mkdir()
        mounted = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(order.out)]
        if subprocess.run(mounted, check=False, capture_output=True).returncode:
            pytest.skip("no disk can be mounted here")
        try:
            old = order.out / "beratungskoffer_0.1.0_amd64.deb"
            old.write_text("alt")
            program = make_program(tmp_path)
            (program / "_internal" / "knowledge" / "viel").write_bytes(os.urandom(300_000))
            with pytest.raises(DiskFull):
                write_deb(program, order, progress=quiet)
            assert old.read_text() == "alt"
            assert [file.name for file in order.out.iterdir()] == [old.name]
        finally:
            subprocess.run(["umount", str(order.out)], check=True)
