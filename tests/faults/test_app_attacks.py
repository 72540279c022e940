"""Attacks on newer versions of the app, and slips of those who publish them: nothing wrong is offered or handed over.

Whatever is wrong with the app's part, the knowledge is updated all the same: it is signed by others.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Metadata, MetaFile, TargetFile

from advisor_app.errors import (
    AdvisorError,
    ContentMismatch,
    InputUnreadable,
    MaterialExpired,
    RolledBack,
    SignatureWrong,
)
from advisor_app.installation import Package
from advisor_app.updates.app_offer import MAX_LENGTH, AppFetched
from advisor_app.updates.client import UpdateClient
from advisor_app.updates.desk import UpdateDesk
from advisor_app.updates.format import APP_TARGETS
from advisor_app.updates.model import Outcome, UpdateResult
from advisor_app.updates.policy import UpdatePolicy
from advisor_app.updates.root import TrustRoot
from advisor_app.updates.state import load_state
from advisor_app.updates.transport.limits import Limits
from advisor_app.updates.transport.source import open_source
from tests.app_makers import installed, publish_app
from tests.channel import NOW
from tests.faults.hostile_server import (
    HostileServer,
    cut,
    drip,
    endless,
    garbage,
    gzipped,
    honest,
    longer,
    page,
    shorter,
)
from tests.faults.invariant import check
from tests.faults.repository_tampering import records_of
from tests.faults.stand import THIRD, Stand

DEB = APP_TARGETS[Package.DEB]
QUICK = Limits(connect=2, answer=2, gap=1, grace=1, rate=200_000)
LENGTH = 300_000


class Laptop:
    """The stand's device with an installed program, version 0.1.0."""

    def __init__(self, stand: Stand, package: Package = Package.DEB, version: str = "0.1.0") -> None:
        self.home = stand.device.home
        self._channel = stand.channel
        root = stand.folder / "root.json"
        root.write_bytes(stand.channel.root)
        installation = installed(package, version)
        self._client = UpdateClient(
            home=self.home, store=stand.device.store, seed=None, trust_root=TrustRoot.read(root),
            installation=installation,
        )  # fmt: skip
        self.desk = UpdateDesk(
            home=self.home, store=stand.device.store, seed=None, policy=UpdatePolicy(), trust_root=root, command=[],
            installation=installation,
        )  # fmt: skip

    def update(self, where: Path | str, **options: Any) -> UpdateResult:
        with open_source(where, **options) as source:
            return self._client.update(source, now=NOW)

    def fetch(self, where: Path | str, **options: Any) -> AppFetched:
        with open_source(where, **options) as source:
            return self._client.fetch_app(source, now=NOW)

    @property
    def warning(self) -> str:
        return load_state(self.home, self._channel.id).app_warning

    @property
    def files(self) -> list[str]:
        folder = self.home / "app"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture(scope="module")
def offering(template: Stand, folder: Path) -> Stand:
    """Return a stand whose channel offers version 0.2.0 to a device that is up to date otherwise; built once."""
    made = template.copy(folder / "offering")
    publish_app(made.channel, made.folder / "out", "0.2.0", filling=os.urandom(LENGTH))
    return made


@pytest.fixture
def place(offering: Stand, folder: Path) -> Iterator[Stand]:
    yield offering.copy(folder / "place")
    shutil.rmtree(folder / "place")


@pytest.fixture
def laptop(place: Stand) -> Laptop:
    return Laptop(place)


@pytest.fixture
def served(place: Stand, no_proxy: None) -> Iterator[HostileServer]:
    with HostileServer(place.endpoint) as server:
        yield server


def installer(stand: Stand) -> Path:
    (file,) = (stand.endpoint / "targets/app/linux-x86_64").glob("*.deb")
    return file


