"""What is said of dq.toml, of waivers and of runs (codes DQ-N…): place, cause and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dq.diagnostics import Diagnostic, Level, Span, Text, refusal


def no_file(path: Path, why: Text) -> Diagnostic:
    """The configuration, or a file that it names, cannot be read."""
    return _error(
        "DQ-N001",
        Span(str(path)),
        Text(f"读不到这个文件：{why.zh}", f"the file cannot be read: {why.en}"),
        Text(
            "请核对路径：配置文件可用 --config 指明；豁免文件还没有豁免时可以是空的。",
            "Check the path: the configuration can be named with --config; a file of waivers may be empty.",
        ),
    )


def not_toml(path: Path, line: int, cause: str) -> Diagnostic:
    """A file that is not TOML."""
    return _error(
        "DQ-N002",
        Span(str(path), line, 1, line, 2) if line else Span(str(path)),
        Text(f"不是 TOML：{cause}", f"this is not TOML: {cause}"),
        Text("请照 docs/reference/checkpoints.md 的例子改。", "See the example in docs/reference/checkpoints.md."),
    )


def no_checkpoint(path: Path, name: str, names: Iterable[str]) -> Diagnostic:
    """A checkpoint that the configuration does not have."""
    listed = list(names)
    return _error(
        "DQ-N003",
        Span(str(path)),
        Text(f"没有检查点 {name}", f"no checkpoint {name}"),
        Text(f"有的检查点：{'、'.join(listed)}", f"Checkpoints there are: {', '.join(listed)}")
        if listed
        else Text("请照 docs/reference/checkpoints.md 写一个。", "Write one: see docs/reference/checkpoints.md."),
    )


def unknown_key(span: Span, key: str, known: Iterable[str]) -> Diagnostic:
    """A key that means nothing here: most likely a slip of the pen, so nothing is run."""
    listed = ", ".join(known)
    return _error(
        "DQ-N004",
        span,
        Text(f"不认识 {key}", f"unknown key {key}"),
        Text(f"这里可以写：{listed}", f"Known here: {listed}"),
    )


def wrong_value(span: Span, key: str, wanted: Text) -> Diagnostic:
    """A value of the wrong sort."""
    return _error(
        "DQ-N005",
        span,
        Text(f"{key} 的值不合适", f"the value of {key} does not fit"),
        Text(f"应当是{wanted.zh}。", f"It is to be {wanted.en}."),
    )


def missing_key(span: Span, key: str, wanted: Text) -> Diagnostic:
    """A key that must be there."""
    return _error(
        "DQ-N006",
        span,
        Text(f"缺 {key}", f"{key} is missing"),
        Text(f"请写上{wanted.zh}。", f"Add {wanted.en}."),
    )


def not_a_day(text: str) -> Diagnostic:
    """What is neither a date nor the id of a run where one was asked for."""
    return _error(
        "DQ-N007",
        Span("--as-of"),
        Text(f"{text} 不是日期，也不是运行编号", f"{text} is neither a date nor the id of a run"),
        Text(
            "请写成 2026-03-01 这样，或写报告上的运行编号。",
            "Write a date as 2026-03-01, or the id of a run as its reports show it.",
        ),
    )


def unset_variable(name: str) -> Diagnostic:
    """An address for word of a run that is not in the environment."""
    return _warning(
        "DQ-N010",
        Span(name),
        Text("没有这个环境变量，通知没有发出", "no such environment variable, so no word was sent"),
        Text(
            "请在运行的环境里设好通知地址；定时的运行从 dq schedule install 所示的文件里取。",
            "Set the address in the environment of the run; one by a timer takes it from the file that dq schedule"
            " install names.",
        ),
    )


def not_sent(name: str) -> Diagnostic:
    """Word of a run that did not get through."""
    return _warning(
        "DQ-N011",
        Span(name),
        Text("这个地址没有收下通知", "the address did not take the word of the run"),
        Text("请核对环境变量里的地址和网络。", "Check the address in the environment variable, and the network."),
    )


def timer_of_another(path: Path, name: str) -> Diagnostic:
    """The name of a checkpoint's timer is taken by a checkpoint of another dq.toml."""
    return _error(
        "DQ-N034",
        Span(str(path)),
        Text(
            f"名为 {name} 的定时已经属于另一个 dq.toml，没有动它",
            f"the timer named {name} belongs to another dq.toml; it was left alone",
        ),
        Text(
            "请给其中一个检查点另起名字，或者先用那个配置运行 dq schedule remove。",
            "Give one of the checkpoints another name, or run dq schedule remove with that configuration first.",
        ),
    )


