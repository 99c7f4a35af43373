"""Pieces of inputs, and what is worth putting between them."""

from __future__ import annotations

import re

CELL = re.compile(rb"[\t\n]|[^\t\n]+")
WORD = re.compile(rb"[ \n]+|[^ \n]+")
TAG = re.compile(rb"<[^<>]*>?|[^<>]+|>")

FIGURES = (
    b"1.00",
    b"-0.01",
    b"1,234.50",
    b"(1.00)",
    b"12.3.4",
    b"9" * 40,
    "１２．５".encode(),
    b"0.00",
    b"1e9",
    b"213%",
)
LABELS = tuple(
    each.encode()
    for each in (
        *(
            "合计",
            "收入支出决算总表",
            "支出决算表",
            "科目编码",
            "项目",
            "决算数",
            "本年支出合计",
            "一、财政拨款",
            "单位：万元",
        ),
        *(
            "栏次",
            "类",
            "款",
            "项",
            "其中：",
            "注：本表",
            "目录",
            "2018 年度部门决算",
            "某市测试局",
            "金额单位：元",
            "行次",
            "—",
        ),
        *("201", "20101", "2010101", "301", "14", "- 3 -", "\ufffd", "\u3000", "\u200b", "\u202e", "⽀"),
    )
)
BYTES = (b"", b"\x00", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\r", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8")
CELLS = (*FIGURES, *LABELS, *BYTES, b"\t", b"\n", b"\t\t\t", b"\n\n")
"""For text whose cells are parted by TABs or spaces."""
SPACES = (*FIGURES, *LABELS, *BYTES, b" ", b"\n", b" " * 12, b"\n\n", b" " * 4000)
