"""Reads the statutory sections: each sentence clause by clause, each figure to its subject and quantity."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.model import Statement
from dq.ingest.statements.narrative import quantities, thresholds
from dq.ingest.statements.narrative.about import BASES, About
from dq.ingest.statements.narrative.counts import Counter, is_bought, is_change, is_priced
from dq.ingest.statements.narrative.guards import (
    is_contracts,
    is_half,
    is_limit,
    is_of_work,
    is_other_time,
    is_own_money,
    is_range,
    is_spent_on,
)
from dq.ingest.statements.narrative.lists import JOINTS, continued, halves, listed, parted, shared, unit_of
from dq.ingest.statements.narrative.quantities import TIMES, Quantity
from dq.ingest.statements.narrative.special import named_otherwise
from dq.ingest.statements.narrative.speech import HEADED
from dq.ingest.statements.narrative.subjects import Subject, plain
from dq.ingest.statements.narrative.wholes import PARTS
from dq.ingest.statements.narrative.wording import (
    NOTHING,
    REASON,
    behind_comparison,
    compared,
    is_growth,
    without_comparison,
)
from dq.ingest.statements.prose import MARK, Figure, Kind, Paragraph, Part, clauses, figures, sentences, spelt
from dq.ingest.statements.sections import Section

_SHARES: Final = (Kind.PERCENT, Kind.POINTS)
_COUNTED: Final = (Kind.COUNT, Kind.BARE)
_STATED: Final = (Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.COUNT, Kind.BARE)
_NEAR: Final = 80
_COMPARES: Final = re.compile("[与比较同]")
"""How a sentence begins that compares."""
_COUNTED_PARTS: Final = ("公务接待费", "公务用车购置及运行维护费")
"""Sums of whose parts things are counted."""
_YEARS: Final = 8


def read_narrative(context: Context) -> Sequence[Statement]:
    """The statements of the sections around the tables: rows of `narrative` and `claim`.

    Example: of 本年支出合计 5.00 万元，比上年增加 1.00 万元。 one row with amount and change.
    """
    reader = _Reader(context)
    for section, paragraph in context.sections:
        reader.read(section, paragraph)
    return reader.statements()


class _Reader(About):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._counter = Counter(self._subjects)
        self._list: tuple[Subject, ...] = ()
        """The items of the sentence's last list."""
        self._limit: str | None = None
        self._years: list[Figure] = []
        self._numbers: list[Figure] = []
        self._begins: list[int] = []

    def statements(self) -> list[Statement]:
        """All that was read."""
        return self._writer.statements()

    def read(self, section: Section, paragraph: Paragraph) -> None:
        """Take in one paragraph."""
        self._topic = self._purpose.left(self._topic)
        if self._topic is not None and self._topic is not self._before:
            self._before = self._topic if self._writer.has(self._topic, "amount") else None
        if section != self._section:
            self._topic = self._headed = self._referents.enter(section)
        elif paragraph.mark:
            self._topic = None
        self._section = section
        self._writer.begin(section.name, paragraph)
        self._counter.begin()
        self._referents.begin(paragraph.text)
        self._paragraph = paragraph
        self._numbers = spelt(paragraph.text, figures(paragraph.text))
        self._begins = [each.begin for each in self._numbers]
        self._wholes.begin_paragraph()
        self._reason.begin()
        before: Subject | None = None
        for at, sentence in enumerate(sentences(paragraph)):
            if at:
                self._go_on(sentence, before)
            before = self._topic
            self._read_sentence(sentence)

    def _go_on(self, sentence: Part, before: Subject | None) -> None:
        """Another sentence of the paragraph begins. Parameters: `before` what the one before began to speak of."""
        told, sums, topic = self._writer.told, self._writer.uncounted, self._topic
        if self._wholes.is_list(sums if len(set(sums)) == 1 else told):
            self._topic = self._wholes.gone_on(sentence.text, told, self._writer.amount)
        elif told and not sums and topic is not None and before is not None and _COMPARES.match(sentence.text):
            # 公务接待费 5 万元。国内公务接待 3 批次。比上年增加 1 万元。
            is_its = self._writer.has(topic, "amount") or not self._writer.has(before, "amount")
            self._topic = topic if is_its else before if before.item in _COUNTED_PARTS else None

    def _read_sentence(self, sentence: Part) -> None:
        self._sentence = sentence
        self._writer.enter(sentence)
        self._list, self._years, self._listed, self._limit = (), [], None, None
        self._topic = self._purpose.left(self._topic)
        self._referents.body.begin(is_told=self._writer.latest is not None)
        self._is_told, self._only = False, None
        self._reason.end()
        self._wholes.begin(sentence.text)
        for begin, end, text in clauses(sentence):
            inside = slice(bisect_left(self._begins, begin), bisect_left(self._begins, end))
            self._read_clause(begin, end, self._numbers[inside])
            if text.endswith(";"):
                self._topic = self._purpose.left(self._topic)
                self._reason.end()
                self._wholes.half()
                self._referents.body.begin(is_told=self._is_told)

    def _read_clause(self, begin: int, end: int, numbers: Sequence[Figure]) -> None:
        text = self._paragraph.text[begin:end]
        words, reason = plain(text), REASON.search(text)
        self._entry = MARK.match(words) if begin else None
        self._referents.hear(words)
        self._referents.body.name_alone(words.removeprefix(self._paragraph.mark))
        self._wholes.enter(words, self._topic)
        stated = shared([each for each in numbers if each.kind in _STATED or each.unit == TIMES], self._paragraph.text)
        self._reason.enter(plain(text[: stated[0].begin - begin]) if stated else words)
        if not self._reason.is_open:
            uses = words if self._entry is None else words[self._entry.end() :]  # ：1.安排 5 万元购置设备
            self._topic = self._purpose.entered(uses, self._topic, self._writer)
        self._years = [*self._years, *(each for each in numbers if each.kind is Kind.YEAR)][-_YEARS:]
        self._writer.years = self._years
        before_reason = [each for each in stated if reason is None or each.begin < begin + reason.start()]
        self._read_figures(begin, end, before_reason)
        if not stated or reason is not None:
            self._read_words(words if reason is None else plain(text[: reason.start()]), begin)
        if reason is not None and not self._reason.is_open:
            self._note_reason(begin + reason.start(), begin + reason.end())
            self._reason.open(text[: reason.end()])
            self._read_words(plain(text[reason.end() :]), begin)
        elif stated:
            # 增加 5 万元（上年没有此项支出）
            self._read_state(plain(text[stated[-1].until - begin :]), begin)
        self._read_figures(begin, end, stated[len(before_reason) :])
        if stated and PARTS.match(plain(text[stated[-1].until - begin :])):
            self._wholes.open(self._topic)  # 5 万元（其中，一般公共预算
        self._listed = None if stated else words

    def _read_figures(self, begin: int, end: int, stated: Sequence[Figure]) -> None:
        text = self._paragraph.text
        if stated and not self._reason.is_open and self._read_list(stated, plain(text[begin : stated[0].begin])):
            return
        since = begin
        for at, figure in enumerate(stated):
            until = stated[at + 1].begin if at + 1 < len(stated) else end
            if is_half(stated, at):
                since = figure.until
                continue
            before = plain(text[since : figure.begin]) or (self._label() if since == begin else "")
            self._read_figure(figure, before, plain(text[figure.until : until]))
            self._wholes.sums.pass_by(figure, is_inside=self._brackets.is_inside)
            since = figure.until

    def _label(self) -> str:
        """What a colon parts from the figure that a clause begins with (项目支出：5 万元); "" where nothing does."""
        ahead = self._listed or ""
        if not ahead.endswith(":") or len(ahead) > _NEAR:
            return ""
        name = ahead.removesuffix(":")
        return HEADED.sub("", name) or name

    def _read_list(self, stated: Sequence[Figure], before: str) -> bool:
        """A list of items and figures (A、B分别为 …); False where the clause is none, or not plain."""
        before = PARTS.sub("", JOINTS.sub("", before.removeprefix(self._paragraph.mark)))
        words = listed(before) or continued(before, is_list=len(self._list) == len(stated))
        unit = unit_of(stated, self._paragraph.text)
        if words is None or unit is None or self._is_foreign(stated[-1]):
            is_unnamed = len(stated) > 1 and unit is not None  # 增长 5% 和 4%: nothing says whose each of them is.
            self._topic = None if is_unnamed else self._topic
            return is_unnamed
        so_far, is_count = self._writer.so_far(stated[-1]), stated[0].kind is Kind.COUNT
        names = without_comparison(words.names) if compared(words.names) else words.names
        subjects = parted(names, lambda name, last: self._referents.listed(name, last, is_count=is_count))
        if not subjects and NOTHING.fullmatch(names):
            subjects = self._list or self._wholes.listed(len(stated), self._writer.told)
        if len(stated) == 1 and not (words.is_each and len(subjects) > 1):
            return False  # 收、支总计各 5 万元
        count = len(subjects) if len(stated) == 1 else len(stated)
        subjects = halves(subjects, count)
        kind = stated[-1].kind
        quantity = quantities.of_list(kind, words.rest, so_far, self._year, is_budget=self._is_budget)
        self._topic = None
        if len(subjects) < 2 or quantity is None or quantity.column.startswith("claim:"):  # noqa: PLR2004 - a list
            return True
        if quantity.column == "share" and self._referents.share(quantity.of) != "share":
            return True
        for figure, subject in zip(stated if len(stated) > 1 else [*stated] * count, subjects, strict=True):
            self._put(figure, subject, quantity, unit="%" if kind is Kind.PERCENT else unit, is_topic=False)
        self._list = subjects
        return True

    def _is_foreign(self, figure: Figure) -> bool:
        """True where the sentence speaks of other times, for a year's performance is looked at behind it, or money."""
        years = () if self._section.name == "performance" else self._years
        so_far = self._writer.so_far(figure)
        return is_other_time(figure, years, so_far, self._year) or is_own_money(self._section.name, plain(so_far))

    def _read_figure(self, figure: Figure, before: str, after: str) -> None:
        if self._is_foreign(figure) and not thresholds.is_threshold(before, after):
            return
        self._brackets.enter(self._writer.so_far(figure))
        mark = MARK.match(before)
        before = JOINTS.sub("", before if mark is None else before[mark.end() :])
        if (parts := PARTS.match(before)) is not None:
            self._wholes.open(self._topic)
            before = before[parts.end() :]
        self._wholes.within(before, self._referents.named)
        text = self._paragraph.text
        if is_range(before, after) or is_contracts(before, text) or self._is_of_others(figure, before):
            self._topic = None
            return
        if figure.kind is Kind.MONEY or (figure.unit == "万" and not after.startswith(("人", "户", "平"))):
            self._money(figure, before, after)
        elif is_limit(before, after) and figure.kind is not Kind.COUNT:
            self._topic = None
        elif figure.kind in _SHARES or figure.unit == TIMES or is_growth(figure, before, after):
            self._percent(figure, before, after)
        elif figure.kind in _COUNTED:
            self._count(figure, before, after)

    def _is_of_others(self, figure: Figure, before: str) -> bool:
        words = f"{before}{figure.printed}{figure.unit or ''}"
        return self._referents.body.is_of_others(words, self._paragraph.text)

    def _money(self, figure: Figure, before: str, after: str) -> None:
        if thresholds.is_threshold(before, after):
            self._threshold(figure, after)
            return
        if is_limit(before, after) or (self._topic is None and is_spent_on(before, after)):
            self._topic = None
            return
        if (whole := quantities.summed(before, after)) is not None:
            if (subject := self._referents.named(whole)) is not None:
                self._writer.figure(figure, subject, Quantity("amount", whole), None)
            return
        so_far, counted = self._writer.so_far(figure), self._counter.latest
        whole, listed = plain(self._sentence.text), self._listed
        special = named_otherwise(self._section.name, before, after, so_far, whole, listed=listed, counted=counted)
        if special is not None:
            self._put(figure, special[0], Quantity(special[1], before))
            return
        quantity = quantities.money(before, so_far, self._year, is_budget=self._is_budget)
        if quantity is None:
            if not quantities.is_earlier(before, self._year):
                self._topic = self._referents.named(without_comparison(before))
            return
        words = behind_comparison(before, self._behind(figure)) if quantity.column in BASES else ""
        if words:
            quantity = replace(quantity, words=words)
        if self._topic is not None and self._writer.has(self._topic, "amount") and is_of_work(listed, before):
            self._topic = None
            return
        if quantity.column == "amount" and quantities.is_beside(so_far):
            quantity = replace(quantity, column=self._writer.column or "amount")  # 上年收入总计 5 万元、支出总计 5 万元
        topic = self._topic = self._settled(figure, quantity, before)
        if (subject := self._subject(quantity, before, figure)) is None:
            return
        if words and topic is not None and topic.item != subject.item:
            compares = f"与{before}{self._paragraph.text[figure.begin : self._sentence.end]}"
            if self._wholes.gone_on(compares, [topic], self._writer.amount) is not None:
                return  # 小学教育 10 万元，与上年 8 万元相比，人员经费增加 2 万元: the change is that of 小学教育, too.
        self._put(figure, subject, self._meant(subject, quantity, before))

    def _meant(self, subject: Subject, quantity: Quantity, before: str) -> Quantity:
        """What a sum states of its subject in a budget, and as a part of a whole."""
        is_item = bool(subject.code or subject.path) and "年初" not in before
        is_told = is_item or self._writer.has(subject, "amount")
        if quantity.column == "budget" and self._is_budget and not is_told:
            return replace(quantity, column="amount")  # What a budget plans; of items it is said behind the amount.
        if quantity.column in ("amount", "budget") and self._wholes.is_open:
            return replace(quantity, column=self._writer.of_part(self._wholes.whole, before, quantity.column))
        return quantity

    def _threshold(self, figure: Figure, after: str) -> None:
        bought = is_bought(plain(self._writer.so_far(figure)))
        noun, self._limit = thresholds.limited(figure, after, is_bought=bought)
        self._writer.claim(figure, Subject(noun, noun), "threshold", "amount")

    def _behind(self, figure: Figure) -> str:
        """The words of the sentence behind a figure, up to the next sum, rate or share."""
        until = min(self._sentence.end, figure.until + _NEAR)
        near = self._numbers[bisect_left(self._begins, figure.until) : bisect_left(self._begins, until)]
        end = next((each.begin for each in near if each.kind in (Kind.MONEY, *_SHARES)), until)
        return plain(self._paragraph.text[figure.until : end])

    def _percent(self, figure: Figure, before: str, after: str) -> None:
        so_far, last = self._writer.so_far(figure), self._writer.column
        quantity = quantities.part(figure, before, after, so_far, self._year, last, is_budget=self._is_budget)
        if quantity is None or "分别" in before:
            return
        column = self._referents.share(quantity.of) if quantity.column == "share" else quantity.column
        if column is None or (subject := self._subject(quantity, before, figure)) is None:
            return
        of = quantity.of or self._wholes.of_share(subject)
        if column == "share" and of != quantity.of:
            column = self._referents.share(of) or column
        if column.startswith("claim:"):
            turn = quantity.direction
            subject, claimed = self._referents.shared(subject, of), column.removeprefix("claim:")
            self._writer.claim(figure, subject, claimed, "percent", negative=turn is not None and turn.word == "down")
        else:
            is_topic, unit = subject != self._only, TIMES if figure.unit == TIMES else "%"
            self._put(figure, subject, quantity, unit=unit, is_topic=is_topic)

    def _count(self, figure: Figure, before: str, after: str) -> None:
        so_far = self._writer.so_far(figure)
        if self._reason.is_open or is_change(so_far):
            return
        if self._limit is not None and before.startswith(("(含", "以上", "及以上")):
            self._put(figure, Subject(self._limit, self._limit), Quantity("count", before))
            self._limit = None
            return
        told, whole, section = plain(so_far), plain(self._sentence.text), self._section.name
        subject = self._counter.counted(
            figure.unit, before, after, section=section, topic=self._topic, sentence=told, whole=whole
        )
        said = None if subject is None else self._writer.said(subject, "count")
        if subject is None or (said is not None and said.printed != figure.printed and not before):
            self._topic = self._topic if NOTHING.fullmatch(before) else None  # 购置 2 辆，其中 1 辆支出 9 万元
            return
        self._put(figure, subject, Quantity("count", before), is_topic=is_priced(section, told, whole))
        if self._section.name == "three_public" and not self._brackets.is_inside:
            self._topic = self._counter.spent_on(subject, self._topic, is_heading=self._topic is self._headed)
        elif self._counter.ends_topic(subject, self._topic):
            self._topic = None

    def _put(
        self, figure: Figure, subject: Subject, quantity: Quantity, *, unit: str | None = None, is_topic: bool = True
    ) -> None:
        self._is_told, self._only = True, None if quantity.column == "amount" else self._only
        self._writer.figure(figure, subject, quantity, unit)
        if is_topic and not self._reason.is_open:
            self._topic = self._brackets.told(subject, self._topic)
        self._wholes.sums.put(figure, subject, quantity.column)
        self._wholes.put(subject, quantity, is_inside=self._brackets.is_inside)
