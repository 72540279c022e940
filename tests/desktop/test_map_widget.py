"""The map as a real widget: painted, pointed at, dragged, walked through by keys, told to a screen reader."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from advisor_app.desktop.map.camera import CLOSEST
from advisor_app.desktop.map.picture import DistrictLook, DistrictWords, MapPicture, Name, Rank, Spot
from advisor_app.desktop.map.shapes import project
from advisor_app.desktop.map.widget import DistrictMap
from advisor_app.desktop.theme import DARK, LIGHT, Appearance
from tests.desktop.partner_world import land

HAMM, BOCHUM, KOELN, ENNEPE = "05915", "05911", "05315", "05954"
LOOKS = {KOELN: DistrictLook(fill="map_sel"), ENNEPE: DistrictLook(hatched=True)}
WORDS = {
    ags: DistrictWords(title=district.name, lines=("IHK: eine",))
    for ags, district in land().shapes.middle.districts.items()
}
PICTURE = MapPicture(title="Bezirke", description="Die Bezirke.", looks=LOOKS, outlined=(frozenset({KOELN}),),
                     names=(Name(text="Witten", at=(7.335, 51.443), rank=Rank.PLACE),))  # fmt: skip
SPOTS = tuple(
    Spot(id=item_id, title=item_id.upper(), note="Partner", at=at)
    for item_id, at in (("a", (6.96, 50.94)), ("b", (6.97, 50.945)), ("c", (8.5, 52.0)), ("d", (6.08, 50.77)),
                        ("e", (6.08, 50.77)))
)  # fmt: skip


@pytest.fixture
def shown(theme, qtbot):
    widget = DistrictMap(theme=theme)
    qtbot.addWidget(widget)
    widget.resize(760, 590)
    widget.take_shapes(land().shapes)
    widget.show_picture(PICTURE)
    widget.take_words(WORDS)
    widget.show()
    qtbot.waitExposed(widget)
    widget.grab()
    return widget


def pixel(widget, ags):
    """Return the pixel well inside a district."""
    return widget.camera.to_pixel(land().shapes.middle.districts[ags].middle).toPoint()


def colour_at(widget, point):
    return widget.grab().toImage().pixelColor(point).name()


def same(colour, token):
    return QColor(token).name() == colour


def move(widget, point, buttons=Qt.MouseButton.NoButton):
    at = QPointF(point)
    event = QMouseEvent(QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, buttons,
                        Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(widget, event)


def wheel(widget, point, notches, modifier=Qt.KeyboardModifier.NoModifier):
    at = QPointF(point)
    event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(0, 0), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
                        modifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


# Painting


def test_colours_come_from_the_look(shown, theme):
    away = pixel(shown, HAMM) + QPoint(6, 0)
    assert same(colour_at(shown, away), LIGHT.map_land)
    assert same(colour_at(shown, QPoint(3, 3)), LIGHT.map_bg)
    assert same(colour_at(shown, pixel(shown, KOELN)), LIGHT.map_sel)
    theme.choose(Appearance.DARK)
    assert same(colour_at(shown, away), DARK.map_land)
    assert same(colour_at(shown, pixel(shown, KOELN)), DARK.map_sel)


def test_a_split_district_has_stripes_of_both(shown):
    image, box = shown.grab().toImage(), shown.camera.transform.mapRect(land().shapes.middle.districts[ENNEPE].box)
    inside = {
        image.pixelColor(x, y).name()
        for x in range(round(box.left()), round(box.right()))
        for y in range(round(box.top()), round(box.bottom()))
        if shown.district_at(QPointF(x, y)) == ENNEPE
    }
    assert QColor(LIGHT.map_land).name() in inside
    assert QColor(LIGHT.map_hatch).name() in inside


def test_neighbours_of_one_colour_have_no_seam_between_them(shown):
    # With borders left out, land is one surface.
    shown.show_picture(MapPicture(title="", description=""))
    shown.grab()
    bochum, herne = pixel(shown, BOCHUM), pixel(shown, "05916")
    image = shown.grab().toImage()
    seen = {image.pixelColor(bochum.x(), y).name() for y in range(herne.y(), bochum.y())}
    assert QColor(LIGHT.map_bg).name() not in seen


def test_what_was_painted_is_kept(shown, qtbot):
    before = shown.repaints
    for ags in (KOELN, BOCHUM, HAMM):
        move(shown, pixel(shown, ags))
        qtbot.wait(1)
    assert shown.repaints == before
    began = perf_counter()
    for _ in range(20):
        shown.repaint()
    assert (perf_counter() - began) / 20 < 0.008
    assert shown.repaints == before
    shown.resize(700, 500)
    shown.grab()
    assert shown.repaints == before + 1


def test_a_small_map_has_fewer_corners(shown):
    assert shown._drawn() is land().shapes.middle
    shown.resize(300, 300)
    assert shown._drawn() is land().shapes.small
    shown.grab()


def test_before_there_are_borders_the_map_is_an_empty_area(theme, qtbot):
    widget = DistrictMap(theme=theme)
    qtbot.addWidget(widget)
    widget.show_picture(PICTURE)
    widget.resize(300, 200)
    assert same(colour_at(widget, QPoint(150, 100)), LIGHT.map_bg)
    assert not widget.has_shapes
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Return):
        QTest.keyClick(widget, key)
    move(widget, QPoint(100, 100))
    wheel(widget, QPoint(100, 100), 1)


# Pointer


def test_a_click_chooses_exactly_what_is_under_it(shown, qtbot):
    for ags in (KOELN, BOCHUM, ENNEPE):
        with qtbot.waitSignal(shown.district_chosen) as chosen:
            QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=pixel(shown, ags))
        assert chosen.args == [ags]
    with qtbot.assertNotEmitted(shown.district_chosen):
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_pixels_along_a_border_belong_to_whom_the_border_says(shown):
    topology = land().shapes.middle.topology
    number = next(number for number, sides in topology.sides.items() if set(sides) == {BOCHUM, ENNEPE})
    checked = 0
    for point in topology.arcs[number]:
        at = shown.camera.to_pixel(project(point))
        for x in (-2.3, 0.7, 2.1):
            spot = QPointF(at.x() + x, at.y())
            plane = shown.camera.to_plane(spot)
            degrees = (plane.x() / project((1.0, 51.4)).x(), 51.4 - plane.y() / 111.195)
            expected = [ags for ags in topology.areas if topology.contains(ags, degrees)]
            assert [shown.district_at(spot)] == expected
            checked += 1
    assert checked > 30


def test_pointing_says_what_is_there(shown):
    move(shown, pixel(shown, KOELN))
    assert shown.bubble.said == (WORDS[KOELN].title, "IHK: eine")
    assert shown.rect().contains(shown.bubble.geometry())
    move(shown, QPoint(5, 5))
    assert shown.bubble.said == ()
    move(shown, pixel(shown, KOELN))
    QApplication.sendEvent(shown, QEvent(QEvent.Type.Leave))
    assert shown.bubble.said == ()


def test_dragging_moves_the_map_and_chooses_nothing(shown, qtbot):
    shown.zoom_in()
    shown.zoom_in()
    start, before = QPoint(380, 300), shown.camera.to_plane(QPointF(380, 300))
    with qtbot.assertNotEmitted(shown.district_chosen):
        QTest.mousePress(shown, Qt.MouseButton.LeftButton, pos=start)
        for step in (10, 25, 40):
            move(shown, start + QPoint(step, step // 2), Qt.MouseButton.LeftButton)
        QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 20))
    after = shown.camera.to_plane(QPointF(420, 320))
    assert (after - before).manhattanLength() < 0.5


def test_a_drag_paints_once_it_rests(shown, qtbot):
    shown.zoom_in()
    shown.grab()
    before = shown.repaints
    QTest.mousePress(shown, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    for step in range(10, 60, 5):
        move(shown, QPoint(300 + step, 300), Qt.MouseButton.LeftButton)
        shown.repaint()
    assert shown.repaints == before
    qtbot.waitUntil(lambda: shown.repaints == before + 1)
    QTest.mouseRelease(shown, Qt.MouseButton.LeftButton, pos=QPoint(355, 300))


def test_the_wheel_comes_closer_to_the_pointer_within_limits(shown):
    point = pixel(shown, KOELN)
    held = shown.camera.to_plane(QPointF(point))
    assert wheel(shown, point, 3)
    assert shown.camera.closeness > 1.5
    assert (shown.camera.to_plane(QPointF(point)) - held).manhattanLength() < 0.5
    for _ in range(40):
        wheel(shown, point, 3)
    assert shown.camera.closeness == CLOSEST
    for _ in range(60):
        wheel(shown, point, -3)
    assert shown.camera.closeness == 1


def test_where_the_page_scrolls_the_wheel_scrolls_and_ctrl_zooms(shown):
    shown.wheel_scrolls = True
    assert not wheel(shown, QPoint(300, 300), 1)
    assert shown.camera.closeness == 1
    assert wheel(shown, QPoint(300, 300), 1, Qt.KeyboardModifier.ControlModifier)
    assert shown.camera.closeness > 1


def test_a_double_click_comes_closer(shown):
    QTest.mouseDClick(shown, Qt.MouseButton.LeftButton, pos=pixel(shown, HAMM))
    assert shown.camera.closeness == 2


# Points


def test_points_that_cover_each_other_are_one_until_one_comes_closer(shown, qtbot):
    shown.show_picture(MapPicture(title="Punkte", description="", looks=LOOKS, spots=SPOTS))
    shown.grab()
    koeln = shown.camera.to_pixel(project(SPOTS[0].at))
    assert [spot.id for spot in shown.spots_at(koeln)] == ["a", "b"]
    move(shown, koeln.toPoint())
    assert shown.bubble.said == ("2\u00a0Partner", "A", "B")
    with qtbot.assertNotEmitted(shown.spot_chosen):
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=koeln.toPoint())
    assert shown.camera.closeness > 3
    shown.grab()
    with qtbot.waitSignal(shown.spot_chosen) as chosen:
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.camera.to_pixel(project(SPOTS[0].at)).toPoint())
    assert chosen.args == ["a"]


def test_points_at_one_place_are_told_together(shown, qtbot):
    shown.show_picture(MapPicture(title="Punkte", description="", looks=LOOKS, spots=SPOTS))
    shown.grab()
    with qtbot.waitSignal(shown.spots_chosen) as chosen:
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.camera.to_pixel(project(SPOTS[3].at)).toPoint())
    assert chosen.args == [("d", "e")]


# Keys


def test_arrows_walk_enter_chooses_and_escape_leaves(shown, qtbot):
    shown.setFocus()
    shown.stand_in(BOCHUM)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.current == "05913"
    assert shown.accessibleDescription() == "Dortmund. IHK: eine"
    assert shown.bubble.said[0] == "Dortmund"
    with qtbot.waitSignal(shown.district_chosen) as chosen:
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert chosen.args == ["05913"]
    with qtbot.waitSignal(shown.left):
        QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.current == ""
    assert shown.accessibleDescription() == "Die Bezirke."
    assert shown.accessibleName() == "Karte der Kreise: Bezirke"


def test_the_first_step_begins_in_the_middle_of_what_is_seen(shown):
    QTest.keyClick(shown, Qt.Key.Key_Down)
    middle = shown.camera.to_pixel(land().shapes.middle.districts[shown.current].middle)
    assert (middle - QPointF(shown.rect().center())).manhattanLength() < 120


def test_keys_zoom_and_what_is_walked_to_is_brought_into_sight(shown):
    for _ in range(6):
        QTest.keyClick(shown, Qt.Key.Key_Plus)
    assert shown.camera.closeness == pytest.approx(1.5**6)
    shown.stand_in(KOELN)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert window_of(shown).contains(shown.camera.to_pixel(land().shapes.middle.districts[shown.current].middle))
    QTest.keyClick(shown, Qt.Key.Key_Minus)
    assert shown.camera.closeness == pytest.approx(1.5**5)
    QTest.keyClick(shown, Qt.Key.Key_0)
    assert shown.camera.closeness == 1
    assert not shown.controls._whole.isEnabled()


def window_of(widget):
    return QRectF(widget.rect())


def test_other_keys_are_left_to_the_window(shown):
    before = shown.camera
    QTest.keyClick(shown, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(shown, Qt.Key.Key_M)
    assert shown.camera == before


def test_where_the_keys_stand_is_seen(shown, qtbot):
    shown.activateWindow()
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(shown.hasFocus)
    shown.stand_in(HAMM)
    image = shown.grab().toImage()
    box = shown.camera.transform.mapRect(land().shapes.middle.districts[HAMM].box)
    accent = QColor(LIGHT.accent).name()
    around = sum(
        image.pixelColor(x, y).name() == accent
        for x in range(round(box.left()), round(box.right()))
        for y in range(round(box.top()), round(box.bottom()))
    )
    assert around > 40
    assert same(image.pixelColor(0, 100).name(), LIGHT.accent)
