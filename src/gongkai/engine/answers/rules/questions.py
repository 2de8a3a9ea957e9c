"""What kind of answer a question wants, and what such an answer looks like in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.engine.answers.rules import words
from gongkai.engine.search.rules import simplify

LONGEST_QUESTION = 200


class Wanted(StrEnum):
    PHONE = "phone"
    ADDRESS = "address"
    MATERIALS = "materials"
    CONDITIONS = "conditions"
    BASIS = "basis"
    TIME = "time"
    AMOUNT = "amount"
    WHO = "who"
    PROCESS = "process"
    WHETHER = "whether"
    MEANING = "meaning"
    ANY = "any"


WANTED_NAMES: dict[Wanted, str] = {
    Wanted.PHONE: "电话",
    Wanted.ADDRESS: "地点",
    Wanted.MATERIALS: "材料",
    Wanted.CONDITIONS: "条件",
    Wanted.BASIS: "依据",
    Wanted.TIME: "时间",
    Wanted.AMOUNT: "数额",
    Wanted.WHO: "责任单位",
    Wanted.PROCESS: "办法",
    Wanted.WHETHER: "能否",
    Wanted.MEANING: "含义",
    Wanted.ANY: "内容",
}

# In this order: 需要带什么材料去哪里 asks for materials first.
CUES: tuple[tuple[Wanted, re.Pattern[str]], ...] = tuple(
    (wanted, re.compile(cue))
    for wanted, cue in (
        (Wanted.ANY, r"文号|发文字号|几号文"),
        (Wanted.PHONE, r"电话|热线|打什么号|联系方式|号码是"),
        (Wanted.MATERIALS, r"材料|证件|带什么|交什么|提交什么|提供什么|哪些证明|什么证"),
        (Wanted.TIME, r"什么时候|何时|几月|几号|哪[一]?[天年月]|哪几[天年月]|什么时间|多久|多长时间|几天|多少天|几个工作日|多少个?工作日|截止|到期|期限|几点|几个月|多少个月|时间是|几年|多少年|有效期|什么日期|时段|时候|时间(?=$|[？?是])"),
        (Wanted.ADDRESS, r"地址|在哪|哪里|哪儿|什么地方|哪些地方|哪些路|哪些区域|哪个窗口|去哪|到哪"),
        (Wanted.BASIS, r"依据|根据什么|哪条|法律根据|按什么规定|凭什么|哪部法"),
        (Wanted.MEANING, r"[几哪][几]?[类种型]"),
        (Wanted.CONDITIONS, r"条件|资格|什么人|哪些人|什么样的人|哪类人|符合什么|要求是|有什么要求|什么要求|哪些情形|哪些情况|什么情况"),
        (Wanted.AMOUNT, r"多少|几[个人只户套所条岁层米元次名家项台辆分成周间栋幢张份部轮桌块节]|多大|多高|多重|多远|多快|多宽|多长|几折|比例|怎么收费|收费标准|如何收费|什么价|价格是|标准是|占比|总额"),
        (Wanted.WHO, r"谁|哪个部门|哪个单位|哪些部门|哪些单位|哪个局|什么部门|什么单位|由哪|归哪|哪家|主管|牵头|哪个机关|找哪|哪个区|哪所"),
        (Wanted.PROCESS, r"怎么|怎样|如何|流程|步骤|程序|手续|咋"),
        (Wanted.WHETHER, r"能不能|可不可以|是否|能否|可否|要不要|需不需要|是不是|有没有|会不会|算不算|允许|[吗嘛么不没][？?。]?$|行不行|([\u4e00-\u9fff])不\1"),
        (Wanted.MEANING, r"是什么|什么是|什么叫|含义|什么意思|指什么|指的是|定义|包括什么|包括哪些|有哪些|哪些"),
    )
)  # fmt: skip

CN = "一二三四五六七八九十百千万亿两零〇"
NUMBER = rf"(?:\d[\d,，.．]*|[{CN}]+)"
UNITS = (
    "万元|亿元|元|%|％|‰|个百分点|周岁|岁|平方米|立方米|平方公里|公顷|公里|千米|厘米|毫米|米|亩|万人|人次|人|户|套|所|只|家|件|名|台|辆|条|项"
    "|吨|公斤|斤|千瓦时|千瓦|次|层|分贝|分|倍|级|折|个|处|张|盏|座|株|头|篇|起|例|微克|毫克|票|家次|批次|组|种|类|章|期|班|床|平米|成|间|栋|幢|单元|课时|节|份|张|艘|部|轮|届|块|桌|棵|度|班次|学时"
)
DATE = r"(?:\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|[底初中])?|\d{1,2}月(?:\d{1,2}日|[底初中]|上旬|中旬|下旬))"
DAY = rf"{DATE}|每[年月季周日]度?"
SPAN = rf"{NUMBER}(?:个)?(?:工作日|自然日|日|天|个月|月|年|小时|分钟|周|学期|秒)"
CLOCK = r"\d{1,2}(?:时|[:：]\d{2})(?:至|—|－|-|到)?|[一二三四五六七八九十]+时"
AMOUNT = rf"(?<![第{CN}\d]){NUMBER}\s*(?:{UNITS})|百分之{NUMBER}|\d+(?:\.\d+)?[∶:：]\d+|{NUMBER}分之{NUMBER}"
PLACES = r"平台|应用|窗口|大厅|中心|网站|派出所|街道办事处|镇人民政府|公众号|小程序|[路街巷道]\d*号?|[路街]|服务站|服务点|机构|全域|区域|场所|现场|公园|广场|医院|学校|局"

PATTERNS: dict[Wanted, re.Pattern[str]] = {
    Wanted.PHONE: re.compile(
        r"(?<!\d)(?:\d{3,4}[-－—]\d{7,8}|1[3-9]\d{9}|[2-8]\d{6,7}|12\d{3}|9\d{4}|400[-－]?\d{3}[-－]?\d{4}|11[09]|12[02])(?![\d元年号])"
    ),
    Wanted.TIME: re.compile(f"{DAY}|{SPAN}|{CLOCK}"),
    Wanted.AMOUNT: re.compile(AMOUNT),
    Wanted.ADDRESS: re.compile(PLACES),
    Wanted.WHO: re.compile(r"[\u4e00-\u9fff]{0,12}(?:局|委员会|委|办公室|部门|政府|中心|办事处|公司|法院|机关|单位|机构|公安|财政|者|队|组织|街道|镇|业主|人)"),
    Wanted.MATERIALS: re.compile(r"材料|证明|证件|身份证|户口簿|申请表|合同|执照|复印件|承诺书|凭证|证书|报告|票据|照片|登记表|登记证"),
    Wanted.CONDITIONS: re.compile(r"条件|符合|年满|不超过|以上|下列|具有|未满|不低于|情形|满[^足意]"),
    Wanted.PROCESS: re.compile(r"申请|提出|受理|审核|平台|提交|登录|通过|到[^期达位账]|应当|由|按照"),
    Wanted.BASIS: re.compile(r"《[^》]+》|根据|依据|依照"),
    Wanted.WHETHER: re.compile(r"可以|不得|禁止|不予|应当|不|免|允许|能够|均|无须|无需|方可|适用|享受"),
    Wanted.MEANING: re.compile(r"是指|所称|指的?是|包括|分为|为|下列|主要|[：:]"),
}  # fmt: skip
# What says outright that here it comes.
OUTRIGHT: dict[Wanted, re.Pattern[str]] = {
    Wanted.MATERIALS: re.compile(
        r"(?:下列|以下|提交|提供|携带|持|凭)[^。]{0,24}(?:材料|资料|证件|证明)|材料[：:]|所需材料"
    ),
    Wanted.CONDITIONS: re.compile(r"(?:下列|以下|应当|须|符合)[^。]{0,16}(?:条件|情形)|条件[：:]"),
    Wanted.PROCESS: re.compile(
        r"(?:通过|向|到|登录)[^。]{2,40}(?:申请|提出|办理|申领|登记)|申请人登录|程序如下|流程|步骤|免申即享"
    ),
    Wanted.WHO: re.compile(r"负责|主管|牵头|受理|承办|组织实施"),
    Wanted.MEANING: re.compile(r"是指|所称|分为|包括"),
    Wanted.BASIS: re.compile(r"(?:根据|依据|依照)《"),
}
# Without it in sight there is no answer, however much of the question the text repeats.
REQUIRED = frozenset({Wanted.PHONE, Wanted.TIME, Wanted.AMOUNT, Wanted.WHO, Wanted.ADDRESS, Wanted.MATERIALS})
MARKED = frozenset({Wanted.PHONE, Wanted.TIME, Wanted.AMOUNT})  # what is worth a marker in the text

COUNTED = re.compile(rf"(?:多少|几)(?:个)?({UNITS}|钱|工作日|天|日|小时|分钟|个月|年)")
MONEY = re.compile(
    r"多少钱|多少元|几元|补多少|罚多少|收多少|交多少|发多少|领多少|收费|费用|价格|金额|花多少|奖多少|总额|经费|资金|财政|收入是|支出|月租|租金|票价|水价|补贴标准|怎么收|[费金贴款价税]\S{0,5}多少|多少\S{0,4}[费金款]"
)
MONEY_UNITS, PRICE_UNITS = r"万元|亿元|元|%|％", r"万元|亿元|元"
PRICE = re.compile(r"多少钱|多少元|几元|收费|价格|价钱|票价|水价|月租|租金")
LENGTH = "多久|多长时间|几天|多少天|多少个?工作日|几个工作日|几个月|多少个月|几年|多少年"
# How long something may be had, and how texts say so: not within how many days it must be done.
KEPT = "领|享受|拿|用|住|停|放|保存|保留|有效|管|贷|存|留|收"
HELD = rf"(?:不超过|不得超过|最长|累计|满|有效期|不少于|期限|为期?|一般)[^，。；]{{0,6}}{SPAN}|有效期"
DATED = rf"(?:自|从|于){DATE}|{DATE}[^，。；]{{0,8}}(?:至|到|—|－|起)|每[季年月][^，。；]{{0,8}}[日月]前?"
# How exactly a time is asked for: the cue, what it looks like, and what says it outright; the first that fits.
MOMENTS = tuple(
    (re.compile(cue), re.compile(shape), re.compile(outright) if outright else None)
    for cue, shape, outright in (
        (
            r"截止|到期|最晚|最后期限|最迟",
            rf"截[止至]|[日时]至(?:\d|次)|(?:{DAY})[（）\u4e00-\u9fff]{{0,6}}前|期满|有效期",
            r"截止|截至",
        ),
        (
            r"一次|几次|频率",
            rf"每[^。，；]{{0,10}}(?:次|日|天|年|月|周|季度)|{NUMBER}次|周期|{SPAN}",
            rf"[每半][^。，；]{{0,12}}{NUMBER}次|周期为|每次间隔",
        ),
        (r"几点|时段|首末", CLOCK, ""),
        (rf"(?:{KEPT})\S{{0,4}}(?:{LENGTH})|有效期|最[多长]\S{{0,4}}(?:{LENGTH})", rf"{SPAN}|有效期至|{DATE}", HELD),
        (LENGTH, rf"{SPAN}|有效期至|{DATE}", ""),
        (r"时候|何时|哪[一几]?天|几月|几号|日期|什么时间|哪[年月]", rf"{DAY}|按[年季月]|首月|{SPAN}内", DATED),
    )
)
# 现在还能申请吗: what texts say of what goes on or ends.
STILL = re.compile(r"还(?:能|可以|办|有没有|有|发|给|收|在)|现在还")
ENDED = re.compile(r"不再|停止|停办|停发|试行|终止|继续|恢复|有效期|期满|截止")
# 一台补贴多少钱: so much for each of them.
PER = re.compile(r"(?:一|每)(平方?米|立方米?|平方|[台吨亩斤度趟张份节间套桶辆只人户餐顿次天月年]|个?班)")
MEASURES = {
    "平米": "平方米",
    "平方": "平方米",
    "吨": "吨|立方米",
    "立方": "立方米",
    "月": "月|个月",
    "户": "户|家庭",
    "个班": "班",
    "天": "天|日",
    "顿": "顿|餐",
}
SAME_UNITS = {
    "公里": "公里|千米",
    "平米": "平方米|平米",
    "小时": "小时|分钟",
    "天": "天|日|工作日",
    "岁": "岁|周岁",
    "成": "%|％|成",
    "吨": "吨|立方米",
}
FACTS = re.compile(
    r"文号|施行|实施|生效|有效期|有效吗|有效|废止|失效|作废|过期|发文|哪年发|谁发|发布|印发|公布|几号文|管用|执行"
)
STATE = re.compile(
    r"(?:废止|失效|作废|过期|生效)了?[吗么没]|是否(?:有效|废止|失效|现行)|还(?:是否)?(?:有效|管用|能用|算数|现行)|(?:有没有|是不是)(?:废止|失效|有效|过期)"
)

# 哪里不能放, 几点以后不准施工: what is asked for is a ban.
BANS = re.compile(r"禁止(?!性)|不得|不准|严禁|不能|不允许|停止|禁(?!止)")
BANNING = frozenset({Wanted.MEANING, Wanted.ANY, Wanted.WHETHER})
BAN_ASKED = re.compile(r"不(?:能|准|得|让|许|可以|可)(?![不])|禁止|禁|违法|违规")
# A document number in any brackets; blanks within are left to the library.
NUMBERED = re.compile(r"[\u4e00-\u9fff]{2,14}?\s*[〔\[(（【［]\s*(?:19|20)\d{2}\s*[〕\])）】］]\s*第?\d{1,5}\s*号")
CLAUSES, ASIDE = re.compile(r"[，,。；;！!？?：:\s]+"), 0.5
LEAD_IN = re.compile(r"^.*(?:请问|关于|根据|依据|按照)")


@dataclass(frozen=True)
class Question:
    """A question taken apart. `terms` is what it is about, with how much each says (0–1); `unit` narrows what an amount may be counted in;
    `number` is a document number that the question names; `letters` are its characters that say anything.
    """

    text: str
    wanted: Wanted
    terms: Mapping[str, float]
    years: tuple[str, ...] = ()
    unit: re.Pattern[str] | None = None
    about_text: bool = False
    about_state: bool = False
    pointing: bool = False
    number: str = ""
    asks_ban: bool = False
    letters: tuple[str, ...] = ()
    said: re.Pattern[str] | None = None

    @property
    def outright(self) -> re.Pattern[str] | None:
        """Return what says outright that here the answer comes."""
        return self.said or OUTRIGHT.get(self.wanted)

    @property
    def pattern(self) -> re.Pattern[str] | None:
        return self.unit or PATTERNS.get(self.wanted)


def read(text: str) -> Question:
    """Take a question apart. Never raises, whatever is typed; what is too long is cut."""
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * LONGEST_QUESTION])
    plain = simplify(" ".join(printable.split())[:LONGEST_QUESTION])
    found = NUMBERED.search(plain)
    number = LEAD_IN.sub("", found[0]) if found else ""
    about = words.PRONOUNS.sub("", plain.replace(number, " ") if number else plain)
    wanted = next((one for one, cue in CUES if cue.search(plain)), Wanted.ANY)
    if wanted is Wanted.MATERIALS and BAN_ASKED.search(plain):
        wanted = Wanted.MEANING  # 不能带什么
    return Question(
        text=plain,
        wanted=wanted,
        terms=_terms(about, wanted),
        years=tuple(re.findall(r"(?<!\d)((?:19|20)\d{2})(?=年)", plain)),
        unit=_unit(plain, wanted),
        about_text=bool(FACTS.search(plain)),
        about_state=bool(STATE.search(plain)),
        pointing=bool(words.PRONOUNS.search(plain)),
        number=number,
        asks_ban=bool(BAN_ASKED.search(plain)),
        letters=words.letters(about),
        said=_said(plain, wanted),
    )


def _terms(text: str, wanted: Wanted) -> Mapping[str, float]:
    """Return what a question is about. What people tell of themselves before they ask says less than what they ask."""
    clauses = [one for one in CLAUSES.split(text) if one]
    cue = next((cue for one, cue in CUES if one is wanted), None)
    asking = [one for one in clauses if cue is not None and cue.search(one)] or clauses[-1:]
    core = {term: says for one in asking for term, says in words.terms(one).items()}
    if len(clauses) < 2 or not core:
        return words.terms(text)
    told = {term: ASIDE * says for one in clauses if one not in asking for term, says in words.terms(one).items()}
    return told | core


def _said(text: str, wanted: Wanted) -> re.Pattern[str] | None:
    """Return what says outright what is asked for exactly; None where the kind of question decides."""
    if wanted is Wanted.AMOUNT and (per := PER.search(text)):
        unit = MEASURES.get(per[1], per[1])
        return re.compile(rf"(?:每|/|一)(?:{unit})")
    if STILL.search(text):
        return ENDED
    if wanted is not Wanted.TIME:
        return None
    return next((outright for cue, _, outright in MOMENTS if cue.search(text)), None)


def _unit(text: str, wanted: Wanted) -> re.Pattern[str] | None:
    if wanted in BANNING and BAN_ASKED.search(text):
        return BANS
    if wanted is Wanted.TIME:
        return next((shape for cue, shape, _ in MOMENTS if cue.search(text)), None)
    if wanted is not Wanted.AMOUNT:
        return None
    counted = COUNTED.search(text)
    if counted:
        unit = "元" if counted[1] == "钱" else counted[1]
        if unit in {"个", "项", "条", "类", "种"}:
            return None
        extra = rf"|免费|免收|不收取|百分之{NUMBER}|{NUMBER}%" if unit == "元" else ""
        return re.compile(
            rf"{NUMBER}\s*(?:周|万|亿)?(?:{SAME_UNITS.get(unit, re.escape(unit))})|[（(][^（）()]*{re.escape(unit)}[^（）()]*[）)]{extra}"
        )
    if MONEY.search(text):
        units = PRICE_UNITS if PRICE.search(text) else MONEY_UNITS
        return re.compile(rf"{NUMBER}\s*(?:{units})|百分之{NUMBER}|[（(][^（）()]*元[^（）()]*[）)]|不收取?|免费|免收")
    return None
