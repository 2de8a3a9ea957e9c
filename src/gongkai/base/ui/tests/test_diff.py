"""Two texts compared: what went, came, moved or was reworded, and what only got another number."""

from __future__ import annotations

from gongkai.base.ui.diff import compare

MATTERS = ("立项的批准", "用地的审查", "施工的许可", "质量的监督", "竣工的验收", "档案的移交")
CN = "一二三四五六七八"


def act(*matters: str) -> list[str]:
    return [f"第{CN[n]}条　建设单位申请{one}，应当在开工以前提交下列材料。" for n, one in enumerate(matters)]


def kinds(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    return [(row.kind, row.label) for row in compare(old, new)]


def test_an_article_that_goes_is_removed_and_those_after_it_only_get_another_number() -> None:
    left = [one for one in MATTERS if one != "施工的许可"]
    rows = compare(act(*MATTERS), act(*left))
    assert [row.kind for row in rows] == ["removed", "renumbered", "renumbered", "renumbered"]
    assert "施工的许可" in rows[0].segments[0].text
    assert "".join(one.text for one in rows[1].after).startswith("第三条　建设单位申请质量的监督")


def test_an_article_that_comes_is_added_and_one_that_is_reworded_is_changed() -> None:
    new = act(*MATTERS[:2], "环境影响的评价", *MATTERS[2:])
    assert kinds(act(*MATTERS), new)[0] == ("added", "第3段")
    assert {kind for kind, _ in kinds(act(*MATTERS), new)} == {"added", "renumbered"}
    reworded = act(*MATTERS)
    reworded[1] = reworded[1].replace("开工以前", "开工三十日以前")
    assert kinds(act(*MATTERS), reworded) == [("changed", "第2段")]


def test_an_article_that_moves_is_moved_though_its_number_is_another() -> None:
    moved = [*MATTERS[1:], MATTERS[0]]
    found = kinds(act(*MATTERS), act(*moved))
    assert ("moved", "原第1段→第6段") in found
    assert {kind for kind, _ in found} == {"moved", "renumbered"}


def test_items_of_a_list_and_lines_that_are_numbers_alone() -> None:
    old = ["（一）身份证明；", "（二）婚姻状况证明；", "（三）收入证明；", "第一条"]
    new = ["（一）身份证明；", "（二）收入证明；", "第一条"]
    assert kinds(old, new) == [("removed", "原第2段"), ("renumbered", "第2段")]
