"""Where updates come from: the administrator wins, the user's own slips fall back, nothing fixed opens silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_app.errors import InputUnreadable
from advisor_app.updates.policy import KEYS, UpdatePolicy, fault_in_setting, load_policy


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_file_there_is_no_endpoint_and_checks_are_on(tmp_path):
    assert load_policy(tmp_path / "settings.ini", []) == UpdatePolicy()


def test_the_user_chooses(tmp_path):
    user = write(
        tmp_path / "settings.ini",
        "[look]\nzoom = 1.2\n[updates]\nendpoint = https://a.example/kb/\nmirrors = https://b.example/ https://c.example/\n"
        "proxy = http://p.example:3128\ncheck = off\ninterval_hours = 48\nmetered = on\n",
    )
    policy = load_policy(user, [])
    assert policy == UpdatePolicy(
        endpoint="https://a.example/kb/",
        mirrors=("https://b.example/", "https://c.example/"),
        proxy="http://p.example:3128",
        check=False,
        interval_hours=48,
        metered=True,
    )


def test_an_administrators_key_wins_and_the_others_stay_open(tmp_path):
    user = write(tmp_path / "settings.ini", "[updates]\nendpoint = https://evil.example/\ncheck = off\n")
    admin = write(tmp_path / "policy.ini", "[updates]\nendpoint = https://kammer.example/kb/\n")
    policy = load_policy(user, [tmp_path / "absent.ini", admin])
    assert policy.endpoint == "https://kammer.example/kb/"
    assert not policy.check
    assert policy.managed == {"endpoint"}
    assert policy.managed_by == admin


def test_only_an_administrator_names_a_trust_root(tmp_path):
    user = write(tmp_path / "settings.ini", "[updates]\ntrust_root = /tmp/mine.json\n")
    assert load_policy(user, []).trust_root is None
    admin = write(tmp_path / "policy.ini", "[updates]\ntrust_root = /opt/house/root.json\n")
    assert load_policy(user, [admin]).trust_root == Path("/opt/house/root.json")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[updates]\nendpoint = ftp://x/\n", "endpoint"),
        ("[updates]\nendpoint = https:///kb\n", "endpoint"),
        ("[updates]\nendpoint = https://a:99999999/\n", "endpoint"),
        ("[updates]\ncheck = vielleicht\n", "check"),
        ("[updates]\ninterval_hours = 0\n", "interval_hours"),
        ("[updates]\nendpiont = https://a.example/\n", "endpiont"),
        ("endpoint = https://a.example/\n", "policy.ini"),
        ("[updates]\ncheck = on\ncheck = off\n", "check"),
    ],
)
def test_a_wrong_administrators_file_is_told_with_its_place(tmp_path, text, place):
    admin = write(tmp_path / "policy.ini", text)
    with pytest.raises(InputUnreadable) as fault:
        load_policy(tmp_path / "settings.ini", [admin])
    assert fault.value.details["file"] == admin
    assert place in f"{fault.value.details['file']} {fault.value.details['place']}"
    assert fault.value.details["remedy"]
    assert "\n" not in str(fault.value.details["place"])


@pytest.mark.parametrize("key", ["endpoint", "mirrors", "proxy"])
def test_no_login_is_told(tmp_path, key):
    admin = write(tmp_path / "policy.ini", f"[updates]\n{key} = ftp://anna:geheim@host.example/\n")
    with pytest.raises(InputUnreadable) as fault:
        load_policy(tmp_path / "settings.ini", [admin])
    assert "geheim" not in str(fault.value)
    assert "host.example" in str(fault.value)


def test_an_administrators_file_that_is_no_text_is_told(tmp_path):
    admin = tmp_path / "policy.ini"
    admin.write_bytes(b"\xff\xfe\x00[")
    with pytest.raises(InputUnreadable):
        load_policy(tmp_path / "settings.ini", [admin])


def test_an_administrators_file_that_cannot_even_be_looked_for_is_told(tmp_path):
    # As in a folder that one may not enter, which the tests' user may always.
    with pytest.raises(InputUnreadable):
        load_policy(tmp_path / "settings.ini", [tmp_path / ("n" * 300)])


def test_a_file_without_our_section_fixes_nothing(tmp_path):
    admin = write(tmp_path / "policy.ini", "[other]\nx = 1\n")
    assert load_policy(tmp_path / "settings.ini", [admin]) == UpdatePolicy(managed_by=admin)


@given(st.dictionaries(st.sampled_from(KEYS), st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30)))
def test_whatever_a_user_typed_the_policy_is_usable(tmp_path_factory, values):
    user = tmp_path_factory.mktemp("user") / "settings.ini"
    write(user, "[updates]\n" + "".join(f"{key} = {value}\n" for key, value in values.items()))
    policy = load_policy(user, [])
    assert 1 <= policy.interval_hours <= 720
    assert not fault_in_setting("endpoint", policy.endpoint)
    assert not fault_in_setting("proxy", policy.proxy)


@given(st.text(max_size=200))
def test_a_settings_file_of_any_content_never_stops_the_start(tmp_path_factory, text):
    user = tmp_path_factory.mktemp("user") / "settings.ini"
    user.write_text(text, encoding="utf-8", errors="replace")
    load_policy(user, [])
