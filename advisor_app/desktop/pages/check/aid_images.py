"""The pictures of state aid as images in light colours, fine enough for paper."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter

from advisor_app.desktop.map.paper import PaperInk
from advisor_app.desktop.pages.check.account_ink import Frame, paint_account
from advisor_app.desktop.pages.check.holdings_ink import paint_holdings, place
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView
from advisor_app.desktop.presenters.check_size_views import SizeView

# Dots for a design pixel.
DOTS = 3


def holdings_image(view: SizeView, width: float) -> QImage:
    """Return the holdings, no wider than so many design pixels: what is wider is made smaller."""
    ink = PaperInk(1.0)
    layout = place(view.boxes, ink, width)
    dots = DOTS * min(1.0, width / layout.width)
    image = QImage(round(layout.width * dots), round(layout.height * dots), QImage.Format.Format_RGB32)
    image.fill(ink.colour("surface"))
    painter = QPainter(image)
    painter.scale(dots, dots)
    paint_holdings(painter, view, layout, ink, lit=None)
    painter.end()
    return image


def account_image(view: AccountView, side: AccountSide, width: float) -> QImage:
    """Return the time line of an account under a regulation, so many design pixels wide."""
    ink = PaperInk(1.0)
    frame = Frame(view, side, width, ink)
    image = QImage(round(width * DOTS), round(frame.height * DOTS), QImage.Format.Format_RGB32)
    image.fill(ink.colour("surface"))
    painter = QPainter(image)
    painter.scale(DOTS, DOTS)
    paint_account(painter, frame, lit=-1)
    painter.end()
    return image
