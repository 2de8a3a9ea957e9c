"""`gongkai import` and `gongkai export`."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DataError
from docx import Document as Docx

from gongkai.base.events import queries as events
from gongkai.base.organisations.models import Agency
from gongkai.engine.publishing.models import Item, OutboxEntry, Release
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, drafted

CORPUS = Path(__file__).parents[5] / "shared" / "corpus"
RECORD: dict[str, Any] = {
    "id": "r-1", "kind": "policy_document", "title": "云川市住房和城乡建设局关于规范住房租赁的通知", "issuer": "云川市住房和城乡建设局",
    "doc_number": "云川住建发〔2024〕7号", "date": "2024-03-05", "url": "https://old.example/1", "text": "# 总则\n第一条 规范租赁。\n第二条 公开办理。",
}  # fmt: skip


def lines(path: Path, *records: Any) -> Path:
    path.write_text(
        "".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    )
    return path


def run(*arguments: object) -> tuple[list[dict[str, Any]], int]:
    out = io.StringIO()
    try:
        call_command("import", *map(str, arguments), "--json", stdout=out, stderr=io.StringIO())
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


def test_a_takeover_is_public_with_number_dates_and_headings(city: City, tmp_path: Path) -> None:
    record = {**RECORD, "audiences": "外来务工人员、外星人"}
    (outcome,), code = run(lines(tmp_path / "a.jsonl", record), "--publish")
    assert (outcome["result"], outcome["id"], code) == ("imported", "r-1", 0)
    release = Release.objects.select_related("edition").get(external_id="r-1")
    assert (release.agency, release.doc_number, release.genre, release.themes) == (
        city.housing, "云川住建发〔2024〕7号", "通知", ["住房保障"],
    )  # fmt: skip
    assert release.audiences == ["外来务工人员"]
    assert release.edition.html.startswith("<h2>总则</h2><p>第一条")
    assert release.first_published_at.year == 2024
    assert release.edition.reviews.get().step == "takeover"
    assert events.verify() == []


def test_running_it_twice_changes_nothing(city: City, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", RECORD, {**RECORD, "id": "r-2", "doc_number": None})
    run(path, "--publish")
    before = (Item.objects.count(), OutboxEntry.objects.count(), events.events().count())
    outcomes, code = run(path, "--publish")
    assert [one["result"] for one in outcomes] == ["duplicate", "duplicate"]
    assert (Item.objects.count(), OutboxEntry.objects.count(), events.events().count()) == before
    assert code == 0


def test_without_publish_it_becomes_a_draft_and_nothing_is_public(city: City, tmp_path: Path) -> None:
    run(lines(tmp_path / "a.jsonl", RECORD))
    assert Document.objects.get().status == Status.DRAFT
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"title": " "}, "title"), ({"text": ""}, "text"), ({"date": "2024-02-30"}, "date"), ({"date": "2099-01-01"}, "date"),
     ({"date": None}, "date"), ({"issuer": "无此机关"}, "issuer"), ({"title": "长" * 301}, "title"), ({"text": ["列表"]}, "text")],
)  # fmt: skip
def test_a_bad_record_is_rejected_with_its_field_and_the_others_go_on(
    city: City, tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    path = lines(tmp_path / "a.jsonl", {**RECORD, "id": "bad", **changes}, "{broken\n", RECORD)
    outcomes, code = run(path, "--publish")
    assert [one["result"] for one in outcomes] == ["rejected", "rejected", "imported"]
    assert field in outcomes[0]["reason"]
    assert outcomes[0]["reason"].endswith("。")
    assert "a.jsonl:2" in outcomes[1]["place"]
    assert code == 1
    assert Item.objects.count() == 1


@pytest.mark.requirement("R034")
def test_a_number_taken_in_another_spelling_is_a_duplicate(city: City, tmp_path: Path) -> None:
    key = document_at(city, Status.PUBLISHED, number="云川住建发〔2024〕7号").item.key
    (outcome,), _ = run(lines(tmp_path / "a.jsonl", {**RECORD, "doc_number": "云川住建发[2024] 7号"}), "--publish")
    assert (outcome["result"], outcome["key"]) == ("duplicate", key)


def test_two_texts_of_one_order_are_both_taken_over(city: City, tmp_path: Path) -> None:
    law = {**RECORD, "doc_number": "云川市人民政府令第5号"}
    outcomes, _ = run(lines(tmp_path / "a.jsonl", law, {**law, "id": "r-2", "title": "办法"}), "--publish")
    assert [one["result"] for one in outcomes] == ["imported", "imported"]


def test_an_unknown_issuer_goes_to_the_agency_named(city: City, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {**RECORD, "issuer": "国务院"})
    run(path, "--publish", "--agency", "yc-gov")
    assert Release.objects.get().agency == city.government
    with pytest.raises(CommandError, match="没有代码为"):
        run(path, "--agency", "nowhere")


def test_repetitions_within_one_file_are_found_like_any_others(city: City, tmp_path: Path) -> None:
    other = {**RECORD, "id": "r-2", "doc_number": None, "text": "另一份。"}
    same_number = {**RECORD, "id": "r-3", "doc_number": "云川住建发[2024] 7号"}
    outcomes, code = run(lines(tmp_path / "a.jsonl", RECORD, same_number, other, RECORD, other), "--publish")
    assert [one["result"] for one in outcomes] == ["imported", "duplicate", "imported", "duplicate", "duplicate"]
    assert [one["key"] for one in outcomes[1:]] == [outcomes[place]["key"] for place in (0, 2, 0, 2)]
    assert code == 0


def test_what_the_database_refuses_in_a_batch_is_tried_one_by_one(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = documents.file_takeovers

    def refuse_the_second(*, takeovers: Any, **options: Any) -> Any:
        outcomes = genuine(takeovers=takeovers, **options)
        if any(one.external_id == "r-2" for one in takeovers):
            raise DataError("too long")
        return outcomes

    monkeypatch.setattr(documents, "file_takeovers", refuse_the_second)
    records = [{**RECORD, "id": f"r-{serial}", "doc_number": None} for serial in (1, 2, 3)]
    outcomes, code = run(lines(tmp_path / "a.jsonl", *records), "--publish")
    assert [one["result"] for one in outcomes] == ["imported", "rejected", "imported"]
    assert "数据库没有接受" in outcomes[1]["reason"]
    assert (Item.objects.count(), OutboxEntry.objects.count(), code) == (2, 2, 1)
    assert events.verify() == []


def test_a_dry_run_reports_and_writes_nothing(city: City, tmp_path: Path) -> None:
    before = events.events().count()
    (outcome,), _ = run(lines(tmp_path / "a.jsonl", RECORD), "--publish", "--dry-run")
    assert outcome["result"] == "imported"
    assert (Item.objects.count(), events.events().count()) == (0, before)


def test_it_reads_gzip_csv_and_xlsx(city: City, tmp_path: Path) -> None:
    from openpyxl import Workbook

    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({**RECORD, "doc_number": None}, ensure_ascii=False))
    heads, row = (
        "编号,标题,发文机关,文号,日期,正文",
        ["c-1", "关于教育的通知", "市教育局", "", "2024年5月6日", "第一段\n第二段"],
    )
    (tmp_path / "b.csv").write_bytes(f'{heads}\n{",".join(row[:5])},"{row[5]}"\n'.encode("gb18030"))
    book = Workbook()
    book.active.append(heads.split(","))
    book.active.append(["x-1", *row[1:]])
    book.save(tmp_path / "c.xlsx")
    outcomes, _ = run(tmp_path / "a.jsonl.gz", tmp_path / "b.csv", tmp_path / "c.xlsx", "--publish")
    assert [one["result"] for one in outcomes] == ["imported"] * 3, outcomes
    assert Release.objects.get(external_id="c-1").agency == city.schools


def test_a_folder_of_files_gives_title_number_date_and_keeps_the_originals(city: City, tmp_path: Path) -> None:
    paper = Docx()
    for line in (
        "云川市住房和城乡建设局文件",
        "云川住建发〔2024〕9号",
        "关于开展租赁检查的通知",
        "各区局：请检查。",
        "云川市住房和城乡建设局",
        "2024年6月7日",
    ):
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "通知.docx"))
    (tmp_path / "空.txt").write_bytes(b"")
    outcomes, code = run(tmp_path, "--publish")
    assert sorted(one["result"] for one in outcomes) == ["imported", "rejected"], [
        one.get("reason") for one in outcomes
    ]
    assert code == 1
    release = Release.objects.get()
    assert (release.doc_number, release.formed_on.isoformat(), release.agency) == (
        "云川住建发〔2024〕9号",
        "2024-06-07",
        city.housing,
    )
    assert release.edition.files.get().role == "official"
    assert {one["result"] for one in run(tmp_path, "--publish")[0]} == {"duplicate", "rejected"}


def test_agencies_come_in_any_order(city: City, tmp_path: Path) -> None:
    below = {"code": "yc-lj-zjj", "name": "临江区住房和城乡建设局", "parent": "yc-lj"}
    path = lines(
        tmp_path / "a.jsonl",
        below,
        {"code": "yc-lj", "name": "临江区人民政府", "parent": "yc-gov", "kind": "人民政府"},
        {"name": "缺代码"},
    )
    outcomes, code = run(path, "--kind", "agencies")
    assert sorted(one["result"] for one in outcomes) == ["imported", "imported", "rejected"]
    assert Agency.objects.get(code="yc-lj-zjj").lineage == "/yc-gov/yc-lj/yc-lj-zjj/"
    assert [one["result"] for one in run(path, "--kind", "agencies")[0]].count("duplicate") == 2
    assert code == 1


def test_columns_and_holidays_come_in(city: City, tmp_path: Path) -> None:
    columns = lines(
        tmp_path / "c.jsonl",
        {"slug": "plans", "name": "规划计划"},
        {"slug": "plans-old", "name": "历史规划", "parent": "plans"},
    )
    assert [one["result"] for one in run(columns, "--kind", "columns")[0]] == ["imported", "imported"]
    assert {one["result"] for one in run(columns, "--kind", "columns")[0]} == {"duplicate"}
    holidays = lines(tmp_path / "h.jsonl", {"title": "无文号的安排", "year": 2031, "days": []})
    (outcome,), code = run(holidays, "--kind", "holidays")
    assert (outcome["result"], code) == ("rejected", 1)


def test_what_is_not_supported_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="暂不支持"):
        run(tmp_path, "--kind", "divisions")


@pytest.mark.django_db
def test_a_file_that_is_missing_or_of_unknown_format_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这个文件"):
        run(tmp_path / "no.jsonl")
    (tmp_path / "a.zip").write_bytes(b"PK")
    with pytest.raises(CommandError, match="不认识"):
        run(tmp_path / "a.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="没有可导入的文件"):
        run(tmp_path / "folder")


@pytest.mark.django_db
def test_a_broken_table_or_archive_is_a_rejected_record(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK broken")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 1000)[:30])
    outcomes, code = run(tmp_path / "a.xlsx", tmp_path / "b.jsonl.gz")
    assert (outcomes[0]["result"], outcomes[-1]["result"], code) == ("rejected", "rejected", 1)
    assert "损坏" in outcomes[-1]["reason"]


def export(path: Path | str, *arguments: str) -> str:
    out = io.StringIO()
    call_command("export", str(path), *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.csv", "out.xlsx"])
def test_what_was_exported_comes_back_as_the_same(city: City, tmp_path: Path, name: str) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕8号")
    drafted(city, title="草稿不得导出")
    export(tmp_path / name)
    outcomes, _ = run(tmp_path / name, "--publish", "--dry-run")
    assert [(one["result"], one["key"]) for one in outcomes] == [("duplicate", document.item.key)]
    assert "草稿不得导出" not in export("-")


def test_an_export_is_narrowed_by_agency_and_day(city: City) -> None:
    document_at(city, Status.PUBLISHED)
    assert len(export("-", "--agency", "yc-gov", "--since", "2020-01-01").splitlines()) == 1
    with pytest.raises(SystemExit):
        export("-", "--agency", "yc-jyj")
    with pytest.raises(SystemExit):
        export("-", "--since", "2199-01-01")


@pytest.mark.corpus
def test_real_records_are_taken_over(city: City) -> None:
    path = CORPUS / "policy_documents.jsonl.gz"
    if not path.exists():
        pytest.skip("没有共享语料")
    outcomes, _ = run(path, "--publish", "--agency", "yc-gov")
    results = [one["result"] for one in outcomes]
    assert results.count("imported") >= 0.95 * len(results), [one for one in outcomes if one["result"] != "imported"]
    assert {one["result"] for one in run(path, "--publish", "--agency", "yc-gov")[0]} <= {"duplicate", "rejected"}
    assert events.verify() == []
