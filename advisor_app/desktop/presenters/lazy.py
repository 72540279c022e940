"""Rows that are made when they are first looked at: of thousands a screen shows a dozen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar, overload

Row = TypeVar("Row")


def _nothing(_key: object) -> None:
    return None


class LazyRows(Sequence[Row], Generic[Row]):
    """Rows whose order is known, each made when it is first looked at, and kept then.

    Args:
        keys: what each row is made from, in the order of the rows; equal keys mean rows about the same.
        make: makes a row; called wherever one is looked at, so it must be quick and ask nothing that may be closed.
    """

    def __init__(self, keys: Sequence[Hashable] = (), make: Callable[..., Row | None] = _nothing) -> None:
        self.keys = tuple(keys)
        self._make: Callable[..., Row | None] | None = make
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, number: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(number, slice):
            return tuple(self[one] for one in range(len(self.keys))[number])
        row = self.look(range(len(self.keys))[number])
        if row is None:
            msg = f"row {number} is not made any more"
            raise IndexError(msg)
        return row

    def look(self, number: int) -> Row | None:
        """Return a row; None beyond them, and for one that nobody looked at before `let_go`."""
        row = self._made.get(number)
        if row is None and self._make is not None and 0 <= number < len(self.keys):
            row = self._make(self.keys[number])
            if row is not None:
                self._made[number] = row
        return row

    def find(self, key: Hashable) -> int:
        """Return the number of a row by its key, -1 if there is none."""
        return self.keys.index(key) if key in self.keys else -1

    def shows(self, other: LazyRows[Row]) -> bool:
        """Tell whether whoever looks at these rows sees nothing new in the others."""
        return self.keys == other.keys and all(other.look(number) == row for number, row in self._made.items())

    def let_go(self) -> None:
        """Make no more rows, and hold nothing of what they are made of: that is being closed."""
        self._make = None
