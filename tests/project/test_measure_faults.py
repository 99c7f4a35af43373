"""Faults held against what the rules told."""

from __future__ import annotations

from scripts.measure_faults import markdown, score


def fault(report, kind, *, moves, row="合计", column="total"):
    return {"report": report, "kind": kind, "table": "income", "row": row, "column": column, "moves": moves}


def violation(report, path, before=None):
    cells = [{"table": "income", "row": {"path": path}, "column": "total", "report": each} for each in (None, before)]
    return {"rule": "IN101", "report": report, "operands": cells}


def test_found_missed_and_falsely_accused():
    truth = [
        fault("A", "sign", moves=True),
        fault("B", "sign", moves=True),
        fault("C", "sign", moves=True),
        fault("D", "sign", moves=False),
        fault("E", "row_shift", moves=True, row="201", column=""),
    ]
    told = [
        violation("A", "合计"),
        violation("A", "201"),
        violation("B", "201"),
        violation("D", "1"),
        violation("X", "1", before="W"),
        violation("Y", "合计", before="A"),  # tells of the fault of the year before
        violation("Z", "1", before="A"),  # reads another place of that report
    ]
    result = score(truth, told)
    signs = result.by_kind["sign"]
    assert (signs.faults, signs.moving, signs.found, signs.quiet_found, signs.cells, signs.named) == (4, 3, 2, 1, 3, 1)
    assert result.by_kind["row_shift"].cells == 0
    assert [each["report"] for each in result.missed] == ["C", "E"]
    assert result.accused == {"X": {"IN101"}, "Z": {"IN101"}}
    assert result.recall == 0.5
    page = markdown(result, 10)
    assert "| sign | 4 | 3 | 2 | 66.67 % | 33.3 % | 1 |" in page
    assert "| all | 5 | 4 | 2 | 50.00 % | 33.3 % | 1 |" in page
    assert "2 of 5 (IN101 2)." in page
