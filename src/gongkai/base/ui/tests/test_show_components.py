from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string

from gongkai.base.ui import specimens
from gongkai.base.ui.parts import Clock, ClockLine

pytestmark = pytest.mark.urls("gongkai.base.ui.tests.urls")
TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "ui"
PAGES = {"base", "portal", "desk", "gallery", "register_list", "register_entry", "register_form", "register_import"}


def part(component, /, **context):
    return render_to_string(f"ui/{component}.html", context)


@pytest.fixture
def gallery(desk):
    return desk.get("/desk/ui/").content.decode()


def test_the_gallery_is_for_people_signed_in(client, db):
    assert client.get("/desk/ui/").status_code == 302


def test_the_gallery_shows_every_component(desk):
    rendered = {template.name for template in desk.get("/desk/ui/").templates if template.name}
    components = {f"ui/{path.stem}.html" for path in TEMPLATES.glob("*.html")}
    pages = {f"ui/{name}.html" for name in PAGES - {"gallery", "desk", "base"} | {"footer"}}
    assert components - rendered == pages


def test_every_template_begins_by_naming_its_variables():
    for path in TEMPLATES.glob("*.html"):
        head = path.read_text(encoding="utf-8").split("{% endcomment %}")[0]
        assert "{% comment %}" in head, path.name


def test_nothing_needs_inline_style_or_script(gallery):
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", gallery)
    assert not re.search(r"<script(?![^>]*\bsrc=)", gallery)


def test_the_gallery_has_no_id_twice(gallery):
    ids = re.findall(r'\bid="([^"]+)"', gallery)
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


@pytest.mark.parametrize("state", ["normal", "today", "late", "paused", "provisional", "done"])
def test_a_clock_says_its_state_in_words_and_shape(state):
    shown = part("clock", clock={"state": state, "label": "剩余", "strong": "3个工作日", "spent": 40})
    assert f'class="clock {state}"' in shown
    assert "剩余<b>3个工作日</b>" in shown
    assert ("stroke-dasharray" in shown) == (state in {"normal", "today", "provisional"})


def test_a_clock_with_an_account_opens_without_script():
    clock = Clock(
        "normal", "剩余", "3个工作日", 85, (ClockLine("11月25日", "答复到期", "还剩3个工作日", "第三十三条"),)
    )
    shown = part("clock", clock=clock)
    assert "<summary" in shown
    assert "第三十三条" in shown


def test_a_document_item_keeps_its_order():
    shown = part("doc_item", item=specimens.everything()["documents"][0])
    places = [
        shown.index(word) for word in ("住房租赁补贴", "现行有效", "云川政办规", "市人民政府办公室", "成文", "累计发放")
    ]
    assert places == sorted(places)


def test_a_disabled_button_says_why_and_cannot_submit():
    shown = part("button", label="同意", disabled=True, why="还差2项")
    assert 'type="button"' in shown
    assert 'aria-disabled="true"' in shown
    assert "还差2项" in shown


def test_a_button_opens_a_dialog_without_script():
    assert 'popovertarget="ret"' in part("button", label="退回", dialog="ret")


@pytest.mark.parametrize(
    ("severity", "tone"), [("block", "is-bad"), ("judge", "is-pause"), ("info", "is-info"), ("warn", "is-warn")]
)
def test_a_finding_carries_its_tone(severity, tone):
    assert tone in part("finding", finding={"id": "f", "severity": severity, "title": "重复字", "number": 1})


def test_a_decision_counts_what_is_missing():
    assert "还差2项" in part("decision", missing=["甲", "乙"], buttons=[{"label": "同意"}])
    assert "还差" not in part("decision", buttons=[{"label": "同意"}])


@pytest.mark.parametrize("kind", ["info", "ok", "warn", "bad", "plain"])
def test_a_notice_has_every_tone(kind):
    assert "请补正" in part("notice", kind=kind, title="提示", text="请补正")


