"""`advisor-app` sub-commands: the same search as in the window, for scripts and for machines without a display."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.errors import UsageFault
from advisor_app.knowledge.records import canonical
from advisor_app.search.model import FACET_VOCABULARY, SearchRequest, SearchResult, Sort
from advisor_app.terminal.check import check_profile
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.responsible import responsible_for
from advisor_app.terminal.self_test import self_test
from advisor_app.terminal.shell import Version, console, print_json, run_typer
from advisor_app.terminal.show import item_text
from advisor_app.terminal.update import status_json, status_lines, status_now, update
from advisor_app.workspace import Library, Workspace

app = typer.Typer(
    name="advisor-app",
    help="Offline funding knowledge. Without a command the window opens: "
    "advisor-app [--data-dir DIR] [--safe-mode] [FILE.kbz|FOLDER].",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data.")]
MAX_LIMIT = 1000


def run(arguments: Sequence[str]) -> int:
    """Run a sub-command and return the exit status."""
    return run_typer(app, "advisor-app", arguments)


@app.callback()
def _all(context: typer.Context, data_dir: DataDir = None, version: Version = False) -> None:
    context.obj = data_dir


@app.command()
def search(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(help='Words, "phrases", -word, field:value.')] = None,
    kind: Annotated[str | None, typer.Option(help="programme, topic, partner or event.")] = None,
    filters: Annotated[list[str] | None, typer.Option("--filter", help="field=value; may be repeated.")] = None,
    sort: Annotated[Sort, typer.Option(help="Order of the hits.")] = Sort.RELEVANCE,
    limit: Annotated[int, typer.Option(min=1, max=MAX_LIMIT)] = 20,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Find programmes, topics, partners and events."""
    with _library(context, data_dir) as library:
        wanted = _filters(library, [*(filters or []), *([f"kind={kind}"] if kind else [])])
        request = SearchRequest(
            text=" ".join(query or []),
            filters=wanted,
            sort=sort,
            limit=limit,
            offset=offset,
            snippets=limit,
        )
        result = library.search(request)
        if as_json:
            print_json(result_json(result))
        else:
            print_result(library, result, offset=offset)


