"""How many units, or offices within the body, a text says that there are, and how many it names."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Final

from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import number_of, ordinal_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.document.own_name import agreement
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.prose import LONGEST, Layout, Passage, fold, joined

_COUNTED: Final = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})[个家]")
_COUNT: Final = r"(?P<count>\d{1,3}|[一二三四五六七八九十两]{1,3})[个家]"
_OF: Final = r"(?:机构|科室|处室|股室|部室|庭室|部门|单位)"
_NAMED: Final = r"(?:,?(?:分别|具体)?(?:是|为|包括|即):?|:)(?P<names>[^。;:]{4,400})(?=。|$)"
_SAID: Final = (
    re.compile(rf"{_COUNT}[^,。;:、\d()]{{0,16}}?{_OF}(?:构成|组成)?{_NAMED}"),
    re.compile(rf"{_OF}(?:共|共有|共计|有)?{_COUNT}{_NAMED}"),
    re.compile(
        rf"(?:[内下]设|设有|设立|下辖):?(?P<names>[^。;:,\d]{{4,300}}?)(?P<etc>等)?共?计?{_COUNT}[^,。;:、\d()]{{0,8}}?{_OF}"
    ),
)
"""共有3个内设机构，分别是：…… / 内设机构3个，即…… / 内设……等3个科室。"""
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NAME: Final = re.compile(r"[^、,]+")
_OFFICE: Final = re.compile(
    r"(?:科|室|处|股|部|中心|办|队|所|站|局|会|庭|院|馆|校|组|园|台|场|学|司|机关|本级|党委|纪委|工会)$"
)
_SEVERAL: Final = re.compile(r"\d|[至到~—-]|[各两每另等]|[一二三四五六七八九十][个家]|其中|加挂|合署")
"""In names that may stand for several, and in lists that may be partial."""
_APART: Final = re.compile(
    r"本级|本部|机关|党委|党总支|党支部|纪委|纪检|工会|派驻|离退休|老干部|(?:局|委|委员会|政府|总队)$"
)
"""What is often counted apart: the body itself, its party offices."""
_JOINING: Final = re.compile("[和及与]")
_PARTS: Final = re.compile(rf"单位(?:共|共有|共计|有)?{_COUNT},其中:?(?P<parts>[^。;:]*)")
_PART: Final = re.compile(r"[^,、\d]{2,20}单位(\d{1,3})[个家]")
_TOGETHER: Final = re.compile(
    rf"(?:单位(?:共|共有|共计|有)?{_COUNT}|共(?:有|计)?(?P<number>\d{{1,3}})[个家][^,。;:、\d()]{{0,16}}?单位)"
    r"[^。;\d]{0,24}(?::|下表|如下)[:。]?$"
)
"""What ends above a list: …的单位共3个，包括："""
_ROW: Final = re.compile(
    r"^\(?(?P<ordinal>\d{1,3}|[一二三四五六七八九十]{1,3})[)、.]{0,2}(?P<name>[\u4e00-\u9fff][^:]*)$"
)
_HEADER: Final = re.compile(r"^(?:序号|单位名称|名称)|^\d{1,4}$")
_BEHIND: Final = re.compile(r"(?:[。表]|情况说明)$")
"""How a sentence or a title ends that stands behind a list: no unit's name, broken over lines, ends so."""
_UNIT: Final = re.compile(r"[局委会办厅部院所站心处队社校学园馆台府镇乡司团室场]")
_OWN: Final = re.compile(r"本级|机关|本部")
_LONGEST_LIST: Final = 400
_LONGEST_ROW: Final = 60
_FEWEST_KINDS: Final = 2
"""One kind alone is a part of all."""
_MOST_KINDS: Final = 8


def counted(outline: Outline) -> list[Statement]:
    """Each count of units or offices that are named: in the sentence, by their kinds, or in a numbered list below it.

    A list that may be partial (等) or has a name that may stand for several (业务一至三科) is no count. What is often
    counted apart (the body itself, its party offices) and words that join two names or are part of one (和) leave it
    open: what is listed differs only where no way of counting gives what is stated.
    Example: `counted(outline)[0].figures["listed"].printed` → `"3"`.
    """
    found: list[Statement] = []
    places = {id(line): at for at, line in enumerate(outline.context.stream.lines)}
    for paragraph in outline.body:
        if paragraph.layout is not Layout.TEXT or _COUNTED.search(paragraph.plain) is None:
            continue
        for start, end in paragraph.sentences:
            said = _BRACKETS.sub("", paragraph.plain[start:end])
            told = _named(said) or _of_kinds(said)
            if told is None and end == len(paragraph.plain):
                told = _above_list(outline, said, places[id(paragraph.pieces[-1].line)])
            if told is not None:
                found.append(_statement(paragraph, start, end, *told))
    return found


