"""The package in a bare Debian: installed, used without rights, upgraded, removed, purged, broken off, mended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.bare_root import USER, BareRoot, NoBareRoot, bare_root

HOME = f"/home/{USER}"
DATA = f"{HOME}/.local/share/beratungskoffer"
LIBRARY = "/usr/lib/beratungskoffer"
POLICY = "/etc/beratungskoffer/policy.ini"


@pytest.fixture(scope="module")
def package(artefacts: Path) -> Path:
    found = sorted(artefacts.glob("beratungskoffer_*_amd64.deb"))
    if not found:
        pytest.skip("there is no Debian package among the installers")
    return found[-1]


@pytest.fixture(scope="module")
def bare() -> Iterator[BareRoot]:
    try:
        with bare_root() as root:
            yield root
    except NoBareRoot as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def needing(bare: BareRoot, package: Path) -> Iterator[BareRoot]:
    """A root with everything that the package depends on, but without the package."""
    with bare.layer() as root:
        inside = root.put(package)
        depends = root.run("dpkg-deb", "--field", inside, "Depends").stdout
        available = []
        for choice in depends.strip().split(", "):
            names = [name.split(" ")[0] for name in choice.split(" | ")]
            # Names differ from release to release; one of each choice is there.
            there = [name for name in names if root.run("apt-cache", "show", name, check=False).returncode == 0]
            available.append(there[0])
        root.install(*available)
        yield root


@pytest.fixture(scope="module")
def installed(bare: BareRoot, package: Path) -> Iterator[BareRoot]:
    with bare.layer() as root:
        root.install(root.put(package))
        yield root


@pytest.fixture
def root(installed: BareRoot) -> Iterator[BareRoot]:
    """An installed root that the test may change."""
    with installed.layer() as layer:
        yield layer


@pytest.fixture(scope="module")
def newer(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same package as the next version, packed quickly."""
    folder = tmp_path_factory.mktemp("newer")
    tree = folder / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(control.read_text(encoding="utf-8").replace("\nVersion: ", "\nVersion: 9."), encoding="utf-8")
    (tree / "usr" / "lib" / "beratungskoffer" / "neu.txt").write_text("neu in dieser Fassung\n")
    target = folder / "beratungskoffer_9_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, target], check=True)
    shutil.rmtree(tree)
    return target


def state(root: BareRoot) -> str:
    """Return what dpkg says of the package: wish, state and version, "" if it does not know it."""
    done = root.run(
        "dpkg-query", "--show", "--showformat=${db:Status-Abbrev}${Version}", "beratungskoffer", check=False
    )
    return done.stdout.strip()


def ours(root: BareRoot) -> set[str]:
    return {path for path in root.files() if "beratungskoffer" in path or "advisor-app" in path}


class TestInstalled:
    def test_everything_is_as_it_was_packed(self, installed: BareRoot):
        assert state(installed).startswith("ii ")
        assert installed.run("dpkg", "--verify", "beratungskoffer").stdout == ""

    def test_a_user_without_rights_runs_it(self, root: BareRoot, package: Path):
        version = root.run("advisor-app", "--version", user=USER).stdout
        assert package.name.split("_")[1] in version
        assert root.run("beratungskoffer", "--version", user=USER).stdout == version

    def test_a_user_without_rights_searches(self, root: BareRoot):
        found = root.run("advisor-app", "search", "Meister", "--json", user=USER).stdout
        assert "meistergruendungspraemie-nrw" in found
        assert root.run("advisor-app", "search", "Meister", user=USER).stdout.strip()

    def test_it_works_without_a_network_and_writes_in_the_home_alone(self, root: BareRoot):
        before = root.files()
        root.run("advisor-app", "status", user=USER, network=False)
        root.run("advisor-app", "search", "Meister", user=USER, network=False)
        fresh = {path for path in root.files() - before if not path.startswith(HOME)}
        assert fresh == set()

    def test_the_self_test_passes(self, root: BareRoot):
        done = root.run("advisor-app", "self-test", "--json", user=USER, network=False, check=False)
        report = json.loads(done.stdout)
        # What cannot be tried without a screen is skipped: neither true nor false.
        failed = [check for check in report["checks"] if check["passed"] is False]
        assert failed == []
        assert report["passed"]
        assert done.returncode == 0
        passed = {check["name"] for check in report["checks"] if check["passed"]}
        assert passed >= {"database", "index", "search", "rendering", "map", "update"}

    def test_all_libraries_are_found(self, installed: BareRoot):
        find = f"find {LIBRARY} -type f \\( -name '*.so*' -o -name beratungskoffer \\) -exec ldd {{}} + 2>&1"
        # The boot loader tells the loader of this folder, and of no other.
        printed = installed.run("sh", "-c", find, env={"LD_LIBRARY_PATH": f"{LIBRARY}/_internal"}).stdout
        assert [line for line in printed.splitlines() if "not found" in line] == []

    def test_nobody_but_root_may_change_the_program(self, installed: BareRoot):
        find = f"find {LIBRARY} /etc/beratungskoffer /usr/bin/advisor-app ! -type l \\( ! -user root -o -perm /022 \\)"
        assert installed.run("sh", "-c", find).stdout == ""

    def test_the_desktop_knows_it_once_its_tools_are_there(self, root: BareRoot):
        root.install("desktop-file-utils", "shared-mime-info")
        kind = "application/vnd.beratungskoffer.bundle+zip"
        assert f"{kind}=beratungskoffer.desktop" in root.run("cat", "/usr/share/applications/mimeinfo.cache").stdout
        assert f"{kind}:*.kbz" in root.run("cat", "/usr/share/mime/globs").stdout


