"""What people call things, and what official documents call them. Each line is one meaning; order does not matter.

A person who types 低保 looks for 最低生活保障. Only pairs where either may be replaced by the other in a search stand
here; agencies' own short and former names come with each document (`SearchDocument.agency_names`).
"""

from __future__ import annotations

from functools import cache

GROUPS = """
低保 最低生活保障
社保 社会保险
医保 医疗保险 医疗保障
养老金 基本养老金
公积金 住房公积金
身份证 居民身份证
户口本 居民户口簿
户口 户籍
房产证 不动产权证书 不动产权证
房产 不动产
驾照 驾驶证 机动车驾驶证
车牌 机动车号牌
准生证 生育登记
五险一金 社会保险和住房公积金
失业金 失业保险金
抚恤金 抚恤补助
廉租房 公租房 公共租赁住房
经适房 经济适用住房
租房补贴 租赁补贴
拆迁 征收补偿
征地 土地征收
棚改 棚户区改造
老旧小区改造 城镇老旧小区改造
物业费 物业服务费
取暖费 供热费
水费 供水价格
电费 电价
学区 招生范围
幼升小 小学入学
高考 普通高等学校招生
中考 高中阶段学校招生
残疾证 残疾人证
退伍军人 退役军人
农民工工资 农民工工资支付
个体户 个体工商户
开公司 企业设立登记
营业执照 企业登记
环评 环境影响评价
安监 安全生产监督
人社局 人力资源和社会保障局 人力资源社会保障局
发改委 发展和改革委员会 发展改革委
工信局 工业和信息化局
住建局 住房和城乡建设局 住房城乡建设局
卫健委 卫生健康委员会 卫生健康委
市监局 市场监督管理局 市场监管局
应急局 应急管理局
文旅局 文化和旅游局
自规局 自然资源和规划局
城管局 城市管理局
医保局 医疗保障局
国资委 国有资产监督管理委员会
政务公开 政府信息公开
依申请公开 申请公开
放管服 简政放权
最多跑一次 一次办好
一网通办 全程网办
营商环境 优化营商环境
双随机 双随机一公开
十四五 第十四个五年
十五五 第十五个五年
三公经费 因公出国 公务接待
政府工作报告 工作报告
年报 年度报告
决算 部门决算
招投标 招标投标
政采 政府采购
信访 来信来访
行政复议 复议
处罚 行政处罚
许可 行政许可
收费 行政事业性收费
""".strip()


@cache
def table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in GROUPS.splitlines():
        names = line.split()
        for name in names:
            found[name] = (*found.get(name, ()), *(other for other in names if other != name))
    return found


def variants(folded: str) -> list[str]:
    """Return the other names of exactly this term; inside a longer string nothing is replaced (公积金 in 住房公积金)."""
    return list(table().get(folded, ()))
