"""One choice decides the rest: what each outcome needs before it can be approved, and its row in table 三. No Django.

The outcomes themselves, their articles and remedies stand in `law.replies`; here stands what must be on record for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.law.grounds import FORBIDDING_RANKS, Rank
from gongkai.law.replies import REPLY_KINDS, AgencyKind, ReplyKind

# From the kind of an agency in the register to the kind that decides who reviews. Institutions answer by authority of a
# law or regulation (条例第五十四条); which body reviews them is not the same everywhere and is named by hand.
AGENCY_KINDS: dict[str, AgencyKind] = {
    "government": AgencyKind.GOVERNMENT,
    "office": AgencyKind.DEPARTMENT,
    "department": AgencyKind.DEPARTMENT,
    "dispatched": AgencyKind.DISPATCHED,
    "subdistrict": AgencyKind.DISPATCHED,
}
GIVES = frozenset({"R1", "R2", "R3"})
# A search that found nothing must be on record; what must be sorted out first as well.
SEARCHED = frozenset({"R6"})
SECRETS = "R4a"
BY_LAW = "R4b"
THIRD_PARTY = "R4d"
ELSEWHERE = "R5"
REDIRECT = "R7"
UNCLEAR = "R9"
REPEATED = "R11"
UNREASONABLE = "R13"
NOT_SUPPLEMENTED = "R15"
NOT_PAID = "R16"
ENDED = "R17"
# These close a case without a letter of decision: the applicant knows, or asked for it.
WITHOUT_LETTER = frozenset({ENDED})
# What is the same for everybody who asks for the same thing; the rest depends on the applicant and is decided one by one.
FOR_ALL = frozenset(
    code for code in REPLY_KINDS if code in {"R1", "R2", "R3", "R5", "R6", "R7", "R8", "R12"} or code.startswith("R4")
)
OWN_LAW = "政府信息公开条例"
# 云川市…, 某省…: what begins with a place was made there. A law of the state is called 法, or decides something for it.
LOCAL_NAME = re.compile(
    r"(?!中华人民共和国)[\u4e00-\u9fff]{2,12}?(?:省|市|自治区|自治州|地区|县|旗|[\u4e00-\u9fff]区)(?!场|域|划|政)"
)
LAW_NAME = re.compile(r"(?<!办)法(?:典|修正案|通则|总则)?(?:（[^）]*）)?$|决定$|解释$")
# Refusals, and what ends a case against the wish of the applicant, need somebody else's approval (R236).
NEEDS_APPROVAL = frozenset(code for code in REPLY_KINDS if code not in {"R1", "R2", ENDED})


def needs_approval(code: str, *, objected: bool) -> bool:
    """Whether somebody else must approve. Giving out what a third party `objected` to is a decision of its own (条例第三十二条)."""
    return code in NEEDS_APPROVAL or (objected and code in GIVES)


@dataclass(frozen=True)
class Basis:
    """One text that is cited: its name, its article, its rank; `known` is the rank that the library of laws has for it."""

    name: str
    article: str
    rank: str
    known: str = ""

    @property
    def text(self) -> str:
        return f"{self.name}{self.article}"


@dataclass(frozen=True)
class Draft:
    """What an officer put down about an outcome, and what the case already holds."""

    code: str
    reason: str = ""
    bases: Sequence[Basis] = ()
    given: Sequence[str] = ()
    where: str = ""
    withheld: str = ""
    withheld_grounds: Sequence[str] = ()
    severable: str = ""
    searches: int = 0
    redirect: str = ""
    redirect_contact: str = ""
    redirect_unknown: bool = False
    other_law: str = ""
    repeats: str = ""
    reasons_asked: bool = False
    reasons_due: date | None = None  # until when reasons are waited for; None once they came
    supplemented: bool = False
    supplemented_late: bool = False  # it came after the period: whether with good reason the agency decides
    supplement_due: date | None = None
    payment_due: date | None = None
    third_parties: Sequence[str] = field(default_factory=tuple)
    override: str = ""
    today: date | None = None


def kind_of(code: str) -> ReplyKind:
    """Raises KeyError for a code that the law does not know."""
    return REPLY_KINDS[code]


def defects(draft: Draft) -> list[str]:
    """Return what keeps this outcome from being put up for approval, as sentences that say what to do; [] if nothing."""
    if draft.code not in REPLY_KINDS:
        return ["请选择答复种类。"]
    found = [*_giving(draft), *_refusing(draft), *_missing(draft), *_ending(draft)]
    if draft.code not in {"R1", "R2", ENDED} and not draft.reason.strip():
        found.insert(0, "请写明理由：答复须说明事实和依据，不能只列条文。")
    return found


def _giving(draft: Draft) -> list[str]:
    found = []
    if draft.code == "R1" and not draft.where.strip():
        found.append("请写明已主动公开的信息在哪里、怎样获取（网址、公报期数或者查阅地点）。")
    if draft.code == "R2" and not draft.given and not draft.where.strip():
        found.append("请附上所提供的信息，或者写明获取的方式、途径和时间。")
    if draft.code == "R3":
        if not draft.given:
            found.append("部分公开须附上区分处理后的信息。")
        if not draft.withheld.strip() or not draft.withheld_grounds:
            found.append("部分公开须逐项写明哪些内容没有公开，并选择不予公开的理由种类。")
    objections = {"refused"} if draft.code == "R3" else {"refused", "partly"}
    if draft.code in GIVES and objections & set(draft.third_parties) and not draft.override.strip():
        found.append("有第三方不同意公开：请写明不公开会对公共利益造成怎样的重大影响，或者改选“不予公开”。")
    return found


def _refusing(draft: Draft) -> list[str]:
    kind = REPLY_KINDS[draft.code]
    found = []
    if kind.withholds or draft.code == ELSEWHERE:
        if not draft.bases:
            found.append("请写明所依据的法律条文（名称、条款）。")
        if not draft.severable.strip() and kind.withholds:
            found.append("请写明是否可以区分处理：能够区分的，应当改选“部分公开”；不能区分的，写明为什么。")
    if draft.code == BY_LAW and not any(one.rank in FORBIDDING_RANKS for one in draft.bases):
        found.append("“法律、行政法规禁止公开”须引用法律或者行政法规，规章和规范性文件不能作为依据。")
    elif draft.code == BY_LAW and all(_is_own_law(one) for one in draft.bases if one.rank in FORBIDDING_RANKS):
        found.append(
            "政府信息公开条例只规定法律、行政法规禁止公开的不予公开，本身不是禁止的依据。请再写明是哪一部法律、行政法规的哪一条禁止公开。"
        )
    found += [sentence for one in draft.bases if (sentence := _wrong_rank(one))]
    if any(one.rank not in {rank.value for rank in Rank} for one in draft.bases):
        found.append("请为每一条依据选择效力级别。")
    if draft.code == THIRD_PARTY and not draft.third_parties and not draft.override.strip():
        found.append("请先书面征求第三方的意见，或者写明为什么无需征求（例如无法联系）。")
    if draft.code == ELSEWHERE and not draft.other_law.strip():
        found.append("请写明另有规定的法律、行政法规，以及按照规定怎样查询。")
    return found


def _plain(name: str) -> str:
    return name.strip().strip("《》")


def _is_own_law(basis: Basis) -> bool:
    return _plain(basis.name).removeprefix("中华人民共和国") == OWN_LAW


def _wrong_rank(basis: Basis) -> str:
    """Return a sentence where a text cannot have the rank that was chosen: by the library, else by its name."""
    name = _plain(basis.name)
    if basis.rank not in FORBIDDING_RANKS:
        return ""  # whoever claims less than a text is takes nothing from the applicant
    if basis.known and basis.known != basis.rank:
        return f"法规库中《{name}》是{basis.known}，不是{basis.rank}，请改正效力级别，或者另引依据。"
    if basis.known:
        return ""
    if LOCAL_NAME.match(name):
        return f"《{name}》从名称看是地方制定的，不是{basis.rank}，请改正效力级别，或者另引依据。"
    if basis.rank == Rank.LAW and not LAW_NAME.search(name):
        return f"《{name}》从名称看不是法律，请改正效力级别，或者另引依据。"
    return ""


def _missing(draft: Draft) -> list[str]:
    found = []
    if draft.code in SEARCHED and not draft.searches:
        found.append("“没有所申请的信息”须有检索记录：请先登记在哪里、用什么词、由谁检索、结果如何。")
    if draft.code == REDIRECT and not draft.redirect_unknown:
        if not draft.redirect.strip():
            found.append("请写明负责公开该信息的机关；确实不能确定的，请勾选“不能确定”。")
        elif not draft.redirect_contact.strip():
            found.append("请写明该机关的联系方式。")
    return found


def _waits(today: date | None, due: date | None) -> bool:
    return today is not None and due is not None and today <= due


def _ending(draft: Draft) -> list[str]:
    found = []
    if draft.code == UNCLEAR and not draft.supplemented:
        found.append("没有告知补正并收到补正的，不能以“补正后仍不明确”答复。")
    if draft.code == REPEATED and not draft.repeats.strip():
        found.append("请写明重复的是哪一件申请，以及当时何时作出什么答复。")
    if draft.code == UNREASONABLE and not draft.reasons_asked:
        found.append("请先要求申请人说明理由，再以“明显超过合理范围”答复。")
    elif draft.code == UNREASONABLE and _waits(draft.today, draft.reasons_due):
        found.append(
            f"还没有收到申请人说明的理由，请等到{draft.reasons_due}；期满仍不说明的，再以“明显超过合理范围”答复。"
        )
    if draft.code == NOT_SUPPLEMENTED:
        if draft.supplement_due is None or (draft.supplemented and not draft.supplemented_late):
            found.append("没有告知补正，或者已经收到补正的，不能以“逾期不补正”办结。")
        elif draft.today is not None and draft.today <= draft.supplement_due:
            found.append(f"补正期限到{draft.supplement_due}，期满以后才能以“逾期不补正”办结。")
    if draft.code == NOT_PAID:
        if draft.payment_due is None:
            found.append("没有发出收费通知的，不能以“逾期未缴费”办结。")
        elif draft.today is not None and draft.today <= draft.payment_due:
            found.append(f"缴费期限到{draft.payment_due}，期满以后才能以“逾期未缴费”办结。")
    return found
