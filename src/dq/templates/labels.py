"""Labels as forms print them, reduced to what they say: one spelling a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NUMERALS: Final = "一二三四五六七八九十百零〇"
_ENUMERATOR: Final = re.compile(
    rf"""(?:
        [{_NUMERALS}]{{1,4}}[、.]          # 一、 二十三、
      | \([{_NUMERALS}]{{1,4}}\)、?        # (二)
      | \d{{1,2}}(?:、|\.(?!\d))           # 3. 3、, but not 3.5
      | \(\d{{1,2}}\)、?                   # (1)
      | 其中[:：]?                          # 其中：
      | [●○◎◆◇■□★☆▪•※➢►]                 # ● ○
    )""",
    re.VERBOSE,
)
# What may follow a name without changing what it says: 合计： 社会保障和就业支出（类）
# A run of these is tried from its beginning alone: a cell may hold nothing but colons.
_TRAILING: Final = re.compile(r"(?<!:)(?<!\((?:类|款|项)\))(?:\((?:类|款|项)\)|:)+$")
# ① ⑴ ⒈ ㈠ would become plain digits under NFKC, which nothing could tell from a figure.
_SYMBOLS: Final = re.compile("[\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_SPACES: Final = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
# Quotation marks differ between copies of one form (“三公”, "三公", 「三公」) and mean nothing to a label.
_QUOTES: Final = str.maketrans("", "", "\"'“”‘’„〝〞「」『』")
_COUNT_WORDS: Final = "人次|批次|人天|人|辆|台|套|个|批|次|户|件|栋|艘|架|平方米|亩"
_UNIT: Final = re.compile(rf"\(((?:{_COUNT_WORDS})(?:[,、/.]?(?:{_COUNT_WORDS}))*)\)?$")


@lru_cache(maxsize=65_536)
def normalise_label(text: str) -> str:
    """The label without what copies of a form differ in: NFKC, spaces and quotation marks out,
    enumerators (一、（二）3. (1) ①), 其中：, a trailing colon and a trailing （类）（款）（项） out.

    A label that consists of an enumerator only is left as it is.
    Example: `normalise_label("（二）其中： 财政 拨款")` → `"财政拨款"`.
    """
    label = _SYMBOLS.sub("", text) or text
    label = _SPACES.sub("", unicodedata.normalize("NFKC", label)).translate(_QUOTES)
    begin = 0
    while (found := _ENUMERATOR.match(label, begin)) and found.end() < len(label):
        begin = found.end()
    label = label[begin:]
    return _TRAILING.sub("", label) or label


def split_unit(label: str) -> tuple[str, str | None]:
    """A normalised label without the count unit in brackets at its end, and that unit (None where it has none).

    Punctuation between units goes: 台,套 is one unit. The closing bracket may be lost where a label is broken.
    Example: `split_unit("车辆数合计(辆)")` → `("车辆数合计", "辆")`.
    """
    found = _UNIT.search(label)
    if found is None or found.start() == 0:
        return label, None
    return label[: found.start()], re.sub(r"[,、/.]", "", found.group(1))
