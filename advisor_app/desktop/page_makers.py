"""Makes the pages of knowledge. What a page needs is imported when it is first wanted, not before the first paint."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from advisor_app.errors import AdvisorError

if TYPE_CHECKING:
    from datetime import date

    from advisor_app.desktop.jobs import JobContext
    from advisor_app.desktop.knowledge_page import KnowledgePage, PageTools
    from advisor_app.desktop.presenters.views import Library

START, PARTNERS, TOPICS, EVENTS, COMPARE, ENDED = "start", "partners", "topics", "events", "compare", "ended"
MARKED, CHECK = "marked", "check"


def _start(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.start.page import StartPage

    return StartPage(tools=tools, parent=parent)


def _partners(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.partners.page import PartnersPage

    return PartnersPage(tools=tools, parent=parent)


def _topics(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.topics.page import TopicsPage

    return TopicsPage(tools=tools, parent=parent)


def _events(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.events.page import EventsPage

    return EventsPage(tools=tools, parent=parent)


def _compare(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.compare.page import ComparePage

    return ComparePage(tools=tools, parent=parent)


def _ended(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.ended.page import EndedPage

    return EndedPage(tools=tools, parent=parent)


def _marked(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.marked.page import MarkedPage

    return MarkedPage(tools=tools, parent=parent)


def _check(tools: PageTools, parent: QWidget) -> KnowledgePage:
    from advisor_app.desktop.pages.check.page import CheckPage

    return CheckPage(tools=tools, parent=parent)


def _meet_classes() -> Iterator[object]:
    """Have Qt's classes made that are made when they are first met, one by one.

    Met on the way to a picture they hold it up for 30 ms: all kinds of parts that the inside of a list might be one of,
    and all that something might be filled with.
    """
    from PySide6 import QtGui, QtWidgets

    for name in dir(QtWidgets):
        yield getattr(QtWidgets, name)
    for name in ("QGradient", "QLinearGradient", "QRegion"):
        yield getattr(QtGui, name)


def _imports(geodata: Path) -> Iterator[object]:
    """Import one page after the other and read what never changes."""
    from advisor_app.desktop.pages.start import content, page

    yield content, page
    yield from _meet_classes()
    from advisor_app.desktop.pages.check import page as check

    yield check
    from advisor_app.desktop.pages.partners import page as partners

    yield partners
    from advisor_app.desktop.pages.partners.answer import Land

    with suppress(AdvisorError):
        # Where a map is missing or damaged, the page says so when it is opened.
        yield Land.read(geodata)
    from advisor_app.desktop.pages.topics import page as topics

    yield topics
    from advisor_app.desktop.pages.events import page as events

    yield events
    from advisor_app.desktop.pages.compare import page as compare

    yield compare
    from advisor_app.desktop.pages.ended import page as ended

    yield ended
    from advisor_app.desktop.pages.marked import page as marked

    yield marked
    from advisor_app.desktop.pages.freshness import page as freshness

    yield freshness
    from advisor_app.desktop.pages.options import page as options

    yield options
    from advisor_app.desktop.pages.about import page as about

    yield about
    from advisor_app.desktop.reading import visit

    yield visit


def import_pages(context: JobContext, *, geodata: Path) -> object:
    """Import what the pages need, in a worker: the first opening of each then does not wait for that.

    Args:
        context: of the job.
        geodata: folder of borders and tables of places; they are read as well.
    """
    for _page in _imports(geodata):
        if context.cancelled():
            break
    return None


def read_ahead(library: Library, geodata: Path, today: date) -> bool:
    """Read a piece of what the check needs of all programmes, in a worker; return whether there is nothing more to do.

    Args:
        library: the knowledge.
        geodata: folder of borders and tables of places.
        today: the day of the check.
    """
    from advisor_app.desktop.presenters.check_room import rooms_for

    with suppress(AdvisorError):
        # What cannot be read is told where it is wanted.
        return rooms_for(geodata, today).prepare(library)
    return True


MAKERS: Mapping[str, Callable[[PageTools, QWidget], KnowledgePage]] = {
    START: _start,
    PARTNERS: _partners,
    TOPICS: _topics,
    EVENTS: _events,
    COMPARE: _compare,
    ENDED: _ended,
    MARKED: _marked,
    CHECK: _check,
}
