"""The result of a check as it leaves the window: by the clipboard, or on paper."""

from __future__ import annotations

from dataclasses import dataclass

from advisor_app.consultation.report import Wanted, report, report_html, report_text
from advisor_app.desktop import formatting
from advisor_app.desktop.presenters.check_desk import Stand
from advisor_app.desktop.presenters.outside import kept_words
from advisor_app.desktop.presenters.views import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A result: its title, its two forms, the age of the knowledge for the foot of a page, and what stays here."""

    title: str
    text: str
    html: str
    standing: str
    kept: str = ""


def present_report(stand: Stand, library: Library, *, with_sensitive: bool) -> ReportView:
    """Return the result of a check; meant for a worker.

    Args:
        stand: what was found.
        library: gives the words.
        with_sensitive: delicate facts count and are told, because somebody ticked that.
    """
    wanted = Wanted(with_sensitive=with_sensitive)
    made = report(stand.findings, stand.room.names, words=library.label, as_of=stand.room.as_of, wanted=wanted)
    return ReportView(
        title=made.title,
        text=report_text(made),
        html=report_html(made),
        standing=f"Inhaltsstand {formatting.as_of(stand.room.as_of)}",
        kept=kept_words(made.stayed),
    )
