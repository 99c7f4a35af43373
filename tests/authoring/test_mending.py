"""Certain fixes are put in together, and none that would make a text worse."""

from __future__ import annotations

from dq.authoring.mending import mended, mended_form
from dq.diagnostics import Fix, SourceText, Text

WORD = Text("改", "change")


def test_fixes_apart_are_all_made_and_overlapping_ones_not():
    source = SourceText("a.dq", "rule A { check a == 1 }\nrule B { check b == 2 }\n")
    spans = [source.span(17, 19), source.span(41, 43), source.span(16, 20)]
    assert mended(source, [Fix(span, "=", WORD) for span in spans[:2]]) == (source.text.replace("==", "="), 2)
    assert mended(source, [Fix(spans[0], "=", WORD), Fix(spans[2], "=", WORD)])[1] == 1


def test_a_fix_that_breaks_the_text_is_not_made():
    source = SourceText("a.dq", "rule A { check a = 1 }\n")
    assert mended(source, [Fix(source.span(17, 18), "(", WORD)]) == (source.text, 0)


def test_a_certain_fix_is_made_though_more_is_told_behind_it():
    source = SourceText("a.dq", "rule A { check a == 1 && b == 2 }\n")
    assert mended_form(source) == ("rule A { check a = 1 and b = 2 }\n", 3)


def test_every_certain_mistake_of_a_rule_is_mended_at_once():
    right = "rule A { check " + " and ".join(["a = 1"] * 21) + " }\n"
    assert mended_form(SourceText("a.dq", right.replace("and", "&&").replace(" = ", " == "))) == (right, 41)
