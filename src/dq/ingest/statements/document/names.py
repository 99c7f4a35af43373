"""The body's name and the year wherever the document prints them as its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dq.ingest.identity import ends_like_a_body
from dq.ingest.statements.document.mentions import statement
from dq.ingest.statements.document.numbering import PART, number_of
from dq.ingest.statements.document.outline import Outline
from dq.ingest.statements.document.own_name import agreement, anywhere, exchanged, plain_name, strange, without_region
from dq.ingest.statements.model import Said, Span, Statement
from dq.ingest.statements.prose import LONGEST, Layout, Passage, Piece, fold, joined, passage_of
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
_TITLE_ENDS: Final = tuple("表明算告案开况能责置")
"""With one of which each of these titles ends: looking for it is quicker."""
_LEADS: Final = r"(?:(?:现?将|对|关于|以下[是为]|其中:?|同时,?|此外,?)(?=[\u4e00-\u9fff]))?"
_OF_YEAR: Final = (
    r"(?:收入|支出|收支|财政拨款|无|没有|未[发安使]|决算|预算(?![内外单批执管])|政府采购|政府性基金|一般公共预算|机关运行|国有资本"
    r"|项目[支预]|[“\"]?三公|基本支出|年初[预结]|总[收支计体])"
)
_OPENS: Final = (
    re.compile(
        rf"(?:说明:|纳入|从(?:预算|决算)单位构成看,){_NAME}(?:{_YEAR}|本年度|部门(?:预算|决算)|(?:预算|决算)包括)"
    ),
    re.compile(rf"{_LEADS}{_NAME}(?:\(?(?:部门|单位)\)?)?{_YEAR}(?:部门|单位)?{_OF_YEAR}"),
    re.compile(rf"{_LEADS}{_NAME}(?:部门|单位)(?:决算|预算)(?:公开|收支|收入|支出|总|如下|情况|数据|报表)"),
    re.compile(rf"{_LEADS}{_NAME}(?:机关运行经费|[“\"]三公[”\"]经费|的?主要职[能责](?:是|为|如下|包括|:))"),
    re.compile(rf"{_YEAR},?{_NAME}(?:\(?(?:部门|单位)\)?)?{_OF_YEAR}"),
    re.compile(rf"(?:说明|注|备注):{_NAME}(?:{_YEAR}|本年度)?(?:没有|无)(?=[^。;]{{0,40}}故[本此]表)"),
    re.compile(rf"截[至止]{_YEAR}\d{{1,2}}月\d{{1,2}}日,{_NAME}(?:\(?(?:部门|单位)\)?)*共有(?:车辆|公务用?车)"),
)
"""How clauses begin that are about the body."""
_MAY_OPEN: Final = (
    re.compile(rf"{_YEAR},?{_NAME}(?:\(?(?:部门|单位)\)?)?(?:所属|本级|下属|共有|没有|年初)"),
    re.compile(rf"截[至止]{_YEAR}\d{{1,2}}月\d{{1,2}}日,{_NAME}(?:\(?(?:部门|单位)\)?)*共有"),
)
"""How clauses begin that may be about another body as well."""
_NAMES: Final = re.compile(r"年|部门|单位|经费|职[能责]|包括|没有|无")
"""Without one of these no clause is of these kinds: looking for them is quicker."""
_WHOLE: Final = re.compile(
    r"[^,。;]{0,24}?(?:总[计额收支]|合计|决算|机关运行|三公|政府采购[支总]|主要职|共有)|[^。;]{0,40}故[本此]表"
)
"""Behind a name: what a report tells of its whole body; what one of its units has is told in passing (收入 5 万元)."""
_CLAUSE: Final = re.compile(r"[,:]")
_ASKED: Final = re.compile(r"[^,。;:]*(?:要求|规定|通知|批复|批准|下达|印发|审核|文件)")
"""Behind the name of one that tells others what to do."""
_SCOPE: Final = re.compile(
    rf"(?:^|(?<=[,。;:)]))(?:{_YEAR},?(?:纳入|列入)|(?:纳入|列入)[^,。;:\d]{{0,40}}(?P<behind>20\d\d)年)[^,。;:\d]{{0,20}}?"
    r"(?P<kind>决算|预算)(?:编制|编报|汇编|填报|汇总|公开)范围的[^,。;:]{0,10}?单位(?=共|包括|有|为|是|:|\d|详细|情况)"
)
"""Of which year's report the listed units are; 某站是纳入某年度决算编制范围的单位 may speak of any year."""
_OF_OTHERS: Final = re.compile(r"[比较增减变]|上年|去年|以前|历年|原有|调整|不再")
"""In sentences that speak of another year's units rightly."""
_DATED: Final = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?")
_NAME_ALONE: Final = re.compile(r"[\u4e00-\u9fff()]{4,40}$")
_MADE_BY: Final = re.compile(
    r"^(?P<word>(?P<form>编制|填报|编报)?(?:部门|单位)(?:名称)?):(?P<name>.*?)"
    r"(?:(?:金额|计量|货币)单位.*|单位:?(?:人民币)?[百千万亿]*元.*|公开\d.*|日期.*|\d{4}年.*|$)"
)
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
    is_sure: bool = True


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
        strangers = _strangers(outline, named, voted)
        others: frozenset[str] | None = None
        wrong: set[str] = set()
        for each in named:
            said = agreement(each.name, voted) if each.name else None
            if said is None and (plain_name(each.name) in strangers or _is_slip(outline, each, voted)):
                said = "no"
            if said == "no":
                others = others if others is not None else _listed_bodies(outline)
                said = None if plain_name(each.name) in others else said
            if said is not None and each.name not in wrong and (said == "no" or each.place != "contents"):
                found.append(_body(each, said))
            if said == "no":
                wrong.add(each.name)
    wrong_years = [each for each in listed if each.year not in (None, str(outline.context.identity.year))]
    found += [_year(outline, each) for each in (*titles, *wrong_years, *_scopes(outline)) if each.year is not None]
    made_by = [*_made_by(outline)]
    told = {(each.page, each.sheet, each.line) for each in (*found, *made_by) if each.attributes["mention"] == "body"}
    return [*found, *made_by, *(_elsewhere(outline, own, told) if own else ())]


