"""Interpretations of the demo city: planned with the draft, signed with the document, released with it; one comes later.

All by the real verbs, in the names of those who drafted, reviewed and signed the document itself.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from gongkai.base.files import actions as files
from gongkai.engine.publishing.queries import item_by_number
from gongkai.engine.screening import actions as screening
from gongkai.engine.screening import queries as screened
from gongkai.engine.screening.rules.decisions import Choice, choices_for
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import SECRECY_CHECKS
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.queries.helping import detected
from gongkai.proactive.interpretation.rules.cards import kind_for
from gongkai.proactive.interpretation.rules.kinds import parts_of
from gongkai.proactive.interpretation.rules.substance import Material
from gongkai.project.demo import days
from gongkai.project.demo.interpretation_forms import LATER, files_of, transcript_of
from gongkai.project.demo.interpretation_texts import SECOND, TEXTS

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Item
    from gongkai.proactive.interpretation.models import Interpretation
    from gongkai.project.demo.founding import City
    from gongkai.project.demo.lives import Step

NOTHING_FOUND = dict.fromkeys(SECRECY_CHECKS, "none")
GROUND = "公开办事所需的联系方式和依法应当公开的信息"
BRIEF = "内容不多，见要点和文件原文"
QUARTER_ASKED = dt.date(2026, 8, 12)
BENEFITS = frozenset({"001", "003", "035", "043", "057", "058", "117", "134", "138"})


def plan_for(document: Document, name: str, by: Acting) -> None:
    """Fill in the plan while the document is drafted, and note what colleagues did not understand. Nothing where none is due."""
    if not queries.wanted(document) or queries.plan_of(document.item) is not None:
        return
    told = _text(name)
    widely_watched = name[:3] in {"001", "009", "020"}
    actions.plan(
        document=document, by=by, policy_type="benefit" if name[:3] in BENEFITS else "normative",
        forms=[told["form"]], channels=["portal", "media"], outline=told["summary"], timing="与文件同时发布",
        attention=widely_watched, misreading=name[:3] == "009",
        unused=dict.fromkeys(("press", "newspaper", "radio", "tv"), "由市融媒体中心转发，不单独安排") if widely_watched else {},
        media_plan="发布当天由政务新媒体同步说明禁放区边界，值班人员跟踪留言两周。" if name[:3] == "009" else "",
    )  # fmt: skip
    for question, _ in told.get("doubts", ()):
        actions.raise_doubt(policy=document.item, question=question, source="drafting", by=by)


def interpret(document: Document, name: str, *, drafter: Acting, head: Acting) -> None:
    """Let the head approve the plan, write the interpretation, answer the doubts, hand it in and let the head approve it."""
    plan = queries.plan_of(document.item)
    if plan is None or plan.approved_at is not None:
        return
    actions.approve_plan(plan=plan, by=head, opinion="同意，解读与文件同步准备。")
    told = _text(name)
    answers = dict(told.get("doubts", ()))
    for doubt in queries.open_doubts(document.item):
        actions.answer_doubt(doubt=doubt, answer=answers.get(doubt.question, "见解读。"), by=drafter)
    one = actions.draft(
        policy=document.item, title=told["title"], by=drafter, form=told["form"], html=told["html"],
        policy_type=plan.policy_type, summary=told["summary"], points=_points(told, document, plan.policy_type), **_measured(told),
    )  # fmt: skip
    actions.submit(interpretation=one, by=drafter)
    actions.approve(interpretation=one, by=head, opinion="内容准确，通俗易懂。")


def clear(document: Document, by: Acting) -> None:
    """The secrecy review of what goes out with the document."""
    for one in queries.unsigned(document):
        _cleared(one, by)


def sign(document: Document, by: Acting) -> None:
    for one in queries.unsigned(document):
        actions.approve(interpretation=one, by=by, opinion="与文件一并印发。")


def _cleared(one: Interpretation, by: Acting) -> None:
    _settle(queries.edition_of(one), by)
    actions.approve(interpretation=one, by=by, checks=NOTHING_FOUND, opinion="未发现涉密和敏感内容。")


def _settle(edition: Edition, by: Acting) -> None:
    """Decide every hit that waits for a person: what the law lets stand is public, the rest was a false alarm."""
    for hit in screened.undecided(edition):
        choice = Choice.PUBLIC if Choice.PUBLIC in choices_for(hit.finding) else Choice.NO_HIT
        screening.decide(edition=edition, fingerprint=hit.fingerprint, choice=choice, by=by, ground=GROUND)


def _text(name: str) -> dict[str, Any]:
    """Return what was written for this document. A new demo document that must be interpreted needs its entry."""
    return TEXTS[name[:3]]


def _points(told: dict[str, Any], document: Document, policy_type: str) -> dict[str, Any]:
    edition = queries.policy_edition(document.item)
    kind = kind_for(title=edition.title if edition else "", policy_type=policy_type, form=told["form"])
    return {**told["points"], "kind": kind} if told["points"] else {}


def _measured(told: dict[str, Any]) -> dict[str, Any]:
    """Return parts as the platform finds them in the wording, and what was marked as fact, figure or case."""
    found = detected(Material(told["form"], told["html"], told.get("points") or {}).whole, "nine")
    elements = {
        key: {"state": "present", "detected": True} if key in found else {"state": "absent", "reason": BRIEF}
        for key in parts_of("nine")
    }
    facts = [{"kind": kind, "text": text, "source": source} for kind, text, source in told.get("facts", ())]
    return {"elements": elements, "facts": facts}


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what came after a release: people kept asking, so it was told again, shown, heard and talked about (R169, R172)."""
    day = min(QUARTER_ASKED, days.back(end, 1))
    found: list[Step] = [(days.at(day, "second-interpretation"), lambda: _later(city, SECOND))]
    for told in LATER:
        moment = min(told.get("day") or end, end)
        found.append((days.at(moment, f"interpretation:{told['title']}", first=16), partial(_later, city, told)))
    return found


def _policy(told: dict[str, Any]) -> Item | None:
    """Return the policy by its number; of one that has none yet by its title."""
    if "of" in told:
        found = item_by_number(told["of"])
        return found if found is not None and hasattr(found, "release") else None
    document = Document.objects.filter(item__editions__title=told["title_of"]).select_related("item").first()
    return document.item if document else None


def _later(city: City, told: dict[str, Any]) -> None:
    policy = _policy(told)
    if policy is None:
        return
    plan = queries.plan_of(policy)
    home = plan.agency.code if plan else policy.agency.code
    drafter = city.who(home, "drafter")
    names = ("held_on", "speakers", "consultation_url", "reason")
    one = actions.draft(
        policy=policy, title=told["title"], by=drafter, form=told["form"], stage=told.get("stage", "implementation"),
        sort=told.get("sort", "second"), html=told["html"], summary=told["summary"], policy_type="benefit",
        transcript=transcript_of(told), **{name: told[name] for name in names if name in told}, **_measured(told),
    )  # fmt: skip
    for name, role, data in files_of(told):
        stored = files.store(data=data, filename=name, by=drafter.actor().name, media=True)
        actions.add_file(interpretation=one, file=stored, name=name, role=role, by=drafter)
    actions.submit(interpretation=one, by=drafter)
    actions.approve(interpretation=one, by=city.who(home, "division_head"), opinion="问题找得准，同意。")
    _cleared(one, city.who(policy.agency.code, "secrecy_reviewer"))
    actions.approve(interpretation=one, by=city.who(policy.agency.code, "signing_leader"), opinion="同意发布。")
    actions.publish(interpretation=one, by=city.who(policy.agency.code, "openness_officer"))
