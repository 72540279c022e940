"""Finds a place for everything in the hall. Nothing is cut: what does not fit is set smaller, and the answer last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics

from advisor_app.desktop import formatting
from advisor_app.desktop.hall.look import HallLook
from advisor_app.desktop.hall.plan import Icon, Plan
from advisor_app.desktop.presenters.hall import HallFigure, HallView, HallWay

_WIDTH, _HEIGHT = 1366, 768
_MARGIN = 48
# Sizes in design pixels, each with the lines it may take.
_TITLE = ((32, 1), (24, 2), (18, 3))
_ANSWER = ((64, 1), (44, 2), (32, 3), (24, 9))
_VALUE = ((44, 1), (32, 1), (24, 2), (18, 9))
_LEAD = ((32, 2), (24, 9))
_WAY = ((44, 1), (32, 1), (24, 2), (18, 9))
_SMALL = 18
_LEGIBLE = (24, 21)
_ASIDE = 0.3
_SHRINK = 0.96
# For readers who zoom.
_ZOOMED = 1.25
# Down to this part of its size text stays readable from where one stands; then something is left away instead.
_READABLE = 0.8
_TINY = 0.3
# A square smaller than this is hard to photograph.
_SQUARE = 150
_NOTE = 200
_MODULE = 2

KeysWidth = Callable[[HallLook], int]


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much is shown, and how large: pixels for a design pixel, size of small text, points that are not secured."""

    scale: float
    small: int = _SMALL
    gaps: int = 2
    after: bool = True
    notes: bool = True


def arrange(view: HallView, turn: int, place: str, *, size: QSize, look: HallLook, keys: KeysWidth) -> Plan:
    """Return the largest plan in which everything has its place.

    Args:
        view: what is shown.
        turn: which of several questions or squares.
        place: where one is among what was marked or found, such as "Gemerkt 2 von 5".
        size: of the screen in pixels.
        look: colours; its scale is found here. For readers who zoom, small text is larger where there is room.
        keys: returns the room that the keys at the top right take.
    """
    base = min(size.width() / _WIDTH, size.height() / _HEIGHT)
    plan = Plan(look=look, size=size, tone="")
    for measure in _measures(base, zoomed=look.theme.zoom >= _ZOOMED):
        plan = _Arranger(view, turn, place, size, look, measure).plan(keys)
        if plan.fits:
            break
    return plan


def _measures(base: float, *, zoomed: bool) -> Iterator[_Measure]:
    """Go from the largest to the smallest: rather is something left away beside the answer than all of it tiny.

    How much is not secured is always told.
    """
    if zoomed:
        for small in _LEGIBLE:
            yield _Measure(base, small=small)
            yield _Measure(base, small=small, gaps=1)
    less = (_Measure(base), _Measure(base, gaps=1), _Measure(base, gaps=1, after=False),
            _Measure(base, gaps=0, after=False, notes=False))  # fmt: skip
    for measure in less:
        for scale in _scales(base, base * _READABLE):
            yield replace(measure, scale=scale)
    for scale in _scales(base * _READABLE, base * _TINY):
        yield replace(less[-1], scale=scale)


def _scales(first: float, last: float) -> Iterator[float]:
    scale = first
    while scale > last:
        yield scale
        scale *= _SHRINK


def _told(gaps: tuple[str, ...], limit: int) -> tuple[str, ...]:
    """Return the first points that are not secured, and how many more there are."""
    rest = len(gaps) - limit
    if rest <= 0:
        return gaps
    if limit:
        return (*gaps[:limit], f"und {formatting.count(rest, 'weiterer Punkt', 'weitere Punkte')}")
    return (f"{formatting.count(rest, 'Punkt', 'Punkte')}, siehe Eintrag",)


