"""Words of questions: what says nothing about the subject, and what people call the things of official texts."""

from __future__ import annotations

import re
from functools import cache

import rjieba

# Words that ask or join; none of them tells one document from another.
EMPTY = frozenset(
    """请问 你好 您好 我 我们 我家 我的 你们 您 他们 她 他 本人 自己 大家 人家 想 想要 想问 问 问下 一下 知道 了解 咨询 告诉 说
怎么 怎样 怎么样 怎么办 如何 什么 什么样 哪些 哪个 哪里 哪儿 哪 哪种 哪天 哪年 几 多少 多久 多长 多大 多高 多远 是否 能 能否 能不能 可以
可不可以 可否 需要 需 须 要 要不要 应该 应当 必须 会 会不会 有 有没有 没有 没 是 是不是 的 地 得 了 着 过 吗 呢 吧 啊 呀 在 从 到 向 往
把 被 给 对 对于 关于 有关 和 与 及 或 或者 还是 还 也 都 就 才 只 又 再 最 很 比较 大概 谁 为什么 为啥 啥 咋 咋办 办 办理 做 去 来 用
时候 时间 时 后 前 里 中 上 下 个 一个 一 这 那 这个 那个 这些 那些 它 其 该 本 现在 目前 请 让 由 以 因 如果 的话 之后 之前 以后
以前 到底 究竟 具体 一共 总共 一般 最多 最少 最高 最低 至少 每 每个 各 不 不能 不可以 别 吗? 号 年 月 日 天 元 钱 找 算 属于 定 进行 相关 情况 问题 内容
事情 方面 东西 地方 部门 单位 规定 标准 条件 要求 材料 手续 流程 程序 步骤 电话 地址 依据 期限 截止 多少钱 几个 几天 文件 通知 办法 何时 何地 几点 几号 几月 开始 结束
这份 这个文件 那份 一次 每次 今年 今天 明年 去年 打算 准备 收到 拿到 属 归 管 负责 区别 意思 指 叫 称 为 并 而 且 但 等 至 于 于是 之 所 按 根据 凭 带""".split()
)

