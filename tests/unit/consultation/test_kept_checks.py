"""Checks that are under way outlive every end of the program; several windows never share a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from advisor_app.consultation.kept import DAMAGED, EARLIER, NAME, KeptChecks
from advisor_app.content.profile_file import profile_text
from advisor_app.domain.profile import FactValue, Known, Profile


def known(staff: int, **more: object) -> Profile:
    facts = {"headcount": staff, **more}
    return Profile(title="Muster", facts={f"company.{name}": FactValue(possible=Known(one))
                                          for name, one in facts.items()})  # fmt: skip


class Windows:
    """Windows on one folder, which end as they like."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: list[KeptChecks] = []

    def open(self) -> KeptChecks:
        self._open.append(KeptChecks(self.folder))
        return self._open[-1]

    def end(self, window: KeptChecks) -> None:
        """End as a killed process does: in whatever thread, without a last word."""
        thread = Thread(target=window.release)
        thread.start()
        thread.join()

    def close(self) -> None:
        for window in self._open:
            window.release()

    @property
    def names(self) -> set[str]:
        return {file.stem for file in self.folder.glob("*.yaml")}

    def found(self, window: KeptChecks) -> int | None:
        begun = window.look().begun
        return None if begun is None else begun.profile.known("company.headcount")


@pytest.fixture
def windows(tmp_path) -> Iterator[Windows]:
    made = Windows(tmp_path / "data")
    yield made
    made.close()


def test_nothing_is_made_where_nothing_is_kept(windows):
    window = windows.open()
    assert window.look().begun is None
    window.write(Profile(title="nur ein Name"))
    assert not windows.folder.exists()


def test_what_was_known_last_comes_back_after_the_end(windows):
    first = windows.open()
    for staff in (3, 4, 5):
        first.write(known(staff))
    windows.end(first)
    second = windows.open()
    assert windows.found(second) == 5
    assert windows.found(second) == 5, "until somebody decides"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_it_is_for_its_owner_and_without_what_is_delicate(windows):
    windows.open().write(known(3, insolvency=True))
    file = windows.folder / f"{NAME}.yaml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "insolvency" not in file.read_text(encoding="utf-8")


def test_everyday_notes_are_kept_and_telling_ones_are_not(windows):
    note = FactValue(possible=Known(3), note="laut Lohnbüro")
    window = windows.open()
    window.write(Profile(facts={"company.headcount": note}))
    assert "laut Lohnbüro" in (windows.folder / f"{NAME}.yaml").read_text(encoding="utf-8")


def test_two_windows_keep_two_checks_and_both_come_back(windows):
    one, two = windows.open(), windows.open()
    one.look()
    one.write(known(1))
    assert windows.found(two) is None, "what another window has open is nobody's to take"
    two.write(known(2))
    one.write(known(11))
    windows.end(one)
    windows.end(two)
    third = windows.open()
    offered = []
    while (begun := third.look().begun) is not None:
        offered.append(begun.profile.known("company.headcount"))
        third.drop(begun)
    assert sorted(offered) == [2, 11]
    assert windows.names == set()


def test_one_that_nobody_decided_about_outlives_every_other(windows):
    for staff in (1, 2, 3):
        window = windows.open()
        window.look()
        window.write(known(staff))
        windows.end(window)
    assert windows.names == {NAME, EARLIER, f"{EARLIER}-2"}
    last = windows.open()
    begun = last.look().begun
    assert begun is not None
    last.take(begun)
    last.write(known(33))
    assert windows.names == {NAME, EARLIER, f"{EARLIER}-2"}, "deciding about one decides about no other"


def test_one_that_goes_on_is_kept_once(windows):
    first = windows.open()
    first.write(known(1))
    windows.end(first)
    second = windows.open()
    second.look()
    second.write(known(2))
    begun = second.look().begun
    assert begun is not None
    assert begun.file.stem == EARLIER
    second.take(begun)
    second.write(known(1))
    assert windows.names == {NAME}


def test_one_that_was_dropped_can_be_had_back(windows):
    first = windows.open()
    first.write(known(1))
    windows.end(first)
    second = windows.open()
    begun = second.look().begun
    assert begun is not None
    assert second.drop(begun).begun is None
    back = second.put_back(begun).begun
    assert back is not None
    assert back.profile == begun.profile


