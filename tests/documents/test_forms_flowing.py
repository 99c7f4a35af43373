"""Performance forms in running text against the hand-made keys: each figure where it stands, and what it means."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import pytest

from dq.ingest.formats import flat_text
from dq.ingest.statements import Said, Statement
from dq.ingest.statements.forms import forms_of
from dq.ingest.statements.parts import parts
from dq.ingest.statements.performance.flowing import forms_in_text
from dq.ingest.statements.projects.rows import project_statements
from dq.templates import load_statements

DOCUMENT = "fujian-2018/004_592f9adbc2a2d7fa.txt"
KEY = Path(__file__).parent / "keys" / "forms-fujian-2018-004.tsv"
RATES = ("arrival_rate", "spending_rate", "execution_rate", "use_rate", "cost_rate", "met_rate", "quality")
QUANTITIES = {
    **dict.fromkeys(RATES, "ratio"),
    **dict.fromkeys("abcd", "operand"),
    "targets_set": "count",
    "targets_met": "count",
    "criterion_mark": "full_mark",
    **dict.fromkeys(("excellent_from", "good_from", "pass_from"), "grade_from"),
}
UNKEYED = {"none", "year", "month", "day"}
NAMED = 0.6
"""Share of the characters of a key's short label that must stand in the fact's label in their order."""

TITLES = {(table.name, each.name): each.title for table in load_statements() for each in table.measures}


class Fact(NamedTuple):
    """One figure that was read: its row, its measure, where it stands."""

    row: Statement
    measure: str
    said: Said

    @property
    def quantities(self) -> set[str]:
        """What the key may call it. What a calculation behind a completion gives is that completion; the target that a
        way of scoring repeats is where it gives the full mark.
        """
        if self.measure == "score" and (self.row.table == "project" or self.row.role == "total"):
            return {"total_score"}
        if self.measure == "weight" and self.row.role == "heading":
            return {"group_weight"}
        if self.measure == "year":
            return {"year"}
        if self.row.table == "claim":
            return {str(self.row.attributes["quantity"])}
        if self.measure == "result":
            return {"result", "completion"}
        if self.measure == "full_from":
            return {"full_from", "target"}
        return {QUANTITIES.get(self.measure, self.measure)}

    def means(self, key: Mapping[str, str]) -> bool:
        """Whether quantity, value, unit and item are those of the key."""
        if key["quantity"] not in self.quantities:
            return False
        if key["quantity"] in {"met", "grade"}:
            return {"是": "yes", "否": "no"}.get(self.said.printed, self.said.printed) == key["value"]
        return self.said.printed == key["figure"] and self.said.unit == key["unit"] and self._names(key["item"])

    def _names(self, item: str) -> bool:
        if item.startswith("支出内容") or self.row.role == "total":
            return True
        texts = (self.row.attributes.get("level2"), self.row.label, TITLES[self.row.table, self.measure])
        known = "".join(each or "" for each in (*texts, self.row.attributes.get("criterion")))
        blocks = SequenceMatcher(None, item, known, autojunk=False).get_matching_blocks()
        return sum(each.size for each in blocks) >= NAMED * len(item)


@pytest.fixture(scope="module")
def rows(shared_documents: Path) -> tuple[Statement, ...]:
    path = shared_documents / DOCUMENT
    stream = flat_text.read(path.name, path.read_bytes())
    forms = forms_of(stream)
    within = [range(stream.lines[form.first].number, stream.lines[form.end - 1].number) for form in forms]
    claimed = project_statements(stream, parts(stream, forms))
    told = [each for each in claimed if any(each.line in lines for lines in within)]
    return (*forms_in_text(stream, forms), *told)


@pytest.fixture(scope="module")
def key() -> list[dict[str, str]]:
    with KEY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def facts(rows: Iterable[Statement]) -> Iterator[tuple[tuple[int, int | None], Fact]]:
    """All that print a digit, a tick or a word of a met target; a dash is no figure."""
    for row in rows:
        for measure, said in row.figures.items():
            if measure in {"met", "grade"} or any(each.isdecimal() for each in said.printed):
                yield (said.line, said.place), Fact(row, measure, said)


def test_all_keyed_figures_are_read(rows: tuple[Statement, ...], key: list[dict[str, str]]) -> None:
    """Recall 1.0: 1,074 figures of cells by the reader of forms, 16 of sentences within a form by that of projects."""
    at = defaultdict(list)
    for place, fact in facts(rows):
        at[place].append(fact)
    codes = {(row.attributes["form"], row.code) for row in rows if row.table == "project"}
    wanted = [row for row in key if row["quantity"] not in UNKEYED]
    missed = [
        row
        for row in wanted
        if not any(fact.means(row) for fact in at[int(row["line"]), int(row["char"])])
        and (row["quantity"] != "code" or (row["form"], row["value"]) not in codes)
    ]
    assert len(wanted) == 1090
    assert missed == []


def test_no_fact_of_the_keyed_forms_is_wrong(rows: tuple[Statement, ...], key: list[dict[str, str]]) -> None:
    keyed = {(int(row["line"]), int(row["char"])): row for row in key}
    forms = {row["form"] for row in key}
    read = [each for each in facts(rows) if each[1].row.attributes["form"] in forms]
    wrong = [
        (place, fact.measure, fact.said.printed)
        for place, fact in read
        if not (place in keyed and fact.means(keyed[place]))
    ]
    assert len(read) > 1_000
    assert wrong == []  # precision 1


def test_each_form_of_the_document_has_its_grade_and_a_score_that_its_indicators_make(
    rows: tuple[Statement, ...],
) -> None:
    """The forms without a key, too: a total that is the sum of what was read is one that lacks nothing."""
    scores = {row.attributes["form"]: row.figures.get("score") for row in rows if row.table == "project"}
    assert len(scores) == 34
    assert all(row.figures["grade"].printed for row in rows if row.table == "project")
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in rows:
        score = row.figures.get("score")
        if row.table == "project_indicator" and row.role == "item" and score is not None and score.printed != "-":
            sums[row.attributes["form"]] += Decimal(score.printed)
    apart = {form for form, said in scores.items() if said is not None and Decimal(said.printed) != sums[form]}
    assert apart == set()
