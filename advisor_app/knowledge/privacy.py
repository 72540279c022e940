"""What a log or a report of a bug may tell: nothing of clients or searches, and not whose machine it is.

A message of an exception may hold whatever somebody typed. Only those of its words are told that stand in the program
itself, in the code the exception came through, or in the short list of words that Python and SQLite use.
"""

from __future__ import annotations

import linecache
import os
import platform
import re
from collections.abc import Iterator
from opcode import opmap
from pathlib import Path
from types import CodeType, TracebackType

from advisor_app.errors import AdvisorError

GAP = "…"
_WORD = re.compile(r"\w+")
_GAPS = re.compile(rf"{GAP}(?:[\W_]*{GAP})+")
# They name no person.
_NOBODY = frozenset({"admin", "administrator", "benutzer", "localhost", "root", "system", "user"})
_SHORTEST = 3
_USER = ("USERNAME", "USER", "LOGNAME")
# Typed words that are remembered at most; a day of searching is less.
_REMEMBERED = 20_000
# The homes of others, on any system; what follows is a name. An apostrophe within a word does not end it: O'Brien.
_NAME = r"""(?:[^\\/:*?"'<>|\r\n]|'(?=\w))+"""
_HOMES = re.compile(
    r"(?i)((?:/home|/Users|[a-z]:[\\/]+(?:Users|Documents and Settings)"
    rf"|[\\/]{{2,}}[^\\/\s]+[\\/]+(?:homes?|users?|profiles?|benutzer)\$?)[\\/]+){_NAME}"
)
_MEDIA = re.compile(rf"((?:/run)?/media/){_NAME}")
_LOGIN = re.compile(r"(\w://)[^/\s@'\"]*@")
_QUERY = re.compile(r"(\w://[^\s?#'\"]*)[?#][^\s'\"]*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DUMPED = re.compile(r'^(\s*File ")([^"]*)(", line .*)$', re.MULTILINE)
# The interpreter writes these messages itself, from the names of the program; what it quotes may be a value though.
_OF_THE_PROGRAM = (AttributeError, ImportError, MemoryError, NameError, RecursionError, TypeError)
_QUOTED = re.compile(r"'([^']*)'")
_OF_CODE = re.compile(r"[A-Za-z_][\w.]*", re.ASCII)
_RAISE = opmap["RAISE_VARARGS"]
_PLAIN = (
    "a an and are argument arguments at attribute base be between by byte bytes can cannot character closed "
    "code codec column connection constraint corrupt database decode deleted dictionary disk division does "
    "during empty encode end expected failed file for format found from full function got has have host image "
    "in index input int integer invalid io is iterable iteration key keys large length line list literal "
    "locked malformed match maximum memory missing must no not object of on open operation or out outside "
    "packet permission pipe position range read required sequence size small start string such syntax table "
    "than the thread time to too truncated type unexpected unknown unpack unsupported update utf value values "
    "view with write wrong xml zero "
)
_COMMON = frozenset(_PLAIN.split())


class Discretion:
    """Takes out of texts what may not be told.

    Args:
        home: the user's home folder, "" if unknown.
        user: the user's name on this machine.
        host: the machine's name.
    """

    def __init__(self, *, home: str, user: str, host: str) -> None:
        # In the order in which they came: the oldest go first.
        self._private: dict[str, None] = {}
        variants = {home, home.replace("\\", "/"), home.replace("\\", "\\\\")}
        if Path(home).is_absolute():
            variants.add(Path(home).as_uri()[7:])
        flags = re.IGNORECASE if os.name == "nt" else 0
        known = sorted((re.escape(one) for one in variants if len(one) > _SHORTEST), key=len, reverse=True)
        self._home = re.compile(rf"(?:{'|'.join(known)})(?![\w.-])", flags) if known else None
        names = {user: "<Nutzer>", host: "<Gerät>", host.partition(".")[0]: "<Gerät>"}
        self._names = [
            (re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), told)
            for name, told in names.items()
            if len(name) >= _SHORTEST and name.casefold() not in _NOBODY
        ]

    @classmethod
    def of_this_machine(cls) -> Discretion:
        """Return what keeps this user's and this machine's names to itself."""
        try:
            home = str(Path.home())
        except RuntimeError:
            home = ""
        user = next((name for key in _USER if (name := os.environ.get(key, ""))), Path(home).name)
        return cls(home="" if home == "/" else home, user=user, host=platform.node())

    def keep_private(self, text: str) -> None:
        """Remember what somebody typed: its words are told in no message from now on."""
        self._private.update(dict.fromkeys(word for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST))
        while len(self._private) > _REMEMBERED:
            del self._private[next(iter(self._private))]

    def clean(self, text: str) -> str:
        """Return a text without home folder, user, machine, addresses of mail, logins and queries in addresses."""
        if self._home is not None:
            text = self._home.sub("~", text)
        text = _MEDIA.sub(r"\1<Nutzer>", _HOMES.sub(r"\1<Nutzer>", text))
        text = _MAIL.sub("<Adresse>", _QUERY.sub(rf"\1?{GAP}", _LOGIN.sub(r"\1", text)))
        for name, told in self._names:
            text = name.sub(told, text)
        return text

    def value(self, value: object) -> object:
        """Return a value as a log may tell it: numbers as they are, anything else as a text without what was typed."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, BaseException):
            return self.message(value)
        return self._without_typed(self.clean(str(value)))

    def message(self, error: BaseException) -> str:
        """Return kind and message of an exception, as far as the message comes from the program itself."""
        return f"{_kind(error)}: {self._words(error)}".rstrip(": ")

    def report(self, error: BaseException) -> str:
        """Return an exception with all that led to it: places in the code, kinds, and what may be told of messages."""
        return "\n".join(line for one in _chain(error) for line in (*_places(one.__traceback__), self.message(one)))

    def dump(self, text: str) -> str:
        """Return what a crash of the interpreter left: the places in the code without the folders they lie in."""
        return self.clean(_DUMPED.sub(lambda line: f"{line[1]}{_place(line[2])}{line[3]}", text))

    def _words(self, error: BaseException) -> str:
        if isinstance(error, AdvisorError):
            return f"{error.code} ({', '.join(error.details)})"
        if isinstance(error, OSError) and error.errno is not None:
            # The name of a file may be that of a client.
            return f"[Errno {error.errno}] {self._refusal(error)}"
        try:
            text = str(error)
        except Exception:  # noqa: BLE001 (a message that cannot be made is none)
            return ""
        if isinstance(error, KeyError) and error.args and isinstance(error.args[0], str):
            text = error.args[0]
        own = isinstance(error, _OF_THE_PROGRAM)
        if own and (isinstance(error, ImportError) or not _is_raised_in_code(error.__traceback__)):
            text = _QUOTED.sub(lambda part: part.group() if _OF_CODE.fullmatch(part[1]) else f"'{GAP}'", text)
        else:
            text = _known_words(text, error.__traceback__)
        return self._without_typed(self.clean(text))

    def _refusal(self, error: OSError) -> str:
        """Return what the system said; in its place others may have written what they like."""
        text = error.strerror or ""
        of_the_system = getattr(error, "winerror", None) is not None or text == os.strerror(error.errno or 0)
        return text if of_the_system else self._without_typed(self.clean(_known_words(text, error.__traceback__)))

    def _without_typed(self, text: str) -> str:
        text = _WORD.sub(lambda word: GAP if word.group().casefold() in self._private else word.group(), text)
        return " ".join(_GAPS.sub(GAP, text).split())


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _chain(error: BaseException) -> list[BaseException]:
    """Return an exception and what it came from, the first cause first."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ if one.__cause__ is not None or one.__suppress_context__ else one.__context__
    return found[::-1]


