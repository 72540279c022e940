"""What reports and logs tell: places in the program, never who, where or what was asked."""

from __future__ import annotations

import pytest

from advisor_app.errors import InputUnreadable
from advisor_app.knowledge.privacy import Discretion

CLIENT = "Zahnradwerk Österholz"


@pytest.fixture
def discretion() -> Discretion:
    """What belongs to a user named Erika on a machine of a chamber."""
    return Discretion(home="/home/erika.muster", user="erika.muster", host="kammer-nb17.ihk.example")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/home/erika.muster/.local/share/x", "~/.local/share/x"),
        ("/home/erika.musterfrau/x", "/home/<Nutzer>/x"),
        ("/Users/anna/Library", "/Users/<Nutzer>/Library"),
        (r"C:\Users\Max Muster\AppData\x", r"C:\Users\<Nutzer>\AppData\x"),
        (r"'C:\\Users\\Max Muster\\AppData'", r"'C:\\Users\\<Nutzer>\\AppData'"),
        ("/media/erika.muster/STICK", "/media/<Nutzer>/STICK"),
        ("ERIKA.MUSTER an KAMMER-NB17", "<Nutzer> an <Gerät>"),
        ("https://u:p@h.example/kb/?q=geheim", f"https://h.example/kb/?{'…'}"),
        ("von anna.a@example.org", "von <Adresse>"),
        ("the root of trust", "the root of trust"),
    ],
)
def test_names_of_people_and_machines_are_left_out(discretion, text, told):
    assert discretion.clean(text) == told


def test_nobodys_name_is_no_name():
    assert Discretion(home="/root", user="root", host="localhost").clean("root at localhost") == "root at localhost"


def _fail(text: str) -> None:
    raise ValueError(f"cannot rank {text} among five hits")


def _report(discretion: Discretion, work: object, *arguments: object) -> str:
    try:
        work(*arguments)  # type: ignore[operator]
    except Exception as exc:  # noqa: BLE001 (whatever it is)
        return discretion.report(exc)
    raise AssertionError


def test_a_message_keeps_the_words_of_the_program_and_loses_those_of_the_user(discretion):
    told = _report(discretion, _fail, CLIENT)
    assert "ValueError: cannot rank … among five hits" in told
    assert "Zahnradwerk" not in told
    assert "Österholz" not in told
    assert "test_privacy.py" in told
    assert "in _fail" in told


def test_words_that_were_typed_are_left_out_even_where_the_program_knows_them(discretion):
    discretion.keep_private("five Hits")
    assert "cannot rank … among …" in _report(discretion, _fail, "x")


@pytest.mark.parametrize(
    ("work", "argument", "kept"),
    [
        (int, CLIENT, "invalid literal for int"),
        ({}.__getitem__, CLIENT, "KeyError"),
        (open, f"/nowhere/{CLIENT}.kbz", "[Errno 2] No such file or directory"),
        (__import__, "there_is_no_such_module", "ModuleNotFoundError: No module named 'there_is_no_such_module'"),
    ],
)
def test_what_python_says_is_told_without_the_value(discretion, work, argument, kept):
    told = _report(discretion, work, argument)
    assert kept in told
    assert "Zahnradwerk" not in told


def test_causes_are_told_and_faults_give_the_names_of_their_details_only(discretion):
    def wrapped() -> None:
        try:
            int(CLIENT)
        except ValueError as exc:
            raise InputUnreadable(file=f"/tmp/{CLIENT}", place=CLIENT, remedy="") from exc

    told = _report(discretion, wrapped)
    assert told.index("ValueError") < told.index("InputUnreadable: input_unreadable (file, place, remedy)")
    assert "Zahnradwerk" not in told


def test_the_dump_of_a_crash_loses_the_folders(discretion):
    dump = (
        "Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n"
        '  File "/home/erika.muster/koffer/advisor_app/desktop/app.py", line 5 in run\n'
        '  File "C:\\Users\\Max\\koffer\\_internal\\PySide6\\x.py", line 7 in f\n'
    )
    told = discretion.dump(dump)
    assert '  File "advisor_app/desktop/app.py", line 5 in run' in told
    assert '  File "PySide6/x.py", line 7 in f' in told
    assert "erika" not in told
    assert "Max" not in told
