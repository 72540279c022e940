"""Writing arrays so that a fault of the disk is never lost."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def write_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array to a `.npy` file.

    NumPy itself writes to a copy of the file's handle and does not look whether closing that succeeds: on a full disk a
    small array would be cut short, and nobody be told.

    Raises:
        OSError: it could not be written.
    """
    packed = BytesIO()
    np.save(packed, array, allow_pickle=False)
    path.write_bytes(packed.getbuffer())