class TestPolicyOfTheHouse:
    def test_an_administrator_s_policy_survives_upgrade_and_purge(self, root: BareRoot, newer: Path):
        text = "[updates]\\nendpoint = https://updates.example.org/kb/\\n"
        root.run("sh", "-c", f"printf '{text}' > {POLICY}")
        root.install(root.put(newer))
        root.run("apt-get", "purge", "--yes", "beratungskoffer")
        assert "updates.example.org" in root.run("cat", POLICY).stdout


class TestUpgrade:
    def test_the_newer_version_keeps_what_the_user_has(self, root: BareRoot, newer: Path):
        root.run("sh", "-c", f"mkdir -p {DATA} && echo '[view]' > {DATA}/settings.ini", user=USER)
        root.run("advisor-app", "search", "Meister", user=USER)
        root.install(root.put(newer))
        assert state(root).startswith("ii 9.") or state(root).startswith("ii  9.")
        assert root.run("cat", f"{DATA}/settings.ini").stdout == "[view]\n"
        assert root.run("cat", f"{LIBRARY}/neu.txt").stdout == "neu in dieser Fassung\n"
        assert root.run("advisor-app", "search", "Meister", user=USER).stdout.strip()

    def test_files_of_the_old_version_alone_are_gone(self, root: BareRoot, newer: Path, package: Path):
        root.install(root.put(newer))
        root.run("apt-get", "install", "--yes", "--allow-downgrades", root.put(package))
        assert f"{LIBRARY}/neu.txt" not in root.files()


class TestRemoval:
    def test_remove_leaves_nothing_but_the_user_s_data(self, root: BareRoot):
        root.run("sh", "-c", f"mkdir -p {DATA} && echo meins > {DATA}/notiz", user=USER)
        root.run("apt-get", "remove", "--yes", "beratungskoffer")
        left = {path for path in ours(root) if not path.startswith(HOME)}
        assert left == set()
        assert root.run("cat", f"{DATA}/notiz").stdout == "meins\n"

    def test_purge_leaves_nothing_and_the_system_is_what_it_was(self, bare: BareRoot, needing: BareRoot, package: Path):
        before = needing.files()
        with needing.layer() as root:
            root.install(root.put(package))
            root.run("apt-get", "purge", "--yes", "beratungskoffer")
            changed = before ^ root.files()
        # What apt remembers of its own work.
        assert {path for path in changed if not path.startswith(("/var/lib/apt", "/root"))} == set()


class TestWithoutNetwork:
    def test_with_everything_needed_there_it_installs_offline(self, needing: BareRoot, package: Path):
        with needing.layer() as root:
            root.install(root.put(package), network=False)
            assert root.run("advisor-app", "search", "Meister", user=USER, network=False).stdout.strip()


class TestBrokenOff:
    def test_a_killed_installation_can_be_mended(self, needing: BareRoot, package: Path):
        with needing.layer() as root:
            inside = root.put(package)
            _kill_while_unpacking(root, inside)
            assert not state(root).startswith("ii ")
            root.run("dpkg", "--configure", "--pending", check=False)
            root.install("--reinstall", inside)
            _is_whole(root)

    def test_a_killed_upgrade_can_be_mended(self, needing: BareRoot, package: Path, newer: Path):
        with needing.layer() as root:
            root.install(root.put(package))
            inside = root.put(newer)
            _kill_while_unpacking(root, inside)
            root.run("dpkg", "--configure", "--pending", check=False)
            root.install("--reinstall", inside)
            _is_whole(root)


def _kill_while_unpacking(root: BareRoot, package: str) -> None:
    """End dpkg the hard way in the middle of its work."""
    command = root.command("dpkg", "--install", package)
    with subprocess.Popen(
        command, env=root.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0
    ) as process:
        folder = root.written / LIBRARY.lstrip("/") / "_internal"
        until = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < until:
            if folder.is_dir() and any(folder.rglob("*.dpkg-new")):
                break
            time.sleep(0.005)
        assert process.poll() is None, "dpkg was done before it could be killed"
        os.killpg(process.pid, signal.SIGKILL)


def _is_whole(root: BareRoot) -> None:
    assert state(root).startswith("ii ")
    assert root.run("dpkg", "--verify", "beratungskoffer").stdout == ""
    assert [path for path in root.files() if path.endswith((".dpkg-new", ".dpkg-tmp"))] == []
    assert root.run("advisor-app", "search", "Meister", user=USER).stdout.strip()


@pytest.mark.skipif(shutil.which("lintian") is None, reason="needs lintian")
def test_lintian_has_nothing_to_say(package: Path):
    """Errors and warnings fail; what is overridden in the package says why."""
    command = ["lintian", "--allow-root", "--fail-on", "error,warning", "--no-tag-display-limit", str(package)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stdout[-5000:]