def no_schedule(path: Path, name: str) -> Diagnostic:
    """A checkpoint without a time of day."""
    return _error(
        "DQ-N008",
        Span(str(path)),
        Text(f"检查点 {name} 没有写明时刻", f"checkpoint {name} names no time of day"),
        Text(
            f'请加上 [checkpoint.{name}.schedule] 和 at = "02:30"。',
            f'Add [checkpoint.{name}.schedule] with at = "02:30".',
        ),
    )


def nothing_selected(place: Span, name: str, held: int) -> Diagnostic:
    """A checkpoint that would check nothing: a run of it would look like a clean one."""
    return _error(
        "DQ-N009",
        place,
        Text(
            f"检查点 {name} 没有选中任何报告（报告库里有 {held} 份），没有运行",
            f"checkpoint {name} selects none of the {held} reports in the archive; nothing was run",
        ),
        Text(
            "请核对 years、kinds、departments、ids；dq facts 列出库里的报告编号。",
            "Check years, kinds, departments and ids; `dq facts` lists the ids of the reports there.",
        ),
    )


def idle_pattern(place: Span, pattern: str) -> Diagnostic:
    """A name or an id of a selection that no report has."""
    return _warning(
        "DQ-N012",
        place,
        Text(f"没有报告符合 {pattern}", f"no report matches {pattern}"),
        Text("请核对单位名称或报告编号。", "Check the body's name or the report's id."),
    )


def busy(folder: Path, seconds: int, holder: str) -> Diagnostic:
    """Another run is at work on the archive."""
    return _error(
        "DQ-N020",
        Span(str(folder)),
        Text(
            f"另一次运行占着这个报告库（{holder}），等了 {seconds} 秒",
            f"another run ({holder}) did not end in {seconds} s",
        ),
        Text("请等它结束再运行；wait 可以改等待的时间。", "Run again when it has ended; `wait` sets how long to wait."),
    )


def process_ended(folder: Path) -> Diagnostic:
    """A process of several that evaluated ended before it was done; the runs before are as they were."""
    return _error(
        "DQ-N029",
        Span(str(folder)),
        Text(
            "一个检查进程中途结束（多半是内存不足），这次运行没有完成；以前的运行不受影响",
            "a process that evaluated ended halfway, most likely for want of memory; earlier runs are intact",
        ),
        Text("请减少 jobs 再运行一次。", "Run again with fewer jobs."),
    )


def cannot_keep(folder: Path, failure: OSError) -> Diagnostic:
    """A run that could not be written; the runs before are as they were."""
    why = refusal(failure)
    return _error(
        "DQ-N021",
        Span(str(folder)),
        Text(
            f"这次运行写不下来：{why.zh}；以前的运行不受影响",
            f"the run cannot be kept: {why.en}; earlier runs are intact",
        ),
        Text("请检查磁盘空间和写入权限，再运行一次。", "Check space and rights, then run again."),
    )


def unreadable_run(run: str, cause: str) -> Diagnostic:
    """A run that is not there or damaged."""
    return _error(
        "DQ-N022",
        Span(run),
        Text(f"读不出这次运行：{cause}", f"the run cannot be read: {cause}"),
        Text("请另选一次运行，或重新运行（--full）。", "Choose another run, or run again (--full)."),
    )


def unreadable_earlier_run(run: str, cause: str) -> Diagnostic:
    """An earlier run that a night cannot go on from, or be compared with."""
    return _warning(
        "DQ-N026",
        Span(run),
        Text(
            f"这次早先的运行读不出：{cause}；没有用它的结果，也没有与它比较",
            f"this earlier run cannot be read: {cause}; nothing was taken from it, nothing compared with it",
        ),
        Text(
            "要留底就从备份恢复这个文件夹；不要了就删去它。",
            "Restore its folder from a copy if it is to be kept; else delete it.",
        ),
    )


