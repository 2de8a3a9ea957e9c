"""What an answer says: from the decision, the case, and the law of remedies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gongkai.base.ui.text import cn_date
from gongkai.law.clocks import FEES
from gongkai.law.grounds import GROUNDS
from gongkai.law.receipt import ARTICLE as RECEIPT_ARTICLE
from gongkai.law.replies import REPLY_KINDS, advise
from gongkai.responsive.applications.queries.drafts import reasons_until
from gongkai.responsive.applications.queries.orders import why_again
from gongkai.responsive.applications.queries.remedies import agency_kind, review_authority_of
from gongkai.responsive.applications.rules import addressing
from gongkai.responsive.applications.rules.letters import GROUND_NAMES

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, Decision


def reply_values(application: Application, decision: Decision, basic: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the answer; `basic` is what every letter of the case may quote."""
    kind = REPLY_KINDS[decision.code]
    authority = review_authority_of(application.agency)
    remedy = advise(kind, agency_kind(application.agency), authority_name=authority)
    grounds = "；".join(
        f"{GROUND_NAMES[code]}，依据{GROUNDS[code].source.citation}" for code in decision.withheld_grounds
    )
    values = {
        **basic,
        "依据条文": _full(kind.article),
        "理由": decision.reason,
        "法律依据": law_cited(decision, beside=_full(kind.article)),
        "获取方式": decision.where,
        "提供的信息": "、".join(decision.given.values_list("name", flat=True)),
        "没有公开的内容": f"{decision.withheld}（{grounds}）" if grounds else decision.withheld,
        "不予公开的情形": GROUND_NAMES.get(kind.ground, ""),
        "区分处理": decision.severable,
        "另有规定": decision.other_law,
        "检索情况": "；".join(
            f"在{one.place}以“{one.words}”检索，{one.result}" for one in application.searches.order_by("pk")
        ),
        "负责机关": decision.redirect,
        "负责机关联系方式": decision.redirect_contact,
        "重复的申请": _repeated(application),
        "重新答复": why_again(application),
        "救济告知": remedy.sentence,
    }  # fmt: skip
    if hasattr(application, "supplement"):
        values["补正期限"] = cn_date(application.supplement.due_on)
    if hasattr(application, "fee"):
        values["缴费到期"] = cn_date(application.fee.due_on) if application.fee.due_on else ""
    if hasattr(application, "reason_request"):
        values |= _reasons(application, values[addressing.NAME])
    return values


def _reasons(application: Application, spoken: str) -> dict[str, str]:
    request = application.reason_request
    judged = f"{spoken}说明了理由，本机关认定理由不合理"
    silent = f"{spoken}没有在{cn_date(reasons_until(request.asked_on))}前说明理由"
    return {"数量频次": request.facts, "说明情况": judged if request.answered_on else silent}


def law_cited(decision: Decision, *, beside: str) -> str:
    """Return the articles that the decision cites, each once, without those that the letter names `beside` them."""
    cited: dict[str, list[str]] = {}
    for one in decision.bases:
        name, article = _titled(one["name"].strip()), one["article"].strip()
        if article not in cited.get(name, ()) and not _named_in(beside, name, article):
            cited.setdefault(name, []).append(article)
    return "、".join(f"{name}{'、'.join(articles)}" for name, articles in cited.items())


def _titled(name: str) -> str:
    """A law is cited in its marks, a document by its number without."""
    return name if re.search(r"[《〔]", name) else f"《{name}》"


def _named_in(words: str, instrument: str, article: str) -> bool:
    """Whether the words name this article of this instrument: 条例第三十六条第三项、第十六条 names 条例第十六条."""
    named, _, articles = words.partition("》")
    return _bare(instrument) == _bare(named) and _bare(article) in map(_bare, articles.split("、"))


def _bare(words: str) -> str:
    """Without what one writes and another leaves out."""
    return re.sub(r"[《》\s]|中华人民共和国", "", words)


def _full(article: str) -> str:
    """条例第… as the letter writes it: with the name of the instrument."""
    if article == FEES.short:
        return FEES.citation
    return article.replace("条例", f"{RECEIPT_ARTICLE.instrument}", 1) if article.startswith("条例") else article


def _repeated(application: Application) -> str:
    other = application.repeats
    if other is None:
        return ""
    answered = other.decided_on or other.closed_on
    return f"登记编号{other.number}，{cn_date(answered)}答复" if answered else f"登记编号{other.number}"