def _elsewhere(
    outline: Outline, own: str, told: AbstractSet[tuple[int | None, str | None, int]]
) -> Iterator[Statement]:
    """The body's own name on all other lines, within sentences and in cells; the names of its parts are others'."""
    pattern = anywhere(plain_name(own))
    for paragraph in outline.body:
        for found in pattern.finditer(paragraph.plain):
            line = paragraph.line(found.start())
            if (line.page, line.sheet, line.number) not in told:
                place = "form" if paragraph.layout is Layout.FORM else "text"
                yield _body(_Found(found[0], None, found.start(), paragraph, place), "yes")


def _is_slip(outline: Outline, found: _Found, own: str) -> bool:
    """Whether a name is the body's own but for one word: in titles, and of what sentences give the year's figures."""
    if found.place == "text" and not _YEAR_BEHIND.match(found.paragraph.plain, found.begin + len(found.name)):
        return False  # 2030年，某中心所属人员划入: a body that is called alike
    return exchanged(plain_name(found.name), plain_name(own)) and _stands_once(outline, found.name)


def _stands_once(outline: Outline, name: str) -> bool:
    """Whether the text has a name nowhere else, as it would that of another body."""
    return sum(each.plain.count(name) for each in outline.body) <= 1


def _strangers(outline: Outline, named: Sequence[_Found], own: str) -> set[str]:
    """Names of quite other bodies that stand in the body's own places and nowhere else in the document, a list of its
    units, a table or a sentence on partners; no more often than its own name does.
    """
    times = Counter(plain_name(each.name) for each in named if each.name and each.is_sure)
    owned = sum(count for name, count in times.items() if agreement(name, own) == "yes")
    said = {name for name, count in times.items() if count <= owned and strange(name, own)}
    if not said:
        return set()
    listed = {id(line) for line in outline.listed if not said.isdisjoint(_of_first_part(named))}
    lines = (line for line in outline.context.stream.lines if id(line) not in listed)
    text = fold("".join(joined(cell) for line in lines for cell in line.cells))
    return {
        name
        for name in said
        if text.count(known := without_region(name)) == sum(count for each, count in times.items() if known in each)
    }


def _voted(own: str, named: list[_Found]) -> str:
    """The body's name as it is printed most often; that of the report's title where that is not plainly another."""
    votes = Counter(plain_name(each.name) for each in named if ends_like_a_body(plain_name(each.name)))
    votes[plain_name(own)] += 1
    name, times = max(votes.items(), key=lambda each: (each[1], each[0] == plain_name(own)))
    return name if times > votes[plain_name(own)] + 1 and agreement(name, own) == "no" else own


def _of_first_part(named: Sequence[_Found]) -> Iterator[str]:
    """The names in the title of the first part, which is about the report's body in a collection of several, too."""
    for each in named:
        number = number_of(each.paragraph.plain) if each.place == "title" else None
        if number is not None and (number.rank, number.ordinal) == (PART, 1):
            yield plain_name(each.name)


