"""The year that a sentence names as the one a figure is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dq.ingest.statements.prose import Figure, Kind

_DIGITS: Final = 4
_NEAR: Final = 4
"""Characters before a year in which a word that compares with it stands."""
_COMPARED: Final = re.compile(r"[比较与同]")
_JOINED: Final = re.compile(r"年?(?:度|[末底])?(?:\d{1,2}月(?:\d{1,2}日|份)?)?(?:[-—–~～至到、和及与]|以及)")
"""Between two years that are named together: 2030至2031年, 2030年12月、2031年5月."""
_SPAN: Final = re.compile(r"\d{4}年?(?:度)?[-—–~～至到]$")
"""Before the last year of a span whose first one may lack the word: 2030至2031年."""
_OPENS: Final = re.compile(r"(?:^|[，,。;:(]|对|在|自|从|截[至止]|是|为)$")
"""Before a year of which a clause speaks; within a name (、2031年科技节补助) it is the name's own."""
_SUM: Final = re.compile(r"合计|共计|总计|累计|共$")
_FOLLOWS: Final = frozenset(("actual", "completion"))
"""Quantities of a target that was named with its year."""
_FAR: Final = 120
"""Characters of a sentence before a figure in which its year is looked for."""


def years_of(text: str, numbers: Sequence[Figure]) -> list[Figure]:
    """The years of a paragraph that what follows may be of: those in print with four digits that nothing is compared
    with; of several years named together none.

    Parameters: `numbers` all of the paragraph's.
    Example: of 2031年支出5万元，比2030年增加1万元 only 2031.
    """
    named = [each for each in numbers if each.kind is Kind.YEAR]
    behind = {at for at in range(1, len(named)) if _JOINED.fullmatch(text, named[at - 1].end, named[at].begin)}
    joined = behind | {at - 1 for at in behind}
    return [
        each
        for at, each in enumerate(named)
        if at not in joined
        and len(each.printed) == _DIGITS
        and not _COMPARED.search(text, max(0, each.begin - _NEAR), each.begin)
        and not _SPAN.search(text[max(0, each.begin - 2 * _NEAR) : each.begin])
    ]


def year_of(
    text: str, figure: Figure, quantity: str, years: Sequence[Figure], others: Sequence[Figure], sentence: int
) -> Figure | None:
    """The last of the years before a figure in its sentence; None where it names none, or that is not plain: a year
    within a name is that of the figure right behind it, and a sum may be of all the years that were named.

    Parameters: `quantity` of the figure, `years` those of the paragraph, `others` its other figures, `sentence` where
    the sentence begins in the text.
    Example: of 2031年支出5万元 the 2031.
    """
    begin = max(sentence, figure.begin - _FAR)
    ahead = [each for each in years if begin <= each.begin < figure.begin]
    if not ahead or (len({each.printed for each in ahead}) > 1 and _SUM.search(text, ahead[-1].end, figure.begin)):
        return None
    year = ahead[-1]
    is_next = not any(year.end <= each.begin < figure.begin for each in others)
    is_told = quantity in _FOLLOWS or _OPENS.search(text[max(0, year.begin - _NEAR) : year.begin].rstrip()) is not None
    return year if is_next or is_told else None
