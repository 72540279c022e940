"""What lies over the result: makes the view of each leaf of what was found."""

from __future__ import annotations

from dataclasses import replace

from advisor_app.desktop.presenters.check_account import present_account
from advisor_app.desktop.presenters.check_account_views import without_notes
from advisor_app.desktop.presenters.check_desk import Stand
from advisor_app.desktop.presenters.check_reason import present_reason
from advisor_app.desktop.presenters.check_results import present_results
from advisor_app.desktop.presenters.check_sheet import SheetView, present_sheet
from advisor_app.desktop.presenters.check_size import present_size


def present_leaf(leaf: str, subject: str, stand: Stand) -> object:
    """Return the view of a leaf, None where what it is about is not there.

    Args:
        leaf: its name.
        subject: what it is about, an id.
        stand: what was found.
    """
    findings, room = stand.findings, stand.room
    given, today = findings.session.given, findings.today
    if leaf == "reason":
        return present_reason(findings, room.names, room.library, subject, notes=not stand.clients)
    if leaf == "sheet":
        sheet = present_sheet(findings, room.names, room.library)
        return _for_clients(sheet) if stand.clients else sheet
    if leaf == "size":
        return present_size(given, today)
    if leaf == "account":
        account = present_account(given, today)
        return without_notes(account) if stand.clients else account
    return present_results(findings, room.words)


def _for_clients(sheet: SheetView) -> SheetView:
    """Return a sheet without its delicate questions: they are put in private."""
    kept = (
        replace(group, entries=tuple(entry for entry in group.entries if not entry.sensitive)) for group in sheet.groups
    )
    groups = tuple(group for group in kept if group.entries)
    return replace(sheet, groups=groups, text_all=sheet.text, html_all=sheet.html, delicate=0)
