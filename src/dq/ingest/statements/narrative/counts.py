"""What is counted: vehicles, groups and persons abroad, receptions, projects."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.narrative.acts import act_of
from dq.ingest.statements.narrative.subjects import Subject, Subjects
from dq.ingest.statements.narrative.wording import direction

_RECEIVED: Final = re.compile(
    r"(?P<foreign>外事|外宾)|(?P<abroad>国\(境\)外|境外|国外)|(?P<other>其[他它]国内)|(?P<domestic>国内(?!外事|外宾))"
)
"""Kinds of receptions; the other domestic ones are all but those of foreign affairs."""
_GUESTS: Final = re.compile(r"\d(?:批|人)")
_HOSTED: Final = re.compile(r"(?:全年|共计?|累计|合计|总计)*接待(?:了)?")
"""Receptions of the kind that was spoken of."""
_HOSTS: Final = re.compile("陪同|陪餐|作陪")
"""Persons who are no guests."""
_ABROAD: Final = re.compile(r"出国|出境|\(境\)|团组")
_BATCHES: Final = ("批次", "批")
_PERSONS: Final = ("人次", "人", "名", "位", "")
_KINDS: Final = {
    "foreign": "外事接待",
    "abroad": "国(境)外公务接待",
    "domestic": "国内公务接待",
    "other": "其他国内公务接待",
    None: "公务接待",
}
_BEHIND: Final = re.compile(
    r"^(?!全面|全部|统一|分别|开展|实施|进行|纳入)(?P<noun>[^\d,，。;:、()]{2,16}?)(?=(?:均|已|共)?(?:开展|实施|进行|纳入|完成|编制|设置|设定|编报|申报|填报|安排|涉及)|"
    r"[和及与]?$|[,，。;:、]|财政拨款)"
)
_FUND: Final = re.compile(r"政府性基金预算|国有资本经营预算")
_SEVERAL: Final = re.compile(r"\d个[^\d,，。;]{2,24}[、和及与,，]\d{1,4}个")
_INVOLVED: Final = re.compile(r"(?:共|总共|合计|涉及|覆盖)*(?:[一二]级)?项目")
"""Projects of which the sentence says before what was done with them: 开展绩效自评，共涉及项目 5 个."""
_LEVELS: Final = re.compile(r"一级项目.*二级项目")
_LEVEL: Final = re.compile(r"[一二]级项目$")
"""Projects of one level each: all of them together are told nowhere."""
_ATTENDED: Final = re.compile(r"(?:参加|参会|参训|组织|累计|共)*(?:会议|培训)?(?:人数?|人员)?")
"""Persons, of what it must have been told before."""
_HELD: Final = re.compile(r"[^,，。;:]{0,4}?(?P<held>(?:召开|举办|组织|开展)[^,，。;:]{0,6})")
_MEETINGS: Final = ("个", "次", "场", "场次", "期", "班次")
_MET: Final = {"会议费": "会议人数", "培训费": "培训人数"}
_DONE: Final = re.compile(r"(?:全面|全部|均|已|统一)*(?:开展|进行|实施)")
_GRADE: Final = re.compile(
    r"(?:评级|等级|等次|结果|评|评价)为(?P<grade>优秀|良好|一般|较差|合格|不合格|优|良|中|差)的?(?:项目)?$"
)
_SHORT_GRADE: Final = re.compile(
    r"^(?:[、和及]|其中:?|自评|评为|结果)*(?P<grade>优秀|良好|一般|较差|合格|不合格|优|良|中|差)(?:等级|等次)?(?:的)?(?:项目)?(?:有|为|共)*$"
)
_CAME: Final = "来访团组"
"""Groups that were received, in the words of reports that do not tell receptions."""
_TOTALLED: Final = re.compile(r"(?>(?:累计|共计|合计|总计|共|计|出国|出访|人数|人次|为|:)*)")
_TRIP: Final = re.compile(r"赴(?!国|境|外)")
"""One journey among others: 赴某地考察 1 个团组 2 人次."""
_OWN_GROUP: Final = re.compile(r"本(?:单位|部门|级|局|委|办|院|校|厅|中心)|安排|组织")
_OTHERS: Final = re.compile(r"参加(?:其他|外|上级|市|省|有关)")
_LED_BY_OTHERS: Final = re.compile(r"其[他它]单位组织|参加[^,，。;]{0,12}组[织团]")
_ALL_GROUPS: Final = re.compile(
    r"团组\d{1,4}个[^\d。]{0,20}参加[^\d。]{0,20}团组\d{1,4}个[,，;、]*(?:全年)?(?:累计|共计|合计)[^\d。]{0,8}\d{1,4}人(?![^。]*\d人)"
)
"""Persons of the own groups and of those that others led."""
_PART_OF_TRIPS: Final = re.compile(rf"{_LED_BY_OTHERS.pattern}|其中[^。]{{0,40}}?(?:机关|本级|本部|[所下]属)")
"""Groups that others led, or of a part of the department."""
_ALL_TRIPS: Final = re.compile(r"(?:全年|年度|本年|当年)[^。;]{0,40}?[共计]")
_SPENT_ON: Final = {
    "国内公务接待": "国内接待费",
    "其他国内公务接待": "其他国内公务接待费",
    "外事接待": "外事接待费",
    "国(境)外公务接待": "国(境)外接待费",
    "公务接待": "公务接待费",
    "公务用车购置数": "公务用车购置费",
    "因公出国(境)团组数": "因公出国(境)费",
    "因公出国(境)": "因公出国(境)费",
}
_AVERAGE: Final = re.compile(r"平均|[人次批]均|每[个人次批团组辆台场期班]")
"""Words before what is counted of each, on average."""
_YEARS: Final = re.compile(r"\d{4}年(?:度)?|^(?:本年度?|当年)")
_NOUN: Final = re.compile(
    r"(?>(?:其中|共有|共|为|约|达|有|:)*)(?P<noun>[^\d,，。;:、()]{2,20}?(?<![下所]属))(?:数量|数)?(?>(?:共计|共|累计|总计|约|为|达|有|:)*)$"
)
_VEHICLES: Final = ("辆", "台")
_BOUGHT: Final = re.compile(r"(?>(?:其中|全年|年内|共|:)*)(?P<word>购置(?:数|\(更新\)|更新)?|更新)?(?:数|量|了|共)*")
"""What vehicles are counted by: behind the money that they were bought for, without a word, too."""
_KEPT: Final = re.compile(r"(?:(?<!没)[共拥保现实镇乡局院校办]有|(?:单位|部门)有?)(?:公务用车|公车|公务车辆)$")
"""Vehicles that there are, where no more is told: 单位共有公务用车 5 辆."""
_DISPOSED: Final = re.compile(r"(?:处置|报废|报损|出租|出借|调拨|调出|划拨|捐赠|拍卖|盘亏|移交)(?:了)?$")
"""Vehicles that the body has no longer, or does not use."""
_CLAUSES: Final = re.compile(r"[，。;:]|,(?!\d{3})")
_BUYING: Final = re.compile(r"(?:购置|购入|购买|新购|更新|新增(?:配置|配备)|拟(?:配置|配备))(?![^。]*[共现保实拥]有)")
"""What is counted behind was bought, unless it is told what there is (购置车辆 2 辆，共有车辆 9 辆)."""
_PRICED: Final = re.compile(
    r"\d[\d,]{0,9}[辆台套部](?:\((?:套|辆|台)\))?[，,]\d[\d,.]{0,20}[万亿]?元(?!(?:\([含不]+\))?(?:及?以[上下]|[的用]))"
)
"""What is counted, and nothing but a sum behind it: not ，50万元以上设备 and not ，5万元用于维修."""


def is_priced(section: str, sentence: str, whole: str) -> bool:
    """True where nothing but a sum stands behind vehicles that are counted: what they are worth.

    Parameters: `sentence` up to the number, `whole` to its end.
    Example: `is_priced("vehicles", "车辆", "车辆5台,90万元;")` → `True`.
    """
    return section == "vehicles" and _PRICED.match(whole, len(sentence)) is not None


def is_change(sentence: str) -> bool:
    """True where the clause that a count stands in tells by how much something changed (较上年减少 4 批、30 人次).

    Parameters: `sentence` up to the count.
    Example: `is_change("接待增加到")` → `False`.
    """
    clause = _CLAUSES.split(sentence)[-1]
    return direction(clause) is not None and not clause.endswith(("到", "至"))


def is_bought(sentence: str) -> bool:
    """True where a sentence tells of what was bought, or is to be, up to a count.

    Example: `is_bought("拟新增配置公务用车")` → `True`; of 购置车辆2辆，共有车辆 `False`.
    """
    return _BUYING.search(sentence) is not None


def _is_part_of_trips(sentence: str, whole: str) -> bool:
    """True where the groups and persons abroad counted at a sentence's end need not be all."""
    parts = [*_PART_OF_TRIPS.finditer(sentence)]
    is_part = bool(parts) or _LED_BY_OTHERS.search(whole) is not None
    return (
        is_part
        and _ALL_GROUPS.search(whole) is None
        and _ALL_TRIPS.search(sentence, parts[-1].end() if parts else 0) is None
    )


