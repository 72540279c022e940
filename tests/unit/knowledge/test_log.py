"""The log file: small for ever, whole under two writers, and without what may not be told."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_app.knowledge.log import KEPT, LEVEL_VARIABLE, LogFile, tail
from advisor_app.knowledge.privacy import Discretion

ERIKA = Discretion(home="/home/erika", user="erika", host="nb17")
ROOT = Path(__file__).resolve().parents[3]


def record(message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error is not None else None
    return logging.LogRecord("advisor_app.x", logging.WARNING, "x.py", 1, message, values, info)


@pytest.fixture
def log(tmp_path) -> LogFile:
    """A log that is moved aside early."""
    return LogFile(tmp_path / "logs" / "koffer.log", lambda: ERIKA, max_bytes=2000)


def test_a_record_says_when_where_and_what_and_the_first_one_which_program(log):
    log.emit(record("settings were not saved: %s after %d tries", "/home/erika/x", 3))
    first, second = log.file.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"\S+ Beratungskoffer \d\S*, Python .*, process \d+", first)
    assert second.endswith(" WARNING advisor_app.x settings were not saved: ~/x after 3 tries")


def test_neither_what_was_typed_nor_who_typed_it_is_written(tmp_path):
    client = "Zahnradwerk Österholz"
    discretion = Discretion(home="/home/erika", user="erika", host="nb17")
    discretion.keep_private(client)
    log = LogFile(tmp_path / "koffer.log", lambda: discretion)
    try:
        int(client)
    except ValueError as exc:
        log.emit(record("asked for %s by %s", "zahnradwerk", "Erika on nb17", error=exc))
        log.emit(record("asked for %(what)s", {"what": exc}))
        log.emit(record("asked for Zahnradwerk in plain text"))
    text = log.file.read_text(encoding="utf-8")
    assert text.count("asked for") == 3
    for word in ("Zahnradwerk", "zahnradwerk", "Österholz", "rika", "nb17"):
        assert word not in text


def test_a_full_log_is_moved_aside_and_a_few_are_kept(log):
    for number in range(200):
        log.emit(record(f"number {number} {'x' * 80}"))
    names = sorted(path.name for path in log.file.parent.glob("koffer.log*") if path.suffix != ".lock")
    assert names == ["koffer.log", *(f"koffer.log.{number}" for number in range(1, KEPT + 1))]
    assert all(path.stat().st_size < 2400 for path in log.file.parent.iterdir())
    assert "number 199 " in log.file.read_text(encoding="utf-8")
    assert tail(log.file, 1, ERIKA)[0].endswith("x" * 80)


def test_what_the_moving_itself_logs_does_not_move_again(log):
    root = logging.getLogger()
    before = root.level
    log.setLevel(logging.DEBUG)
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        for number in range(60):
            logging.getLogger("advisor_app.x").debug("number %d %s", number, "x" * 80)
    finally:
        root.setLevel(before)
        root.removeHandler(log)
    assert log.file.with_name("koffer.log.1").is_file()
    assert "number 59 " in log.file.read_text(encoding="utf-8")


def test_two_processes_write_to_the_same_log_and_lose_no_line(tmp_path):
    program = (
        "import logging, sys\nfrom pathlib import Path\n"
        "from advisor_app.knowledge.log import LogFile\nfrom advisor_app.knowledge.privacy import Discretion\n"
        "quiet = Discretion(home='', user='', host='')\n"
        "log = LogFile(Path(sys.argv[1]), lambda: quiet, max_bytes=12_000)\n"
        "for n in range(150):\n"
        "    log.emit(logging.LogRecord(sys.argv[2], 30, '', 0, f'line {n} ' + 'y' * 60, (), None))\n"
    )
    file = tmp_path / "koffer.log"
    writers = [subprocess.Popen([sys.executable, "-c", program, str(file), name], cwd=ROOT) for name in ("one", "two")]
    assert [writer.wait(30) for writer in writers] == [0, 0]
    text = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("koffer.log*") if path.suffix != ".lock")
    for name in ("one", "two"):
        assert len(re.findall(rf"WARNING {name} line \d+ y{{60}}\n", text)) == 150


def test_a_disk_that_refuses_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    log = LogFile(tmp_path / "file" / "koffer.log", lambda: ERIKA)
    log.emit(record("lost"))
    with pytest.raises(FileExistsError):
        log.write(record("lost"))
    assert tail(tmp_path / "nothing.log", 5, ERIKA) == []


def test_a_record_that_cannot_be_formatted_is_written_all_the_same(log):
    log.emit(record("%d of %d", "one"))
    assert "%d of %d" in log.file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("asked", "level"), [("", logging.WARNING), ("debug", logging.DEBUG), ("x", logging.WARNING)])
def test_the_environment_may_ask_for_more(tmp_path, monkeypatch, asked, level):
    monkeypatch.setenv(LEVEL_VARIABLE, asked)
    assert LogFile(tmp_path / "x.log", lambda: ERIKA).level == level
