from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.core.management import call_command

from gongkai.engine.answers.queries import ask
from gongkai.engine.answers.rules import OFFERS, SOURCES, Offer, Passage, Source, offer, register
from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Validity, Withdrawal
from gongkai.engine.search.queries import is_indexed
from gongkai.project.tests.cast import City, documents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("遛狗不牵狗绳罚多少钱？", "五十元以上二百元以下"),
        ("办狗证要交什么材料？", "犬只免疫证明"),
        ("养犬登记证有效期多久？", "有效期一年"),
        ("養犬登記證有效期多久？", "有效期一年"),
        ("养犬登记的咨询电话是多少？", "0990-5550123"),
        ("养犬登记到哪里申请？", "公安派出所"),
    ],
)
def test_it_answers_with_the_passage_that_says_it(dogs, question: str, part: str) -> None:
    answer = ask(question)
    assert answer.known
    assert part in answer.passages[0].passage.text
    assert answer.passages[0].release.key == dogs.item.key


@pytest.mark.parametrize(
    "question",
    [
        "结婚登记要带什么材料？",
        "养犬登记证可以抵押贷款吗？",
        "地铁几点停运？",
        "市长电话是多少？",
        "？？？",
        "怎么办？",
        "的",
    ],
)
def test_it_says_so_when_nothing_published_answers(dogs, question: str) -> None:
    assert not ask(question).known


@pytest.mark.parametrize("question", ["那什么时候截止？", "要交什么材料？", "那罚多少钱？", "电话呢？"])
def test_a_question_that_goes_on_is_answered_from_the_same_document(publish: Callable, dogs, question: str) -> None:
    publish(
        "关于夏季防汛值守的通知",
        "<p>值守材料于2026年6月1日截止报送，罚款五百元，电话0990-5550999。</p>",
        "云川住建发〔2026〕32号",
    )
    answer = ask(question, about=dogs.item.key)
    assert answer.known
    assert answer.followed
    assert answer.passages[0].release.key == dogs.item.key


def test_a_question_about_something_else_leaves_the_document(publish: Callable, dogs) -> None:
    other = publish(
        "关于既有住宅加装电梯补贴的通知", "<p>六层住宅加装电梯每台补贴十六万元。</p>", "云川住建发〔2026〕33号"
    )
    answer = ask("六层住宅加装电梯补贴多少钱？", about=dogs.item.key)
    assert answer.passages[0].release.key == other.item.key
    assert not answer.followed