def _is_part_of_guests(sentence: str) -> bool:
    """True where a sentence told receptions and now tells, behind 其中, of some that are no kind of their own."""
    told, parts, part = sentence.rpartition("其中")
    since = told.find("接待")
    return bool(parts) and since >= 0 and _GUESTS.search(told, since) is not None and _RECEIVED.search(part) is None


class Counter:
    """Names what numbers of things and persons count, within a paragraph."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects
        self._received: dict[bool, str | None] = {}
        self.latest: Subject | None = None
        """What was counted last: 涉及资金 … speaks of it."""
        self._travelled: Subject | None = None
        """The groups counted last: 累计 … 人次 speaks of them."""
        self._is_hosting = False
        """Whether receptions were counted last: … 人次 right behind speaks of them."""

    def begin(self) -> None:
        """A paragraph begins."""
        self._received = {}
        self._travelled = None
        self._is_hosting = False
        self.latest = None

    def counted(
        self,
        unit: str,
        before: str,
        after: str,
        *,
        section: str,
        topic: Subject | None,
        sentence: str,
        whole: str,
    ) -> Subject | None:
        """What a number counts, or None where that is not plain.

        Parameters: `before` and `after` the words around it in its clause; `topic` what the text speaks of;
        `sentence` up to the number, `whole` to its end.
        """
        found: Subject | None
        if _AVERAGE.search(before) or before.endswith("|"):  # a cell of a table drawn with bars
            found = None
        elif section == "three_public":
            in_brackets = sentence.count("(") > sentence.count(")")
            clause = _CLAUSES.split(sentence)[-1]
            about = None if _of_all_kinds(before, sentence) else topic
            found = self._bought(before, clause) or self._travel_or_reception(
                unit, before, after, about, in_brackets=in_brackets, whole=whole
            )
            if found is None and topic is not None and topic.item in _MET:
                found = self._met(unit, before, topic)
            if found is not None and "接待" in found.item and _is_part_of_guests(sentence):
                found, self._received = None, {}
            is_abroad = found is not None and found.item.startswith("因公出国")
            if is_abroad and (_TRIP.search(sentence) or _is_part_of_trips(sentence, whole)):
                found = None
            self._travelled = found if found is not None and "团组" in found.item else None
            self._is_hosting = found is not None and found.item.endswith("接待批次")
        elif section == "vehicles":
            found = self._vehicles(before, sentence)
        elif section in ("performance", "operating", "procurement", "other"):
            found = self._projects(unit, before, after, sentence, whole, topic)
            self.latest = self._of_all(found, whole) if found is not None else self.latest
        else:
            found = None
        return found

    @staticmethod
    def spent_on(counted: Subject, topic: Subject | None, *, is_heading: bool) -> Subject | None:
        """What money behind a count is for: that of the receptions counted; else what the text speaks of, unless only
        the heading says so.

        Example: `spent_on(Subject("国内公务接待", "国内公务接待批次"), None, is_heading=False).item` → `"国内接待费"`.
        """
        item = _SPENT_ON.get(counted.item.removesuffix("批次").removesuffix("人次"))
        if item is not None:
            return Subject(counted.label, item)
        return None if is_heading else topic

    @staticmethod
    def ends_topic(counted: Subject, topic: Subject | None) -> bool:
        """True where money behind what is counted is for that, and not for what the paragraph speaks of: behind
        meetings or training what is none, behind everything else what was held.

        Example: `ends_topic(Subject("节庆", "节庆"), Subject("培训费", "培训费"))` → `True`.
        """
        if topic is None or topic.item not in _MET:
            return _HELD.fullmatch(counted.label) is not None
        return topic.item.removesuffix("费") not in counted.item

    def _vehicles(self, before: str, sentence: str) -> Subject | None:
        found = self._subjects.named(before, is_count=True)
        if found is None and _KEPT.search(before):
            return Subject(before, "车辆数合计")
        if found is None or _DISPOSED.search(before[: before.find(found.label)]):
            return None
        if found.item == "公务用车购置数" or not is_bought(sentence):
            return found
        return Subject(f"购置{found.label}", f"购置{found.item}")

    def _bought(self, before: str, clause: str) -> Subject | None:
        """Vehicles that the clause says were bought: 购置特种专业技术用车 1 辆、执法执勤用车 2 辆."""
        known = self._subjects.named(before, is_count=True)
        if known is None or not known.item.endswith(("车辆数合计", "用车")) or not is_bought(clause):
            return None
        return Subject(before, "公务用车购置数" if known.item == "车辆数合计" else f"购置{known.item}")

    def _travel_or_reception(
        self, unit: str, before: str, after: str, topic: Subject | None, *, in_brackets: bool, whole: str
    ) -> Subject | None:
        if self._travelled is not None and unit in _PERSONS and _TOTALLED.fullmatch(before):
            if self._travelled.item.endswith(_CAME):
                return Subject(before or unit, f"{self._travelled.item.removesuffix(_CAME)}来访人次", is_known=False)
            # Persons may be those of all groups or of the own ones: where no others are told of, it is the same.
            is_all = self._travelled.item == "因公出国(境)团组数" or _ALL_GROUPS.search(whole) is not None
            is_total = is_all or not _OTHERS.search(whole)
            return Subject(before or unit, "因公出国(境)人次") if is_total else None
        known = self._subjects.named(before, is_count=True)
        if known is not None and not (known.label.startswith(("因公出国", "出国")) and "团组" not in known.label):
            is_own = known.item == "因公出国(境)团组数" and _OTHERS.search(whole)
            if is_own and (led := _LED_BY_OTHERS.search(before)) is not None:
                is_both = _OWN_GROUP.search(before, 0, led.start()) is not None  # 组织和参加其他单位组织的团组
                return known if is_both else Subject(known.label, "参加其他单位出国团组")
            return Subject(known.label, "组织出国团组") if is_own and _OWN_GROUP.search(before) else known
        about = topic.item if topic is not None else ""
        if (
            "接待" in before
            or "来宾" in before
            or "来访" in before
            or (about.endswith(("接待费", "接待")) and not _ABROAD.search(before))
            or (self._is_hosting and _TOTALLED.fullmatch(before))
        ):
            return self._reception(unit, before, about, in_brackets=in_brackets)
        if unit in ("人次", "人", "名") and (_ABROAD.search(before) or about == "因公出国(境)费"):
            return Subject(before or unit, "因公出国(境)人次")
        is_group = "团" in before or after.startswith("团组")
        if unit in ("个", "批") and (_ABROAD.search(before) or (about == "因公出国(境)费" and is_group)):
            return Subject(before or unit, "因公出国(境)团组数")
        bought = _BOUGHT.fullmatch(_YEARS.sub("", before)) if unit in _VEHICLES else None
        if bought is not None and (about == "公务用车购置费" or (bought["word"] and unit == "辆")):
            return Subject(before or unit, "公务用车购置数")
        if unit in _VEHICLES and _KEPT.search(before):
            return Subject(before, "公务用车保有量")
        return None

    def _reception(self, unit: str, before: str, about: str, *, in_brackets: bool) -> Subject | None:
        if _HOSTS.search(before):
            return None
        if "来访" in before or (unit in _PERSONS and "来宾" in before):
            return self._visitors(unit, before)
        is_batch = unit in _BATCHES or (unit in ("个", "次") and ("批次" in before or before.endswith("接待")))
        what = "批次" if is_batch else "人次" if unit in _PERSONS else None
        if what is None:
            return None
        if "接待" in before:
            named = _RECEIVED.search(before)
            if named is not None or not self._is_hosting:
                named = named or (_RECEIVED.search(about) if _HOSTED.fullmatch(before) else None)
                self._received[in_brackets] = _KINDS[named.lastgroup if named else None]
        elif not in_brackets and (named := _RECEIVED.search(before) or _RECEIVED.search(about)) is not None:
            self._received[in_brackets] = _KINDS[named.lastgroup]  # 外宾接待 0 万元，0 批次
        if in_brackets not in self._received:
            return None
        item = f"{self._received[in_brackets]}{what}"
        return Subject(before or unit, item)

    @staticmethod
    def _visitors(unit: str, before: str) -> Subject | None:
        """Groups and persons that came (来访团组 … 个、来宾 … 人次): no rows of a table."""
        what = _CAME if unit in ("个", "批", "批次") else "来访人次" if unit in _PERSONS else None
        named = _RECEIVED.search(before)
        where = "国(境)外" if named is not None and named.lastgroup not in ("domestic", "other") else "国内"
        return None if what is None else Subject(before, f"{where}{what}", is_known=False)

    @staticmethod
    def _of_all(counted: Subject, whole: str) -> Subject:
        """What money behind a count is for: behind projects of one level or one budget, beside those of another, all
        with which the same was done.
        """
        is_part = counted.path is not None and _SEVERAL.search(whole) is not None
        act = act_of(whole) if is_part or _LEVEL.fullmatch(counted.item) else None
        return counted if act is None else Subject(counted.label, act)

    def _is_graded(self) -> bool:
        """True behind projects that were evaluated, or some of one grade."""
        return self.latest is not None and self.latest.item.startswith(("评级", "绩效自评", "绩效评价"))

    @staticmethod
    def _met(unit: str, before: str, topic: Subject) -> Subject | None:
        """Meetings or training, and the persons at them."""
        noun = _NOUN.search(_YEARS.sub("", before))
        if unit in _PERSONS and (not before or (noun is not None and _ATTENDED.fullmatch(noun["noun"]))):
            return Subject(before or unit, _MET[topic.item])
        held = _HELD.fullmatch(noun["noun"]) if noun is not None and unit in _MEETINGS else None
        return None if held is None else Subject(held["held"], held["held"])

    def _projects(
        self, unit: str, before: str, after: str, sentence: str, whole: str, topic: Subject | None
    ) -> Subject | None:
        words = _YEARS.sub("", before)
        if words.startswith(("的", "占")) or after.startswith("方面"):
            return None
        behind = _BEHIND.match(after)
        grade = _GRADE.search(words) or (behind and _GRADE.search(behind["noun"]))
        if grade is not None:
            return Subject(f"评级{grade['grade']}", f"评级{grade['grade']}")
        short = _SHORT_GRADE.search(words) if self._is_graded() else None
        if short is not None:
            return Subject(f"评级{short['grade']}", f"评级{short['grade']}")
        known = self._vehicles(words, sentence)
        if known is not None:
            return known
        if behind is not None:
            act = act_of(after) if "项目" in behind["noun"] else None
            is_counted = bool(words) or self.latest is None
            if act is None and is_counted and _INVOLVED.fullmatch(f"{words}{behind['noun']}"):
                act = act_of(sentence)  # 编制了绩效目标，共 5 个项目; 全面开展绩效自评，5 个项目
            if act is None and self._subjects.named(behind["noun"]) is not None:
                return None  # 所属 5 家单位机关运行经费支出: of money.
            fund = _FUND.match(behind["noun"])
            if act is not None and fund is not None:  # A part of the projects, beside those of the general budget.
                return Subject(behind["noun"], f"{fund[0]}项目", f"{act}/{fund[0]}", is_known=False)
            return Subject(behind["noun"], act or behind["noun"], is_known=act is not None)
        if topic is not None and topic.item in _MET and (met := self._met(unit, words, topic)) is not None:
            return met
        noun = _NOUN.search(words)
        if noun is None or words[: noun.start("noun")][-1:].isdecimal():
            return None  # 90 分以上的项目 5 个
        if _LEVELS.search(whole) and (level := _LEVEL.search(noun["noun"])):
            return Subject(level[0], level[0], is_known=False)
        act = act_of(sentence) if _INVOLVED.fullmatch(noun["noun"]) else None
        if act is None and noun["noun"].endswith("项目") and _DONE.match(after):
            act = act_of(after)
        return Subject(noun["noun"], act or noun["noun"], is_known=act is not None)


def _of_all_kinds(before: str, sentence: str) -> bool:
    """True for guests of several kinds that are told together behind what each cost."""
    part = sentence.rsplit(";", 1)[-1]
    kinds = {found.lastgroup for found in _RECEIVED.finditer(part)}
    is_sum = _HOSTED.fullmatch(before.lstrip(",，")) is not None and any(each in before for each in "共累总合")
    return is_sum and len(kinds) > 1 and not _GUESTS.search(part)
