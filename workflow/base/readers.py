"""Read what another program wrote."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from workflow.base.errors import InputError


def read_json(path: Path, keys: Iterable[str]) -> dict[str, Any]:
    """A JSON object that another program wrote.

    Raises:
        InputError: it is none, or lacks one of ``keys``.
    """
    try:
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if absent := [key for key in keys if key not in value]:
            raise ValueError(f"it has no {', '.join(absent)}")
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: expected a JSON object ({error}); delete it and run again") from error
    return value


def read_table(path: Path, columns: Sequence[str], **options: Any) -> pd.DataFrame:
    """A table that another program wrote, in Parquet or CSV; ``options`` are those of pandas for CSV.

    Raises:
        InputError: it is no such table, or lacks one of ``columns``.
    """
    try:
        if path.suffix == ".parquet":
            # Not a file of Python's: programs abort at exit while a thread of Arrow's holds it, 15 of 250.
            with pq.ParquetFile(path) as file:
                table: pd.DataFrame = file.read().to_pandas()
        else:
            table = pd.read_csv(path, **options)
        absent = [name for name in columns if name not in table.columns]
        if absent:
            raise ValueError(f"it has no column {', '.join(absent)}")
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        kind = path.suffix[1:]
        raise InputError(f"{path}: expected a table in {kind} ({error}); delete it and run again") from error
    return table
