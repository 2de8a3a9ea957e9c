"""The pages of letters as those see them who work with them, and those who have no business there."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.base.vault import queries as vault
from gongkai.engine.casework import actions, queries
from gongkai.engine.casework.models import Dispatch, Letter, Template
from gongkai.engine.casework.tests.letters import CASE, REPLY, drafted, issued, note
from gongkai.project.tests.cast import City

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def at(city: City, client: Client, name: str) -> Client:
    client.force_login(city.people[name])
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def act(client: Client, letter: Letter, verb: str, **said: str) -> tuple[int, str]:
    answer = client.post(f"/desk/letters/{letter.pk}/{verb}/", said)
    return answer.status_code, answer.content.decode()


PAGES = (
    "",
    "dispatch/",
    "dispatch/sheet/",
    "dispatch/register.csv",
    "templates/",
    f"templates/yc-zjj/{REPLY.key}/",
    "series/",
)


def test_strangers_colleagues_without_the_post_and_other_agencies_see_nothing(city: City, client: Client) -> None:
    letter = issued(city)
    paths = [
        f"/desk/letters/{path}"
        for path in (*PAGES, f"{letter.pk}/", f"{letter.pk}/paper.pdf", f"{letter.pk}/paper.docx")
    ]
    for path in paths:
        assert client.get(path).status_code == 302
    at(city, client, "mo")
    assert letter.number not in page(client, "/desk/letters/?state=issued")
    assert page(client, f"/desk/letters/{letter.pk}/", 404)
    assert page(client, f"/desk/letters/{letter.pk}/paper.pdf", 404)
    assert page(client, f"/desk/letters/templates/yc-zjj/{REPLY.key}/", 404)
    assert act(client, letter, "void", reason="x")[0] == 404
    at(city, client, "lin")
    for path in paths:
        assert client.get(path).status_code == 403, path
    letter.refresh_from_db()
    assert letter.state == "issued"


def test_from_draft_to_dispatch_by_the_pages_alone(city: City, client: Client) -> None:
    letter = drafted(city, 决定="")
    at(city, client, "shen")
    shown = page(client, f"/desk/letters/{letter.pk}/")
    assert "变量“决定”（决定）没有填写" in shown
    assert "必备" in shown
    assert shown.count('name="var-') == 5
    assert act(client, letter, "submit")[0] == 422
    assert act(client, letter, "revise", revision="1", text=letter.text, **{"var-决定": "予以公开。"})[0] == 302
    assert act(client, letter, "submit")[0] == 302
    at(city, client, "zhou")
    assert "等待签署" not in page(client, f"/desk/letters/{letter.pk}/")
    assert act(client, letter, "countersign", step="head", remark="同意")[0] == 302
    at(city, client, "zheng")
    shown = page(client, f"/desk/letters/{letter.pk}/")
    assert "科室审核" in shown
    assert act(client, letter, "countersign", step="leader")[0] == 302
    at(city, client, "shen")
    assert act(client, letter, "issue")[0] == 302
    shown = page(client, f"/desk/letters/{letter.pk}/")
    assert "第1号" in shown
    assert "原样重印" in shown
    assert act(client, letter, "dispatch", route="post", address="云川市明德路9号", back="/desk/letters/")[0] == 302
    sent = Dispatch.objects.get()
    answer = client.post(
        f"/desk/letters/dispatch/{sent.pk}/posted/", {"on": str(timezone.localdate()), "tracking": "EA1CN000"}
    )
    assert answer.status_code == 302
    proof = SimpleUploadedFile("回执.png", PNG, "image/png")
    answer = client.post(
        f"/desk/letters/dispatch/{sent.pk}/signed/",
        {"on": str(timezone.localdate()), "signed_by": "苏未央", "proof": proof},
    )
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.proof.purpose) == ("signed", "送达凭证")


def test_what_was_typed_stays_when_another_tab_was_faster(city: City, client: Client) -> None:
    letter = drafted(city)
    at(city, client, "shen")
    assert act(client, letter, "revise", revision="1", **{"var-说明": "甲"})[0] == 302
    status, shown = act(client, letter, "revise", revision="1", text="我写了很久的正文{{事项}}", **{"var-说明": "乙说"})
    assert status == 422
    assert "我写了很久的正文" in shown
    assert "乙说" in shown
    assert 'name="revision" value="1"' in shown  # still the old one: saving again must not run over the other tab


def test_papers_come_as_kept_and_each_look_is_written_down(city: City, client: Client) -> None:
    letter = issued(city)
    at(city, client, "shen")
    answer = client.get(f"/desk/letters/{letter.pk}/paper.pdf")
    assert answer.content == queries.pdf_of(letter, city.shen, "核对")
    assert answer["Content-Disposition"].startswith("inline")
    assert "no-store" in answer["Cache-Control"]
    docx = client.get(f"/desk/letters/{letter.pk}/paper.docx")
    assert docx.content[:2] == b"PK"
    page(client, f"/desk/letters/{letter.pk}/")
    assert {one.why for one in vault.looks_at(CASE)} >= {"下载文书", "办理文书"}
    draft = drafted(city, "test-note")
    assert client.get(f"/desk/letters/{draft.pk}/paper.pdf").content.startswith(b"%PDF")
    assert client.get(f"/desk/letters/{draft.pk}/paper.exe").status_code == 404


def test_many_are_posted_by_the_register_and_errors_stand_at_their_lines(city: City, client: Client) -> None:
    rows = [actions.dispatch(letter=note(city), route="post", address=f"地址{n}", by=city.shen) for n in range(3)]
    at(city, client, "shen")
    assert "待寄出" in page(client, "/desk/letters/dispatch/")
    said = {"agency": "yc-zjj", "on": str(timezone.localdate())}
    for n, one in enumerate(rows):
        said |= {f"pick-{one.pk}": "on", f"tracking-{one.pk}": f"EA000{n}CN" if n != 1 else ""}
    answer = client.post("/desk/letters/dispatch/post/", said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="wrong-{rows[1].pk}"' in shown
    assert 'value="EA0000CN"' in shown  # what was typed stays
    assert Dispatch.objects.filter(state="prepared").count() == 3
    answer = client.post("/desk/letters/dispatch/post/", said | {f"tracking-{rows[1].pk}": "EA0001CN"})
    assert answer.status_code == 302
    assert Dispatch.objects.filter(state="sent").count() == 3
    for wrong in ({"agency": "yc-jyj"}, {"on": "昨天"}):
        assert client.post("/desk/letters/dispatch/post/", said | wrong).status_code == 422


def test_the_register_is_filtered_printed_and_exported(city: City, client: Client) -> None:
    for n, place in enumerate(("=cmd|1", "地址乙")):
        one = actions.dispatch(letter=note(city), route="post", address=place, by=city.shen)
        actions.record_posted(dispatch=one, on=timezone.localdate(), tracking=f"EA000{n}CN", by=city.shen)
    back = actions.record_returned(dispatch=one, on=timezone.localdate(), reason="查无此人", by=city.shen)
    at(city, client, "shen")
    shown = page(client, "/desk/letters/dispatch/?state=open")
    assert "EA0001CN" in shown
    assert "EA0000CN" not in shown
    assert "需要重新送达" in page(client, "/desk/letters/dispatch/")
    assert "1件需要重新送达" in page(client, "/desk/letters/")
    assert "EA0000CN" in page(client, "/desk/letters/dispatch/?q=ea0000cn&route=post&since=2020-01-01&until=坏")
    printed = page(client, "/desk/letters/dispatch/sheet/")
    assert "地址乙" in printed
    assert "邮政交接人" in printed
    rows = list(csv.reader(io.StringIO(page(client, "/desk/letters/dispatch/register.csv").lstrip("\ufeff"))))
    assert len(rows) == 3
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert page(client, f"/desk/letters/{back.letter_id}/").count("被退回") >= 1
    answer = client.post(f"/desk/letters/dispatch/{back.pk}/settled/", {"remark": "已电话告知"})
    assert answer.status_code == 302


def test_a_template_is_edited_checked_previewed_and_brought_back(city: City, client: Client) -> None:
    at(city, client, "shen")
    path = f"/desk/letters/templates/yc-zjj/{REPLY.key}/"
    assert "平台默认文本" in page(client, "/desk/letters/templates/")
    said = {"text": "{{事项}}改{{甲}}", "reason": "改写", "valid_from": str(timezone.localdate()), "seen": "0"}
    answer = client.post(path, said)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "没有“甲”这个变量" in shown
    assert "缺少必备条款“救济途径”" in shown
    assert "{{事项}}改{{甲}}" in shown
    assert client.post(path, said | {"check": "1"}).status_code == 200
    assert not Template.objects.exists()
    good = "关于{{事项}}：{{决定}}\n[[条款:救济]]"
    assert client.post(path, said | {"text": good}).status_code == 302
    assert client.post(path, said | {"text": f"改{good}"}).status_code == 422  # the second tab
    assert client.post(path, said | {"text": f"改{good}", "seen": "1"}).status_code == 302
    assert client.post(f"{path}preview/", {"text": good + "{{"}).content.startswith(b"%PDF")
    shown = page(client, f"{path}2/")
    assert "与第1版比较" in shown
    assert re.search(r"<ins[^>]*>改", shown)
    assert page(client, f"{path}1/")
    assert client.post(f"{path}decide/", {"version": "1", "reason": "误改"}).status_code == 302
    assert queries.template_in_force(REPLY.key, city.housing).version == 3
    assert client.post(f"{path}decide/", {"what": "upper", "reason": "统一"}).status_code == 302
    assert queries.template_in_force(REPLY.key, city.housing) is None
    assert page(client, f"{path}9/", 404)
    assert page(client, "/desk/letters/templates/yc-zjj/nothing/", 404)


def test_counters_are_seen_and_arranged(city: City, client: Client) -> None:
    note(city)
    at(city, client, "shen")
    shown = page(client, "/desk/letters/series/")
    year = timezone.localdate().year
    assert f"云川住建依复〔{year}〕第2号" in shown
    said = {"agency": "yc-zjj", "series": "test-reply"}
    assert client.post("/desk/letters/series/", said | {"what": "form", "pattern": "{n}"}).status_code == 422
    assert client.post("/desk/letters/series/", said | {"what": "form", "prefix": "住"}).status_code == 302
    advance = said | {"what": "advance", "year": str(year), "to": "40", "reason": "接续"}
    assert client.post("/desk/letters/series/", advance).status_code == 302
    assert f"住〔{year}〕第41号" in page(client, "/desk/letters/series/")
    assert client.post("/desk/letters/series/", said | {"what": "advance", "to": "x"}).status_code == 422


def test_a_form_never_leads_to_another_site(city: City, client: Client) -> None:
    letter = drafted(city, "test-note")
    at(city, client, "shen")
    answer = client.post(f"/desk/letters/{letter.pk}/issue/", {"back": "https://elsewhere.example/desk/"})
    assert answer["Location"] == f"/desk/letters/{letter.pk}/"
    again = client.post(f"/desk/letters/{letter.pk}/void/", {"reason": "试", "back": "//elsewhere.example/desk/"})
    assert again["Location"] == f"/desk/letters/{letter.pk}/"


def test_correcting_leads_to_the_new_draft(city: City, client: Client) -> None:
    letter = note(city)
    at(city, client, "shen")
    answer = client.post(f"/desk/letters/{letter.pk}/correct/", {"reason": "写错"})
    fresh = Letter.objects.get(corrects=letter)
    assert answer["Location"] == f"/desk/letters/{fresh.pk}/"
    assert "更正原因：写错" in page(client, f"/desk/letters/{fresh.pk}/")
    assert "另有更正" in page(client, f"/desk/letters/{letter.pk}/")


@pytest.mark.parametrize("count", [2, 8])
def test_lists_ask_as_often_for_eight_as_for_two(
    city: City, client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(count):
        one = actions.dispatch(letter=note(city), route="post", address="地址", by=city.shen)
        actions.record_posted(dispatch=one, on=timezone.localdate(), tracking=f"EA{one.pk:08}", by=city.shen)
    at(city, client, "shen")
    for path in ("/desk/letters/?state=issued", "/desk/letters/dispatch/"):
        with django_assert_max_num_queries(30):
            page(client, path)
