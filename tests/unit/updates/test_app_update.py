"""A newer version of the app, from what is signed to a file that is handed over."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import sys
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_app.errors import (
    AppTooOld,
    Cancelled,
    DiskFull,
    EnvironmentFault,
    InputUnreadable,
    MaterialExpired,
    UsageFault,
)
from advisor_app.installation import Installation, Package
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.publishing.bundle import write_bundle
from advisor_app.publishing.destination import LocalDestination
from advisor_app.publishing.release import Terms
from advisor_app.updates import app_fetch
from advisor_app.updates.app_offer import AppFetched, AppOffer, file_name, is_newer, obstacle, package_of
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.events import decode, encode
from advisor_app.updates.format import APP_TARGETS
from advisor_app.updates.model import Outcome, Step, UpdateResult
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import load_state, save_state
from advisor_app.updates.transport.source import open_source
from tests.app_makers import NOTES, installed, publish_app
from tests.channel import NOW, Channel
from tests.faults.repository_tampering import Tampering
from tests.makers import programme
from tests.unit.updates.small_channel import SmallChannel
from tests.unit.updates.test_client import ONE, TWO

OFFER = AppOffer.signed(Package.DEB, 5, "ab" * 32, {"version": "0.2.0", "published": "2026-11-23", "notes": ["ü"]})


class Device:
    """One laptop with an installed program."""

    def __init__(self, path: Path, root: bytes, installation: Installation | None = None) -> None:
        self.home = path / "updates"
        self.root = TrustRoot.parse(root)
        self.policy = UpdatePolicy()
        self._path = path
        self.steps: list[Step] = []
        path.mkdir(parents=True, exist_ok=True)
        (path / "root.json").write_bytes(root)
        self.become(installation)

    def become(self, installation: Installation | None) -> None:
        """Be another program from now on, as after an installation."""
        store = KnowledgeStore(self._path / "knowledge")
        self.client = UpdateClient(
            home=self.home, store=store, seed=None, trust_root=self.root, installation=installation
        )
        self.desk = UpdateDesk(
            home=self.home, store=store, seed=None, policy=self.policy, trust_root=self._path / "root.json",
            command=["program"], installation=installation,
        )  # fmt: skip

    def update(self, where, *, now=NOW, **options) -> UpdateResult:
        with open_source(where) as source:
            return self.client.update(source, now=now, **options)

    def fetch(self, where, *, now=NOW, **options) -> AppFetched:
        self.steps.clear()
        options = {"progress": lambda step, _done, _total: self.steps.append(step), **options}
        with open_source(where) as source:
            return self.client.fetch_app(source, now=now, **options)

    @property
    def state(self):
        return load_state(self.home, self.root.channel)

    @property
    def files(self) -> list[str]:
        """Return what lies in the folder of fetched installers."""
        folder = self.home / "app"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Return a channel with content, and beside its endpoint a device that has it, and an endpoint with an app."""
    folder = tmp_path_factory.mktemp("template")
    made = Channel(folder)
    made.publish([programme("p-a")])
    Device(folder / "laptop", made.root).update(made.folder)
    shutil.copytree(made.folder, folder / "offered")
    offered = copy(made)
    offered.folder, offered.destination = folder / "offered", LocalDestination(folder / "offered")
    publish_app(offered, folder / "out", "0.2.0", packages=tuple(APP_TARGETS), filling=os.urandom(100_000))
    return made


def own(template, name, tmp_path):
    """Return a copy of a channel whose endpoint is its own."""
    made = copy(template)
    made.folder, made.staging = tmp_path / "endpoint", tmp_path / "staging"
    shutil.copytree(template.folder.parent / name, made.folder)
    made.destination = LocalDestination(made.folder)
    return made


@pytest.fixture
def channel(template, tmp_path):
    """Return a channel with content and no app yet."""
    return own(template, "endpoint", tmp_path)


@pytest.fixture
def offered(template, tmp_path):
    """Return it with version 0.2.0 in all forms."""
    return own(template, "offered", tmp_path)


@pytest.fixture
def laptop(template, tmp_path):
    """Return the folder of a device that has the content and heard of no app yet."""
    return Path(shutil.copytree(template.folder.parent / "laptop", tmp_path / "laptop"))


@pytest.fixture
def device(template, laptop):
    return Device(laptop, template.root, installed())


# --- versions and names


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [("0.10.0", "0.9.9", True), ("0.2.0", "0.2", False), ("0.2", "0.2.0", False), ("1.0", "0.99.99", True),
     ("0.2.0", "0.2.0", False), ("0.1.9", "0.2.0", False), ("0.2.0.1", "0.2.0", True), ("0.1", "", True)],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(one, other, newer):
    assert is_newer(one, other) is newer


