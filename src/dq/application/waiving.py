"""Use case: an approved waiver put into the file of waivers that `dq run` reads."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from dq.application import requests
from dq.archive.locking import alone
from dq.archive.manifest import write_durably
from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.outcome.model import Waiver
from dq.runner.waivers import read_waivers

_SECONDS: Final = 10
"""That another writer is waited for."""
_BUSY: Final = OSError(f"> {_SECONDS} s")
_AT_MOST: Final = 1000
"""Characters of a name or a reason."""
_SPECIAL: Final = re.compile(r"[*?\[]")
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Waived:
    """What became of a waiver: with an error among `diagnostics` the file is as it was."""

    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_kept(self) -> bool:
        """True where the waiver stands in the file."""
        return not self.diagnostics


def exactly(text: str) -> str:
    """The pattern that matches this text only. Example: `exactly("甲局[本级]")` → `"甲局[[]本级]"`."""
    return _SPECIAL.sub(lambda found: f"[{found[0]}]", text)


def improper(waiver: Waiver, today: date) -> tuple[Diagnostic, ...]:
    """What is wrong with a waiver before anybody approves it; none where it may be proposed.

    Example: `improper(replace(waiver, expires="2020-01-01"), date.today())[0].code` → `"DQ-N033"`.
    """
    place = Span(waiver.rule[:_AT_MOST] or "waiver")
    said: list[Diagnostic] = []
    needed = {"rule": waiver.rule, "reason": waiver.reason, "approver": waiver.approver}
    given = {**needed, "body": waiver.body, "row": waiver.row}
    for name, text in given.items():
        if text is not None and not _is_plain(text, needed=name in needed):
            said.append(_improper_text(place, name))
    try:
        if is_over(waiver, today):
            said.append(_over(place, waiver.expires))
    except ValueError:
        said.append(_over(place, waiver.expires[:40]))
    return tuple(said)


def ill_aimed(waiver: Waiver, rules: Collection[str]) -> tuple[Diagnostic, ...]:
    """What is wrong with the rule of a waiver, beside the `rules` there are: it names none of them, or everything.

    Example: `ill_aimed(replace(waiver, rule="*"), {"FA101", "FA102"})[0].code` → `"DQ-N035"`.
    """
    rule = waiver.rule
    named = [each for each in rules if fnmatchcase(each, rule)]
    if not named:
        said = Text(f"豁免的规则 {rule} 不在已发布的规则里", f"no published rule is named {rule}")
    elif len(named) == len(rules) and _SPECIAL.match(rule):  # of rules that come later, too
        said = Text(f"豁免的规则 {rule} 会豁免所有规则", f"{rule} would waive every rule there is")
    else:
        return ()
    remedy = Text("请写规则目录里的编号，如 FA101 或 FA1*。", "Give an id of the catalogue, such as FA101 or FA1*.")
    return (Diagnostic("DQ-N035", Level.ERROR, said, Span(rule), remedy),)


def is_over(waiver: Waiver, today: date) -> bool:
    """True where its last day has passed. Errors: `ValueError` for a last day that `improper` refuses.

    Example: `is_over(replace(waiver, expires="2020-01-01"), date.today())` → `True`.
    """
    return date.fromisoformat(waiver.expires) < today


def unfit_file(path: Path) -> tuple[Diagnostic, ...]:
    """What keeps the file at `path` from taking waivers until a person mends it; none where it takes them."""
    return read_waivers(path).diagnostics if path.exists() else ()


def keep_waiver(path: Path, waiver: Waiver, today: date) -> Waived:
    """Add a waiver to the file at `path`, a new one where there is none; what people wrote there stays as it is.

    The file is replaced in one step when the disk has all of it, under a lock: whoever reads it sees it before or
    after, and several writers lose nothing. A waiver that stands there already is not added again.
    Example: `keep_waiver(Path("waivers.toml"), waiver, date.today()).is_kept`.
    """
    said = improper(waiver, today)
    if said:
        return Waived(said)
    try:
        # The lock's folder is beside the file: the file's own may be anybody's.
        with alone(path.with_name(f".{path.name}.lock"), _SECONDS, lambda _: None) as is_ours:
            return _kept(path, waiver) if is_ours else Waived((requests.cannot_write(path, _BUSY),))
    except OSError as failure:
        return Waived((requests.cannot_write(path, failure),))


def _kept(path: Path, waiver: Waiver) -> Waived:
    before = b""
    if path.exists():
        held = read_waivers(path)
        if held.diagnostics:
            return Waived(held.diagnostics)  # a fault in it must be mended by a person, not covered up
        if any(each == waiver for each, _ in held.entries):
            return Waived()
        before = path.read_bytes()
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    write_durably(path, before + gap + (b"\n" if before else b"") + _block(waiver).encode())
    return Waived()


def _block(waiver: Waiver) -> str:
    """A waiver as the file has it."""
    lines = ["[[waiver]]", f"rule = {_quoted(waiver.rule)}"]
    if waiver.body is not None:
        lines.append(f"body = {_quoted(waiver.body)}")
    if waiver.years:
        lines.append(f"years = {list(waiver.years)}")
    if waiver.row is not None:
        lines.append(f"row = {_quoted(waiver.row)}")
    lines += [f"reason = {_quoted(waiver.reason)}", f"approver = {_quoted(waiver.approver)}"]
    lines.append(f"expires = {date.fromisoformat(waiver.expires).isoformat()}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string. JSON writes texts without control characters as TOML reads them."""
    return json.dumps(text, ensure_ascii=False)


def _is_plain(text: str, *, needed: bool) -> bool:
    """True for a text of one line without anything unseen that is not empty where it is needed."""
    if len(text) > _AT_MOST or any(unicodedata.category(each) in _UNSEEN for each in text):
        return False
    return bool(text.strip()) or not needed


def _improper_text(place: Span, name: str) -> Diagnostic:
    """A text that is empty, too long, or has characters that nobody sees."""
    return Diagnostic(
        "DQ-N032",
        Level.ERROR,
        Text(
            f"豁免的 {name} 没有写、超过 {_AT_MOST} 字，或含有换行、控制字符",
            f"{name} of the waiver is missing, longer than {_AT_MOST} characters, or has unseen characters",
        ),
        place,
        Text("请用一行文字写明。", "Write it as one line of plain text."),
    )


def _over(place: Span, expires: str) -> Diagnostic:
    """A waiver that would never have effect."""
    return Diagnostic(
        "DQ-N033",
        Level.ERROR,
        Text(
            f"豁免的截止日 {expires} 不是今天或以后的日期", f"the waiver's last day {expires} is no day from today on"
        ),
        place,
        Text("请写今天以后的日期，如 2026-12-31。", "Give a later day, such as 2026-12-31."),
    )
