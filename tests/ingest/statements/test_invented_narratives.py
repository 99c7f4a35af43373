"""Invented narratives of several provinces' wordings against the facts that their authors meant.

Each file of `narratives` was written, with its key, before the reader saw it: its first line is the year of the report
(with `budget` where it is one), and [figure|item|quantity] marks a figure that is a fact, with `-` behind the quantity
where it is meant as negative and `+` between items where it is that of each. Figures without a mark say nothing of the
items of the tables (averages, other years, uses of money): they give no fact. Two marks were taken away since, where
the words leave open what is meant: 年末结转, which elsewhere is only a part of 年末结转和结余; and 完成采购, which may
be of one thing. 其他国内公务接待, which leaves out that of foreign affairs, is an item of its own. In 21 to 28 what the
author had overlooked was marked (parts behind 主要包括, receptions of foreign affairs, devices), items are named as
elsewhere, and a mark taken away: of a coverage. What a body owns is marked in all.
In 29 on items are named as elsewhere; a `?` behind the quantity marks what the author meant and nobody reads yet.
"""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import pytest

from dq.ingest.bodies import Body
from dq.ingest.formats import tab_text
from dq.ingest.identity import Identity
from dq.ingest.statements import Context
from dq.ingest.statements.narrative import read_narrative
from tests.ingest.statements.test_narrative import TEMPLATES

FILES = sorted((Path(__file__).parent / "narratives").glob("*.txt"))
MARK = re.compile(r"\[([^|\]]*)\|([^|\]]*)\|(\w+-?)(\??)\]")
YEARS = ("year", "base_year")
Facts = set[tuple[int, int, str, str, str]]


def keyed(lines: list[str]) -> tuple[str, Facts]:
    """The text without marks; line, character, figure, item and quantity of each mark."""
    facts: Facts = set()
    for number, line in enumerate(lines, 1):
        taken = 0
        for mark in MARK.finditer(line):
            at = mark.start() - taken
            printed = normalize("NFKC", mark[1])
            if not mark[4]:
                facts |= {(number, at, printed, item, mark[3]) for item in mark[2].split("+")}
            taken += len(mark[0]) - len(mark[1])
    return "\n".join(MARK.sub(lambda mark: mark[1], line) for line in lines), facts


def read(text: str, year: int, template: str) -> Facts:
    """The same, as read; zeros in words, limits of definitions and years left out."""
    stream = tab_text.read("a.txt", text.encode())
    body = Body(None, None, None, None)
    context = Context(stream, TEMPLATES[template], Identity(None, year), body, (), {}, "万元")
    return {
        (said.line, said.place or 0, said.printed, each.item or "", f"{quantity}{'-' * said.negative}")
        for each in read_narrative(context)
        for column, said in each.figures.items()
        if (quantity := (each.attributes["quantity"] if each.table == "claim" else column) or "") != "threshold"
        and column not in YEARS
        and not said.is_nothing
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_narrative_is_read_as_it_was_meant(file: Path) -> None:
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    text, facts = keyed(lines)
    assert len(facts) > 20
    year, *kind = head.removeprefix("#").split()
    assert read(text, int(year), "budget_shanghai" if kind else "final_accounts_2024") == facts
