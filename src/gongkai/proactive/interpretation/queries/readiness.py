"""May the document go on without its interpretation: the three synchronisations as gates (三同步, R164)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import digest
from gongkai.proactive.interpretation.models import Interpretation, Plan
from gongkai.proactive.interpretation.queries.measures import copying_sentence
from gongkai.proactive.interpretation.queries.working import (
    edition_of,
    material_of,
    open_doubts,
    plan_of,
    policy_edition,
)
from gongkai.proactive.interpretation.rules import Sort, Stage, Status
from gongkai.proactive.interpretation.rules.beside import supply_lacking
from gongkai.proactive.interpretation.rules.road import UNDER_WAY, lacking, plan_lacking
from gongkai.proactive.interpretation.rules.scope import must_interpret

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item
    from gongkai.proactive.documents.models import Document

PLAN_FIELDS = "forms channels outline timing misreading media_plan".split()


def policy_digest(policy: Item) -> str:
    """Return the digest of the wording that is interpreted; the number comes after the signature and is not in it."""
    edition = policy_edition(policy)
    return digest({"title": edition.title, "html": edition.html}) if edition else ""


def lacking_of(interpretation: Interpretation, edition: Edition | None = None) -> list[str]:
    """Return what is missing before this interpretation may be handed on."""
    edition = edition or edition_of(interpretation)
    first = interpretation.stage == Stage.RELEASE and interpretation.sort == Sort.FIRST
    doubts = open_doubts(interpretation.policy) if first else []
    return lacking(
        {
            "title": edition.title,
            "material": material_of(interpretation, edition),
            "layout": interpretation.layout,
            "elements": interpretation.elements,
            "policy": basis.text if (basis := policy_edition(interpretation.policy)) else "",
            "doubts": [doubt.question for doubt in doubts],
            "copying": copying_sentence(interpretation, edition),
            "supplied": supply_lacking(interpretation.pk),
        }
    )


def is_ready(interpretation: Interpretation) -> bool:
    """Return whether every review of this very wording, against this very text of the policy, stands."""
    return interpretation.status == Status.READY and not publishing.missing_steps(edition_of(interpretation))


def _together(policy: Item) -> list[Interpretation]:
    """Return the interpretations that go out with the document and are still under way."""
    rows = Interpretation.objects.filter(
        policy=policy, stage=Stage.RELEASE, sort=Sort.FIRST, status__in=[one.value for one in UNDER_WAY]
    )
    return list(rows.select_related("item__agency", "policy").order_by("item"))


def wanted(document: Document) -> bool:
    """Return whether this document is interpreted or does not go out."""
    plan = Plan.objects.filter(policy=document.item_id).only("important").first()
    return must_interpret(
        attribute=document.attribute, category=document.category, important=plan is not None and plan.important
    )


def unsigned(document: Document) -> list[Interpretation]:
    """Return those that should go out with the document and are not signed, or were signed for another wording."""
    return [one for one in _together(document.item) if not is_ready(one)]


def missing_for(verb: str, document: Document, edition: Edition) -> list[str]:
    """Return for which reasons this verb of the document waits for its interpretation, as Chinese sentences.

    A corrected edition of what is public already goes out by itself: its interpretations are looked at again afterwards.
    """
    if verb not in {"submit", "approve_head", "sign", "publish"} or edition.number > 1:
        return []
    if verb in {"submit", "approve_head"}:
        return _planned(document, approved=verb == "approve_head") if wanted(document) else []
    return _written(verb, document)


def _planned(document: Document, *, approved: bool) -> list[str]:
    plan = plan_of(document.item)
    if plan is None:
        return ["这份文件须同步解读，还没有填写解读方案"]
    found = plan_lacking({name: getattr(plan, name) for name in PLAN_FIELDS})
    if approved and plan.approved_at is None:
        found.append("解读方案还没有经科室负责人审定")
    if approved and not _together(document.item):
        found.append("还没有起草解读材料（同步起草）")
    return found


def _written(verb: str, document: Document) -> list[str]:
    under_way = _together(document.item)
    if not under_way:
        return ["没有与文件一起发布的解读材料"] if wanted(document) else []
    word = "同步审签" if verb == "sign" else "同步发布"
    waiting = [one for one in under_way if not is_ready(one)]
    if verb == "sign" and not wanted(document):
        return []
    return [f"解读材料“{edition_of(one).title}”{_state(one)}（{word}）" for one in waiting]


def _state(one: Interpretation) -> str:
    if one.status == Status.READY:
        return "签发之后文件或者解读有改动，须收回后重新审定"
    return f"现在是“{one.get_status_display()}”，还没有签发"
