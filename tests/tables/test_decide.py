"""Which rows get more seeds: artificial runs, replayed round by round as the workflow does."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from artificial import write_runs

from workflow.tables import decide
from workflow.tables.judgement import by_need, look
from workflow.tables.rounds import levels, rounds_of, seeds_of

ROUNDS = rounds_of(4, 20)
EXPERIMENT = {"defaults": {}, "seeds": list(range(20)), "grid": {"hidden_layers": [1, 2, 3]}}
SCATTER = np.random.default_rng(0).normal(0, 0.0026, (3, 20))


def decided(folder, rows, now, counts=(4, 4, 4), **need) -> pd.DataFrame:
    """The table that the program writes after the round of so many seeds."""
    write_runs(folder / "runs", EXPERIMENT, rows)
    experiment = EXPERIMENT | {"counts": list(counts)}
    words = {"experiment": experiment, "rounds": ROUNDS, "seeds": now, "margin": 0.5} | need
    path = folder / f"x-seeds-{now}.csv"
    decide.main([str(folder / "runs"), json.dumps(words), str(path)])
    return pd.read_csv(path, keep_default_na=False, dtype={"decided_after": str})


def rounds(folder, rows) -> list[pd.DataFrame]:
    """Every round that the workflow would ask for, each with the seeds that the one before gave."""
    counts, made = [4] * len(rows), []
    for now in ROUNDS:
        made.append(decided(folder, rows, now, counts))
        before, after = seeds_of(folder / f"x-seeds-{now}.csv")
        assert before == counts
        if before == after:
            break
        counts = after
    return made


def test_one_far_ahead_is_seen_at_once(tmp_path):
    (only,) = rounds(tmp_path, (0.9 + SCATTER - [[0.1], [0], [0.05]]).tolist())
    assert only["verdict"].tolist() == ["worse", "best", "worse"]
    assert only["reason"].tolist() == ["decided", "no row is open", "decided"]
    assert only["decided_after"].tolist() == ["4", "4", "4"]
    assert only["next_seeds"].tolist() == only["seeds"].tolist() == [4, 4, 4]
    means = 100 * (0.9 + SCATTER[:, :4] - [[0.1], [0], [0.05]]).mean(axis=1)
    assert only["hidden_layers"].tolist() == [1, 2, 3]
    assert only["validation_accuracy"].tolist() == pytest.approx(means, abs=5e-5)
    assert only["below_best"].tolist() == pytest.approx(
        [means[1] - means[0], means[2] - means[1], means[1] - means[2]], abs=1e-4
    )
    assert list(only) == [
        "hidden_layers", "validation_accuracy", "seeds", "below_best", "below_best_low", "below_best_high",
        "verdict", "decided_after", "next_seeds", "reason",
    ]  # fmt: skip
    text = (tmp_path / "x-seeds-4.csv").read_text()
    assert max(len(decimals) for decimals in re.findall(r"\.(\d+)", text)) == 4


def test_rows_that_are_equal_get_all_the_seeds(tmp_path):
    """A scatter so wide that nothing can be decided."""
    made = rounds(tmp_path, (0.5 + 40 * SCATTER).tolist())
    assert [len(each) for each in made] == [3] * len(ROUNDS)
    for now, each in zip(ROUNDS, made, strict=True):
        assert each["seeds"].tolist() == [now] * 3
        assert sorted(each["verdict"]) == ["best", "open", "open"]
        reasons = ["leader", "open", "open"] if now < 20 else ["last round"] * 3
        assert sorted(each["reason"]) == reasons
        assert (each["decided_after"] == "").all()


def test_a_row_that_is_decided_keeps_its_interval_and_its_seeds(tmp_path):
    """The first row is far below at once; the last is equal, within a margin that takes more seeds to see."""
    made = rounds(tmp_path, (0.9 + SCATTER - [[0.1], [0], [0]]).tolist())
    assert len(made) > 2
    first = made[0].loc[0, "below_best":"decided_after"]
    for each in made:
        assert each.loc[0, "below_best":"decided_after"].tolist() == first.tolist()
        assert each.loc[0, ["seeds", "reason"]].tolist() == [4, "decided"]
    last = made[-1]
    assert sorted(last["verdict"]) == ["as good", "best", "worse"]
    after = int(last.loc[last["verdict"] == "as good", "decided_after"].iloc[0])
    assert after == last["seeds"].max() == ROUNDS[len(made) - 1]


def test_each_round_has_its_own_level(tmp_path):
    rows = [list(100 * (0.5 + 40 * SCATTER)[row]) for row in range(3)]
    runs = [np.array(values) for values in rows]
    for now, level in zip(ROUNDS, levels(ROUNDS, 0.05), strict=True):
        expected = look([values[:now] for values in runs], level, 0.5)
        found = by_need(runs, ROUNDS, 0.5, now)
        for name in ("below_best", "below_best_low", "below_best_high"):
            assert found[name].tolist() == expected[name].tolist()


BETWEEN = 0.25 * np.tile([-1.0, 1.0], 10)  # decides after four seeds which of two rows 0.8 apart leads


def test_a_leader_alone_gets_no_more_seeds():
    """The first row leads and is decided; with more seeds the second, which is still open, is ahead of it."""
    first, second = 90 + BETWEEN, np.r_[89.2 + BETWEEN[:4], 91.5 + BETWEEN[4:]]
    before = by_need([first, second], ROUNDS, 0.5, 4)
    assert before["decided_after"].fillna(0).tolist() == [4, 0]
    assert before["reason"].tolist() == ["leader", "open"]
    after = by_need([first, second], ROUNDS, 0.5, 8)
    assert after["verdict"].tolist() == ["as good", "best"]
    assert after["reason"].tolist() == ["decided", "no row is open"]
    assert after["next_seeds"].tolist() == [8, 8]


def test_a_row_that_was_decided_and_then_diverged_has_no_verdict():
    first = 90 + BETWEEN
    first[5] = np.nan
    after = by_need([first, 89.2 + BETWEEN], ROUNDS, 0.5, 8)
    assert after["verdict"].tolist() == ["", "best"]
    assert after["decided_after"].isna().all()
    assert after["reason"].tolist() == ["diverged", "no row is open"]


def test_a_row_with_a_run_that_diverged_drops_out_whenever_that_is(tmp_path):
    rows = (0.5 + 40 * SCATTER).tolist()
    rows[0][1] = rows[1][6] = None
    made = rounds(tmp_path, rows)
    assert made[0]["reason"].tolist()[0] == "diverged"
    assert made[0]["verdict"].tolist()[0] == ""
    # In the next round there is one row left, and nothing to compare it with.
    assert len(made) == 2
    assert made[1]["reason"].tolist() == ["diverged", "diverged", "no row is open"]
    assert made[1]["verdict"].tolist() == ["", "", "best"]
    assert made[1]["seeds"].tolist() == [4, 8, 8]
    assert (made[1].loc[1, ["below_best", "below_best_low", "decided_after"]] == "").all()


@pytest.mark.parametrize("left", [0, 1])
def test_with_one_row_or_none_there_is_nothing_to_decide(tmp_path, left):
    rows = [[None] * 20, [None] * 20, list(0.5 + SCATTER[0]) if left else [None] * 20]
    (only,) = rounds(tmp_path, rows)
    assert only["verdict"].tolist() == ["", "", "best" if left else ""]
    assert only["next_seeds"].tolist() == [4, 4, 4]
    assert only["reason"].tolist()[2] == ("no row is open" if left else "diverged")


def test_of_the_seeds_of_one_look_there_is_no_second(tmp_path):
    found = decided(tmp_path, (0.5 + 40 * SCATTER).tolist(), 4, rounds=[4])
    assert set(found["reason"]) == {"last round"}


def test_a_run_that_is_missing_is_said(tmp_path, capsys):
    write_runs(tmp_path / "runs", EXPERIMENT, SCATTER[:, :3].tolist())
    with pytest.raises(FileNotFoundError, match=r"run\.json"):
        decided(tmp_path, SCATTER[:, :3].tolist(), 4)
    assert not list(tmp_path.glob("*.csv"))
