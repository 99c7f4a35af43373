"""The body's name and the year wherever the document prints them as its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dq.ingest.bodies import region_of
from dq.ingest.identity import ends_like_a_body
from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.model import Said, Span, Statement
from dq.ingest.statements.prose import Layout, Passage, Piece, fold, joined, passage_of
from dq.ingest.stream import Line

_YEAR: Final = r"(?P<year>(?:19|20)\d{2})年(?:度)?"
_NAME: Final = r"(?P<name>[\u4e00-\u9fff()]{0,40}?)"
_REPORT: Final = (
    r"(?:\(?(?:部门|单位|本级|汇总)\)?){0,3}(?:财务收支|收入|支出|财政拨款|一般公共|政府性基金|国有资本|“)?"
)
_YEAR_BEHIND: Final = re.compile(_YEAR)
_TITLES: Final = (
    re.compile(rf"^{_NAME}{_YEAR}{_REPORT}[^,。;:]{{0,30}}?(?:决算|预算)[^,。;:]{{0,20}}(?<=[表明算告案])$"),
    re.compile(rf"^{_YEAR}{_NAME}{_REPORT}(?:决算|预算)(?:公开)?(?:情况)?(?:报告|报表|说明|表|草案)?$"),
    re.compile(rf"^{_NAME}\(?(?:部门|单位)?\)?(?:概况|主要职[能责]|机构设置)$"),
)
"""Titles of the document and its chapters: with the year behind or before the name, or the name alone."""
_OPENS: Final = (
    re.compile(
        rf"(?:说明:|纳入|从(?:预算|决算)单位构成看,){_NAME}(?:{_YEAR}|本年度|部门(?:预算|决算)|(?:预算|决算)包括)"
    ),
    re.compile(
        rf"{_NAME}{_YEAR}(?:部门|单位)?(?:收入|支出|收支|财政|无|没有|决算|预算|政府采购|一般公共|机关运行|项目|国有)"
    ),
    re.compile(
        rf"{_YEAR},?{_NAME}(?:\(?(?:部门|单位)\)?)?(?:所属|本级|下属|共有|没有|决算|预算|收入|支出|年初|财政拨款)"
    ),
    re.compile(rf"截[至止]{_YEAR}\d{{1,2}}月\d{{1,2}}日,{_NAME}(?:\(?(?:部门|单位)\)?)*共有"),
)
"""How the sentences of the form begin that are about the body."""
_MADE_BY: Final = re.compile(
    r"^(?P<word>(?P<form>编制|填报|编报)?(?:部门|单位)(?:名称)?):(?P<name>.*?)"
    r"(?:(?:金额|计量|货币)单位.*|单位:?(?:人民币)?[百千万亿]*元.*|公开\d.*|日期.*|\d{4}年.*|$)"
)
_MADE_TAIL: Final = re.compile(r"(?:部门|单位|汇总|本级|本部|机关|\(.*\))+$")
_NUMBERS: Final = frozenset("一二三四五六七八九十〇0123456789东西南北中上下前后新老大小")
"""Signs by which the names of different bodies differ."""
_WORD: Final = 2
_SHARED: Final = 4
"""Signs behind the region that two names share where one is a slip for the other: 财政局 is none for 教育局."""
_ABOVE: Final = 8
"""Printed lines from a table's title on which the line of its body may stand."""


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    year: str | None
    begin: int
    paragraph: Passage
    place: str
    table: str | None = None
    year_at: int = -1


def names(outline: Outline) -> list[Statement]:
    """Where the document names its body or, in a title, its year; whether it says what it says elsewhere.

    What begins a title or a sentence of the form is held against the body whose report it is. A name that may be
    another body's is no statement, and a wrong one is told where it stands first.
    Example: `names(outline)[0].attributes["mention"]` → `"body"`.
    """
    own = outline.context.owner.name
    titles = [*_cover(outline), *_titles(outline)]
    known = {number_free(each.paragraph.plain) for each in titles}
    listed = [each for each in _listed(outline) if number_free(each.paragraph.plain) not in known]
    found: list[Statement] = []
    if own:
        named = [*titles, *_sentences(outline, {id(each.paragraph) for each in titles}), *listed]
        voted = _voted(own, named)
        others: frozenset[str] | None = None
        wrong: set[str] = set()
        for each in named:
            said = agreement(each.name, voted) if each.name else None
            if said is None and _is_slip(outline, each, voted):
                said = "no"
            if said == "no":
                others = others if others is not None else _listed_bodies(outline)
                said = None if _plain(each.name) in others else said
            if said is not None and each.name not in wrong and (said == "no" or each.place != "contents"):
                found.append(_body(each, said))
            if said == "no":
                wrong.add(each.name)
    wrong_years = [each for each in listed if each.year not in (None, str(outline.context.identity.year))]
    found += [_year(outline, each) for each in (*titles, *wrong_years) if each.year is not None]
    return [*found, *_made_by(outline)]


