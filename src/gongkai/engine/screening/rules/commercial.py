"""Commercial secrets (条例第十五条, 反不正当竞争法第十条): what a third party may want kept, so that it must be asked first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.engine.screening.rules.findings import Finding, Severity, check

MARK = re.compile(
    r"(?m:^[ \t\u3000]*[〔【\[(（]?(?:商业秘密|商业机密|公司机密|企业秘密|企业机密|技术秘密|核心商密|普通商密)[〕】\])）]?[ \t\u3000]*$)"
    r"|(?:核心商密|普通商密|商业秘密|商业机密)[ ]?[★☆▲]"
    r"|(?:本(?:文件|资料|材料|方案|报价|标书)|以下内容)[^。；\n]{0,10}(?:含有|包含|属于|涉及|为)[^。；\n]{0,8}(?:商业秘密|商业机密|技术秘密)"
)
MATTERS = re.compile(
    r"报价(?:明细|清单|单|构成)|成本(?:构成|明细|核算表|清单)|标底|(?<![最])底价|客户(?:名单|清单|名录|资料)|供应商(?:名单|清单|资料)|供货价|进货价|采购底价|"
    r"(?:核心|关键|保密)?技术参数[^，。；\n]{0,6}保密|工艺参数|生产工艺流程|产品配方|配方比例|源代码|设计图纸|专有技术|技术诀窍|未公开的?财务|财务报表|"
    r"投标报价明细|评标底稿|商务谈判|毛利率|经营数据|营销策略|产销策略|并购方案|融资方案"
)
FIRM = re.compile(r"[\u4e00-\u9fa5]{2,}(?:有限公司|公司|集团|厂|合作社)|[本我该贵]公司|该企业|[甲乙]方")
SENTENCE_END = re.compile(r"[。；;\n]")
ADVICE = "涉及第三方的，先书面征求其意见（条例第三十二条）；不影响公开目的的，删去或遮盖。"


@check("commercial.secret")
def commercial_secrets(text: str) -> Iterator[Finding]:
    for match in MARK.finditer(text):
        written = match.group()
        start = match.start() + len(written) - len(written.lstrip())
        yield Finding(
            "commercial.secret",
            Severity.JUDGE,
            start,
            start + len(written.strip()),
            "标明含有商业秘密。",
            ADVICE,
            "商业秘密标志",
        )
    for match in MATTERS.finditer(text):
        firm = FIRM.search(_sentence(text, match.start(), match.end()))
        severity = Severity.JUDGE if firm else Severity.INFO
        message = f"“{match.group()}”可能属于{'该企业的' if firm else ''}商业秘密。"
        yield Finding("commercial.secret", severity, match.start(), match.end(), message, ADVICE, "疑似商业秘密")


def _sentence(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 80) : start]
    last = [match.end() for match in SENTENCE_END.finditer(before)]
    after = SENTENCE_END.split(text[end : end + 60], maxsplit=1)[0]
    return before[last[-1] if last else 0 :] + after
