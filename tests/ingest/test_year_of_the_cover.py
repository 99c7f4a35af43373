"""A slip in the year on the cover is outvoted by all other titles, where the sentences bear those out."""

import pytest

from dq.ingest.identity import identify
from dq.ingest.stream import Line

OWN = "青禾区水务局"


def year_of(cover, titles, told):
    said = [f"{OWN}{told}年度收入{at}万元，与{told - 1}年度相比增加。" for at in range(1, 5)]
    texts = [cover, "目录", *(f"第{at}部分 {titles}年度部门决算表" for at in "二三"), *said, "附表：本单位收支决算总表"]
    return identify([Line(at, (text,)) for at, text in enumerate(texts, 1)]).year


@pytest.mark.parametrize(
    ("cover", "titles", "told", "year"),
    [
        ("2022年度部门决算", 2023, 2023, 2023),
        ("2024年度部门决算", 2023, 2023, 2023),
        ("2024年部门决算公开", 2023, 2023, 2023),  # the year in which it was published
        ("2023年度部门决算", 2022, 2023, 2023),  # the titles are last year's
        ("2023年度部门决算", 2024, 2023, 2023),
        ("2023年度部门决算", 2019, 2019, 2023),  # too far off for a slip
        ("2023年度部门预算", 2022, 2022, 2023),  # budgets tell of two years
    ],
)
def test_the_year_of_the_report_is_told_by_all_titles(cover, titles, told, year):
    assert year_of(OWN + cover, titles, told) == year


@pytest.mark.parametrize(
    ("cover", "told", "times", "year"),
    [
        (2022, "2023年度收入总计{}万元，比上年增加。", 6, 2023),
        (2024, "1.情况。2023年度支出总计{}万元，比上年增加。", 6, 2023),
        (2024, OWN + "2023年度收入总计{}万元，比2022年度增加。", 6, 2023),
        (2022, "2023年度收入总计{}万元，比上年增加。", 4, 2022),  # too few
        (
            2024,
            "2023年度收入总计{}万元，2024年度收入为其两倍。",
            6,
            2024,
        ),  # a comparison
        (2023, "与2022年度收入相比，增加{}万元。", 6, 2023),
        (2023, "2022年度结转资金{}万元，已使用。", 6, 2023),
        (2023, "2019年度收入总计{}万元，比上年增加。", 6, 2023),
        (2022, "2023年度预算安排{}万元，比上年增加。", 6, 2022),
    ],
)
def test_without_other_titles_the_year_is_told_by_sentences(cover, told, times, year):
    texts = [OWN, f"{cover}年度部门决算情况说明", "一、概况", *(told.format(at) for at in range(times))]
    assert identify([Line(at, (text,)) for at, text in enumerate(texts, 1)]).year == year
