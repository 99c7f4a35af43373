"""What people call a rule pack: the first comment of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_ENOUGH: Final = 2_000
"""Characters in which a title has to stand."""
_MARKS: Final = "#＃"


def pack_title(file: Path) -> str:
    """The first line of the comment that a rule file begins with; "" where there is none or no file.

    Example: `pack_title(Path("rules/final_accounts/summary.dq"))` → `"收入支出决算总表：表内勾稽"`.
    """
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            first = stream.read(_ENOUGH).lstrip().partition("\n")[0].strip()
    except OSError:
        return ""
    return first.lstrip(_MARKS).strip().rstrip("。") if first.startswith(tuple(_MARKS)) else ""


def pack_label(title: object, pack: object) -> str:
    """The title with the name of the file behind it, or the name alone.

    Example: `pack_label("收入支出决算总表：表内勾稽", "summary")` → `"收入支出决算总表：表内勾稽（summary）"`.
    """
    return f"{title}（{pack}）" if title else str(pack)