# Each line is one meaning: a question may use one word where the text uses another. Short ones only match whole words.
SAME = """
租房 租赁 承租
租房补贴 租赁补贴
房租 租金
狗 犬 犬只
养狗 养犬
遛狗 携犬 携犬外出
狗证 养犬登记证 犬牌 养犬登记
狗屎 狗粪 犬粪 粪便
狗绳 犬绳
打疫苗 接种 免疫
疫苗 接种
电瓶车 电动车 电动自行车
鞭炮 烟花 烟花爆竹 爆竹 燃放
放鞭炮 放烟花 燃放烟花爆竹
停车费 停放服务费 停车收费 停放收费 停放
拆迁 征收 搬迁
低保 最低生活保障
低保户 最低生活保障家庭
水费 水价 到户水价 自来水价格 供水价格
水价 到户价 供水价格
公租房 公共租赁住房
廉租房 公共租赁住房
网约车 网络预约出租汽车
网约车司机 网约车驾驶员
司机 驾驶员
共享单车 互联网租赁自行车 共享自行车
老人 老年人 高龄 长者
老人补贴 高龄津贴
小孩 孩子 儿童 未成年人 子女
小朋友 儿童 幼儿
上学 入学 就读 学校
上小学 小学入学 小学一年级
外地人 非本市户籍 流动人口 新市民
外地 非本市户籍 流动人口
装电梯 加装电梯
补课 培训 校外培训
托班 托育
托儿所 托育机构 托育
晚托 课后服务 课后
食堂 助餐 助餐点 用餐
吃饭 用餐 助餐 就餐
流感 流行性感冒
欠薪 拖欠工资 拖欠农民工工资
欠工资 拖欠工资 欠薪
油烟 餐饮油烟
小店 个体工商户
个体户 个体工商户
预付卡 单用途预付卡 预付式消费 预付
办卡 预付式消费 预付 预付卡
民宿 旅游民宿
罚 罚款 处罚 处
罚钱 罚款
罚款 处罚
奖励 奖金
开工 施工
施工 建设
噪音 噪声
噪声 噪音
举报 投诉 监督
投诉 举报 申诉
退钱 退费 退款 退还
退款 退费 退还
报名 申请 登记
申领 申请 领取 领
领 领取 申领 享受 发放
领取 发放 申领 享受
发 发放
到账 发放
取消 废止 停止
交 缴纳 缴费 缴
缴费 缴纳 缴
多少岁 周岁
年龄 周岁
分期 分期付款
工资 薪酬 劳动报酬
招人 招聘 招考
招聘 招考 公开招聘
考试 笔试
预算 一般公共预算
总产值 生产总值
空气 环境空气
空气质量 环境空气质量
污染 污染物
房子 住房 房屋
买房 购房 购买住房
社保 社会保险 养老保险
医保 医疗保险 医疗保障
养老金 基本养老金
失业金 失业保险金
公积金 住房公积金
身份证 居民身份证
摆摊 摊贩 流动摊贩 经营户
厨房 后厨 明厨亮灶
公交 公共汽车 公交线路
公交车 公共汽车 公交
大货车 货车 载货汽车
货车 载货汽车
限行 禁止通行 限制通行
充电桩 充电设施 充电基础设施 充电
耕地 农田
钓鱼 垂钓
捕鱼 捕捞
垃圾 生活垃圾
扔垃圾 投放 垃圾投放
清明 祭扫
上坟 祭祀 祭扫
烧纸 焚烧
着火 火灾
防火 森林防火
发洪水 洪涝 防汛
避难 避难场所 应急避难
老小区 老旧小区
小区改造 老旧小区改造
古树 古树名木
落户 入户
生孩子 生育
坐车 乘坐 乘车
免费 不收费 不收取费用 免收 免费
收费 收取 价格 费用 免费 不收费 工本费
要钱 收费 免费 费用
户口 户籍
迁走 迁出
迁来 迁入
搬走 迁出 搬迁
进去 进入
带狗 携犬 携带犬只
带孩子 搭载 儿童
咬伤 伤人 伤害 伤者
咬人 伤人 伤害
饭店 餐饮 餐馆
餐馆 餐饮
饭馆 餐饮
居民楼 居民住宅楼 住宅楼 居民住宅
健身卡 健身
邻居 业主 利害关系人 相邻
工地 施工现场 施工
家里 家庭
第一批 首批
第一期 首期
文号 发文字号
发布 发文机关 印发 公布
生效 施行
实施 施行
作废 废止 失效
过期 失效
花费 支出
花了 支出 决算
打折 优惠
停运 撤销 停驶
工作 就业 职业
断缴 中断缴纳 中断 欠缴
停发 停止发放
上班 就业 在职
下班 非工作时间
租房子 租赁住房 承租
租户 承租人
房东 出租人 出租方
中介 经纪机构
工人 劳动者 职工
老板 经营者 负责人 雇主
打工 务工 就业
小贩 摊贩 经营户
路边 道路 路内
车位 泊位 停车泊位
封路 交通管制 禁止通行
堵车 拥堵
体检 健康检查
化验 检验 检测
罚多少 罚款
买菜 集贸市场 菜市场
费用 收费 价格
便宜 优惠 减免
优惠 减免 优惠
网上 网办 在线 平台
网上办 网办 平台
材料费 费用
电脑 计算机
家长 监护人
学生 学生
老师 教师
残疾人 残疾
当兵 退役军人
退伍 退役
大学生 高校毕业生
毕业生 高校毕业生 毕业生
刚毕业 高校毕业生
开店 经营者 经营
企业 单位 用人单位
裁员 失业
稳岗 稳岗返还
井盖 井
受伤 伤亡
死 死亡
食品抽检 食品安全监督抽检 抽检
""".strip()

LINE = r"微?\d{1,3}路|第[一二三四五六七八九十\d]{1,3}(?:阶梯|季度|批|类|档|级|章|条|期)"  # a bus line, one of several
# Names that the cutter would tear apart.
NAMES = """
新市民 随迁子女 个体工商户 名特优新 社区工作者 民生实事 三公经费 双随机 一老一小 稳岗返还 高龄津贴 高标准农田 应急避难场所 禁渔期 半程马拉松
滨水步道 古树名木 便民疏导点 老旧小区 加装电梯 既有住宅 共享单车 充电桩 充电设施 优良天数 油烟 维保 困人 首末班 居住登记 学区 普惠托位
生育津贴 就业见习 创业担保贷款 失业保险金 公租房 专项附加扣除 积分制入学 资格认证 异地就医 电子居住证 优待卡 市场主体
""".split()

