"""One spelling a label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.templates import normalise_label, split_unit

SPELLINGS = [
    ("一、财政拨款", "财政拨款"),
    ("二十三、债务付息支出", "债务付息支出"),
    ("（二）参照公务员法管理事业单位", "参照公务员法管理事业单位"),
    ("(1) 公务用车购置费", "公务用车购置费"),
    ("3. 公务接待费", "公务接待费"),
    ("3．公务接待费", "公务接待费"),
    ("③公务接待费", "公务接待费"),
    ("⑴公务接待费", "公务接待费"),
    ("其中：政府性基金", "政府性基金"),
    ("（二）其中： 财政 拨款", "财政拨款"),
    ("● 公务接待费", "公务接待费"),
    ("○（二）其中：财政拨款", "财政拨款"),
    ("●", "●"),
    ("合　计", "合计"),
    ("因公出国（境）费", "因公出国(境)费"),
    ("“三公”经费支出", "三公经费支出"),
    ('"三公"经费支出', "三公经费支出"),
    ("ＡＢ１", "AB1"),
    ("3.5", "3.5"),
    ("一般公共服务支出", "一般公共服务支出"),
    ("一、", "一、"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "label"), SPELLINGS)
def test_normalise_label(text, label):
    assert normalise_label(text) == label


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text):
    once = normalise_label(text)
    assert normalise_label(once) == once


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("车辆数合计(辆)", ("车辆数合计", "辆")),
        ("通用设备(台,套)", ("通用设备", "台套")),
        ("因公出国(境)人次(人)", ("因公出国(境)人次", "人")),
        ("因公出国(境)", ("因公出国(境)", None)),
        ("(辆)", ("(辆)", None)),
    ],
)
def test_split_unit(label, parts):
    assert split_unit(label) == parts
