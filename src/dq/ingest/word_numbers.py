"""Numbers that Word counts by itself: they are printed, though no text of the document has them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from dq.ingest.package import Package

_NUMBERING: Final = "word/numbering.xml"
_STYLES: Final = "word/styles.xml"
_LONGEST_CHAIN: Final = 20
"""Styles that are based on one another."""
_PLACE: Final = re.compile(r"%([1-9])")
_NUMERALS: Final = "一二三四五六七八九"
_CHINESE: Final = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting"))
_CIRCLES: Final = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))


class Numbers:
    """The lists of a document, and how far each has been counted.

    Properties that name a paragraph's or a style's list: `pStyle` or `basedOn`, `numId`, `ilvl`.
    Example: `Numbers(package).next({"numId": "1", "ilvl": "0"})` → `"一、"`.

    Errors: `RefusedError` for a broken part.
    """

    def __init__(self, package: Package) -> None:
        self._levels: dict[tuple[str, str], dict[str, str]] = {}
        self._definitions: dict[str, str] = {}
        self._begins: dict[tuple[str, str], str] = {}
        self._styles: dict[str, dict[str, str]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._id = self._depth = ""
        for part, start in ((_NUMBERING, self._define), (_STYLES, self._style)):
            if part in package.parts and _NUMBERING in package.parts:
                package.parse(part, start=start, end=lambda _tag: None)

    def _define(self, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        match tag:
            case "abstractNum" | "num":
                self._id = f"{tag} {attributes.get('abstractNumId' if tag == 'abstractNum' else 'numId')}"
            case "lvl" | "lvlOverride":
                self._depth = attributes.get("ilvl", "")
                self._levels[self._id, self._depth] = {}
            case "start" | "numFmt" | "lvlText":
                self._levels.setdefault((self._id, self._depth), {})[tag] = value
            case "pStyle":
                self._styles.setdefault(value, {})["ilvl"] = self._depth
            case "abstractNumId":
                self._definitions[self._id] = f"abstractNum {value}"
            case "startOverride":
                self._begins[self._id, self._depth] = value
            case _:
                pass

    def _style(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self._id = attributes.get("styleId", "")
        elif tag in ("basedOn", "numId", "ilvl"):
            self._styles.setdefault(self._id, {})[tag] = attributes.get("val", "")

    def next(self, said: dict[str, str]) -> str:
        """The number of the next paragraph: "" where it has none, or one of a kind that is not known."""
        style = said.get("pStyle", "")
        for _ in range(_LONGEST_CHAIN):
            if "numId" in said or style not in self._styles:
                break
            of = self._styles[style]
            said, style = {**of, **said}, of.get("basedOn", "")
        of_list, depth = f"num {said.get('numId')}", said.get("ilvl", "0")
        own = self._definitions.get(of_list, "")
        if (own, depth) not in self._levels or depth not in tuple("012345678"):
            return ""
        counts, at = self._counts[own], int(depth)
        begin = self._begins.pop((of_list, depth), None)
        counts[at] = (
            counts[at] + 1 if at in counts and begin is None else _number(begin or self._said(own, at, "start"))
        )
        for deeper in [each for each in counts if each > at]:
            del counts[deeper]
        shown = [
            _shown(counts.get(each, _number(self._said(own, each, "start"))), self._said(own, each, "numFmt"))
            for each in range(at + 1)
        ]
        text = self._said(own, at, "lvlText")
        places = {int(each) - 1 for each in _PLACE.findall(text)}
        if not places or not all(each <= at and shown[each] for each in places):
            return ""
        return _PLACE.sub(lambda found: shown[int(found[1]) - 1], text)

    def _said(self, own: str, depth: int, tag: str) -> str:
        return self._levels.get((own, str(depth)), {}).get(tag, "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 1  # noqa: PLR2004


def _shown(number: int, kind: str) -> str:
    """A number as its kind prints it; "" for a kind that is not known."""
    if kind in ("decimal", "decimalFullWidth", "decimalHalfWidth"):
        return str(number)
    if kind in _CIRCLES:
        return chr(0x245F + number) if 1 <= number <= 20 else ""  # noqa: PLR2004
    if kind in _CHINESE and 0 < number < 100:  # noqa: PLR2004
        tens, ones = _NUMERALS[: number // 10][-1:], _NUMERALS[: number % 10][-1:]
        return tens.replace("一", "") + "十" * bool(tens) + ones
    return ""
