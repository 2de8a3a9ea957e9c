from __future__ import annotations

import datetime as dt
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from gongkai.base.events.models import Event
from gongkai.base.organisations.queries import the_system
from gongkai.engine.regulations import queries
from gongkai.engine.regulations.actions import load_sample
from gongkai.engine.regulations.models import Law, Version
from gongkai.engine.regulations.tests.conftest import NEW_TEXT, TITLE, ago, load, record, revised

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).parents[6] / "shared" / "corpus"


def results(told: list) -> list[str]:
    return [one.result for one in told]


def test_it_keeps_versions_and_knows_which_holds_on_a_day() -> None:
    load(record(), revised())
    law = Law.objects.get()
    first = dt.date(2020, 1, 1)
    for day, effective in {dt.date(2019, 12, 31): None, first: first, ago(11): first, ago(10): ago(10)}.items():
        found = queries.version_on(law, day)
        assert (found.effective_on if found else None) == effective
    assert law.versions.get(effective_on=first).ended_on == ago(10)
    assert law.versions.get(effective_on=ago(10)).text == NEW_TEXT


def test_the_same_file_again_changes_nothing() -> None:
    load(record(), revised())
    before = (queries.stamp(), list(Version.objects.values()), Event.objects.count())
    assert results(load(record(), revised())) == ["duplicate", "duplicate"]
    assert (queries.stamp(), list(Version.objects.values()), Event.objects.count()) == before


def test_a_dry_run_answers_the_same_and_keeps_nothing() -> None:
    assert results(load(record(), {"title": ""}, dry_run=True)) == ["imported", "rejected"]
    assert not Law.objects.exists()
    assert not Event.objects.filter(tag="regulations:library:import").exists()


def test_variants_of_a_title_are_one_law() -> None:
    told = load(
        record("中华人民共和国政府信息公开条例（2019修订）", effective="2019-05-15", promulgated="2019-04-03"),
        record("政府信息公开条例", effective="2008-05-01", promulgated="2007-04-05", text="第一条 旧文。"),
        record("中华人民共和国 政府信息公开条例", effective="2019-05-15", promulgated="2019-04-03"),
    )
    assert results(told) == ["imported", "imported", "duplicate"]
    assert "第1行" in told[2].reason
    law = Law.objects.get()
    assert law.title == "中华人民共和国政府信息公开条例"
    assert law.versions.count() == 2


def test_two_texts_of_one_day_are_refused_with_both_lines() -> None:
    told = load(record(), record("云川市绿化条例"), record(text=NEW_TEXT))
    assert results(told) == ["rejected", "imported", "rejected"]
    assert told[0].reason.startswith("第1行与第3行都是《云川市住房租赁条例》自2020年1月1日起施行的版本，正文却不同")
    assert "第二条" in told[0].reason
    assert "第3行与第1行" in told[2].reason
    assert [law.title for law in Law.objects.all()] == ["云川市绿化条例"]


def test_a_text_that_contradicts_the_library_is_refused() -> None:
    load(record())
    (told,) = load(record(text=NEW_TEXT))
    assert told.result == "rejected"
    assert "法规库已有" in told.reason
    assert "三十日" in Version.objects.get().text


def test_the_same_text_with_other_blanks_and_punctuation_is_no_contradiction() -> None:
    load(record())
    (told,) = load(record(text=record()["text"].replace("。\n", "。\n\n").replace("，", ",")))
    assert told.result == "duplicate"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"title": ""}, "没有写明法规名称"),
        ({"title": "第一编 总则", "date": "2020-01-01"}, "是法规的一部分"),
        ({"title": "某条例"}, "没有公布日期也没有施行日期"),
        ({"title": "某条例", "date": "2020-02-30"}, "不是存在的日期"),
        ({"title": ["某"], "date": "2020-02-03"}, "应为文字"),
    ],
)
def test_a_bad_line_is_told_in_words_and_the_others_go_in(bad: dict, words: str) -> None:
    told = load(bad, record())
    assert results(told) == ["rejected", "imported"]
    assert words in told[0].reason


