"""Write the tables of docs/reference/language.md that the grammar and the functions make: the prose stays.

Usage: `python scripts/write_language_reference.py`; with `--print` it goes to standard output (the test compares).
A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from dq.authoring.closed import WORDS
from dq.functions import functions
from dq.resources import grammar_text
from dq.syntax import keywords, parser

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "reference" / "language.md"
_PART: Final = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _keywords() -> str:
    rows = [f"| `{each[0]}` | {'、'.join(each[1:])} |" for each in keywords(parser()).values()]
    return "\n".join(["| English | 中文 |", "| --- | --- |", *sorted(rows)])


def _words() -> str:
    rows = [
        f"| {place} | {'、'.join(f'`{english}` {chinese}' for english, chinese in words)} |" for place, words in WORDS
    ]
    return "\n".join(["| where | words |", "| --- | --- |", *rows])


def _functions() -> str:
    rows = [f"| `{each.signature}` | {each.chinese} | {each.summary.en} | {each.summary.zh} |" for each in functions()]
    return "\n".join(["| function | 中文 | gives | 含义 |", "| --- | --- | --- | --- |", *rows])


def _examples() -> str:
    rules = [f'rule {each.name.upper()} "{each.chinese}" {{ {each.example} }}' for each in functions()]
    return "\n".join(["```dq", *rules, "```"])


def _grammar() -> str:
    """The rules of the grammar, without its remarks and terminals."""
    kept = [line for line in grammar_text().split("\n") if not re.match(r"//|%|[A-Z_]+(\.\d)?:", line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return f"```lark\n{text}\n```"


_PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "keywords": _keywords,
    "words": _words,
    "functions": _functions,
    "examples": _examples,
    "grammar": _grammar,
}


def page(text: str) -> str:
    """The page with its generated parts written anew. Example: `page(PAGE.read_text())`."""
    return _PART.sub(lambda match: f"{match[1]}\n{_PARTS[match['name']]()}\n\n{match[3]}", text)


def main() -> int:
    """Write or print the page."""
    text = page(PAGE.read_text(encoding="utf-8"))
    if "--print" in sys.argv:
        sys.stdout.write(text)
    else:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