@pytest.mark.parametrize("package", list(APP_TARGETS))
def test_a_file_s_name_tells_form_and_version(package):
    assert package_of(file_name(package, "0.12.0")) == (package, "0.12.0")
    assert package_of(file_name(package, "../0.1")) is None


@pytest.mark.parametrize(
    "custom",
    [
        {"version": "../../../etc/cron.d/x"},
        {"version": "0.2.0/../../x"},
        {"version": "0.2.0\n"},
        {"version": "0.2.0\x00"},
        {"version": "9" * 5000 + ".0"},
        {"version": "0.٢"},
        {"version": "0.2.0-rc1"},
        {"version": "1"},
        {"version": ""},
        {"version": 2},
        {"version": None},
        {"notes": "one text"},
        {"notes": None},
        {"notes": ["a\x1b]0;evil\x07b"]},
        {"notes": ["two\nlines"]},
        {"notes": ["right to left \u202e"]},
        {"notes": ["x" * 301]},
        {"notes": ["x"] * 41},
        {"notes": [{"html": "<script>"}]},
        {"notes": [" "]},
        {"published": "today"},
        {"published": "2026-02-31"},
        {"published": 20261123},
        {"length": 0},
        {"length": -1},
        {"length": True},
        {"length": "5"},
        {"length": 10**15},
        {"sha256": "../../x"},
        {"sha256": "AB" * 32},
        {"sha256": None},
    ],
    ids=lambda custom: ascii(custom)[:40],
)
def test_what_makes_no_sense_is_no_offer(custom):
    good = {"version": "0.2.0", "published": "2026-11-23", "notes": ["ü"], "length": 5, "sha256": "ab" * 32}
    told = {**good, **custom}
    assert AppOffer.signed(Package.DEB, good["length"], good["sha256"], good).version == "0.2.0"
    with pytest.raises(ValueError):
        AppOffer.signed(Package.DEB, told["length"], told["sha256"], told)


def test_a_machine_that_lacks_what_is_needed_is_told():
    assert obstacle({"version": "0.2.0"}) == ""
    if sys.platform == "linux":
        assert obstacle({"glibc": "2.0"}) == ""
        assert obstacle({"glibc": "99.0"}) == "glibc 99.0"
        assert obstacle({"min_windows": "10.0.17763"}) == ""
    for custom in ({"glibc": 2}, {"min_windows": "XP"}):
        with pytest.raises(ValueError):
            obstacle(custom)


@pytest.mark.parametrize(
    "event",
    [UpdateResult(outcome=Outcome.CURRENT, before=1, after=1, app=OFFER), AppFetched(offer=OFFER, file="/x/ü.deb"),
     AppFetched()],
)  # fmt: skip
def test_values_come_through_the_worker_s_lines(event):
    assert decode(encode(event)) == event


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", "0.2.0\n"),
        ("notes", ["a\x1b[2J"]),
        ("package", "source"),
        ("path", "targets/app/../x"),
        ("length", -1),
    ],
)
def test_a_line_that_makes_no_sense_is_no_event(field, value):
    document = json.loads(encode(AppFetched(offer=OFFER, file="x")))
    document["offer"][field] = value
    assert decode(json.dumps(document)) is None


def test_the_offer_is_remembered(tmp_path, device):
    state = replace(device.state, app=OFFER, app_newest="0.2.0", app_warning="signature_wrong")
    save_state(device.home, "aa", state)
    assert load_state(device.home, "aa") == state
    assert load_state(device.home, "bb").app is None


# --- looking


@pytest.mark.parametrize("package", list(APP_TARGETS))
def test_a_newer_version_is_offered_for_the_form_that_is_installed(offered, laptop, package):
    device = Device(laptop, offered.root, installed(package))
    assert device.desk.app_offer() is None
    found = device.update(offered.folder).app
    assert found is not None
    assert (found.version, found.package, found.notes, found.published) == ("0.2.0", package, NOTES, "2026-11-23")
    assert found.platform == ("linux" if package in (Package.DEB, Package.TAR) else "windows")
    assert (offered.folder / found.path).stat().st_size == found.length
    assert device.desk.app_offer() == found == device.desk.status(NOW).app
    assert device.desk.app_file() is None


@pytest.mark.parametrize("version", ["0.2.0", "0.2", "0.3.1"])
def test_what_is_not_newer_is_not_offered(offered, device, version):
    device.update(offered.folder)
    device.become(installed(version=version))
    assert device.desk.app_offer() is None
    assert device.update(offered.folder).app is None
    assert device.state.app is None