def agreement(name: str, own: str) -> str | None:
    """Whether a name printed where the body's own belongs is its own ("yes"), is certainly not ("no"), or None.

    An abbreviation agrees. Certainly wrong is the name with another region, or with one sign exchanged for another
    that is no number.
    Example: `agreement("某市规划与资源局", "某市规划和资源局")` → `"no"`.
    """
    name, own = _plain(name), _plain(own)
    if name == own or own.endswith(name) or name.endswith(own):
        return "yes"
    region, home = region_of(name) or "", region_of(own) or ""
    rest, core = name.removeprefix(region), own.removeprefix(home)
    if region and home and region != home and not home.endswith(region) and rest == core:
        return "no"
    if _within(name, own) or (_within(own, name) and len(name) > len(own) + 1):
        return "yes"
    differing = [(one, other) for one, other in zip(name, own, strict=False) if one != other]
    if len(name) == len(own) and len(differing) == 1 and _NUMBERS.isdisjoint(differing[0]):
        return "no"
    return None


def _is_slip(outline: Outline, found: _Found, own: str) -> bool:
    """Whether a name is the body's own but for one word: in titles, and of what sentences give the year's figures."""
    if found.place == "text" and not _YEAR_BEHIND.match(found.paragraph.plain, found.begin + len(found.name)):
        return False  # 2030年，某中心所属人员划入: a body that is called alike
    return _exchanged(_plain(found.name), _plain(own)) and _stands_once(outline, found.name)


def _exchanged(name: str, own: str) -> bool:
    """Whether one word of two signs stands for another in an else long name: 档案保护中心 for 档案管理中心."""
    home = len(region_of(own) or "")
    differing = [at for at, (one, other) in enumerate(zip(name, own, strict=False)) if one != other]
    is_word = len(name) == len(own) and len(differing) == _WORD and differing[1] == differing[0] + 1
    exchanged = {sign for at in differing for sign in (name[at], own[at])} if is_word else _NUMBERS
    return _NUMBERS.isdisjoint(exchanged) and differing[0] >= home > 0 and len(own) - home - _WORD >= _SHARED


def _stands_once(outline: Outline, name: str) -> bool:
    """Whether the text has a name nowhere else, as it would that of another body."""
    return sum(each.plain.count(name) for each in outline.body) <= 1


def _plain(name: str) -> str:
    return _MADE_TAIL.sub("", fold(joined(name))) or name


def _within(short: str, long: str) -> bool:
    signs = iter(long)
    return len(short) > 1 and all(sign in signs for sign in short)


def _voted(own: str, named: list[_Found]) -> str:
    """The body's name as it is printed most often; that of the report's title where that is not plainly another."""
    votes = Counter(_plain(each.name) for each in named if ends_like_a_body(_plain(each.name)))
    votes[_plain(own)] += 1
    name, times = max(votes.items(), key=lambda each: (each[1], each[0] == _plain(own)))
    return name if times > votes[_plain(own)] + 1 and agreement(name, own) == "no" else own


def _cover(outline: Outline) -> Iterator[_Found]:
    """The title on the cover, which may be broken over several lines."""
    pieces: list[Piece] = []
    text = ""
    for line in outline.cover:
        pieces.append(Piece(len(text), line, line.filled[0]))
        text += joined(line.cells[line.filled[0]])
    if text:
        yield from _title(Passage(text, tuple(pieces)), "cover")


def _titles(outline: Outline) -> Iterator[_Found]:
    tables = {id(outline.context.stream.lines[span.first]): span.table for span in outline.context.tables}
    for paragraph in outline.body:
        if paragraph.layout is not Layout.FORM:
            yield from _title(paragraph, "title", tables.get(id(paragraph.pieces[0].line)))


