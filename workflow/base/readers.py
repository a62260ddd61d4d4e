"""Read the files that other programs of the workflow wrote."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from workflow.base.errors import InputError
from workflow.base.integrity import checked


def read_json(path: Path, keys: Iterable[str]) -> dict[str, Any]:
    """The JSON object in a file.

    Raises:
        InputError: it is damaged, is not a JSON object, or lacks one of ``keys``.
    """
    try:
        value: dict[str, Any] = json.loads(checked(path).read_text(encoding="utf-8"))
        if absent := [key for key in keys if key not in value]:
            raise ValueError(f"it has no {', '.join(absent)}")
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: expected a JSON object ({error}); delete it and run again") from error
    return value


def read_table(path: Path, columns: Sequence[str], **options: Any) -> pd.DataFrame:
    """The table in a Parquet or CSV file; ``options`` go to pandas.read_csv.

    Raises:
        InputError: it is damaged, is not such a table, or lacks one of ``columns``.
    """
    try:
        if path.suffix == ".parquet":
            # Not a Python file: 15 of 250 programs aborted at exit, as a thread of Arrow still held it.
            with pq.ParquetFile(checked(path)) as file:
                table: pd.DataFrame = file.read().to_pandas()
        else:
            table = pd.read_csv(checked(path), **options)
        absent = [name for name in columns if name not in table.columns]
        if absent:
            raise ValueError(f"it has no column {', '.join(absent)}")
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        kind = path.suffix[1:]
        raise InputError(f"{path}: expected a table in {kind} ({error}); delete it and run again") from error
    return table