@app.command()
def show(
    context: typer.Context,
    item_id: Annotated[str, typer.Argument(metavar="ID")],
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Read one item with its sources."""
    with _library(context, data_dir) as library:
        item = library.item(item_id)
        if item is None:
            near = library.search(SearchRequest(text=item_id.replace("-", " "), limit=1, snippets=0)).hits
            remedy = f"did you mean '{near[0].id}'?" if near else "'advisor-app search' finds ids"
            raise UsageFault(what=f"there is no item with the id '{item_id}'", remedy=remedy)
        if as_json:
            print_json(json.loads(canonical(item)))
        else:
            console().print(item_text(item, library.label), markup=False)


@app.command()
def facets(context: typer.Context, data_dir: DataDir = None, as_json: Json = False) -> None:
    """List what one can filter by, with counts."""
    with _library(context, data_dir) as library:
        counts = library.search(SearchRequest(limit=1, snippets=0)).facets
        if as_json:
            print_json({"facets": counts})
            return
        out = console()
        for name, codes in counts.items():
            out.print(f"[bold]{name}[/bold]")
            for code, count in codes.items():
                out.print(f"  {count:5}  {code}  {library.label(FACET_VOCABULARY[name], code)}", markup=False)


@app.command()
def status(context: typer.Context, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Tell what knowledge is there, from when it is, and how updates are doing."""
    workspace = Workspace.locate(data_dir or context.obj)
    with workspace.open_library() as library:
        info = library.info()
        origin, instead_of = library.origin, library.instead_of
    updates = status_now(workspace)
    if as_json:
        counts = {"version": info.version, "digest": info.digest, "items": dict(info.items), "as_of": info.as_of}
        passed_over = {"code": instead_of.code, "message": message_for(instead_of)} if instead_of is not None else None
        shown = {"origin": str(origin), "instead_of": passed_over, "data_dir": str(workspace.data_dir)}
        print_json({**counts, **shown, "updates": status_json(updates)})
        return
    out = console()
    out.print(f"as of    {info.as_of}")
    out.print(f"version  {info.version or 'built locally, not published'}")
    out.print(f"digest   {info.digest}")
    if instead_of is not None:
        out.print(f"instead  {message_for(instead_of)}", markup=False)
    out.print(f"data     {workspace.data_dir}", markup=False)
    for kind, count in info.items.items():
        out.print(f"{count:7}  {kind}")
    for line in status_lines(updates):
        out.print(line, markup=False)


app.command("responsible")(responsible_for)
app.command("check")(check_profile)
app.command()(update)
app.command("self-test")(self_test)


def result_json(result: SearchResult) -> dict[str, object]:
    """Return a search result as the JSON document that scripts rely on."""
    return {
        "query": result.query,
        "total": result.total,
        "took_ms": round(result.took_ms, 3),
        "hits": [
            {
                "id": hit.id,
                "kind": hit.kind,
                "title": hit.title,
                "snippet": hit.snippet.text,
                "score": round(hit.score, 4),
            }
            for hit in result.hits
        ],
        "facets": {name: dict(codes) for name, codes in result.facets.items()},
        "suggestion": result.suggestion,
        "not_understood": list(result.notes),
        "relax": [{"drop": way.drop, "total": way.total, "facet": way.facet, "code": way.code} for way in result.relax],
    }


def print_result(library: Library, result: SearchResult, *, offset: int = 0) -> None:
    """Print a search result for people: number, title, kind, id, snippet, and help when nothing was found."""
    out = console()
    for number, hit in enumerate(result.hits, offset + 1):
        out.print(f"{number:3}  {hit.title}", markup=False, style="bold")
        out.print(f"     {library.label('kinds', hit.kind)} · {hit.id}", markup=False, style="cyan")
        if hit.snippet.text:
            out.print(f"     {hit.snippet.text}", markup=False)
    for note in result.notes:
        out.print(f"Not a filter, searched as words: {note}", markup=False)
    if result.suggestion:
        out.print(f"Did you mean: {result.suggestion}", markup=False)
    for way in result.relax:
        out.print(f"Without {way.drop}: {way.total} hits", markup=False)
    out.print(f"{result.total} hits in {result.took_ms:.1f} ms", markup=False, style="dim")


def _library(context: typer.Context, data_dir: Path | None) -> Library:
    library = Workspace.locate(data_dir or context.obj).open_library()
    if library.instead_of is not None:
        told = f"{message_for(library.instead_of)}; shown is the other knowledge, as of {library.info().as_of}"
        sys.stderr.write(f"advisor-app: {told}\n")
    return library


def _filters(library: Library, given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Check `field=value` filters against the known fields and codes; labels are accepted for codes."""
    wanted: dict[str, tuple[str, ...]] = {}
    for entry in given:
        field, separator, value = entry.partition("=")
        if not separator or not value:
            raise UsageFault(
                what=f"filter '{entry}' is not field=value", remedy="write e.g. --filter foerderart=zuschuss"
            )
        if field not in FACET_VOCABULARY:
            raise UsageFault(
                what=f"there is no filter field '{field}'", remedy=f"fields: {', '.join(FACET_VOCABULARY)}"
            )
        wanted[field] = (*wanted.get(field, ()), _code(library, field, value))
    return wanted


def _code(library: Library, field: str, value: str) -> str:
    labels = library.vocabulary(FACET_VOCABULARY[field])
    if value in labels:
        return value
    by_label = {label.casefold(): code for code, label in labels.items()}
    if value.casefold() in by_label:
        return by_label[value.casefold()]
    near = difflib.get_close_matches(value.casefold(), [*labels, *by_label], n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"values: {', '.join(list(labels)[:12])}"
    raise UsageFault(what=f"'{value}' is not a value of '{field}'", remedy=remedy)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
