"""What people call a rule pack: the first comment of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dq.diagnostics import Text

_ENOUGH: Final = 2_000
"""Characters in which a title has to stand."""
_MARKS: Final = "#＃"


def pack_title(file: Path) -> Text:
    """The comment that a rule file begins with: its first line is the title, its second the same in English.

    Both are the first line where the second is no comment, and "" where there is none or no file.
    Example: `pack_title(Path("rules/final_accounts/summary.dq")).zh` → `"收入支出决算总表：表内勾稽"`.
    """
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            lines = stream.read(_ENOUGH).lstrip().split("\n")
    except OSError:
        return Text("", "")
    titles = [line.strip() for line in lines[:2] if line.startswith(tuple(_MARKS))]
    if not titles or not lines[0].startswith(tuple(_MARKS)):
        return Text("", "")
    zh, en = (title.lstrip(_MARKS).strip() for title in (titles[0], titles[-1]))
    return Text(zh.rstrip("。"), en.partition(". ")[0].rstrip("。."))


def pack_label(title: object, pack: object, language: str) -> str:
    """The title with the name of the file behind it, or the name alone.

    Example: `pack_label("收入支出决算总表：表内勾稽", "summary", "zh")` → `"收入支出决算总表：表内勾稽（summary）"`.
    """
    if not title:
        return str(pack)
    return f"{title} ({pack})" if language == "en" else f"{title}（{pack}）"
