"""What belongs to one benefit, what a table says, whom a whole text is for, and what an item is called."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from gongkai.proactive.policy.rules.conditions import Answer, evaluate
from gongkai.proactive.policy.rules.extraction.dating import days_of
from gongkai.proactive.policy.rules.extraction.items import candidates
from gongkai.proactive.policy.rules.extraction.numbers import figures
from gongkai.proactive.policy.rules.extraction.practical import practical_of
from gongkai.proactive.policy.rules.extraction.proposals import proposals

pytestmark = pytest.mark.requirement("R182")


def amounts(text: str) -> list[list[int]]:
    return [[int(value) for value in one.money.amounts] for one in candidates(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("对新获评国家级绿色工厂的，给予50万元奖励；对新获评省级绿色工厂的，给予20万元奖励。", [[500_000, 200_000]]),
        ("对租赁办公用房的，给予10万元补贴；对购置办公用房的，给予30万元补贴。", [[100_000], [300_000]]),
        ("招用人员的，每人补助1500元；其中招用残疾人的，每人补助2000元。", [[1500, 2000]]),
        ("淘汰叉车的，每台补助6000元。淘汰后更新为电动机械的，每台再增加补助5000元。", [[6000, 5000]]),
        ("补贴标准由每人每月100元提高到每人每月130元。", [[130]]),
        ("免费提供技能培训，所需资金从就业补助资金列支，每年安排不超过200万元。", [[]]),
    ],
)
def test_steps_are_one_benefit_and_another_deed_is_another(text: str, wanted: list[list[int]]) -> None:
    assert amounts(text) == wanted


def test_rows_of_a_table_are_steps_where_they_begin_with_a_degree_and_benefits_where_they_begin_with_a_name() -> None:
    steps = proposals("按学历给予生活补贴，标准如下：\n学历\t补贴标准\n博士\t每月3000元\n硕士\t每月1500元")
    assert [(one.title, [int(value) for value in one.money.amounts]) for one in steps] == [("生活补贴", [3000, 1500])]
    for education, answer in (("doctor", Answer.YES), ("master", Answer.YES), ("college", Answer.NO)):
        assert evaluate(steps[0].condition, {"education": education}).answer is answer
    rows = proposals(
        "序号\t补贴项目\t补贴对象\t补贴标准\n1\t创业补贴\t毕业5年内高校毕业生\t1万元\n2\t租金补贴\t退役军人\t租金的50%，每年最高2万元"
    )
    assert [one.title for one in rows] == ["创业补贴", "租金补贴"]
    assert rows[1].money.caps == [Decimal(20000)]
    assert evaluate(rows[1].condition, {"veteran": False}).answer is Answer.NO


def test_a_table_of_prices_grants_nothing() -> None:
    assert candidates("收费项目\t收费标准\n停车\t每小时5元\n包月\t每月300元") == []


def test_what_is_said_once_for_all_reaches_every_item() -> None:
    text = (
        "第一条 申请本补助的单位应当同时符合下列条件：\n（一）在本市登记注册的小微企业；\n（二）未被列入严重失信主体名单。\n"
        "第二条 购置设备的，按设备投资额的10%给予补助。\n第三条 参加展会的，给予展位费补贴5000元。"
    )
    for one in proposals(text):
        asked = {"registered_here": True, "size": "small", "dishonest": False}
        assert evaluate(one.condition, asked | {"registered_here": False}).answer is Answer.NO
        assert evaluate(one.condition, asked | {"size": "large"}).answer is Answer.NO
        assert evaluate(one.condition, asked).answer is not Answer.NO


def test_a_step_for_others_does_not_shut_them_out() -> None:
    text = "具有本市户籍、80周岁以上的，每人每月发放津贴100元；90周岁以上的，每人每月发放津贴200元。"
    (item,) = proposals(text)
    assert evaluate(item.condition, {"household_here": True, "age": 95}).answer is Answer.YES
    assert evaluate(item.condition, {"household_here": False, "age": 95}).answer is Answer.NO
    assert evaluate(item.condition, {"household_here": True, "age": 70}).answer is Answer.NO


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一万二千元", [12000]), ("租金减半收取", [50]), ("按租金的五折缴纳", [50]), ("按投资的两成给予", [20]),
        ("费用的一半给予补助", [50]), ("折叠床三张", []), ("成功率", []),
    ],
)  # fmt: skip
def test_spelled_shares_and_sums_are_read(text: str, wanted: list[int]) -> None:
    assert [int(one.value) for one in figures(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("本办法自2026年4月1日起试行，试行期两年。", ("2026-04-01", "2028-03-31", "", "")),
        ("本细则自2026年1月15日起施行，至2027年12月31日止。", ("2026-01-15", "2027-12-31", "", "")),
        ("申领时间为2026年3月15日至10月15日。", ("", "", "2026-03-15", "2026-10-15")),
        ("可自2026年4月1日起提出申请，2027年1月31日前未提出的视为放弃。", ("", "", "2026-04-01", "2027-01-31")),
        ("2024年1月1日至2025年12月31日期间，财政安排的专项资金，列入检查。", ("", "", "", "")),
    ],
)
def test_days_of_force_and_days_of_applying_are_told_apart(text: str, wanted: tuple[str, str, str, str]) -> None:
    found = days_of(text)
    assert (str(found.valid_from or ""), str(found.valid_until or ""), found.opens, found.closes) == wanted


def test_an_office_is_named_by_the_line_under_a_notice_and_alone() -> None:
    signed = practical_of("给予补贴。\n云川市民政局 云川市财政局\n2026年1月5日").department
    assert signed is not None
    assert signed.value == "云川市民政局"
    explained = practical_of("本办法由市科学技术局会同市财政局负责解释。").department
    assert explained is not None
    assert explained.value == "市科学技术局"


def test_an_item_is_called_by_its_heading_where_its_sentence_names_nothing() -> None:
    text = "一、一次性扩岗补助\n（一）对象。中小微企业。\n（二）标准。每招用1人补助1500元。"
    assert [one.title for one in proposals(text)] == ["一次性扩岗补助"]


@pytest.mark.parametrize(
    "text",
    [
        "最高1万元、" * 9000, "（" * 30_000, "对" * 30_000 + "。", "给予补贴1万元；" * 4000, "学历\t标准\n" + "博士\t1万元\n" * 5000,
        "第一条 给予补贴1万元。\n第二条 补贴对象：在本市注册的企业。\n" * 2000,
    ],
)  # fmt: skip
def test_a_hostile_text_is_read_in_seconds(text: str) -> None:
    began = time.process_time()
    proposals(text)
    assert time.process_time() - began < 5  # measured: below one second


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("每年最高6千元", [6000]), ("每千瓦时补贴八分钱", [Decimal("0.08")]), ("每斤补贴5角钱", [Decimal("0.5")]),
        ("一级每年124,300元，二级每年112,500元", [124_300, 112_500]), ("最高奖20万，两年给", [200_000]),
        ("惠及20万人，投资2000万以上", []), ("珠三角地区每年6000元", [6000]), ("按省奖金1:1配套奖励", [100]),
        ("按年利率2个百分点贴息", [2]), ("提高5个百分点", []),
    ],
)  # fmt: skip
def test_numbers_are_read_as_offices_and_people_write_them(text: str, wanted: list[Decimal | int]) -> None:
    assert [one.value for one in figures(text)] == wanted


@pytest.mark.parametrize(
    ("text", "caps", "others"),
    [
        ("按新车销售价格12%补贴，至多2万元。", [20_000], []),
        ("药费按60%报销；年度最高支付限额，高血压400元、糖尿病600元。", [400, 600], []),
        ("由“每立方米补助80元”调整为每立方米补助110元，单个项目的补助上限由200万元提高至260万元。", [2_600_000], [110]),
        ("供应优质冻精，每头次补助30元，养殖户自行承担劳务费用，每头次不高于50元。", [], [30]),
        ("每年安排500万元，发放消费券，满100元减30元。", [], [30]),
    ],
)
def test_limits_are_told_from_amounts_and_from_what_people_pay_themselves(
    text: str, caps: list[int], others: list[int]
) -> None:
    found = candidates(text)
    assert [int(value) for one in found for value in one.money.caps] == caps
    assert [int(value) for one in found for value in one.money.amounts] == others


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("2026年度申报通知\n申报时间为3月16日至4月30日。", "2026-04-30"),
        ("申报通知\n申报时间为3月16日至4月30日。\n清溪区民政局\n2026年3月9日", "2026-04-30"),
        ("申报通知\n申报材料1月31日前报送。\n清溪区民政局\n二〇二六年十二月九日".replace("十二", "12"), "2027-01-31"),
        ("2026年度申报通知\n每年3月16日至4月30日申报。", "04-30"),
        ("申报办法\n申报时间为3月16日至4月30日。", "04-30"),
    ],
)
def test_a_day_without_its_year_takes_it_from_the_title_or_from_the_day_under_the_text(text: str, closes: str) -> None:
    assert days_of(text).closes == closes


def test_a_day_before_which_something_was_built_closes_no_application() -> None:
    text = "本市2005年12月31日前建成的住宅加装电梯，每台补贴20万元。\n申请人应当于2026年10月31日前提出申请。"
    assert days_of(text).closes == "2026-10-31"
    assert days_of("对2005年12月31日前建成的住宅，可以申请补贴。").closes == ""


def test_per_mille_is_a_share() -> None:
    assert [one.value for one in figures("按贷款余额的1‰给予补贴")] == [Decimal("0.1")]


def test_laws_grant_by_months_of_wages_and_pay_what_they_call_by_other_names() -> None:
    wages = "职工因工致残被鉴定为七级的，由基金支付一次性伤残补助金，标准为十三个月的本人工资。"
    assert [one.title for one in proposals(wages)] == ["伤残补助金"]
    assert len(candidates("对参加抢险牺牲人员的遗属，付给丧葬费五千元。")) == 1
    assert len(candidates("因抢险牺牲的，抚恤金按上一年度平均工资的二十倍计算。")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "请求给付抚恤金、救济金的，可以申请法律援助。", "市人民政府应当制定对志愿者的优惠政策和激励措施。", "本办法所称优惠价，是指优惠金额不高于10元的价格。",
    ],
)  # fmt: skip
def test_laws_that_only_speak_of_benefits_grant_none(text: str) -> None:
    assert [one for one in candidates(text) if "优惠" in one.paragraph.text or "抚恤" in one.paragraph.text] == []


@pytest.mark.parametrize(
    ("text", "men", "women"),
    [
        ("男性年满58周岁，女性年满48周岁的失业人员，每人每月给予补贴260元。", 58, 48),
        ("男58周岁（含）以上、女48周岁（含）以上的失业人员，每人每月给予补贴260元。", 58, 48),
        ("女性48周岁及以上，男性58周岁及以上的失业人员，每人每月给予补贴260元。", 58, 48),
        ("补贴对象：男满58周岁，或者女满48周岁的失业人员。\n补贴标准：每人每月补贴260元。", 58, 48),
    ],
)
def test_ages_by_sex_are_alternatives_however_they_are_written(text: str, men: int, women: int) -> None:
    (item,) = proposals(text)
    for sex, least in (("male", men), ("female", women)):
        asked = {"gender": sex, "employment": "unemployed"}
        assert evaluate(item.condition, asked | {"age": least}).answer is Answer.YES
        assert evaluate(item.condition, asked | {"age": least - 1}).answer is Answer.NO


@pytest.mark.parametrize(
    "text", ["男不超过58周岁、女不超过48周岁的，给予补贴260元。", "年龄在男58周岁、女48周岁以下的，给予补贴260元。"]
)
def test_a_highest_age_by_sex_is_no_lowest_age(text: str) -> None:
    (item,) = proposals(text)
    for sex, most in (("male", 58), ("female", 48)):
        assert evaluate(item.condition, {"gender": sex, "age": most}).answer is Answer.YES
        assert evaluate(item.condition, {"gender": sex, "age": most + 1}).answer is Answer.NO


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("（二）谁可以享受：在本市创业的退役军人，每人给予补贴8000元。", "在本市创业的退役军人"),
        ("补贴对象：在本市创业的退役军人，每人给予补贴8000元。", "在本市创业的退役军人"),
        ("谁可以享受：第二条。每人给予补贴8000元。", ""),
        ("2.给予每名学徒补贴8000元。", ""),
    ],
)
def test_who_is_meant_are_persons_and_no_heading_or_number(text: str, who: str) -> None:
    (item,) = proposals(text)
    assert item.who == who
    assert not item.title.startswith(("谁", "补贴对象"))


def test_a_heading_that_fits_any_measure_is_no_title() -> None:
    (item,) = proposals("支持内容：在本市创业的退役军人，每人给予创业补贴8000元。")
    assert item.title == "创业补贴"


def test_rates_by_size_are_steps_and_all_sizes_are_asked_for() -> None:
    [one] = proposals("小微企业按30%、中型企业按20%、大型企业按10%给予贷款贴息补贴。")
    assert [(step.who, step.money.percents) for step in one.steps] == [
        ("小微企业", [30]), ("中型企业", [20]), ("大型企业", [10]),
    ]  # fmt: skip
    assert evaluate(one.condition, {"size": "medium"}).answer is Answer.YES


def test_spans_of_years_are_steps_and_nobody() -> None:
    [one] = proposals("前三年按实缴税额的100%、后两年按50%给予奖励。")
    assert [(step.who, step.money.percents) for step in one.steps] == [("前三年", [100]), ("后两年", [50])]
    assert one.who == ""


def test_an_item_without_a_name_is_called_by_whom_and_what() -> None:
    [one] = proposals("对当年新入库的规模以上工业企业，给予一次性奖励10万元。")
    assert one.title == "当年新入库的规模以上工业企业奖励"
    [other] = proposals("支持标准：按照设备投资额的15%给予补助，最高不超过300万元。")
    assert other.who == ""


POINTING = """第二条 本办法适用于在本区登记注册、从事软件开发的企业。
第五条 支持对象：第二条规定的企业。
按照研发投入的15%给予补助，最高不超过300万元。
第六条 对第二条规定的企业，首次通过认定的，一次性奖励20万元。"""


def test_whom_another_article_names_is_asked_for() -> None:
    for one in proposals(POINTING):
        assert evaluate(one.condition, {"registered_here": False}).answer is Answer.NO, one.title
        assert "规定的企业" not in str(one.condition)


def test_articles_that_point_at_each_other_end() -> None:
    text = "第二条 支持对象：第三条规定的企业。\n第三条 支持对象：第二条规定的企业。\n第四条 给予补助10万元。"
    assert proposals(text)


def test_what_somebody_earns_is_no_amount_and_what_nobody_had_is_no_benefit() -> None:
    text = (
        "符合下列条件且年收入不超过10万元的本市户籍居民，每人每月补贴300元：\n（一）年满60周岁；\n（二）未享受养老金。"
    )
    [one] = proposals(text)
    assert (one.money.amounts, one.money.caps) == ([300], [])
    assert "年收入不超过10万元" in str(one.condition)
    assert "未享受养老金" in str(one.condition)
