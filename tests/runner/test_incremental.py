"""A night that evaluates only what changed says what a full run says, byte for byte outside `run`.

Gate: a few towns. `DQ_TOWNS=100` makes so many.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace

import pytest

from dq.semantics.bodies import Bodies, Membership
from tests.runner.small import archive_at, body, book_of, correct, night, told

RULES = {
    "T001": 'rule T001 "rows" { for each alpha as r check r.total = r.part }',
    "T002": 'rule T002 "sums" { needs T001 check sum(alpha.total) = sum(alpha.part) }',
    "T003": 'rule T003 "tables" { severity warning check alpha["甲"].total = beta["甲"].amount }',
    "T004": 'rule T004 "before" { check alpha["甲"].total >= prior(alpha["甲"].total) }',
    "T005": 'rule T005 "needy" { needs T003 for each alpha as r check r.part <= 5万元 }',
    "T006": 'rule T006 "units" { for each alpha as r check r.total = sum(units(alpha).total where item = r.item) }',
}
EDITS = {
    "T001": 'rule T001 "rows anew" { for each alpha as r check r.total <= r.part }',
    "T003": 'rule T003 "tables" { check alpha["甲"].total <= beta["甲"].amount }',
    "T004": 'rule T004 "before" { needs T002 check alpha["甲"].part >= prior(alpha["甲"].part) }',
    "T006": 'rule T006 "units" { check alpha["甲"].total >= sum(units(alpha).total) missing as zero }',
}
UNITS = tuple(Membership("b0", unit, 1, last) for unit in ("b0（本级）", "b1", "b2", "b9") for last in (2018, 9999))
FIGURES = ("1", "2", "3", "3", "3", "9", "", "?")


LEVELS = ({}, {"level": "department"}, {"level": "unit"}, {"level": "unit", "code": "2"})
SELECTIONS = (
    lambda _: True,
    lambda record: record.year != 2018,
    lambda record: record.department in ("b0", "b1", "b2"),
    lambda record: record.template == "narrow" or record.level == "unit",
)


class Town:
    """An archive, a rule book and a selection that are edited at random."""

    def __init__(self, root, seed):
        self.root = root
        self.random = random.Random(seed)  # noqa: S311 - edits of an invented archive
        self.rules = dict(list(RULES.items())[: self.random.randint(2, 6)])
        self.units = UNITS[:3]
        self.wanted = SELECTIONS[0]
        self.away = None
        self.count = 0
        for _ in range(6):
            self.add()

    @property
    def archive(self):
        return archive_at(self.root)

    def make(self, name, year, **about):
        self.count += 1
        pick = self.random.choice
        beta = pick((*FIGURES, None))
        form = {"template": pick(("wide", "wide", "narrow")), **about}
        return body(name, year, pick(FIGURES), pick(FIGURES), text=str(self.count), beta=beta, **form)

    def held(self):
        return self.random.choice(self.archive.latest)

    def add(self):
        """A body's first report, or another version of one that is held."""
        pick = self.random.choice
        self.archive.append([self.make(f"b{self.random.randrange(4)}", pick((2017, 2018, 2019)), **pick(LEVELS))])

    def replace(self):
        held = self.held()
        self.archive.replace([self.make(held.department, held.year, level=held.level, code=held.code)])

    def read_anew(self):
        """The same document, now read as another body's or another year's: the report that was there is gone."""
        held = self.held()
        made = self.make(f"b{self.random.randrange(4)}", self.random.choice((2017, 2018, 2019)))
        self.archive.replace([replace(made, report={**made.report, "sha256": held.sha256})])

    def correct(self):
        correct(self.archive, self.held(), self.random.choice(("20000", "30000")), self.random.randrange(2))

    def undo(self):
        for made in self.archive.corrections[:1]:
            self.archive.undo(made.number, "乙", "it was right", "2024-05-07T07:08:09+00:00")

    def damage(self):
        """A file of the archive is gone until something else happens to the archive."""
        path = self.random.choice(sorted((self.root / "tables").glob("alpha/**/*.parquet")))
        self.away = path, path.read_bytes()
        path.unlink()

    def heal(self):
        if self.away is not None:
            path, content = self.away
            path.write_bytes(content)
            self.away = None

    def select(self):
        self.wanted = self.random.choice(SELECTIONS)

    def relate(self):
        self.units = tuple(self.random.sample(UNITS, self.random.randrange(5)))

    def edit_rule(self):
        rule = self.random.choice(sorted(EDITS))
        self.rules[rule] = self.random.choice((EDITS, RULES))[rule]

    def add_rule(self):
        rule = self.random.choice(sorted(RULES))
        self.rules[rule] = RULES[rule]

    def remove_rule(self):
        # What others need stays: a rule that needs one which is not there keeps its file out.
        loose = sorted(set(self.rules) - {"T001", "T002", "T003"})
        if loose and len(self.rules) > 1:
            del self.rules[self.random.choice(loose)]

    def edit(self):
        self.heal()
        of_archive = (self.add, self.replace, self.read_anew, self.correct, self.undo, self.damage)
        self.random.choice((*of_archive, self.select, self.relate, self.edit_rule, self.add_rule, self.remove_rule))()

    @property
    def text(self):
        needed = {"T002": "T001", "T005": "T003", "T004": "T002"}
        rules = dict(self.rules)
        for rule in ("T004", "T005", "T002"):
            if rule in rules and f"needs {needed[rule]}" in rules[rule]:
                rules.setdefault(needed[rule], RULES[needed[rule]])
        return "\n".join(rules.values())

    @property
    def book(self):
        return replace(book_of(self.text), bodies=Bodies(units=self.units))


