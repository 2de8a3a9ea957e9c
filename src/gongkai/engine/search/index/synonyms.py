"""What people call things, and what official documents call them. Each line is one meaning; order does not matter.

A person who types 低保 looks for 最低生活保障. Only pairs where either may be replaced by the other in a search stand
here; agencies' own short and former names come with each document (`SearchDocument.agency_names`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

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
失业金 失业保险金
廉租房 公租房 公共租赁住房 公共租赁
经适房 经济适用住房
租房补贴 租赁补贴
征地 土地征收
棚改 棚户区改造
老旧小区改造 城镇老旧小区改造
物业费 物业服务费
高考 普通高等学校招生
中考 高中阶段学校招生
残疾证 残疾人证
退伍军人 退役军人
农民工工资 农民工工资支付
环评 环境影响评价
安监 安全生产监督
人社局 人力资源和社会保障局 人力资源社会保障局 劳动局
发改委 发展和改革委员会 发展改革委 物价局
工信局 工业和信息化局 经信局 经信委 经济和信息化局
住建局 住房和城乡建设局 住房城乡建设局 建委 建设局
卫健委 卫生健康委员会 卫生健康委 卫生局 卫计委 卫生计生委
市监局 市场监督管理局 市场监管局 工商局 质监局 食药监局
应急局 应急管理局 安监局
文旅局 文化和旅游局 文化广电和旅游局 文广旅局 文化局
自规局 自然资源和规划局 自然资源局 国土局 国土资源局
交通局 交通运输局 交通运输委员会 交通委
环保局 生态环境局 环境保护局
教育局 教委 教育委员会
农业局 农业农村局 农委 农业农村委员会
水务局 水利局
税务局 国税局 地税局
退役军人局 退役军人事务局
审批局 行政审批局
司法局 法制办
城管局 城市管理局
医保局 医疗保障局
国资委 国有资产监督管理委员会
政务公开 政府信息公开
依申请公开 申请公开
最多跑一次 一次办好
一网通办 全程网办
营商环境 优化营商环境
双随机 双随机一公开
十四五 第十四个五年
十五五 第十五个五年
政府工作报告 工作报告
决算 部门决算
招投标 招标投标
政采 政府采购
行政复议 复议
""".strip()

# Typed → searched too, but not the other way round: the official word is wider, or means other things besides.
ONE_WAY = """
幼升小 义务教育 小学入学
小升初 义务教育 初中入学
狗证 养犬登记 犬只登记
养狗 养犬
遛狗 养犬
鞭炮 烟花爆竹
放炮 烟花爆竹
烟花 烟花爆竹
拆迁 房屋征收
拆迁补偿 征收与补偿 征收补偿
涨价 价格调整 调整
水费 用水价格 水价
水价 用水价格
电动车 电动自行车
上牌 号牌 登记
装电梯 加装电梯
老楼 既有住宅 老旧小区
老房子 既有住宅 老旧小区
欠薪 拖欠工资
讨薪 拖欠工资
饭店 餐饮
油烟味 餐饮油烟
工地 施工
太吵 噪声
噪音 噪声
扰民 噪声
钓鱼 垂钓
打针 接种
打疫苗 疫苗接种
共享单车 互联网租赁自行车
滴滴 网约车
网约车 网络预约出租汽车
出租车 出租汽车
打车 出租汽车
托儿所 托育机构
养老院 养老机构
敬老院 养老机构
老年饭堂 社区食堂 老年助餐
摆摊 占道经营 便民疏导点
办卡 预付式消费
健身卡 预付式消费
停车费 停车收费
停车位 停车泊位
外地人 新市民 流动人口
租房 租赁
暂住证 居住证
限行 限制通行
晚托 课后服务
补习班 校外培训
培训班 校外培训
退钱 退费
招考 公开招聘
招工 公开招聘
低保金 最低生活保障
困难补助 临时救助
高龄补贴 高龄津贴
老人补贴 高龄津贴
种粮补贴 耕地地力保护补贴
雾霾 重污染天气
空气污染 空气质量
淹水 内涝
积水 内涝
地震 避难场所
逃生 避难场所
垃圾桶 垃圾分类
学区房 学区
上学 入学
学区 招生范围
取暖费 供热费
水费 供水价格
电费 电价
开公司 企业设立登记
营业执照 企业登记
个体户 个体工商户
幼升小 小学入学
三公经费 因公出国
五险一金 社会保险
放管服 简政放权
准生证 生育登记
抚恤金 抚恤补助
年报 年度报告
收费 行政事业性收费
处罚 行政处罚
许可 行政许可
信访 来信来访
外地户口 非本市户籍 随迁子女
孩子 子女 儿童
小孩 子女 儿童
宝宝 婴幼儿
老人 老年人
看病 就医
养老金认证 待遇领取资格认证
上户口 户口登记
落户 户口迁移
结婚证 结婚登记
离婚证 离婚登记
""".strip()


MOST_VARIANTS = 6


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """`asked`: word → what else is searched; `added`: word → what a text that holds it is found under as well."""

    asked: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        words = sorted((word for word in self.asked if len(word) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words))) if words else None

    def variants(self, term: str) -> list[str]:
        """Return the term with its other names, also inside a longer string (低保标准 → 最低生活保障标准).

        What holds the other name already is left alone: 公积金 in 住房公积金 is no 住房住房公积金.
        """
        if term in self.asked:
            return list(self.asked[term])
        if self.pattern is None:
            return []
        found = [
            term[: match.start()] + other + term[match.end() :]
            for match in self.pattern.finditer(term)
            for other in self.asked[match[0]]
            if other not in term
        ]
        return found[:MOST_VARIANTS]

    def split(self, text: str) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it is a word of the vocabulary, which no segmenter may cut (幼升小)."""
        found: list[tuple[str, bool]] = []
        place = 0
        for match in self.pattern.finditer(text) if self.pattern else ():
            found += [(text[place : match.start()], False), (match[0], True)]
            place = match.end()
        return [one for one in [*found, (text[place:], False)] if one[0].strip()]

    def added_to(self, text: str) -> tuple[str, ...]:
        """Return the words under which a text is to be found besides its own."""
        found = (other for word, others in self.added.items() if word in text for other in others)
        return tuple(dict.fromkeys(found))


def vocabulary(groups: Iterable[tuple[str, Sequence[str]]]) -> Vocabulary:
    """Make the vocabulary of (side, words); side is both, query or index."""
    asked: dict[str, tuple[str, ...]] = {}
    added: dict[str, tuple[str, ...]] = {}
    for side, words in groups:
        table = added if side == "index" else asked
        for place, name in enumerate(words):
            if side == "both" or place == 0:
                others = (other for other in words if other != name)
                table[name] = tuple(dict.fromkeys((*table.get(name, ()), *others)))
    return Vocabulary(asked, added)


def built_in_groups() -> list[tuple[str, tuple[str, ...]]]:
    both = [("both", tuple(line.split())) for line in GROUPS.splitlines()]
    return both + [("query", tuple(line.split())) for line in ONE_WAY.splitlines()]


@cache
def built_in() -> Vocabulary:
    """Return the vocabulary that the platform comes with: what an index without a database searches by."""
    return vocabulary(built_in_groups())
