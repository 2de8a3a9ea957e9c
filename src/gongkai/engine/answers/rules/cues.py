"""What a heading, or the few words that a paragraph opens with, promise of the kind of answer that follows."""

from __future__ import annotations

import re

from gongkai.engine.answers.rules.questions import Wanted

# 三、接种时间。2026年… / 押金与退费：… / 第五条（期限）
COUNT = r"(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十\d]+）|\([一二三四五六七八九十\d]+\)|\d{1,2}[、.．)）]|第[一二三四五六七八九十百零\d]+[条步])"
WORDS = r"[^。：:，；！？\n（）()【】]{2,20}"
LABEL = re.compile(rf"^\s*(?:{COUNT}\s*[（(【]?({WORDS})[）)】]?[。：:　]|[【]?({WORDS})[】]?[：:])")
PROMISED: dict[Wanted, re.Pattern[str]] = {
    wanted: re.compile(cue)
    for wanted, cue in (
        (Wanted.TIME, r"时间|期限|日期|时限|时段|有效期|截止|频次|周期|多久|什么时候|几[天月点]|工期|进度|何时|按期"),
        (Wanted.AMOUNT, r"标准|金额|数额|补[助贴]|奖|收费|价格|比例|费用|多少|规模|处罚|罚|数量|限额|额度|待遇"),
        (Wanted.ADDRESS, r"地[点址]|区域|范围|[线路]|窗口|哪里|哪儿|去哪|场所|位置|站点"),
        (Wanted.PHONE, r"电话|咨询|联系|热线|监督"),
        (Wanted.MATERIALS, r"材料|证件|资料|带什么|交什么|提交|准备"),
        (Wanted.CONDITIONS, r"条件|对象|资格|范围|情形|什么人|哪些人|谁能|谁可以|要求|适用"),
        (Wanted.PROCESS, r"程序|流程|步骤|方式|办[理法]|申[请领报]|怎么|怎样|如何|渠道|受理|几步"),
        (Wanted.WHO, r"部门|职责|分工|主管|机构|组织|主体|谁|单位|负责|责任"),
        (Wanted.BASIS, r"依据|根据"),
        (Wanted.MEANING, r"定义|含义|分类|种类|范围|是什么|什么是|目录|名单|类型|哪些"),
        (Wanted.WHETHER, r"禁止|限制|规定|能不能|可以|要不要|禁|不得"),
    )
}  # fmt: skip
RULED = re.compile(r"禁止(?!性)|不得|不准|严禁|不能|可以|应当|无须|无需|不收|免费|免收|自愿|均可|允许|不予|不再")


BODY = r"(?:局|委员会|委|办公室|部门|政府|办事处|中心|机关)"
# How a passage says that it was written to answer this kind of question, and what makes it one about something else.
MADE: dict[Wanted, tuple[re.Pattern[str], re.Pattern[str]]] = {
    wanted: (re.compile(cue), re.compile(otherwise))
    for wanted, cue, otherwise in (
        (
            Wanted.CONDITIONS,
            r"(?:符合|具备|满足)(?:下列|以下|如下|的)?[^。；不]{0,10}条件(?:的[，,])?[^。；]{0,6}[：:]|(?:基本|申请|享受|申领|报名|资格)条件",
            r"不符合|不再符合|人员配备|情形之一|回执|核对",
        ),
        (
            Wanted.MATERIALS,
            r"(?:下列|以下|如下)[^。；]{0,8}(?:材料|资料|证件)|(?:申请|所需|提交|报名)材料|(?:提交|提供|携带|持|凭|拿)[^。；]{1,40}(?:身份证|户口簿|申请表|证明|合同|执照|合格证|发票)",
            r"虚假|骗取|伪造|遗失",
        ),
        (
            Wanted.PROCESS,
            r"(?:通过|到|向|登录)[^。；]{2,40}(?:提出|办理|申领|报名|申请|登记|备案)|(?:办理|申请|报名)(?:程序|流程|方式|步骤)|免申即享|不需要(?:另行)?申请|无须申请",
            r"异议|复核|申辩|投诉|不符合|复检|行政复议|限期|不得要求|踏勘|工作要求|向社会公开",
        ),
        (
            Wanted.AMOUNT,
            r"(?:标准|价格|限额|补[贴助]|津贴|奖励|收费|票价|服务费|搬迁费)[^。；]{0,60}?(?:\d[\d.,，]*\s*(?:万元|元)|[一二三四五六七八九十百千万]+元)|(?:标准|价格|补[贴助]|津贴|票价|奖励|上限|合计)（[^（）]*元",
            r"罚款|投资|经费|所需资金|抽查|预算|债务|注册资本|工程|起始价|事故|示例|基本标准",
        ),
        (
            Wanted.ADDRESS,
            r"(?:办理|受理|申请|报名|接种|领取|登记|摇号|集合)(?:地[点址]|窗口|场所)|到[^。；]{2,30}(?:窗口|中心|大厅|派出所|办事处|社区|卫生院|网点)[^。；]{0,12}(?:办理|申请|提出|领取|登记|接种|报名)",
            r"反映|投诉|异议|举报",
        ),
        (
            Wanted.WHO,
            rf"{BODY}[^。；]{{0,16}}(?:是|为)[^。；]{{0,16}}主管部门|{BODY}(?:负责|承担|牵头|主管)[^。；]{{2,}}|由[^。；]{{2,24}}{BODY}[^。；]{{0,6}}(?:负责|组织实施|牵头)",
            r"真实性负责|移送|责令|处以|追究",
        ),
        (Wanted.PHONE, r"电话|热线|拨打", r"^$"),
    )
}  # fmt: skip


def label_of(text: str) -> str:
    """Return the few words that a paragraph opens with, as a heading would; nothing where it begins outright."""
    found = LABEL.match(text)
    return (found[1] or found[2]) if found else ""