def _frames(trace: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next


def _places(trace: TracebackType | None) -> Iterator[str]:
    for code, number in _frames(trace):
        yield f"  {_place(code.co_filename)}:{number} in {code.co_qualname}"
        if line := linecache.getline(code.co_filename, number).strip():
            yield f"    {line}"


def _place(file: str) -> str:
    """Return where code lies, from its package on: what comes before may be a user's folder."""
    parts = file.replace("\\", "/").split("/")
    for root in ("site-packages", "_internal"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    if "advisor_app" in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index("advisor_app") :])
    return "/".join(parts[-2:])


def _is_raised_in_code(trace: TracebackType | None) -> bool:
    """Tell whether a statement `raise` in somebody's code told the message, and not the interpreter."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is None or trace.tb_frame.f_code.co_code[trace.tb_lasti] == _RAISE


def _known_words(text: str, trace: TracebackType | None) -> str:
    """Leave of a text the words that stand in the code it came through, or that many messages use."""
    known = _COMMON | _written(trace)
    return _WORD.sub(lambda word: word.group() if word.group() in known else GAP, text)


def _written(trace: TracebackType | None) -> frozenset[str]:
    """Return the words that stand in the code an exception came through: names, and texts in quotes."""
    found: set[str] = set()
    for code, _ in _frames(trace):
        found.update(code.co_names, code.co_varnames)
        for text in _texts(code.co_consts):
            found.update(_WORD.findall(text))
    return frozenset(found)


def _texts(constants: object) -> Iterator[str]:
    if isinstance(constants, str):
        yield constants
    elif isinstance(constants, tuple | frozenset):
        for constant in constants:
            yield from _texts(constant)
