"""What is missing before this can go on: every gate of a document in one list, the same for the page and for the verbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.screening import queries as screening
from gongkai.law.grounds import Attribute, Mode
from gongkai.proactive.documents import rules
from gongkai.proactive.documents.models import Countersign, NormCheck
from gongkai.proactive.documents.queries.exhibits import exhibit_gaps, undecided
from gongkai.proactive.documents.queries.holds import holds_of
from gongkai.proactive.documents.queries.opinions import package_gaps
from gongkai.proactive.documents.queries.redaction import gaps
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.demands import DEMANDS
from gongkai.proactive.documents.rules.guides import guide_defects
from gongkai.proactive.documents.rules.library import entry_defects
from gongkai.proactive.documents.rules.norms import needs_norm_check

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document

OVER = frozenset({Status.PUBLISHED, Status.SERVED, Status.FILED, Status.WITHDRAWN, Status.ABANDONED, Status.SEALED})
DRAFTING = frozenset({Status.DRAFT, Status.RETURNED})
NAMES: dict[str, str] = {
    "particulars": "要素",
    "redaction": "删减",
    "exhibits": "图示",
    "exhibits-verified": "图示对照",
    "screening": "发布前检查",
    "combination": "数据汇聚风险",
    "norm": "公文规范性审核",
    "countersign": "会签",
    "package": "报送材料",
    "timing": "时度效评估",
    "library": "入库要素",
    "hold": "来文撤回",
    "guide": "指南内容",
}
# By which verb a gate is closed to; what is listed before that is not yet due, but told.
STOPS: dict[str, frozenset[str]] = {
    "submit": frozenset({"particulars"}),
    "approve_head": frozenset({"package"}),
    "check": frozenset({"redaction", "screening", "exhibits", "guide"}),
    "clear": frozenset({"redaction", "screening", "combination", "exhibits", "exhibits-verified"}),
    "sign": frozenset({"redaction", "norm", "countersign"}),
    "issue": frozenset({"hold"}),
    "publish": frozenset({"redaction", "screening", "exhibits", "timing", "library", "hold", "guide"}),
}
# The verbs in the order in which they are taken, each with the status in which it is the next one.
ORDER: tuple[tuple[str, str, frozenset[Status]], ...] = (
    ("submit", "送审", DRAFTING),
    ("approve_head", "科室审核", frozenset({Status.HEAD_REVIEW})),
    ("check", "核稿", frozenset({Status.OFFICE_REVIEW})),
    ("clear", "保密审查", frozenset({Status.SECRECY_REVIEW, Status.AUTHORITY_REVIEW})),
    ("sign", "签发", frozenset({Status.SIGNING})),
    ("issue", "编号印发", frozenset({Status.SIGNED})),
    ("publish", "公开", frozenset({Status.ISSUED})),
)


@dataclass(frozen=True)
class Gate:
    """One thing that is missing: `place` is where it is supplied, below the page of the document or a whole address."""

    key: str
    missing: tuple[str, ...]
    place: str
    # The step before which it must be supplied, and whether that is the one at hand.
    before: str = ""
    now: bool = False

    @property
    def name(self) -> str:
        return NAMES[self.key] if self.key in NAMES else DEMANDS[self.key].name


def open_gates(document: Document, edition: Edition, facts: dict[str, object]) -> list[Gate]:
    """Return every open gate of a document that is on its way, with sentences; an empty list when nothing is missing."""
    status = Status(document.status)
    if status in OVER:
        return []
    drafting = status in DRAFTING
    found = [
        Gate("particulars", tuple(_particulars(facts)) if drafting else (), "edit/"),
        Gate("redaction", tuple(gaps(document, edition)), "redaction/"),
        Gate("exhibits", tuple(exhibit_gaps(edition)), "exhibits/"),
        Gate("exhibits-verified", _unverified(edition, status), "exhibits/"),
        Gate("screening", _screening(document, edition, status), "#text"),
        Gate("combination", _combination(edition, status), "#related"),
        Gate("norm", _norm(document, edition, status), "norm-check/"),
        Gate("countersign", _countersign(document, edition, status), "countersign/"),
        Gate("package", _package(document, edition, status), "opinion/"),
        Gate("timing", _timing(document), "edit/" if drafting else "#facts"),
        Gate("library", () if drafting else tuple(_library(document, facts)), "#facts"),
        Gate("hold", tuple(holds_of(document)), "#decision"),
        Gate("guide", tuple(guide_defects(edition.title, edition.html)), "edit/" if drafting else "#text"),
    ]
    return [_timed(gate, status) for gate in found if gate.missing] + _demanded(document, edition, status)


def _steps_from(status: Status) -> tuple[tuple[str, str, frozenset[Status]], ...]:
    """Return the steps that are still to come; the authority asks no gate of its own and shares the next one's."""
    return ORDER[next((place for place, (_, _, when) in enumerate(ORDER) if status in when), len(ORDER)) :]


def _demanded(document: Document, edition: Edition, status: Status) -> list[Gate]:
    """Return what other packages miss, each once, at the first step to come that is refused for it."""
    found = []
    for one in DEMANDS.values():
        for place, (verb, name, _) in enumerate(_steps_from(status)):
            missing = tuple(one.missing(verb, document, edition))
            if missing:
                found.append(Gate(one.key, missing, one.place(document), name, place == 0))
                break
    return found