def test_history_without_texts_is_kept_as_days() -> None:
    load(revised())
    law = Law.objects.get()
    first, second = law.versions.order_by("effective_on")
    assert (first.text, first.effective_on) == ("", dt.date(2020, 1, 1))
    assert second.note == "修订"
    load(record())
    assert law.versions.count() == 2
    assert law.versions.get(effective_on="2020-01-01").text


def test_a_law_that_repeals_another_marks_it_whichever_comes_first() -> None:
    ending = f"第一条 为了租赁。\n第二条 本条例自2025年1月1日起施行。《{TITLE}》同时废止。"
    new = record("云川市房屋租赁管理条例", effective="2025-01-01", text=ending)
    load(new)
    load(record())
    law = Law.objects.get(title=TITLE)
    assert (law.repealed_on, law.repealed_by) == (dt.date(2025, 1, 1), "云川市房屋租赁管理条例")
    assert queries.version_on(law, dt.date(2024, 12, 31)) is not None
    assert queries.version_on(law, dt.date(2025, 1, 1)) is None


def test_a_law_enacted_anew_is_not_repealed_by_the_mention_of_its_old_self() -> None:
    ending = f"第一条 为了租赁。\n第二条 《{TITLE}》同时废止。"
    load(revised(), record("云川市房屋租赁管理条例", effective="2022-01-01", text=ending))
    assert Law.objects.get(title=TITLE).repealed_on is None


@pytest.mark.requirement("R026")
def test_the_command_imports_a_packed_file_and_reports_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "laws.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in (record(), revised(), {"title": ""}))
        stream.write("{坏\n")
    out = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("import", str(path), "--kind", "laws", "--json", stdout=out, stderr=StringIO())
    assert exit_.value.code == 1
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["result"] for one in told] == ["imported", "imported", "rejected", "rejected"]
    assert [one["place"] for one in told] == [f"laws.jsonl.gz:{n}" for n in (1, 2, 3, 4)]
    assert Law.objects.get().versions.count() == 2


def test_the_command_keeps_nothing_in_a_dry_run(tmp_path: Path) -> None:
    path = tmp_path / "laws.jsonl"
    path.write_text(json.dumps(record(), ensure_ascii=False) + "\n", encoding="utf-8")
    call_command("import", str(path), "--kind", "laws", "--dry-run", stdout=StringIO(), stderr=StringIO())
    assert not Law.objects.exists()


def test_the_sample_that_ships_is_right_about_days_and_articles() -> None:
    told = load_sample(by=the_system("demo"))
    assert set(results(told)) == {"imported"}
    assert Law.objects.count() >= 12
    checks = {
        "《政府信息公开条例》（国务院令第711号）第五十六条": "valid",
        "《政府信息公开条例》第五十七条": "no-article",
        "《政府信息公开条例》（国务院令第492号）": "amended",
        "《中华人民共和国合同法》": "repealed",
        "《行政处罚法》第八十六条": "valid",
        "《中华人民共和国保守国家秘密法（2010修订）》": "amended",
    }
    today = dt.date(2026, 11, 22)
    assert {text: str(queries.citations(text, today=today)[0].verdict) for text in checks} == checks
    assert set(results(load_sample(by=the_system("demo")))) == {"duplicate"}


@pytest.mark.corpus
def test_the_regulations_of_the_corpus_go_in() -> None:
    path = CORPUS / "laws_admin_regulations.jsonl.gz"
    if not path.exists():
        pytest.skip("没有共享语料")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        told = load(*(json.loads(line) for line in stream))
    assert all(one.result != "rejected" for one in told)
    openness = queries.law_by_title("政府信息公开条例")
    assert openness is not None
    before, after = (queries.version_on(openness, dt.date(2019, 5, day)) for day in (14, 15))
    assert before is not None
    assert after is not None
    assert (before.number, after.number) == ("国务院令:492", "国务院令:711")
    assert after.articles == "1-56"
