"""The rule editor: completion, without scripts, with hostile texts; a rule's whole way is in test_the_whole_story."""

from __future__ import annotations

from tests.service.conftest import PASSWORD

RULE = '规则 BU101 "收入少于零" {\n  依据 "试用"\n  级别 警告\n  校验 收入支出决算总表["本年收入合计"].决算数 == 0\n}'


def write(visit, text):
    """Type a text in place of what stands in the editor."""
    content = visit.page.locator(".cm-content")
    content.click()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.insert_text(text)
    checked(visit)


def checked(visit):
    """Wait until the checker has spoken of the text as it is."""
    visit.page.wait_for_function(
        """() => {
            const list = document.getElementById("said");
            if (Number(list.dataset.checked ?? 0) === Number(list.dataset.seen ?? 0)) return false;
            list.dataset.seen = list.dataset.checked;
            return true;
        }"""
    )


def test_completion_comes_from_the_checker(visit):
    author = visit("auditor")
    author.go("/rules/write")
    checked(author)
    write(author, '规则 BU102 "a" { 校验 收入支出决算总表["本年收')
    author.page.keyboard.press("Control+Space")
    offered = author.page.locator(".cm-tooltip-autocomplete li")
    offered.first.wait_for()
    assert "本年收入合计" in offered.all_inner_texts()[0]
    author.page.wait_for_timeout(800)  # the editor takes no choice from a list that has only just opened
    author.page.keyboard.press("Enter")
    assert '["本年收入合计' in author.page.input_value("#text")
    text = author.page.input_value("#text")
    author.page.keyboard.press("Control+Space")
    offered.first.wait_for()
    for key in ("Escape", "Tab"):  # out of the editor, by keyboard alone
        author.page.keyboard.press(key)
    assert author.page.evaluate("document.activeElement.shadowRoot") is None
    assert author.page.input_value("#text") == text


def test_a_new_file_is_checked_under_the_name_that_is_written(visit):
    author = visit("auditor")
    author.go("/rules/write")
    checked(author)
    with author.page.expect_request("**/rules/check*") as asked:
        author.page.fill("#name", "bureau/other.dq")
        author.page.press("#name", "Tab")
    assert asked.value.post_data_json["name"] == "bureau/other.dq"


def test_tests_are_written_in_the_same_editor(visit):
    author = visit("auditor")
    author.go("/rules/write")
    checked(author)
    author.page.click("details summary")
    author.page.locator("details .cm-content").click()
    author.page.keyboard.insert_text('测试 "a" { 预期 BU101 违反 }}')
    author.page.wait_for_selector("#said-tests li.s-error")
    assert author.page.input_value("#tests").startswith('测试 "a"')


def test_what_was_typed_is_there_again_after_the_session_ended(visit):
    author = visit("auditor")
    author.go("/rules/write?lang=zh")
    checked(author)
    write(author, RULE)
    author.page.fill("#reason", "试用")
    author.page.context.clear_cookies()
    author.page.click("section[aria-labelledby=propose] button")
    author.page.click("[data-signed-out] a")
    author.page.fill("#name", "auditor")
    author.page.fill("#password", PASSWORD)
    author.page.click("main button")
    author.page.wait_for_selector("#trouble:not([hidden])")
    checked(author)
    assert author.page.input_value("#text") == RULE
    assert author.page.input_value("#reason") == "试用"
    assert "BU101" in author.page.locator(".cm-content").first.inner_text()
    assert len(author.complaints) == 1, "the console tells of the answer's status, 401, and of nothing else"
    author.complaints.clear()


def test_without_scripts_the_editor_is_a_form(visit):
    author = visit("auditor", scripts=False)
    author.go("/rules/write")
    author.page.fill("#text", RULE)
    author.page.fill("#reason", "试用")
    author.page.click("section[aria-labelledby=propose] button")
    author.page.wait_for_selector(".head .flash.bad")
    assert len(author.complaints) == 1, "the console tells of the answer's status, 422, and of nothing else"
    author.complaints.clear()
    assert author.page.input_value("#text").strip() == RULE
    assert "DQ-L005" in author.page.inner_text("#said")


def test_without_scripts_what_was_typed_is_shown_after_the_session_ended(visit):
    author = visit("auditor", scripts=False)
    author.go("/rules/write")
    author.page.fill("#text", RULE + "<b>")
    author.page.context.clear_cookies()
    author.page.click("section[aria-labelledby=propose] button")
    assert author.page.inner_text("pre.rule").strip() == RULE + "<b>"
    assert len(author.complaints) == 1, "the console tells of the answer's status, 401, and of nothing else"
    author.complaints.clear()


def test_hostile_texts_are_text(visit):
    author = visit("auditor")
    author.go("/rules/write")
    checked(author)
    hostile = '规则 BU103 "<img src=x onerror=alert(1)>" {\n  校验 <script>alert(1)</script> }'
    write(author, hostile)
    assert author.page.locator("#said li").count() >= 1
    assert author.page.locator("img[src]").count() == 0
    author.go("/rules?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert author.page.input_value("#q") == "<script>alert(1)</script>"
    author.go("/rules/write?name=rules.dq&x=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert author.page.locator("img[src]").count() == 0