def nothing_is_offered(stand: Stand, laptop: Laptop, warning: str, fault: type[AdvisorError] | None) -> None:
    """Assert that an update of knowledge ends well, that no app is offered, and what whoever insists is told."""
    result = laptop.update(stand.endpoint)
    assert (result.outcome, result.after, result.app) == (Outcome.CURRENT, 2, None)
    assert laptop.warning == warning
    assert laptop.desk.app_offer() is None
    if fault is None:
        assert laptop.fetch(stand.endpoint) == AppFetched()
    else:
        with pytest.raises(AdvisorError) as caught:
            laptop.fetch(stand.endpoint)
        assert type(caught.value) is fault, repr(caught.value)
    assert laptop.files == []
    assert laptop.desk.app_file() is None


def alter(**changes: Any) -> Callable[[Any], None]:
    """Return what signs something else about the installer."""

    def change(app: Any) -> None:
        target: TargetFile = app.targets[DEB]
        custom = {**(target.custom or {}), **changes.pop("custom", {})}
        target.unrecognized_fields["custom"] = custom
        for name, value in changes.items():
            setattr(target, name, value)

    return change


def test_what_the_attacks_start_from(place, laptop):
    assert laptop.update(place.endpoint).app.version == "0.2.0"
    fetched = laptop.fetch(place.endpoint)
    assert Path(fetched.file).read_bytes() == installer(place).read_bytes()


# --- keys


@pytest.mark.parametrize("thief", ["content", "online", "one of the app", "the same twice", "root"])
def test_who_lacks_two_release_keys_offers_nothing(place, laptop, thief):
    channel = place.channel
    signers = {
        "content": [channel.content],
        "online": [channel.online],
        "one of the app": channel.app[:1],
        "the same twice": [channel.app[0], channel.app[0]],
        "root": channel.roots,
    }[thief]
    place.tampering.forge("app", alter(custom={"version": "0.9.0"}), signers=signers)
    nothing_is_offered(place, laptop, "signature_wrong", SignatureWrong)


def test_the_content_key_cannot_answer_for_the_app(place, laptop):
    app: Any = place.tampering.newest("app").signed
    evil = TargetFile(
        3, {"sha256": "ab" * 32}, DEB, {"custom": {"version": "9.0", "published": "2026-11-23", "notes": []}}
    )
    place.tampering.forge("app", lambda signed: signed.targets.clear())
    place.tampering.forge("content", lambda content: content.targets.update({DEB: evil}))
    assert app.targets
    nothing_is_offered(place, laptop, "", None)


def test_what_was_offered_before_stays_when_a_forged_one_follows(place, laptop):
    before = laptop.update(place.endpoint).app
    place.tampering.forge("app", alter(custom={"version": "0.9.0"}), signers=place.channel.app[:1])
    assert laptop.update(place.endpoint).app is None
    assert (laptop.warning, laptop.desk.app_offer()) == ("signature_wrong", before)
    place.tampering.forge("app", alter(custom={"version": "0.2.0"}))
    assert laptop.update(place.endpoint).app == before
    assert laptop.warning == ""


def test_expired_metadata_of_the_app(place, laptop):
    place.tampering.forge("app", days=-1)
    nothing_is_offered(place, laptop, "material_expired", MaterialExpired)


@pytest.mark.parametrize("wrong", ["unsigned", "expired", "nonsense"])
def test_whatever_is_wrong_with_the_app_new_knowledge_comes_all_the_same(place, laptop, wrong):
    place.tampering.publish_badly(records_of(THIRD), have=place.records, where=())
    match wrong:
        case "unsigned":
            place.tampering.forge("app", signers=[])
        case "expired":
            place.tampering.forge("app", days=-1)
        case _:
            place.tampering.forge("app", alter(custom={"version": "new"}))
    result = laptop.update(place.endpoint)
    assert (result.outcome, result.after, result.app) == (Outcome.UPDATED, 3, None)
    assert laptop.warning
    check(place.device, {3})


# --- rollback


def test_an_older_file_of_the_role_is_a_rollback(place, laptop):
    laptop.update(place.endpoint)
    data = place.tampering.path("app", 1).read_bytes()
    older = MetaFile.from_data(1, data, ["sha256"])
    place.tampering.forge("snapshot", lambda shot: shot.meta.__setitem__("app.json", older))
    with pytest.raises(RolledBack):
        laptop.update(place.endpoint)
    with pytest.raises(RolledBack):
        laptop.fetch(place.endpoint)
    check(place.device, {2})