@pytest.mark.parametrize("text", ["schema: profile/1\nfacts: [", "schema: profile/9\nfacts: {}\n", "\x00\x01"])
def test_one_that_cannot_be_read_is_set_aside_and_told(windows, text):
    windows.folder.mkdir()
    (windows.folder / f"{NAME}.yaml").write_text(text, encoding="utf-8")
    window = windows.open()
    found = window.look()
    assert found.begun is None
    assert [file.stem for file in found.damaged] == [DAMAGED]
    window.write(known(3))
    assert (windows.folder / f"{DAMAGED}.yaml").read_text(encoding="utf-8") == text
    assert window.look().damaged == (), "told once"


def test_behind_one_that_cannot_be_read_another_is_found(windows):
    windows.folder.mkdir()
    (windows.folder / f"{NAME}.yaml").write_text("kaputt", encoding="utf-8")
    (windows.folder / f"{EARLIER}.yaml").write_text(profile_text(known(9)), encoding="utf-8")
    found = windows.open().look()
    assert found.begun is not None
    assert found.begun.profile == known(9)
    assert len(found.damaged) == 1


def test_what_a_killed_writing_left_is_cleared(windows):
    first = windows.open()
    first.write(known(1))
    left = windows.folder / f"{NAME}.yaml.0badcafe.new"
    left.write_text("halb", encoding="utf-8")
    windows.end(first)
    windows.open().look()
    assert not left.exists()


def test_the_leftovers_of_a_window_that_is_open_are_its_own(windows):
    first = windows.open()
    first.write(known(1))
    left = windows.folder / f"{NAME}.yaml.0badcafe.new"
    left.write_text("wird gerade geschrieben", encoding="utf-8")
    windows.open().look()
    assert left.exists()


def test_of_very_many_none_makes_room_and_all_are_told(windows):
    windows.folder.mkdir()
    for number in range(1, 23):
        file = windows.folder / f"{EARLIER}{f'-{number}' if number > 1 else ''}.yaml"
        file.write_text(profile_text(known(number)), encoding="utf-8")
        os.utime(file, (number, number))
    (windows.folder / f"{NAME}.yaml").write_text(profile_text(known(99)), encoding="utf-8")
    window = windows.open()
    window.look()
    window.write(known(100))
    found = [begun.profile.known("company.headcount") for begun in window.look().checks]
    assert found == [99, *range(22, 0, -1)]


def test_a_check_that_another_client_follows_is_set_aside_until_it_goes_on(windows):
    a, b = object(), object()
    window = windows.open()
    window.write(known(1), document=a)
    assert not window.write(known(2), document=a)
    assert window.write(known(3), document=b), "what lies there is another now"
    assert windows.found(window) == 2
    assert window.write(known(2), document=a), "a step back"
    assert [begun.profile for begun in window.look().checks] == [known(3)]
    windows.end(window)
    assert len(windows.open().look().checks) == 2, "both outlive the end"


def test_one_with_nothing_in_it_sets_the_other_aside_as_well(windows):
    window = windows.open()
    window.write(known(1), document=object())
    window.write(Profile(), document=object())
    assert windows.names == {EARLIER}


def test_what_lies_in_a_file_is_not_kept_once_more(windows):
    document, window = object(), windows.open()
    window.write(known(1), document=document)
    window.write(known(1), document=document, held=known(1))
    assert windows.names == set()
    window.write(known(2), document=document, held=known(1))
    assert windows.names == {NAME}
    window.write(known(5), document=object(), held=known(5))
    assert windows.names == {EARLIER}


def test_one_that_was_set_aside_and_is_another_by_now_stays(windows):
    a, window = object(), windows.open()
    window.write(known(1), document=a)
    window.write(Profile(), document=object())
    begun = window.look().begun
    assert begun is not None
    begun.file.unlink()
    begun.file.write_text(profile_text(known(8)), encoding="utf-8")
    window.write(known(1), document=a)
    assert [one.profile for one in window.look().checks] == [known(8)]


def test_one_that_is_dropped_late_is_not_the_one_under_way(windows):
    first = windows.open()
    first.write(known(1))
    windows.end(first)
    second = windows.open()
    begun = second.look().begun
    assert begun is not None
    second.write(known(2))
    second.drop(begun)
    assert windows.names == {NAME, EARLIER}
