"""What the words before a figure speak of: a class, the whole, the entry of a list, an item."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.narrative.bare_sums import is_bare, is_entry_s
from dq.ingest.statements.narrative.guards import is_own_share, whole_of
from dq.ingest.statements.narrative.names import GRANTED, HALVES, MONEY, money_names
from dq.ingest.statements.narrative.own_body import YEARS, OwnBody
from dq.ingest.statements.narrative.short_names import bought, short_name
from dq.ingest.statements.narrative.subjects import Subject, Subjects, plain
from dq.ingest.statements.narrative.wording import NOTHING
from dq.ingest.statements.prose import DASH, Paragraph
from dq.ingest.statements.sections import Section

_GENERAL: Final = re.compile(
    r"(?:(?:\d{4}年度?|本年度?|全年|[当今]年|本?部门|本?单位|我(?:部门|单位|局|委|办|院|校))*|"
    r"(?P<whose>[^,，。;:]*?)(?:部门|单位)(?P<planned>预算)|(?:\d{4}年度?)?(?P<budget>预算))"
    r"(?P<side>收入|支出)(?:决算|预算)?(?:数|合计|总计|总额|总数)?(?:为|共|:)*"
)
_DETAILED: Final = frozenset(("basic", "operating", "three_public"))
"""Sections that speak of economic classes (办公费)."""
_GENERAL_NAME: Final = "一般公共预算"
_GENERAL_BUDGET: Final = f"{_GENERAL_NAME}财政拨款"
"""In the section on its expenditure it is that expenditure."""
_GRANTS: Final = re.compile(
    r"(?:(?P<side>收入|支出)(?:为|是|包括|:)+)?(?P<of_year>当年|本年)?(?P<grants>财政拨款|"
    r"(?:(?:一般公共|公共|政府性基金|国有资本经营)预算|政府性基金(?=:|为|$))(?:财政)?(?:拨款)?)(?:资金)?(?:安排)?(?:为|:)*"
)
"""Income as well as expenditure: of which of them it is a part, the whole tells."""
_ABOUT: Final = re.compile(r"(?:支出|开支)?(?:决算|预算)?(?:(?:总体|具体)?情况(?:的)?(?:说明)?|方面)$")
"""What a heading says besides the item's name."""
_UNSAID: Final = re.compile(r"^.*?(?:未|没有|无|不再)(?:安排|编制|列支)")
_BY_ECONOMY: Final = re.compile(r"按照?(?:支出|部门预算支出)?(?:经济(?:性质)?|结构)(?:分类|科目|分)")
_PARTED: Final = re.compile(r"按照?(?!规定)[^,，。;:\d]{2,14}(?:分(?:类|为)?|科目|划分)")
"""By what expenditure is told."""
_FUNDS_SPENT: Final = re.compile(r"(?:政府性基金|国有资本经营)预算(?:财政)?(?:拨款)?支出(?:为|:)?\d")
_BUDGETS: Final = re.compile("公共预算|基金|国有资本")
_CARRIED: Final = re.compile(
    r"收入(?:预算)?合计[\d,.]{1,20}万?元[,，](?:其中|包括)[^。(]{0,400}[;、，,](?:上年|年初)结[转余][^,，。;\d]{0,8}\d"
)
"""A sum of income among whose parts is what was carried over: then it is all income, and not that of the year."""
_SIDES: Final = ("收入", "支出")
_SECTIONS_OF_GRANTS: Final = {"fiscal": "", "funds": "政府性基金预算", "state_capital": "国有资本经营预算"}
"""Sections with what is carried over of the grants of one budget, or of all."""
_OWN_SUMS: Final = {
    ("fiscal", "收入总计"): "财政拨款收入总计",
    ("fiscal", "支出总计"): "财政拨款支出总计",
    ("fiscal", "收入支出总计"): "财政拨款收入支出总计",
    **{
        (section, f"{when}结转和结余"): f"{when}{grants}财政拨款结转和结余"
        for section, grants in _SECTIONS_OF_GRANTS.items()
        for when in ("年初", "年末")
    },
    **{
        (section, f"本年{side}合计"): f"{grants}财政拨款{side}"
        for section, grants in _SECTIONS_OF_GRANTS.items()
        for side in _SIDES
        if grants
    },
}
"""Where a section speaks of grants only: what the sums of all are there."""
_BUDGET_SUMS: Final = {"收入合计": "收入总计", "支出合计": "支出总计", "支出预算": "支出总计"}
"""What budgets call so with what is carried over or without; accounts mean the sums of the year."""
_VAGUE: Final = ("收入总额", "支出总额")
"""Sums in the sections on one side, with what is carried over or without."""
_WHOLE: Final = frozenset(("totals", "income", "expenditure"))
_SIDE_OF: Final = {"income": "收入", "expenditure": "支出"}
_OF_GRANTS: Final = frozenset(("fiscal", "general", "funds", "state_capital"))
"""Sections that speak of grants only."""
_OF_YEAR: Final = re.compile(r"(?:其中|:|,)*(?P<of_year>本年|当年)?(?P<side>收入|支出)(?:合计|决算|数|为|共|:)*")
"""Income or expenditure of the year, of the grants that were spoken of."""
_GRANTED: Final = re.compile(r"(?P<of>(?:财政拨款|一般公共预算|政府性基金|国有资本).*?)(?:收入|支出|收入支出)(?:总计)?")
"""Grants of which the year's are a part: what was carried over is in the total (总计), too."""