def test_no_change_costs_two_requests_however_large_what_is_signed(offered, device):
    first = device.update(offered.folder)
    again = device.update(offered.folder)
    assert (again.outcome, again.requests, again.app) == (Outcome.CURRENT, 2, first.app)
    publish_app(offered, offered.folder.parent / "two", "0.3.0")
    third = device.update(offered.folder)
    assert (third.app.version, third.requests) == ("0.3.0", 4)
    offered.publish([programme("p-a", title="Neu")])
    with_content = device.update(offered.folder)
    assert (with_content.outcome, with_content.requests) == (Outcome.UPDATED, 5)
    assert device.update(offered.folder).requests == 2


@pytest.mark.parametrize("installation", [None, installed(Package.SOURCE)])
def test_nothing_is_looked_up_where_no_installer_would_help(offered, laptop, installation):
    device = Device(laptop, offered.root, installation)
    assert device.update(offered.folder).app is None
    assert not (device.home / "tuf" / "app.json").exists()
    assert device.desk.app_offer() is None
    with pytest.raises(UsageFault):
        device.fetch(offered.folder)


def test_a_policy_can_switch_it_off(offered, device):
    device.update(offered.folder)
    device.desk.policy = UpdatePolicy(app_updates=False)
    assert device.desk.app_offer() is None
    assert device.desk.app_file() is None
    assert device.desk.status(NOW).app is None


def test_content_that_needs_a_newer_app_comes_with_the_offer_and_the_old_content_stays(channel, device, tmp_path):
    device.update(channel.folder)
    publish_app(channel, tmp_path / "out", "0.2.0")
    channel.publish([programme("p-a", title="Neu")], terms=Terms(level=1, min_app="0.1.99"))
    with pytest.raises(AppTooOld) as caught:
        device.update(channel.folder)
    assert caught.value.details["offered"] == "0.2.0"
    assert device.desk.app_offer().version == "0.2.0"
    assert device.desk.visible_version() == 1


@pytest.mark.parametrize("field", ["fmt", "schema"])
def test_a_format_that_only_a_newer_app_reads_comes_with_the_offer(channel, tmp_path, field):
    device = Device(tmp_path / "new", channel.root, installed())
    publish_app(channel, tmp_path / "out", "0.2.0")

    def newer(content):
        for target in content.targets.values():
            if target.custom:
                target.unrecognized_fields["custom"][field] = 99

    Tampering(channel).forge("content", newer)
    with pytest.raises(AppTooOld) as caught:
        device.update(channel.folder)
    assert caught.value.details["offered"] == "0.2.0"


def test_an_endpoint_that_knows_nothing_of_apps_is_no_fault(tmp_path):
    channel = SmallChannel(tmp_path / "endpoint")
    channel.publish(ONE)
    device = Device(tmp_path / "laptop", channel.root, installed())
    result = device.update(channel.folder, now=channel.now)
    assert (result.outcome, result.app, device.state.app_warning) == (Outcome.UPDATED, None, "")
    channel.publish(TWO)
    assert device.update(channel.folder, now=channel.now).after == 2
    assert device.fetch(channel.folder, now=channel.now) == AppFetched()


def test_metadata_of_the_app_that_is_not_there_keeps_nobody_from_the_content(offered, device):
    for path in (offered.folder / "metadata").glob("*.app.json"):
        path.unlink()
    result = device.update(offered.folder)
    assert (result.outcome, result.app, device.state.app_warning) == (Outcome.CURRENT, None, "")


def test_what_was_offered_stays_known_while_it_cannot_be_asked(offered, device):
    found = device.update(offered.folder).app
    shutil.rmtree(device.home / "tuf")
    for path in (offered.folder / "metadata").glob("*.app.json"):
        path.unlink()
    assert device.update(offered.folder).app is None
    assert device.desk.app_offer() == found


def test_a_version_for_other_machines_is_not_offered(channel, device, tmp_path):
    if sys.platform != "linux":
        pytest.skip("what a machine lacks is made up for Linux here")
    publish_app(channel, tmp_path / "out", "0.2.0", needs={"glibc": "99.9"})
    assert device.update(channel.folder).app is None
    assert device.state.app_warning == device.desk.status(NOW).app_warning == "needs glibc 99.9"
    with pytest.raises(UsageFault):
        device.fetch(channel.folder)


# --- fetching


