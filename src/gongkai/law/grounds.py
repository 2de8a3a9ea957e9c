"""Attributes of a document, ways of disclosing it, and the grounds on which something may be withheld (条例第十三至十八条)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.sources import Confidence, Source


class Attribute(StrEnum):
    """公开属性, fixed while drafting and sent for approval with the text (国办发〔2016〕80号)."""

    PROACTIVE = "proactive"
    ON_APPLICATION = "on-application"
    NOT_DISCLOSED = "not-disclosed"

    @property
    def word(self) -> str:
        return {"proactive": "主动公开", "on-application": "依申请公开", "not-disclosed": "不予公开"}[self.value]

    @property
    def note(self) -> str:
        """The 附注 under the date of the document."""
        return f"（此件{'公开发布' if self is Attribute.PROACTIVE else self.word}）"


class Mode(StrEnum):
    """公开方式: how the public gets to see it."""

    FULL_TEXT = "full-text"
    REDACTED = "redacted"
    ABSTRACT = "abstract"
    TARGETED = "targeted"

    @property
    def word(self) -> str:
        return {
            "full-text": "全文公开",
            "redacted": "删减后公开",
            "abstract": "摘要公开",
            "targeted": "定点、定向公开",
        }[self.value]


class Effect(StrEnum):
    MUST_NOT = "不得公开"
    MAY_WITHHOLD = "可以不予公开"


class Override(StrEnum):
    """What opens a withheld item after all."""

    NONE = "无"
    CONSENT_OR_PUBLIC_INTEREST = "第三方同意公开，或者行政机关认为不公开会对公共利益造成重大影响"
    LAW_REQUIRES = "法律、法规、规章规定应当公开"


class Rank(StrEnum):
    """Rank of an instrument cited for a prohibition."""

    LAW = "法律"
    ADMINISTRATIVE_REGULATION = "行政法规"
    LOCAL_REGULATION = "地方性法规"
    DEPARTMENT_RULE = "部门规章"
    LOCAL_RULE = "地方政府规章"
    NORMATIVE_DOCUMENT = "规范性文件"


FORBIDDING_RANKS = frozenset({Rank.LAW, Rank.ADMINISTRATIVE_REGULATION})


class GroundRefused(ValueError):
    """The ground does not carry; the message says why and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Ground:
    code: str
    name: str
    source: Source
    effect: Effect
    override: Override
    confidence: Confidence = Confidence.TEXT


def _article(article: str) -> Source:
    return Source("《中华人民共和国政府信息公开条例》", article, "条例")


_MUST, _MAY = Effect.MUST_NOT, Effect.MAY_WITHHOLD
# fmt: off
GROUNDS: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        Ground("X1", "依法确定为国家秘密", _article("第十四条"), _MUST, Override.NONE),
        Ground("X2", "法律、行政法规禁止公开", _article("第十四条"), _MUST, Override.NONE),
        Ground("X3", "可能危及国家安全、公共安全、经济安全、社会稳定", _article("第十四条"), _MUST, Override.NONE),
        Ground("X4", "涉及商业秘密、个人隐私等，公开会损害第三方合法权益", _article("第十五条"), _MUST, Override.CONSENT_OR_PUBLIC_INTEREST),
        Ground("X5", "内部事务信息（人事管理、后勤管理、内部工作流程等）", _article("第十六条第一款"), _MAY, Override.NONE),
        Ground("X6", "过程性信息（讨论记录、过程稿、磋商信函、请示报告等）", _article("第十六条第二款"), _MAY, Override.LAW_REQUIRES),
        Ground("X7", "行政执法案卷信息", _article("第十六条第二款"), _MAY, Override.LAW_REQUIRES),
    )
}
# fmt: on


@dataclass(frozen=True, slots=True)
class ReasonCategory:
    """理由种类: what the drafter chooses when a document is not fully and proactively public."""

    code: str
    name: str
    source: Source
    attributes: frozenset[Attribute]
    ground: Ground | None = None


_WITHHELD = frozenset({Attribute.NOT_DISCLOSED})
_ON_REQUEST = frozenset({Attribute.ON_APPLICATION})
# An item on application stays open to anyone who asks; it is merely not on the proactive list of arts 19 to 21.
REASON_CATEGORIES: dict[str, ReasonCategory] = {
    category.code: category
    for category in (
        *(ReasonCategory(g.code, g.name, g.source, _WITHHELD, g) for g in GROUNDS.values()),
        ReasonCategory("A1", "不属于应当主动公开的范围", _article("第十九条、第二十条、第二十一条"), _ON_REQUEST),
        ReasonCategory("A2", "只涉及特定对象，不需要社会公众广泛知晓", _article("第十九条"), _ON_REQUEST),
        ReasonCategory(
            "A3", "涉及第三方合法权益，公开前须征求第三方意见", _article("第十五条、第三十二条"), _ON_REQUEST
        ),
    )
}


def categories_for(attribute: Attribute, mode: Mode = Mode.FULL_TEXT) -> tuple[ReasonCategory, ...]:
    """The categories to choose from; a redacted text is withheld in part, so the grounds apply; none for a full text."""
    if attribute is Attribute.PROACTIVE and mode is Mode.FULL_TEXT:
        return ()
    wanted = Attribute.NOT_DISCLOSED if attribute is Attribute.PROACTIVE else attribute
    return tuple(category for category in REASON_CATEGORIES.values() if wanted in category.attributes)


def attribute_problems(
    attribute: Attribute | None, *, mode: Mode = Mode.FULL_TEXT, reason: str = "", category: str = ""
) -> tuple[str, ...]:
    """What keeps a draft from going on, as Chinese sentences; empty when the attribute is complete.

    Without attribute, reason or category the general office returns the draft (退文, 国办发〔2016〕80号).
    """
    return tuple(_attribute_problems(attribute, mode, reason.strip(), category))


def check_forbidding_rank(rank: Rank) -> None:
    """Raises GroundRefused unless the cited instrument may carry X2: only 法律 and 行政法规 can forbid disclosure."""
    if rank not in FORBIDDING_RANKS:
        raise GroundRefused(
            f"只有法律、行政法规可以禁止公开，{rank.value}不能作为依据（条例第十四条）。请改引法律、行政法规，或者改选其他理由。"
        )


def needs_openness_authority(attribute: Attribute, mode: Mode) -> bool:
    """Whether the 政务公开主管部门 must agree first: anything but full proactive disclosure (沪委办发〔2017〕14号)."""
    return attribute is not Attribute.PROACTIVE or mode is Mode.REDACTED


def _attribute_problems(attribute: Attribute | None, mode: Mode, reason: str, category: str) -> Iterator[str]:
    if attribute is None:
        yield "没有选定公开属性，请在主动公开、依申请公开、不予公开中选择一项。"
        return
    choices = {choice.code for choice in categories_for(attribute, mode)}
    if not choices:
        return
    label = attribute.word if attribute is not Attribute.PROACTIVE else mode.word
    if not reason:
        yield f"拟{label}的，请写明理由。"
    if not category:
        yield f"拟{label}的，请选择理由种类。"
    elif category not in choices:
        yield f"理由种类“{category}”不适用于{label}，请重新选择。"
