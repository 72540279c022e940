"""`advisor-app update`: knowledge, or the app itself, from server, folder or stick; also the worker of the window."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from advisor_app.errors import AdvisorError, AppTooOld, Cancelled, EndpointMissing, UsageFault
from advisor_app.installation import Installation
from advisor_app.terminal.app_words import fetched_lines, next_step, offer_line, warning_line
from advisor_app.terminal.interrupt import INTERRUPTED
from advisor_app.terminal.messages import message_for
from advisor_app.terminal.shell import (
    console,
    print_json,
    speak_to_nobody,
    step_progress,
    stopping_on_interrupt,
)
from advisor_app.updates.app_offer import AppFetched, updatable
from advisor_app.updates.events import Event, StepTold, encode, fault_named
from advisor_app.updates.model import Found, Outcome, Progress, Step, UpdateResult, UpdateStatus
from advisor_app.workspace import Workspace

if TYPE_CHECKING:
    from advisor_app.updates.transport.source import Source

_STEPS = {
    str(Step.CONNECT): "asking for what is new",
    str(Step.VERIFY): "checking signatures",
    str(Step.DOWNLOAD): "fetching",
    str(Step.CHECK): "checking the content",
    str(Step.APPLY): "applying",
    str(Step.INDEX): "updating the search index",
    str(Step.SWITCH): "switching over",
}
# Progress is told to the window at most this often.
_TOLD_EVERY_S = 0.05

From = Annotated[
    str | None,
    typer.Option("--from", metavar="URL|DIR|FILE", help="Server, folder or bundle; the server set up by default."),
]
AcceptExpired = Annotated[
    bool, typer.Option("--accept-expired", help="Read an expired folder or stick; signatures still hold.")
]
Repair = Annotated[bool, typer.Option("--repair", help="Verify what is on this device and replace it if damaged.")]
Back = Annotated[bool, typer.Option("--back", help="Go back to the state before the last update.")]
Events = Annotated[
    bool, typer.Option("--events", help="Print one JSON line for every event; 'cancel' or end of input cancels.")
]
App = Annotated[bool, typer.Option("--app", help="Fetch the newer version of the app and say what to do with it.")]
Scheduled = Annotated[bool, typer.Option("--scheduled", help="Leave a state alone that the user went back to.")]
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Directory of the user's data.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def update(
    context: typer.Context,
    source: From = None,
    accept_expired: AcceptExpired = False,
    repair: Repair = False,
    back: Back = False,
    app: App = False,
    events: Events = False,
    scheduled: Scheduled = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> int:
    """Receive new knowledge, signed and complete; what is there stays usable whatever happens."""
    workspace = Workspace.locate(data_dir or context.obj)
    if app and (repair or back or scheduled):
        raise UsageFault(what="--app together with --repair, --back or --scheduled", remedy="do one after the other")
    if back:
        return _go_back(workspace, as_json=as_json)
    asked = _Asked(workspace, source, accept_expired=accept_expired, repair=repair, scheduled=scheduled)
    work: _Work = asked.fetch if app else asked.run
    if events:
        return _tell_events(work)
    interrupted = threading.Event()
    with step_progress(_STEPS) as show, stopping_on_interrupt(interrupted):
        try:
            result = work(progress=show, found=lambda _found: None, cancelled=interrupted.is_set)
        except Cancelled as exc:
            sys.stderr.write(f"advisor-app: {message_for(exc)}\n")
            return INTERRUPTED
        except AppTooOld:
            _tell_offer(workspace)
            raise
    _print_result(result, workspace.installation, as_json=as_json)
    return 0


def result_json(result: UpdateResult | AppFetched) -> dict[str, object]:
    """Return the result of an update as the JSON document that scripts rely on."""
    if isinstance(result, AppFetched):
        offer = result.offer.document() if result.offer is not None else {}
        return {"result": "fetched" if offer else "current", "file": result.file, **offer}
    document = asdict(result)
    named = {"result": document.pop("outcome"), "from": document.pop("before"), "to": document.pop("after")}
    return {**named, **document}


def status_json(status: UpdateStatus) -> dict[str, object]:
    """Return the state of updates as the JSON document that scripts rely on."""
    return {**asdict(status), "managed": sorted(status.managed)}


def status_lines(status: UpdateStatus) -> Iterator[str]:
    """Yield the state of updates for people."""
    yield f"updates  {status.endpoint or 'no server is set up to receive them from'}"
    yield f"checked  {status.last_check or 'never'}"
    if status.last_fault:
        fault = fault_named(status.last_fault, status.last_fault_details or {})
        told = message_for(fault) if fault is not None else status.last_fault
        yield f"fault    {status.last_attempt}: {told}"
    if status.known_version:
        yield f"newest   version {status.known_version} seen so far"
    if status.expires:
        yield f"fresh    until {status.expires}"
    if status.app is not None:
        yield f"app      {offer_line(status.app)}"
    if status.app_warning:
        yield f"app      {warning_line(status.app_warning)}"
    if status.held:
        yield f"held     somebody went back from version {status.held}; 'advisor-app update' leads on"
    if status.managed:
        yield f"fixed    by an administrator: {', '.join(sorted(status.managed))}"
    if status.development:
        yield "trust    development root: its keys protect nobody"


class _Work(Protocol):
    """What is done in this process or for another program."""

    def __call__(
        self,
        *,
        progress: Progress,
        found: Callable[[Found], None],
        cancelled: Callable[[], bool],
        abandoned: Callable[[], bool] = ...,
    ) -> UpdateResult | AppFetched: ...


class _Asked:
    """An update as it was asked for."""

    def __init__(
        self, workspace: Workspace, source: str | None, *, accept_expired: bool, repair: bool, scheduled: bool
    ) -> None:
        self._workspace = workspace
        self._source = source
        self._accept_expired = accept_expired
        self._repair = repair
        self._scheduled = scheduled

    def run(
        self,
        *,
        progress: Progress,
        found: Callable[[Found], None],
        cancelled: Callable[[], bool],
        abandoned: Callable[[], bool] = lambda: False,
    ) -> UpdateResult:
        """Do it; the faults are those of `UpdateClient.update`, and `EndpointMissing`."""
        client = self._workspace.update_client()
        with self._opened(cancelled) as source:
            return client.update(
                source,
                accept_expired=self._accept_expired,
                repair=self._repair,
                scheduled=self._scheduled,
                endpoint=self._source is None,
                progress=progress,
                found=found,
                cancelled=cancelled,
                abandoned=abandoned,
            )

    def fetch(
        self,
        *,
        progress: Progress,
        found: Callable[[Found], None],  # noqa: ARG002 (what is fetched is no knowledge)
        cancelled: Callable[[], bool],
        abandoned: Callable[[], bool] = lambda: False,  # noqa: ARG002 (nothing is counted)
    ) -> AppFetched:
        """Fetch the newer app; the faults are those of `UpdateClient.fetch_app`, and `EndpointMissing`."""
        policy = self._workspace.policy()
        if not policy.app_updates:
            remedy = "ask whoever looks after this machine"
            raise UsageFault(what="newer versions of the app are switched off here (app_updates = off)", remedy=remedy)
        if not updatable(self._workspace.installation):
            remedy = "update it with git or pip, the way it was installed"
            raise UsageFault(what="this is a checkout or a wheel, which no installer replaces", remedy=remedy)
        client = self._workspace.update_client()
        with self._opened(cancelled) as source:
            return client.fetch_app(source, accept_expired=self._accept_expired, progress=progress, cancelled=cancelled)

    @contextmanager
    def _opened(self, cancelled: Callable[[], bool]) -> Iterator[Source]:
        # Only who updates pays for TUF and the network.
        from advisor_app.updates.transport.source import is_server, open_source  # noqa: PLC0415

        policy = self._workspace.policy()
        where = self._source if self._source is not None else policy.endpoint
        if not where:
            raise EndpointMissing
        if self._accept_expired and is_server(where):
            # Who holds back what a server renews must not get it read for the asking.
            raise UsageFault(what="--accept-expired", remedy="it is for folders and sticks; a server can renew")
        mirrors = policy.mirrors if self._source is None else ()
        with open_source(where, mirrors=mirrors, proxy=policy.proxy, cancelled=cancelled) as source:
            yield source


def _tell_events(work: _Work) -> int:
    """Do an update for another program: events on stdout, `cancel` or the end of stdin cancels."""
    cancelled, abandoned = threading.Event(), threading.Event()
    if sys.stdin is not None:
        waiting = (sys.stdin.fileno(), cancelled, abandoned)
        threading.Thread(target=_await_cancel, args=waiting, daemon=True).start()

    def tell(event: Event) -> None:
        try:
            sys.stdout.write(encode(event) + "\n")
            sys.stdout.flush()
        except OSError:
            # Nobody listens any more.
            speak_to_nobody()
            abandoned.set()
            cancelled.set()

    with stopping_on_interrupt(cancelled):
        try:
            progress = _seldom(tell)
            tell(work(progress=progress, found=tell, cancelled=cancelled.is_set, abandoned=abandoned.is_set))
        except AdvisorError as exc:
            tell(exc)
            return exc.exit_status
    return 0


def _seldom(tell: Callable[[Event], None]) -> Progress:
    """Return a sink that passes on the first and the last word of every step and some in between."""
    last: tuple[Step | None, float] = (None, 0.0)

    def told(step: Step, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        if step != last[0] or done == total or now - last[1] >= _TOLD_EVERY_S:
            last = (step, now)
            tell(StepTold(step=step, done=done, total=total))

    return told


def _await_cancel(stdin: int, cancelled: threading.Event, abandoned: threading.Event) -> None:
    """Wait for a line that says `cancel`, or for the end of the input: then whoever listened is gone.

    The descriptor is read as it is: a thread that waits inside `sys.stdin` would hold a lock that Python needs to exit.
    """
    pending = b""
    with suppress(OSError):
        while chunk := os.read(stdin, 4096):
            *lines, pending = (pending[-100:] + chunk).split(b"\n")
            if any(line.strip() == b"cancel" for line in lines):
                cancelled.set()
                return
    abandoned.set()
    cancelled.set()


def _go_back(workspace: Workspace, *, as_json: bool) -> int:
    desk = workspace.updates()
    left = desk.visible_version()
    # After going back once, the states that were left are kept too; a local build (0) has none that is older.
    earlier = [one for one in desk.earlier() if one.version < left or not left]
    if not earlier:
        raise UsageFault(what="there is no earlier state to go back to", remedy="one is kept after the first update")
    reached = desk.go_back(earlier[0].name)
    if as_json:
        print_json({"result": "back", "from": left, "to": reached.version, "as_of": reached.as_of})
    else:
        told = f"back: version {reached.version}, as of {reached.as_of}; 'advisor-app update' leads on again"
        console().print(told, markup=False)
    return 0


def _tell_offer(workspace: Workspace) -> None:
    """Tell of the newer app beside a fault that only it helps against."""
    offer = workspace.updates().app_offer()
    if offer is not None:
        typer.echo(offer_line(offer), err=True)


def _print_result(result: UpdateResult | AppFetched, installation: Installation, *, as_json: bool) -> None:
    if as_json:
        document = result_json(result)
        if isinstance(result, AppFetched) and result.offer is not None:
            document["next"] = next_step(result.offer, Path(result.file), installation)
        print_json(document)
        return
    out = console()
    if isinstance(result, AppFetched):
        for line in fetched_lines(result, installation):
            out.print(line, markup=False)
        return
    out.print(_result_line(result), markup=False)
    if result.app is not None:
        out.print(offer_line(result.app), markup=False)


def _result_line(result: UpdateResult) -> str:
    wire = f"{result.bytes} bytes in {result.requests} requests from {result.source}"
    if result.outcome is Outcome.CURRENT:
        return f"nothing new: version {result.after}, as of {result.as_of}; {wire}"
    word = "updated" if result.outcome is Outcome.UPDATED else "repaired"
    numbers = f"{result.changed} changed, {result.removed} removed"
    return f"{word}: version {result.before} -> {result.after}, as of {result.as_of}; {numbers}; {wire}"


def status_now(workspace: Workspace) -> UpdateStatus:
    """Return the state of updates at this moment.

    Raises:
        InputUnreadable: an administrator's file says something that makes no sense.
    """
    return workspace.updates().status(datetime.now(tz=UTC))
