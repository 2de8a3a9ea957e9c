from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock import actions
from gongkai.proactive.stock.actions import compilations
from gongkai.proactive.stock.models import Entry, NormativeHint, PlanEntry, ReviewInterval, Round
from gongkai.proactive.stock.tests.test_keep_the_library import BINDING, compiled, hear, rule
from gongkai.proactive.stock.tests.test_take_stock import filed, round_of
from gongkai.project.tests.cast import City, document_at


def at(client: Client, city: City, who: str) -> Client:
    client.force_login(city.people[who])
    return client


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


@pytest.mark.requirement("R019")
def test_a_round_is_opened_judged_and_finished_by_the_desk(city: City, client: Client) -> None:
    document = filed(city)
    at(client, city, "shen")
    answer = client.post(
        "/desk/stock/rounds/new/",
        {
            "kind": "inventory", "agency": city.housing.pk, "title": "属性梳理", "source": "工作要点",
            "closes_on": timezone.localdate() + dt.timedelta(days=30),
        },
    )  # fmt: skip
    found = Round.objects.get()
    assert answer["Location"] == f"/desk/stock/rounds/{found.pk}/"
    entry = Entry.objects.get()
    base = f"/desk/stock/entries/{entry.pk}/do/"
    refused = client.post(f"{base}propose/", {"verdict": "change", "to_attribute": "on-application", "reason": "可以"})
    assert refused.status_code == 409
    assert "理由种类" in refused.content.decode()
    client.post(
        f"{base}propose/", {"verdict": "change", "to_attribute": "on-application", "ground": "A1", "reason": "可"}
    )
    assert client.post(f"{base}approve/").status_code == 403
    assert client.post(f"/desk/stock/rounds/{found.pk}/do/finish/").status_code == 409
    at(client, city, "xu")
    assert client.post(f"{base}approve/", {"opinion": "同意"}).status_code == 302
    at(client, city, "shen")
    assert client.post(f"/desk/stock/rounds/{found.pk}/do/finish/").status_code == 302
    document.refresh_from_db()
    assert document.attribute == "on-application"
    page = text(client, f"/desk/stock/entries/{entry.pk}/judge/")
    assert "许明朗批准" in page
    report = text(client, f"/desk/stock/rounds/{found.pk}/report.csv")
    assert "依申请公开" in report
    assert "沈若川" in report


def test_proposals_travel_by_spreadsheet_and_stay_one_by_one(city: City, client: Client) -> None:
    filed(city, title="甲文")
    filed(city, title="乙文")
    round_of(city, "reexamination")
    at(client, city, "shen")
    exported = list(csv.DictReader(io.StringIO(text(client, "/desk/stock/entries/export.csv").lstrip("\ufeff"))))
    on = (timezone.localdate() + dt.timedelta(days=180)).isoformat()
    lines = "条目编号,结论,理由,下次复核日期\n"
    lines += "".join(f"{row['条目编号']},继续不公开,仍在讨论,{on}\n" for row in exported)
    upload = SimpleUploadedFile("a.csv", lines.encode(), content_type="text/csv")
    page = client.post("/desk/stock/entries/import/", {"file": upload})
    assert page.status_code == 200
    assert not Entry.objects.exclude(state="open").exists()  # a dry run
    client.post("/desk/stock/entries/import/", {"ticket": page.context["ticket"]})
    assert set(Entry.objects.values_list("state", "proposer__name")) == {("proposed", "沈若川")}
    assert Entry.objects.filter(approver__isnull=False).count() == 0


def test_a_bad_line_keeps_the_whole_file_out(city: City, client: Client) -> None:
    filed(city)
    entry = round_of(city, "reexamination").entries.get()
    upload = SimpleUploadedFile("a.csv", f"条目编号,结论,理由\n{entry.pk},继续不公开,仍在讨论\n".encode())
    page = at(client, city, "shen").post("/desk/stock/entries/import/", {"file": upload})
    assert page.status_code == 422
    assert "下次复核日期" in page.content.decode()


def test_work_is_handed_out_to_those_who_may_do_it(city: City, client: Client) -> None:
    filed(city)
    found = round_of(city)
    at(client, city, "shen")
    address = f"/desk/stock/rounds/{found.pk}/do/assign/"
    refused = client.post(address, {"person": city.people["zheng"].pk})
    assert "没有可以作判断的岗位" in refused.content.decode()
    assert client.post(address, {"person": city.people["lin"].pk, "attribute": "not-disclosed"}).status_code == 302
    assert Entry.objects.get().assigned_to == city.people["lin"]
    page = text(at(client, city, "lin"), f"/desk/stock/entries/{Entry.objects.get().pk}/judge/")
    assert "提出判断" in page