@pytest.mark.parametrize("seed", range(int(os.environ.get("DQ_TOWNS", "4"))))
def test_any_sequence_of_edits(tmp_path, seed, monkeypatch):
    monkeypatch.setattr("dq.runner.assembling.PART_REPORTS", 2)
    if seed % 2:  # few reports are brought into memory, many are read from their files
        monkeypatch.setattr("dq.runner.evaluating.MOST", 0)
        monkeypatch.setattr("dq.runner.evaluating.BOARD", 3)
    town = Town(tmp_path, seed)
    for _ in range(5):
        ours = told(night(tmp_path, town.book, wanted=town.wanted))
        whole = told(night(tmp_path, town.book, checkpoint="whole", full=True, wanted=town.wanted))
        assert json.dumps(ours) == json.dumps(whole)
        for _ in range(town.random.randint(1, 3)):
            town.edit()


def test_an_unchanged_archive_is_not_evaluated(tmp_path):
    archive_at(tmp_path).append([body(f"b{number}", 2018, part="2") for number in range(3)])
    text = "\n".join(RULES.values())
    first = night(tmp_path, text)
    second = night(tmp_path, text)
    assert (first.about.evaluated, second.about.evaluated, second.about.base) == (3, 0, first.about.id)
    assert told(second) == told(first)
    assert [part.hashes for part in second.about.parts] == [part.hashes for part in first.about.parts]


def test_a_changed_report_takes_its_neighbour_in_time_with_it(tmp_path):
    archive_at(tmp_path).append([body(name, year) for name in "ab" for year in (2017, 2018, 2019)])
    text = RULES["T004"]
    night(tmp_path, text)
    archive_at(tmp_path).replace([body("a", 2017, total="4")])
    assert night(tmp_path, text).about.evaluated == 2


def test_a_changed_report_of_a_unit_takes_its_departments_with_it(tmp_path):
    archive_at(tmp_path).append([body(name, year) for name in "abc" for year in (2018, 2019)])
    book = replace(book_of(RULES["T006"]), bodies=Bodies(units=(Membership("a", "b", 1, 9999),)))
    night(tmp_path, book)
    archive_at(tmp_path).replace([body("b", 2019, total="4")])
    assert night(tmp_path, book).about.evaluated == 2
    listed = replace(book, bodies=Bodies(units=(*book.bodies.units, Membership("a", "c", 2019, 2019))))
    assert night(tmp_path, listed).about.evaluated == 1


def test_without_a_rule_that_asks_for_it_no_neighbour_is_evaluated(tmp_path):
    archive_at(tmp_path).append([body("a", year) for year in (2017, 2018)])
    night(tmp_path, RULES["T001"])
    archive_at(tmp_path).replace([body("a", 2017, total="4")])
    assert night(tmp_path, RULES["T001"]).about.evaluated == 1


def test_a_part_that_was_damaged_is_evaluated_again(tmp_path):
    archive_at(tmp_path).append([body(f"b{number}", 2018, part="2") for number in range(3)])
    first = night(tmp_path, RULES["T001"])
    expected = told(first)
    path = first.about.parts[0].paths(first.folder)[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    second = night(tmp_path, RULES["T001"])
    assert second.about.evaluated == 3
    assert told(second) == expected


def test_moving_a_rule_in_its_file_changes_nothing(tmp_path):
    archive_at(tmp_path).append([body("a", 2018)])
    night(tmp_path, RULES["T001"])
    assert night(tmp_path, "# a remark\n\n" + RULES["T001"]).about.evaluated == 0


def test_progress_counts_reports_that_need_all_rules_again(tmp_path):
    archive_at(tmp_path).append([body("a", 2018), body("b", 2018, part="9"), body("c", 2017)])
    night(tmp_path, RULES["T003"])
    heard = []
    run = night(
        tmp_path, RULES["T003"] + RULES["T001"], progress=lambda done, total, _: heard.append(f"{done}/{total}")
    )
    assert heard == ["3/3", "4/4"]
    assert run.about.evaluated == 3
