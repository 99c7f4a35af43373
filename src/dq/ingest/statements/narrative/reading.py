"""Reads the statutory sections: each sentence clause by clause, each figure to its subject and quantity."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.narrative import quantities
from dq.ingest.statements.narrative.counts import Counter
from dq.ingest.statements.narrative.drafts import Draft, Drafts
from dq.ingest.statements.narrative.quantities import Quantity
from dq.ingest.statements.narrative.referents import Referents
from dq.ingest.statements.narrative.special import involved, named_behind, reserved
from dq.ingest.statements.narrative.subjects import Subject, Subjects, plain
from dq.ingest.statements.narrative.wording import (
    NOTHING,
    REASON,
    against,
    compared,
    direction,
    is_growth,
    opens_purpose,
    own_reason,
    standing,
    without_comparison,
)
from dq.ingest.statements.prose import MARK, Figure, Kind, Paragraph, Part, figures, sentences
from dq.ingest.statements.sections import Section

_CLAUSE: Final = re.compile(r"(?:[^,，;。:!?]|(?<=\d),(?=\d{3}(?!\d)))+[,，;。:!?]*")
_PARTS: Final = re.compile(r"^[、和及与以]*\(?(?:其中|包括|含(?!\)))[:,，]?")
_JOINTS: Final = re.compile(r"^(?:[、和及)]|以及|与(?![^,]*(?:相比|持平|相同|一致)))+")
_COUNTED: Final = (Kind.COUNT, Kind.BARE)
_STATED: Final = (Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.COUNT, Kind.BARE)
_FAR: Final = 400
"""Characters of a sentence before a figure that are looked at: one without end must not take time without bound."""
_YEARS: Final = 8
_YEAR_DIGITS: Final = 4
_COMPARING: Final = 4
"""Characters before a year in which a word that compares stands."""
_UNFINISHED: Final = re.compile(r"[\s:：,，。.;；…XxＸ×*_＿（）()]*")


def read_narrative(context: Context) -> Sequence[Statement]:
    """The statements of the sections around the tables: rows of `narrative` and `claim`.

    Example: of 本年支出合计 5.00 万元，比上年增加 1.00 万元。 one row with amount and change.
    """
    reader = _Reader(context)
    for section, paragraph in context.sections:
        reader.read(section, paragraph)
    return reader.statements()


class _Reader:
    def __init__(self, context: Context) -> None:
        self._year = context.identity.year or 0
        self._is_budget = context.template.kind == "budget"
        self._subjects = Subjects(context.template, context.rows)
        self._referents = Referents(self._subjects, is_budget=self._is_budget)
        self._counter = Counter(self._subjects)
        self._drafts = Drafts()
        self._claims: list[Statement] = []
        self._section = Section("", "")
        self._topic: Subject | None = None
        """What the text speaks of; None where that is not plain."""
        self._parts = 0
        """Items named behind 其中 in the sentence."""
        self._listed_parts = 0
        """Those of them that were named since the last change or semicolon."""
        self._has_parts = False
        self._in_reason = self._in_purpose = False
        self._is_told = False
        """Whether something of the sentence was put down."""
        self._reason_topic: Subject | None = None
        self._listed: str | None = None
        """The words of a clause that may name a project, whose money follows (…专项，涉及资金 …)."""
        self._limit: str | None = None
        self._years: list[Figure] = []
        self._paragraph: Paragraph
        self._numbers: list[Figure] = []
        self._begins: list[int] = []
        self._sentence: Part

    def statements(self) -> list[Statement]:
        """All that was read."""
        return [*self._drafts.statements(), *self._claims]

    def read(self, section: Section, paragraph: Paragraph) -> None:
        """Take in one paragraph."""
        if section != self._section:
            self._topic = self._subjects.named(
                plain(re.sub(r"(?:支出)?(?:决算|预算)?(?:总体|具体)?情况(?:的)?(?:说明)?$", "", section.heading))
            )
        elif paragraph.mark:
            self._topic = None
        self._section = self._referents.section = section
        self._drafts.close()
        self._counter.begin()
        self._paragraph = paragraph
        self._numbers = list(figures(paragraph.text))
        self._begins = [each.begin for each in self._numbers]
        self._parts, self._has_parts = 0, False
        is_first = True
        for sentence in sentences(paragraph):
            if self._has_parts and self._parts and not is_first:
                self._topic = None
            self._read_sentence(sentence)
            is_first = False

    def _read_sentence(self, sentence: Part) -> None:
        self._sentence = sentence
        self._years, self._listed, self._reason_topic, self._limit = [], None, None, None
        self._in_reason = self._in_purpose = self._has_parts = self._is_told = False
        self._parts = self._listed_parts = 0
        for found in _CLAUSE.finditer(sentence.text):
            begin, end = sentence.begin + found.start(), sentence.begin + found.end()
            inside = slice(bisect_left(self._begins, begin), bisect_left(self._begins, end))
            self._read_clause(begin, end, self._numbers[inside])
            if found[0].endswith(";"):
                self._in_reason = self._in_purpose = False
                self._reason_topic, self._listed_parts = None, 0

    def _read_clause(self, begin: int, end: int, numbers: Sequence[Figure]) -> None:
        text = self._paragraph.text[begin:end]
        words = plain(text)
        if _PARTS.match(words):
            self._has_parts = True
        reason = REASON.search(text)
        stated = [each for each in numbers if each.kind in _STATED]
        if not self._in_reason:
            self._in_purpose = opens_purpose(words) or (self._in_purpose and not compared(words))
        self._years = [*self._years, *(each for each in numbers if each.kind is Kind.YEAR)][-_YEARS:]
        before_reason = [each for each in stated if reason is None or each.begin < begin + reason.start()]
        self._read_figures(begin, end, before_reason)
        if not stated or reason is not None:
            self._read_words(words if reason is None else plain(text[: reason.start()]), begin)
        if reason is not None and not self._in_reason:
            self._note_reason(begin + reason.start(), begin + reason.end())
            self._in_reason = True
            self._read_words(plain(text[reason.end() :]), begin)
        elif stated:
            # 增加 5 万元（上年没有此项支出）
            self._read_state(plain(text[stated[-1].until - begin :]), begin)
        self._read_figures(begin, end, stated[len(before_reason) :])
        self._listed = None if stated else words

    def _read_figures(self, begin: int, end: int, stated: Sequence[Figure]) -> None:
        text = self._paragraph.text
        since = begin
        for at, figure in enumerate(stated):
            until = stated[at + 1].begin if at + 1 < len(stated) else end
            self._read_figure(figure, plain(text[since : figure.begin]), plain(text[figure.until : until]))
            since = figure.until

    def _read_figure(self, figure: Figure, before: str, after: str) -> None:
        mark = MARK.match(before)
        before = _JOINTS.sub("", before if mark is None else before[mark.end() :])
        parts = _PARTS.match(before)
        if parts is not None:
            self._has_parts = True
            before = before[parts.end() :]
        if figure.kind is Kind.MONEY or (figure.unit == "万" and not after.startswith(("人", "户", "平"))):
            self._money(figure, before, after)
        elif figure.kind is Kind.PERCENT or (figure.kind is Kind.BARE and is_growth(figure.printed, before, after)):
            self._percent(figure, before)
        elif figure.kind in _COUNTED:
            self._count(figure, before, after)

    def _money(self, figure: Figure, before: str, after: str) -> None:
        if quantities.is_threshold(before, after):
            noun, self._limit = quantities.limited(
                f"{figure.printed}{figure.unit}", after, is_bought="购置" in plain(self._so_far(figure))
            )
            self._claim(figure, Subject(noun, noun), "threshold", "amount")
            return
        special = self._special(figure, before, after)
        if special is not None:
            self._put(figure, special[0], Quantity(special[1], before))
            return
        quantity = quantities.money(before, self._so_far(figure), self._year, is_budget=self._is_budget)
        subject = self._subject(quantity, before)
        if subject is not None:
            self._put(figure, subject, quantity)

    def _special(self, figure: Figure, before: str, after: str) -> tuple[Subject, str] | None:
        """Money whose subject other words tell: of reserved purchases, of projects that were counted."""
        name = self._section.name
        if name == "procurement":
            return reserved(before, plain(self._so_far(figure)))
        if name != "performance":
            return None
        if quantities.is_involved(before):
            subject = involved(self._listed, self._counter.latest)
        else:
            subject = named_behind(before, after)
        return None if subject is None else (subject, "amount")

    def _percent(self, figure: Figure, before: str) -> None:
        quantity = quantities.percent(before, self._so_far(figure), self._year)
        if quantity is None or "分别" in before:
            return
        subject = self._subject(quantity, before)
        if subject is None:
            return
        if quantity.column.startswith("claim:"):
            turn = quantity.direction
            self._claim(figure, subject, "difference", "percent", negative=turn is not None and turn.word == "down")
            return
        self._put(figure, subject, quantity, unit="%")

    def _count(self, figure: Figure, before: str, after: str) -> None:
        if self._in_reason:
            return
        if self._limit is not None and before.startswith(("(含", "以上", "及以上")):
            self._put(figure, Subject(self._limit, self._limit), Quantity("count", before))
            self._limit = None
            return
        so_far = self._so_far(figure)
        subject = self._counter.counted(
            figure.unit,
            before,
            after,
            section=self._section.name,
            topic=self._topic,
            in_brackets=so_far.count("(") > so_far.count(")"),
            sentence=plain(so_far),
        )
        if subject is not None:
            self._put(figure, subject, Quantity("count", before), is_topic=False)

    def _read_words(self, words: str, begin: int) -> None:
        name = words.removeprefix(self._paragraph.mark).rstrip(",，。;:")
        if self._sentence.begin == 0 and not self._in_reason and not self._is_told:
            alone = self._referents.named(name)
            self._topic = alone if alone is not None and alone.label == name else self._topic
        if self._in_reason:
            turn = direction(words.rstrip(",，。;:"))
            named = self._subjects.named(words[: turn.begin]) if turn is not None and not turn.noun else None
            self._reason_topic = named or self._reason_topic
            return
        classes = None if self._in_purpose else self._subjects.classes(words.removeprefix(self._paragraph.mark))
        if classes is not None:
            self._topic = classes
        compares = against(words)
        if compares is not None and self._topic is not None:
            subject = self._subjects.named(words[: words.find("决算数")]) if "决算数" in words else None
            self._stand(subject or self._topic, begin).attributes["against"] = compares
            return
        self._read_state(words, begin)

    def _read_state(self, words: str, begin: int) -> None:
        state = standing(words)
        if state is None:
            return
        subject = self._stood(words[: state[1]])
        if subject is not None:
            self._stand(subject, begin).attributes["change_word"] = state[0]

    def _stand(self, subject: Subject, begin: int) -> Draft:
        self._is_told = True
        return self._drafts.of(subject, self._section.name, self._paragraph.place(begin))

    def _stood(self, words: str) -> Subject | None:
        """What did not change: named before the comparison, else what the text speaks of."""
        ahead = re.split(r"[比较与同]|(?:上年|去年|上一年)", words.removeprefix(self._paragraph.mark), maxsplit=1)[0]
        ahead = _PARTS.sub("", ahead).lstrip("(")
        if NOTHING.fullmatch(ahead):
            return self._topic
        named = self._subjects.named(ahead)
        if named is not None:
            self._topic = named
        return named

    def _note_reason(self, begin: int, end: int) -> None:
        draft = self._drafts.latest
        ahead = plain(self._paragraph.text[self._sentence.begin : begin]).removeprefix(self._paragraph.mark)
        if draft is not None and (self._is_told or NOTHING.fullmatch(ahead)):
            rest = self._paragraph.text[end : self._sentence.end]
            named = own_reason(plain(rest), (plain(draft.subject.label), draft.subject.item))
            if named is not None:
                draft.attributes["reason_word"] = named
            draft.attributes["reason"] = "empty" if _UNFINISHED.fullmatch(rest) else "given"

    def _subject(self, quantity: Quantity, before: str) -> Subject | None:
        """What a figure is about, or None where that is not plain."""
        turn, words = quantity.direction, quantity.words
        if turn is not None and turn.noun:
            is_compared = compared(words) and not self._in_reason
            return self._referents.behind(turn.noun, self._topic) if is_compared else None
        if self._in_reason:
            named = self._subjects.named(without_comparison(words))
            is_plain = turn is not None and compared(before)
            return (named or self._reason_topic) if is_plain and quantity.column in ("change", "rate") else None
        words = without_comparison(words) if turn is not None else words
        found = self._referents.of(words, self._paragraph, self._topic, is_entry=self._is_entry())
        if found is not None:
            return found
        if not NOTHING.fullmatch(words):
            # It speaks of something else now: what continues without a subject continues that.
            self._topic = None
        elif turn is not None and self._listed_parts > 1:
            return None  # The change may be that of the whole.
        elif not (self._in_purpose and quantity.column == "amount"):
            return self._topic
        return None

    def _is_entry(self) -> bool:
        """True where the words of an entry of a list may name its item: nothing was put down of it yet."""
        return self._drafts.latest is None and not self._in_purpose

    def _put(
        self, figure: Figure, subject: Subject, quantity: Quantity, *, unit: str | None = None, is_topic: bool = True
    ) -> None:
        column, turn = quantity.column, quantity.direction
        self._is_told = True
        draft = self._drafts.of(subject, self._section.name, self._paragraph.place(figure.begin), column)
        negative = turn is not None and turn.word == "down"
        if turn is not None and turn.word == "both":
            change = draft.figures.get("change")
            negative = change is not None and change.negative
        said = self._paragraph.said(figure, negative=negative)
        unit = "万元" if figure.unit == "万" and column != "count" else unit
        draft.figures[column] = said if unit is None else Said(said.printed, said.line, said.place, unit, said.negative)
        if turn is not None and column in ("change", "rate"):
            draft.attributes[f"{column}_word"] = turn.word
        if quantity.base is not None:
            draft.attributes["completion_base"] = quantity.base
        self._put_years(draft, figure, quantity)
        so_far = self._so_far(figure)
        if is_topic and not self._in_reason and so_far.count("(") <= so_far.count(")"):
            self._topic = subject
        self._parts += self._has_parts
        if turn is not None:
            self._listed_parts = 0
        elif column == "amount":
            self._listed_parts += self._has_parts

    def _put_years(self, draft: Draft, figure: Figure, quantity: Quantity) -> None:
        ahead = [each for each in self._years if each.begin < figure.begin and len(each.printed) == _YEAR_DIGITS]
        if quantity.base_begin >= 0:
            begin = self._far_back(figure) + quantity.base_begin
            column, year = "base_year", next((each for each in ahead if each.begin >= begin), None)
        elif quantity.column in ("amount", "count") and ahead:
            near = self._paragraph.text[max(0, ahead[-1].begin - _COMPARING) : ahead[-1].begin]
            column, year = "year", None if compared(near) else ahead[-1]
        else:
            return
        if year is not None and column not in draft.figures:
            draft.figures[column] = self._paragraph.said(year)

    def _claim(self, figure: Figure, subject: Subject, quantity: str, measure: str, *, negative: bool = False) -> None:
        place = self._paragraph.place(figure.begin)
        said = self._paragraph.said(figure, negative=negative)
        attributes = {"section": self._section.name, "quantity": quantity}
        self._claims.append(
            Statement(
                *("claim", place.line, subject.label, {measure: said}, attributes),
                *(subject.item, subject.path, subject.code),
                page=place.page,
            )
        )

    def _so_far(self, figure: Figure) -> str:
        """The sentence up to the figure, as far back as words can matter."""
        return self._paragraph.text[self._far_back(figure) : figure.begin]

    def _far_back(self, figure: Figure) -> int:
        return max(self._sentence.begin, figure.begin - _FAR)
