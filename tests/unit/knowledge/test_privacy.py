"""What reports and logs tell: places in the program, never who, where or what was asked."""

from __future__ import annotations

from typing import Any

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
        (r"C:\Users\Max O'Brien\x", r"C:\Users\<Nutzer>\x"),
        (r"\\kammer\homes$\max.muster\x", r"\\kammer\homes$\<Nutzer>\x"),
        ("/media/erika.muster/STICK", "/media/<Nutzer>/STICK"),
        ("/run/media/max muster/STICK", "/run/media/<Nutzer>/STICK"),
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


def _splat(text: str) -> None:
    wrong: dict[str, Any] = {text: 1}
    _fail(**wrong)


def _attribute(text: str) -> None:
    setattr(object(), text, 1)


def _own_type_error(text: str) -> None:
    raise TypeError(f"cannot take {text}")


def _own_refusal(text: str) -> None:
    raise OSError(22, f"cannot take {text}", text)


@pytest.mark.parametrize(
    ("work", "kept"),
    [
        (_splat, "TypeError: _fail() got an unexpected keyword argument '…'"),
        (_attribute, "AttributeError: 'object' object has no attribute '…'"),
        (_own_type_error, "TypeError: cannot take …"),
        (_own_refusal, "OSError: [Errno 22] cannot take …"),
    ],
)
def test_a_value_in_a_message_of_the_interpreters_own_kind_is_not_told_either(discretion, work, kept):
    told = _report(discretion, work, CLIENT)
    assert kept in told
    assert "Zahnradwerk" not in told


@pytest.mark.parametrize("home", ["rel", ".", "C:\\Users\\Max", ""])
def test_a_home_that_is_none_is_no_reason_to_fail_while_a_bug_is_told(monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv("USERPROFILE", home)
    assert "ValueError: invalid literal" in _report(Discretion.of_this_machine(), int, CLIENT)


def test_of_all_that_was_typed_the_newest_is_remembered(discretion):
    for number in range(30_000):
        discretion.keep_private(f"wort{number}")
    discretion.keep_private("Zahnradwerk")
    assert discretion.value("asked for Zahnradwerk") == "asked for …"


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
