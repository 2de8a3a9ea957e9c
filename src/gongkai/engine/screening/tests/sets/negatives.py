"""Sentences that hold no personal data but look as if: orders, amounts, articles, codes, offices, masked forms, plain talk.

`TUNED` (with `offices`, `lookalikes` and the clean parts of the seven rounds that `desks` tells of, and of `rows`) was open while the checks were being improved; `HELD_OUT` see `positives`.
"""

from __future__ import annotations

import random

from gongkai.engine.screening.tests.sets.corners import CORNERS_CLEAN
from gongkai.engine.screening.tests.sets.days import DAYS_CLEAN
from gongkai.engine.screening.tests.sets.desks_clean import DESKS_CLEAN
from gongkai.engine.screening.tests.sets.later import LATER_CLEAN
from gongkai.engine.screening.tests.sets.lookalikes import LOOKALIKES
from gongkai.engine.screening.tests.sets.offices import OFFICES
from gongkai.engine.screening.tests.sets.plainly import PLAINLY_CLEAN
from gongkai.engine.screening.tests.sets.public import PUBLIC
from gongkai.engine.screening.tests.sets.rows import ROWS_CLEAN
from gongkai.engine.screening.tests.sets.values import mobile
from gongkai.engine.screening.tests.sets.windows import WINDOWS_CLEAN

TUNED = (
    """
订单号：{n18}，下单时间{date}。
流水号{n17}，交易成功。
合同编号：YC{n11}，签订日期{date}。
项目代码：{project}
统一社会信用代码：{credit}
法定代表人信息略，统一社会信用代码{credit}，住所：云川市高新区科技路8号创业大厦3栋1205室。
投资{m11}元，其中财政资金{amount}元。
全年实现产值{m11}元，同比增长{percent}%。
合计{m11}.00元
一般公共预算收入{amount}万元，支出{amount}万元。
依据《中华人民共和国行政处罚法》第{article}条第{small}款的规定。
根据《条例》（国办发〔{year}〕{small}号）第{article}条，
{doc}文件要求，{date}前完成整改。
云川政办发〔{year}〕{small}号
坐标：东经{lon}，北纬{lat}
拐点坐标（2000国家大地坐标系）：X={coord}，Y={coord}
地块编号{year}-{n5}，面积{amount}平方米。
宗地代码：{n12}JC{n5}
统计用区划代码{n12}，行政区划代码{n6}。
国民经济行业代码{n4}，指标编码{n10}。
自{date}起施行，{year}{mmdd}版同时废止。
会议于{date}上午9:30至11:00召开。
咨询电话：0512-{n8}，监督电话：12345。
办公电话：025-{n8}，传真：025-{n8}。
联系电话：云川市住房和城乡建设局 0512-{n8}
值班电话0571-{n8}，邮政编码{n6}。
服务热线400-{n3}-{n4}，政务服务便民热线12345。
手机号码138****{n4}，身份证号3205**********{n4}。
申请人王某某，身份证号码{n6}********{n4}，电话1{n2}****{n4}。
姓名：张*，身份证号：{n2}****************
李××（身份证号：{n6}**********{n2}）
银行卡号6222********{n4}
京ICP备{n8}号，公安备案号{n14}。
执行标准GB/T {n5}-{year}，检验报告编号{n10}。
药品批准文号：国药准字H{n8}，批号{n8}。
食品生产许可证编号：SC{n14}
建筑业企业资质证书编号：D{n9}
ISBN 978-7-{n4}-{n4}-{d}，定价48.00元。
（{year}）云川行初{n3}号行政判决书
发票号码{n8}，发票代码{n12}。
设备序列号{n15}，型号YC-{n4}。
档案号：{year}-{n11}
索引号：{n9}/{year}-{n5}
信息编号：{year}{n8}{n4}
标段编号：YCZB{year}{n6}
户籍人口{n7}人，常住人口{n7}人。
粮食总产量{m11}公斤，播种面积{amount}亩。
办公地址：云川市临江区明德路1号市政府大楼3楼305室。
地址：云川市行政服务中心二楼5号窗口。
开标地点：云川市公共资源交易中心3楼302室。
注册地址：云川市临江区滨河路66号2幢401室，经营范围：软件开发。
项目位于人民路以东、解放路以南，用地面积{amount}平方米。
明德路88号地块出让公告。
对城北街道12个小区{n3}栋楼实施改造。
市长主持召开会议，副市长出席。
申请人应当提供身份证、户口簿等材料。
申请人、被申请人可以委托代理人参加行政复议。
当事人不服的，可以自收到决定书之日起六十日内申请行政复议。
姓名、身份证号码、联系电话、家庭住址等信息应当予以保密。
姓名：　　　　身份证号：　　　　联系电话：
申请人向行政机关提出申请，申请人于{date}补正。
受害人及其近亲属有权获得赔偿。
加强艾滋病、结核病等传染病防治。
高血压、糖尿病患者规范管理率达到{percent}%。
残疾人两项补贴标准为每人每月{n3}元，一级残疾加发{n2}元。
对精神障碍患者实行免费服药，覆盖{n4}人。
请将意见发送至yczjj@yunchuan.gov.cn，截止{date}。
意见反馈邮箱：ycfgw_{n3}@163.com，传真0512-{n8}。
微信公众号：yunchuanfabu
关注“云川发布”微信公众号，QQ群{n9}。
购买公务用车{d}辆，预算{amount}元。
开户名称：云川市财政局，开户银行：中国银行云川分行，账号：{n15}
保证金缴纳账户：云川市公共资源交易中心，账号{n16}
增值税{amount}元，税号{credit}
股票代码{n6}，成交{n11}股。
设计流量{n4}立方米每秒，水位{coord}米。
软件版本号{d}.{n2}.{n8}
网址https://www.yunchuan.gov.cn/art/{year}/{n4}/art_{n5}_{n8}.html
二维码编号{n20}
第{n11}号彩票
序号{d}　{n5}　{n6}　{n7}　{n8}
2024年　{n6}　{n6}　{n6}　{n6}
""".strip().splitlines()
    + OFFICES
    + LOOKALIKES
    + DESKS_CLEAN
    + WINDOWS_CLEAN
    + DAYS_CLEAN
    + CORNERS_CLEAN
    + PLAINLY_CLEAN
    + PUBLIC
    + LATER_CLEAN
    + ROWS_CLEAN
)

