"""`advisor-admin`: check content, build the knowledge, publish it signed, keep the keys, measure the search."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from advisor_app.content.geodata import Geodata
from advisor_app.content.json_schema import schema_for
from advisor_app.content.load import Content
from advisor_app.content.profile_schema import profile_schema
from advisor_app.directory.gazetteer import Gazetteer
from advisor_app.directory.place import Place
from advisor_app.domain import Kind
from advisor_app.domain.outlines import PartnerOutline, outline_of
from advisor_app.errors import EnvironmentFault, Problem, Severity, UsageFault
from advisor_app.knowledge.reader import KnowledgeReader
from advisor_app.publishing.build import build_knowledge
from advisor_app.publishing.stats import KnowledgeStats, knowledge_stats
from advisor_app.search.evaluation import Evaluation, evaluate, evaluate_questions
from advisor_app.terminal.admin_import import import_app
from advisor_app.terminal.admin_installer import installer_app
from advisor_app.terminal.admin_keys import keys_app, resign
from advisor_app.terminal.admin_publish import bundle, diff, publish, serve
from advisor_app.terminal.choices import DataDir, Json, Kb, Today, chosen_content, chosen_day, chosen_kb
from advisor_app.terminal.coverage import coverage_document, coverage_lines, district_coverage
from advisor_app.terminal.messages import problem_line
from advisor_app.terminal.shell import Version, console, print_json, run_typer, step_progress
from advisor_app.workspace import Workspace

app = typer.Typer(
    name="advisor-admin",
    help="Write, check, build and publish the knowledge.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_STEPS = {
    "check": "checking the content",
    "write": "writing the database",
    "index": "building the search index",
    "switch": "switching over",
}


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status: 0 done, 1 the content says no, 2 wrong usage, 3 environment."""
    return run_typer(app, "advisor-admin", arguments)


@app.callback()
def _all(context: typer.Context, data_dir: DataDir = None, version: Version = False) -> None:
    context.obj = data_dir


