"""Tables that do not add up, pictures without words, links that lead nowhere."""

import datetime as dt

import pytest

from gongkai.engine.screening.rules.proofreading import document_findings, html_findings


def table(*rows: str, head: bool = True) -> str:
    lines = [row.split("|") for row in rows]
    tag = "th" if head else "td"
    first = "".join(f"<{tag}>{cell}</{tag}>" for cell in lines[0])
    rest = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines[1:])
    return f"<table><tr>{first}</tr>{rest}</table>"


def found(html: str) -> list[tuple[str, str]]:
    return [(one.check, one.suggestion) for one in html_findings(html)]


def test_a_total_that_is_not_the_sum_of_its_column_is_found() -> None:
    (finding,) = html_findings(table("项目|件数", "甲|3", "乙|4", "合 计|8"))
    assert (finding.check, finding.suggestion, finding.element.text) == ("table.sum", "7", "8")


def test_a_total_that_is_not_the_sum_of_its_row_is_found() -> None:
    html = table("事项|自然人|法人|总计", "公开|3|2|5", "部分公开|1|2|3", "不予公开|4|2|7")
    assert found(html) == [("table.sum", "6")]


@pytest.mark.parametrize(
    "html",
    [
        table("项目|件数", "甲|3", "乙|4", "合计|7"),
        table("项目|金额（万元）", "甲|3.33", "乙|3.33", "丙|3.33", "总计|10.00"),
        table("项目|件数", "甲|3", "其中：网上|2", "乙|4", "合计|7"),
        table("项目|件数", "甲|1", "乙|2", "小计|3", "丙|4", "丁|5", "小计|9", "合计|12"),
        table("项目|件数", "合计|7", "甲|3", "乙|4"),
        table("项目|完成率", "甲|90%", "乙|80%", "合计|85%"),
        table("项目|单价", "甲|3", "乙|4", "合计|5"),
        table("项目|占比", "甲|33.3%", "乙|33.3%", "丙|33.3%"),
        table("事项|自然人|法人|总计", "公开|3|2|5", "部分公开|1|2|3", "不予公开|4|2|6"),
        table("姓名|电话", "甲|000-1", "合计|—"),
    ],
)
def test_sums_that_hold_pass(html: str) -> None:
    assert found(html) == []


def test_a_cell_that_spans_rows_is_counted_once() -> None:
    html = (
        "<table><tr><th>类</th><th>项</th><th>数</th></tr><tr><td rowspan=2>甲</td><td>一</td><td>1</td></tr>"
        "<tr><td>二</td><td>2</td></tr><tr><td colspan=2>合计</td><td>4</td></tr></table>"
    )
    assert found(html) == [("table.sum", "3")]


def test_shares_of_more_than_the_whole_and_mixed_units_are_found() -> None:
    assert found(table("类|占比", "甲|60%", "乙|45%"))[0][0] == "table.sum"
    assert found(table("项目|金额", "甲|3万元", "乙|400元")) == [("table.sum", "请统一换算成万元。")]


def test_a_table_without_head_cells_is_told() -> None:
    assert found(table("项目|说明", "甲|好", head=False)) == [("table.head", "请把第一行设为表头。")]


@pytest.mark.parametrize(
    ("html", "check"),
    [
        ("<img src=a.jpg>", "access.image"),
        ("<img src=a.jpg alt=IMG_0012.jpg>", "access.image"),
        ("<img src=a.jpg alt=扫描件>", "access.scan"),
        ("<h1>甲</h1><h3>乙</h3>", "access.heading"),
        ("<h2></h2>", "access.heading"),
        ("<a href='https://a.gov.cn/'>点击这里</a>", "access.link"),
        ("<a href='https://a.gov.cn/'></a>", "link.empty"),
        ("<a href=''>办事指南</a>", "link.empty"),
        ("<a href='javascript:void(0)'>办事指南</a>", "link.script"),
        ("<a href='http://192.168.1.5/a'>办事指南</a>", "link.local"),
        ("<a href='file:///C:/a.doc'>办事指南</a>", "link.local"),
        ("<a href='http://a.gov.cn/'>办事指南</a>", "link.insecure"),
    ],
)
def test_what_shuts_readers_out_is_found(html: str, check: str) -> None:
    assert check in [name for name, _ in found(html)]


def test_an_accessible_page_passes() -> None:
    words = "云川市政府信息公开指南说明了公开的范围、途径、期限和申请办法，供公民、法人和其他组织查阅使用，并公布工作机构的名称、地址、电话和办公时间。"
    html = f"<h1>指南</h1><h2>申请</h2><p>{words}</p><img src=a.png alt=申请流程图><a href='https://a.gov.cn/'>办事指南</a>"
    assert found(html) == []


def test_title_text_and_date_are_held_against_one_another() -> None:
    stale = document_findings(
        title="2018年度工作报告", text="根据2017年度全市工作要求，制定计划。", date=dt.date(2019, 1, 20)
    )
    assert [(one.check, one.start) for one in stale] == [("text.stale-year", 2)]
    late = document_findings(title="2018年度工作报告", text="全文。", date=dt.date(2022, 1, 20))
    assert [one.message for one in late] == ["标题写的是2018年，成文日期是2022年。"]
    short = document_findings(title="促进就业的二十条措施", text="一、甲\n二、乙\n三、丙", date=None)
    assert [one.check for one in short] == ["number.inconsistent"]
    assert document_findings(title="促进就业的三条措施", text="一、甲\n二、乙\n三、丙", date=dt.date(2026, 1, 1)) == []