class Referents:
    """Finds what words speak of. `section` they stand in.

    Parameters: `context` the report.
    """

    def __init__(self, subjects: Subjects, context: Context) -> None:
        self.body = OwnBody(context)
        self._subjects = subjects
        self._is_budget = context.template.kind == "budget"
        self.section = Section("", "")
        self._is_general = False
        """Whether the section's heading, or one above it, names the general budget."""
        self._is_beside_funds = False
        """Whether the paragraph tells what another budget spent, too: what grants are told there are all of them."""
        self._is_general_alone = False
        """Whether the paragraph names no budget: it speaks of the section's."""
        self._is_carried = False
        """Whether the paragraph's sum of income has what was carried over among its parts."""
        self.is_by_economy = False
        """Whether the text tells expenditure by its economic classes."""

    def enter(self, section: Section) -> Subject | None:
        """A section begins. Returns: what its heading speaks of."""
        self.section = section
        self.is_by_economy = _BY_ECONOMY.search(section.heading) is not None
        self._is_general = section.name == "general" and _GENERAL_NAME in section.top + section.heading
        return self._subjects.named(plain(_ABOUT.sub("", section.heading)))

    def begin(self, text: str) -> None:
        """A paragraph with this text begins."""
        self._is_beside_funds = self._is_general and _FUNDS_SPENT.search(text) is not None
        self.body.begin(is_told=True)
        self._is_general_alone = self._is_general and _BUDGETS.search(text) is None
        self._is_carried = _CARRIED.search(text) is not None

    def hear(self, words: str) -> None:
        """A clause begins, which may say by what the text goes on to tell expenditure (按经济分类分)."""
        if (parted := _PARTED.search(words)) is not None:
            self.is_by_economy = _BY_ECONOMY.search(parted[0]) is not None

    def headed(self, name: str) -> Subject | None:
        """The item that these words name and nothing else, as a heading does.

        Example: `headed("公务接待费支出情况").item` → `"公务接待费"`.
        """
        about, name = name, _ABOUT.sub("", name)
        if self._is_general_alone and name != about and name in ("", "支出"):
            return Subject(name, f"{_GENERAL_BUDGET}支出")  # （三）支出具体情况。年初预算为 …
        found = self._said(name) or (self._subjects.own(name) if self.section.name in _OF_GRANTS else None)
        return found if found is not None and NOTHING.fullmatch(name.removesuffix(found.label)) else None

    def is_of(self, words: str, topic: Subject | None) -> bool:
        """True where a clause names nothing else than what the text speaks of.

        Example: `is_of("未安排因公出国(境),", Subject("因公出国", "因公出国(境)费"))` → `True`.
        """
        found = self._subjects.named(_UNSAID.sub("", words.rstrip(",，。;:")))
        return found is not None and topic is not None and found.item == topic.item

    def share(self, of: str) -> str | None:
        """What a share states: `share` of the whole that the section tells the parts of, as a claim one of another
        item; None for others.

        Parameters: `of` the words between 占 and the figure.
        Example: `share("本年支出合计的")` in the section on expenditure → `"share"`.
        """
        if is_own_share(of, self.section.name, self.named):
            return "share"
        return None if whole_of(of, self.named) is None else "claim:share"

    def shared(self, subject: Subject, of: str) -> Subject:
        """The subject of a share of another item than its section is about: below that in its path.

        Example: `shared(Subject("人员经费", "人员经费"), "基本支出的").path` → `"基本支出/人员经费"`.
        """
        whole = whole_of(of, self.named) if of else None
        return subject if whole is None else replace(subject, path=f"{whole.item}/{subject.item}")

    def is_grants(self, words: str) -> bool:
        """True for the words of grants (财政拨款) without saying of which side.

        Example: `is_grants("一般公共预算财政拨款")` → `True`.
        """
        return _GRANTS.fullmatch(words) is not None

    def grants(self, words: str, whole: Subject | None) -> Subject | None:
        """Grants as income or expenditure, as the whole is that they are part of; None where that is not plain.

        Parameters: `whole` what they are part of, None: what the section is about.
        Example: `grants("财政拨款", Subject("本年收入", "本年收入合计")).item` → `"财政拨款收入"`.
        """
        found = _GRANTS.fullmatch(words)
        if (whole is None and found and found["of_year"]) or (whole is not None and whole.item not in GRANTED):
            return None
        of = self.section.name if whole is None else whole.item
        side = (
            (found and found["side"])
            or {"income": "收入", "expenditure": "支出", "general": "支出"}.get(of)
            or "".join(each for each in _SIDES if each in of)
        )
        if found is None or side not in _SIDES:
            return None
        named = self._subjects.named(f"{found['grants']}{side}")
        return None if named is None else Subject(found["grants"], named.item)

    def of(
        self, words: str, paragraph: Paragraph, topic: Subject | None, *, is_entry: bool, is_own: bool
    ) -> Subject | None:
        """What the words before a figure name; None where they name nothing known.

        Parameters: `topic` what the text speaks of; `is_entry` where the words may be those of an entry of a list;
        `is_own` where they may name items of the report's own: where they say what money is for, they do not.
        Example: `of("事业收入", paragraph, None, is_entry=False, is_own=True).item` → `"事业收入"`.
        """
        of_year = _OF_YEAR.fullmatch(words) if self.section.name in _OF_GRANTS else None
        self.body.hear(words)
        if self.is_bare(words, paragraph, topic, is_entry=is_entry):
            return bought(words) if self.section.name == "procurement" else None
        return (
            (self._granted(of_year["side"], topic, is_of_year=of_year["of_year"] is not None) if of_year else None)
            or self._subjects.classes(words)
            or self._whole(words, paragraph, topic, is_entry=is_entry)
            or (self._entry(words, paragraph) if is_entry else None)
            or self._said(words)
            or (bought(words) if topic is not None and topic.item.startswith("政府采购") else None)
            or (self._subjects.own(words) if is_own and self.section.name in _OF_GRANTS else None)
        )

    def _granted(self, side: str, topic: Subject | None, *, is_of_year: bool) -> Subject | None:
        """The side named of the grants that the text speaks of; None where it speaks of something else."""
        item = "" if topic is None else topic.item
        grants = "财政拨款" if self.section.name == "fiscal" else _GENERAL_BUDGET if self._is_general else None
        own = f"{grants}{side}" if grants is not None and is_of_year else None
        own = _OWN_SUMS.get((self.section.name, f"本年{side}合计"), own)
        if item.endswith("结转和结余") and own is not None:
            return Subject(side, own)
        found = _GRANTED.fullmatch(item) if is_of_year else None
        own = f"{found['of']}{side}" if found is not None else ""
        return Subject(side, own) if own in money_names() else None

    def _said(self, words: str) -> Subject | None:
        """The item that words before an amount name; None in the section on the general budget for the year's income or
        expenditure, unless it is said to be the sum of all: it may be that of the general budget.
        """
        found = self.named(words)
        is_vague = found is not None and found.item in ("本年收入合计", "本年支出合计") and "合计" not in found.label
        is_vague = (self._is_general and is_vague) or is_bare(found, words, self.section.name, self.body.name)
        return None if is_vague else found

    def is_bare(self, words: str, paragraph: Paragraph, topic: Subject | None, *, is_entry: bool) -> bool:
        """True for a sum that names no body where the text tells of one item (支出总额); see `bare_sums`.

        Parameters: as of `of`.
        """
        found = self.named(words) if "总" in words or "合计" in words else None
        is_its = topic is not None and is_entry and is_entry_s(found, topic, paragraph)
        return is_its or is_bare(found, words, self.section.name, self.body.name)

    def named(self, words: str) -> Subject | None:
        """The item that words name, economic classes (办公费) only where the section speaks of them.

        Example: `named("公务接待费支出").item` → `"公务接待费"`.
        """
        if self.section.name == "general" and YEARS.sub("", words) == _GENERAL_BUDGET:
            return Subject(words, f"{_GENERAL_BUDGET}支出")
        section = self.section.name
        is_detail = section in _DETAILED or self.is_by_economy
        found = self._subjects.named(words, is_detail=is_detail, is_owned=section == "vehicles")
        found = found or short_name(words, section)
        if found is None:
            return None
        own = _OWN_SUMS.get((section, found.item))
        if self._is_general and found.item in ("年初结转和结余", "年末结转和结余"):
            if NOTHING.fullmatch(words[: words.find(found.label)].rstrip("0123456789")) is None:
                return None  # 使用上年结转和结余: of a class or project.
            own = f"{found.item[:2]}{_GENERAL_BUDGET}结转和结余"
        is_general = self._is_general and not self._is_beside_funds
        if is_general and found.item == "财政拨款支出" and self._subjects.is_general_only:
            own = f"{_GENERAL_BUDGET}支出"
        if self._is_budget and own is None and found.label in _BUDGET_SUMS:
            both = _BUDGET_SUMS[found.label]
            is_same = self._is_carried or self._subjects.is_same(both, f"本年{found.label[:2]}合计")
            own = both if is_same else found.label
        if found.label in _VAGUE and section in _SIDE_OF and not self._is_budget:
            own = None if self._subjects.is_same(found.item, f"本年{found.label[:2]}合计") else found.label
        return found if own is None else Subject(found.label, own)

    def granted_part(self, part: Subject, whole: Subject | None) -> Subject:
        """A part of all expenditure, or of grants alone where it is told of them and not all is granted.

        Example: of a body with other income, behind 财政拨款支出 5 万元，其中： 基本支出 is 财政拨款基本支出.
        """
        is_of_grants = whole is not None and whole.item == "财政拨款支出" and self.section.name in _WHOLE
        if not is_of_grants or part.item not in ("基本支出", "项目支出") or self._subjects.is_granted_only:
            return part
        return replace(part, item=f"财政拨款{part.item}")

    def is_entry_s(self, topic: Subject | None) -> bool:
        """True for what the text speaks of where it is a part of one side of the whole, told in a list.

        Example: in the section on income `is_entry_s(Subject("其他收入", "其他收入"))` → `True`.
        """
        is_whole = topic is None or topic.item in GRANTED or topic.item in HALVES
        return self.section.name in _WHOLE and not is_whole

    @staticmethod
    def side(words: str, topic: Subject | None) -> Subject | None:
        """What words mean that name nothing (NOTHING), or nothing but income or expenditure: the topic, or its other
        side; None where it has none.

        Example: `side("支出决算为", Subject("财政拨款收入", "财政拨款收入")).item` → `"财政拨款支出"`.
        """
        named = [each for each in _SIDES if each in words]
        if topic is None or len(named) != 1:
            return topic
        own, other = named[0], _SIDES[named[0] == _SIDES[0]]
        if topic.item in HALVES:
            return Subject(own, HALVES[topic.item][_SIDES.index(own)])
        if own in topic.item:
            return topic
        turned = topic.item.replace(other, own)
        if turned == topic.item:
            return topic if own == _SIDES[1] and not topic.item.endswith("结余") else None
        return Subject(own, turned) if turned in money_names() else None

    def exactly(self, name: str, *, is_count: bool) -> Subject | None:
        """The item that the whole of a name means, but for words that say nothing; no class of expenditure.

        Example: `exactly("公务接待费支出", is_count=False).item` → `"公务接待费"`.
        """
        if is_count:
            return Subject(name, name)
        found = self._subjects.named(name)
        if found is None or found.item not in MONEY:
            return None
        return found if NOTHING.fullmatch(name[: name.find(found.label)]) else None

    def listed(self, name: str, last: Subject | None, *, is_count: bool) -> Subject | None:
        """The item that a name in a list means, a class or thing counted among them; 收入 or 支出 alone is the other
        side of the one before it.

        Parameters: `last` the item named before it.
        Example: `listed("教育支出", None, is_count=False).item` → `"教育支出"`.
        """
        if last is not None and name in _SIDES:
            return self.side(name, last)
        if is_count:
            found = self._subjects.named(name, is_count=True)
        else:
            found = self._subjects.classes(name) or self._said(name)
        known = found is not None and NOTHING.fullmatch(name[: name.find(found.label)]) is not None
        return found if known else None

    def behind(self, noun: str, topic: Subject | None) -> Subject | None:
        """What is named behind the direction: 比上年减少项目支出 5 万元.

        Example: `behind("项目支出", None).item` → `"项目支出"`.
        """
        named = self._subjects.classes(noun) or self._subjects.named(noun)
        if named is not None:
            return named
        return topic if NOTHING.fullmatch(noun) else self._subjects.entry(noun, self.section.name)

    def _whole(self, words: str, paragraph: Paragraph, topic: Subject | None, *, is_entry: bool) -> Subject | None:
        """收入 and 支出 alone, in the sections on the whole; behind the entries of a list, in a paragraph of their own,
        where the section has but one sum of that side.
        """
        found = _GENERAL.fullmatch(words) if self.section.name in _WHOLE else None
        is_behind = is_entry and self.section.name != "totals" and self.is_entry_s(topic)
        is_planned = found is not None and (found["planned"] or found["budget"])
        if found is None or (topic is not None and not (paragraph.mark or is_planned or is_behind)):
            return None
        is_strange = is_planned and not (self._is_budget and self.body.is_own(found["whose"] or ""))
        if is_strange or (topic is not None and self._is_entry_again(found, paragraph, topic)):
            return None
        side = found["side"]
        return self.named(words) or Subject(side, f"{side}总计" if self._is_budget else self._sum_of(side, words))

    def _is_entry_again(self, found: re.Match[str], paragraph: Paragraph, topic: Subject) -> bool:
        """True for a side that is the entry's own item over again: 1.基本支出 5 万元，支出比上年减少 1 万元,
        or that of a project: 1.助学项目，支出 5 万元.
        """
        begins = paragraph.mark and plain(paragraph.text[len(paragraph.mark) :]).startswith(topic.label)
        is_sum = self.section.name == "totals" or not self.is_entry_s(topic) or "合计" in found[0]
        return bool(begins) and not is_sum and (found["side"] in topic.item or topic.item not in MONEY)

    def _sum_of(self, side: str, words: str) -> str:
        """What accounts mean by a side alone: in the section on both it may hold what was carried over, or not."""
        of_year = f"本年{side}合计"
        is_vague = self.section.name == "totals" and f"{side}决算" in words
        return side if is_vague and not self._subjects.is_same(f"{side}总计", of_year) else of_year

    def _entry(self, words: str, paragraph: Paragraph) -> Subject | None:
        dash = None if paragraph.mark else DASH.match(paragraph.text)
        mark = dash[0] if dash else paragraph.mark
        words = words.removeprefix(mark) if dash else words
        if (item := f"{words.rstrip(':为')}{_SIDE_OF.get(self.section.name)}") in MONEY:
            return Subject(words, item)  # 3.其他 5 万元
        is_first = bool(mark and words) and plain(paragraph.text[len(mark) :]).startswith(words)
        section = self.section.name
        return (short_name(words, section) or self._subjects.entry(words, section)) if is_first else None
