"""What is counted: vehicles, groups and persons abroad, receptions, projects."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.subjects import Subject, Subjects

_RECEIVED: Final = re.compile(r"(?P<foreign>外事|外宾)|(?P<abroad>国\(境\)外|境外|国外)|(?P<domestic>国内)")
_ABROAD: Final = re.compile(r"出国|出境|\(境\)|团组")
_BATCHES: Final = ("批次", "批")
_PERSONS: Final = ("人次", "人", "名", "位", "")
_KINDS: Final = {"foreign": "外事接待", "abroad": "国(境)外公务接待", "domestic": "国内公务接待", None: "公务接待"}
_BEHIND: Final = re.compile(
    r"^(?P<noun>[^\d,，。;:、()]{2,16}?)(?=(?:均|已|共)?(?:开展|实施|进行|纳入|完成)|[和及与]?$|[,，。;:、]|财政拨款)"
)
_ACT: Final = re.compile(r"绩效(?:运行)?(?P<act>自评|自我评价|监控|跟踪|评价)")
_ACTS: Final = {
    "自评": "绩效自评项目",
    "自我评价": "绩效自评项目",
    "监控": "绩效监控项目",
    "跟踪": "绩效跟踪项目",
    "评价": "绩效评价项目",
}
_GRADE: Final = re.compile(r"(?:评级|等级|等次|结果)为(?P<grade>优秀|良好|合格|不合格|优|良|中|差)的?(?:项目)?$")
_YEARS: Final = re.compile(r"\d{4}年(?:度)?")
_NOUN: Final = re.compile(
    r"(?:其中|共有|共|为|约|约为|达|有|:)*(?P<noun>[^\d,，。;:、()]{2,20}?)(?:数量|数)?(?:共计|共|累计|总计|约为|约|为|达|有|:)*$"
)
_BUYING: Final = re.compile(r"购置|购入|更新")


class Counter:
    """Names what numbers of things and persons count, within a paragraph."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects
        self._received: dict[bool, str | None] = {}
        self.latest: Subject | None = None
        """What was counted last: 涉及资金 … speaks of it."""

    def begin(self) -> None:
        """A paragraph begins."""
        self._received = {}
        self.latest = None

    def counted(
        self,
        unit: str,
        before: str,
        after: str,
        *,
        section: str,
        topic: Subject | None,
        in_brackets: bool,
        sentence: str,
    ) -> Subject | None:
        """What a number counts, or None where that is not plain.

        Parameters: `before` and `after` the words around it in its clause; `topic` what the text speaks of;
        `sentence` up to the number.
        """
        found: Subject | None
        if section == "three_public":
            found = self._travel_or_reception(unit, before, topic, in_brackets=in_brackets)
        elif section == "vehicles":
            found = self._vehicles(before, sentence)
        elif section in ("performance", "operating", "procurement", "other"):
            found = self._projects(before, after)
            self.latest = found or self.latest
        else:
            found = None
        return found

    def _vehicles(self, before: str, sentence: str) -> Subject | None:
        found = self._subjects.named(before, is_count=True)
        if found is None or found.item == "公务用车购置数" or not _BUYING.search(sentence):
            return found
        return Subject(f"购置{found.label}", f"购置{found.item}")

    def _travel_or_reception(
        self, unit: str, before: str, topic: Subject | None, *, in_brackets: bool
    ) -> Subject | None:
        known = self._subjects.named(before, is_count=True)
        if known is not None and not (known.label.startswith(("因公出国", "出国")) and "团组" not in known.label):
            return known
        about = topic.item if topic is not None else ""
        if (
            "接待" in before
            or "来宾" in before
            or "来访" in before
            or (about.endswith(("接待费", "接待")) and not _ABROAD.search(before))
        ):
            return self._reception(unit, before, in_brackets=in_brackets)
        if unit in ("人次", "人", "名") and (_ABROAD.search(before) or about == "因公出国(境)费"):
            return Subject(before or unit, "因公出国(境)人次")
        if unit in ("个", "批") and (_ABROAD.search(before) or (about == "因公出国(境)费" and "团" in before)):
            return Subject(before or unit, "因公出国(境)团组数")
        if unit == "辆" and about == "公务用车购置费" and before in ("", "购置", "购置数"):
            return Subject(before or unit, "公务用车购置数")
        return None

    def _reception(self, unit: str, before: str, *, in_brackets: bool) -> Subject | None:
        if "来访" in before or (unit in _PERSONS and "来宾" in before):
            return self._visitors(unit, before)
        what = "批次" if unit in _BATCHES else "人次" if unit in _PERSONS else None
        if what is None:
            return None
        if "接待" in before:
            named = _RECEIVED.search(before)
            self._received[in_brackets] = _KINDS[named.lastgroup if named else None]
        elif in_brackets not in self._received:
            return None
        item = f"{self._received[in_brackets]}{what}"
        return Subject(before or unit, item)

    @staticmethod
    def _visitors(unit: str, before: str) -> Subject | None:
        """Groups and persons that came (来访团组 … 个、来宾 … 人次): no rows of a table."""
        what = "来访团组" if unit in ("个", "批", "批次") else "来访人次" if unit in _PERSONS else None
        named = _RECEIVED.search(before)
        where = "国(境)外" if named is not None and named.lastgroup != "domestic" else "国内"
        return None if what is None else Subject(before, f"{where}{what}", is_known=False)

    def _projects(self, before: str, after: str) -> Subject | None:
        words = _YEARS.sub("", before)
        grade = _GRADE.search(words)
        if grade is not None:
            return Subject(f"评级{grade['grade']}", f"评级{grade['grade']}")
        known = self._subjects.named(words, is_count=True)
        if known is not None:
            return known
        behind = _BEHIND.match(after)
        if behind is not None:
            act = _ACT.search(after) if "项目" in behind["noun"] else None
            return Subject(behind["noun"], _ACTS[act["act"]] if act else behind["noun"], is_known=act is not None)
        noun = _NOUN.search(words)
        return Subject(noun["noun"], noun["noun"], is_known=False) if noun is not None else None