def test_another_agencys_round_is_not_there(city: City, client: Client) -> None:
    filed(city)
    found = round_of(city)
    at(client, city, "mo")
    for path in (f"rounds/{found.pk}/", f"rounds/{found.pk}/report.csv", f"entries/{Entry.objects.get().pk}/judge/"):
        text(client, f"/desk/stock/{path}", 404)
    assert client.post(f"/desk/stock/rounds/{found.pk}/do/finish/").status_code == 404
    assert client.post(f"/desk/stock/entries/{Entry.objects.get().pk}/do/approve/").status_code == 404
    assert "梳理" in text(client, "/desk/stock/")


@pytest.mark.requirement("R020")
def test_results_and_interval_are_shown_with_their_source(city: City, client: Client) -> None:
    document = filed(city)
    entry = round_of(city, "reexamination").entries.get()
    actions.propose(entry=entry, verdict="qualifies", reason="已办结", by=city.shen)
    actions.approve(entry=entry, by=city.xu)
    at(client, city, "shen")
    page = text(client, "/desk/stock/results/")
    assert "转为公开" in page
    assert document.item.agency.name in text(client, "/desk/stock/results/export.csv")
    client.post("/desk/stock/interval/", {"agency": city.housing.pk, "months": 6, "source": "局长办公会纪要"})
    assert ReviewInterval.objects.get().months == 6
    assert "局长办公会纪要" in text(client, "/desk/stock/interval/")


@pytest.mark.requirement("R024")
def test_the_register_tells_validity_on_any_day_and_downloads(city: City, client: Client) -> None:
    today = timezone.localdate()
    rule(
        city, title="云川市住房租赁管理办法", effective_on=today - dt.timedelta(days=9), expires_on=today - dt.timedelta(days=1),
        issued_on=today - dt.timedelta(days=10), formed_on=today - dt.timedelta(days=10),
    )  # fmt: skip
    rule(city, title="云川市物业管理办法", themes=["城乡建设"])
    hear()
    page = text(client, "/normative/")
    assert "已失效" in page
    assert f"GF-{today.year}-00001" in page
    past = text(client, f"/normative/?on={today - dt.timedelta(days=5)}&validity=valid")
    assert "住房租赁管理办法" in past
    assert "物业管理办法" not in past  # issued today, it did not exist on that day
    assert "物业管理办法" not in text(client, "/normative/?theme=住房保障")
    told = json.loads(text(client, "/normative/list.json?validity=expired"))
    assert [row["效力状态"] for row in told] == ["已失效"]
    book = load_workbook(io.BytesIO(client.get("/normative/list.xlsx").content))
    assert book.active.max_row == 3
    assert "统一登记号" in text(client, "/normative/list.csv")
    assert client.get("/normative/?on=bad&year=x&agency=<b>").status_code == 200


@pytest.mark.requirement("R024")
def test_what_is_missing_from_the_register_is_judged_at_the_desk(city: City, client: Client) -> None:
    document_at(city, Status.PUBLISHED, html=BINDING)
    hear()
    page = text(at(client, city, "shen"), "/desk/stock/normative/")
    assert "承租人应当在三十日内办理登记备案" in page
    hint = NormativeHint.objects.get()
    assert client.post(f"/desk/stock/normative/hints/{hint.pk}/", {"judgement": "no"}).status_code == 409
    client.post(f"/desk/stock/normative/hints/{hint.pk}/", {"judgement": "no", "reason": "转述上位规定"})
    assert "没有发现遗漏" in text(client, "/desk/stock/normative/")
    assert at(client, city, "mo").post(f"/desk/stock/normative/hints/{hint.pk}/").status_code == 404


@pytest.mark.requirement("R036")
def test_plans_stand_by_period_with_their_state(city: City, client: Client) -> None:
    document_at(city, Status.PUBLISHED, title="云川市住房保障“十三五”规划", genre="规划", category="规划计划")
    document_at(city, Status.PUBLISHED, title="云川市消防规划（2021—2035年）", genre="规划", category="规划计划")
    hear()
    page = text(client, "/plans/")
    assert "“十三五”" in page
    assert "消防规划" not in text(client, "/plans/?state=历史")
    plan = PlanEntry.objects.get(last_year=2020)
    at(client, city, "shen")
    client.post(
        f"/desk/stock/plans/{plan.pk}/edit/",
        {"period": "“十三五”", "first_year": 2016, "last_year": 2020, "level": "总体规划", "note": ""},
    )
    plan.refresh_from_db()
    assert (plan.level, plan.checked_by) == ("总体规划", city.people["shen"])