def _named(said: str) -> tuple[int, int] | None:
    """What is stated and how many names follow or precede it."""
    for found in filter(None, (pattern.search(said) for pattern in _SAID)):
        names = [each.strip("。;") for each in _NAME.findall(found["names"])]
        stated = _value(found["count"])
        is_sure = len(_COUNTED.findall(said, 0, found.end("count") + 1)) == 1 and not _SEVERAL.search(found["names"])
        if stated is None or not is_sure or not all(map(_OFFICE.search, names)):
            continue
        # Behind the comma of a list of 、 stands what may be of another kind: 财务科、业务科，下设执法队.
        own = found["names"].partition(",")[0] if "、" in found["names"] else found["names"]
        least = sum(1 for each in _NAME.findall(own) if not _APART.search(each))
        most = len(names) + len(_JOINING.findall(found["names"]))
        if found.groupdict().get("etc") and stated >= least:
            return None
        return stated, stated if least <= stated <= most else len(names)
    return None


def _of_kinds(said: str) -> tuple[int, int] | None:
    """What is stated, and the sum of its kinds: 共5个，其中：行政单位1个，事业单位4个."""
    found = _PARTS.search(said)
    stated = _value(found["count"]) if found else None
    if found is None or stated is None or "其中" in found["parts"]:
        return None
    parts = [int(each) for each in _PART.findall(found["parts"])]
    if not _FEWEST_KINDS <= len(parts) <= _MOST_KINDS or len(parts) != len(_COUNTED.findall(found["parts"])):
        return None
    whole = sum(parts)
    # One kind may lie within another; with 其他 they are all there are, and none does.
    is_open = "其他" not in found["parts"] and (
        whole < stated
        or any(sum(some) == stated for size in range(_FEWEST_KINDS, len(parts)) for some in combinations(parts, size))
    )
    return None if is_open else (stated, whole)


def _above_list(outline: Outline, said: str, at: int) -> tuple[int, int] | None:
    """What is stated, and the rows of the numbered list below the line `at`."""
    found = _TOGETHER.search(said) if len(_COUNTED.findall(said)) == 1 else None
    stated = _value(found["count"] or found["number"]) if found else None
    rows = [] if stated is None else _rows(outline, at)
    if stated is None or not rows:
        return None
    own = outline.context.owner.name or ""
    itself = sum(1 for name in rows if _OWN.search(name) or agreement(name, own) == "yes")
    return stated, stated if stated in (len(rows), len(rows) - min(itself, 1)) else len(rows)


def _rows(outline: Outline, at: int) -> list[str]:
    """The names of a numbered list; none where it is not plain that it ends where it seems to."""
    names: list[str] = []
    rank = None
    lines = outline.context.stream.lines[at + 1 : at + _LONGEST_LIST]
    tables = {id(outline.context.stream.lines[span.first]) for span in outline.context.tables}
    for line in lines:
        text = fold("".join(joined(line.cells[cell]) for cell in line.filled))
        if not text or (_HEADER.match(text) and id(line) not in tables):
            continue
        row, number = _ROW.match(text), number_of(text)
        kind = number.rank if number else None
        if (
            row
            and ordinal_of(row["ordinal"]) == len(names) + 1
            and _is_unit(row["name"])
            and (not names or kind == rank)
        ):
            names.append(row["name"])
            rank = kind
            continue
        is_end = id(line) in tables or _BEHIND.search(text) is not None or (kind is not None and kind != rank)
        return names if is_end else []
    return []


def _is_unit(name: str) -> bool:
    return len(name) <= _LONGEST_ROW and "。" not in name and _UNIT.search(name) is not None


def _value(printed: str) -> int | None:
    return 2 if printed == "两" else ordinal_of(printed)


def _statement(paragraph: Passage, start: int, end: int, stated: int, listed: int) -> Statement:
    words = paragraph.said(start, min(end, start + LONGEST))
    figures = {
        "words": words,
        "stated": Said(str(stated), words.line, words.place),
        "listed": Said(str(listed), words.line, words.place),
    }
    given = {"mention": "count", "place": "text", "agrees": "yes" if stated == listed else "no"}
    return statement("mention", paragraph.line(start), words.printed, figures, given)
