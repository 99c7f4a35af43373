"""Whose report it is and of which year: told from its title, by its structure only."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from dq.ingest.stream import Line
from dq.ingest.units import stated_unit

_TITLE_LINES: Final = 12
_SEARCHED_LINES: Final = 400
_LONGEST_NAME: Final = 60
_AGREE: Final = 2
"""Titles that may outvote the cover's."""
_OF_COVER: Final = 2
"""Times that a title on the cover is looked at: as a whole, and its line."""
_SAID: Final = 3
"""Sentences that bear out a year."""
_TOLD: Final = 5
"""Sentences that give a year's figures, where no title bears that year out."""
_BEGINS: Final = re.compile(
    r"(?:^|。)[^与比较同,，。；：\d]{0,30}(20\d\d)年度[^与比较同,，。；：\d]{0,16}(?:收入|支出|总计|决算)"
)
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = r"(?:19|20)\d{2}年(?:度)?"
_CHINESE_YEAR: Final = re.compile(r"[一二][〇○零一二三四五六七八九]{3}年")
CHAPTER: Final = re.compile(r"^第[一二三四五六七八九十\d]{1,3}(?:部分|章)[:：]?")
_SENTENCE: Final = re.compile("[，。]")
_CONTENTS: Final = re.compile(r"^目[录次]$")
_REGISTER: Final = re.compile(
    r"附件\d{0,2}$|(?:监督)?索引号|(?:打印|关闭|收藏|分享)+$|.*(?:>|[〔\[](?:19|20)\d{2}[〕\]])|(?!.*(?:决算|预算)).*:"
)
"""What registers of published documents and pages of the web print above a title; a number of an annex."""
_KIND: Final = r"(?:决算|预算)"
_KINDS: Final = {"决算": "final_accounts", "预算": "budget"}
_TITLE: Final = re.compile(rf"^(?:附件\d{{0,2}}?[:：]?(?=(?:19|20)\d\d年|[^\d:：]))?(.*?){_KIND}")
_TITLE_END: Final = re.compile(rf"{_KIND}(?:公开)?(?:情况)?(?:报告|报表|说明|表|草案)?$")
_NO_NAME: Final = re.compile(r"[^\w()·、-]|^[()·、-]+|[(·、-]+$")
_DATED: Final = re.compile(_YEAR)
_FORM_BEHIND_YEAR: Final = re.compile(rf"({_YEAR})(?:部门|单位|\((?:部门|单位)\))$")
"""部门 behind the year is the form's (部门决算), whatever the body's name before it ends with."""
_MADE_BY: Final = re.compile(r"(?:编制单位|编制部门|填报单位|部门名称|单位名称|部门)[:：](.+?)(?:金额单位|单位[:：]|$)")
_COVER_BODY: Final = re.compile(r"^(?:预算|主管|编报)*(?:部门|单位)(?:名称|\(盖章\)|\(公章\))?[:：](.+)$")
_MADE_TAIL: Final = re.compile(r"(?:编制|填报)?(?:部门|单位)[:：].*$")
_A_TABLE: Final = re.compile(r"(?<!报)表$")
_OF_NO_BODY: Final = re.compile(r"(?:级|[省市县区州旗]直)(?:部门|单位|机关)?$")
"""Titles that name the level of government only: 江苏省省级部门预算, 某区区级单位预算, 县直部门决算."""
_ABOUT: Final = re.compile(r"^关于(?:公[开布示])?|(?:关于(?:公[开布示])?|的)$")
"""Around the name in the title of a notice: 关于某局2022年度部门决算的说明."""
_FORMER: Final = re.compile(r"\(原[^()]+\)")
"""What a body was called before."""
_IN_BRACKETS: Final = re.compile(r"^\(([^()]+)\)$")
_ALL_UNITS: Final = "汇总"
"""Behind the body's name where its tables cover all its units; the whole department's report is meant anyway."""
_REGIONS: Final = "省市区县"
"""Behind these 财政决算 is the accounts of a government's treasury."""
_BODY: Final = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|部|院|所|站|中心|处|队|会|社|校|学|园|馆|台|府|镇|乡|街道|公司|集团|团|联|科|室|署|行|场|区|县|市)$"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the title says; None for what it does not say. `kind` is "final_accounts" or "budget"."""

    department: str | None
    year: int | None
    kind: str | None = None


