import pytest

from gongkai.base.files.extraction import extract
from gongkai.base.files.extraction.refusals import FileRefused

SIMPLIFIED = "关于规范政府信息公开工作的通知\n各区人民政府：\n一、总体要求\n以公开为常态、不公开为例外，及时、准确地公开政府信息。\n"
TRADITIONAL = "關於規範政府資訊公開工作的通知\n各區人民政府：\n以公開為常態、不公開為例外，及時、準確地公開政府資訊。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_simplified_text_is_read_in_every_usual_encoding(encoding):
    extracted = extract(SIMPLIFIED.encode(encoding), "通知.txt")
    assert extracted.text == SIMPLIFIED.strip()
    assert extracted.title == "关于规范政府信息公开工作的通知"
    assert "<h2>一、总体要求</h2>" in extracted.html


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030"])
def test_traditional_text_is_read(encoding):
    assert extract(TRADITIONAL.encode(encoding), "通知.txt").text == TRADITIONAL.strip()


def test_simplified_and_traditional_mixed_are_read():
    assert extract((SIMPLIFIED + TRADITIONAL).encode("gb18030"), "通知.txt").text == (SIMPLIFIED + TRADITIONAL).strip()


def test_a_single_broken_byte_is_replaced_and_said():
    data = (SIMPLIFIED * 5).encode() + b"\xff" + SIMPLIFIED.encode()
    extracted = extract(data, "通知.txt")
    assert "1 个字符无法识别" in extracted.notices[0]


def test_noise_is_no_text():
    with pytest.raises(FileRefused):
        extract(bytes(range(128, 256)) * 20, "通知.txt")


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>办事指南_云川市人民政府</title>
<meta name="ArticleTitle" content="办事指南"><meta name="PubDate" content="2024-03-05"><script>steal()</script></head><body>
<nav>首页 导航</nav><div id="zoom"><h1>办事指南</h1><div onclick="steal()">申请人应当<b>携带</b>身份证件到政务服务中心办理，材料齐全的当场受理，并在规定期限内作出决定，逾期未作出决定的应当说明理由并书面告知申请人。</div>
<p style="display: none">测试文字</p><a href="javascript:steal()">点击</a><a href="https://www.yunchuan.example/a">链接</a><img src="x" onerror="steal()">
<table><tr><th>材料</th><th>份数</th></tr><tr><td>申请表</td><td>1</td></tr></table><form><input value="秘密"></form><!-- 内部备注 --></div>
<footer>页脚</footer></body></html>"""


@pytest.fixture(scope="module")
def page():
    return extract(PAGE.encode("gbk"), "指南.html")


def test_a_page_gives_its_main_text_only(page):
    assert page.title == "办事指南"
    assert page.metadata["published"] == "2024-03-05"
    assert not any(word in page.text for word in ("导航", "页脚", "秘密", "测试文字"))
    assert "<strong>携带</strong>" in page.html
    assert page.tables[0].rows == (("材料", "份数"), ("申请表", "1"))


def test_nothing_in_a_page_can_act(page):
    assert not any(word in page.html for word in ("script", "steal", "onclick", "onerror", "<img", "<form"))
    assert 'href="https://www.yunchuan.example/a"' in page.html


def test_what_a_page_hides_is_reported(page):
    found = {item.kind: item.excerpt for item in page.hidden}
    assert (found["hidden-text"], found["comment"]) == ("测试文字", "内部备注")
    assert "macro" in found


def test_csv_becomes_a_table():
    extracted = extract("名称,电话\n民政局,12345678\n".encode("gbk"), "目录.csv")
    assert extracted.tables[0].rows == (("名称", "电话"), ("民政局", "12345678"))