HELD_OUT = """
快递单号：SF{n13}，签收日期{date}。
交易凭证{n19}，金额￥{amount}。
采购项目编号：YCCG-{year}-{n5}，预算金额：{m11}元。
备案编号{n18}，发证日期{date}。
本期债券代码{n6}，发行规模{amount}万元。
生产总值{m11}元，人均{n5}元。
《中华人民共和国民法典》第{article}条、第{article}条，
（{doc}）第{small}项第{small}目
监测点位经度{lon}度，纬度{lat}度，高程{n3}.{n2}米。
不动产单元号：{n6}{n6}GB{n5}F{n8}
机构代码{n9}，网站标识码{n10}。
举报电话：0755-{n8}；来信地址：云川市府前街1号市纪委监委信访室。
值班室：{n8}；应急管理局：0816-{n7}
申请人张某（手机139****{n4}）反映问题。
王*，男，身份证号码3201021990********
电梯注册代码{n20}，使用单位：云川市人民医院。
施工许可证号{n18}
质量技术要求见DB32/T {n4}-{year}。
书号：978-7-5{n3}-{n4}-{d}
学校代码{n10}，招生{n3}人。
会议地点：市政府3号楼2楼第一会议室。
报名地点：云川市人力资源和社会保障局一楼大厅8号窗口，咨询电话0512-{n8}。
公司住所：云川市高新区科创路18号孵化楼B座602室。
凡年满十八周岁的居民，凭本人有效身份证件办理。
原告、被告、第三人的姓名或者名称、住所、联系方式；
患者应当遵守医疗机构规章制度。
对确诊肺结核患者实行归口管理，治愈率{percent}%。
村民委员会应当自{date}起公示七日。
公示期间如有异议，请拨打12345或0512-{n8}反映。
车辆购置税{amount}元，公务用车运行费{amount}元。
投标保证金账号：{n17}，户名：云川市公共资源交易中心。
发送短信至10690{n6}
国家标准物质编号GBW{n8}
证书编号：{n4}{n4}{n4}{n3}
邮箱：ycsjyj@yunchuan.gov.cn
居民身份证号码登记错误的，可以申请更正。
户主、配偶、子女均应到场。
供水总量{m11}吨，漏损率{percent}%。
""".strip().splitlines()


def _digits(count: int, r: random.Random) -> str:
    return str(r.randint(1, 9)) + "".join(r.choice("0123456789") for _ in range(count - 1))


def credit_code(r: random.Random) -> str:
    """A code with a right check digit (GB 32100); the organisation part is right as well (GB 11714)."""
    body = "".join(r.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = 11 - sum(alphabet.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    head = f"{r.choice(['91', '11', '12', '92', '93'])}{r.choice(['320102', '110105', '440305', '510104'])}{body}{'0123456789X0'[rest]}"
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(c) * pow(3, place, 31) for place, c in enumerate(head))
    return head + signs[(31 - total % 31) % 31]


def fill(template: str, r: random.Random) -> str:
    made = {
        "date": f"{r.randint(2015, 2026)}年{r.randint(1, 12)}月{r.randint(1, 28)}日", "year": str(r.randint(2008, 2026)),
        "mmdd": f"{r.randint(1, 12):02d}{r.randint(1, 28):02d}", "amount": f"{r.randint(1, 999_999_999):,}.{r.randint(0, 99):02d}", "percent": f"{r.random() * 100:.2f}",
        "article": r.choice(["三十", "一百二十三", "四十五", "十八"]) + "", "small": str(r.randint(1, 99)), "credit": credit_code(r), "m11": mobile(r),
        "project": f"{r.randint(2018, 2026)}-{_digits(6, r)}-{_digits(2, r)}-{_digits(2, r)}-{_digits(6, r)}", "lon": f"1{r.randint(10, 29)}.{_digits(11, r)}",
        "lat": f"{r.randint(20, 45)}.{_digits(8, r)}", "coord": f"{r.randint(1_000_000, 9_999_999)}.{_digits(3, r)}", "d": str(r.randint(1, 9)),
        "doc": f"云川政发〔{r.randint(2010, 2026)}〕{r.randint(1, 200)}号",
    }  # fmt: skip
    text = template
    for slot, value in made.items():
        text = text.replace(f"{{{slot}}}", value)
    for count in range(20, 1, -1):
        while f"{{n{count}}}" in text:
            text = text.replace(f"{{n{count}}}", _digits(count, r), 1)
    return text