def identify(lines: Sequence[Line]) -> Identity:
    """The body and the year of a report.

    The title stands before the contents list and may be broken over several lines; where there is none, a chapter's
    title (第二部分 … 2024 年度部门决算表) or the line of the body that made the tables (编制单位：…) says it.
    A cover that names the body in a line of its own with a label (预算主管部门：某局) is believed before its title; the
    only body in a line of its own without one, where nothing else names any.
    Example: the lines 2018 年度 / 某市某局部门决算 / 目录 → `Identity("某市某局", 2018, "final_accounts")`.
    """
    department = _on_cover(lines)
    year: int | None = None
    kind: str | None = None
    for text in _candidates(lines):
        found_year = _DATED.search(text)
        title = _TITLE.match(CHAPTER.sub("", text))
        if year is None and found_year and title:
            year = int(found_year[0][:4])
            kind = _kind(text)
        if department is None and found_year and title:
            department = _name(_undated(title[1]), of_table=_DATED.sub("", text).endswith("表"))
        if year is not None and department is not None:
            break
    department = department or _made_by(lines) or _alone_on_cover(lines)
    if year is not None and kind == "final_accounts":
        year = _of_titles(lines, year)
    return Identity(department, year, kind)


def _of_titles(lines: Sequence[Line], year: int) -> int:
    """The year in which all other titles agree, where the cover's is a slip: accounts are not told of the next year,
    so the later of the two is the report's where sentences have it, and the earlier one where none does.
    """
    years = [int(found[0][:4]) for text in _candidates(lines) if (found := _DATED.search(text))]
    others = [each for each in years if each != year]
    if years.count(year) > _OF_COVER:
        return year
    if len(others) < _AGREE:
        return _of_sentences(lines, year)
    if len({*others}) != 1 or abs(others[0] - year) != 1:
        return year
    later = f"{max(year, others[0])}年度"
    said = sum(
        later in text.replace(" ", "") and _SENTENCE.search(text) is not None for line in lines for text in line.cells
    )
    is_later = said >= _SAID if others[0] > year else not said
    return others[0] if is_later else year


def _of_sentences(lines: Sequence[Line], year: int) -> int:
    """The year whose figures sentence after sentence begins with, where none begins with those of the cover's year: the
    one behind it, or the one before it where nothing is told of the cover's.
    """
    texts = [text.replace(" ", "") for line in lines for text in line.cells if "年" in text and _SENTENCE.search(text)]
    told = Counter(int(found[1]) for text in texts for found in _BEGINS.finditer(text))
    likeliest, times = max(told.items(), key=lambda each: each[1], default=(year, 0))
    if times < _TOLD or year in told or abs(likeliest - year) != 1:
        return year
    return year if likeliest < year and any(f"{year}年" in text for text in texts) else likeliest


def _kind(title: str) -> str | None:
    """The kind of report that a title names; None where it names both or neither."""
    named = {kind for word, kind in _KINDS.items() if word in title}
    return named.pop() if len(named) == 1 else None


def named_by_title(text: str) -> Identity | None:
    """The body, year and kind that a title of a report names (`text` as `plain_title` has it); None where it is none.

    Example: `named_by_title("某市某局2022年度部门决算公开报表")` → `Identity("某市某局", 2022, "final_accounts")`.
    """
    title = _TITLE.match(CHAPTER.sub("", text)) if _TITLE_END.search(text) else None
    if title is None:
        return None
    year = _DATED.search(text)
    name = _name(_undated(title[1]), of_table=text.endswith("表"))
    is_body = name is not None and ends_like_a_body(name)
    return Identity(name if is_body else None, int(year[0][:4]) if year else None, _kind(text))


def _on_cover(lines: Sequence[Line]) -> str | None:
    """The body that a line before the contents list or the first chapter names as the one that the report is of."""
    for text in _cover(lines):
        if _A_TABLE.search(text):
            return None
        found = _COVER_BODY.match(text)
        name = _NO_NAME.sub("", found[1]) if found else ""
        if 1 < len(name) <= _LONGEST_NAME and "单位" not in name and stated_unit(text) is None:
            return name
    return None


