"""Nothing is wrongly accused: what the rules say of the published reports, in every form they were read in."""

from __future__ import annotations

from tests.reading import named, read_once
from tests.rules.moving import run, violated

SOUND = (
    "fujian-2018/004_592f9adbc2a2d7fa.txt",
    "shanghai-2024/planning-bureau-2024.tab.txt",
    "shanghai-2024/planning-bureau-2024.flat.txt",
    "shanghai-2024/planning-bureau-2024.layout.txt",
    "shanghai-2024/social-work-2024.tab.txt",
    "shanghai-2024/social-work-2024.flat.txt",
    "shanghai-2024/social-work-2024.layout.txt",
    "shanghai-2024/official-template-2024.tab.txt",
)
DISPLACED = "fujian-2018/000_6af2a6315bf8f1d0.txt"


def test_sound_tables_are_not_accused(shared_documents):
    record = run(*(named(read_once(shared_documents / name).report, name) for name in SOUND))
    assert len(record.reports) == len(SOUND)
    assert [(each.report, each.rule) for each in record.outcomes if each.verdict == "violated"] == []
    assert record.errors == ()


def test_a_table_printed_one_row_too_low_is_one_cause(shared_documents):
    record = run(read_once(shared_documents / DISPLACED).report)
    accused = [outcome for outcome in record.outcomes if outcome.verdict == "violated"]
    assert {outcome.cause for outcome in accused} == {"c1"}
    for outcome in accused:
        assert any(operand.table == "general_expenditure" for operand in outcome.operands)


def test_without_that_table_nothing_is_violated(shared_documents):
    lines = (shared_documents / DISPLACED).read_text(encoding="utf-8").split("\n")
    titles = [at for at, line in enumerate(lines) if line.strip("\t") == "一般公共预算财政拨款支出决算表"]
    after = next(at for at, line in enumerate(lines) if at > titles[-1] and line.startswith("六、"))
    from dq.ingest.reading import read_bytes

    report = read_bytes("without.txt", "\n".join([*lines[: titles[-1] - 2], *lines[after:]]).encode()).report
    record = run(report)
    assert "general_expenditure" not in {table["table"] for table in report.tables}
    assert violated(record.outcomes) == set()
    assert record.mandatory_missing
