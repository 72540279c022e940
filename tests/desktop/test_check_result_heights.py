"""Heights of entries in a list of which only what was on screen is measured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor_app.desktop.pages.check.result_heights import Heights


@given(st.lists(st.integers(1, 200), min_size=1, max_size=60), st.data())
def test_heights_add_up_whatever_is_corrected(heights, data):
    stack = Heights()
    stack.fill(heights)
    changes = data.draw(st.dictionaries(st.integers(0, len(heights) - 1), st.integers(1, 200)))
    stack.correct(changes)
    expected = [changes.get(number, height) for number, height in enumerate(heights)]
    assert stack.total == sum(expected)
    for number, height in enumerate(expected):
        assert stack.bottom(number) - stack.top(number) == height
        assert stack.at(stack.top(number)) == stack.at(stack.bottom(number) - 1) == number
    begin = data.draw(st.integers(0, stack.total - 1))
    end = data.draw(st.integers(begin + 1, stack.total))
    assert list(stack.between(begin, end)) == [
        number for number in range(len(expected)) if stack.top(number) < end and stack.bottom(number) > begin
    ]


def test_nothing_has_no_height():
    stack = Heights()
    stack.fill([])
    assert stack.total == 0
    assert not stack.between(0, 100)


def test_what_was_guessed_right_is_no_correction():
    stack = Heights()
    stack.fill([10, 20])
    assert not stack.correct({0: 10})
    assert stack.correct({0: 11})
