"""What is taken away from an endpoint, and what stays."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from advisor_app.publishing.history import Published
from advisor_app.publishing.paths import hashed_path
from advisor_app.publishing.prune import kept_publishes, prune, superfluous
from advisor_app.publishing.signed import Role
from tests.channel import NOW, Channel
from tests.makers import programme

DAY = timedelta(days=1)


def items(version):
    return [programme("p-0", f"Fassung {version}"), programme("p-1", "Titel")]


@pytest.fixture
def channel(tmp_path):
    made = Channel(tmp_path)
    for path in made.folder.rglob("*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return made


def publish_on(channel, version, days):
    """Publish on a day, with files that look as old as they are."""
    known = set(channel.folder.rglob("*"))
    at = NOW + days * DAY
    channel.publish(items(version), now=at)
    for path in set(channel.folder.rglob("*")) - known:
        os.utime(path, (at.timestamp(), at.timestamp()))


def files(channel):
    return {path.relative_to(channel.folder).as_posix() for path in channel.folder.rglob("*") if path.is_file()}


def tidy(channel, now):
    return channel.endpoint(now).tidy(now)


def named(channel):
    return {hashed_path(name, pack.sha256) for name, pack in channel.current().packs().items()}


def test_the_last_three_publishes_stay_however_old(channel):
    packs = []
    for version in range(1, 7):
        publish_on(channel, version, 30 * version)
        packs.append(named(channel))
    before = files(channel)
    now = NOW + 30 * 6 * DAY
    pruned = tidy(channel, now)
    left = files(channel)
    assert packs[3] | packs[4] | packs[5] <= left
    assert not (packs[0] | packs[1] | packs[2]) & left - packs[3] - packs[4] - packs[5]
    assert {f"metadata/{number}.content.json" for number in (5, 6, 7)} <= left
    assert not {f"metadata/{number}.content.json" for number in (1, 2, 3, 4)} & left
    assert pruned.files == len(before - left) > 0
    assert pruned.bytes > 0
    assert channel.endpoint(now).state.version == 6
    assert tidy(channel, now).files == 0


def test_roots_and_current_metadata_always_stay(channel):
    for version in range(1, 6):
        publish_on(channel, version, 30 * version)
    for path in channel.folder.rglob("*"):
        os.utime(path, (0, 0))
    tidy(channel, NOW + 3000 * DAY)
    left = files(channel)
    assert {"metadata/1.root.json", "metadata/1.targets.json", "metadata/1.app.json", "metadata/timestamp.json"} <= left
    assert named(channel) <= left
    assert f"metadata/{channel.current().version(Role.SNAPSHOT)}.snapshot.json" in left


def test_what_was_newest_within_two_weeks_stays(channel):
    for version in range(1, 7):
        publish_on(channel, version, version)
    before = files(channel)
    assert tidy(channel, NOW + 14 * DAY).files == 0
    assert files(channel) == before
    # What the channel began with was superseded by the first publish.
    tidy(channel, NOW + 16 * DAY - timedelta(seconds=1))
    assert before - files(channel) == {"metadata/1.content.json", "metadata/1.snapshot.json"}
    assert tidy(channel, NOW + 16 * DAY).files > 0
    assert "metadata/2.content.json" not in files(channel)


def renew_on(channel, days):
    """Renew the freshness on days, with files that look as old as they are; return the names of the new snapshots."""
    made = []
    for day in days:
        at = NOW + day * DAY
        channel.resign(now=at)
        path = channel.folder / f"metadata/{channel.current(at).version(Role.SNAPSHOT)}.snapshot.json"
        os.utime(path, (at.timestamp(), at.timestamp()))
        made.append(path.relative_to(channel.folder).as_posix())
    assert len(set(made)) == len(made)
    return made


def snapshots(channel):
    return {name for name in files(channel) if name.endswith(".snapshot.json")}


def test_renewed_freshness_leaves_no_trail(channel):
    publish_on(channel, 1, 0)
    made = renew_on(channel, (40, 80, 120))
    # However long nothing happened: the one before was live a moment ago.
    tidy(channel, NOW + 120 * DAY)
    assert snapshots(channel) == {"metadata/2.snapshot.json", made[-2], made[-1]}
    assert tidy(channel, NOW + 2000 * DAY).files == 0
    made += renew_on(channel, (200,))
    tidy(channel, NOW + 200 * DAY)
    assert snapshots(channel) == {"metadata/2.snapshot.json", made[-2], made[-1]}


def test_freshness_that_was_replaced_within_two_weeks_stays(channel):
    publish_on(channel, 1, 0)
    channel.expiries = replace(channel.expiries, snapshot=1, timestamp=1)
    first = renew_on(channel, (100,))
    # A week of nightly work: the first was live until a moment of the last fortnight.
    made = first + renew_on(channel, (110, 111, 112, 113))
    tidy(channel, NOW + 124 * DAY - timedelta(seconds=1))
    assert snapshots(channel) == {"metadata/2.snapshot.json", *made}
    tidy(channel, NOW + 124 * DAY)
    assert snapshots(channel) == {"metadata/2.snapshot.json", *made[1:]}
    tidy(channel, NOW + 126 * DAY)
    assert snapshots(channel) == {"metadata/2.snapshot.json", *made[-2:]}


def test_what_is_young_or_not_ours_stays(channel):
    publish_on(channel, 1, 0)
    strange = ["metadata/readme.txt", "targets/content/index.html", "targets/content/x.kbp"]
    half = [f"targets/content/{'a' * 64}.d0.kbp", "metadata/9.content.json", "metadata/.timestamp.json.0a1b2c3d.part"]
    for name in strange + half:
        (channel.folder / name).write_bytes(b"x")
        os.utime(channel.folder / name, (0, 0))
    fresh = f"targets/content/{'b' * 64}.d0.kbp"
    (channel.folder / fresh).write_bytes(b"x")
    young = (NOW + 90 * DAY).timestamp()
    os.utime(channel.folder / fresh, (young, young))
    tidy(channel, NOW + 100 * DAY)
    left = files(channel)
    assert {*strange, fresh} <= left
    assert not set(half) & left


def test_metadata_goes_after_the_packs_it_names(channel, monkeypatch):
    for version in range(1, 7):
        publish_on(channel, version, 30 * version)
    endpoint = channel.endpoint(NOW + 200 * DAY)
    gone: list[str] = []
    monkeypatch.setattr(channel.destination, "delete", gone.append)
    prune(
        channel.destination,
        superfluous(channel.destination, endpoint.current, endpoint.state.history, NOW + 200 * DAY),
    )
    kinds = [path.startswith("metadata/") for path in gone]
    assert kinds == sorted(kinds)
    assert True in kinds
    assert False in kinds


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ([0], [1]),
        ([0, 10, 20, 30], [2, 3, 4]),
        ([0, 5, 29, 30], [2, 3, 4]),
        ([0, 25, 26, 27, 28], [1, 2, 3, 4, 5]),
        ([], []),
    ],
)
def test_publishes_are_kept_by_number_and_by_age(days, kept):
    published = tuple(
        Published(version=number, at=(NOW + day * DAY).isoformat(), content=number, snapshot=number)
        for number, day in enumerate(days, 1)
    )
    assert [one.version for one in kept_publishes(published, NOW + 30 * DAY)] == kept