def too_few_runs(folder: Path, checkpoint: str, runs: Iterable[str]) -> Diagnostic:
    """Fewer than two runs where two are to be compared. Parameters: `runs` those there are, the newest first."""
    headline = (
        Text(f"检查点 {checkpoint} 的运行不足两次", f"checkpoint {checkpoint} has fewer than two runs")
        if checkpoint
        else Text("同一检查点的运行不足两次", "no two runs of one checkpoint")
    )
    return _error("DQ-N023", Span(str(folder)), headline, _known_runs(runs))


def last_run(run: str, runs: Iterable[str]) -> Diagnostic:
    """The last run of its checkpoint alone: there is none after it to compare it with."""
    return _error(
        "DQ-N023",
        Span(run),
        Text(
            "这是该检查点的最后一次运行，没有更晚的可比", "this is the last run of its checkpoint: none came after it"
        ),
        _known_runs(runs),
    )


def unknown_run(run: str, runs: Iterable[str]) -> Diagnostic:
    """A run that the archive does not have."""
    return _error("DQ-N027", Span(run), Text("没有这次运行", "no such run"), _known_runs(runs))


def too_many_runs(run: str) -> Diagnostic:
    """A third run where two are compared."""
    return _error(
        "DQ-N028",
        Span(run),
        Text("只能比较两次运行", "two runs are compared, no more"),
        Text("请只给较早和较晚的两个运行编号。", "Name the earlier and the later one only."),
    )


def _known_runs(runs: Iterable[str]) -> Text:
    listed = list(runs)
    if not listed:
        return Text(
            "报告库里还没有运行；先用 dq run 检查点 运行。",
            "The archive has no run yet: make one with dq run CHECKPOINT.",
        )
    return Text(f"已有的运行：{'、'.join(listed)}", f"Runs there are: {', '.join(listed)}")


def no_run_then(folder: Path, as_of: date | str) -> Diagnostic:
    """No run of the checkpoint up to a day, or of that id."""
    if isinstance(as_of, str):
        told = Text(f"没有编号为 {as_of} 的运行", f"there is no run {as_of}")
    else:
        told = Text(f"到 {as_of} 为止没有运行过", f"there was no run up to {as_of}")
    remedy = Text(
        "请给出更晚的日期，或这个检查点的运行编号。", "Name a later day, or the id of a run of this checkpoint."
    )
    return _error("DQ-N024", Span(str(folder)), told, remedy)


def other_contents(reports: Iterable[str], day: str) -> Diagnostic:
    """Reports that are stored otherwise than they were."""
    named = list(reports)
    shown = ", ".join(named[:5])
    return _warning(
        "DQ-N025",
        Span(shown),
        Text(
            f"{len(named)} 份报告现在存的与 {day} 时不同（重新读入、更正过，或版式改了），结论可能不同",
            f"{len(named)} reports are not stored as on {day} (read anew, corrected, another form): results may differ",
        ),
        Text("那次运行的原记录仍可用 dq diff 查看。", "The record of that run is still there: see dq diff."),
    )


def expired_waiver(span: Span, rule: str, until: str) -> Diagnostic:
    """A waiver whose time is over: what it covered counts again."""
    return _warning(
        "DQ-N030",
        span,
        Text(
            f"{rule} 的豁免已于 {until} 到期，不再起作用", f"the waiver of {rule} expired on {until} and has no effect"
        ),
        Text("请重新审批并改 expires，或删去。", "Have it approved anew and change expires, or delete it."),
    )


def stale_waiver(span: Span, rule: str) -> Diagnostic:
    """A waiver of nothing."""
    return _warning(
        "DQ-N031",
        span,
        Text(f"{rule} 的豁免没有对应的问题", f"the waiver of {rule} matches nothing"),
        Text("问题已经不在就删去；范围写错就改正。", "Delete it if the problem is gone; correct its scope if not."),
    )


def _error(code: str, span: Span, headline: Text, remedy: Text) -> Diagnostic:
    return Diagnostic(code, Level.ERROR, headline, span, remedy)


def _warning(code: str, span: Span, headline: Text, remedy: Text) -> Diagnostic:
    return Diagnostic(code, Level.WARNING, headline, span, remedy)
