"""Running cases come in from an older register with their clocks."""

from __future__ import annotations

import csv
import datetime as dt
import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from gongkai.base.vault.models import Look
from gongkai.engine.casework.queries import letters_of
from gongkai.engine.duties.queries import of_subject
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import queries as annual
from gongkai.project.exchange.application_columns import COLUMNS
from gongkai.project.tests.cast import City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application, Submission
from gongkai.responsive.applications.tests.world import handed_in, on_day, staff

pytestmark = pytest.mark.django_db
NOW = "2026-04-20"
PLAIN: dict[str, Any] = {
    "id": "云川住建依申〔2026〕第7号", "channel": "当面递交", "arrived": "2026-03-02", "applicant_kind": "自然人",
    "applicant": "钱一鸣", "identity_number": "110101199003070038", "phone": "13800000000",
    "title": "2025年住房租赁补贴发放明细", "status": "办理中", "handler": "经手清",
}  # fmt: skip
WHOLE = PLAIN | {
    "inquiries": [
        {"party": "第三方", "name": "江畔物业", "sent": "2026-03-09", "reached": "2026-03-11", "received": "2026-03-18",
         "answer": "不同意公开", "reason": "商业秘密"}
    ],
    "extension_days": 20, "extension_on": "2026-03-24", "extension_reason": "需要核对各区数据",
}  # fmt: skip


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def imported(path: Path, *lines: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    file = path / "old.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return run(file, **more)


def run(file: Path, **more: Any) -> list[dict[str, Any]]:
    out = StringIO()
    with on_day(NOW), suppress(SystemExit):  # it ends so where a line was refused
        call_command(
                "import", str(file), kind="applications", agency="yc-zjj", json=True, stdout=out, stderr=StringIO(), **more
            )  # fmt: skip
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_running_case_lands_in_its_state_with_the_clock_that_the_desk_would_show(town: City, tmp_path: Path) -> None:
    (said,) = imported(tmp_path, WHOLE)
    assert said["result"] == "imported", said
    old = Application.objects.get(number=PLAIN["id"])
    assert (old.status, old.received_on, old.handler, old.column) == (
        "handling", dt.date(2026, 3, 2), town.jing.person, "natural",
    )  # fmt: skip
    assert not letters_of(actions.subject_of(old)).exists()
    # The same, done at the desk on its days: the due day is the same one.
    with on_day("2026-03-02") as day:
        ours = actions.accept(application=handed_in(town, on=day), by=town.jing)
    with on_day("2026-03-09") as day:
        asked = actions.inquire(
            application=ours, party="third-party", name="江畔物业", about="单价", by=town.jing, on=day
        )
        actions.receive_letter(inquiry=asked, on=day, by=town.jing)
    with on_day("2026-03-18"):
        actions.answer_inquiry(inquiry=asked, answer="refused", reason="商业秘密", by=town.jing)
    with on_day("2026-03-24"):
        wanted = actions.propose_extension(application=ours, days=20, reason="核对", by=town.jing)
        actions.approve_extension(extension=wanted, by=town.zheng)
    ours.refresh_from_db()
    assert old.due_on == ours.due_on
    assert ours.number.endswith("第8号")  # ours go on behind the old numbers


def test_twice_changes_nothing_and_a_dry_run_keeps_nothing(town: City, tmp_path: Path) -> None:
    assert [one["result"] for one in imported(tmp_path, WHOLE, dry_run=True)] == ["imported"]
    assert not Submission.objects.exists()
    assert [one["result"] for one in imported(tmp_path, WHOLE, WHOLE)] == ["imported", "duplicate"]
    changed = list(Application.objects.values())
    assert [one["result"] for one in imported(tmp_path, WHOLE)] == ["duplicate"]
    assert list(Application.objects.values()) == changed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "已办结", "outcome": "R2", "closed": "2026-02-27"}, "办结日期：早于收到日期（2026-03-02）"),
        ({"status": "已办结", "outcome": "不知道", "closed": "2026-03-27"}, "办理结果：没有这一种"),
        ({"status": "已办结", "closed": "2026-03-27"}, "办理结果：“已办结”的，请填写办理结果"),
        ({"outcome": "R2", "closed": "2026-03-27"}, "状态应是“已办结”"),
        ({"extension_days": "20", "extension_on": "2026-04-10"}, "延长"),
        ({"extension_days": "21", "extension_on": "2026-03-10"}, "20个工作日以内"),
        ({"channel": "网上申请"}, "确认日期：网上、平常信函、传真"),
        ({"channel": "网上申请", "confirmed": "2026-03-01"}, "早于到达日期"),
        ({"received": "2026-03-05"}, "收到日期应为2026-03-02"),
        ({"arrived": "2026-13-01"}, "到达日期：不是存在的日期"),
        ({"status": "待补正"}, "请填写告知补正日期"),
        ({"supplement_asked": "2026-03-05", "supplement_due": "2026-03-20"}, "请改为“待补正”"),
        ({"status": "待缴费"}, "不能导入"),
        ({"identity_number": "110101199003070039"}, "校验码"),
        ({"handler": "不存在"}, "经办人"),
        ({"applicant": ""}, "申请人：没有填写"),
        ({"inquiry_party": "第三方", "inquiry_sent": "2026-03-05"}, "请写明征求对象"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_column_and_nothing_is_kept(
    town: City, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    (said,) = imported(tmp_path, PLAIN | changes)
    assert (said["result"], words in said["reason"]) == ("rejected", True), said
    assert "钱一鸣" not in json.dumps(said, ensure_ascii=False)
    assert not Submission.objects.exists()


def test_a_late_extension_leaves_no_half_of_its_line_and_the_others_come_in(town: City, tmp_path: Path) -> None:
    late = PLAIN | {"id": "旧2", "extension_days": 20, "extension_on": "2026-04-10"}
    said = imported(tmp_path, late, PLAIN)
    assert [one["result"] for one in said] == ["rejected", "imported"]
    assert Submission.objects.count() == 1
    assert "请清空“延长工作日”和“批准延长日期”" in said[0]["reason"]


def test_a_late_extension_comes_in_as_said_and_moves_no_day(town: City, tmp_path: Path) -> None:
    (plain,) = imported(tmp_path, PLAIN)
    (said,) = imported(tmp_path, PLAIN | {"id": "旧2", "extension_reason": "4月10日才批准延长20个工作日"})
    assert (plain["result"], said["result"]) == ("imported", "imported"), said
    first, second = Application.objects.order_by("pk")
    assert second.due_on == first.due_on
    told = second.steps.get(verb="propose_extension").text
    assert "不改变期限：4月10日才批准延长20个工作日" in told


def test_closed_cases_are_counted_in_their_year(town: City, tmp_path: Path) -> None:
    closed = PLAIN | {"status": "已办结", "id": "旧1", "arrived": "2025-12-01", "outcome": "R2", "closed": "2025-12-20"}
    over = closed | {"id": "旧2", "arrived": "2025-12-22", "closed": "2026-01-09", "outcome": "不属于本机关负责公开"}
    back = closed | {"id": "旧3", "outcome": "R17", "closed": "2026-01-05"}
    late = closed | {"id": "旧4", "closed": "2026-02-20"}
    running = PLAIN | {"id": "旧5", "arrived": "2025-12-30"}
    assert {one["result"] for one in imported(tmp_path, closed, over, back, late, running)} == {"imported"}
    year = annual.table3(town.housing, *law.period_of(2025))
    assert (year["new"][-1], year["granted"][-1], year["total"][-1], year["carried_out"][-1]) == (5, 1, 1, 4)
    following = annual.table3(town.housing, *law.period_of(2026))
    assert (following["carried_in"][-1], following["total"][-1], following["carried_out"][-1]) == (4, 3, 1)
    assert Application.objects.get(number="旧4").closed_late is True
    assert Application.objects.get(number="旧1").closed_late is False


def test_a_correction_begins_the_clock_anew_and_what_is_not_confirmed_waits(town: City, tmp_path: Path) -> None:
    asked = {"supplement_asked": "2026-03-05", "supplement_due": "2026-03-26", "supplement_wanted": "身份证明"}
    lines = [
        PLAIN | asked | {"id": "旧1", "supplement_received": "2026-03-20"},
        PLAIN | asked | {"id": "旧2", "status": "待补正"},
        PLAIN | asked | {"id": "旧3", "status": "已办结", "outcome": "R15", "closed": "2026-04-01"},
        PLAIN | {"id": "旧4", "channel": "网上申请", "status": "待确认收到", "arrived": "2026-04-17"},
        PLAIN | {"id": "旧5", "status": "待审查", "arrived": "2026-04-17"},
    ]
    assert {one["result"] for one in imported(tmp_path, *lines)} == {"imported"}
    first = Application.objects.get(number="旧1")
    assert (first.status, first.clock_from, first.received_on) == (
        "handling",
        dt.date(2026, 3, 20),
        dt.date(2026, 3, 2),
    )
    assert Application.objects.get(number="旧2").due_on is None
    assert Application.objects.get(number="旧3").outcome == "R15"
    waiting = Application.objects.get(submission__external_id="旧4")
    assert (waiting.status, waiting.number, waiting.received_on) == ("arrived", "", None)


def test_tables_with_chinese_headings_are_read_too(town: City, tmp_path: Path) -> None:
    row = {COLUMNS[name]: value for name, value in PLAIN.items()}
    row |= {"征求对象": "第三方", "征求对象名称": "江畔物业", "征求发出日期": "2026-03-09"}
    table = tmp_path / "old.csv"
    with table.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
    assert [one["result"] for one in run(table)] == ["imported"]
    assert Application.objects.get().inquiries.get().is_open
    book = Workbook()
    book.active.append(list(row))
    book.active.append([*(row | {"编号": "旧9"}).values()])
    book.save(tmp_path / "old.xlsx")
    assert [one["result"] for one in run(tmp_path / "old.xlsx")] == ["imported"]


def exported(path: Path, **more: Any) -> list[dict[str, Any]]:
    file = path / "out.jsonl"
    call_command("export", str(file), kind="applications", agency="yc-zjj", stderr=StringIO(), **more)
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_an_export_is_masked_and_in_full_only_with_a_reason_and_a_look(town: City, tmp_path: Path) -> None:
    imported(tmp_path, WHOLE)
    (masked,) = exported(tmp_path)
    assert (masked["applicant"], masked["identity_number"], masked["phone"]) == ("钱**", "", "")
    assert not Look.objects.exists()
    with pytest.raises(CommandError, match="--reason"):
        exported(tmp_path, full=True)
    (full,) = exported(tmp_path, full=True, reason="移交档案")
    assert (full["applicant"], full["identity_number"]) == ("钱一鸣", PLAIN["identity_number"])
    assert Look.objects.get().why == "移交档案"


def test_what_was_exported_in_full_comes_in_again_as_it_was(town: City, tmp_path: Path) -> None:
    imported(tmp_path, WHOLE)
    (full,) = exported(tmp_path, full=True, reason="移交")
    assert [one["result"] for one in imported(tmp_path, full)] == ["duplicate"]
    first = Application.objects.get()
    (again,) = imported(tmp_path, full | {"id": "另号", "number": ""})
    assert again["result"] == "imported", again
    second = Application.objects.exclude(pk=first.pk).get()
    assert (second.due_on, second.status, second.clock_from) == (first.due_on, first.status, first.clock_from)


def test_a_line_asks_the_database_few_questions_and_leaves_no_clock_of_a_look_that_was_done_there(
    town: City, tmp_path: Path
) -> None:
    imported(tmp_path, PLAIN)
    with CaptureQueriesContext(connection) as asked:
        imported(tmp_path, *(PLAIN | {"id": f"旧{n}"} for n in range(10)))
    assert len(asked) <= 510
    clocks = of_subject(actions.subject_of(Application.objects.get(number="旧3")))
    assert [one.rule for one in clocks] == ["application-reply"]
    looking = imported(tmp_path, PLAIN | {"id": "旧99", "status": "待审查"})
    assert looking[0]["result"] == "imported", looking
    clocks = of_subject(actions.subject_of(Application.objects.get(number="旧99")))
    assert {one.rule for one in clocks} == {"application-reply", "application-supplement-notice"}


def test_a_column_without_a_place_is_named_and_nothing_of_its_line_is_lost_silently(town: City, tmp_path: Path) -> None:
    told = imported(
        tmp_path,
        PLAIN | {"id": "甲", "补正的要求": "请写明年份"},
        PLAIN | {"id": "乙", "number": "旧〔2026〕2号", "备注": ""},
    )
    assert [one["result"] for one in told] == ["rejected", "imported"]
    assert "没有“补正的要求”这一列" in told[0]["reason"]
    assert "是不是“补正要求”" in told[0]["reason"]


def test_what_people_write_in_other_registers_is_understood(town: City, tmp_path: Path) -> None:
    line = {key: value for key, value in PLAIN.items() if key not in {"phone", "channel"}}
    (told,) = imported(
        tmp_path, line | {"联系电话": "13800000000", "渠道": "特快专递", "证件类型": "身份证", "申请人类别": "公民"}
    )
    assert told["result"] == "rejected", "twice the same column is not guessed"
    del line["applicant_kind"]
    (told,) = imported(
        tmp_path, line | {"联系电话": "13800000000", "渠道": "特快专递", "证件类型": "身份证", "申请人类别": "公民"}
    )
    assert told["result"] == "imported", told
    assert Submission.objects.get().door == "registered-mail"
