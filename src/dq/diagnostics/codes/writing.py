"""The pages of the reference, written from the codes."""

from __future__ import annotations

from pathlib import Path

from dq.diagnostics.codes import PAGES
from dq.diagnostics.codes.model import Page


def markdown(page: Page) -> str:
    """One page: the fault, why, an example, the remedy; Chinese first, English beside.

    Example: `markdown(page).startswith("# DQ-L005 ")`.
    """
    parts = [f"# {page.code} {page.title.zh}\n\n*{page.title.en}*\n\n## 为什么 Why\n\n{page.why.zh}\n\n{page.why.en}\n"]
    if page.faulty:
        parts.append(f"## 例 Example\n\n```dq\n{page.faulty}\n```\n")
    parts.append(f"## 怎么改 Remedy\n\n{page.remedy.zh}\n\n{page.remedy.en}\n")
    if page.mended:
        parts.append(f"```dq\n{page.mended}\n```\n")
    return "\n".join(parts)


def index() -> str:
    """The list of all codes."""
    rows = [f"| [{page.code}]({page.code}.md) | {page.title.zh} | {page.title.en} |" for page in PAGES]
    head = (
        "# 规则文件的诊断 Diagnostics of rule files\n\n"
        "由 `python -m dq.diagnostics.codes docs/reference/diagnostics` 写成，请勿手改。"
        "Written from `src/dq/diagnostics/codes`; do not edit.\n\n| 代码 | 含义 | Meaning |\n| --- | --- | --- |"
    )
    return "\n".join([head, *rows]) + "\n"


def write_pages(folder: Path) -> None:
    """Write one page a code and their index into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        (folder / f"{page.code}.md").write_text(markdown(page), encoding="utf-8")
    (folder / "README.md").write_text(index(), encoding="utf-8")
