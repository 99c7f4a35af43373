"""Results in the XML form that JUnit made common and build servers read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dq.authoring.testing.model import Result

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result]) -> str:
    """One suite a file, one case a test; a failure's text has expected and actual verdict and the statements.

    Example: `junit(results).startswith("<?xml")`.
    """
    root = Element("testsuites", tests=str(len(results)), failures=str(sum(not each.passed for each in results)))
    by_file: dict[str, list[Result]] = {}
    for result in results:
        by_file.setdefault(result.case.file, []).append(result)
    for file, some in by_file.items():
        failures = str(sum(not each.passed for each in some))
        suite = SubElement(root, "testsuite", name=_clean(file), tests=str(len(some)), failures=failures, errors="0")
        for result in some:
            name = _clean(result.case.name)
            case = SubElement(suite, "testcase", name=name, classname=_clean(file), line=str(result.case.span.line))
            for failure in result.failures:
                message = _clean(f"expected {failure.expected}, actual {failure.actual}")
                told = SubElement(case, "failure", message=message, type="expectation")
                told.text = _clean("\n".join((f"{failure.span.file}:{failure.span.line}", *failure.statements)))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
