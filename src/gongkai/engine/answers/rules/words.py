"""Words of questions: what says nothing about the subject, and what people call the things of official texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from gongkai.engine.answers.rules.synonyms import NAMES, SAME

# Words that ask or join; none of them tells one document from another.
EMPTY = frozenset(
    """请问 你好 您好 我 我们 我家 我的 你们 您 他们 她 他 本人 自己 大家 人家 想 想要 想问 问 问下 一下 知道 了解 咨询 告诉 说
怎么 怎样 怎么样 怎么办 如何 什么 什么样 哪些 哪个 哪里 哪儿 哪 哪种 哪天 哪年 几 多少 多久 多长 多大 多高 多远 是否 能 能否 能不能 可以
可不可以 可否 需要 需 须 要 要不要 应该 应当 必须 会 会不会 有 有没有 没有 没 是 是不是 的 地 得 了 着 过 吗 呢 吧 啊 呀 在 从 到 向 往
把 被 给 对 对于 关于 有关 和 与 及 或 或者 还是 还 也 都 就 才 只 又 再 最 很 比较 大概 谁 为什么 为啥 啥 咋 咋办 办 办理 做 去 来 用
时候 时间 时 后 前 里 中 上 下 个 一个 一 这 那 这个 那个 这些 那些 它 其 该 本 现在 目前 请 让 由 以 因 如果 的话 之后 之前 以后
以前 到底 究竟 具体 一共 总共 一般 最多 最少 最高 最低 至少 每 每个 各 不 不能 不可以 别 吗? 号 年 月 日 天 元 钱 找 算 属于 定 进行 相关 情况 问题 内容
事情 方面 东西 地方 部门 单位 规定 标准 条件 要求 材料 手续 流程 程序 步骤 电话 地址 依据 期限 截止 多少钱 几个 几天 文件 通知 办法 何时 何地 几点 几号 几月 开始 结束
要是 假如 万一 不然 要不然 到时候 那会儿 啥时候 多会儿 这边 那边 这里 那里 这儿 那儿 有人 别人 有些 一些 多一些 好多 很多 许多 不少 差不多 大约 左右 一样 同样 那样 这样 这么 那么
突然 刚刚 刚才 已经 一直 经常 有时 昨天 前天 明天 后天 上个月 下个月 这个月 上次 下次 忘记 忘了 记得 听说 据说 看到 发现 觉得 以为 担心 希望 麻烦 谢谢 不好意思 打电话 那栋 这栋 那套 这套 那间 这间
起来 下来 上去 回来 出来 过来 进去 上来 出去 回去 过去 下面 上面 里面 外面 外头 前头 后头 用来 用到 办完 办好 弄 弄好 搞 搞定 整 市里 区里 县里 镇上 街上
这份 这个文件 那份 一次 每次 今年 今天 明年 去年 打算 准备 收到 拿到 属 归 管 负责 区别 意思 指 叫 称 为 并 而 且 但 等 至 于 于是 之 所 按 根据 凭 带""".split()
)

LINE = r"微?\d{1,3}路|第[一二三四五六七八九十\d]{1,3}(?:阶梯|季度|批|类|档|级|章|条|期)"  # a bus line, one of several
PRONOUNS = re.compile(r"^(?:那么?|它|这个|这份|该|此|这里|上面|前面|还|另外|以及|其中|然后|再|如果|要是)")
WORD = re.compile(r"[^\W_]")
# What only asks; left in, the cutter glues it to its neighbours (能领, 年算, 几只).
CUES = re.compile(
    r"(?:提交|提供|准备|出示|交|带|拿)(?=什么|哪些)|是?多少(?:个(?:工作日|月)?|天|钱|元|万元|亿元|人|户|套|岁|周岁|层|米|公里|次|年|月|分钟|小时|辆|株|处|亩|万亩|只|家|条|项|台|平方米)?|([\u4e00-\u9fff])不\1(?=[\u4e00-\u9fff]|$)|第?几(?:个(?:工作日|月)?|天|号|点|月|分|成"
    r"|年|岁|只|人|户|类|种|条|家|次|项|台|辆|时)|是?多(?:久|长时间|长|大|高|远|快|重|宽)|什么(?:时候|时间|地方|样|人|部门|单位|条件|材料|手续|要求|意思)?|何时|哪(?:些|一?天"
    r"|里|儿|个|年|几天|几类|几种|几个|位)(?:情况|情形|地方|地点|人|材料|条件|部门|单位|文件|区域)?|怎么办理?|怎么样?|怎样|如何|咋办?|为什么|能不能|可不可以|可以|可否|能否|是否|会不会|要不要"
    r"|需不需要|是不是|有没有|算不算|行不行|需要|应该|应当|必须|请问|想问一?下?|一共|总共|究竟|到底|具体|最[多少高低长短晚早]|[吗呢吧嘛么呀啊]?[？?。！!，,、；;：:]+|[吗呢吧嘛么]$"
    r"|(?:还|也|都|就|才|再|又|只)?(?:会|要|得)(?=[领发拿补养用开办去带停罚收交享申有])|(?:还|也|都|就|才|再|又|只|不|没)?(?<![功智可产性节才职技动核热潜])能(?![源力耗够量效人手])|(?:还|都)(?=[发领有能])|不[了得住起](?=$|[\u4e00-\u9fff])|不(?=给|能|得|可)|给(?=发)|(?<=[\u4e00-\u9fff])(?:是|的|了)(?=$|[，。？?])"
    r"|(?<=[期率额数])是|算(?=老|旧)|找谁|由谁|归谁|谁|(?:一|每)(?:个月|年(?!级)|天|次|平方?米|立方米?|平方|[台吨亩斤度趟张份节间套桶辆只人餐顿])"
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
NOUN_ENDS = frozenset("证费税")
# When somebody wants to know it, or does it: 晚上, 周末, 十点. Texts say it in figures.
HOUR = re.compile(
    r"^(?:早|晚|夜|上午|下午|中午|白天|凌晨|周[一二三四五六日末]|星期|礼拜|大年|初[一二三四五六七]|[一二三四五六七八九十两\d]+点|[去前今明]年|两|[一二三四五六七八九十]个|一起|各自|那边|这边)"
)
ADDED = re.compile(r"^([\u4e00-\u9fff]{1,2}?)(?:[上下起回出过进](?:去|来)|[上完好掉够])$")
PASSING = 0.25
UNKNOWN = 0.85  # a word that no text here has: it tells none of them from another
UNHEARD = 0.2  # a string that stands neither in the dictionary nor in any text: more likely a wrong cut than a name


@cache
def table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for meaning in SAME.split("；"):
        first, *others = meaning.split()
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
    for piece in CUES.sub("\n", text).split("\n"):
        start = 0
        for match in _phrases().finditer(piece):
            found |= _cut(piece[start : match.start()])
            found[match[0]] = 1.0
            start = match.end()
        found |= _cut(piece[start:])
    return found


def _cut(text: str) -> dict[str, float]:
    kept: dict[str, float] = {}
    before = ""
    for said, label in _tagged(text) if text.strip() else ():
        if said in NOUN_ENDS and before in kept:  # 搬迁费, 残疾证
            kept[f"{before}{said}"] = kept.pop(before)
            continue
        before, word = said, _bare(said)
        if word in EMPTY or not WORD.search(word) or (len(word) == 1 and word not in table()):
            continue
        kept[word] = PASSING if HOUR.search(word) else CLASSES.get(label[:1], ELSE)
    return kept


def _tagged(text: str) -> Iterator[tuple[str, str]]:
    """Yield words with their classes; a guess that no dictionary has (当河长) is cut again into what it has."""
    for word, label in rjieba.tag(text):
        known = [one for one in rjieba.cut(word, hmm=False) if len(one) > 1 or one in table()] if len(word) > 2 else []
        if known and not is_word(word):
            yield from ((one, tag) for one in known for _, tag in rjieba.tag(one)[:1])
        else:
            yield word, label


def _bare(word: str) -> str:
    """Return a verb without the direction or result that speech adds (拆下来, 补上); any other word as it is."""
    found = ADDED.match(word)
    return found[1] if found and found[1] in table() and word not in table() else word


def letters(text: str) -> tuple[str, ...]:
    """Return the characters of a question that may tell one passage from another, without those that only ask."""
    plain = CUES.sub(" ", text)
    kept = (word for word in (rjieba.cut(plain) if plain.strip() else ()) if word not in EMPTY)
    return tuple(dict.fromkeys(char for word in kept for char in word if WORD.search(char)))


def is_word(text: str) -> bool:
    return bool(rjieba.has_word(text)) or text in table() or text in NAMES
