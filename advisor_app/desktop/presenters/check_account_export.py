"""The de-minimis account as it leaves the window: as text, as a table, and for paper with the picture."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_account import day_words
from advisor_app.desktop.presenters.check_account_views import AccountSide, AccountView, GrantBar
from advisor_app.desktop.presenters.check_size_export import flat

PURPOSE = "De-minimis-Konto"
RESERVE = (
    "Das ist nicht die De-minimis-Erklärung: Die gibt das Unternehmen gegenüber dem Fördergeber ab, auf dessen "
    "Vordruck. Der freie Rahmen ist nach den Angaben gerechnet und keine Zusage."
)
_HEADS = ("Bewilligt am", "Beihilfewert", "An wen, wofür", "Zählt", "Frei ab")


def twin(view: AccountView) -> str:
    """Return the picture in words: the room now and later, then every grant."""
    lines = [view.undertaking]
    for side in view.sides:
        lines.append(f"{side.title}, Obergrenze {side.ceiling_words}:")
        lines += [f"{formatting.NBSP * 4}{level.label}: {level.room}" for level in side.levels]
    lines += [bar.spoken for bar in view.bars] or [_no_grants(view)]
    return "\n".join(lines)


def _no_grants(view: AccountView) -> str:
    return "Beihilfen sind noch nicht aufgelistet." if view.unlisted else "Keine Beihilfen angegeben."


def as_text(view: AccountView) -> str:
    """Return all of it as plain text; columns are parted by tabulators."""
    lines = [f"{PURPOSE}: {view.company}", view.undertaking, ""]
    for side in view.sides:
        lines += [f"{side.title} ({side.source})", *_side_lines(side), ""]
    lines.append("\t".join(_HEADS))
    lines += ["\t".join(flat(cell) for cell in _cells(bar)) for bar in view.bars] or [_no_grants(view)]
    lines += ["", *(f"{notice.title}: {notice.text}" for notice in view.notices), "", *foot(view)]
    return "\n".join(lines) + "\n"


def _side_lines(side: AccountSide) -> Iterator[str]:
    yield f"Obergrenze: {side.ceiling_words} in drei Jahren, auf den Tag gerechnet"
    yield f"Genutzt: {side.used}"
    yield f"Frei: {side.room}"
    yield from (f"Frei {level.label}: {level.room.removesuffix(' frei')}" for level in side.levels[1:])


def _cells(bar: GrantBar) -> tuple[str, ...]:
    return (day_words(bar.start), bar.amount, bar.label, bar.word, bar.free.removeprefix("frei ab ") or "–")


def foot(view: AccountView) -> Iterator[str]:
    """Yield what stands below: what it rests on, when it was worked out, what it is not."""
    sources = formatting.listed([side.source for side in view.sides])
    asked = f"Angaben vom {view.as_of}" if view.as_of else ""
    yield formatting.joined([sources, asked, f"gerechnet am {day_words(view.today)}"])
    yield RESERVE


def as_html(view: AccountView, picture: str = "") -> str:
    """Return all of it as HTML.

    Args:
        view: the account.
        picture: an `img` element, "" for none.
    """
    sides = "".join(
        f"<h4>{escape(side.title)} ({escape(side.source)})</h4>"
        f"<p>{'<br>'.join(escape(line) for line in _side_lines(side))}</p>"
        for side in view.sides
    )
    notices = "".join(
        f"<li><b>{escape(formatting.sentence(notice.title))}</b> {escape(notice.text)}</li>" for notice in view.notices
    )
    return (
        f"<html><body><h2>{PURPOSE}</h2><p>{escape(view.company)}<br>{escape(view.undertaking)}</p>{sides}"
        f"{f'<p>{picture}</p>' if picture else ''}{grants_table(view)}"
        f"{f'<h4>Zu beachten</h4><ul>{notices}</ul>' if notices else ''}"
        f"{''.join(f'<p><small>{escape(line)}</small></p>' for line in foot(view))}</body></html>"
    )


def grants_table(view: AccountView) -> str:
    """Return the grants as an HTML table."""
    if not view.bars:
        return f"<p>{_no_grants(view)}</p>"
    head = "".join(f'<th align="left">{escape(words)}</th>' for words in _HEADS)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(bar))}</tr>" for bar in view.bars)
    return (
        '<table border="1" cellspacing="0" cellpadding="4" width="100%" style="border-collapse: collapse">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