def test_it_is_fetched_verified_and_kept_where_only_the_user_writes(offered, device):
    device.update(offered.folder)
    fetched = device.fetch(offered.folder)
    file = Path(fetched.file)
    assert file == device.desk.app_file() == device.home / "app" / "beratungskoffer_0.2.0_amd64.deb"
    assert file.read_bytes() == (offered.folder / fetched.offer.path).read_bytes()
    assert list(dict.fromkeys(device.steps)) == [Step.CONNECT, Step.VERIFY, Step.DOWNLOAD, Step.CHECK]
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert device.desk.worker(app=True) == ["program", "update", "--events", "--app"]


def test_what_is_there_is_not_fetched_again(offered, device):
    first = device.fetch(offered.folder)
    (offered.folder / first.offer.path).unlink()
    assert device.fetch(offered.folder) == first
    assert Step.DOWNLOAD not in device.steps


def test_it_can_be_fetched_before_any_update(offered, tmp_path):
    device = Device(tmp_path / "new", offered.root, installed())
    assert device.fetch(offered.folder).offer == device.desk.app_offer()
    assert device.desk.visible_version() == 0


def test_only_the_newest_is_kept_and_nothing_once_it_is_installed(offered, device, tmp_path):
    device.fetch(offered.folder)
    (device.home / "app" / "notes.txt").write_text("of the user")
    (device.home / "app" / f"{'ab' * 32}.part").write_text("left by a try")
    publish_app(offered, tmp_path / "two", "0.3.0")
    device.fetch(offered.folder)
    assert device.files == ["beratungskoffer_0.3.0_amd64.deb", "notes.txt"]
    device.become(installed(version="0.3.0"))
    device.update(offered.folder)
    assert device.files == ["notes.txt"]
    assert device.fetch(offered.folder) == AppFetched()


def test_an_update_of_content_keeps_what_was_fetched(offered, device):
    file = device.fetch(offered.folder).file
    device.update(offered.folder)
    assert str(device.desk.app_file()) == file


def test_it_can_be_cancelled(offered, device):
    with pytest.raises(Cancelled):
        device.fetch(offered.folder, cancelled=lambda: Step.DOWNLOAD in device.steps)
    assert device.desk.app_file() is None
    assert device.fetch(offered.folder).offer is not None


def test_a_full_disk_is_told_beforehand(offered, device, monkeypatch):
    monkeypatch.setattr(app_fetch, "free_bytes", lambda _path: 50_000_000)
    with pytest.raises(DiskFull):
        device.fetch(offered.folder)
    assert Step.DOWNLOAD not in device.steps
    assert device.files == []


def test_a_stick_brings_the_app_or_says_that_it_does_not(offered, device, tmp_path):
    with_app, without = tmp_path / "with.kbz", tmp_path / "without.kbz"
    write_bundle(offered.destination, offered.root, with_app, now=NOW, with_app="linux")
    write_bundle(offered.destination, offered.root, without, now=NOW)
    assert device.update(without).app.version == "0.2.0"
    with pytest.raises(InputUnreadable):
        device.fetch(without)
    assert device.files == []
    assert device.fetch(with_app).offer.version == "0.2.0"
    windows = Device(tmp_path / "windows", offered.root, installed(Package.SETUP))
    with pytest.raises(InputUnreadable):
        windows.fetch(with_app)


def test_an_old_stick_is_read_on_purpose_only(offered, device, tmp_path):
    later = NOW + timedelta(days=100)
    with pytest.raises(MaterialExpired):
        device.fetch(offered.folder, now=later)
    assert device.fetch(offered.folder, now=later, accept_expired=True).offer.version == "0.2.0"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out of the profile by itself")
def test_a_stick_that_knows_no_rights_is_good_enough_if_others_may_not_write_there(offered, device, monkeypatch):
    def refuse(path: Path, _mode: int) -> None:
        # What Linux says on FAT about rights that cannot be kept there.
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))

    (device.home / "app").mkdir(parents=True)
    (device.home / "app").chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "chmod", refuse)
        assert device.fetch(offered.folder).file
        assert device.desk.app_file() is not None
    (device.home / "app").chmod(0o777)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "chmod", refuse)
        with pytest.raises(EnvironmentFault):
            device.fetch(offered.folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out of the profile by itself")
def test_a_folder_that_others_may_write_to_hands_over_nothing(offered, device):
    device.fetch(offered.folder)
    (device.home / "app").chmod(0o777)
    assert device.desk.app_file() is None
    assert device.fetch(offered.folder).file
    assert device.desk.app_file() is not None
    elsewhere = device.home / "elsewhere"
    (device.home / "app").rename(elsewhere)
    (device.home / "app").symlink_to(elsewhere)
    assert device.desk.app_file() is None
    with pytest.raises(EnvironmentFault):
        device.fetch(offered.folder)
