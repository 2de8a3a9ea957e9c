"""Findings in the margin: decided by one key, walked through by keys, kept; and the text not torn apart by them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Street

TITLE = "第三季度住房租赁企业随机抽查结果"


def opened(street: Street, **options: int) -> Page:
    page = street.officer("zjj.open", **options)
    page.goto("/desk/documents/?tab=all&q=随机抽查")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_selector(".annotated .finding")
    return page


def here(page: Page) -> str:
    """Return the number of the finding that has the focus."""
    return str(page.evaluate("document.activeElement.closest('details.finding')?.id ?? ''"))


def test_the_paragraphs_keep_their_distance_whatever_stands_in_the_margin(street: Street):
    page = opened(street)
    expect(page.locator(".annotated.is-placed")).to_have_count(1)
    told = page.evaluate(
        """() => {
          const box = (node) => node.getBoundingClientRect();
          const paras = [...document.querySelectorAll(".annotated > .para")].map(box);
          const stacks = [...document.querySelectorAll(".annotated .finding-stack")].map(box);
          const article = box(document.querySelector(".annotated"));
          return {
            gap: Math.max(...paras.slice(1).map((para, n) => para.top - paras[n].bottom)),
            overlap: stacks.slice(1).some((stack, n) => stack.top < stacks[n].bottom),
            outside: stacks.some((stack) => stack.bottom > article.bottom + 1 || stack.right > article.right + 1),
          };
        }"""
    )
    assert told["gap"] < 40
    assert not told["overlap"]
    assert not told["outside"]


def test_a_fold_that_opens_pushes_the_findings_below_it_and_not_the_text(street: Street):
    page = opened(street)
    expect(page.locator(".annotated.is-placed")).to_have_count(1)
    last = page.locator(".annotated > .para").last
    before = last.bounding_box()
    page.locator(".annotated .finding summary").first.click()
    page.wait_for_timeout(100)
    after = last.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 1


def test_on_a_phone_nothing_in_the_margin_is_cut_off(street: Street):
    page = opened(street, width=PHONE)
    expect(page.locator(".annotated.is-placed")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".finding[open] :is(label, button, input)")]
          .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent || node.name)"""
    )
    assert cut == []


def test_a_key_decides_on_a_finding_and_the_decision_is_still_there_after_a_reload(street: Street):
    page = opened(street)
    waiting = page.locator("details.finding[data-waits]")
    order = [str(one.get_attribute("id")) for one in waiting.all()]
    count = len(order)
    assert count >= 2, "样例里要有至少两条待处理的提示"
    page.keyboard.press(".")
    first = here(page)
    page.keyboard.press(".")
    second = here(page)
    assert first
    assert second
    assert first != second
    with page.expect_navigation():
        page.keyboard.press("n")
    decided = page.locator(f"#{second}")
    expect(decided.locator("summary")).to_contain_text("误报")
    expect(waiting).to_have_count(count - 1)
    following = (order[order.index(second) + 1 :] + order)[0]
    assert here(page) == following, "决定之后应当到下一条待处理的提示"
    page.reload()
    expect(decided.locator("summary")).to_contain_text("误报")
    expect(decided).to_contain_text("沈若川")
    expect(waiting).to_have_count(count - 1)


def test_a_decision_that_needs_a_reason_asks_for_it_first(street: Street):
    page = opened(street)
    page.keyboard.press(".")
    finding = here(page)
    page.keyboard.press("b")
    field = page.locator(f"#{finding}").get_by_label("依据或理由")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("placeholder", "请填写理由")
    expect(page.locator(f"#{finding} summary")).not_to_contain_text("保留")
