"""Numbers that Word counts by itself are read as they are printed."""

import pytest

from dq.ingest.formats import docx as docx_format
from tests.ingest.formats.test_hostile import DOCUMENT, zipped

LEVELS = (("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3."), ("upperRoman", "%4)"))
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def level(at, kind, text):
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def lists():
    first = "".join(level(at, *each) for at, each in enumerate(LEVELS))
    second = level(0, "bullet", "·") + level(1, "decimal", "第%2部分")
    kinds = f'<w:abstractNum w:abstractNumId="0">{first}</w:abstractNum>'
    kinds += f'<w:abstractNum w:abstractNumId="1">{second}</w:abstractNum>'
    own = [(1, 0, ""), (2, 0, AGAIN), (3, 1, "")]
    nums = "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{of}"/>{more}</w:num>' for i, of, more in own)
    return f'<w:numbering xmlns:w="w">{kinds}{nums}</w:numbering>'


def styles():
    head = '<w:style w:styleId="head"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    return f'<w:styles xmlns:w="w">{head}<w:style w:styleId="own"><w:basedOn w:val="head"/></w:style></w:styles>'


def of(number, depth):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def styled(name):
    return f'<w:pStyle w:val="{name}"/>'


ONES = "二三四五六七八九"
FORMER = f"<w:pPrChange><w:pPr>{of(1, 0)}</w:pPr></w:pPrChange>"


@pytest.mark.parametrize(
    ("properties", "numbers"),
    [
        ([of(1, 0), "", of(1, 0)], ["一、", "", "二、"]),
        ([styled("head"), styled("own"), styled("own") + of(0, 0)], ["一、", "二、", ""]),
        ([of(1, 0), of(1, 1), of(1, 1), of(1, 0), of(1, 1)], ["一、", "（一）", "（二）", "二、", "（一）"]),
        ([styled("own"), styled("own") + '<w:numPr><w:ilvl w:val="2"/></w:numPr>'], ["一、", "1."]),
        ([of(1, 0), of(2, 0), of(2, 0)], ["一、", "一、", "二、"]),
        ([of(1, 3), of(3, 0), of(9, 0), of(1, 12), FORMER], [""] * 5),  # kinds and lists that are not known; a change
        ([of(3, 1), of(3, 1)], ["第1部分", "第2部分"]),
        (
            [of(1, 0)] * 20 + [""],
            [*map("{}、".format, ["一", *ONES, "十", *map("十{}".format, ["一", *ONES]), "二十"]), ""],
        ),
    ],
)
def test_numbers_that_word_counts(properties, numbers):
    body = "".join(f"<w:p><w:pPr>{each}</w:pPr><w:r><w:t>收入</w:t></w:r></w:p>" for each in properties)
    document = f'<w:document xmlns:w="w">{body}</w:document>'
    parts = {DOCUMENT: document, "word/numbering.xml": lists(), "word/styles.xml": styles()}
    lines = docx_format.read("a.docx", zipped(parts)).lines
    assert [line.cells[0].removesuffix("收入") for line in lines] == numbers
