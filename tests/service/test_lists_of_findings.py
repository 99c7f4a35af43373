"""Every list of findings is a walk along one index: whatever is filtered, no rows are read only to be left out."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from dq.service.database import connect
from dq.service.findings.queries import SORTS, Wanted, findings

FILTERS = {"table": "x", "year": 2024, "waived": True, "change": "changed", "verdict": "undecided"}


@pytest.fixture(scope="module")
def database(begun):
    """A database as a service has it, that no test changes."""
    engine = connect(f"sqlite:///{begun / 'service.sqlite'}")
    yield engine
    engine.dispose()


def _plan(database, wanted, sort):
    """How SQLite would answer the query of a list."""
    with Session(database) as session:
        asked = []
        event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2:4]))
        findings(session, wanted, sort, None, 50, brief=True)
        statement, parameters = asked[-1]
        explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return " ".join(row[3] for row in explained)


@pytest.mark.parametrize("name", list(FILTERS))
@pytest.mark.parametrize("sort", list(SORTS))
def test_a_filter_is_held_against_the_index_that_the_list_walks(database, name, sort):
    plan = _plan(database, Wanted("r", **{name: FILTERS[name]}), sort)
    assert "USE TEMP B-TREE" not in plan
    index = plan.partition("USING INDEX ")[2].partition(" ")[0]
    with database.connect() as connection:
        columns = {row[2] for row in connection.execute(text(f"PRAGMA index_info({index})"))}
    assert {"table": "table_name", "verdict": "rank"}.get(name, name) in columns


@pytest.mark.parametrize("name", ["body", "rule", "report"])
@pytest.mark.parametrize("sort", list(SORTS))
def test_what_few_findings_have_is_looked_up(database, name, sort):
    assert f"ix_finding_run_{name} (run_id=? AND {name}=?" in _plan(database, Wanted("r", **{name: "x"}), sort)
