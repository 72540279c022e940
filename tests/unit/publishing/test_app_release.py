"""Publishing a version of the app: what is refused, who must sign, and what lies at the endpoint when."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from advisor_app.errors import InputUnreadable, RolledBack, SignatureWrong, UsageFault
from advisor_app.installation import Package
from advisor_app.publishing.app_files import read_app_file, read_app_files
from advisor_app.publishing.app_release import (
    AppNews,
    are_proposed,
    is_published,
    propose_app,
    published_version,
    read_notes,
    upload_app,
)
from advisor_app.publishing.bundle import write_bundle
from advisor_app.publishing.installers.checksums import write_checksums
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.pending import EffectKind, Pending
from advisor_app.publishing.refusal import PublishRefused
from advisor_app.publishing.repair import mend
from advisor_app.publishing.roles import MANUAL, Role
from advisor_app.publishing.rotation import propose_renewal
from advisor_app.publishing.serve import EndpointServer
from advisor_app.publishing.upkeep import publish_change
from advisor_app.updates.format import APP_TARGETS
from advisor_app.updates.transport.source import open_source
from tests.app_makers import NOTES, make_installer, publish_app
from tests.channel import NOW, Channel
from tests.makers import programme

DAY = timedelta(days=1)
NEWS = AppNews(notes=NOTES)
DEB = APP_TARGETS[Package.DEB]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    made = Channel(tmp_path_factory.mktemp("template"))
    made.publish([programme("p-a")])
    return made


@pytest.fixture
def channel(template, tmp_path):
    """Return a channel with content, and its own endpoint."""
    from copy import copy

    from advisor_app.publishing.destination import LocalDestination

    made = copy(template)
    made.folder, made.staging = tmp_path / "endpoint", tmp_path / "staging"
    shutil.copytree(template.folder, made.folder)
    made.destination = LocalDestination(made.folder)
    return made


def files_of(folder, channel, version="0.2.0", packages=tuple(APP_TARGETS)):
    folder.mkdir(exist_ok=True)
    return read_app_files([make_installer(folder, one, version, channel=channel.id) for one in packages])


# --- what a file is


@pytest.mark.parametrize("package", list(APP_TARGETS))
def test_a_file_is_recognised_by_its_name_and_read(package, tmp_path):
    file = make_installer(tmp_path, package, "0.2.0", channel="ab" * 16)
    found = read_app_file(file)
    assert (found.package, found.version, found.length) == (package, "0.2.0", file.stat().st_size)
    assert found.target == APP_TARGETS[package]
    assert found.channel == ("" if package is Package.SETUP else "ab" * 16)


@pytest.mark.parametrize("package", list(APP_TARGETS))
def test_a_file_that_holds_another_version_is_refused(package, tmp_path):
    file = make_installer(tmp_path, package, "0.3.0", inside="0.2.0")
    with pytest.raises(InputUnreadable) as caught:
        read_app_file(file)
    assert "0.2.0" in str(caught.value.details["place"])


@pytest.mark.parametrize("package", list(APP_TARGETS))
@pytest.mark.parametrize("kept", [0, 5, 100, 0.5, -4])
def test_a_file_that_is_cut_off_is_refused(package, kept, tmp_path):
    file = make_installer(tmp_path, package, "0.2.0", filling=os.urandom(5000))
    data = file.read_bytes()
    # How long a program must be, nobody can tell without running it.
    end = 50 if package is Package.SETUP else int(kept * len(data)) if isinstance(kept, float) else kept
    file.write_bytes(data[:end])
    with pytest.raises(InputUnreadable):
        read_app_file(file)


@pytest.mark.parametrize(
    "name",
    ["beratungskoffer.deb", "beratungskoffer_0.2.0rc1_amd64.deb", "beratungskoffer_0.2.0_arm64.deb", "x.zip",
     "beratungskoffer-٠.٢-windows-x86_64.zip"],
)  # fmt: skip
def test_other_names_are_refused(name, tmp_path):
    (tmp_path / name).write_bytes(b"MZ")
    with pytest.raises(InputUnreadable):
        read_app_file(tmp_path / name)


def test_all_versions_must_agree_and_no_form_comes_twice(tmp_path):
    one = make_installer(tmp_path, Package.DEB, "0.2.0")
    other = make_installer(tmp_path, Package.ZIP, "0.2.1")
    for files in ([one, other], [one, one], []):
        with pytest.raises(UsageFault):
            read_app_files(files)


def test_what_a_build_writes_beside_is_passed_over_and_its_checksums_hold(tmp_path):
    file = make_installer(tmp_path, Package.ZIP, "0.2.0")
    sbom = tmp_path / "beratungskoffer-0.2.0-windows-sbom.cdx.json"
    sbom.write_text("{}")
    sums = write_checksums(tmp_path, [file])
    assert len(read_app_files([file, sbom, sums])) == 1
    make_installer(tmp_path, Package.ZIP, "0.2.0", filling=b"another build")
    with pytest.raises(InputUnreadable):
        read_app_files([file])
    sums.write_bytes(b"\xff")
    with pytest.raises(InputUnreadable):
        read_app_files([file])


def test_notes_are_lines_without_marks(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("\ufeff- Die Suche ist schneller.\n\n* Neu: Karten\n  Ende  \n", encoding="utf-8")
    assert read_notes(file) == ("Die Suche ist schneller.", "Neu: Karten", "Ende")


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"a\x1b[31mb\n", "x\u202ey".encode(), b"x" * 301, b"a\n" * 41, b"\xff"]
)
def test_notes_that_cannot_be_told_are_refused(data, tmp_path):
    (tmp_path / "notes.txt").write_bytes(data)
    with pytest.raises(InputUnreadable):
        read_notes(tmp_path / "notes.txt")


# --- from files to an endpoint


def sign_and_publish(channel, pending, *, now=NOW):
    return publish_change(
        channel.destination, channel.root, pending, lambda _ids: [channel.online], now=now, expiries=channel.expiries
    )


def test_two_of_the_release_keys_publish_all_four_forms(channel, tmp_path):
    files = files_of(tmp_path / "out", channel)
    told = []
    done = upload_app(channel.destination, files, progress=lambda *step: told.append(step))
    whole = sum(file.length for file in files.values())
    assert (done.files, done.bytes, done.skipped, told[-1]) == (4, whole, 0, ("upload", whole, whole))
    assert channel.current().installers() == {}
    pending = propose_app(channel.current(), files, NEWS, now=NOW)
    first = Pending.from_bytes(pending.signed_by(channel.app[:1]).to_bytes(), "pending")
    first.check_base(channel.root)
    with pytest.raises(UsageFault):
        sign_and_publish(channel, first)
    assert are_proposed(first, files, NEWS)
    assert not are_proposed(first, files, replace(NEWS, notes=("Anders.",)))
    sign_and_publish(channel, first.signed_by(channel.app[1:]))
    current = channel.current()
    assert {name: pack.sha256 for name, pack in current.installers().items()} == {
        name: file.sha256 for name, file in files.items()
    }
    assert is_published(current, files, NEWS)
    assert not is_published(current, files, replace(NEWS, glibc="2.36"))
    assert (published_version(current, DEB), current.content_version) == ("0.2.0", 1)
    assert upload_app(channel.destination, files).skipped == 4


def test_forms_that_are_not_named_stay(channel, tmp_path):
    publish_app(channel, tmp_path / "one", "0.2.0", packages=tuple(APP_TARGETS))
    publish_app(channel, tmp_path / "two", "0.2.1", packages=[Package.ZIP])
    current = channel.current()
    assert {published_version(current, name) for name in current.installers()} == {"0.2.0", "0.2.1"}
    assert len(current.installers()) == 4


@pytest.mark.parametrize("version", ["0.2.0", "0.1.9", "0.2", "0.2.0.0"])
def test_a_version_that_is_not_higher_needs_force(channel, tmp_path, version):
    publish_app(channel, tmp_path / "one", "0.2.0")
    files = files_of(tmp_path / "two", channel, version, [Package.DEB])
    with pytest.raises(PublishRefused):
        propose_app(channel.current(), files, NEWS, now=NOW)
    assert propose_app(channel.current(), files, NEWS, now=NOW, force=True)


def test_an_installer_that_trusts_another_channel_is_refused_even_by_force(channel, tmp_path):
    file = make_installer(tmp_path, Package.DEB, "0.2.0", channel="ff" * 16)
    with pytest.raises(PublishRefused):
        propose_app(channel.current(), read_app_files([file]), NEWS, now=NOW, force=True)


@pytest.mark.parametrize("news", [AppNews(notes=("a\x00b",)), AppNews(notes=("x",), glibc="neu"), AppNews(notes=("",))])
def test_what_clients_would_pass_over_is_refused(channel, tmp_path, news):
    with pytest.raises(UsageFault):
        propose_app(channel.current(), files_of(tmp_path / "out", channel), news, now=NOW)


@pytest.mark.parametrize(
    "spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x" * path.stat().st_size)]
)
def test_nothing_is_announced_that_is_not_there(channel, tmp_path, spoil):
    files = files_of(tmp_path / "out", channel)
    upload_app(channel.destination, files)
    pending = propose_app(channel.current(), files, NEWS, now=NOW).signed_by(channel.app)
    spoil(channel.folder / hashed_path(DEB, files[DEB].sha256))
    with pytest.raises(PublishRefused) as caught:
        sign_and_publish(channel, pending)
    assert DEB in str(caught.value.details["what"])
    assert channel.current().installers() == {}
    assert upload_app(channel.destination, files).files == 1
    assert sign_and_publish(channel, pending) is not None


def test_a_file_that_changes_while_it_is_published_is_refused(channel, tmp_path):
    files = files_of(tmp_path / "out", channel)
    files[DEB].file.write_bytes(b"another one")
    with pytest.raises(InputUnreadable):
        upload_app(channel.destination, files)


def test_content_may_be_published_while_a_release_waits_and_another_release_may_not(channel, tmp_path):
    files = files_of(tmp_path / "out", channel)
    upload_app(channel.destination, files)
    pending = propose_app(channel.current(), files, NEWS, now=NOW).signed_by(channel.app)
    channel.publish([programme("p-a", title="Neu")])
    assert sign_and_publish(channel, pending) is not None
    assert sign_and_publish(channel, pending) is None
    stale = propose_app(channel.current(), files_of(tmp_path / "three", channel, "0.3.0"), NEWS, now=NOW)
    publish_app(channel, tmp_path / "two", "0.2.5")
    with pytest.raises(RolledBack):
        sign_and_publish(channel, stale.signed_by(channel.app))


def test_who_signs_sees_all_that_is_signed(channel, tmp_path):
    files = files_of(tmp_path / "out", channel)
    pending = propose_app(channel.current(), files, AppNews(notes=NOTES, glibc="2.36"), now=NOW)
    told = {effect.subject: effect for effect in pending.effects() if effect.kind is EffectKind.INSTALLER}
    assert set(told) == set(APP_TARGETS.values())
    for fact in ("version 0.2.0", files[DEB].sha256, f"{files[DEB].length} bytes", *NOTES, "glibc 2.36", "2026-11-23"):
        assert fact in told[DEB].after
    assert EffectKind.OTHER not in {effect.kind for effect in pending.effects()}
    renewal = propose_renewal(channel.current(), [Role.APP], now=NOW, expiries=MANUAL)
    assert {effect.kind for effect in renewal.effects()} == {EffectKind.EXPIRY}


def test_the_content_key_or_one_release_key_signs_no_release(channel, tmp_path):
    pending = propose_app(channel.current(), files_of(tmp_path / "out", channel), NEWS, now=NOW)
    with pytest.raises(UsageFault):
        pending.signed_by([channel.content, channel.online])
    forged = Pending(created=pending.created, roots=pending.roots, base=pending.base, files=dict(pending.files))
    with pytest.raises(SignatureWrong):
        Pending(
            created=forged.created, roots=forged.roots, base={**forged.base, Role.APP: forged.files[Role.APP]},
            files=forged.files,
        ).check_base(channel.root)  # fmt: skip


# --- what else an endpoint must cope with


@contextmanager
def written_at(channel, now):
    """Let what is written meanwhile look as if it had been written then."""
    known = set(channel.folder.rglob("*"))
    yield
    for path in set(channel.folder.rglob("*")) - known:
        os.utime(path, (now.timestamp(), now.timestamp()))


def test_old_installers_go_after_a_time_and_those_that_wait_for_signatures_stay(channel, tmp_path):
    with written_at(channel, NOW):
        publish_app(channel, tmp_path / "one", "0.2.0", filling=b"one")
    old = set(channel.current().installers().values())
    channel.now = later = NOW + 50 * DAY
    with written_at(channel, later):
        publish_app(channel, tmp_path / "two", "0.3.0", filling=b"two")
        waiting = files_of(tmp_path / "three", channel, "0.4.0", [Package.DEB])
        upload_app(channel.destination, waiting)

    def there(sha256):
        return (channel.folder / hashed_path(DEB, sha256)).is_file()

    def tidied(days):
        now = later + days * DAY
        channel.endpoint(now).tidy(now)
        newest = channel.current(now).installers()[DEB].sha256
        return all(there(pack.sha256) for pack in old), there(waiting[DEB].sha256), there(newest)

    assert tidied(11) == (True, True, True), "somebody may still be fetching the old one"
    assert tidied(20) == (False, True, True)
    assert tidied(59) == (False, True, True)
    assert tidied(61) == (False, False, True)


def test_a_repair_tells_which_installers_are_lost(channel, tmp_path):
    publish_app(channel, tmp_path / "one", "0.2.0", packages=[Package.DEB, Package.ZIP])
    nothing = tmp_path / "nothing"
    assert mend(channel.destination, nothing, channel.root, now=NOW).installers == ()
    (channel.folder / hashed_path(DEB, channel.current().installers()[DEB].sha256)).write_bytes(b"x")
    mended = mend(channel.destination, nothing, channel.root, now=NOW)
    assert (mended.installers, mended.written, mended.lost) == ((DEB,), (), ())


def test_a_stick_carries_the_installers_of_one_platform_or_none(channel, tmp_path):
    with pytest.raises(UsageFault):
        write_bundle(channel.destination, channel.root, tmp_path / "none.kbz", now=NOW, with_app="linux")
    publish_app(channel, tmp_path / "one", "0.2.0", packages=tuple(APP_TARGETS))
    sizes = {}
    for platform in ("", "linux", "windows"):
        path = tmp_path / f"s{platform}.kbz"
        sizes[platform] = write_bundle(channel.destination, channel.root, path, now=NOW, with_app=platform).files
        with open_source(path) as source:
            base = source.metadata_url.removesuffix("metadata/")
            for name, pack in channel.current().installers().items():
                carried = bool(platform) and f"/{platform}-" in name
                path_there = base + hashed_path(name, pack.sha256)
                if carried:
                    assert len(source.fetcher.download_bytes(path_there, 10**6)) == pack.length
    assert sizes["linux"] == sizes["windows"] == sizes[""] + 2


def test_the_small_server_serves_installers(channel, tmp_path, monkeypatch):
    import threading
    from urllib.request import ProxyHandler, build_opener

    publish_app(channel, tmp_path / "one", "0.2.0")
    pack = channel.current().installers()[DEB]
    with EndpointServer(channel.folder) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with build_opener(ProxyHandler({})).open(server.url + hashed_path(DEB, pack.sha256)) as answer:
                assert len(answer.read()) == pack.length
        finally:
            server.shutdown()
            thread.join()
