"""The letters of an application: which there are, what they must say, their standard wording (规范答复口径). No Django.

Days and articles come in as variables from `law`: a letter states no number of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.rules import Clause, CounterStep, LetterKind, NumberSeries, register, register_series
from gongkai.law.grounds import GROUNDS
from gongkai.law.replies import REPLY_KINDS, ReplyKind
from gongkai.responsive.applications.rules import addressing
from gongkai.responsive.applications.rules.outcomes import NEEDS_APPROVAL

HANDLE = Permission.APPLICATIONS_HANDLE
APPROVAL = CounterStep("approve", "负责人批准", Permission.APPLICATIONS_APPROVE)
REGULATION = "《中华人民共和国政府信息公开条例》"

register_series(NumberSeries("application", "依申请公开登记编号", "依申"))
register_series(NumberSeries("application-letter", "依申请公开告知文书", "依告"))
register_series(NumberSeries("application-reply", "依申请公开答复书", "依复"))

BASIC = {
    "申请人": "申请人姓名或者名称",
    "申请事项": "申请公开的内容",
    "登记编号": "申请的登记编号",
    "收到日期": "收到申请的日期",
    addressing.NAME: addressing.LABEL,
}
# Always known, and words of the wording more than facts of the case: the text of an agency may do without them.
ALWAYS = frozenset({addressing.NAME, "说明情况"})
OPENING = "本机关于{{收到日期}}收到{{称呼}}提出的政府信息公开申请（登记编号：{{登记编号}}），申请公开“{{申请事项}}”。"
CONTACT = "[[如有 机关电话]]\n联系电话：{{机关电话}}。\n[[完]]"
REMEDY = Clause(
    "救济途径", "{{救济告知}}", mandatory=True, source="行政复议法第二十条、第二十三条，行政诉讼法第四十六条"
)


def _notice(
    key: str,
    name: str,
    title: str,
    body: str,
    extra: dict[str, str],
    *,
    addressee: str = "applicant",
    to: str = "申请人",
    clauses: Mapping[str, Clause] | None = None,
    answered: bool = False,
) -> None:
    """`answered` letters ask for something, hence say where to turn to."""
    variables = {**BASIC, **extra}
    body = f"{body}\n\n{CONTACT}" if answered else body
    register(
        LetterKind(
            key=f"application.{key}", name=name, title=title, variables=variables, body=body,
            required=tuple(one for one in variables if one not in ALWAYS and (f"{{{{{one}}}}}" in body or one == to)),
            series="application-letter",
            clauses=clauses or {}, addressee=addressee, to=to, permission=HANDLE,
        )
    )  # fmt: skip


_notice(
    "receipt", "登记回执", "政府信息公开申请登记回执",
    f"{OPENING}\n\n本机关将依照{REGULATION}的规定，在{{{{答复期限}}}}前答复。\n\n凭回执编号{{{{回执编号}}}}和查询密码，可以随时在本平台查询办理情况。",
    {"答复期限": "应当答复的最后日期", "回执编号": "回执编号"},
)  # fmt: skip
_notice(
    "supplement", "补正告知书", "政府信息公开申请补正告知书",
    f"{OPENING}\n\n经审查，{{{{称呼}}}}的申请内容不明确或者材料不齐全，依照{{{{依据条文}}}}，请在{{{{补正期限}}}}前（含当日）补正下列内容：\n\n{{{{补正内容}}}}。\n\n"
    "答复期限自本机关收到补正的申请之日起计算。无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。",
    {"依据条文": "依据的条文", "补正期限": "补正的最后日期", "补正内容": "需要补正的全部内容"},
    answered=True,
)  # fmt: skip
_notice(
    "extension", "延长答复期限告知书", "政府信息公开延长答复期限告知书",
    f"{OPENING}\n\n因{{{{延长理由}}}}，不能在{{{{原答复期限}}}}前答复。依照{{{{依据条文}}}}，经本机关政府信息公开工作机构负责人同意，延长{{{{延长期限}}}}，将在{{{{答复期限}}}}前答复。",
    {"依据条文": "依据的条文", "延长理由": "延长的理由", "原答复期限": "原来的最后日期", "延长期限": "延长多久",
     "答复期限": "延长以后的最后日期"},
)  # fmt: skip
_notice(
    "third-party", "第三方意见征询函", "政府信息公开第三方意见征询函",
    "本机关收到政府信息公开申请，申请公开的信息涉及{{称呼}}：\n\n{{征询内容}}。\n\n本机关认为，公开该信息可能损害{{称呼}}的合法权益。依照{{依据条文}}，请自收到本函之日起{{意见期限}}内书面"
    "答复是否同意公开；不同意公开的，请说明理由。逾期未提出意见的，本机关将依照条例的规定决定是否公开。",
    {"依据条文": "依据的条文", "征询对象": "第三方姓名或者名称", "征询内容": "涉及的信息", "意见期限": "多久以内答复"},
    addressee="third-party", to="征询对象",
    answered=True,
)  # fmt: skip
_notice(
    "joint-maker", "共同制作机关意见征求函", "政府信息公开共同制作机关意见征求函",
    "本机关收到政府信息公开申请，申请公开的信息由本机关牵头、贵机关共同制作：\n\n{{征询内容}}。\n\n依照{{依据条文}}，请自收到本函之日起{{意见期限}}内提出意见；逾期未提出意见的，视为同意公开。",
    {"依据条文": "依据的条文", "征询对象": "共同制作机关", "征询内容": "涉及的信息", "意见期限": "多久以内答复"},
    addressee="agency", to="征询对象",
    answered=True,
)  # fmt: skip
_notice(
    "agency", "征求其他机关意见函", "政府信息公开征求意见函",
    "本机关收到政府信息公开申请，其中下列信息需要征求贵机关意见：\n\n{{征询内容}}。\n\n请予研究并尽快函复。",
    {"征询对象": "机关名称", "征询内容": "征求意见的内容"}, addressee="agency", to="征询对象",
    answered=True,
)  # fmt: skip
_notice(
    "third-told", "公开前告知第三方书", "政府信息公开告知书",
    "对涉及{{称呼}}的下列政府信息，{{称呼}}曾提出不同意公开的意见：\n\n{{征询内容}}。\n\n本机关认为，不公开可能对公共利益造成重大影响：\n\n{{公开理由}}。\n\n依照{{依据条文}}，本机关决定予以公开，"
    "现将决定公开的政府信息内容和理由告知{{称呼}}。\n\n[[条款:救济]]",
    {"依据条文": "依据的条文", "征询对象": "第三方姓名或者名称", "征询内容": "决定公开的内容", "公开理由": "公共利益的理由",
     "救济告知": "救济途径"},
    addressee="third-party", to="征询对象", clauses={"救济": REMEDY},
)  # fmt: skip
_notice(
    "fee", "信息处理费收费通知", "政府信息公开信息处理费收费通知",
    f"{OPENING}\n\n依照{{{{依据条文}}}}，本机关对{{{{称呼}}}}的申请{{{{计收方式}}}}计收信息处理费，计算如下：\n\n{{{{计算过程}}}}\n\n应缴金额：{{{{金额}}}}。\n\n请自收到本通知次日起{{{{缴费期限}}}}内，{{{{缴费办法}}}}。"
    "逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。",
    {"依据条文": "依据的文件和条款", "计收方式": "按件或者按量", "计算过程": "分档计算", "金额": "应缴金额",
     "缴费期限": "多久以内缴费", "缴费办法": "怎样缴费"},
    answered=True,
)  # fmt: skip
_notice(
    "reasons", "说明理由告知书", "政府信息公开申请说明理由告知书",
    f"{OPENING}\n\n{{{{数量频次}}}}。\n\n依照{{{{依据条文}}}}，请{{{{称呼}}}}在{{{{说明期限}}}}前（含当日）说明申请的理由。逾期没有说明的，本机关根据现有情况作出认定；理由不合理的，本机关不予处理；理由合理但无法在规定期限内答复的，本机关将确定延迟答复的合理期限并告知{{{{称呼}}}}。",
    {"依据条文": "依据的条文", "数量频次": "数量、频次的事实", "说明期限": "说明理由的最后日期"},
    answered=True,
)  # fmt: skip
_notice(
    "delay", "延迟答复告知书", "政府信息公开延迟答复告知书",
    f"{OPENING}\n\n{{{{认定}}}}。\n\n依照{{{{依据条文}}}}，本机关确定延迟答复的合理期限，将在{{{{答复期限}}}}前答复。",
    {"依据条文": "依据的条文", "认定": "对理由的认定", "答复期限": "确定的日期"},
)  # fmt: skip

register(
    LetterKind(
        key="application.transfer", name="转办告知书", title="政府信息公开申请转办告知书",
        variables={"申请人": "申请人姓名或者名称", addressing.NAME: addressing.LABEL, "申请事项": "申请公开的内容", "回执编号": "回执编号", "接收机关": "转往的机关",
                   "接收机关联系方式": "该机关的联系方式", "转办理由": "转办的理由"},
        required=("申请人", "申请事项", "回执编号", "接收机关", "转办理由"),
        body="{{称呼}}提交的政府信息公开申请（回执编号：{{回执编号}}），申请公开“{{申请事项}}”。{{转办理由}}。\n\n本机关已将该申请转由{{接收机关}}接收，"
        "收到申请的日期以{{接收机关}}与{{称呼}}双方确认之日为准，回执编号和查询密码不变。\n\n[[如有 接收机关联系方式]]\n{{接收机关}}的联系方式：{{接收机关联系方式}}。\n[[完]]",
        series="application-letter", to="申请人", permission=HANDLE,
    )
)  # fmt: skip
_notice(
    "merged", "并案办理告知书", "政府信息公开申请并案办理告知书",
    f"{OPENING}\n\n经查，{{{{称呼}}}}就同一事项另提出过政府信息公开申请（登记编号：{{{{并入的申请}}}}），正在办理。{{{{并案理由}}}}。\n\n本机关将两件申请合并办理，"
    "对本件不再另行答复，并在{{答复期限}}前一并答复。对一并作出的答复不服的，依答复书写明的途径寻求救济。",
    {"并入的申请": "另一件的登记编号", "并案理由": "并案的理由", "答复期限": "应当答复的最后日期"},
)  # fmt: skip

_GIVEN = "依照{{依据条文}}，本机关予以公开。\n\n[[如有 获取方式]]\n获取的方式、途径：{{获取方式}}。\n[[完]]\n[[如有 提供的信息]]\n随本答复提供：{{提供的信息}}。\n[[完]]"
_BODIES: dict[str, str] = {
    "R1": "经查，{{称呼}}申请公开的信息已经主动公开。依照{{依据条文}}，告知获取该政府信息的方式、途径：{{获取方式}}。",
    "R2": _GIVEN,
    "R3": "经审查，{{称呼}}申请公开的信息中含有不应当公开的内容，但能够作区分处理。依照{{依据条文}}，本机关向{{称呼}}提供可以公开的信息内容：{{提供的信息}}。\n\n下列内容不予公开：{{没有公开的内容}}。\n\n理由：{{理由}}。",
    "R5": "经审查，{{称呼}}申请公开的信息，法律、行政法规对其获取另有规定：{{另有规定}}。依照{{依据条文}}，请依照该规定办理。\n\n{{理由}}。",
    "R6": "经检索，本机关没有{{称呼}}申请公开的信息。检索情况：{{检索情况}}。\n\n{{理由}}。\n\n依照{{依据条文}}，现予告知。",
    "R7": "经审查，{{称呼}}申请公开的信息不属于本机关负责公开。{{理由}}。\n\n[[如有 负责机关]]\n建议向{{负责机关}}提出，联系方式：{{负责机关联系方式}}。\n[[完]]\n依照{{依据条文}}，现予告知。",
    "R8": "经审查，提供{{称呼}}申请公开的信息，需要本机关对现有政府信息进行加工、分析。{{理由}}。\n\n依照{{依据条文}}，本机关不予提供。",
    "R9": "经{{称呼}}补正，申请内容仍不明确：{{理由}}。\n\n依照{{依据条文}}，本机关无法提供。",
    "R10": "经审查，{{称呼}}以政府信息公开申请的形式进行信访、投诉、举报等活动：{{理由}}。\n\n依照{{依据条文}}，本机关不作为政府信息公开申请处理，{{称呼}}可以通过相应渠道提出。",
    "R11": "经查，{{称呼}}就相同内容提出过政府信息公开申请，本机关已经答复：{{重复的申请}}。{{理由}}。\n\n依照{{依据条文}}，本机关不予重复处理。",
    "R12": "经审查，{{称呼}}要求提供的是公报、报刊、书籍等公开出版物。{{理由}}。\n\n[[如有 获取方式]]\n获取的途径：{{获取方式}}。\n[[完]]\n依照{{依据条文}}，告知获取的途径。",
    "R13": "经审查，{{称呼}}申请公开政府信息的数量、频次明显超过合理范围：{{数量频次}}。\n\n{{说明情况}}：{{理由}}。\n\n依照{{依据条文}}，本机关不予处理。",
    "R14": "经审查，{{称呼}}要求本机关确认或者重新出具已经获取的政府信息。{{理由}}。\n\n本机关不予处理。",
    "R15": "本机关已告知补正，补正期限到{{补正期限}}。{{称呼}}无正当理由逾期没有补正。{{理由}}。\n\n依照{{依据条文}}，视为放弃申请，本机关不再处理该政府信息公开申请。",
    "R16": "本机关已送达收费通知，缴费期限到{{缴费到期}}。{{称呼}}逾期没有缴纳信息处理费。{{理由}}。\n\n依照{{依据条文}}，视为放弃申请，本机关不再处理该政府信息公开申请。",
}
AGAIN = "[[如有 重新答复]]\n{{重新答复}}\n[[完]]"
_REFUSED = "经审查，{{称呼}}申请公开的信息属于“{{不予公开的情形}}”，依据：{{依据条文}}{{，法律依据}}。\n\n理由：{{理由}}。\n\n{{区分处理}}。\n\n本机关决定不予公开。"
_EXTRA: dict[str, str] = {
    "依据条文": "答复所依据的条文", "法律依据": "引用的法律、行政法规", "理由": "事实和理由", "获取方式": "获取的方式、途径和时间",
    "提供的信息": "随答复提供的信息", "没有公开的内容": "没有公开的内容和理由种类", "不予公开的情形": "不予公开的情形",
    "区分处理": "能否区分处理", "另有规定": "另有规定的法律、行政法规", "检索情况": "检索范围、检索词和结果",
    "负责机关": "负责公开的机关", "负责机关联系方式": "该机关的联系方式", "重复的申请": "被重复的申请和答复",
    "数量频次": "数量、频次的事实", "说明情况": "要求说明理由的结果", "补正期限": "补正的最后日期", "缴费到期": "缴费的最后日期", "重新答复": "依裁判答复的，写明裁判和被撤销的答复", "救济告知": "救济途径",
}  # fmt: skip


def _body(kind: ReplyKind) -> str:
    body = _BODIES.get(kind.code, _REFUSED)
    return f"{OPENING}\n\n{AGAIN}\n\n{body}\n\n[[条款:救济]]"


def reply_key(code: str) -> str:
    """The kind of letter of an outcome."""
    return f"application.reply.{code}"


def _required(body: str) -> tuple[str, ...]:
    """What stands outside the sections that may fall away must have a value."""
    plain, inside = [], False
    for line in body.splitlines():
        inside = (inside or line.startswith("[[如有")) and not line.startswith("[[完]]")
        plain.append("" if inside else line)
    text = "\n".join(plain)
    known = (one for one in (*BASIC, *_EXTRA) if one not in ALWAYS)
    return ("申请人", *(one for one in known if f"{{{{{one}}}}}" in text), "救济告知")


for _kind in REPLY_KINDS.values():
    if _kind.code == "R17":
        continue
    _text = _body(_kind)
    register(
        LetterKind(
            key=reply_key(_kind.code), name=f"答复书：{_kind.name}", title="政府信息公开申请答复书",
            variables={**BASIC, **_EXTRA}, body=_text, required=tuple(dict.fromkeys(_required(_text))),
            clauses={"救济": REMEDY}, steps=(APPROVAL,) if _kind.code in NEEDS_APPROVAL else (), series="application-reply", to="申请人", permission=HANDLE,
        )
    )  # fmt: skip

GROUND_NAMES: dict[str, str] = {ground.code: ground.name for ground in GROUNDS.values()}
