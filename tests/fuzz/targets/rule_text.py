"""Rule text: parsed, checked, formatted, linted, and what is wrong with it shown."""

from __future__ import annotations

import re
import time

from dq.authoring.formatting import formatted
from dq.authoring.linting import lint_texts
from dq.authoring.mending import mended
from dq.diagnostics import SourceText
from dq.resources import rules_folder
from dq.semantics import check_text
from dq.semantics.files import RuleTexts
from dq.templates import default_schema
from tests.fuzz.properties import SECONDS, shown_safely

TOKEN = re.compile(rb"\s+|\"[^\"\n]*\"|[\w.]+|[^\s\w\"]")
_TEXT = (
    'rule A "甲" { } ( ) [ ] , . ; # check for each as r where in tolerance exact 0.01万元 5% 14,085.13 needs '
    "and or not implies between is blank starts with exists missing zero = == != <= + - × ÷ / * 《 》 summary income "
    "expenditure total amount code children parent roots sum count max abs report year column “ ” 【x】 其中 校验 —— "
    "大于等于 不超过 且 或 则 如果 那么 为 的 误差 x 。 、 ： ‘合计’ “决算” define template import from test given "
    "expect case => 分情形 其余 prior 上年 share 占比 date 2018年12月 matches codelist message {r.total} "
    "-- severity basis title explain error warning \x1b \ud800 \u202e \x00 \n"
)
_LONG = ("(" * 300, "not " * 300, "1+" * 300, "9" * 50, "0." + "1" * 50, '"')
WORDS = tuple(each.encode("utf-8", "surrogatepass") for each in (*_TEXT.split(" "), *_LONG))
_MOST = 3_000


def seeds() -> dict[str, bytes]:
    """The first rules of each file that is shipped; figures and names of the forms only."""
    found = sorted(rules_folder().rglob("*.dq"))
    return {path.name: _cut(path.read_bytes()) for path in found if not path.stem.endswith("_test")}


def _cut(text: bytes) -> bytes:
    """Whole rules, or whole lines where the first rule is longer."""
    if len(text) <= _MOST:
        return text
    end = text.rfind(b"\n}\n", 0, _MOST)
    return text[: text.rfind(b"\n", 0, _MOST) + 1] if end < 0 else text[: end + 3]


def one(data: bytes) -> None:
    """Check it twice, show what is said of it, mend and respell it, format it twice, and lint it."""
    text = data.decode("utf-8", "surrogatepass" if b"\xed" in data and _is_passable(data) else "replace")
    started = time.process_time()
    result = check_text(text, "fuzz.dq", default_schema())
    assert time.process_time() - started < SECONDS, "checking took too long"
    again = check_text(text, "fuzz.dq", default_schema())
    assert (again.diagnostics, again.book) == (result.diagnostics, result.book), "two checks differ"
    shown_safely(result.diagnostics, result.sources)
    mended(SourceText("fuzz.dq", text), [each.fix for each in result.diagnostics if each.fix is not None])
    for respelled in ("zh", "en"):
        formatted(text, "fuzz.dq", respelled)
    for each in result.diagnostics:
        assert 0 <= each.span.line <= text.count("\n") + 1
    written = formatted(text, "fuzz.dq").text
    assert written is None or formatted(written, "fuzz.dq").text == written, "formatting is not done at once"
    shown_safely(lint_texts(RuleTexts((("fuzz.dq", text),)), default_schema()).diagnostics, {"fuzz.dq": text})


def _is_passable(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
