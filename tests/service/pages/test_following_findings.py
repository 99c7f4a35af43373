"""From the list of findings to the line of the document, by mouse and by keyboard, on a desk and on a phone."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 1280), ("en-US", 390)])
def test_a_finding_is_followed_to_its_source_line(visit, language, width):
    auditor = visit("viewer", language=language, width=width)
    auditor.go("/findings?verdict=violated")
    auditor.page.click("table.list tbody th a >> nth=0")
    auditor.page.wait_for_selector(".finding .statement")
    auditor.page.click(".operands td.place a >> nth=0")
    auditor.page.wait_for_url("**/reports/*#L*")
    line = auditor.page.locator(f"[id='{auditor.page.url.partition('#')[2]}']")
    assert line.is_visible()
    assert line.locator("mark").count() >= 1
    auditor.page.go_back()
    auditor.page.click(".operands td.n a >> nth=0")
    auditor.page.wait_for_url("**/reports/*#c-*")
    cell = auditor.page.locator(f"[id='{auditor.page.url.partition('#')[2]}']")
    assert "bad" in cell.get_attribute("class").split()
    cell.locator("sup a").first.click()
    finding = auditor.page.url.partition("#")[2]
    auditor.page.click(f"#{finding} button[data-tie]")
    assert auditor.page.locator(".tiebar").is_visible()
    assert auditor.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_is_walked_by_keyboard(visit):
    auditor = visit("viewer")
    auditor.go("/findings")
    auditor.page.keyboard.press("Tab")
    assert auditor.page.evaluate("document.activeElement.className") == "skip"
    auditor.page.keyboard.press("Enter")
    assert auditor.page.evaluate("document.activeElement.id") == "content"
    auditor.page.keyboard.press("Tab")
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert auditor.page.evaluate(ring) != "none"
