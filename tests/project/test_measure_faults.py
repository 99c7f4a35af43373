"""Faults held against what the rules told."""

from __future__ import annotations

from scripts.measure_faults import markdown, score


def fault(report, kind, *, moves, row="合计", column="total"):
    return {"report": report, "kind": kind, "table": "income", "row": row, "column": column, "moves": moves}


def violation(report, path, before=None, rule="IN101"):
    cells = [{"table": "income", "row": {"path": path}, "column": "total", "report": each} for each in (None, before)]
    return {"rule": rule, "report": report, "operands": cells}


def test_found_missed_and_falsely_accused():
    truth = [
        fault("f-2018-a", "sign", moves=True),
        fault("f-2018-b", "sign", moves=True),
        fault("f-2018-c", "sign", moves=True),
        fault("f-2018-d", "sign", moves=False),
        fault("f-2018-e", "omitted_child", moves=True, row="201", column=""),
    ]
    told = [
        violation("f-2018-a", "合计"),
        violation("f-2018-a", "201"),
        violation("f-2018-b", "201"),
        violation("f-2018-d", "1"),
        violation("f-2018-x", "1", before="f-2017-x"),
        violation("f-2019-a", "合计", before="f-2018-a"),  # tells of the fault of the year before
        violation("f-2019-z", "1", before="f-2018-a"),  # reads another place of that report
        violation("f-2019-e", "201", rule="YR103"),  # misses the row that was left out the year before
        violation("f-2020-e", "201", rule="YR103"),
        violation("f-2019-e", "201"),  # lacks a row of its own
    ]
    result = score(truth, told)
    signs = result.by_kind["sign"]
    assert (signs.faults, signs.moving, signs.found, signs.quiet_found, signs.cells, signs.named) == (4, 3, 2, 1, 3, 1)
    assert result.by_kind["omitted_child"].cells == 0
    assert [each["report"] for each in result.missed] == ["f-2018-c", "f-2018-e"]
    accused = {"f-2018-x": {"IN101"}, "f-2019-e": {"IN101"}, "f-2019-z": {"IN101"}, "f-2020-e": {"YR103"}}
    assert result.accused == accused
    assert result.recall == 0.5
    page = markdown(result, 10)
    assert "| sign | 4 | 3 | 2 | 66.67 % | 33.3 % | 1 |" in page
    assert "| all | 5 | 4 | 2 | 50.00 % | 33.3 % | 1 |" in page
    assert "4 of 5 (IN101 3, YR103 1)." in page
