"""复议、诉讼、投诉 about disclosure: kinds, how they end, why an agency was corrected. No Django."""

from __future__ import annotations

from enum import StrEnum


class ChallengeKind(StrEnum):
    """The three blocks of table 四, and complaints, which it does not count (条例第五十一条)."""

    REVIEW = "review"
    DIRECT = "direct"
    AFTER_REVIEW = "after-review"
    COMPLAINT = "complaint"


KIND_NAMES: dict[str, str] = {
    ChallengeKind.REVIEW: "行政复议",
    ChallengeKind.DIRECT: "行政诉讼（未经复议直接起诉）",
    ChallengeKind.AFTER_REVIEW: "行政诉讼（复议后起诉）",
    ChallengeKind.COMPLAINT: "投诉、举报",
}
COUNTED = (ChallengeKind.REVIEW, ChallengeKind.DIRECT, ChallengeKind.AFTER_REVIEW)


class Result(StrEnum):
    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"


RESULT_NAMES: dict[str, str] = {
    Result.UPHELD: "结果维持",
    Result.CORRECTED: "结果纠正",
    Result.OTHER: "其他结果",
}


class Cause(StrEnum):
    """Why an agency was corrected (行政纠错, R243)."""

    FACTS = "facts"
    LAW = "law"
    PROCEDURE = "procedure"
    LATE = "late"
    SEARCH = "search"
    WORDING = "wording"
    OTHER = "other"


CAUSE_NAMES: dict[str, str] = {
    Cause.FACTS: "认定事实不清、证据不足",
    Cause.LAW: "适用依据错误",
    Cause.PROCEDURE: "违反法定程序",
    Cause.LATE: "逾期答复或者未答复",
    Cause.SEARCH: "检索不充分",
    Cause.WORDING: "答复内容不明确、未说明理由",
    Cause.OTHER: "其他",
}


class Criterion(StrEnum):
    """When what was given on application is opened to everybody (R238; 条例第四十四条)."""

    MANY = "many"
    REPEATED = "repeated"
    WIDE = "wide"
    NEEDED = "needed"


CRITERION_NAMES: dict[str, str] = {
    Criterion.MANY: "申请量大",
    Criterion.REPEATED: "重复性高",
    Criterion.WIDE: "涉及范围广",
    Criterion.NEEDED: "需要社会公众广泛知晓",
}
CRITERION_SOURCE = "条例第十九条、第四十四条；市政务公开工作要点"


class ConversionState(StrEnum):
    PROPOSED = "proposed"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    PUBLIC = "public"


CONVERSION_NAMES: dict[str, str] = {
    ConversionState.PROPOSED: "待审查",
    ConversionState.ELIGIBLE: "应当转为主动公开",
    ConversionState.INELIGIBLE: "不转为主动公开",
    ConversionState.PUBLIC: "已主动公开",
}
