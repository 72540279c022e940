"""The hall on every screen: nothing is cut, nothing lies on something else, the answer is the largest."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF

from advisor_app.desktop.hall.arrange import arrange
from advisor_app.desktop.hall.look import HallLook, tokens_for
from advisor_app.desktop.presenters.hall import present_hall
from advisor_app.desktop.theme import Appearance
from advisor_app.domain.programme import Step
from tests.desktop.conftest import EVENT, PARTNER, SECURITY, TODAY, TOPIC, MemoryLibrary

SIZES = [QSize(1024, 640), QSize(1366, 768), QSize(1920, 1080), QSize(3840, 2160), QSize(1440, 900), QSize(1280, 1024)]
LONG = "Innovationsprogramm für Geschäftsmodelle und Pionierlösungen der mittelständischen Wirtschaft in ganz NRW"


def planned(theme, item, size, *, turn=0, place="Gemerkt 12 von 40"):
    view = present_hall(item, labels=MemoryLibrary((item, PARTNER, SECURITY)), today=TODAY)
    assert view is not None
    look = HallLook(theme, tokens_for(theme, dark=False))

    def keys(_look):
        return int(size.width() * 0.42)

    return arrange(view, turn, place, size=size, look=look, keys=keys)


def check(plan, size):
    """Every text lies within the screen, has the room it needs, and shares it with no other."""
    screen = QRect(0, 0, size.width(), size.height())
    assert plan.fits
    for text in plan.texts:
        assert screen.contains(text.rect), text
        metrics = QFontMetricsF(plan.look.font(text.size, text.weight))
        room = QRectF(0, 0, text.rect.width(), 100_000)
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text.text)
        assert needed.width() <= text.rect.width() + 1, text
        assert needed.height() <= text.rect.height() + 1, text
    rects = [text.rect for text in plan.texts] + ([plan.square] if plan.code else [])
    for number, one in enumerate(rects):
        for other in rects[number + 1 :]:
            assert not one.intersects(other), (one, other)
    answer = next(text for text in plan.texts if text.part == "answer")
    assert plan.band.contains(answer.rect)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("item", [SECURITY, TOPIC, PARTNER, EVENT], ids=lambda item: item.id)
def test_everything_has_its_place(theme, item, size, zoom):
    theme.set_zoom(zoom)
    check(planned(theme, item, size), size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_much_to_say_is_set_smaller_or_left_away_but_never_the_answer(theme, size):
    crowded = replace(
        SECURITY,
        title=LONG[:90],
        start_event=f"{LONG}. {LONG}.",
        steps=(Step(who=LONG, what=f"{LONG}, {LONG}"), Step(who=LONG, what=LONG)),
        uncertain=tuple(f"{LONG} {number}" for number in range(6)),
    )
    plan = planned(theme, crowded, size)
    check(plan, size)
    shown = {text.part: text.text.replace("\u00ad", "") for text in plan.texts}
    assert shown["answer"] == "Nein. Erst nach der Bewilligung."
    assert shown["title"] == LONG[:90]
    sizes = {text.part: plan.look.px(text.size) for text in plan.texts}
    assert sizes["answer"] == max(sizes.values())
    assert any("Punkt" in text.text or LONG in text.text for text in plan.texts if text.part == "gap")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(st.sampled_from("abcdefgh ßäö-–ABC"), min_size=1, max_size=90),
    event=st.text(st.sampled_from("abcdefgh ,;.ßäö"), max_size=240),
    gaps=st.lists(st.text(st.sampled_from("abcdefgh ,.ßäö"), min_size=1, max_size=200), max_size=8),
    size=st.sampled_from(SIZES),
    zoom=st.sampled_from([1.0, 1.25, 2.0]),
)
def test_whatever_stands_in_an_item_it_is_shown_whole(theme, title, event, gaps, size, zoom):
    words = " ".join(part[:24] for part in title.split()) or "x"
    theme.set_zoom(zoom)
    item = replace(SECURITY, title=words, start_event=" ".join(part[:20] for part in event.split()),
                   uncertain=tuple(" ".join(part[:20] for part in gap.split()) or "x" for gap in gaps))  # fmt: skip
    check(planned(theme, item, size), size)


def test_the_answer_is_as_large_as_the_design_says_where_there_is_room(theme):
    sizes = {text.part: text.size for text in planned(theme, SECURITY, QSize(1366, 768)).texts}
    assert (sizes["answer"], sizes["value"], sizes["title"], sizes["lead"]) == (64, 44, 32, 32)
    large = planned(theme, SECURITY, QSize(3840, 2160))
    assert large.answer_px() == round(64 * 3840 / 1366)


def test_readers_who_zoom_get_larger_small_print_and_no_smaller_answer(theme):
    quiet = replace(SECURITY, uncertain=(), conflicts=())
    size = QSize(1920, 1080)
    before = planned(theme, quiet, size)
    theme.set_zoom(2.0)
    after = planned(theme, quiet, size)
    assert after.answer_px() >= before.answer_px()
    notes = [plan.look.px(next(text.size for text in plan.texts if text.part == "note")) for plan in (before, after)]
    assert notes[1] > notes[0]


def test_the_square_is_large_enough_to_photograph(theme):
    for size in SIZES:
        plan = planned(theme, PARTNER, size, turn=2)
        assert plan.code is not None
        assert plan.code.view.label == "Visitenkarte"
        assert plan.square.width() // len(plan.code.modules) >= 2


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "mute", "accent"])
def test_text_on_the_solid_bar_can_be_read(theme, appearance, dark, tone):
    theme.choose(appearance)
    look = HallLook(theme, tokens_for(theme, dark=dark))
    light, shade = sorted((luminance(look.colour(tone)), luminance(look.colour(look.on_tone(tone)))), reverse=True)
    assert (light + 0.05) / (shade + 0.05) >= 4.6


def luminance(colour):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
             for part in (colour.redF(), colour.greenF(), colour.blueF())]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
