from __future__ import annotations

import pytest

from advisor_app.documents.square import QUIET, square_of
from advisor_app.errors import TextTooLong
from advisor_app.terminal.messages import message_for

FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]


@pytest.mark.parametrize("text", ["tel:+492211640", "https://example.org/förderung?a=1&b=2", "😀" * 200])
def test_a_square_has_its_marks_and_room_around_it(text):
    rows = ["".join(".#"[dark] for dark in row) for row in square_of(text)]
    side = len(rows)
    assert all(len(row) == side for row in rows)
    assert (side - 2 * QUIET - 17) % 4 == 0
    inner = [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]
    assert "#" not in "".join(rows[:QUIET] + rows[-QUIET:]) + "".join(row[:QUIET] + row[-QUIET:] for row in rows)
    assert [row[:7] for row in inner[:7]] == FINDER
    assert [row[-7:] for row in inner[:7]] == FINDER
    assert [row[:7] for row in inner[-7:]] == FINDER


def test_the_same_text_is_drawn_once_and_others_differ():
    assert square_of("tel:1") is square_of("tel:1")
    assert square_of("tel:1") != square_of("tel:2")


def test_as_much_as_is_promised_fits_and_more_is_told():
    square_of("ü" * (2331 // 2))
    with pytest.raises(TextTooLong) as fault:
        square_of("ü" * 1200)
    assert "2400 bytes" in message_for(fault.value)
