"""Where the panes of the search page are: filters in a column or a drawer, hits beside what is read or in its place."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from advisor_app.desktop.pages.search.facets import WIDTH as FACETS_WIDTH
from advisor_app.desktop.pages.search.facets import FacetPanel
from advisor_app.desktop.pages.search.result_panel import ResultPanel
from advisor_app.desktop.reading.place import ReadingPlace
from advisor_app.desktop.theme import Theme
from advisor_app.desktop.widgets.basics import Panel

WIDE = 1200
NARROW = 820
_PANE = 240


class Arrangement(QObject):
    """Lays the panes out for the room there is.

    Args:
        theme: the look.
        page: is laid out.
        bar: lies above all panes.
        facets: the filters.
        results: the hits.
        reading: what is read.
    """

    def __init__(
        self, *, theme: Theme, page: QWidget, bar: QWidget, facets: FacetPanel, results: ResultPanel,
        reading: ReadingPlace,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._theme = theme
        self._page = page
        self._bar = bar
        self._facets = facets
        self._results = results
        self._reading = reading
        self._width_class = ""
        self._kept_width = 0
        self._zoom = 0.0
        self._reading_first = False
        self._build_splitter()
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(facets)
        self._body.addWidget(self.splitter, 1)
        self._drawer = Panel("drawer", page)
        self._drawer_row = QVBoxLayout(self._drawer)
        self._drawer_row.setContentsMargins(1, 1, 1, 1)
        self._drawer.hide()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(self._body, 1)

    def _build_splitter(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self._page)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._results)
        self.splitter.addWidget(self._reading)
        # Not scaled: a pane may be narrow for a moment, until the next arrangement shows one pane only.
        self._results.setMinimumWidth(_PANE)
        self._reading.setMinimumWidth(_PANE)
        self.splitter.splitterMoved.connect(self.keep_width)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)

    # One pane or two

    def show_hits(self) -> None:
        """Show the hits where there is room for one pane only."""
        self._reading_first = False
        self.arrange()

    def show_reading(self) -> None:
        """Show what is read where there is room for one pane only."""
        self._reading_first = True
        self.arrange()

    def arrange(self) -> None:
        """Arrange the panes for the room there is."""
        room = (self._page.width() + self._theme.px(84)) / self._theme.zoom
        wanted = "wide" if room >= WIDE else "compact" if room >= NARROW else "narrow"
        if wanted != self._width_class:
            self._width_class = wanted
            self._fold_facets(fold=wanted != "wide")
            self._reading.set_narrow(narrow=wanted == "narrow")
            self._share_room()
        both = wanted != "narrow"
        self._results.setVisible(both or not self._reading_first)
        self._reading.setVisible(both or self._reading_first)
        if self.drawer_is_open:
            self._place_drawer()

    def restyle(self) -> None:
        """Take over the sizes of the look; another zoom shares the room anew."""
        if self._theme.zoom != self._zoom:
            self._zoom = self._theme.zoom
            self._width_class = ""
        self.arrange()

    # Widths

    @Slot()
    def keep_width(self) -> None:
        """Keep the width the reader dragged the hits to."""
        self._kept_width = self.splitter.sizes()[0]

    @property
    def hits_width(self) -> int:
        """Return the width the reader gave the hits in pixels, 0 if that was left to the window."""
        return self._kept_width

    def restore_width(self, width: int) -> None:
        """Take over the width of the hits from the last time."""
        self._kept_width = width

    def _share_room(self) -> None:
        px = self._theme.px
        width = {"wide": 425, "compact": 369}.get(self._width_class, 0)
        if width and self._kept_width:
            self.splitter.setSizes([self._kept_width, max(self._page.width() - self._kept_width, _PANE)])
        elif width:
            self.splitter.setSizes([px(width), max(self._page.width() - px(width), px(380))])

    # The filters

    @property
    def drawer_is_open(self) -> bool:
        """Tell whether the filters lie above the hits."""
        return not self._drawer.isHidden()

    def open_drawer(self) -> None:
        """Show the filters above the hits."""
        self._place_drawer()
        self._drawer.show()
        self._drawer.raise_()
        self._facets.show()

    def close_drawer(self) -> None:
        """Hide the filters that lie above the hits."""
        self._drawer.hide()

    def _fold_facets(self, *, fold: bool) -> None:
        self._drawer.hide()
        if fold:
            self._drawer_row.addWidget(self._facets)
        else:
            self._body.insertWidget(0, self._facets)
            self._facets.show()
        self._results.set_compact(compact=fold)

    def _place_drawer(self) -> None:
        px = self._theme.px
        top = self._bar.height() + px(76)
        height = min(self._page.height() - top - px(16), px(560))
        self._drawer.setGeometry(QRect(px(12), top, px(FACETS_WIDTH + 4), max(height, px(160))))
