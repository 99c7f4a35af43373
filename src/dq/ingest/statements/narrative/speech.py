"""What a text has come to speak of, and what its clauses say in words alone: nothing, no change, reasons."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.context import Context
from dq.ingest.statements.narrative import wording
from dq.ingest.statements.narrative.brackets import Brackets
from dq.ingest.statements.narrative.drafts import Draft
from dq.ingest.statements.narrative.purposes import Purpose
from dq.ingest.statements.narrative.reasons import Reason, note
from dq.ingest.statements.narrative.referents import Referents
from dq.ingest.statements.narrative.special import project_named
from dq.ingest.statements.narrative.subjects import Subject, Subjects, plain
from dq.ingest.statements.narrative.wholes import PARTS, Wholes
from dq.ingest.statements.narrative.wording import NOTHING, compared, without_comparison
from dq.ingest.statements.narrative.writing import Writer
from dq.ingest.statements.narrative.zeros import UNPLANNED, nothing
from dq.ingest.statements.prose import Paragraph, Part
from dq.ingest.statements.sections import Section

_ONLY: Final = re.compile(r"(?:全部|均|都)(?:为|是|来自|来源于)(?P<name>[^,，。;:]+)")
HEADED: Final = re.compile("(?:决算|预算|执行|具体)*情况(?:如下)?$|如下$")
"""How a label ends that is worded as a heading."""
_NAMED: Final = re.compile(
    r"(?!按|从|根据)[^\d,，。;:]{2,20}(?<!情况)(?<!总体)[,，]"
    r"(?:年初|全年)?(?:预算|决算|支出)(?:预算|决算)?(?:数|安排|为)*\d[\d,.]{0,20}[万亿]?元"
)
"""An entry of a list that opens with its name: 1.助学项目，预算 5 万元，支出 4 万元."""
_USED: Final = re.compile(r"(?P<name>[^,，。;:\d]{3,30}?)(?:主要)?用于")
"""An item named by its uses: what its budget or outcome is told of behind them."""


class Speech:
    """What the text speaks of, and what was put down of it. Parameters: `context` the report."""

    def __init__(self, context: Context) -> None:
        self._year = context.identity.year or 0
        self._is_budget = context.template.kind == "budget"
        self._subjects = Subjects(context.template, context.rows)
        self._referents = Referents(self._subjects, context)
        self._writer = Writer(self._year, is_budget=self._is_budget)
        self._section = Section("", "")
        self._topic: Subject | None = None
        """What the text speaks of; None where that is not plain."""
        self._headed: Subject | None = None
        """What the heading speaks of."""
        self._wholes = Wholes()
        self._reason = Reason()
        self._purpose = Purpose()
        self._listed: str | None = None
        """The words of a clause that may name a project, whose money follows (…专项，涉及资金 …)."""
        self._only: Subject | None = None
        """What all of it is (全部为财政拨款收入，占 100%)."""
        self._brackets = Brackets()
        self._entry: re.Match[str] | None = None
        """The number of an entry of a list, that the clause opens with."""
        self._is_told = False
        """Whether something of the sentence was put down."""
        self._paragraph: Paragraph
        self._sentence: Part

    def _read_words(self, words: str, begin: int) -> None:
        self._wholes.within(words.removeprefix(self._paragraph.mark), self._referents.named)
        name = words.removeprefix(self._paragraph.mark).rstrip(",，。;:")
        if self._sentence.begin == 0 and not self._reason.is_open and not self._is_told:
            self._topic = self._referents.headed(name) or self._topic
        if self._reason.is_open:
            self._reason.hear(words, self._subjects)
            return
        classes = None if self._purpose.is_open else self._subjects.classes(name)
        if classes is not None:
            self._topic = classes
        elif self._is_told and self._is_label(words, begin):  # 包括：办公费，年初预算 5 万元
            own = name if self._entry is None else name[self._entry.end() :]
            self._topic = self._referents.listed(own, None, is_count=False)
            self._wholes.is_labelled = self._topic is None
        elif begin == 0 and _NAMED.match(plain(self._paragraph.text[len(self._paragraph.mark) :])):
            self._topic = self._topic or self._subjects.entry(name, self._section.name)
        if not self._purpose.is_open and self._read_nothing(words.removeprefix(self._paragraph.mark), begin):
            return
        if (side := self._wholes.side(words)) is not None:
            self._wholes.open(self._referents.side(side, self._topic))
        if (used := _USED.match(words.removeprefix(self._paragraph.mark))) is not None:
            self._topic = self._referents.exactly(used["name"], is_count=False) or self._topic
        self._topic = project_named(self._section.name, words) or self._topic
        if (only := _ONLY.match(words)) is not None:
            self._only = self._referents.named(only["name"])
        if compared(name):
            self._topic = self._referents.exactly(without_comparison(name), is_count=False) or self._topic
        if (compares := wording.against(words)) is not None and self._topic is not None:
            subject = self._subjects.named(words[: words.find("决算数")]) if "决算数" in words else None
            self._stand(subject or self._topic, begin).attributes["against"] = compares
            return
        if self._topic is not None and self._subjects.changed(name) not in (None, self._topic.item):
            self._topic = None  # 会议费支出翻两番，为 5 万元
        self._read_state(words, begin)

    def _is_label(self, words: str, begin: int) -> bool:
        """True for words that name something of their own: before a colon, or as an entry of a list begins."""
        name = words.rstrip(",，:")
        is_entry = words.endswith((",", "，")) and self._paragraph.text[begin - 1 : begin] in (":", ";")
        is_of_text = compared(name) or wording.opens_purpose(name) or PARTS.match(name) or HEADED.search(name)
        return (is_entry or words.endswith(":")) and not is_of_text and NOTHING.fullmatch(name) is None

    def _read_nothing(self, words: str, begin: int) -> bool:
        """Zero in words; False where the clause says no such thing."""
        ways = nothing(words, self._year)
        for way in ways:
            subjects = [self._referents.exactly(name, is_count=way.is_count) for name in way.names]
            if not all(subjects):
                continue
            for subject in filter(None, subjects):
                self._writer.nothing(subject, way.word, begin, is_count=way.is_count)
                self._topic = subject
            self._is_told = True
            return True
        if ways or (UNPLANNED.search(words) and not self._referents.is_of(words, self._topic)):
            self._topic = None
        return False

    def _read_state(self, words: str, begin: int) -> None:
        if (state := wording.standing(words, is_budget=self._is_budget)) is None:
            return
        # What did not change is named before the comparison, or what the text speaks of.
        ahead = re.split(r"[比较与同]|(?:上年|去年|上一年)", words[: state[1]].removeprefix(self._paragraph.mark))[0]
        ahead = PARTS.sub("", ahead).lstrip("(")
        if NOTHING.fullmatch(ahead) is None:
            self._topic = self._subjects.named(ahead)
        if self._topic is not None:
            self._stand(self._topic, begin).attributes["change_word"] = state[0]

    def _stand(self, subject: Subject, begin: int) -> Draft:
        self._is_told = True
        return self._writer.stand(subject, begin)

    def _note_reason(self, begin: int, end: int) -> None:
        draft = self._writer.latest
        ahead = plain(self._paragraph.text[self._sentence.begin : begin]).removeprefix(self._paragraph.mark)
        if draft is not None and (self._is_told or NOTHING.fullmatch(ahead)):
            note(draft, self._paragraph.text[end : self._sentence.end])