@pytest.mark.parametrize("lost", [False, True])
def test_an_older_version_that_is_signed_anew_is_not_offered(place, laptop, tmp_path, lost):
    """Two release keys that sign an older version, or a replay to a device whose memory of metadata is gone."""
    laptop.update(place.endpoint)
    file = laptop.fetch(place.endpoint).file
    publish_app(place.channel, tmp_path / "older", "0.1.5", force=True)
    if lost:
        for path in (laptop.home / "tuf").iterdir():
            path.unlink() if path.is_file() else None
    assert laptop.update(place.endpoint).app is None
    assert laptop.warning == "rolled_back"
    assert (laptop.desk.app_offer(), laptop.desk.app_file()) == (None, None)
    with pytest.raises(RolledBack):
        laptop.fetch(place.endpoint)
    assert not Path(file).exists()
    publish_app(place.channel, tmp_path / "newer", "0.2.1")
    assert laptop.fetch(place.endpoint).offer.version == "0.2.1"


def test_what_is_installed_is_never_replaced_by_something_older(place):
    newer = Laptop(place, version="0.5.0")
    assert newer.update(place.endpoint).app is None
    assert newer.fetch(place.endpoint) == AppFetched()


# --- files


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"x" * len(data),
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"",
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    ],
    ids=["swapped", "truncated", "longer", "empty", "one bit"],
)
def test_a_file_that_is_not_the_signed_one_is_not_kept(place, laptop, spoil):
    honest_bytes = installer(place).read_bytes()
    installer(place).write_bytes(spoil(honest_bytes))
    with pytest.raises(ContentMismatch):
        laptop.fetch(place.endpoint)
    assert laptop.files == []
    assert laptop.desk.app_file() is None
    installer(place).write_bytes(honest_bytes)
    assert laptop.fetch(place.endpoint).file


@pytest.mark.parametrize(
    "behaviour",
    [garbage, endless, longer(), shorter(), page(), gzipped, drip(size=1000, pause=0.05)],
    ids=["garbage", "endless", "longer", "shorter", "portal", "gzip", "drip"],
)
def test_a_server_that_sends_something_else_or_without_end_is_told(place, laptop, served, behaviour):
    served.script("targets/app/*", behaviour)
    with pytest.raises(AdvisorError):
        laptop.fetch(served.url, limits=QUICK)
    assert [name for name in laptop.files if not name.endswith(".part")] == []
    assert sum(path.stat().st_size for path in (laptop.home / "app").iterdir()) <= installer(place).stat().st_size
    assert laptop.desk.app_file() is None
    served.calm()
    assert laptop.fetch(served.url, limits=QUICK).file
    assert len(laptop.files) == 1


def test_a_broken_download_is_taken_up_again(place, laptop, served):
    served.script("targets/app/*", cut(100_000), cut(0), cut(0), cut(0))
    with pytest.raises(AdvisorError):
        laptop.fetch(served.url, limits=QUICK)
    (part,) = laptop.files
    arrived = (laptop.home / "app" / part).stat().st_size
    assert 50_000 < arrived < LENGTH
    served.script("targets/app/*", honest)
    asked = len(served.requests)
    assert laptop.fetch(served.url, limits=QUICK).file
    assert [headers["Range"] for _path, headers in served.requests[asked:] if "Range" in headers] == [
        f"bytes={arrived}-"
    ]


