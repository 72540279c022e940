"""Where updates come from: the administrator wins, the user's own slips fall back, nothing fixed opens silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.errors import PolicyUnreadable
from advisor_app.updates.policy import DEFAULTS, KEYS, Source, UpdatePolicy, fault_in_setting, load_policy
from advisor_app.updates.preset import House, Preset


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
        ("[updates]\napp_updates = nie\n", "app_updates"),
        ("[updates]\nendpiont = https://a.example/\n", "endpiont"),
        ("endpoint = https://a.example/\n", "policy.ini"),
        ("[updates]\ncheck = on\ncheck = off\n", "check"),
    ],
)
def test_a_wrong_administrators_file_is_told_with_its_place(tmp_path, text, place):
    admin = write(tmp_path / "policy.ini", text)
    with pytest.raises(PolicyUnreadable) as fault:
        load_policy(tmp_path / "settings.ini", [admin])
    assert fault.value.details["file"] == admin
    assert place in f"{fault.value.details['file']} {fault.value.details['place']}"
    assert fault.value.details["remedy"]
    assert "\n" not in str(fault.value.details["place"])


@pytest.mark.parametrize("key", ["endpoint", "mirrors", "proxy"])
def test_no_login_is_told(tmp_path, key):
    admin = write(tmp_path / "policy.ini", f"[updates]\n{key} = ftp://anna:geheim@host.example/\n")
    with pytest.raises(PolicyUnreadable) as fault:
        load_policy(tmp_path / "settings.ini", [admin])
    assert "geheim" not in str(fault.value)
    assert "host.example" in str(fault.value)


def test_an_administrators_file_that_is_no_text_is_told(tmp_path):
    admin = tmp_path / "policy.ini"
    admin.write_bytes(b"\xff\xfe\x00[")
    with pytest.raises(PolicyUnreadable):
        load_policy(tmp_path / "settings.ini", [admin])


def test_an_administrators_file_that_cannot_even_be_looked_for_is_told(tmp_path):
    # As in a folder that one may not enter, which the tests' user may always.
    with pytest.raises(PolicyUnreadable):
        load_policy(tmp_path / "settings.ini", [tmp_path / ("n" * 300)])


def test_a_file_that_says_nothing_fixes_nothing(tmp_path):
    admin = write(tmp_path / "policy.ini", "# [updates]\n# check = off\n")
    assert load_policy(tmp_path / "settings.ini", [admin]) == UpdatePolicy(managed_by=admin)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[Updates]\napp_updates = off\n", "[Updates]"),
        ("[update]\napp_updates = off\n", "[update]"),
        ("[updates]\nendpoint = https://a.example/kb/\n app_updates = off\n", "(app_updates)"),
        ("[updates]\nendpoint = /srv/kb\n\n\tapp_updates: off\n", "(app_updates)"),
        ("[updates]\ntrust_root = /etc/root.json\n  [updates]\n", "(a section)"),
    ],
)
def test_what_is_misspelt_or_indented_does_not_silently_stay_open(tmp_path, text, place):
    admin = write(tmp_path / "policy.ini", text)
    with pytest.raises(PolicyUnreadable) as caught:
        load_policy(tmp_path / "settings.ini", [admin])
    assert place in str(caught.value.details["place"])


@pytest.mark.parametrize("line", ["trust_root = root.json", "endpoint = kb", "endpoint = updates.example.org/kb"])
def test_where_the_program_is_started_from_decides_nothing(tmp_path, line):
    admin = write(tmp_path / "policy.ini", f"[updates]\n{line}\n")
    with pytest.raises(PolicyUnreadable) as caught:
        load_policy(tmp_path / "settings.ini", [admin])
    assert "whole path" in str(caught.value.details["remedy"])


def test_mirrors_may_stand_below_each_other(tmp_path):
    admin = write(tmp_path / "policy.ini", "[updates]\nmirrors = https://a.example/\n  https://b.example/?x=1\n")
    mirrors = load_policy(tmp_path / "settings.ini", [admin]).mirrors
    assert mirrors == ("https://a.example/", "https://b.example/?x=1")


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


def house(**fields) -> Preset:
    return Preset(file=Path("preset.ini"), house=House(name="IHK A"), **fields)


def test_a_preset_proposes_and_the_user_decides(tmp_path):
    preset = house(values={"endpoint": "https://ihk.example/kb/", "check": "off"})
    user = tmp_path / "settings.ini"
    policy = load_policy(user, [], preset)
    assert (policy.endpoint, policy.check, policy.managed) == ("https://ihk.example/kb/", False, frozenset())
    write(user, "[updates]\nendpoint = https://mine.example/\ncheck = Unsinn\n")
    policy = load_policy(user, [], preset)
    assert (policy.endpoint, policy.check) == ("https://mine.example/", False)
    assert policy.proposed == {"endpoint": "https://ihk.example/kb/", "check": "off"}


def test_what_a_preset_locks_stays_and_says_who_did_it(tmp_path):
    preset = house(values={"endpoint": "https://ihk.example/kb/"}, locked=frozenset({"endpoint", "metered"}))
    user = write(tmp_path / "settings.ini", "[updates]\nendpoint = https://evil.example/\nmetered = on\n")
    policy = load_policy(user, [], preset)
    assert (policy.endpoint, policy.metered) == ("https://ihk.example/kb/", False)
    assert policy.why == dict.fromkeys(("endpoint", "metered"), Source(file=Path("preset.ini"), house="IHK A"))
    assert policy.managed == {"endpoint", "metered"}
    assert not policy.proposed


def test_an_administrator_overrules_the_preset(tmp_path):
    preset = house(values={"app_updates": "on", "proxy": "none"}, locked=frozenset({"app_updates", "proxy"}))
    admin = write(tmp_path / "policy.ini", "[updates]\napp_updates = off\n")
    policy = load_policy(tmp_path / "settings.ini", [admin], preset)
    assert (policy.app_updates, policy.proxy) == (False, "none")
    assert policy.why["app_updates"] == Source(file=admin)
    assert policy.why["proxy"].house == "IHK A"


def test_a_root_that_came_with_the_preset_is_the_installations_and_fixed(tmp_path):
    preset = house(trust_root=Path("preset/root.json"))
    policy = load_policy(tmp_path / "settings.ini", [], preset)
    assert policy.trust_root is None
    assert policy.managed == {"trust_root"}
    admin = write(tmp_path / "policy.ini", "[updates]\ntrust_root = /opt/house/root.json\n")
    policy = load_policy(tmp_path / "settings.ini", [admin], preset)
    assert policy.trust_root == Path("/opt/house/root.json")
    assert policy.why["trust_root"] == Source(file=admin)


def test_a_file_from_windows_editor_is_read(tmp_path):
    admin = write(tmp_path / "policy.ini", "\ufeff[updates]\r\ncheck = off\r\n")
    assert not load_policy(tmp_path / "settings.ini", [admin]).check


def test_read_again_sees_what_the_user_changed_and_keeps_what_is_above(tmp_path):
    user, admin = tmp_path / "settings.ini", write(tmp_path / "policy.ini", "[updates]\ncheck = off\n")
    policy = load_policy(user, [admin], house(values={"metered": "on"}))
    write(user, "[updates]\ncheck = on\nproxy = none\n")
    again = policy.read_again(user)
    assert (again.check, again.proxy, again.metered) == (False, "none", True)
    assert again.read_again(user) == again


SOUND = {
    "endpoint": ("", "https://a.example/", "https://b.example/kb/"),
    "mirrors": ("", "https://m.example/", "https://m.example/ https://n.example/"),
    "proxy": ("system", "none", "http://p.example:8080"),
    "check": ("on", "off"),
    "interval_hours": ("1", "24", "48"),
    "metered": ("on", "off"),
    "app_updates": ("on", "off"),
}
LAYER = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in SOUND.items()})


def in_ini(values) -> str:
    return "[updates]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


@settings(max_examples=60, deadline=None)
@given(LAYER, LAYER, LAYER, st.sets(st.sampled_from(KEYS)))
def test_of_any_layers_the_highest_that_says_something_holds(tmp_path_factory, admin, user, proposed, locked):
    folder = tmp_path_factory.getbasetemp()
    above = write(folder / "layers-policy.ini", in_ini(admin))
    own = write(folder / "layers-settings.ini", in_ini(user))
    policy = load_policy(own, [above], house(values=proposed, locked=frozenset(locked)))
    for key in KEYS:
        fixed = {key: {**DEFAULTS, **proposed}[key] for key in locked}
        layers = (admin, fixed, user, proposed, DEFAULTS)
        said = next(layer[key] for layer in layers if key in layer)
        assert policy.written(key) == (said if key != "metered" or said != "no" else "off")
        assert (key in policy.managed) == (key in admin or key in locked)
        assert policy.managed == policy.why.keys()
        if key in policy.managed:
            assert policy.why[key].house == (None if key in admin else "IHK A")
        assert (key in policy.proposed) == (key in proposed and key not in policy.managed)