def _title(paragraph: Passage, place: str, table: str | None = None) -> Iterator[_Found]:
    number = number_of(paragraph.plain)
    begin = len(number.printed) if number else 0
    plain = paragraph.plain[begin:]
    if len(plain) > 80:  # noqa: PLR2004 - no title is as long
        return
    for pattern in _TITLES:
        found = pattern.match(plain)
        if found is None:
            continue
        groups = found.groupdict()
        name = _plain(groups["name"]) if groups["name"] else ""
        if name and not ends_like_a_body(name):
            name = ""
        year = groups.get("year")
        if len(re.findall(r"\d{4}年", plain)) > 1:
            year = None
        if name or year:
            yield _Found(name, year, begin + found.start("name"), paragraph, place, table, begin + _at(found))
            return


def _listed(outline: Outline) -> Iterator[_Found]:
    """The titles that the list of contents prints of the report itself; only what is wrong of them is told."""
    kind = "预算" if outline.context.template.kind == "budget" else "决算"
    for entry in outline.entries:
        if kind in entry.text:
            yield from _title(Passage(entry.text, (Piece(0, entry.line, entry.line.filled[0]),)), "contents")


def _at(found: re.Match[str]) -> int:
    return found.start("year") if "year" in found.re.groupindex else -1


def _sentences(outline: Outline, titles: set[int]) -> Iterator[_Found]:
    for paragraph in outline.body:
        if paragraph.layout is not Layout.TEXT or id(paragraph) in titles:
            continue
        plain = paragraph.plain
        for start, _ in paragraph.sentences:
            for pattern in _OPENS:
                found = pattern.match(plain, start)
                if found and ends_like_a_body(_plain(found["name"])):
                    yield _Found(found["name"], None, found.start("name"), paragraph, "text")
                    break


def _listed_bodies(outline: Outline) -> frozenset[str]:
    """Names in cells and on lines of their own: the units of a department."""
    return frozenset(
        name
        for each in outline.body
        if len(each.text) <= 40 and ends_like_a_body(name := _plain(number_free(each.plain)))  # noqa: PLR2004 - longer ones are no names
    )


def number_free(plain: str) -> str:
    """A folded text without the number that it begins with.

    Example: `number_free("一、概况")` → `"概况"`.
    """
    number = number_of(plain)
    return plain[len(number.printed) :] if number else plain


def _body(found: _Found, agrees: str) -> Statement:
    said = found.paragraph.said(found.begin, found.begin + len(found.name))
    given = {"mention": "body", "place": found.place, "table": found.table, "agrees": agrees}
    return statement("mention", found.paragraph.line(found.begin), found.name, {"words": said}, given)


def _year(outline: Outline, found: _Found) -> Statement:
    printed = found.paragraph.said(found.year_at, found.year_at + 4)
    own = str(outline.context.identity.year)
    given = {
        "mention": "year",
        "place": found.place,
        "table": found.table,
        "agrees": "yes" if printed.printed == own else "no",
    }
    figures = {
        "words": found.paragraph.said(0, len(found.paragraph.text)),
        "year": printed,
        "expected_year": Said(own, printed.line, printed.place),
    }
    return statement("mention", found.paragraph.line(found.year_at), printed.printed, figures, given)


def _made_by(outline: Outline) -> Iterator[Statement]:
    """The bodies that the lines above the tables name (编制单位：…), blank ones too."""
    own = outline.context.owner.name
    for span in outline.context.tables:
        around = _above(outline, span)
        for line in around:
            found = _MADE_BY.match(fold(joined(line.cells[line.filled[0]])))
            if found is None:
                continue
            beside = [line.cells[at] for at in line.filled[1:2] if "单位" not in line.cells[at]]
            name = found["name"] or "".join(beside)
            if not name and _is_named_beside(line, around):
                break
            agrees = agreement(name, own) if own and name else None
            if found["form"] is None and agrees is None:
                continue  # 单位：万元 names no body
            paragraph = passage_of(line, line.filled[0])
            at = paragraph.said(0, 1)
            said = Said(name, at.line, at.place)
            given = {"mention": "body", "place": "table", "table": span.table, "agrees": agrees}
            yield statement("mention", line, found["word"], {"words": said}, given)
            break


def _is_named_beside(line: Line, around: list[Line]) -> bool:
    """True where the name may stand on the line above or below, as where a page was taken apart."""
    at = next(place for place, each in enumerate(around) if each is line)
    beside = [*around[max(at - 1, 0) : at], *around[at + 1 : at + 2]]
    return any(ends_like_a_body(_plain(each.sole_text)) for each in beside if each.sole_text is not None)


def _above(outline: Outline, span: Span) -> list[Line]:
    """The lines from a table's title on, and the one above it."""
    lines = [line for line in outline.context.stream.lines[max(span.first - 2, 0) : span.end] if line.filled]
    return lines[:_ABOVE]