def test_a_file_that_is_replaced_before_it_is_handed_over_is_not(place, laptop):
    file = Path(laptop.fetch(place.endpoint).file)
    good = file.read_bytes()
    assert laptop.desk.app_file() == file
    evil, copied = place.folder / "evil", place.folder / "good"
    evil.write_bytes(b"x" * len(good))

    def refused() -> bool:
        return laptop.desk.app_file() is None

    file.write_bytes(evil.read_bytes())
    assert refused()
    file.unlink()
    file.symlink_to(evil)
    assert refused()
    copied.write_bytes(good)
    if os.name != "nt":
        file.unlink()
        file.symlink_to(copied)
        assert refused(), "what it leads to can change at any moment"
        file.unlink()
        file.hardlink_to(copied)
        assert refused(), "others may write to it under its other name"
        file.unlink()
        file.write_bytes(good)
        file.chmod(0o666)
        assert refused(), "anybody may write to it"
    assert Path(laptop.fetch(place.endpoint).file).read_bytes() == good
    assert laptop.desk.app_file() == file
    assert evil.read_bytes() == b"x" * len(good)


# --- what is signed about it


@pytest.mark.parametrize(
    "custom",
    [{"version": "../../../etc/cron.d/x"}, {"notes": ["a\x1b]0;evil\x07b"]}, {"published": "today"}, {"glibc": "new"}],
    ids=str,
)
def test_what_is_signed_but_makes_no_sense_is_not_offered(place, laptop, custom):
    place.tampering.forge("app", alter(custom=custom))
    nothing_is_offered(place, laptop, "content_mismatch", ContentMismatch)


@pytest.mark.parametrize(
    "changes",
    [{"length": MAX_LENGTH + 1}, {"hashes": {"sha256": "../../x"}}, {"hashes": {"sha512": "ab" * 64}}],
    ids=["huge", "path", "no hash"],
)  # fmt: skip
def test_a_length_or_hash_that_makes_no_sense_is_not_offered(place, laptop, changes):
    place.tampering.forge("app", alter(**changes))
    nothing_is_offered(place, laptop, "content_mismatch", ContentMismatch)


def test_megabytes_of_notes_are_not_even_read(place, laptop):
    place.tampering.forge("app", alter(custom={"notes": ["x" * 300] * 10_000}))
    nothing_is_offered(place, laptop, "", InputUnreadable)
    assert not (laptop.home / "tuf" / "app.json").exists()


def test_a_custom_field_that_is_none_of_ours_or_not_there(place, laptop):
    place.tampering.forge("app", lambda app: app.targets[DEB].unrecognized_fields.update(custom=[1, 2]))
    nothing_is_offered(place, laptop, "content_mismatch", ContentMismatch)


def test_markup_in_notes_is_text(place, laptop):
    notes = ["<b>fett</b> & [red]rot[/red]"]
    place.tampering.forge("app", alter(custom={"notes": notes}))
    assert laptop.update(place.endpoint).app.notes == tuple(notes)


def test_a_version_that_is_signed_higher_than_the_file_s_own_is_handed_over_as_what_it_is(place, laptop):
    """Only two release keys together can sign that. The file is the signed one, so it is handed over, once per wish:

    the package manager goes by the version inside, and the program, still older after it, is offered the same again.
    """
    place.tampering.forge("app", alter(custom={"version": "0.9.0"}))
    fetched = laptop.fetch(place.endpoint)
    assert fetched.file.endswith("beratungskoffer_0.9.0_amd64.deb")
    assert Path(fetched.file).read_bytes() == installer(place).read_bytes()
    afterwards = Laptop(place, version="0.2.0")
    assert afterwards.update(place.endpoint).app == fetched.offer
    assert str(afterwards.desk.app_file()) == fetched.file


def test_every_form_gets_its_own_file_only(place, tmp_path):
    """What is signed for one form is nothing to another one."""
    for package in (Package.TAR, Package.SETUP, Package.ZIP):
        other = Laptop(place, package)
        assert other.update(place.endpoint).app is None
        assert other.fetch(place.endpoint) == AppFetched()


def test_an_offer_of_an_hour_ago_holds_when_the_endpoint_is_frozen(place, laptop):
    """Whoever holds back newer files can do so until freshness ends, as with the content."""
    laptop.update(place.endpoint)
    with open_source(place.endpoint) as source, pytest.raises(MaterialExpired):
        laptop._client.fetch_app(source, now=NOW + timedelta(days=40))
    assert Metadata.from_bytes(place.tampering.path("timestamp").read_bytes()).signed.version > 1
