"""The parts that a sentence names behind 其中, and the whole that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from dq.ingest.statements.model import Said
from dq.ingest.statements.narrative.names import CARRIED_OVER, GRANTED, HALVES, class_names
from dq.ingest.statements.narrative.quantities import Quantity
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.narrative.sums import Sums
from dq.ingest.statements.narrative.wording import NOTHING, SPENT

PARTS: Final = re.compile(
    r"^[、和及与以]*\(?(?:其中|包括|含(?!\))|按(?!照?规定)[^,，。;:\d]{2,12}(?:划分|区分|分类|分|看)(?=[:,，]))[:,，]?"
)
"""How the parts of a whole are introduced."""
_INSIDE: Final = re.compile(
    r"^(?:其中|20\d\d年度?|[:,，])*(?P<of>[^,，。;:\d]{2,40}?(?:支出|经费)(?:\(类\))?)中的?(?=基本支出|项目支出|人员经费|公用经费|[,，:]$)"
)
"""What has parts of the same names as all expenditure: 教育支出中基本支出."""
_ENTRY: Final = re.compile(r"\d{1,2}[.、)]|\(\d{1,2}\)|[12]\d{2}(?:\d{2}){0,2}(?!\d)")
"""How an entry of a numbered list begins, or one with its code."""
_SIDE: Final = re.compile(
    r"^(?P<side>收入|支出)(?:预算|决算)?(?:按[^,，。;:\d]{2,12}分(?:为|类)?(?:为|是)?|(?:主要)?包括|来源(?:为|是|包括)?|中|(?:的)?[构组]成):$"
)
"""How those of one side of a sum of both are introduced: 收入按资金来源分为, 收入包括."""
_EACH: Final = re.compile(r"(?:收入?[、和]?支(?:出)?)?(?:总计|总额)?(?:各|分别)|收入?[、和]?支出?(?:总计|总额)?均?")
_BASIC: Final = "基本支出"
_OF_BASIC: Final = ("人员经费", "公用经费")
_SHARED: Final = frozenset((_BASIC, "项目支出", *_OF_BASIC))
"""Parts that the expenditure of each class has, too."""
_GRANTS: Final = ("一般公共预算财政拨款", "政府性基金", "国有资本经营预算")
_GRANTED: Final = GRANTED | HALVES.keys()
_CARRIED: Final = (CARRIED_OVER, "年初财政拨款结转和结余", "年初一般公共预算财政拨款结转和结余")
_ASIDE: Final = re.compile(
    r"(?<![\d.,])(?P<whole>\d[\d,.]{0,20})(?P<unit>万?元)[^\d。;]{0,6}其中[^\d。;]{0,20}(?P<part>\d[\d,.]{0,20})(?P=unit)"
    r"(?:\d{4}年|[^\d。;]){0,20}(?:增[加长]|(?P<down>减少|下降|降低))(?P<change>\d[\d,.]{0,20})(?P=unit)"
    r"[^\d。;]{0,8}(?P<rate>\d+(?:\.\d+)?)%"
)
"""What is carried over, as a part of a whole, and a change that may be of either."""
_GONE_ON: Final = re.compile(
    r"(?:与|比|较|同)(?:20\d\d年|[^,，。;:\d]){0,20}(?:(?P<base>\d[\d,.]{0,20})万?元)?[^\d。;]{0,12}?"
    r"(?:增[加长]|(?P<down>减少|下降|降低))(?P<change>\d[\d,.]{0,20})(?P<unit>万?元)"
    r"(?:[^\d。;]{0,8}(?P<rate>\d+(?:\.\d+)?)%)?"
)
"""A comparison that names no item and begins a sentence, with its change and what tells of what this is."""
_FURTHER: Final = re.compile(
    r"\)?;(?:本年|当年)收入(?:合计)?\d[\d,.]{0,20}万?元[^\d。;]{1,20}(?:增[加长]|减少|下降|降低)\d"
)
"""Another part behind it, with its own change."""
_LIST: Final = 3
"""Items of a sentence that lists them."""
_SIGN: Final = re.compile(r"\((?:类|款|(?P<item>项))\)")
_ITEM_DIGITS: Final = 7
_STATED: Final = ("amount", "budget")
_OWN_NOUN: Final = re.compile(r"(?:资金|经费|收入|支出|单位|部门)[^,，。;]*$")


class Wholes:
    """Which items the sentence named behind 其中: `parts`, of the `whole` before it; `is_open` behind that word."""

    def __init__(self) -> None:
        self.is_open = False
        self._sentence = ""
        self._both: Subject | None = None
        """What the last two amounts are the halves of: 收入总计 5 万元，支出总计 5 万元，各增加 1 万元."""
        self._last: Subject | None = None
        self.whole: Subject | None = None
        self.parts: list[Subject] = []
        self._amounts: list[Subject] = []
        self._since_change = 0
        self._changed: set[tuple[str, bool]] = set()
        """Whose change was told before 其中, and whether from the budget."""
        self._class: Subject | None = None
        """The class whose amount stands before in this part of the sentence, or the item in this paragraph."""
        self.is_labelled = False
        """Whether words of their own stand before the sums here: none of these is all income or expenditure."""
        self.sums = Sums()
        self._is_strange = False
        """Whether the sentence told a sum of something unknown, of which what 其中 names may be parts."""
        self._is_unnamed = False
        """Whether it told one at all: what it calls other expenditure may be the rest of such sums, and no class."""

    def begin(self, sentence: str = "") -> None:
        """A sentence or paragraph begins."""
        self._sentence = sentence
        self.is_open, self.whole, self.parts, self._amounts, self._since_change = False, None, [], [], 0
        self._is_strange = self._is_unnamed = False
        self._changed = set()
        self._class = self._class if self._class is not None and _is_item(self._class) else None
        self.is_labelled = False
        self.sums.begin()

    def begin_paragraph(self) -> None:
        """A paragraph begins."""
        self._class = None
        self.begin()
        self.sums.begin_paragraph()
        self._last, self._both = None, None

    def is_list(self, told: Sequence[Subject]) -> bool:
        """True where a sentence told of parts or several items: of which of them the next one goes on to speak, it says
        or nobody knows. Parameters: `told` its subjects.
        """
        return len(set(told)) >= _LIST or (self.is_open and bool(self.parts))

    def gone_on(
        self, sentence: str, told: Sequence[Subject], amount: Callable[[Subject], Said | None]
    ) -> Subject | None:
        """Of what the sentence before told, the whole or the one thing that this one's figures are right of where it
        begins with a comparison that names nothing: behind 基本支出 3 万元，项目支出 2 万元。与上年相比，增加 1 万元
        it may be any.

        Parameters: `told` its subjects, `amount` that was told of one.
        """
        if (found := _GONE_ON.match(sentence)) is None:
            return None
        known = {each: said for each in (self.whole, *told) if each is not None and (said := amount(each)) is not None}
        fitting = [each for each, said in known.items() if said.unit == found["unit"] and _follows(found, said.printed)]
        return fitting[0] if len(fitting) == 1 or self.whole in fitting else None

    def each(self, words: str) -> Subject | None:
        """What a change of each (各增加 5 万元) is of: both halves told before; None where the words name something
        else, or there are none.
        """
        return self._both if _EACH.fullmatch(words) else None

    def of_share(self, part: Subject) -> str:
        """The whole that a share which names none (占 80%) is of, where it is that of a part of basic expenditure told
        behind it; "" where it may be that of all.

        Example: behind 基本支出 5 万元，其中： `of_share(Subject("人员经费", "人员经费"))` → `"基本支出"`.
        """
        is_basic = self.is_open and self.whole is not None and self.whole.item == _BASIC
        return _BASIC if is_basic and part.item in _OF_BASIC else ""

    def half(self) -> None:
        """A part of the sentence ends."""
        self._since_change, self.is_labelled = 0, False
        self._class = self._class if self._class is not None and _is_item(self._class) else None

    def enter(self, words: str, topic: Subject | None) -> None:
        """A clause begins with these words. Parameters: `topic` what the text speaks of."""
        if (parts := PARTS.match(words)) is not None:
            # 按支出性质分 parts the whole that a list before it was of, not the last one of that list.
            self.open(None if "按" in parts[0] and topic is not None and _is_class(topic) else topic)
        if _ENTRY.match(words):
            self.sums.list()

    def within(self, words: str, named: Callable[[str], Subject | None]) -> None:
        """A clause begins with these words, which may say of what it tells the parts (教育支出中基本支出占 60%).

        Parameters: `named` the item that words name.
        """
        found = _INSIDE.match(words)
        if found is None or NOTHING.fullmatch(found["of"]):
            return
        whole = named(found["of"]) or Subject(found["of"], found["of"], found["of"], is_known=False)
        if _is_class(whole):
            self.parts = []
            self.open(whole)

    def open(self, topic: Subject | None) -> None:
        """其中 stands here. Parameters: `topic` what the text speaks of."""
        if not self.parts:
            self.whole = topic
        elif topic in self.parts:
            self.whole, self.parts = topic, []  # a part has parts of its own
        self.is_open = True
        self.sums.open()

    @staticmethod
    def side(words: str) -> str | None:
        """The side of a sum of both whose parts words introduce.

        Example: `Wholes.side("收入按资金来源分为:")` → `"收入"`.
        """
        found = _SIDE.fullmatch(words)
        return None if found is None else found["side"]

    def pass_strange(self) -> None:
        """A sum of something that has no name stands here."""
        self._is_strange, self._is_unnamed = not self.is_open, True

    def are_another_s(self, part: Subject, of: Subject | None = None, column: str = "") -> bool:
        """True where what is no class is a part of a class, or a part of all expenditure (基本支出) one of something
        unknown here, or grants are those of one item (公务接待费 5 万元，其中一般公共预算支出 4 万元), or what is
        carried over is of one grant (政府性基金预算收入 5 万元（含上年结转 1 万元）), or the whole that has its amount
        is named again (其中某馆公务接待费 1 万元).

        Parameters: `of` what the brackets stand behind in which it stands, or whose use it is; `column` of the figure.
        Example: behind 小学教育 5 万元，其中： `are_another_s(Subject("基本支出", "基本支出"))` → `True`.
        """
        whole = self.whole if self.is_open else of
        if whole is not None and _is_class(whole) and not _is_class(part):
            return True
        if not self.is_open and whole is None and column in _STATED:
            whole = self._class
        told = {each.item if each else None for each in (part, whole, self._last)}
        is_again = self.is_open and column == "amount" and len(told) == 1
        is_rest = self._is_unnamed or (self._last is not None and _is_item(self._last))
        is_rest = is_rest and part.item.startswith("其他") and part.item in class_names()
        if is_again or is_rest or self._is_left_of_part(part, whole):
            return True
        if (whole is None and not self.is_open) or part.item not in _SHARED:
            is_grant = self.is_open and part.item.startswith(_GRANTS)
            return is_grant and whole is not None and whole.item not in _GRANTED and not whole.item.startswith(_GRANTS)
        return self._is_strange if whole is None else _is_class(whole)

    def _is_left_of_part(self, part: Subject, whole: Subject | None) -> bool:
        """True where what is carried over is not all of it: that of a class, or of one grant, behind its 其中, in
        brackets behind it or behind its income of the year; 单位结转结余资金 that is no source of income, or stands
        beside another sum carried over.
        """
        if part.item == CARRIED_OVER and part.label.startswith(("部门", "单位")):
            return not self.is_open or self._sentence.count("结转") > 1
        is_of_year = self._last is not None and self._last.label.endswith("本年收入")
        grants = (whole, self._last if is_of_year else None)
        is_of_grants = any(each is not None and each.item.startswith(_GRANTS) for each in grants)
        is_of_class = self._last is not None and _is_class(self._last)
        return part.item in _CARRIED and (is_of_grants or is_of_class)

    def put(self, subject: Subject, quantity: Quantity, *, is_inside: bool) -> None:
        """A figure was put down. Parameters: `is_inside` where it stands in brackets, behind which the sentence goes on
        to speak of what it spoke of before.
        """
        if self.is_open and subject not in self.parts and not (quantity.direction and subject == self.whole):
            self.parts.append(subject)
        if quantity.direction is not None:
            self._since_change = 0
            self._changed |= set() if self.is_open else {(subject.item, "difference" in quantity.column)}
        elif quantity.column == "amount":
            halves = (self._last.item if self._last else "", subject.item)
            named = next((Subject(both, both) for both, each in HALVES.items() if each == halves), None)
            self._both = subject if subject.item in HALVES else named
            self._last = subject
            self._class = subject if _is_class(subject) else self._class
            self._since_change += self.is_open and not is_inside
            self._amounts += [subject] if self.is_open else []

    def is_another(self, words: str, topic: Subject | None) -> bool:
        """True for words before an amount that name something else than what was told last, though nothing known: a
        part that has its amount, where these words do more than join (财政资金 5 万元，单位资金 3 万元), or the whole,
        of which this is a part (项目支出 9 万元，其中本年安排 8 万元).
        """
        is_whole = self.is_open and topic is not None and topic == self.whole
        is_whole = is_whole and (topic == self._last or SPENT.search(words) is None)
        return is_whole or (topic in self._amounts and _OWN_NOUN.search(words) is not None)

    def may_change(self, quantity: Quantity) -> bool:
        """True where a change told next, without its subject, may be that of the whole, whose own was not told before:
        several parts were named, or one that is but carried over (收入总计 5 万元，其中年初结转 1 万元，较上年减少 …).

        Parameters: `quantity` that the figure states.
        """
        is_aside = len(self.parts) == self._since_change == 1 and self.parts[0].item in _CARRIED
        told = (self.whole.item if self.whole else "", "difference" in quantity.column)
        return (self._since_change > 1 or is_aside) and told not in self._changed

    def settled(
        self, text: str, quantity: Quantity, topic: Subject | None, amount: Callable[[Subject], Said | None]
    ) -> Subject | None:
        """Which of the whole and the part told last a sum is of that they are compared with, as the change behind it
        tells: behind 三公经费 5 万元，其中 A 2 万元，B 3 万元，比上年 6 万元减少 1 万元 it is the whole; None where
        neither fits, or both do.

        Parameters: `text` from the comparison on, `quantity` of the sum, `amount` that was told of one.
        """
        text = text.lstrip(",，、")
        if not text.startswith(("与", "比", "较", "同")) or not self.may_change(quantity):
            return topic
        if (found := _GONE_ON.match(text)) is None:
            return None
        known = {each: said for each in (self.whole, topic) if each is not None and (said := amount(each)) is not None}
        fitting = [each for each, said in known.items() if said.unit == found["unit"] and _follows(found, said.printed)]
        if len(fitting) != 1:
            return None
        self._since_change = 0
        return fitting[0]

    def changed(self, column: str) -> Subject | None:
        """What a change is of where `may_change`: the one of a whole and what was carried over that its rate fits;
        of the latter where a further part tells its own; else nobody knows.

        Parameters: `column` the figure is for.
        """
        found = _ASIDE.search(self._sentence) if column == "change" and len(self.parts) == 1 else None
        if found is None or self.whole is None:
            return None
        of = {self.whole: _fits(found, found["whole"]), self.parts[0]: _fits(found, found["part"])}
        fitting = [each for each, is_fitting in of.items() if is_fitting]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
        return self.parts[0] if _FURTHER.match(self._sentence, found.end()) else None

    def listed(self, count: int, told: Sequence[Subject]) -> tuple[Subject, ...]:
        """The items that so many figures of a list without names are of: the parts, else all that was told of; one
        figure (均增加 5 万元) is of each.

        Example: behind 人员经费 3 万元、公用经费 2 万元, the two of 分别占 60% 和 40%.
        """
        ways = (self.parts, told)
        return next((tuple(each) for each in ways if len(each) == count or len(each) > count == 1), ())


def _is_class(subject: Subject) -> bool:
    is_told = bool(subject.code or subject.path) or _SIGN.search(subject.label) is not None
    return is_told or subject.item in class_names()


def _is_item(subject: Subject) -> bool:
    return len(subject.code or "") == _ITEM_DIGITS or any(each["item"] for each in _SIGN.finditer(subject.label))


def _fits(found: re.Match[str], of: str) -> bool:
    """True where a change and its rate are of this amount, as far as it can be told from rounded figures."""
    amount, change, rate = (_number(each or "") for each in (of, found["change"], found["rate"]))
    if amount is None or change is None or rate is None:
        return False
    before = amount + change if found["down"] else amount - change
    step = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    return before > 0 and abs(change / before * 100 - rate) <= step


def _follows(found: re.Match[str], amount: str) -> bool:
    """True where a change is of this amount: with the sum that it is compared with, else with its rate."""
    if found["base"] is None:
        return _fits(found, amount)
    base, whole, change = _number(found["base"]), _number(amount), _number(found["change"])
    if base is None or whole is None or change is None:
        return False
    return whole - base == (-change if found["down"] else change)


def _number(printed: str) -> Decimal | None:
    try:
        return Decimal(printed.replace(",", ""))
    except InvalidOperation:
        return None
