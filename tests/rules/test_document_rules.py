"""What the rules for the document as a whole say of published reports: real faults by line, nothing else."""

from __future__ import annotations

import pytest

from tests.reading import checked_once

COUNTY = "fujian-2018/000_6af2a6315bf8f1d0.txt"
BUREAU = "shanghai-2024/planning-bureau-2024"
SOCIAL = "shanghai-2024/social-work-2024"
BUDGET = "shanghai-budget-2023-2025/wanli-"


def accused(path):
    """Rule, and the lines of its operands, of each violation of a rule for the document as a whole."""
    record = checked_once(path)
    assert record.errors == ()
    return [
        (outcome.rule, sorted({operand.source.line for operand in outcome.operands}))
        for outcome in record.outcomes
        if outcome.rule.startswith("DC") and outcome.verdict == "violated"
    ]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (
            COUNTY,
            [
                ("DC112", [140, 183, 252, 327, 362, 403, 420, 516, 527, 555]),
                ("DC115", [525]),
                *(("DC135", [line]) for line in (630, 638, 692, 867)),
                ("DC139", [850]),
                ("DC139", [992]),
                ("DC139", [*range(1055, 1060)]),
                ("DC139", [*range(1141, 1146)]),
                ("DC141", [1284]),
                ("DC141", [1360]),
            ],
        ),
        (
            f"{BUREAU}.tab.txt",
            [
                *(("DC111", [line]) for line in (99, 483)),
                *(("DC137", [line]) for line in (367, 486)),
                ("DC138", [508]),
            ],
        ),
        (f"{SOCIAL}.tab.txt", [("DC134", [269, 281]), ("DC143", [348])]),
        (f"{SOCIAL}.layout.txt", [("DC134", [415, 431]), ("DC143", [557])]),
        (
            f"{BUDGET}2023.tab.txt",
            [("DC142", [51, 53, 55, 61, 524, 525, 527]), ("DC143", [74]), ("DC143", [139]), ("DC145", [112])],
        ),
        (f"{BUDGET}2024.tab.txt", [("DC116", [55, 60, 62, 64]), ("DC122", [531]), ("DC143", [145]), ("DC145", [118])]),
        (f"{BUDGET}2025.pdf", []),
        ("jiangsu-budget-2017-2019/party-office-2018.flat.txt", []),
    ],
)
def test_what_is_wrong_with_the_document_is_said_with_its_lines(shared_documents, document, found):
    assert accused(shared_documents / document) == found
