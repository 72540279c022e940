"""Small pieces of HTML for the running text; everything that comes from content is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from advisor_app.desktop.presenters.sources import numbers
from advisor_app.desktop.presenters.views import Block
from advisor_app.domain.item import Item


def cite(item: Item, ids: Iterable[str]) -> str:
    """Return links to sources, joined to the word before them by a no-break space."""
    wanted = tuple(identifier for identifier in ids if identifier)
    return "".join(
        f'\u00a0<a class="cite" href="source:{escape(identifier)}">[{number}]</a>'
        for identifier, number in zip(wanted, numbers(item, wanted), strict=False)
    )


def bullets(lines: Iterable[str], *, ordered: bool = False) -> str:
    """Return a list of lines that are already HTML; "" if there are none."""
    entries = "".join(f"<li>{line}</li>" for line in lines)
    tag = "ol" if ordered else "ul"
    return f"<{tag}>{entries}</{tag}>" if entries else ""


def texts(lines: Iterable[str], *, ordered: bool = False) -> str:
    """Return a list of plain lines."""
    return bullets((escape(line) for line in lines), ordered=ordered)


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Return a table of label and value (HTML); rows without a value are left out."""
    cells = "".join(
        f'<tr><td class="label" width="26%">{escape(label)}</td><td>{value}</td></tr>' for label, value in rows if value
    )
    return f'<table class="pairs" width="100%">{cells}</table>' if cells else ""


def block(heading: str, html: str) -> tuple[Block, ...]:
    """Return a block, or nothing if it would be empty."""
    return (Block(heading=heading, html=html),) if html else ()


def link(item_id: str, title: str) -> str:
    """Return a link to another item."""
    return f'<a href="item:{escape(item_id)}">{escape(title)}</a>'


def web(url: str, text: str) -> str:
    """Return a link to a page outside."""
    return f'<a href="{escape(url, quote=True)}">{escape(text)}</a>'
