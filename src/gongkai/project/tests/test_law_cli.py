import json
import subprocess
import sys

import pytest

from gongkai.project.law_cli import COMMANDS, main


@pytest.fixture
def law(capsys):
    def run(*words):
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def law_json(law):
    def run(*words):
        status, out, _ = law(*words, "--json")
        return status, json.loads(out)

    return run


@pytest.mark.parametrize("channel", ["counter", "registered-mail", "ordinary-mail", "online"])
def test_reply_due_answers_in_the_agreed_shape(law_json, channel):
    status, found = law_json("reply-due", "2026-02-02", "--channel", channel)
    assert status == 0
    assert set(found) == {"due", "provisional", "supplement_notice_due", "explanation"}
    assert (found["due"], found["provisional"], found["supplement_notice_due"]) == ("2026-03-06", False, "2026-02-11")
    assert all(isinstance(line, str) for line in found["explanation"])


def test_reply_due_takes_an_extension_and_pauses(law_json):
    assert law_json("reply-due", "2026-02-02", "--extend", 20)[1]["due"] == "2026-04-03"
    pause = ["--pause", "2026-04-10", "2026-05-08"]
    assert law_json("reply-due", "2026-04-01", *pause)[1]["due"] == "2026-05-27"
    assert law_json("reply-due", "2026-04-01", *pause, "--pause", "2026-05-11", "2026-05-12")[1]["due"] == "2026-05-28"


def test_reply_due_explains_itself_to_people(law):
    status, out, _ = law("reply-due", "2026-09-22", "--channel", "online")
    assert status == 0
    assert "答复期限：2026-10-27（周二）" in out
    assert "9月25—27日中秋，10月1—7日国庆；10月10日（周六）上班，计入" in out


def test_a_year_without_notice_is_marked_provisional(law, law_json):
    assert law_json("reply-due", "2026-12-10")[1]["provisional"] is True
    status, out, err = law("reply-due", "2026-12-10")
    assert status == 0
    assert "2027-01-08（周五）（暂定）" in out
    assert "尚无2027年放假通知" in err


@pytest.mark.requirement("R022")
def test_publish_due_tells_the_statutory_day_and_the_day_for_issued_documents(law_json):
    status, found = law_json("publish-due", "2026-06-15")
    assert (status, found["due"], found["document_due"]) == (0, "2026-07-14", "2026-06-30")


@pytest.mark.requirement("R023")
def test_workdays_counts_both_ends(law_json):
    assert law_json("workdays", "2026-01-01", "2026-12-31")[1]["workdays"] == 248
    assert law_json("workdays", "2026-04-01", "2026-04-30")[1]["workdays"] == 21
    assert law_json("workdays", "2026-10-01", "2026-10-07")[1]["workdays"] == 0


@pytest.mark.requirement("R023")
def test_add_workdays_does_not_count_the_first_day(law_json):
    assert law_json("add-workdays", "2026-09-18", 20)[1]["due"] == "2026-10-22"


def test_fee_shows_the_bands(law_json):
    status, found = law_json("fee", "--items", 55)
    assert (status, found["yuan"]) == (0, 9000)
    assert sum(tier["yuan"] for tier in found["tiers"]) == 9000
    assert law_json("fee", "--pages", 350)[1]["yuan"] == 8700


@pytest.mark.parametrize(
    ("command", "good", "bad"),
    [
        ("doc-number", "国办发〔2017〕47号", "国办发[2017]47号"),
        ("id-number", "11010519491231002X", "110105194912310021"),
        ("credit-code", "91350100M000100Y43", "91350100M000100Y44"),
    ],
)
def test_a_number_is_judged(law_json, command, good, bad):
    assert law_json(command, good) == (0, {"valid": True, "normalised": good, "reason": None})
    status, found = law_json(command, bad)
    assert (status, found["valid"]) == (1, False)
    assert found["reason"]


def test_a_number_with_blanks_need_not_be_quoted(law_json):
    assert law_json("doc-number", "国办发〔2017〕", "47", "号")[1]["normalised"] == "国办发〔2017〕47号"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("reply-due 2026-02-30", "这一天不存在"),
        ("reply-due 2026/2/2", "写法不对"),
        ("reply-due 0026-02-02", "超出范围"),
        ("reply-due", "缺少参数"),
        ("reply-due 2026-02-02 --channel pigeon", "没有“pigeon”这种提交方式"),
        ("reply-due 2026-02-02 --extend 21", "延长不得超过20个工作日"),
        ("reply-due 2026-02-02 --extend x", "整数"),
        ("reply-due 2026-02-02 --pause 2026-02-03", "应有两个日期"),
        ("reply-due 2026-02-02 --pause 2026-02-05 2026-02-03", "早于发函之日"),
        ("reply-due 2018-02-02", "自2019年5月15日起适用"),
        ("reply-due 2026-02-02 --wat", "不认识的参数"),
        ("workdays 2026-02-02 2026-02-01", "请对调"),
        ("add-workdays 2026-02-02 0", "整数"),
        ("add-workdays 2026-02-02 99999999", "整数"),
        ("fee", "必须选择一种"),
        ("fee --items 1 --pages 2", "只能选择一种"),
        ("fee --items -3", "整数"),
        ("doc-number", "缺少参数"),
        ("nonsense", "没有“nonsense”这个命令"),
        ("", "用法"),
    ],
)
def test_wrong_use_is_explained_in_chinese(law, words, sentence):
    status, out, err = law(*words.split())
    assert (status, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_chinese(law, name):
    status, out, _ = law(*([name] if name else []), "--help")
    assert status == 0
    assert "用法：" in out


def test_it_runs_without_starting_django():
    script = (
        "import sys; from gongkai.project.cli import main; "
        "status = main(['law', 'workdays', '2026-01-01', '2026-01-31']); "
        "sys.exit(status if 'django' not in sys.modules else 9)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode == 0
    assert "21个工作日" in run.stdout
