"""Keys on disk: encrypted, private, never written over."""

from __future__ import annotations

import json
import os
import stat
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from advisor_app.errors import EnvironmentFault, InputUnreadable, UsageFault
from advisor_app.publishing.keys import (
    KDF_ROUNDS,
    KeyRing,
    KeyRole,
    id_of,
    list_keys,
    new_key,
    save_key,
    signer_for,
)
from advisor_app.publishing.passphrases import (
    random_passphrase,
    read_passphrases,
    slug,
    weakness,
    write_passphrases,
)
from tests.signing import all_bytes, plain_forms

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PASSPHRASE = "vier Wörter sind genug"
CHANNEL = "ab" * 16


def save(folder, key=None, role=KeyRole.ROOT, channel=CHANNEL, **more):
    return save_key(
        key or new_key(), folder, channel=channel, role=role, holder="Anna", passphrase=PASSPHRASE, created=NOW,
        rounds=1, **more,
    )  # fmt: skip


def test_a_key_comes_back_with_its_passphrase_only(tmp_path):
    key = new_key()
    entry = save(tmp_path / "anna", key)
    signer = signer_for(entry, PASSPHRASE)
    assert signer.public_key.keyid == entry.key_id == key.public_key.keyid
    assert key.sign(b"text").signature == signer.sign(b"text").signature
    for wrong in ("", "vier wörter sind genug", PASSPHRASE + " "):
        with pytest.raises(InputUnreadable) as fault:
            signer_for(entry, wrong)
        assert fault.value.details["file"] == entry.file
        assert "Anna" in str(fault.value.details["place"])
        assert "rotate" in str(fault.value.details["remedy"])


def test_no_plain_key_is_ever_on_disk(tmp_path):
    keys = [new_key() for _ in range(4)]
    for key, role in zip(keys, KeyRole, strict=True):
        save(tmp_path / "anna", key, role)
    everything = all_bytes(tmp_path)
    assert everything.count(b"-----BEGIN") == 4
    for key in keys:
        for form in plain_forms(key):
            assert form not in everything
    assert PASSPHRASE.encode() not in everything


def test_the_scan_would_find_a_plain_key(tmp_path):
    key = new_key()
    (tmp_path / "plain.pem").write_bytes(key.private_bytes)
    assert any(form in (tmp_path / "plain.pem").read_bytes() for form in plain_forms(key))


def test_a_guess_is_made_dear(tmp_path):
    """Cipher, key derivation and its rounds stand in the clear at the head of the file."""
    entry = save_key(
        new_key(), tmp_path, channel=CHANNEL, role=KeyRole.ROOT, holder="Anna", passphrase=PASSPHRASE, created=NOW
    )
    head = b64decode(b"".join(entry.file.read_bytes().splitlines()[1:-1]))[:120]
    assert b"aes256-ctr" in head
    assert b"bcrypt" in head
    assert KDF_ROUNDS.to_bytes(4, "big") in head


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
def test_only_the_owner_can_read_it(tmp_path):
    before = os.umask(0)
    try:
        entry = save(tmp_path / "anna")
    finally:
        os.umask(before)
    assert stat.S_IMODE(entry.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(entry.file.parent.stat().st_mode) == 0o700


def test_a_key_is_never_written_over(tmp_path):
    key = new_key()
    entry = save(tmp_path, key)
    before = entry.file.read_bytes()
    with pytest.raises(UsageFault):
        save(tmp_path, key)
    assert entry.file.read_bytes() == before


def test_a_plain_key_is_refused(tmp_path):
    entry = save(tmp_path)
    entry.file.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )
    with pytest.raises(InputUnreadable) as fault:
        signer_for(entry, PASSPHRASE)
    assert "not encrypted" in str(fault.value.details["place"])


def test_another_key_under_the_same_name_is_refused(tmp_path):
    mine, other = save(tmp_path / "anna"), save(tmp_path / "ben")
    mine.file.write_bytes(other.file.read_bytes())
    with pytest.raises(InputUnreadable) as fault:
        signer_for(mine, PASSPHRASE)
    assert "another key" in str(fault.value.details["place"])