class _Arranger:
    """Fills one plan from the top down."""

    def __init__(self, view: HallView, turn: int, place: str, size: QSize, look: HallLook, measure: _Measure) -> None:
        look = replace(look, scale=measure.scale)
        self._measure = measure
        self._small = ((measure.small, 99),)
        self._view = view
        self._band = view.band(turn)
        self._code = view.code(turn)
        self._place = place
        self._look = look
        self._px = look.px
        self._width = size.width()
        self._margin = look.px(_MARGIN)
        # What a square at the right leaves.
        self._room = self._width - 2 * self._margin
        self._plan = Plan(look=look, size=size, tone=self._band.tone)

    def plan(self, keys: KeysWidth) -> Plan:
        """Place everything, and return it."""
        bottom = self._foot()
        top = self._head(keys(self._look))
        top = self._bar(top)
        if self._code is not None:
            self._square(top + self._px(28), bottom - self._px(18))
        top = self._figures(top)
        self._body(top, bottom)
        return self._plan

    def _head(self, keys: int) -> int:
        px, margin, plan = self._px, self._margin, self._plan
        gap = px(20)
        plan.keys = QRect(self._width - margin + px(8) - keys, 0, keys, px(92))
        room = self._width - 2 * margin - keys - gap
        name, meta = self._view.title, self._view.meta
        title = self._look.set(name, _TITLE, room, 600)
        kind = self._look.set(meta, self._small, room)
        beside = self._look.set(meta, ((24, 1),), room)
        in_line = title.lines == 1 and title.width + gap + beside.width <= room
        height = title.height if in_line else title.height + kind.height
        total = max(px(92), height + 2 * px(18))
        y = (total - height) // 2
        plan.put("title", name, (margin, y, title.width + 2 if in_line else room), _TITLE, (600, "text"))
        if in_line:
            place = (margin + title.width + gap, y + self._drop(title.size), beside.width + 2)
            plan.put("meta", meta, place, ((24, 1),), (400, "text2"))
        else:
            plan.put("meta", meta, (margin, y + title.height, room), self._small, (400, "text2"))
        plan.keys.setHeight(total)
        return total

    def _drop(self, size: int) -> int:
        """Return how far down text of 24 stands to be on one line with larger text."""
        ascents = [QFontMetrics(self._look.font(one, weight)).ascent() for one, weight in ((size, 600), (24, 400))]
        return ascents[0] - ascents[1]

    def _bar(self, top: int) -> int:
        px, plan, band = self._px, self._plan, self._band
        colour = self._look.on_tone(band.tone)
        left = self._margin + px(132)
        room = self._width - left - self._margin
        y = top + px(34)
        y += plan.put("question", band.question, (left, y, room), ((24, 99),), (600, colour)).height + px(2)
        y += plan.put("answer", band.answer, (left, y, room), _ANSWER, (700, colour)).height + px(2)
        if band.sentence:
            steps = ((24, 2), (self._measure.small, 99))
            y += plan.put("sentence", band.sentence, (left, y, room), steps, (500, colour)).height
        y += px(34)
        plan.band = QRect(0, top, self._width, y - top)
        plan.icons.append(Icon(band.icon, colour, 96, self._margin - px(4), top + (y - top - px(96)) // 2))
        return y

    def _figures(self, top: int) -> int:
        figures = self._view.figures
        if not self._measure.notes:
            figures = tuple(replace(figure, note="") for figure in figures)
        if not figures:
            return top
        px, plan = self._px, self._plan
        pad, inset = px(20), px(28)
        places = self._columns(figures, inset)
        y = top + 2 * pad
        labels = [plan.put("label", figure.label, (left, y, room), self._small, (400, "text2")).height
                  for figure, (left, room) in zip(figures, places, strict=True)]  # fmt: skip
        y += max(labels) + px(2)
        y += self._values(figures, places, y) + px(2)
        notes = [plan.put("note", figure.note, (left, y, room), self._small, (400, "text2")).height
                 for figure, (left, room) in zip(figures, places, strict=True) if figure.note]  # fmt: skip
        y += max(notes, default=0) + 2 * pad
        plan.rules += [QRect(left - inset, top + pad, 1, y - top - 2 * pad) for left, _ in places[1:]]
        plan.rules.append(QRect(0, y, self._width if self._code is None else self._margin + self._room, 1))
        return y + 1

    def _columns(self, figures: tuple[HallFigure, ...], inset: int) -> list[tuple[int, int]]:
        """Return left and width of each figure: what each needs if all can have that, else what is fair."""
        room = self._room - (len(figures) - 1) * 2 * inset
        wanted = [self._wanted(figure) for figure in figures]
        widths = dict.fromkeys(range(len(figures)), 0)
        left = room
        for rest, number in enumerate(sorted(widths, key=lambda one: wanted[one])):
            fair = min(wanted[number], left // (len(figures) - rest))
            # A value that has to be set smaller does not need all of it.
            widths[number] = min(fair, self._wanted(figures[number], fair))
            left -= widths[number]
        # What is left goes to notes that would need many lines, then to all alike.
        lacking = [max(self._note_width(figure) - widths[number], 0) for number, figure in enumerate(figures)]
        given = [min(lack, left * lack // sum(lacking)) if lack else 0 for lack in lacking]
        share = (left - sum(given)) // len(figures)
        places, start = [], self._margin
        for number in range(len(figures)):
            width = widths[number] + given[number] + share
            places.append((start, width))
            start += width + 2 * inset
        return places

    def _note_width(self, figure: HallFigure) -> int:
        return self._look.set(formatting.hyphenated(figure.note), self._small, self._width).width

    def _wanted(self, figure: HallFigure, room: int = 0) -> int:
        """Return the width for a value and a short note in one line: in the largest size, or in the one for a room."""
        steps = _VALUE if room else _VALUE[:1]
        value = self._look.set(figure.value, steps, room or self._width, 700).width
        label = self._look.set(figure.label, self._small, self._width).width
        shown = formatting.hyphenated(figure.note)
        word = self._look.set(shown, self._small, 1).width
        note = min(self._note_width(figure), self._px(_NOTE))
        return max(value, label, word, note) + self._px(4)

    def _values(self, figures: tuple[HallFigure, ...], places: list[tuple[int, int]], top: int) -> int:
        """Put the values of all figures in one line, each in its own size; return its height."""
        plan = self._plan
        first = len(plan.texts)
        heights = []
        for figure, (left, room) in zip(figures, places, strict=True):
            steps = _VALUE[1:] if figure.missing else _VALUE
            look = (400, "text3") if figure.missing else (700, "text")
            heights.append(plan.put("value", figure.value, (left, top, room), steps, look).height)
        height = max(heights)
        for number, own in enumerate(heights, first):
            text = plan.texts[number]
            plan.texts[number] = replace(text, rect=text.rect.translated(0, (height - own) // 2))
        return height

    def _body(self, top: int, bottom: int) -> None:
        px, plan, lead = self._px, self._plan, self._view.lead
        top += px(28)
        beside = self._code is None and bool(self._view.gaps)
        aside = int(self._width * _ASIDE) if beside else 0
        room = self._room - (aside + px(48) if beside else 0)
        y = self._ways(self._view.ways, top, room)
        if lead is not None:
            y += plan.put("label", lead.label, (self._margin, y, room), self._small, (400, "text2")).height + px(2)
            y += plan.put("lead", lead.text, (self._margin, y, room), _LEAD, (600, "text")).height + px(4)
            if lead.note and self._measure.after:
                y += plan.put("note", lead.note, (self._margin, y, room), self._small, (400, "text2")).height
        if beside:
            y = max(y, self._gaps(self._width - self._margin - aside, top, aside))
        else:
            y = self._gaps(self._margin, y + px(16), room)
        plan.fits = plan.fits and y <= bottom - px(18)

    def _ways(self, ways: tuple[HallWay, ...], top: int, room: int) -> int:
        px, plan = self._px, self._plan
        y, inset = top, px(56)
        for way in ways:
            if way.label:
                place = (self._margin + inset, y, room - inset)
                y += plan.put("label", way.label, place, self._small, (400, "text2")).height
            steps = _WAY[2:] if way.missing else _WAY
            look = (400, "text3") if way.missing else (700, "text")
            found = plan.put("way", way.text, (self._margin + inset, y, room - inset), steps, look)
            icon = Icon(way.icon, "accent", 32, self._margin, y + (found.height - px(32)) // 2)
            plan.icons.append(icon)
            y += found.height + px(14)
        return y + (px(10) if ways else 0)

    def _gaps(self, left: int, top: int, room: int) -> int:
        gaps, px, plan = _told(self._view.gaps, self._measure.gaps), self._px, self._plan
        if not gaps:
            return top
        inset, title = px(32), "Noch nicht gesichert"
        height = plan.put("gap", title, (left + inset, top, room - inset), self._small, (600, "warn")).height
        plan.icons.append(Icon("zoom-question", "warn", 24, left, top + (height - px(24)) // 2))
        y = top + height + px(4)
        for gap in gaps:
            y += plan.put("gap", gap, (left, y, room), self._small, (400, "text")).height + px(4)
        return y

    def _square(self, top: int, limit: int) -> None:
        """Put the square at the right, as large as height and a part of the width allow, its caption below."""
        code, plan, px = self._code, self._plan, self._px
        if code is None:
            return
        most = int(self._width * _ASIDE)
        caption = self._look.set(code.view.label, self._small, most, 600).height + px(8)
        count = len(code.modules)
        module = min(most, limit - top - caption) // count
        side = module * count
        plan.fits = plan.fits and module >= _MODULE and side >= px(_SQUARE)
        left = self._width - self._margin - side
        plan.code, plan.square = code, QRect(left, top, side, side)
        plan.put("label", code.view.label, (left, top + side + px(8), max(side, 1)), self._small, (600, "text"))
        self._room = left - px(48) - self._margin

    def _foot(self) -> int:
        px, plan, view = self._px, self._plan, self._view
        place = self._look.set(self._place, self._small, self._width, 600)
        taken = place.width + px(32) if self._place else 0
        stale = view.stand.tone == "warn"
        inset = px(30) if stale else 0
        stand = self._look.set(view.stand.text, self._small, self._width, 600)
        left = self._margin + inset + stand.width + px(18)
        source = self._look.set(view.source, self._small, self._width - left - self._margin - taken)
        height = max(px(60), source.height + 2 * px(14))
        top = plan.size.height() - height
        y = top + (height - source.height) // 2
        colour = "warn" if stale else "text"
        if stale:
            plan.icons.append(Icon(view.stand.icon, "warn", 22, self._margin, y + (stand.height - px(22)) // 2))
        plan.put("stand", view.stand.text, (self._margin + inset, y, stand.width + 2), self._small, (600, colour))
        plan.put(
            "source", view.source, (left, y, self._width - left - self._margin - taken), self._small, (400, "text2")
        )
        if self._place:
            right = self._width - self._margin - place.width
            plan.put("place", self._place, (right, y, place.width + 2), self._small, (600, "text"))
        plan.foot = QRect(0, top, self._width, height)
        return top
