"""What older runs of a Great Expectations context left is removed, and nothing else."""

from __future__ import annotations

import pytest

from dq.report.sinks.great_expectations.stored import forget

MOMENTS = [f"2026010{day}T000000.000000Z" for day in range(1, 4)]


@pytest.fixture
def results(tmp_path):
    """Three runs of a suite, and one of a suite whose name begins as its own."""
    within = tmp_path / "validations"
    for moment in MOMENTS:
        (within / "budget" / moment[:8] / moment).mkdir(parents=True)
        (within / "budget" / moment[:8] / moment / "archive-2026.json").write_text("{}")
    theirs = within / "budget" / "local" / MOMENTS[0] / MOMENTS[0]
    theirs.mkdir(parents=True)
    (theirs / "archive-2026.json").write_text("{}")
    return within


def left(results):
    return sorted(path.relative_to(results).parts[0:3] for path in results.rglob("*.json"))


def test_runs_but_the_newest_go_and_those_of_other_suites_stay(results):
    forget(results, [results / "budget"], 2)
    assert left(results) == sorted(
        [("budget", "20260102", MOMENTS[1]), ("budget", "20260103", MOMENTS[2]), ("budget", "local", MOMENTS[0])]
    )


def test_what_holds_anything_else_stays(results):
    (results / "budget" / "20260101" / MOMENTS[0] / "mine.txt").write_text("mine")
    forget(results, [results / "budget"], 0)
    assert left(results) == [("budget", "20260101", MOMENTS[0]), ("budget", "local", MOMENTS[0])]


def test_a_file_named_as_a_run_stays(results):
    (results / "budget" / "20260101" / MOMENTS[1]).write_text("mine")
    forget(results, [results / "budget"], 0)
    assert (results / "budget" / "20260101" / MOMENTS[1]).read_text() == "mine"


def test_no_link_leads_to_what_goes(results, tmp_path):
    (tmp_path / "link").symlink_to(results)
    (results / "again").symlink_to(results / "budget")
    before = left(results)
    forget(tmp_path / "elsewhere", [tmp_path / "elsewhere" / "budget"], 0)
    forget(results, [results / "again"], 0)
    assert left(results) == before
