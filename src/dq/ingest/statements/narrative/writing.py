"""What the reader of sentences puts down: figures, words and claims, with their places and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.narrative.drafts import Draft, Drafts
from dq.ingest.statements.narrative.quantities import Quantity
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.narrative.wording import SPENT, compared
from dq.ingest.statements.prose import Figure, Paragraph, Part

_FAR: Final = 400
"""Characters of a sentence before a figure that are looked at: one without end must not take time without bound."""
_YEAR_DIGITS: Final = 4
_STOPS: Final = frozenset("，,。;")
_CLAUSE_ENDS: Final = _STOPS | frozenset("(、")
_OF_PARTS: Final = ("budget", "prior")
"""Sums of a whole that its parts have, too, besides what was spent."""
_REASON: Final = re.compile("原因|由于|因为")
_OF_YEAR_BEFORE: Final = frozenset(("prior", "change", "rate"))
_RESTATED: Final = re.compile(
    r"(?:[去上前]一?年|[比较与同]20\d\d年)度?[^,，。;]{0,12}(?:调整后?|口径|剔除|扣除|还原)|(?:可比|同一?|相同)口径"
)
"""What the year before is compared by is not what its report printed."""
_EXECUTED: Final = re.compile(r"(?:[去上前]一?年|[比较与同]20\d\d年)度?[^,，。;]{0,8}(?:执行|决算)")
"""The same of budgets: what became of the one before."""
_COMPARING: Final = 4
"""Characters before a year in which a word that compares stands."""


class Writer:
    """Puts down what a paragraph says.

    Parameters: `year` of the report; `is_budget` where it is one. `years` those of the sentence so far; `told` its
    subjects, in order.
    """

    def __init__(self, year: int, *, is_budget: bool) -> None:
        self._year = year
        self._is_budget = is_budget
        self._drafts = Drafts()
        self._claims: list[Statement] = []
        self._section = ""
        self._paragraph: Paragraph
        self._sentence: Part
        self.years: Sequence[Figure] = ()
        self.told: list[Subject] = []
        self.column: str | None = None
        """The quantity that the sentence stated last."""
        self._compared: list[Subject] = []
        """Whose budget the sentence only compared with: what follows are no parts of that."""

    def begin(self, section: str, paragraph: Paragraph) -> None:
        """A paragraph begins."""
        self._drafts.close(is_over=bool(paragraph.mark) or section != self._section)
        self._section, self._paragraph = section, paragraph

    def enter(self, sentence: Part) -> None:
        """A sentence begins."""
        self._sentence = sentence
        self.years, self.told, self.column, self._compared = (), [], None, []

    @property
    def uncounted(self) -> list[Subject]:
        """What the sentence told of besides what it counts."""
        return [each for each in self.told if not self.has(each, "count")]

    @property
    def latest(self) -> Draft | None:
        """The draft of the paragraph that was written last."""
        return self._drafts.latest

    def statements(self) -> list[Statement]:
        """All that was put down."""
        return [*self._drafts.statements(), *self._claims]

    @property
    def is_list(self) -> bool:
        """True where the sentence told the amounts of several items."""
        return sum(self.has(each, "amount") for each in {*self.told}) > 1

    def has(self, subject: Subject, column: str) -> bool:
        """True where the paragraph has the quantity of this subject."""
        return self._drafts.has(subject, column)

    def amount(self, subject: Subject) -> Said | None:
        """The amount of this subject that the paragraph told last."""
        return self._drafts.said(subject, "amount")

    def said(self, subject: Subject, column: str) -> Said | None:
        """The quantity of this subject that the paragraph, or one that it goes on, told last."""
        return self._drafts.said(subject, column, is_before=True)

    def is_nothing_more(self, subject: Subject | None, direction: str) -> bool:
        """True where no carry-over is said to have grown: that is another's, where the sentence tells of others, too.

        Example: 收入总计 5 万元，上年结转 0 万元，比上年增加 1 万元.
        """
        said = None if subject is None or "结转" not in subject.item else self._drafts.said(subject, "amount")
        return said is not None and direction == "up" and len(self.told) > 1 and not said.printed.strip("0.")

    def of_part(self, whole: Subject | None, before: str, column: str = "amount") -> str:
        """What a sum behind 其中 states: a budget, or that of the year before, where only this was told of the whole,
        or this last in the sentence; of what year a budget is that only says so is told of the whole, too.

        Parameters: `column` that the words of the sum itself say.
        Example: behind 预算 9 万元，其中： `of_part(whole, "公务接待费")` → `"budget"`.
        """
        if column == "budget" and whole is not None and not self.has(whole, column) and "年初" not in before:
            return "full_year_budget" if self.has(whole, "full_year_budget") else column
        if column != "amount" or whole is None or SPENT.search(before):
            return column
        last = self._drafts.last(whole) if whole in self.told and whole not in self._compared else None
        if last in _OF_PARTS:
            return last
        if self.has(whole, "amount"):
            return "amount"
        return next((column for column in _OF_PARTS if self.has(whole, column)), "amount")

    def so_far(self, figure: Figure) -> str:
        """The sentence up to the figure, as far back as words can matter."""
        return self._paragraph.text[self._far_back(figure) : figure.begin]

    def figure(self, figure: Figure, subject: Subject, quantity: Quantity, unit: str | None = None) -> None:
        """A figure of a subject. Parameters: `unit` where another one is meant than stands behind it."""
        column, turn = quantity.column, quantity.direction
        if column == "amount" and subject in self.told and self._is_year_before(figure):
            column = "prior"  # 2024年支出5万元，2023年支出4万元
        since = self._base_year(figure, quantity)
        base = int(since.printed) if since is not None else self._year - 1 if column == "prior" else None
        is_earlier = since is not None and int(since.printed) < self._year - 1
        place = self._paragraph.place(figure.begin)
        draft = self._drafts.of(subject, self._section, place, column, since=base, is_earlier=is_earlier)
        negative = turn is not None and turn.word == "down"
        if turn is not None and turn.word == "both":
            change = draft.figures.get("change")
            negative = change is not None and change.negative
        said = self._paragraph.said(figure, negative=negative)
        unit = "万元" if figure.unit == "万" and column != "count" else unit
        self.column = column
        draft.figures[column] = said if unit is None else Said(said.printed, said.line, said.place, unit, said.negative)
        if turn is not None and column in ("change", "rate"):
            draft.attributes[f"{column}_word"] = turn.word
        if column in _OF_YEAR_BEFORE and self._is_restated(self.so_far(figure)):
            draft.attributes["base"] = "restated"
        if quantity.base is not None:
            draft.attributes["completion_base"] = quantity.base
        name, year = ("base_year", since) if since else ("year", self._own_year(figure, quantity))
        if year is not None and name not in draft.figures:
            draft.figures[name] = self._paragraph.said(year)
        if not self.told or self.told[-1] != subject:
            self.told.append(subject)

    def stand(self, subject: Subject, begin: int) -> Draft:
        """The draft of what words without a figure speak of."""
        return self._drafts.of(subject, self._section, self._paragraph.place(begin))

    def nothing(self, subject: Subject, word: str, begin: int, *, is_count: bool) -> None:
        """Zero in words, which stand behind the character `begin` of the paragraph."""
        place = self._paragraph.place(self._paragraph.text.find(word[0], begin))
        column, unit = ("count", "辆") if is_count else ("amount", "万元")
        draft = self._drafts.of(subject, self._section, place, column)
        draft.figures[column] = Said(word, place.line, place.place, unit, is_nothing=True)

    def claim(self, figure: Figure, subject: Subject, quantity: str, measure: str, *, negative: bool = False) -> None:
        """A figure that is none of the narrative's quantities."""
        if quantity == "difference":
            self._compared.append(subject)
        place = self._paragraph.place(figure.begin)
        said = self._paragraph.said(figure, negative=negative)
        attributes = {"section": self._section, "quantity": quantity}
        self._claims.append(
            Statement(
                *("claim", place.line, subject.label, {measure: said}, attributes),
                *(subject.item, subject.path, subject.code),
                page=place.page,
            )
        )

    def _is_restated(self, so_far: str) -> bool:
        return _RESTATED.search(so_far) is not None or (self._is_budget and _EXECUTED.search(so_far) is not None)

    def _is_year_before(self, figure: Figure) -> bool:
        """True where the sentence named the report's own year, and a clause of it now begins with the one before."""
        ahead = [each for each in self.years if each.begin < figure.begin]
        if not ahead or ahead[-1].printed != str(self._year - 1):
            return False
        opens = self._paragraph.text[ahead[-1].begin - 1] in _CLAUSE_ENDS
        return opens and any(each.printed == str(self._year) for each in ahead)

    def _base_year(self, figure: Figure, quantity: Quantity) -> Figure | None:
        """The year that a change is from; that of a budget is no year that the amount is compared with."""
        if quantity.base_begin < 0 or quantity.column == "difference":
            return None
        begin = self._far_back(figure) + quantity.base_begin
        base = next((each for each in self._years_before(figure) if each.begin >= begin), None)
        # 与上年相比，2030年收入增加: behind the comparison stands the year that is compared.
        is_behind = base is not None and not _STOPS.isdisjoint(self._paragraph.text[begin : base.begin])
        return None if is_behind else base

    def _own_year(self, figure: Figure, quantity: Quantity) -> Figure | None:
        """The year that an amount is of."""
        ahead = [each for each in self._years_before(figure) if not self._is_of_reason(each, figure)]
        if quantity.column not in ("amount", "count") or not ahead:
            return None
        near = self._paragraph.text[max(0, ahead[-1].begin - _COMPARING) : ahead[-1].begin]
        return None if compared(near) else ahead[-1]

    def _is_of_reason(self, year: Figure, figure: Figure) -> bool:
        """True for a year in a reason that a semicolon ends before the figure: …，主要原因是2030年无购车计划；…"""
        text = self._paragraph.text
        begin = text.rfind(";", self._sentence.begin, year.begin) + 1
        is_over = text.find(";", year.begin, figure.begin) >= 0
        return is_over and _REASON.search(text, max(begin, self._sentence.begin), year.begin) is not None

    def _years_before(self, figure: Figure) -> Sequence[Figure]:
        return [each for each in self.years if each.begin < figure.begin and len(each.printed) == _YEAR_DIGITS]

    def _far_back(self, figure: Figure) -> int:
        return max(self._sentence.begin, figure.begin - _FAR)
