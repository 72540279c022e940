"""The search prompt: what `advisor-app` offers where no window can open."""

from __future__ import annotations

import sys

from advisor_app.errors import AdvisorError
from advisor_app.search.model import SearchRequest, SearchResult
from advisor_app.terminal.app import print_result
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.shell import console
from advisor_app.terminal.show import item_text
from advisor_app.workspace import Library, Workspace

_SAMPLE = "Fördermittel für Maschinen"
_LIMIT = 8
_HELP = "Type words to search, a number to read that hit, 'quit' to leave."


def run_prompt(workspace: Workspace) -> int:
    """Search as long as there is input; without any, show one sample search and end.

    Returns:
        The exit status.
    """
    try:
        with workspace.open_library() as library:
            _converse(library)
    except AdvisorError as exc:
        sys.stderr.write(f"advisor-app: {message_for(exc)}\n")
        return exc.exit_status
    return 0


def _converse(library: Library) -> None:
    out = console()
    out.print(_HELP, markup=False)
    result: SearchResult | None = None
    while True:
        line = _next_line()
        if line is None:
            if result is None:
                out.print(f"> {_SAMPLE}", markup=False)
                print_result(library, _search(library, _SAMPLE))
            return
        if line in ("quit", "exit", "q"):
            return
        if not line:
            continue
        if result is not None and line.isdecimal() and 1 <= int(line) <= len(result.hits):
            item = library.item(result.hits[int(line) - 1].id)
            if item is not None:
                out.print(item_text(item, library.label), markup=False)
            continue
        result = _search(library, line)
        print_result(library, result)


def _search(library: Library, text: str) -> SearchResult:
    return library.search(SearchRequest(text=text, limit=_LIMIT, snippets=_LIMIT))


def _next_line() -> str | None:
    """Return the next line without surrounding space; None at the end of the input."""
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None
