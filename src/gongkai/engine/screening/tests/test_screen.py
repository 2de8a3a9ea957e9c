"""What the checks find, and what they leave alone."""

import pytest

from gongkai.engine.screening.rules import Severity, is_blocking, screen

ID = "11010519491231002X"
CARD = "6222021234567890128"


def checks(text: str) -> list[str]:
    return [finding.check for finding in screen(text)]


@pytest.mark.parametrize(
    "text",
    ["机密★5年\n关于开展检查的通知", "秘 密 ★ 1年", "★绝密", "密级：机密", "秘密\n市政府文件", "内部资料，注意保存", "本件不得外传。",
     "仅供内部参考", "〔工作秘密〕\n通知"],
)  # fmt: skip
def test_a_secrecy_mark_blocks(text: str) -> None:
    found = screen(text)
    assert "secret.mark" in {finding.check for finding in found}
    assert is_blocking(found)


@pytest.mark.parametrize(
    "text",
    [
        "应当保守国家秘密、工作秘密和商业秘密。",
        "机密性和完整性",
        "连续性内部资料性出版物",
        "加强保密工作，严格定密管理。",
    ],
)
def test_talking_about_secrecy_is_no_mark(text: str) -> None:
    assert checks(text) == []


@pytest.mark.parametrize(
    "written",
    [ID, "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X", "110105-1949-1231-002X",
     "身份证：110105491231002"],
)  # fmt: skip
def test_an_identity_number_is_found_however_written(written: str) -> None:
    text = f"申请人王某，号码{written}，住址略。"
    (finding,) = [one for one in screen(text) if one.check == "personal.id-number"]
    assert finding.severity is Severity.BLOCK
    assert text[finding.start : finding.end].replace(" ", "") in written.replace(" ", "") or "：" in written


@pytest.mark.parametrize(
    "text",
    ["统一社会信用代码113708280043326001", "订单号202611211234567890", "项目代码 2026-110105-48-01-123456", "证件号110105********002X",
     "公告编号440524188001010015", "金额为110105194912310.02元"],
)  # fmt: skip
def test_numbers_that_only_look_like_identity_numbers_pass(text: str) -> None:
    assert "personal.id-number" not in checks(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("联系人手机13812341234", True), ("１３８１２３４１２３４", True), ("138 1234 1234", True), ("+86 138-1234-1234", True),
     ("138****1234", False), ("电话：000-12345678", False), ("投资13812341234元", False), ("流水号：13812341234", False),
     ("编码2613812341234", False), ("总额13812341234.50元", False)],
)  # fmt: skip
def test_a_mobile_number_is_found_and_an_amount_is_not(text: str, found: bool) -> None:
    assert ("personal.phone" in checks(text)) is found


def test_a_bank_card_needs_prefix_checksum_and_context() -> None:
    digits = "622202123456789012"
    from stdnum import luhn

    card = digits + luhn.calc_check_digit(digits)
    assert checks(f"开户银行：云川银行，卡号{card}") == ["personal.bank-card"]
    assert checks(f"开户银行：云川银行，卡号{card[:4]} {card[4:8]} {card[8:12]} {card[12:16]} {card[16:]}") == [
        "personal.bank-card"
    ]
    assert checks(f"设备序列为{card}") == []
    # A slip in one figure: no card any more, but still an account of somebody.
    assert checks(f"银行卡号{card[:-1]}{(int(card[-1]) + 1) % 10}") == ["personal.account"]


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("国办发[2017]47号", "国办发〔2017〕47号"),
        ("国办发〔2017〕047号", "国办发〔2017〕47号"),
        ("国办发〔2017〕第47号", "国办发〔2017〕47号"),
    ],
)
def test_a_number_in_wrong_form_is_shown_in_the_right_one(written: str, proper: str) -> None:
    (finding,) = screen(f"根据《通知》（{written}）")
    assert (finding.check, finding.suggestion) == ("number.document", proper)


def test_a_number_in_right_form_is_left_alone() -> None:
    assert checks("根据《通知》（国办发〔2017〕47号）和上海市人民政府令第35号") == []


@pytest.mark.parametrize("written", ["2026年2月30日", "11月31日", "2026-02-29", "2026年13月", "2026/4/31"])
def test_a_day_that_does_not_exist_is_found(written: str) -> None:
    assert checks(f"自{written}起施行。") == ["number.date"]


def test_the_date_of_signing_has_no_leading_zeros() -> None:
    (finding,) = screen("云川市教育局\n2026年03月09日\n")
    assert finding.suggestion == "2026年3月9日"
    assert checks("云川市教育局\n2026年3月9日\n二〇〇五年三月九日\n") == []


@pytest.mark.parametrize("text", ["落实的的要求", "进行进行整改", "应当由由市政府", "认真的的研究", "按照按照规定"])
def test_doubled_words_are_found(text: str) -> None:
    assert checks(text) == ["typo.repeat"]


@pytest.mark.parametrize(
    "text",
    [
        "达到目的的",
        "公众参与与监督",
        "为了了解情况",
        "合并并公布",
        "的的确确",
        "战争和和平",
        "涉及及时公开",
        "人人尽责",
        "对对外贸易",
    ],
)
def test_legitimate_doublings_pass(text: str) -> None:
    assert checks(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "公开\ufffd工作",
        "锟斤拷锟斤拷",
        "公（gōng）开",
        "政zhèng务",
        "条例&nbsp;规定",
        "编码\ue001错误",
        "æ”¿åŠ¡".encode("cp1252", "ignore").decode("latin-1"),
    ],
)
def test_broken_text_and_leaked_phonetics_are_found(text: str) -> None:
    assert "text.mojibake" in checks(text)


@pytest.mark.parametrize("text", ["访问 https://www.example.com/a,b", "GB/T 9704-2012", "（abc）", "Café 与 naïve"])
def test_latin_text_is_no_mojibake(text: str) -> None:
    assert checks(text) == []


@pytest.mark.parametrize(
    "text", ["一是公开,二是服务", "公开。。", "公开，，服务", "根据《条例的规定", "（一）总则）其他", "“五公开"]
)
def test_punctuation_slips_are_found(text: str) -> None:
    assert checks(text) == ["text.punctuation"]


@pytest.mark.parametrize(
    "text",
    ["1）申请；2）受理", "“第一条\n“第二条”", "《关于印发\n《办法》的通知》", "共1,234人；比例3:2", "省略……号——"],
)
def test_good_punctuation_passes(text: str) -> None:
    assert checks(text) == []


def test_places_and_excerpt_are_those_of_the_given_text() -> None:
    text = f"第一行\n联系人身份证号{ID}。"
    (finding,) = screen(text)
    assert text[finding.start : finding.end] == ID
    assert finding.excerpt == f"联系人身份证号{ID}。"


def test_an_identity_number_is_not_also_a_card() -> None:
    assert checks(f"银行预留身份证号{ID}") == ["personal.id-number"]
