"""May we sign already: the answer of the programme, and what may be done at which stage of the application."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from advisor_app.desktop.pages.check.reason_parts import Card, heed_stay
from advisor_app.desktop.presenters.check_reason_views import StartView
from advisor_app.desktop.presenters.views import Mark
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Rule, clear_layout, text_label
from advisor_app.desktop.widgets.flow import FlowLayout
from advisor_app.desktop.widgets.marks import Badge

# From this width on the stages stand side by side, each with its own column.
_WIDE = 600
_ACT = 190


class StartTable(QWidget):
    """Acts and stages: a table where there is room, otherwise the stages below each act."""

    def __init__(self, view: StartView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._view, self._theme = view, theme
        self._wide: bool | None = None
        # The room that the columns take must not keep them from making room.
        self.setMinimumWidth(1)
        self.setAccessibleName("Was wann erlaubt ist")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._arrange(wide=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the stages side by side where there is room."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= self._theme.px(_WIDE))

    def _arrange(self, *, wide: bool) -> None:
        if wide is self._wide:
            return
        self._wide = wide
        clear_layout(self)
        body = QWidget(self)
        if wide:
            self._fill_table(body)
        else:
            self._fill_list(body)
        self._column.addWidget(body)
        heed_stay(body)
        body.show()

    def _fill_table(self, body: QWidget) -> None:
        view, px = self._view, self._theme.px
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnMinimumWidth(0, px(_ACT))
        grid.setColumnStretch(0, 2)
        for column, stage in enumerate(view.stages, 1):
            grid.setColumnStretch(column, 1)
            grid.addWidget(text_label(stage, "metaStrong", wrap=True, parent=body), 0, column)
        for number, row in enumerate(view.rows):
            at = 2 * number + 1
            grid.addWidget(Rule(body), at, 0, 1, len(view.stages) + 1)
            grid.addWidget(text_label(row.act, "meta", wrap=True, parent=body), at + 1, 0)
            for column, (stage, mark) in enumerate(zip(view.stages, row.answers, strict=True), 1):
                badge = self._badge(mark, f"{row.act}, {stage}: {mark.text}", body)
                grid.addWidget(badge, at + 1, column, Qt.AlignmentFlag.AlignLeft)

    def _fill_list(self, body: QWidget) -> None:
        view, px = self._view, self._theme.px
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        for number, row in enumerate(view.rows):
            if number:
                column.addWidget(Rule(body))
            column.addWidget(text_label(row.act, "metaStrong", wrap=True, parent=body))
            strip = QWidget(body)
            flow = FlowLayout(strip, gap=px(8))
            for stage, mark in zip(view.stages, row.answers, strict=True):
                words = replace(mark, text=f"{stage}: {mark.text}")
                flow.addWidget(self._badge(words, f"{row.act}, {words.text}", strip))
            column.addWidget(strip)

    def _badge(self, mark: Mark, spoken: str, parent: QWidget) -> Badge:
        badge = Badge(mark, theme=self._theme, parent=parent)
        badge.setAccessibleName(spoken)
        return badge


class StartCard(Card):
    """The table with its provision."""

    def __init__(self, view: StartView, *, theme: Theme, parent: QWidget) -> None:
        super().__init__("Was wann erlaubt ist", theme=theme, parent=parent)
        self.table = StartTable(view, theme=theme, parent=self)
        self.column.addWidget(self.table)
        self.add_text(view.note, "meta")
