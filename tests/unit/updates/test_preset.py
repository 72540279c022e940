"""A house's preset: every slip is told with its place before anything is built, and staging loses nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_app.errors import EnvironmentFault, InputUnreadable, PolicyUnreadable
from advisor_app.updates.format import CHANNEL_FIELD
from advisor_app.updates.policy import KEYS
from advisor_app.updates.preset import HELP_LENGTH, NAME_LENGTH, House, Preset, load_preset, read_staged

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
ROOT = json.dumps({"signed": {"_type": "root", "version": 1, CHANNEL_FIELD: "aaaaaaaa"}, "signatures": []}).encode()
FULL = """\
# What the IT of the house wrote
[house]
name = IHK Musterstadt
logo = wappen.svg
region = 05711, 05754
help = it@ihk-musterstadt.example.org

[updates]
endpoint = https://updates.example.org/kb/
mirrors = https://a.example.org/ https://b.example.org/
proxy = none
check = on
interval_hours = 12
metered = no
app_updates = off
trust_root = haus.json

[locked]
updates = endpoint, proxy
"""


def write(folder: Path, text: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wappen.svg").write_bytes(LOGO)
    (folder / "haus.json").write_bytes(ROOT)
    file = folder / "preset.ini"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def fault_of(file: Path, **wishes) -> str:
    with pytest.raises(InputUnreadable) as caught:
        load_preset(file, **wishes)
    details = caught.value.details
    assert details["file"] == file
    assert details["remedy"]
    place = str(details["place"])
    assert place
    assert "\n" not in place
    return f"{place}: {details['remedy']}"


def test_everything_is_read(tmp_path):
    file = write(tmp_path, FULL)
    assert load_preset(file, known_regions={"05711", "05754"}) == Preset(
        file=file,
        house=House(
            name="IHK Musterstadt",
            logo=tmp_path / "wappen.svg",
            regions=("05711", "05754"),
            help="it@ihk-musterstadt.example.org",
        ),
        values={
            "endpoint": "https://updates.example.org/kb/",
            "mirrors": "https://a.example.org/ https://b.example.org/",
            "proxy": "none",
            "check": "on",
            "interval_hours": "12",
            "metered": "no",
            "app_updates": "off",
        },
        locked=frozenset({"endpoint", "proxy"}),
        trust_root=tmp_path / "haus.json",
    )


def test_each_section_is_optional_and_windows_editors_are_welcome(tmp_path):
    text = "[updates]\r\nendpoint = \\\\server\\koffer\r\n"
    preset = load_preset(write(tmp_path, b"\xef\xbb\xbf" + text.encode()))
    assert preset.values == {"endpoint": "\\\\server\\koffer"}
    assert preset.house == House()
    assert load_preset(write(tmp_path, "[house]\nname = IHK A\n")).house == House(name="IHK A")
    assert load_preset(write(tmp_path, "[locked]\nupdates = proxy check\n")).locked == {"proxy", "check"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "says nothing"),
        ("[updates]\n[locked]\nupdates =\n", "says nothing"),
        ("name = IHK A\n", "line 1 stands before any section: begin with a section"),
        ("[house]\nname = IHK A\nwas ist das\n", "line 3 is neither"),
        ("[house]\nname = IHK A\nname = IHK B\n", "line 3: [house] name is there twice"),
        ("[house]\nname = IHK A\n[house]\nhelp = x\n", "line 3: [house] is there twice"),
        ("[haus]\nname = IHK A\n", "[haus]: known sections: [house], [updates], [locked]"),
        ("[DEFAULT]\nname = IHK A\n", "[DEFAULT]: known sections"),
        ("[house]\nnahme = IHK A\n", "[house] nahme: known keys: name, logo, region, help"),
        ("[house]\nhelp = x\n", "[house] name: write the name"),
        (f"[house]\nname = {'x' * (NAME_LENGTH + 1)}\n", f"at most {NAME_LENGTH} characters"),
        (f"[house]\nname = IHK A\nhelp = {'x' * (HELP_LENGTH + 1)}\n", f"at most {HELP_LENGTH} characters"),
        ("[house]\nname = IHK\x00A\n", "cannot be seen"),
        ("[house]\nname = IHK \u202eA\n", "cannot be seen"),
        ("[house]\nname = IHK A\nregion = 5711\n", "[house] region = 5711"),
        ("[house]\nname = IHK A\nregion = 05711 17000\n", "[house] region = 17000"),
        ("[house]\nname = IHK A\nlogo = fehlt.svg\n", "[house] logo = fehlt.svg: No such file"),
        ("[house]\nname = IHK A\nlogo = ../wappen.svg\n", "lies beside the preset"),
        ("[house]\nname = IHK A\nlogo = /etc/passwd\n", "lies beside the preset"),
        ("[house]\nname = IHK A\nlogo = haus.json\n", "neither SVG nor PNG"),
        ("[updates]\nendpiont = https://a.example/\n", "[updates] endpiont: known keys: endpoint, mirrors"),
        ("[updates]\nendpoint = ftp://a.example/\n", "[updates] endpoint = ftp://a.example/"),
        ("[house]\nname = X\n region = 05711\n", "[house] name: the line below it is indented (region)"),
        ("[updates]\nendpoint = updates.example.org/kb\n", "https://updates.example.org/kb/ or the whole path"),
        ("[updates]\nmirrors = https://a.example/ b.example\n", "[updates] mirrors"),
        ("[updates]\nproxy = systm\n", "[updates] proxy = systm"),
        ("[updates]\ncheck = vielleicht\n", "[updates] check = vielleicht: write on or off"),
        ("[updates]\napp_updates =\n", "[updates] app_updates = : write on or off"),
        ("[updates]\ninterval_hours = 0\n", "whole number of hours"),
        (f"[updates]\ninterval_hours = {'9' * 6000}\n", "whole number of hours"),
        ("[updates]\ntrust_root = fehlt.json\n", "[updates] trust_root = fehlt.json: No such file"),
        ("[updates]\ntrust_root = wappen.svg\n", "no signed root with a channel: put the root.json"),
        ("[locked]\nupdates = endpiont\n", "[locked] updates = endpiont: known keys"),
        ("[locked]\nupdates = endpoint\n", "write endpoint below [updates] as well"),
        ("[locked]\nupdates = trust_root\n", "leave it out"),
        ("[locked]\nhouse = name\n", "[locked] house: known keys: updates"),
    ],
)
def test_a_slip_is_told_with_its_place_and_what_helps(tmp_path, text, says):
    assert says in fault_of(write(tmp_path, text))


def test_a_region_that_is_no_district_here_is_told_where_they_are_known(tmp_path, geodata):
    file = write(tmp_path, "[house]\nname = IHK A\nregion = 05711 05999\n")
    assert "05999" in fault_of(file, known_regions=geodata.districts)
    assert load_preset(file).house.regions == ("05711", "05999")


def test_a_file_that_is_none_is_told(tmp_path):
    assert "No such file" in fault_of(tmp_path / "fehlt.ini")
    assert "line 2 is not UTF-8" in fault_of(write(tmp_path, "[house]\nname = Köln\n".encode("latin-1")))
    assert "larger than 64 KB" in fault_of(write(tmp_path, b"#" * 70_000))


def test_no_login_is_told(tmp_path):
    for text in ("[updates]\nendpoint = ftp://anna:geheim@host.example/\n", "http://anna:geheim@host.example/\n",
                 "[updates]\nproxy = none\nhttp//anna-geheim-host\n"):  # fmt: skip
        assert "geheim" not in fault_of(write(tmp_path, text))


def test_an_empty_endpoint_may_be_locked_so_that_nothing_comes_from_a_server(tmp_path):
    preset = load_preset(write(tmp_path, "[updates]\nendpoint =\n[locked]\nupdates = endpoint\n"))
    assert preset.values == {"endpoint": ""}
    assert preset.locked == {"endpoint"}
    staged = preset.stage(tmp_path / "staged")
    assert read_staged(tmp_path / "staged") == staged


def test_staging_takes_along_what_the_preset_names(tmp_path):
    folder = tmp_path / "resources" / "preset"
    staged = load_preset(write(tmp_path / "house", FULL)).stage(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["logo.svg", "preset.ini", "root.json"]
    assert (folder / "logo.svg").read_bytes() == LOGO
    assert (folder / "root.json").read_bytes() == ROOT
    assert read_staged(folder) == staged
    assert staged.house.logo == folder / "logo.svg"
    assert staged.stage(folder) == staged


def test_the_same_preset_is_staged_byte_for_byte_the_same(tmp_path):
    other = FULL.replace("endpoint, proxy", "proxy\n  endpoint").replace("05711, 05754", "05711\t05754 05711")
    for name, text in (("a", FULL), ("b", "\ufeff" + other)):
        load_preset(write(tmp_path / name, text)).stage(tmp_path / f"staged-{name}")
    assert (tmp_path / "staged-a/preset.ini").read_bytes() == (tmp_path / "staged-b/preset.ini").read_bytes()


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    preset = load_preset(write(tmp_path, "[house]\nname = IHK A\n"))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(EnvironmentFault):
        preset.stage(tmp_path / "taken" / "preset")


def test_without_a_preset_there_is_none(tmp_path):
    assert read_staged(tmp_path / "preset") is None


@pytest.mark.parametrize("lost", ["preset.ini", "logo.svg", "root.json"])
def test_of_a_damaged_installation_nothing_is_silently_open(tmp_path, lost):
    folder = tmp_path / "preset"
    load_preset(write(tmp_path / "house", FULL)).stage(folder)
    (folder / lost).unlink()
    with pytest.raises(PolicyUnreadable) as caught:
        read_staged(folder)
    assert caught.value.details["file"] == folder / "preset.ini"
    assert "again" in str(caught.value.details["remedy"])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
LINE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
HOST = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]\.example", fullmatch=True)
ADDRESS = st.builds("https://{}/{}".format, HOST, st.sampled_from(["", "kb/", "a%20b/"]))
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "endpoint": ADDRESS | st.sampled_from(["", "/srv/koffer daten", "K:\\kb", "\\\\server\\kb"]),
        "mirrors": st.lists(ADDRESS, max_size=3).map(" ".join),
        "proxy": st.sampled_from(["", "system", "none"]) | ADDRESS,
        "check": st.sampled_from(["on", "off", "Yes", "0"]),
        "interval_hours": st.integers(1, 720).map(str),
        "metered": st.sampled_from(["on", "no"]),
        "app_updates": st.sampled_from(["on", "off"]),
    },
)


@st.composite
def presets(draw, folder: Path) -> Preset:
    values = draw(VALUES)
    lockable = [key for key in KEYS if key != "endpoint" or key in values]
    house = House()
    if draw(st.booleans()):
        house = House(
            name=draw(LINE)[:NAME_LENGTH].strip(),
            logo=draw(st.sampled_from([None, folder / "wappen.svg"])),
            regions=draw(st.lists(st.from_regex(r"05[0-9]{3}", fullmatch=True), unique=True, max_size=3).map(tuple)),
            help=draw(st.just("") | LINE)[:HELP_LENGTH].strip(),
        )
    return Preset(
        file=folder / "preset.ini",
        house=house,
        values=values,
        locked=draw(st.sets(st.sampled_from(lockable)).map(frozenset)),
        trust_root=draw(st.sampled_from([None, folder / "haus.json"])),
    )


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_loading_what_was_staged_gives_the_same(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("preset")
    write(folder, "")
    preset = data.draw(presets(folder))
    if preset == Preset(file=preset.file):
        return
    staged = preset.stage(folder / "staged")
    assert load_preset(staged.file) == staged
    assert replace(staged, file=preset.file, house=preset.house, trust_root=preset.trust_root) == preset
    assert replace(staged.house, logo=preset.house.logo) == preset.house
    again = staged.stage(folder / "again")
    assert (folder / "again/preset.ini").read_bytes() == (folder / "staged/preset.ini").read_bytes()
    assert load_preset(again.file) == again


def outcome_of(read) -> str:
    try:
        assert isinstance(read(), Preset)
    except InputUnreadable as fault:
        return str(fault.details["place"])
    return ""


DAMAGE = st.lists(
    st.tuples(st.sampled_from(["flip", "cut", "insert", "drop"]), st.integers(0, 2**16), st.binary(max_size=8)),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, blows: list[tuple[str, int, bytes]]) -> bytes:
    for kind, where, extra in blows:
        at = where % (len(data) + 1)
        match kind:
            case "flip":
                data = data[:at] + bytes(octet ^ 0x15 for octet in data[at : at + 3]) + data[at + 3 :]
            case "cut":
                data = data[:at]
            case "insert":
                data = data[:at] + extra + data[at:]
            case _:
                data = data[:at] + data[at + len(extra) :]
    return data


@settings(max_examples=60, deadline=None)
@given(DAMAGE, st.sampled_from(["preset.ini", "logo.svg", "root.json"]))
def test_damage_of_any_kind_is_told_or_harmless(tmp_path_factory, blows, name):
    folder = tmp_path_factory.getbasetemp() / "damaged-preset"
    sound = tmp_path_factory.getbasetemp() / "sound-preset"
    if not sound.exists():
        load_preset(write(sound / "house", FULL)).stage(sound / "staged")
    copytree(sound / "staged", folder, dirs_exist_ok=True)
    (folder / name).write_bytes(damaged((folder / name).read_bytes(), blows))
    told = [outcome_of(lambda: read_staged(folder)), outcome_of(lambda: load_preset(folder / "preset.ini"))]
    assert (told[0] == "") == (told[1] == "")
    assert "\n" not in "".join(told)


def test_the_example_that_is_handed_out_holds(root, geodata, tmp_path):
    example = root / "build" / "installer" / "preset.example.ini"
    house = load_preset(example, known_regions=geodata.districts).house
    assert house.logo is not None
    # With the line of the root as well, which only a house has.
    text = example.read_text(encoding="utf-8").replace("#trust_root = root", "trust_root = haus")
    preset = load_preset(write(tmp_path, text.replace(house.logo.name, "wappen.svg")))
    assert preset.trust_root == tmp_path / "haus.json"
    assert set(preset.values) == set(KEYS)