def test_nothing_is_answered_from_what_was_withdrawn_a_moment_ago(dogs, city: City) -> None:
    key = dogs.item.key
    documents.withdraw(document=dogs, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    assert is_indexed(key)
    assert not ask("遛狗不牵狗绳罚多少钱？").known
    assert not ask("那罚多少钱？", about=key).known


def test_a_repealed_text_says_so_and_names_what_took_its_place(publish: Callable, dogs, city: City) -> None:
    Release.objects.filter(key=dogs.item.key).update(repealed_on=dt.date(2026, 2, 1))
    answer = ask("遛狗不牵狗绳罚多少钱？")
    assert answer.passages[0].state is Validity.REPEALED
    assert "已废止" in answer.passages[0].warning
    newer = publish("关于养犬处罚标准的通知", "<p>遛狗不牵犬绳的，处一百元罚款。</p>", "云川住建发〔2026〕34号")
    newer.item.relations.create(verb="repeals", target=dogs.item)
    answer = ask("遛狗不牵狗绳罚多少钱？")
    assert answer.passages[0].release.key == newer.item.key
    assert answer.passages[0].warning == ""
    assert all(found.successor.key == newer.item.key for found in answer.passages if found.warning)


def test_an_expired_text_says_so(dogs) -> None:
    Release.objects.filter(key=dogs.item.key).update(expires_on=dt.date(2026, 2, 1))
    assert "已失效" in ask("养犬登记证有效期多久？").passages[0].warning


def test_it_answers_about_the_document_itself(dogs) -> None:
    Release.objects.filter(key=dogs.item.key).update(effective_on=dt.date(2026, 5, 1))
    assert "2026年5月1日" in ask("养犬登记管理的通知什么时候施行？").text


@pytest.mark.parametrize(
    "question",
    [
        "养" * 10_000,
        "!" * 500,
        "\x00\x01\x1b",
        "'; DROP TABLE x; --",
        "title:* AND (",
        "🐶🐶",
        "\ud83d",
        "a" * 3000,
        "“”《》-",
    ],
)
def test_whatever_is_typed_is_no_error(dogs, question: str) -> None:
    ask(question)
    ask(question, about=question)


def test_later_packages_join_with_their_own_passages_and_ways(dogs) -> None:
    asked = Passage("到宠物医院植入，每只八十元。", "q1", asked="给狗植入芯片要多少钱？", kind="faq")
    kept = dict(SOURCES), dict(OFFERS)  # what other packages registered stays
    register(Source("document", "常见问题", lambda release: [asked], bonus=0.1))
    offer(Offer("board", "到留言板提问", "三个工作日内答复", lambda asked: f"/board/?text={asked.question}"))
    try:
        assert ask("植入芯片养犬登记要多少钱？", about=dogs.item.key).text == asked.text
    finally:
        for known, before in zip((SOURCES, OFFERS), kept, strict=True):
            known.clear()
            known.update(before)


@pytest.mark.requirement("R255")
def test_the_command_prints_json_and_its_exit_code_tells(dogs, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ask", "养犬登记证有效期多久？", json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["answer"].startswith("养犬登记证有效期一年")
    assert told["passages"][0]["key"] == dogs.item.key
    assert told["passages"][0]["validity_name"] == "现行有效"
    with pytest.raises(SystemExit) as stop:
        call_command("ask", "地铁几点停运？", json=True)
    assert stop.value.code == 1
    assert json.loads(capsys.readouterr().out)["answer"] is None


def test_the_command_shows_the_source_to_people(dogs, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ask", "养犬登记证有效期多久？")
    assert f"/documents/{dogs.item.key}#p" in capsys.readouterr().out


def test_an_index_that_lags_behind_is_not_believed(dogs) -> None:
    Release.objects.filter(key=dogs.item.key).update(title="改过的标题")
    deliver()
    assert ask("养犬登记证有效期多久？").passages[0].release.title == "改过的标题"


@pytest.mark.parametrize("written", ["云川住建发〔2026〕31号", "云川住建发(2026)31号", "请问云川住建发［2026］31号"])
def test_a_document_number_in_the_question_names_the_document(publish: Callable, dogs, written: str) -> None:
    publish("关于养犬登记证收费的函", "<p>养犬登记证每张罚款八百元。</p>", "云川住建发〔2026〕36号")
    answer = ask(f"{written}里遛狗不牵狗绳罚多少钱？")
    assert answer.passages[0].release.key == dogs.item.key


def test_a_document_number_that_nobody_published_is_said_to_be_unknown(dogs) -> None:
    answer = ask("云川住建发〔2026〕99号里罚多少钱？")
    assert not answer.known
    assert "云川住建发〔2026〕99号" in answer.note


@pytest.mark.requirement("R255")
def test_the_one_thing_asked_about_is_not_answered_from_a_text_that_only_mentions_it(publish: Callable) -> None:
    publish(
        "关于加强电动自行车登记管理的通告",
        "<p>号牌遗失的，可以凭身份证当日补领，收取工本费20元。</p><p>登记信息只用于车辆管理。</p>",
        "云川公通〔2026〕4号",
    )
    assert not ask("办身份证要多少钱？").known
    assert ask("补领号牌要多少钱？").known


@pytest.mark.parametrize(("ended", "state"), [(None, "现行有效"), (dt.date(2026, 2, 1), "已废止")])
def test_whether_a_text_is_in_force_is_answered_from_the_register_not_from_its_words(
    dogs, ended: dt.date | None, state: str
) -> None:
    Release.objects.filter(key=dogs.item.key).update(repealed_on=ended)
    answer = ask("云川住建发〔2026〕31号废止了吗？")
    assert answer.passages[0].passage.kind == "facts"
    assert f"有效性：{state}" in answer.text


def test_a_row_of_a_table_answers_with_its_headings(publish: Callable) -> None:
    table = (
        "<table><thead><tr><th>年龄</th><th>标准（元/月）</th></tr></thead><tbody><tr><th>80至89周岁</th><td>60</td></tr>"
        "<tr><th>90周岁以上</th><td>150</td></tr></tbody></table>"
    )
    publish("关于发放高龄津贴的通知", f"<p>高龄津贴标准如下：</p>{table}", "云川住建发〔2026〕37号")
    assert ask("90周岁老人高龄津贴每月多少钱？").text == "年龄：90周岁以上，标准（元/月）：150"


def test_a_question_that_chooses_no_row_gets_the_whole_table(publish: Callable) -> None:
    table = (
        "<table><thead><tr><th>停靠层数</th><th>补贴（万元）</th></tr></thead><tbody><tr><th>四层</th><td>6</td></tr>"
        "<tr><th>六层</th><td>8</td></tr></tbody></table>"
    )
    publish("关于加装电梯补贴标准的通知", f"<p>加装电梯补贴标准如下：</p>{table}", "云川住建发〔2026〕38号")
    assert len(ask("加装电梯能补贴多少钱？").passages[0].passage.rows) == 3
    assert ask("六层加装电梯能补贴多少钱？").text == "停靠层数：六层，补贴（万元）：8"
