"""A table or an object is read whole, or refused in a line that names the file and what is wrong with it."""

import json
import re

import pandas as pd
import pytest

from workflow.base.errors import InputError
from workflow.base.readers import read_json, read_table

FRAME = pd.DataFrame({"a": [1, 2], "b": ["NA", "x"]})


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_table_with_its_columns_is_read_and_one_without_them_refused(tmp_path, kind):
    path = tmp_path / f"table.{kind}"
    FRAME.to_parquet(path) if kind == "parquet" else FRAME.to_csv(path, index=False)
    options = {} if kind == "parquet" else {"keep_default_na": False}
    pd.testing.assert_frame_equal(read_table(path, ["b", "a"], **options), FRAME, check_dtype=False)
    message = rf"^{re.escape(str(path))}: expected a table in {kind} \(it has no column c, d\); delete it"
    with pytest.raises(InputError, match=message):
        read_table(path, ["a", "c", "d"])
    path.write_bytes(b"\xff\x00")
    with pytest.raises(InputError, match=rf"expected a table in {kind} \("):
        read_table(path, ["a"])
    path.unlink()
    with pytest.raises(FileNotFoundError):
        read_table(path, [])


def test_an_object_with_its_keys_is_read_and_one_without_them_refused(tmp_path):
    path = tmp_path / "object.json"
    path.write_text('{"a": 1, "é": 2}', encoding="utf-8")
    assert read_json(path, ["é"]) == {"a": 1, "é": 2}
    message = rf"^{re.escape(str(path))}: expected a JSON object \(it has no b, c\); delete it"
    with pytest.raises(InputError, match=message):
        read_json(path, ["a", "b", "c"])
    for content in ("[", json.dumps(3)):
        path.write_text(content)
        with pytest.raises(InputError, match="expected a JSON object"):
            read_json(path, ["a"])