def test_user_text_is_escaped_everywhere():
    evil = "<img src=x>"
    for name, context in {
        "empty": {"title": evil},
        "notice": {"text": evil},
        "timeline": {"steps": [{"title": evil, "when": evil}]},
        "table": {"head": [{"label": evil}], "rows": [[evil]]},
        "doc_item": {"item": {"title": evil, "url": "#", "agency": evil}},
        "tabs": {"items": [{"label": evil, "url": "#"}]},
        "history": {"events": [{"what": evil, "changes": [{"label": evil, "old": evil, "new": evil}]}]},
    }.items():
        assert evil not in part(name, **context), name


def test_a_field_ties_label_help_and_error_together():
    class Form(forms.Form):
        phone = forms.CharField(label="联系电话", help_text="11位", max_length=3)

    shown = Template("{% load ui %}{% field form.phone %}").render(Context({"form": Form({"phone": "12345"})}))
    assert '<label for="id_phone">联系电话' in shown
    assert 'aria-describedby="id_phone_help id_phone_error"' in shown
    assert 'id="id_phone_help"' in shown
    assert 'id="id_phone_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_an_empty_choice_has_a_word():
    class Form(forms.Form):
        way = forms.ChoiceField(choices=[("", "---------"), ("a", "网上")])

    shown = Template("{% load ui %}{% field form.way %}").render(Context({"form": Form()}))
    assert "请选择" in shown


def test_error_summary_leads_to_its_fields():
    class Form(forms.Form):
        name = forms.CharField(label="名称")

    assert '<a href="#id_name">名称</a>' in part("form_errors", form=Form({}))
    assert part("form_errors", form=Form()).strip() == ""


def test_upload_follows_the_upload_script_and_works_without():
    plain, parts = part("upload", name="file", label="附件"), part("upload", name="file", label="附件", url="/u/")
    assert "data-upload" not in plain
    assert 'data-upload="/u/"' in parts
    assert 'name="file_id" data-upload-id' in parts


def test_messages_become_toasts_with_a_level():
    shown = part("toast", items=[Message(40, "没有成功")])
    assert 'class="toast error"' in shown


def test_the_footer_has_everything_a_government_site_must_say():
    site = {
        "name": "云川市政府信息公开平台", "sponsor": "云川市人民政府办公室", "organiser": "市政务公开办公室",
        "address": "明德路1号", "postal_code": "000000", "phone": "000-00000000", "code": "9900000001",
        "icp": "ICP备0号", "police": "公安备0号", "ipv6": True, "copyright": "© 2026 云川市",
    }  # fmt: skip
    shown = part("portal", site=site)
    footer = shown[shown.index("<footer") :]
    for key, value in site.items():
        if key not in {"name", "ipv6"}:
            assert str(value) in footer, key
    assert "IPv6" in footer


def test_shells_write_the_theme_and_language_on_the_server():
    shown = part("portal", theme="elder", size="large", site={"name": "平台"})
    assert '<html lang="zh-CN" data-theme="elder" data-size="large">' in shown
    assert '<a class="skip" href="#main">' in shown
    assert 'data-density="desk"' in part("desk")


def test_the_official_text_prints_its_imprint():
    shown = part("official", doc=specimens.everything()["official"])
    assert "抄送：" in shown
    assert "2026年3月10日印发" in shown


def test_looks_are_remembered_and_lead_back(client):
    response = client.get("/display/", {"theme": "elder", "next": "/documents/?q=1"})
    assert response["Location"] == "/documents/?q=1"
    assert response.cookies["gongkai_theme"].value == "elder"


def test_looks_never_lead_elsewhere_and_take_only_what_is_known(client):
    response = client.get("/display/", {"theme": "x", "next": "https://evil.example/"})
    assert response["Location"] == "/"
    assert "gongkai_theme" not in response.cookies


def test_theme_links_keep_the_choice_and_lead_back(rf):
    source = Template("{% load ui %}{% theme_url 'elder' %}")
    shown = source.render(Context({"request": rf.get("/search", {"q": "补贴"})}))
    assert shown == "/display/?theme=elder&amp;next=/search%3Fq%3D%25E8%25A1%25A5%25E8%25B4%25B4"