def _cover(outline: Outline) -> Iterator[_Found]:
    """The title on the cover, which may be broken over several lines."""
    pieces: list[Piece] = []
    text = ""
    for line in outline.cover:
        pieces.append(Piece(len(text), line, line.filled[0]))
        text += joined(line.cells[line.filled[0]])
    if text:
        yield from _title(Passage(text, fold(text), tuple(pieces)), "cover")


def _titles(outline: Outline) -> Iterator[_Found]:
    tables = {id(outline.context.stream.lines[span.first]): span.table for span in outline.context.tables}
    for paragraph in outline.body:
        if paragraph.layout is not Layout.FORM:
            yield from _title(paragraph, "title", tables.get(id(paragraph.pieces[0].line)))


def _title(paragraph: Passage, place: str, table: str | None = None) -> Iterator[_Found]:
    if not paragraph.plain.endswith(_TITLE_ENDS):
        return
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
        name = plain_name(groups["name"]) if groups["name"] else ""
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
            pieces = (Piece(0, entry.line, entry.line.filled[0]),)
            yield from _title(Passage(entry.text, fold(entry.text), pieces), "contents")


def _scopes(outline: Outline) -> Iterator[_Found]:
    """The years of which the listed units are said to be, unless the text has the report's year, too."""
    kind = "预算" if outline.context.template.kind == "budget" else "决算"
    found: list[_Found] = []
    for paragraph in outline.body:
        if paragraph.layout is Layout.FORM or "入" not in paragraph.plain:
            continue
        for said in _SCOPE.finditer(paragraph.plain):
            start, end = next(each for each in paragraph.sentences if each[1] > said.start())
            others = {each["year"] for each in _YEAR_BEHIND.finditer(paragraph.plain, start, end)}
            if said["kind"] == kind and len(others) == 1 and not _OF_OTHERS.search(paragraph.plain, start, end):
                at = said.start("year" if said["year"] else "behind")
                found.append(_Found("", others.pop(), said.start(), paragraph, "text", None, at))
    own = str(outline.context.identity.year)
    return iter(() if any(each.year == own for each in found) else found)


def _at(found: re.Match[str]) -> int:
    return found.start("year") if "year" in found.re.groupindex else -1


def _sentences(outline: Outline, titles: set[int]) -> Iterator[_Found]:
    """The names with which clauses begin that are about the body, and those that sign a text."""
    for paragraph, below in pairwise([*outline.body, None]):
        if paragraph is None or paragraph.layout is not Layout.TEXT or id(paragraph) in titles:
            continue
        if _signs(paragraph, below):
            yield _Found(paragraph.plain, None, 0, paragraph, "text")
        for start, end in paragraph.sentences if _NAMES.search(paragraph.plain) else ():
            yield from _of_sentence(paragraph, start, end)


def _signs(paragraph: Passage, below: Passage | None) -> bool:
    """Whether a paragraph is the name at the end of a text, above its date."""
    return (
        below is not None
        and _DATED.fullmatch(below.plain) is not None
        and _NAME_ALONE.match(paragraph.plain) is not None
    )


def _of_sentence(paragraph: Passage, start: int, end: int) -> Iterator[_Found]:
    """The names that clauses of a sentence begin with, each once: 说明： opens one before the name and behind it."""
    plain = paragraph.plain
    told = -1
    for begin in (start, *(found.end() for found in _CLAUSE.finditer(plain, start, end))):
        for at, pattern in enumerate((*_OPENS, *_MAY_OPEN)):
            found = pattern.match(plain, begin)
            if found and ends_like_a_body(plain_name(found["name"])) and not _ASKED.match(plain, found.end()):
                is_sure = at < len(_OPENS) and _WHOLE.match(plain, found.end("name")) is not None
                if found.start("name") > told:
                    yield _Found(found["name"], None, found.start("name"), paragraph, "text", is_sure=is_sure)
                told = found.start("name")
                break


def _listed_bodies(outline: Outline) -> frozenset[str]:
    """Names in cells and on lines of their own: the units of a department."""
    return frozenset(
        name
        for each, below in pairwise([*outline.body, None])
        if each is not None and not _signs(each, below)
        if len(each.text) <= 40 and ends_like_a_body(name := plain_name(number_free(each.plain)))  # noqa: PLR2004 - longer ones are no names
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
        "agrees": "yes" if fold(printed.printed) == own else "no",
    }
    figures = {
        "words": found.paragraph.said(0, min(len(found.paragraph.text), LONGEST)),
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
    return any(ends_like_a_body(plain_name(each.sole_text)) for each in beside if each.sole_text is not None)


def _above(outline: Outline, span: Span) -> list[Line]:
    """The lines from a table's title on, and the one above it."""
    lines = [line for line in outline.context.stream.lines[max(span.first - 2, 0) : span.end] if line.filled]
    return lines[:_ABOVE]
