"""Ways of scoring in words: where the full mark is given, where deductions begin, by which steps."""

from __future__ import annotations

import pytest

from dq.ingest.statements.performance.criteria import read_criterion


def figures(text: str, name: str) -> tuple[str | None, dict[str, str]]:
    found = read_criterion(text, name)
    for each in found.thresholds:
        assert text[each.start : each.end] == each.printed
    return found.side, {each.measure: each.printed + each.unit for each in found.thresholds}


@pytest.mark.parametrize(
    ("text", "name", "side", "said"),
    [
        (
            "大于40台终端为满分，每减少4台扣1分，扣完为止",
            "终端数",
            "up",
            {"full_from": "40台", "step": "4台", "deduction": "1分"},
        ),
        (
            "超过300家(次), 得满分; 少于320家(次)的, 每少1家(次), 扣0.5分",
            "巡查",
            "up",
            {"full_from": "300家", "deduct_from": "320家"},
        ),
        (
            "超过300家(次), 得满分; 少于300家(次)的, 每少1家(次), 扣0.5分。",
            "巡查",
            "up",
            {"full_from": "300家", "deduct_from": "300家", "step": "1家", "deduction": "0.5分"},
        ),
        (
            "差错率低于8%得满分，每增加4%扣3分",
            "登记差错率",
            "down",
            {"full_from": "8%", "step": "4%", "deduction": "3分"},
        ),
        (
            "培训80人以上得满分；少于75人，扣2分，少于70人，不得分",
            "培训人数",
            "up",
            {"full_from": "80人", "deduct_from": "75人"},
        ),
        ("达到目标值得满分，每低1个百分点扣0.1分", "合格率", None, {"step": "1%", "deduction": "0.1分"}),
        ("3天以内得满分", "工期", "down", {"full_from": "3天"}),
        ("系统空闲率低于40%得满分", "系统使用率", None, {}),
        ("参观的学校超过5所得满分", "展览面积", None, {}),
        ("甲高于5个得满分，乙高于6个得满分", "甲乙", None, {}),
        ("A≤100%时，得分为此项指标满分-100×（A-100%）", "成本控制率", None, {}),
        ("满意率100%得满分", "满意率", None, {}),
        ("达到100%以上得满分", "满意率", None, {}),
        ("50人以上得满分，每少1人扣1分，最多扣3分", "培训人数", "up", {"full_from": "50人"}),
        ("50人以上得满分，每少1人扣1分，少于40人不得分", "培训人数", "up", {"full_from": "50人"}),
        ("50人以上得满分，每少1人扣1分，40至45人得5分", "培训人数", None, {}),
        ("90%以上得满分，80%以上得85分", "合格率", None, {}),
        ("90%以上得满分，80%以上得分值的一半", "合格率", None, {}),
        ("不低于30次得满分，低于50人，扣10分", "活动次数", "up", {"full_from": "30次"}),
        ("不低于3次得满分，低于5次，扣10分", "活动次数", "up", {"full_from": "3次", "deduct_from": "5次"}),
        ("优良率30%以上得满分，合格率低于90%的，扣1分", "优良率", "up", {"full_from": "30%"}),
        ("制度健全得满分，缺一项扣一分", "制度健全性", None, {}),
        ("", "空", None, {}),
    ],
)
def test_what_a_way_of_scoring_says(text: str, name: str, side: str | None, said: dict[str, str]) -> None:
    assert figures(text, name) == (side, said)


def test_steps_on_the_side_of_the_full_mark_are_not_understood() -> None:
    assert figures("高于50台得满分，每增加5台扣1分", "主机") == ("up", {"full_from": "50台"})


@pytest.mark.parametrize(
    "rest",
    [
        "少于95户，每少1户扣2分",
        "每少1户扣2分，低于8户扣完全部分值",
        "每减少1户扣1分，少于5户的扣50分",
        "每少1户扣2分，最低为60分",
        "每少1户扣2分，至多扣40分",
        "每少1户扣2分，因不可抗力除外",
        "每少1户扣2分，巡查60户以上另计",
        "每少10%扣5分",
        "每少50人扣5分",
        "每少10户扣5分，少20户以上扣30分",
        "每减少一档（10户）扣5分",
    ],
)
def test_steps_are_taken_only_where_limit_and_steps_are_the_whole_and_of_one_unit(rest: str) -> None:
    said = figures(f"达到100户得满分，{rest}", "走访户数")[1]
    assert {*said} <= {"full_from"}


@pytest.mark.parametrize("end", ["", "。", "，扣完为止", "；直至扣完为止。"])
def test_steps_may_end_when_all_points_are_deducted(end: str) -> None:
    assert figures(f"达到100户得满分，未达到的，每少5户扣2分{end}", "走访户数")[1]["step"] == "5户"
