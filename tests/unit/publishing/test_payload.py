"""What an installer carries: checked before anything slow begins, staged whole, stamped the same every time."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from advisor_app import __version__
from advisor_app.errors import InputUnreadable, RootUnfit, SignatureWrong, UsageFault
from advisor_app.knowledge.generations import KnowledgeStore
from advisor_app.publishing.installers.model import Platform
from advisor_app.publishing.installers.payload import Checkout, Wishes, find_checkout, prepare_payload
from advisor_app.updates.preset import read_staged
from tests import makers
from tests.channel import Channel

EPOCH = 1_795_000_000


class Builder:
    """Prepares payloads of a channel with two topics."""

    def __init__(self, tmp_path, root, today):
        self.folder, self.checkout_folder, self.today = tmp_path, root, today
        # The seed is received with the machine's clock.
        self.channel = Channel(tmp_path, now=datetime.now(tz=UTC).replace(microsecond=0))
        self.channel.publish([makers.topic("laser", "Laser"), makers.topic("robotik", "Robotik")])
        self.root = tmp_path / "root.json"
        self.root.write_bytes(self.channel.root)

    def prepare(self, epoch=EPOCH, **wishes):
        values = {
            "platforms": (Platform.LINUX,),
            "out": self.folder / "out",
            "default_root": self.root,
            "source": str(self.channel.folder),
            **wishes,
        }
        return prepare_payload(
            Wishes(**values),
            Checkout(folder=self.checkout_folder, commit="abc123", epoch=epoch),
            kb=self.checkout_folder / "kb",
            resources=self.checkout_folder / "resources",
            work=self.folder / "work",
            today=self.today,
            progress=lambda _step, _done, _whole: None,
            cancelled=lambda: False,
        )

    def preset(self, text, name="preset.ini"):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture
def builder(tmp_path, root, today):
    return Builder(tmp_path, root, today)


def test_the_seed_is_what_was_published_and_knows_its_channel(builder, tmp_path):
    payload = builder.prepare()
    current = KnowledgeStore(payload.seed).current()
    assert current is not None
    assert (current.version, current.channel) == (1, builder.channel.id)
    assert current.index.is_dir()
    assert not (payload.seed / "lock").exists()


def test_resources_root_and_stamp_are_staged_without_pictures(builder, root):
    order = builder.prepare().order(Platform.WINDOWS, builder.folder / "out")
    assert (order.resources / "fonts" / "Inter-Regular.ttf").is_file()
    assert not (order.resources / "pictures").exists()
    assert (order.resources / "trust" / "root.json").read_bytes() == builder.channel.root
    stamp = json.loads((order.resources / "stamp.json").read_text())
    assert stamp["version"] == __version__
    assert (stamp["platform"], stamp["channel"], stamp["commit"]) == ("windows", builder.channel.id, "abc123")
    assert (stamp["knowledge_version"], stamp["knowledge_digest"]) == (1, order.stamp.knowledge_digest)


def test_the_same_checkout_and_knowledge_give_the_same_stamp(builder):
    stamps = {builder.prepare().order(Platform.LINUX, builder.folder / "out").stamp.to_json() for _ in range(2)}
    assert len(stamps) == 1


@pytest.mark.parametrize(("asked", "epoch", "day"), [("86400", EPOCH, "1970-01-02"), ("", EPOCH, "2026-11-18")])
def test_the_day_of_the_build_is_asked_for_or_that_of_the_commit(builder, monkeypatch, asked, epoch, day):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", asked)
    assert builder.prepare(epoch).order(Platform.LINUX, builder.folder / "out").stamp.built_on == day


def test_outside_git_the_day_is_that_of_the_knowledge(builder, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    stamp = builder.prepare(epoch=None).order(Platform.LINUX, builder.folder / "out").stamp
    assert stamp.built_on == stamp.knowledge_as_of


def test_a_development_root_is_refused_unless_one_is_trying_out(builder, root):
    # The root in this repository is one whose keys were thrown away.
    own = root / "resources" / "trust" / "root.json"
    with pytest.raises(RootUnfit) as caught:
        builder.prepare(default_root=own)
    assert caught.value.details["reason"] == "development"
    with pytest.raises(SignatureWrong):
        builder.prepare(default_root=own, development=True)  # another channel's: the seed does not verify


def test_the_preset_travels_and_names_root_and_house(builder, tmp_path, root):
    (tmp_path / "own.json").write_bytes(builder.channel.root)
    file = builder.preset("[house]\nname = IHK Musterstadt\nregion = 05711\n[updates]\ntrust_root = own.json\n")
    payload = builder.prepare(preset=file, default_root=root / "resources" / "trust" / "root.json")
    order = payload.order(Platform.LINUX, builder.folder / "out")
    staged = read_staged(order.resources / "preset")
    assert staged is not None
    assert staged.house.name == order.stamp.house == "IHK Musterstadt"
    assert (order.resources / "trust" / "root.json").read_bytes() == builder.channel.root


def test_a_malformed_preset_stops_before_anything_is_built(builder):
    with pytest.raises(InputUnreadable) as caught:
        builder.prepare(preset=builder.preset("[house]\nname = IHK Musterstadt\nregion = 05999\n"))
    assert "region" in str(caught.value.details["place"])
    assert not (builder.folder / "work").exists()


def test_two_roots_are_one_too_many(builder):
    file = builder.preset("[updates]\ntrust_root = root.json\n")
    with pytest.raises(UsageFault):
        builder.prepare(preset=file, root=builder.root)


def test_a_second_payload_leaves_nothing_of_the_first(builder):
    file = builder.preset("[house]\nname = IHK Musterstadt\n")
    first = builder.prepare(preset=file).order(Platform.LINUX, builder.folder / "out")
    assert (first.resources / "preset").is_dir()
    second = builder.prepare().order(Platform.LINUX, builder.folder / "out")
    assert not (second.resources / "preset").exists()


def test_only_a_checkout_holds_recipes(tmp_path):
    (tmp_path / "kb").mkdir()
    for kb in (None, tmp_path / "kb"):
        with pytest.raises(UsageFault):
            find_checkout(kb)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_checkout_knows_its_commit(root):
    commit = subprocess.run(
        ["git", "-C", root, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    found = find_checkout(root / "kb")
    assert found.commit.removesuffix("+") == commit
    assert (found.epoch is None) == (not commit)
