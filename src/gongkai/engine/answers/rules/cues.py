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


def label_of(text: str) -> str:
    """Return the few words that a paragraph opens with, as a heading would; nothing where it begins outright."""
    found = LABEL.match(text)
    return (found[1] or found[2]) if found else ""