@pytest.mark.requirement("R029")
def test_a_compilation_is_chosen_reviewed_published_and_downloaded(
    city: City, client: Client, settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    rule(city)
    rule(city, title="云川市物业管理办法")
    at(client, city, "lin")
    client.post(
        "/desk/stock/compilations/new/",
        {
            "agency": city.housing.pk,
            "title": "住房保障政策汇编",
            "theme": "住房保障",
            "in_force": "on",
            "foreword": "供查用。",
        },
    )
    found = compilations.Compilation.objects.get()
    base = f"/desk/stock/compilations/{found.pk}/"
    assert found.members.count() == 2
    assert client.post(f"{base}do/publish/").status_code == 403
    at(client, city, "shen")
    assert client.post(f"{base}do/publish/").status_code == 409
    client.post(f"{base}do/review/", {"result": "approve"})
    assert client.post(f"{base}do/publish/").status_code == 302
    stranger = Client()
    public = f"/compilations/{found.item.key}"
    assert stranger.get(f"{public}.pdf").status_code == 503
    compilations.make_files(item_pk=found.pk)
    assert "物业管理办法" in text(stranger, public)
    assert stranger.get(f"{public}.pdf").content.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(stranger.get(f"{public}.zip").content)) as archive:
        assert archive.testzip() is None
    assert "住房保障政策汇编" in text(stranger, "/compilations/")


@pytest.mark.requirement("R029")
def test_no_address_of_a_compilation_shows_what_was_withdrawn(
    city: City, client: Client, settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    leaving = rule(city, title="云川市将撤办法", html="<p>将要撤下的一段话。</p>")
    found = compiled(city, rule(city), leaving)
    base = f"/compilations/{found.item.key}"
    assert client.get(f"{base}.zip").status_code == 200
    documents.withdraw(document=leaving, kind=Withdrawal.ERROR, reason="内容有误", by=city.shen)
    for path in (base, f"{base}.pdf", f"{base}.zip", "/compilations/", "/search?q=住房保障政策汇编"):
        answer = client.get(path)  # the consumers have not heard of it yet
        assert "将撤办法" not in answer.content.decode(errors="replace"), path
        assert answer.status_code == (503 if path.endswith(("pdf", "zip")) else 200), path
    assert "将撤办法" not in json.dumps(found.item.release.edition.snapshot, ensure_ascii=False)


@pytest.mark.requirement("R025")
def test_a_clean_up_result_is_drafted_from_the_page(city: City, client: Client) -> None:
    rule(city)
    found = round_of(city, "cleanup")
    entry = found.entries.get()
    base = f"/desk/stock/entries/{entry.pk}/do/"
    actions.assign(round_=found, entries=found.entries.all(), person=city.people["lin"], by=city.shen)
    at(client, city, "lin").post(f"{base}propose/", {"verdict": "repeal", "reason": "已被新规定取代"})
    assert client.post(f"/desk/stock/rounds/{found.pk}/do/result/").status_code == 409
    at(client, city, "fa").post(f"{base}check/")
    at(client, city, "xu").post(f"{base}approve/")
    at(client, city, "lin").post(f"/desk/stock/rounds/{found.pk}/do/result/")
    found.refresh_from_db()
    assert "废止的行政规范性文件目录" in found.result.item.editions.get().html
    assert "清理结果公文" in text(client, f"/desk/stock/rounds/{found.pk}/")


def test_every_list_page_opens_for_officers(city: City, client: Client) -> None:
    at(client, city, "shen")
    for path in (
        "",
        "rounds/new/",
        "entries/",
        "results/",
        "interval/",
        "normative/",
        "plans/",
        "compilations/",
        "compilations/new/",
    ):
        text(client, f"/desk/stock/{path}")


def test_who_organises_from_above_sees_progress_and_not_the_withheld_text(city: City, client: Client) -> None:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.queries import the_system

    filed(city, html="<p>不宜公开的讨论内容。</p>")
    organisations.appoint(
        person=city.people["guan"], agency=city.government, role="openness_officer", starts_on=dt.date(2020, 1, 1),
        by=the_system("test"),
    )  # fmt: skip
    found = actions.open_round(
        kind="inventory", agency=city.government, title="全市梳理", source="通知", by=city.guan,
        closes_on=timezone.localdate() + dt.timedelta(days=9),
    )  # fmt: skip
    assert actions.draw(round_=found, by=city.guan) == 1
    address = f"/desk/stock/entries/{Entry.objects.get().pk}/judge/"
    assert "不宜公开的讨论内容" not in text(at(client, city, "guan"), address)
    assert "不宜公开的讨论内容" in text(at(client, city, "shen"), address)