PRONOUNS = re.compile(r"^(?:那么?|它|这个|这份|该|此|这里|上面|前面|还|另外|以及|其中|然后|再|如果|要是)")
WORD = re.compile(r"[^\W_]")
# What only asks; left in, the cutter glues it to its neighbours (能领, 年算, 几只).
CUES = re.compile(
    r"(?:提交|提供|准备|出示|交|带|拿)(?=什么|哪些)|是?多少(?:个(?:工作日|月)?|天|钱|元|万元|亿元|人|户|套|岁|周岁|层|米|公里|次|年|月|分钟|小时|辆|株|处|亩|万亩|只|家|条|项|台|平方米)?|第?几(?:个(?:工作日|月)?|天|号|点|月"
    r"|年|岁|只|人|户|类|种|条|家|次|项|台|辆|时)|是?多(?:久|长时间|长|大|高|远|快|重|宽)|什么(?:时候|时间|地方|样|人|部门|单位|条件|材料|手续|要求|意思)?|何时|哪(?:些|一?天"
    r"|里|儿|个|年|几天|几类|几种|几个|位)(?:情况|情形|地方|地点|人|材料|条件|部门|单位|文件|区域)?|怎么办理?|怎么样?|怎样|如何|咋办?|为什么|能不能|可不可以|可以|可否|能否|是否|会不会|要不要"
    r"|需不需要|是不是|有没有|算不算|行不行|需要|应该|应当|必须|请问|想问一?下?|一共|总共|究竟|到底|具体|最[多少高低长短晚早]|[吗呢吧嘛么呀啊]?[？?。！!，,、；;：:]+|[吗呢吧嘛么]$"
    r"|(?:还|也|都|就|才|再|又|只)?(?:能|会|要|得)(?=[领发拿补养用开办去带停罚收交享申有])|(?:还|都)(?=[发领有能])|不(?=给|能|得|可)|给(?=发)|(?<=[\u4e00-\u9fff])(?:是|的|了)(?=$|[，。？?])"
    r"|(?<=[期率额数])是|算(?=老|旧)|找谁|由谁|归谁|谁|(?:一|每)(?:个月|年|天|次)"
)
# How much a word of this class says about the subject; what stands not here says little.
CLASSES = {
    "n": 1.0,
    "j": 1.0,
    "l": 0.9,
    "i": 0.9,
    "e": 1.0,
    "v": 0.7,
    "t": 0.8,
    "s": 0.6,
    "a": 0.6,
    "b": 0.8,
    "m": 0.55,
    "z": 0.6,
}
ELSE = 0.3
UNHEARD = 0.45  # a string that stands neither in the dictionary nor in any text: more likely a wrong cut than a name


@cache
def table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in SAME.splitlines():
        first, *others = line.split()
        found[first] = tuple(dict.fromkeys((*found.get(first, ()), *(one for one in others if one != first))))
    return found


@cache
def _phrases() -> re.Pattern[str]:
    longer = {other for others in table().values() for other in others if len(other) > 2}
    known = {*(one for one in table() if len(one) > 1), *longer, *NAMES}
    names = "|".join(map(re.escape, sorted(known, key=lambda one: (-len(one), one))))
    return re.compile(rf"{LINE}|{names}")


def terms(text: str) -> dict[str, float]:
    """Return what a question is about, in its order, with how much each word says by its class: known phrases whole."""
    found: dict[str, float] = {}
    for piece in CUES.split(text):
        start = 0
        for match in _phrases().finditer(piece):
            found |= _cut(piece[start : match.start()])
            found[match[0]] = 1.0
            start = match.end()
        found |= _cut(piece[start:])
    return found


def _cut(text: str) -> dict[str, float]:
    kept: dict[str, float] = {}
    for word, label in rjieba.tag(text) if text.strip() else ():
        if word in EMPTY or not WORD.search(word) or (len(word) == 1 and word not in table()):
            continue
        kept[word] = CLASSES.get(label[:1], ELSE)
    return kept


def is_word(text: str) -> bool:
    return bool(rjieba.has_word(text)) or text in table() or text in NAMES
