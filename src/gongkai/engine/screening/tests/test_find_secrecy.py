"""Marks of secrecy where a mark stands, against the same words in a sentence; commercial secrets; file names."""

import pytest

from gongkai.engine.screening.rules import Severity, screen


def gravest(text: str, family: str) -> Severity | None:
    found = [one.severity for one in screen(text, only=[family])]
    return min(found, key=list(Severity).index, default=None)


@pytest.mark.requirement("R012")
@pytest.mark.parametrize(
    "text",
    ["绝密★启用前", "機密★20年", "机 密 ★ 长期", "秘密级\n关于检查的通知", "保密期限：10年", "密电\n某局：", "内部传真电报\n各科室：",
     "此件不得复印。", "注意保存\n名单", "本文件严禁翻印", "【机密】\n方案"],
)  # fmt: skip
def test_what_stands_in_the_place_of_a_mark_blocks(text: str) -> None:
    assert gravest(text, "secret") is Severity.BLOCK


@pytest.mark.parametrize(
    "text",
    ["《中华人民共和国保守国家秘密法》", "国家秘密的定密、解密工作", "涉及机密级以上国家秘密的人员", "绝密级国家秘密载体",
     "国办发明电〔2025〕7号", "保密期限届满的，自行解密。", "密码保护和商用密码应用"],
)  # fmt: skip
def test_a_sentence_about_secrecy_is_no_hit(text: str) -> None:
    assert gravest(text, "secret") is None


@pytest.mark.parametrize("text", ["本文件属于机密级文件", "（此件不予公开）", "方案（机密）印送各局"])
def test_where_only_a_person_can_tell_it_is_asked(text: str) -> None:
    assert gravest(text, "secret") is Severity.JUDGE


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("云川市华远建材有限公司的报价明细见附件。", Severity.JUDGE),
        ("商业秘密\n投标方案", Severity.JUDGE),
        ("户名：云川市华远建材有限公司，账号：110905278110801", Severity.JUDGE),
        ("户名：云川市财政局，账号：110905278110801", Severity.INFO),
        ("本次挂牌设有底价。", Severity.INFO),
        ("应当依法保护商业秘密和个人隐私。", None),
    ],
)
def test_commercial_secrets_are_judged_when_a_firm_is_named(text: str, severity: Severity | None) -> None:
    assert gravest(text, "commercial") is severity