@app.command()
def validate(
    context: typer.Context,
    kb: Kb = None,
    release: Annotated[bool, typer.Option(help="Hold the content to the rules of a release.")] = False,
    schema_dir: Annotated[
        Path | None,
        typer.Option("--schema", help="Write the JSON Schema of each kind and of profiles into this folder."),
    ] = None,
    today: Today = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> int:
    """Report every problem in the content: file, line, field, code and what to do."""
    workspace = Workspace.locate(data_dir or context.obj)
    content = chosen_content(workspace, kb, release=release, today=today, gold=True)
    if schema_dir is not None:
        _write_schemas(schema_dir, content)
    errors = sum(problem.severity is Severity.ERROR for problem in content.problems)
    if as_json:
        print_json({"problems": [_problem_json(problem) for problem in content.problems]})
    else:
        for problem in content.problems:
            sys.stdout.write(problem_line(problem) + "\n")
        warnings = len(content.problems) - errors
        sys.stdout.write(f"{len(content.items)} valid items, {errors} errors, {warnings} warnings\n")
    return 1 if errors else 0


@app.command()
def build(
    context: typer.Context,
    kb: Kb = None,
    today: Today = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Turn the content into the knowledge database and its search index; kill it any time, the old one stays."""
    chosen = data_dir or context.obj
    workspace = Workspace.locate(chosen)
    store = workspace.seed_store() if chosen is None else workspace.own_store()
    with step_progress(_STEPS) as progress:
        report = build_knowledge(
            chosen_kb(workspace, kb),
            Geodata.load(workspace.geodata),
            store,
            today=chosen_day(today),
            standard=workspace.kb,
            progress=progress,
        )
    document = {
        "path": str(report.generation.path),
        "version": report.info.version,
        "digest": report.info.digest,
        "as_of": report.info.as_of,
        "items": dict(report.info.items),
        "unchanged": report.unchanged,
        "warnings": len(report.warnings),
    }
    if as_json:
        print_json(document)
        return
    out = console()
    done = "unchanged" if report.unchanged else "built"
    counts = ", ".join(f"{count} {kind}" for kind, count in report.info.items.items())
    out.print(f"{done}: {counts}; as of {report.info.as_of}; digest {report.info.digest}", markup=False)
    if report.warnings:
        out.print(f"{len(report.warnings)} warnings; 'advisor-admin validate' lists them", markup=False)


@app.command()
def stats(
    context: typer.Context,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Who serves each district with each competence, and where nobody does.")
    ] = False,
    today: Today = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Tell what the knowledge database holds and what in it is stale; or which district lacks which competence."""
    workspace = Workspace.locate(data_dir or context.obj)
    with KnowledgeReader(workspace.knowledge().database) as reader:
        if coverage:
            _tell_coverage(reader, Gazetteer.load(workspace.geodata).districts(), as_json=as_json)
            return
        found = knowledge_stats(reader.items(), today=chosen_day(today))
        info = reader.info()
    if as_json:
        print_json({"version": info.version, "digest": info.digest, "as_of": info.as_of, **dataclasses.asdict(found)})
    else:
        _print_stats(found)


@app.command("evaluate-search")
def evaluate_search(
    context: typer.Context,
    docs: Annotated[Path | None, typer.Option(help="JSON Lines: id, title, text.")] = None,
    queries: Annotated[Path | None, typer.Option(help="JSON Lines: id, text.")] = None,
    qrels: Annotated[Path | None, typer.Option(help="Tab separated: query id, document id, grade.")] = None,
    questions: Annotated[
        Path | None, typer.Option(help="Advisors' questions (YAML), asked of the knowledge itself.")
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Measure how well the search finds: on any judged collection, or the knowledge on advisors' questions."""
    if questions is not None:
        with Workspace.locate(data_dir or context.obj).open_library() as library:
            result = evaluate_questions(library, questions)
    elif docs is not None and queries is not None and qrels is not None:
        with step_progress({"index": "indexing", "ask": "asking"}) as progress:
            result = evaluate(docs, queries, qrels, progress=progress)
    else:
        raise UsageFault(
            what="what to measure is not said", remedy="give --docs, --queries and --qrels, or --questions"
        )
    if as_json:
        print_json(_rounded(result))
        return
    out = console()
    for name, value in _rounded(result).items():
        out.print(f"{name:10} {value}", markup=False)


def _problem_json(problem: Problem) -> dict[str, object]:
    return dataclasses.asdict(problem)


def _rounded(result: Evaluation) -> dict[str, float | int]:
    return {name: round(value, 4) for name, value in result.figures().items()}


def _write_schemas(folder: Path, content: Content) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in Kind:
            text = json.dumps(schema_for(kind, content.vocabularies), ensure_ascii=False, indent=2)
            (folder / f"{kind}.schema.json").write_text(text + "\n", encoding="utf-8")
        text = json.dumps(profile_schema(content.vocabularies), ensure_ascii=False, indent=2)
        (folder / "profile.schema.json").write_text(text + "\n", encoding="utf-8")
    except OSError as exc:
        raise EnvironmentFault(path=folder, reason=exc.strerror or str(exc), remedy="choose another folder") from exc


def _tell_coverage(reader: KnowledgeReader, districts: Sequence[Place], *, as_json: bool) -> None:
    # Only partners are read: of twenty thousand items they are a few thousand.
    outlines = (outline_of(item) for item in reader.items(Kind.PARTNER))
    partners = [outline for outline in outlines if isinstance(outline, PartnerOutline)]
    found = district_coverage(partners, districts, list(reader.vocabulary("themes")))
    if as_json:
        info = reader.info()
        identity = {"version": info.version, "digest": info.digest, "as_of": info.as_of}
        print_json({**identity, "coverage": coverage_document(found, reader.label)})
        return
    out = console()
    for line in coverage_lines(found, reader.label):
        out.print(line, markup=False)


def _print_stats(found: KnowledgeStats) -> None:
    out = console()
    for name, counts in (("items", found.items), ("levels", found.levels), ("windows", found.windows)):
        out.print(f"{name}: " + ", ".join(f"{count} {code}" for code, count in counts.items()), markup=False)
    for kind, row in found.certainty.items():
        out.print(
            f"certainty of {kind}: " + ", ".join(f"{level} {count}" for level, count in row.items()), markup=False
        )
    out.print(f"programmes with rules: {found.with_rules} ({found.rules} conditions)", markup=False)
    out.print(f"sources: {found.sources}, of these read: {found.sources_read}", markup=False)
    out.print(f"uncertain points: {found.uncertain}, conflicts: {found.conflicts}", markup=False)
    out.print(f"stale: {len(found.stale)}", markup=False)
    for entry in found.stale:
        out.print(f"  {entry.since}  {entry.reason}  {entry.id}  {entry.title}", markup=False)


# Listed after the commands above: in the order in which an admin meets them.
app.add_typer(import_app, name="import")
app.add_typer(keys_app, name="keys")
for _command in (diff, publish, resign, bundle, serve):
    app.command()(_command)
app.add_typer(installer_app, name="installer")