def _timed(gate: Gate, status: Status) -> Gate:
    """Say at which step from here on the gate closes."""
    for place, (verb, name, _) in enumerate(_steps_from(status)):
        if gate.key in STOPS[verb]:
            return replace(gate, before=name, now=place == 0)
    return gate


def stopping(verb: str, document: Document, edition: Edition) -> list[str]:
    """Return the sentences for which this verb is refused now. Nothing was found, nothing is asked."""
    wanted = STOPS[verb]
    found: list[str] = []
    if "redaction" in wanted:
        found += gaps(document, edition)
    if "exhibits" in wanted:
        found += exhibit_gaps(edition)
    if "exhibits-verified" in wanted:
        found += _unverified(edition, Status.SECRECY_REVIEW)
    if "screening" in wanted and document.attribute == Attribute.PROACTIVE:
        found += screening.gate(edition).reasons
    if "combination" in wanted:
        found += _combination(edition, Status.SECRECY_REVIEW)
    if "norm" in wanted:
        found += _norm(document, edition, Status.SIGNING)
    if "countersign" in wanted:
        found += _countersign(document, edition, Status.SIGNING)
    if "package" in wanted:
        found += package_gaps(document, edition)
    if "timing" in wanted:
        found += _timing(document)
    if "hold" in wanted:
        found += holds_of(document)
    if "guide" in wanted:
        found += guide_defects(edition.title, edition.html)
    return found + demanded(verb, document, edition)


def demanded(verb: str, document: Document, edition: Edition) -> list[str]:
    """Return what other packages miss before this verb."""
    return [said for one in DEMANDS.values() for said in one.missing(verb, document, edition)]


def _package(document: Document, edition: Edition, status: Status) -> tuple[str, ...]:
    """The form goes up together with the draft, so it is asked for until the head of division has let it go (R017)."""
    before_head = status in DRAFTING or status is Status.HEAD_REVIEW
    return tuple(package_gaps(document, edition)) if before_head else ()


def _particulars(facts: dict[str, object]) -> list[str]:
    redaction = facts.get("redaction") or []
    return [one for one in rules.draft_defects(facts) if one not in redaction]  # type: ignore[operator]


def _library(document: Document, facts: dict[str, object]) -> list[str]:
    """Before the issue there are no dates yet: they are not missing, they are to come."""
    if document.attribute != Attribute.PROACTIVE:
        return []
    to_come = {"缺少成文日期", "缺少印发日期"} if document.issued_on is None else set()
    return [one for one in entry_defects(facts) if one not in to_come]


def _screening(document: Document, edition: Edition, status: Status) -> tuple[str, ...]:
    if document.attribute != Attribute.PROACTIVE or status in {Status.DRAFT, Status.RETURNED}:
        return ()
    return tuple(screening.gate(edition).reasons)


def _unverified(edition: Edition, status: Status) -> tuple[str, ...]:
    """Of a text with passages withheld every exhibit is compared with what stays public before the review is over."""
    if status is not Status.SECRECY_REVIEW:
        return ()
    return tuple(f"图示“{one.title}”还没有对照公开稿作出结论" for one in undecided(edition))


def _combination(edition: Edition, status: Status) -> tuple[str, ...]:
    """Only where something related is public already somebody has to say that nothing is told by both together (R011)."""
    if status is not Status.SECRECY_REVIEW or edition.mode == Mode.TARGETED:
        return ()
    statement = screening.statement_of(edition)
    if statement is None and not related_count(edition):
        return ()
    if statement is None:
        return ("已有相关信息公开，请对照后声明合并公开不会泄露应当保护的信息",)
    return () if statement.harmless else ("审查认为与已公开的信息合并会泄露应当保护的信息，请退回修改",)


def related_count(edition: Edition) -> int:
    """Return how many public texts speak of the same names: what a reviewer has to look at together with this one."""
    return len(screening.related_for_edition(edition).items)


def _norm(document: Document, edition: Edition, status: Status) -> tuple[str, ...]:
    if status in DRAFTING or not needs_norm_check(document.category) or document.issued_on is not None:
        return ()
    last = NormCheck.objects.filter(edition=edition).first()
    if last is None:
        return ("尚未进行公文规范性审核",)
    if last.digest != publishing.review_digest(edition):
        return ("规范性审核之后内容有改动，请重新审核",)
    return () if last.passed else ("规范性审核未通过，请按意见修改",)


def _countersign(document: Document, edition: Edition, status: Status) -> tuple[str, ...]:
    if status in DRAFTING or not document.joint_issuers:
        return ()
    digest = publishing.review_digest(edition)
    said = dict(Countersign.objects.filter(edition=edition, digest=digest).values_list("agency_name", "result"))
    waiting = [name for name in document.joint_issuers if said.get(name) not in {"agree", "reservation"}]
    return tuple(f"{name}{'退回了会签' if name in said else '尚未会签本稿'}" for name in waiting)


def _timing(document: Document) -> tuple[str, ...]:
    return ("缺少时度效评估",) if document.sensitive and not document.timing_assessment.strip() else ()
