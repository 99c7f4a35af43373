"""Results in the XML form that JUnit made common and build servers read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dq.authoring.testing.model import Result
from dq.diagnostics import Diagnostic

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(results: Sequence[Result], diagnostics: Sequence[Diagnostic] = (), language: str = "zh") -> str:
    """One suite a file, one case a test; a failure's text has expected and actual verdict and the statements.

    Parameters: `diagnostics` what kept rules or tests from being read, each a case with an error: who reads no more
    must not take it for a pass. Source of the form: the schema of the xUnit plugin of Jenkins.
    Example: `junit(results).startswith("<?xml")`.
    """
    failed = sum(not each.passed for each in results)
    root = Element(
        "testsuites",
        tests=str(len(results) + len(diagnostics)),
        failures=str(failed),
        errors=str(len(diagnostics)),
    )
    files = dict.fromkeys((*(each.case.file for each in results), *(each.span.file for each in diagnostics)))
    for file in files:
        some = [each for each in results if each.case.file == file]
        said = [each for each in diagnostics if each.span.file == file]
        suite = SubElement(
            root,
            "testsuite",
            name=_clean(file),
            tests=str(len(some) + len(said)),
            failures=str(sum(not each.passed for each in some)),
            errors=str(len(said)),
        )
        for result in some:
            _case(suite, result)
        for each in said:
            name = f"{each.code} {file}:{each.span.line}:{each.span.column}"
            case = SubElement(suite, "testcase", name=_clean(name), classname=_clean(file))
            SubElement(case, "error", message=_clean(each.headline.in_language(language)), type=each.code)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _case(suite: Element, result: Result) -> None:
    case = SubElement(suite, "testcase", name=_clean(result.case.name), classname=_clean(result.case.file))
    for failure in result.failures:
        message = _clean(f"expected {failure.expected}, actual {failure.actual}")
        told = SubElement(case, "failure", message=message, type="expectation")
        told.text = _clean("\n".join((f"{failure.span.file}:{failure.span.line}", *failure.statements)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
