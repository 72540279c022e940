"""Takes the docstrings out of modules that are frozen: they take a sixth of the room, and nobody reads them there.

Lines keep their numbers, so that a report of a crash points into the source. The recipe runs this in the interpreter
that freezes: standard library only.
"""

from __future__ import annotations

import ast

# The help of the sub-commands is made of docstrings.
_READ_AT_RUN_TIME = "advisor_app.terminal"
# Not nothing: without one a dataclass writes its own, which takes longer than all else about it, and some libraries
# add words to theirs.
_INSTEAD = b'"."'
_SCOPES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def reads_docstrings(module: str) -> bool:
    """Tell whether a module's docstrings are shown by the program itself.

    Args:
        module: its dotted name.
    """
    return f"{module}.".startswith(f"{_READ_AT_RUN_TIME}.")


def without_docstrings(source: bytes) -> bytes:
    """Return the source of a module with a full stop for each docstring; all else, and every line's number, stays.

    Args:
        source: of a module, in UTF-8 as Python's own and those of the libraries here are.

    Raises:
        SyntaxError: it is no Python of this interpreter, or has another encoding.
    """
    lines = source.replace(b"\r\n", b"\n").split(b"\n")
    for text in sorted(_docstrings(ast.parse(source)), key=lambda text: (text.lineno, text.col_offset), reverse=True):
        first, last = text.lineno - 1, (text.end_lineno or text.lineno) - 1
        before, after = lines[first][: text.col_offset], lines[last][text.end_col_offset :]
        lines[first : last + 1] = [before + _INSTEAD + after, *[b""] * (last - first)]
    return b"\n".join(lines)


def _docstrings(tree: ast.Module) -> list[ast.Constant]:
    found = []
    for scope in ast.walk(tree):
        if not isinstance(scope, _SCOPES) or not scope.body:
            continue
        match scope.body[0]:
            case ast.Expr(value=ast.Constant(value=str()) as text):
                found.append(text)
    return found
