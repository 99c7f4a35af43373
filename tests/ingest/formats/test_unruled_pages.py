"""Pages without rulings: what stands clearly under one column is trusted, all else doubted, never wrong unsaid."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dq.ingest import read_bytes
from dq.ingest.cells import is_figure
from dq.ingest.flow.rows import Row
from dq.ingest.flow.standing import is_beside_its_label, stand
from dq.ingest.flow.tokens import Kind, Token, TokenLine
from dq.ingest.formats import pdf
from dq.ingest.headers import BlockHeader, Slot
from dq.ingest.page_layout import Box, Glyph, aligned, text_lines
from dq.synthesis.rendering import Noise, render
from tests.properties.round_trip import TEMPLATES, facts, needs_packages
from tests.reading import read_once

DOCUMENT = "shanghai-2024/social-work-2024.tab.txt"


class Unruled(Noise):
    """No noise, but for the rulings that are left out."""

    def chance(self, question, share):
        return question == "pdf/no rulings" or super().chance(question, share)


def words(glyphs):
    """Letters side by side on one line."""
    found = []
    for glyph in sorted(glyphs, key=lambda each: (round(each.middle[1]), each.box.left)):
        last = found[-1][-1] if found else None
        if (
            last is not None
            and round(last.middle[1]) == round(glyph.middle[1])
            and -1 < glyph.box.left - last.box.right < 2
        ):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def moved(word, distance):
    return [
        Glyph(each.text, replace(each.box, left=each.box.left + distance, right=each.box.right + distance))
        for each in word
    ]


def wider(word, times):
    """Right-aligned letters that take more room."""
    right = word[-1].box.right
    return [
        Glyph(
            each.text,
            replace(
                each.box,
                left=right - (right - each.box.left) * times,
                right=right - (right - each.box.right) * times,
            ),
        )
        for each in word
    ]


def jittered(points):
    return lambda word, dice: moved(word, dice.uniform(-points, points))


def astray(points):
    return lambda word, dice: moved(word, dice.choice((-points, points))) if dice.random() < 0.05 else word


def swollen(times):
    return lambda word, dice: wider(word, times) if dice.random() < 0.1 else word


HARMS = {
    "jitter of 5": jittered(5),
    "jitter of 12": jittered(12),
    "some moved by 30": astray(30),
    "some moved by 60": astray(60),
    "some moved by 100": astray(100),
    "some 2.5 times as wide": swollen(2.5),
    "a column moved by 35": lambda word, _: moved(word, 35) if 400 < word[-1].box.right < 520 else word,
    "a column moved by -35": lambda word, _: moved(word, -35) if 520 < word[-1].box.right < 640 else word,
}


@pytest.fixture(scope="module")
def told(shared_documents):
    needs_packages("pdf")
    report = read_once(shared_documents / DOCUMENT).report
    return report, render(report, TEMPLATES[report.report["template"]], "pdf", Unruled())


def test_a_well_formed_table_is_trusted(told):
    report, document = told
    same, found = facts(report), facts(read_bytes("report.pdf", document).report)
    assert {place: fact for place, (fact, *_) in found.items()} == {place: fact for place, (fact, *_) in same.items()}
    assert not [place for place, (_, doubt, *_) in found.items() if doubt]


@pytest.mark.parametrize("harm", HARMS)
def test_what_moved_is_doubted(told, harm, monkeypatch):
    report, document = told
    dice, whole = Random(3), pdf._printed  # noqa: S311 - nothing secret

    def harmed(page):
        printed = whole(page)
        text = ((word, "".join(each.text for each in word)) for word in words(printed.glyphs))
        glyphs = (HARMS[harm](word, dice) if is_figure(told) and "." in told else word for word, told in text)
        return replace(printed, glyphs=[each for word in glyphs for each in word])

    monkeypatch.setattr(pdf, "_printed", harmed)
    monkeypatch.setattr(pdf, "read", pdf.read_here)
    result = read_bytes("report.pdf", document)
    same, found = facts(report), facts(result.report)
    wrong = [place for place in found.keys() & same.keys() if found[place][0] != same[place][0]]
    assert not [place for place in wrong if found[place][1] is None]
    assert not [place for place in found.keys() - same.keys() if found[place][1] is None]


def test_letters_upon_one_another_have_no_place():
    printed = [Glyph(text, Box(left, 0, left + 8, 8)) for text, left in (("合", 0), ("计", 8), ("1", 12), ("2", 40))]
    line = next(text_lines(printed))
    assert aligned(line, 2.5) == ("合计1" + " " * 13 + "2", 0, ((16, (40, 48)),))


def token(text, number, extent):
    return Token(text, text, Kind.WORD, number, 0, len(text), extent=extent)


@pytest.mark.parametrize(
    ("figure", "expected"), [(4, False), (5, True), (6, True), (7, True), (8, False)], ids="figure on line {0}".format
)
def test_a_figure_stands_between_the_ends_of_its_label(figure, expected):
    row = Row(0, words=[token("行政单位", 5, (1, 30)), token("医疗", 7, (1, 15))], line=5)
    row.values = [token("1.00", figure, (90, 99))]
    assert is_beside_its_label(row) is expected


def test_figures_right_in_their_columns_stand_behind_labels_in_the_middle():
    """Though the widest of each column begins as far behind the label before it, as figures do that stand left."""
    table = next(each for each in TEMPLATES["budget_national"].tables if each.name == "general_basic")
    slots = tuple(Slot(at, at + 1, each, "") for at, each in enumerate(table.blocks[0].measures))
    labels = (("科目名称", (300, 334)), ("合计", (525, 542)), ("人员经费", (620, 654)), ("公用经费", (726, 760)))
    header = TokenLine(0, 1, None, tuple(token(text, 1, place) for text, place in labels))
    found = []
    for line, lefts in ((2, (550, 662, 768)), (3, (556, 668, 774)), (4, (559, 671, 777))):
        ends = zip(lefts, (580, 687, 793), strict=True)
        found.append(Row(0, line=line, values=[token("1.00", line, place) for place in ends]))
    assert stand([header], [BlockHeader(table.blocks[0], 0, 0, slots)], found) == [(0, 1, 2)] * len(found)
