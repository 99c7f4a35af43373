"""Word of a night to those who want it: a digest of what changed, sent through apprise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dq.application import requests
from dq.application.exits import Exit
from dq.application.nightly import Night
from dq.diagnostics import Diagnostic
from dq.runner import complaints
from dq.runner.checkpoints import Notice
from dq.runner.comparing import Change, Entry

Send = Callable[[str, str, str], bool]
"""Send a title and a text to an address; False where it was not taken."""

_WORDS = {
    Change.NEW: ("新出现", "new"),
    Change.RESOLVED: ("已解决", "resolved"),
    Change.CHANGED: ("有变化", "changed"),
    Change.WAIVED: ("已豁免", "waived"),
    Change.UNCHECKED: ("这次没有检查", "not checked this time"),
}


def notify(night: Night, environment: Mapping[str, str], send: Send | None = None) -> tuple[Diagnostic, ...]:
    """Tell of a night all whom its checkpoint names; what was not sent is said, and fails no run.

    Parameters: `environment` (os.environ) holds the addresses, under the names that dq.toml gives; `send` by default
    through apprise.
    Example: `notify(night, os.environ)`.
    """
    if night.checkpoint is None:
        return ()
    wanted = [notice for notice in night.checkpoint.notices if _is_wanted(notice, night)]
    if not wanted:
        return ()
    if send is None:
        try:
            send = _through_apprise()
        except ModuleNotFoundError:
            return (requests.missing_extra("apprise", "notify"),)
    said = []
    title, text = digest(night)
    for notice in wanted:
        address = environment.get(notice.variable, "")
        if not address:
            said.append(complaints.unset_variable(notice.variable))
        elif not send(address, title, text):
            # Never the address itself: it holds a secret.
            said.append(complaints.not_sent(notice.variable))
    return tuple(said)


def _is_wanted(notice: Notice, night: Night) -> bool:
    match notice.when:
        case "always":
            return True
        case "failures":
            return night.exit is not Exit.DONE
        case "changes":
            return night.run is None or night.changes is None or not night.changes.is_quiet


def digest(night: Night) -> tuple[str, str]:
    """Title and plain text of a night: how it ended, what changed, the first of each sort by name."""
    name = "" if night.checkpoint is None else night.checkpoint.name
    zh = night.checkpoint is None or night.checkpoint.language == "zh"
    place = 0 if zh else 1
    if night.run is None:
        lines = [each.headline.in_language("zh" if zh else "en") for each in night.diagnostics]
        return f"dq {name}: {'没有完成' if zh else 'not done'}", "\n".join(lines)
    counts = night.run.counts
    outcome = (
        f"不成立 {counts['violated']}，无法判断 {counts['undecided']}"
        if zh
        else f"{counts['violated']} violated, {counts['undecided']} undecided"
    )
    if night.changes is None:
        return f"dq {name}: {outcome}", "第一次运行" if zh else "the first run"
    numbers = night.changes.numbers
    told = " · ".join(f"{word[place]} {numbers.get(change, 0)}" for change, word in _WORDS.items())
    return f"dq {name}: {told}", "\n".join((outcome, *_lines(night.changes.named, place)))


def _lines(entries: tuple[Entry, ...], place: int) -> Iterator[str]:
    for entry in entries:
        if entry.change in _WORDS:
            word = _WORDS[entry.change][place]
            message = entry.told_in("zh" if place == 0 else "en")
            yield f"[{word}] {entry.rule} {entry.who(zh=place == 0)} {entry.year}: {message}"


def _through_apprise() -> Send:
    import apprise

    def send(address: str, title: str, text: str) -> bool:
        to = apprise.Apprise()
        return bool(to.add(address)) and bool(to.notify(body=text, title=title))

    return send
