"""The pages of the reference, written from the lints."""

from __future__ import annotations

from pathlib import Path

from dq.authoring.linting.model import Lint
from dq.authoring.linting.registry import lints


def markdown(lint: Lint) -> str:
    """One page: what is found, why, an example, the remedy; Chinese first, English beside.

    Example: `markdown(lints()[0]).startswith("# ")`.
    """
    needs = "\n只在给出 `--archive` 时检查。Looked for only with `--archive`.\n" if lint.tallies is not None else ""
    return (
        f"# {lint.name} {lint.title.zh}\n\n*{lint.title.en}* · `{lint.code}`\n{needs}\n"
        f"## 为什么 Why\n\n{lint.why.zh}\n\n{lint.why.en}\n\n"
        f"## 例 Example\n\n```dq\n{lint.faulty}\n```\n\n"
        f"## 怎么改 Remedy\n\n{lint.remedy.zh}\n\n{lint.remedy.en}\n\n```dq\n{lint.mended}\n```\n"
    )


def index(folder: str = "") -> str:
    """The list of all lints. Parameters: `folder` before each link."""
    rows = [
        f"| `{lint.code}` | [{lint.name}]({folder}{lint.name}.md) | {lint.title.zh} | {lint.title.en} |"
        for lint in lints()
    ]
    head = (
        "# 规则检查项 Lints of rule files\n\n"
        "由 `python scripts/write_lint_reference.py` 写成，请勿手改。"
        "Written from `src/dq/authoring/lints`; do not edit.\n\n"
        "`dq lint` 逐项检查；确有理由的写 `# dq: ignore[检查项] 理由`，放在该行末尾，或单独一行放在规则、子句之前。\n"
        "`dq lint` looks for all of these; where a rule is right as it is, say so at the end of the line, or on a line "
        "of its own before the rule or clause: `# dq: ignore[lint] reason`.\n\n"
        "| 代码 | 检查项 | 发现什么 | What it finds |\n| --- | --- | --- | --- |"
    )
    return "\n".join([head, *rows]) + "\n"


def pages() -> dict[str, str]:
    """Every page by its path within docs/reference."""
    found = {f"lints/{lint.name}.md": markdown(lint) for lint in lints()}
    return {**found, "lints/README.md": index(), "diagnostics/lints.md": index("../lints/")}


def write_pages(reference: Path) -> None:
    """Write all pages below `reference`; a page of a lint that is gone is removed."""
    (reference / "lints").mkdir(parents=True, exist_ok=True)
    for old in (reference / "lints").glob("*.md"):
        old.unlink()
    for path, text in pages().items():
        (reference / path).write_text(text, encoding="utf-8", newline="\n")