@pytest.mark.parametrize(
    "data", [b"", b"junk", b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"]
)
def test_a_damaged_file_is_told(tmp_path, data):
    entry = save(tmp_path)
    entry.file.write_bytes(data)
    with pytest.raises(InputUnreadable):
        signer_for(entry, PASSPHRASE)


def test_a_cut_file_is_told(tmp_path):
    entry = save(tmp_path)
    whole = entry.file.read_bytes()
    for length in range(0, len(whole) - 2, 37):
        entry.file.write_bytes(whole[:length])
        with pytest.raises(InputUnreadable):
            signer_for(entry, PASSPHRASE)


def test_a_key_that_was_carried_away_is_known_but_not_here(tmp_path):
    entry = save(tmp_path / "anna")
    list_keys(tmp_path, CHANNEL, [entry])
    (tmp_path / "anna").rename(tmp_path / "stick")
    away = KeyRing.open(tmp_path)
    assert away.holder(entry.key_id) == "Anna"
    (tmp_path / "stick").rename(tmp_path.parent / f"{tmp_path.name}-stick")
    [known] = KeyRing.open(tmp_path).of(KeyRole.ROOT)
    assert not known.present
    with pytest.raises(InputUnreadable) as fault:
        signer_for(known, PASSPHRASE)
    assert "Anna" in str(fault.value.details["remedy"])
    both = KeyRing.open(tmp_path, tmp_path.parent / f"{tmp_path.name}-stick")
    assert [one.present for one in both.of(KeyRole.ROOT)] == [True]
    assert [one.key_id for one in both.present([entry.key_id, "ff"])] == [entry.key_id]


def test_the_list_holds_public_data_only(tmp_path):
    entry = save(tmp_path / "anna")
    document = json.loads((tmp_path / "anna" / "keys.json").read_text(encoding="utf-8"))
    assert document["keys"] == [
        {
            "key_id": entry.key_id, "public": entry.public, "role": "root", "holder": "Anna", "file": entry.file.name,
            "created": "2026-11-23",
        }
    ]  # fmt: skip
    assert id_of(entry.key()) == entry.key_id


def test_folders_of_two_channels_are_not_mixed(tmp_path):
    save(tmp_path / "a")
    with pytest.raises(InputUnreadable):
        save(tmp_path / "a", channel="cd" * 16)
    save(tmp_path / "b", channel="cd" * 16)
    for folders in ((tmp_path,), (tmp_path / "a", tmp_path / "b")):
        with pytest.raises(InputUnreadable):
            KeyRing.open(*folders)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.update(format=2),
        lambda document: document.pop("keys"),
        lambda document: document["keys"][0].update(role="emperor"),
        lambda document: document["keys"][0].update(public="zz"),
        lambda document: document["keys"][0].update(public="ab" * 32),
        lambda document: document["keys"][0].update(key_id="ab" * 32),
    ],
)
def test_a_spoilt_list_is_told(tmp_path, spoil):
    save(tmp_path)
    place = tmp_path / "keys.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    spoil(document)
    place.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputUnreadable) as fault:
        KeyRing.open(tmp_path)
    assert fault.value.details["file"] == place


def test_a_folder_without_keys_says_how_to_make_them(tmp_path):
    with pytest.raises(InputUnreadable) as fault:
        KeyRing.open(tmp_path)
    assert "keys init" in str(fault.value.details["remedy"])


def test_a_key_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        save(tmp_path / "file" / "anna")


def test_a_full_disk_leaves_no_half_key(tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(EnvironmentFault):
        save(tmp_path / "anna")
    assert list((tmp_path / "anna").iterdir()) == []


@pytest.mark.parametrize("weak", ["", "kurz", "drei kurze W", "aaaaaaaaaaaaaaaa", "ab ab ab ab"])
def test_weak_passphrases_are_told(weak):
    assert bool(weakness(weak)) == (weak != "drei kurze W")


@pytest.mark.parametrize("strong", ["correct horse battery staple", "ein paar gute W", "zwölfZeichen", "ab cd ef gh"])
def test_good_passphrases_pass(strong):
    assert weakness(strong) == ""


def test_random_passphrases_are_good_and_different():
    made = {random_passphrase() for _ in range(20)}
    assert len(made) == 20
    assert not any(weakness(one) for one in made)


def test_names_become_folders():
    assert slug("Anna Müller-Lüdenscheidt") == "anna-mueller-luedenscheidt"
    assert slug("Ærø Straße") == "r-strasse"
    assert slug("../../etc") == "etc"
    assert slug("王") == ""


def test_passphrases_come_from_a_file(tmp_path):
    file = tmp_path / "pass.ini"
    values = {"anna-mueller": "a = b; c # d %e", "online": "x y z w"}
    write_passphrases(file, values)
    assert read_passphrases(file) == values
    as_json = tmp_path / "pass.json"
    as_json.write_text(json.dumps({"Anna Müller": "eins zwei drei vier"}), encoding="utf-8")
    as_json.chmod(0o600)
    assert read_passphrases(as_json) == {"anna-mueller": "eins zwei drei vier"}
    with pytest.raises(FileExistsError):
        write_passphrases(file, {})


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_file_that_others_may_read_is_refused(tmp_path, mode):
    file = tmp_path / "pass.ini"
    write_passphrases(file, {"anna": PASSPHRASE})
    file.chmod(mode)
    with pytest.raises(InputUnreadable) as fault:
        read_passphrases(file)
    assert "chmod 600" in str(fault.value.details["remedy"])


@pytest.mark.parametrize(
    "text", ["geheim", "[other]\nanna = x\n", "{", '{"passphrases": 3}', '{"anna": 3}', "[passphrases]\ngeheim\n", "[]"]
)
def test_a_spoilt_file_of_passphrases_is_told_without_its_secrets(tmp_path, text):
    file = tmp_path / "pass.ini"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(InputUnreadable) as fault:
        read_passphrases(file)
    assert "geheim" not in repr(fault.value.details)


def test_a_missing_file_of_passphrases_is_told(tmp_path):
    with pytest.raises(EnvironmentFault):
        read_passphrases(Path(tmp_path / "none.ini"))