def _cover(lines: Sequence[Line]) -> Iterator[str]:
    """The texts before the contents list or the first chapter."""
    for line in islice((line for line in lines if line.filled), _TITLE_LINES):
        text = plain_title(line.sole_text or "")
        if _CONTENTS.match(text) or CHAPTER.match(text) or len(line.filled) > 1:
            return
        yield text


def _alone_on_cover(lines: Sequence[Line]) -> str | None:
    """The only body that lines of the cover name and nothing else."""
    names = {
        name
        for text in _cover(lines)
        if len(text) <= _LONGEST_NAME
        and not _NO_NAME.search(name := _IN_BRACKETS.sub(r"\1", _FORMER.sub("", text)))
        and ends_like_a_body(name)
        and not _OF_NO_BODY.search(name)
    }
    return names.pop() if len(names) == 1 else None


def ends_like_a_body(name: str) -> bool:
    """True where a name ends as those of public bodies do.

    Example: `ends_like_a_body("某市财政局")` → `True`.
    """
    return _BODY.search(name) is not None


def dated_titles(lines: Sequence[Line]) -> list[str]:
    """The texts that may be the report's title and state a year, the likeliest first.

    Example: the line 某局 2018 年度部门决算 → `["某局2018年度部门决算"]`.
    """
    return [text for text in _candidates(lines) if _DATED.search(text)]


def _candidates(lines: Sequence[Line]) -> Iterator[str]:
    """Texts that may be the report's title, the likeliest first."""
    block: list[str] = []
    printed = list(islice((line for line in lines if line.filled), _SEARCHED_LINES))
    for line in printed:
        text = plain_title(line.sole_text or "")
        if _CONTENTS.match(text) or CHAPTER.match(text) or len(line.filled) > 1 or text.startswith("一、"):
            break
        if text and not _REGISTER.match(text):
            block.append(text)
    if len(block) <= _TITLE_LINES:
        yield _MADE_TAIL.sub("", "".join(block))
    for line in printed:
        text = _MADE_TAIL.sub("", plain_title(line.sole_text or ""))
        if 0 < len(text) <= _LONGEST_NAME and _TITLE_END.search(text):
            yield text


def plain_title(text: str) -> str:
    """A title as names are looked for in it: in NFKC, without blanks, its year in digits.

    Example: `plain_title("二〇二二 年度")` → `"2022年度"`.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not plain.isprintable():
        # What prints nothing, or no letter that is known, is no part of a name.
        plain = "".join(filter(str.isprintable, plain))
    found = _CHINESE_YEAR.search(plain)
    return plain.replace(found[0], found[0].translate(_CHINESE_DIGITS), 1) if found else plain


def _undated(text: str) -> str:
    """What stands before 决算 without the year, and without the form's word behind that."""
    return _DATED.sub("", _FORM_BEHIND_YEAR.sub(r"\1", text))


def _name(text: str, *, of_table: bool) -> str | None:
    """The body's name from what stands before 决算: 部门, 单位 and 收支 there belong to the form's name (部门决算),
    except where the rest would not end like a body's name (某某市财政部门). The title of a table (`of_table`) may say
    what it shows instead (2017年政府采购预算表): there a name must end like one.
    """
    name = _ABOUT.sub("", _NO_NAME.sub("", _FORMER.sub("", text)))
    for word in ("部门", "单位", "(部门)", "(单位)", "收支", "财政收支", "财政"):
        rest = name.removesuffix(word)
        if rest != name and (not rest or (_BODY.search(rest) and (word != "财政" or rest[-1] not in _REGIONS))):
            name = rest
            break
    if _OF_NO_BODY.search(name) or (of_table and not _BODY.search(name)):
        return None
    return name if 1 < len(name) <= _LONGEST_NAME else None


def _made_by(lines: Sequence[Line]) -> str | None:
    for line in lines:
        for text in line.cells:
            found = _MADE_BY.search(plain_title(text)) if "：" in text or ":" in text else None
            name = _NO_NAME.sub("", found[1]).removesuffix(_ALL_UNITS) if found else ""
            if 1 < len(name) <= _LONGEST_NAME:
                return name
    return None
