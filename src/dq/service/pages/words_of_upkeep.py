"""What the pages of corrections and checkpoints say, in both languages: key → (Chinese, English)."""

from __future__ import annotations

from typing import Final

UPKEEP: Final[dict[str, tuple[str, str]]] = {
    "corrections": ("更正", "Corrections"),
    "corrections.about": (
        "更正的是读数，不是文件；读到的原样保留，下次运行按更正后的数检查。",
        "Readings are corrected, never documents; what was read is kept, and the next run checks the corrected figure.",
    ),
    "corrections.none": ("还没有更正", "No corrections yet"),
    "correct": ("更正读数", "Correct the reading"),
    "correct.about": (
        "请对照原文。文件本身印错的不要改：那正是要查出的问题。",
        "Compare it with the source. What the document itself misprints stays: that is what is to be found.",
    ),
    "correct.choose": ("选一格更正", "Choose a cell to correct"),
    "correct.stop": ("不再选格", "Stop choosing"),
    "correct.cell": ("格", "cell"),
    "correct.original": ("读到的", "as read"),
    "correct.value": ("文件印的", "as the document prints it"),
    "correct.value.about": (
        "照文件原样写，如 1,234.56；没有印数的写“空白”。",
        "As the document prints it, like 1,234.56; “blank” where it prints nothing.",
    ),
    "correct.blank": ("空白", "blank"),
    "correct.who": ("更正人", "corrected by"),
    "correct.in_force": ("有效", "in force"),
    "correct.undo": ("撤销更正", "Undo"),
    "correct.ended.undone": ("已撤销", "undone"),
    "correct.ended.replaced": ("已被新的更正代替", "replaced by a later one"),
    "correct.ended.carried": ("已随新读入的报告延续", "carried on to the report as it was read anew"),
    "correct.ended.stale": ("已失效：重读后这一格不同了", "stale: the cell was read differently anew"),
    "checkpoints": ("检查点", "Checkpoints"),
    "checkpoints.about": (
        "查哪些报告、什么时候查，写在数据文件夹的 dq.toml 里。",
        "What is checked and when: as dq.toml in the data folder says.",
    ),
    "checkpoints.none": ("还没有检查点", "No checkpoints yet"),
    "checkpoints.problems": ("不能运行的检查点", "Checkpoints that cannot be run"),
    "checkpoint.schedule": ("时间表", "schedule"),
    "checkpoint.by_hand": ("没有时间表", "by hand"),
    "checkpoint.next": ("下一次", "next"),
    "checkpoint.last": ("上一次", "last run"),
    "checkpoint.never": ("还没有运行过", "not run yet"),
    "checkpoint.now": ("现在运行", "Run now"),
    "checkpoint.checks": ("查什么", "What it checks"),
    "checkpoint.forms": ("写出", "Writes"),
    "checkpoint.nights": ("近两周的时间表", "The schedule of the last fortnight"),
    "checkpoint.nights.about": (
        "按现在的时间表列出；服务停着时错过的，启动后补一次。",
        "By the schedule as it is now; what fell due while the service was down is made up for once.",
    ),
    "checkpoint.nights.none": ("服务还没有按时间表运行过", "The service has not run it by schedule yet"),
    "checkpoint.due": ("应运行", "due"),
    "checkpoint.late": ("补运行于", "made up for at"),
    "checkpoint.missed": ("没有运行", "not run"),
    "day.all": ("每天", "every day at"),
    "day.mon": ("周一", "Mon"),
    "day.tue": ("周二", "Tue"),
    "day.wed": ("周三", "Wed"),
    "day.thu": ("周四", "Thu"),
    "day.fri": ("周五", "Fri"),
    "day.sat": ("周六", "Sat"),
    "day.sun": ("周日", "Sun"),
}
