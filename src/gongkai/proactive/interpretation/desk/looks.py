"""How an interpretation stands, in a word and a colour, and the one next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.proactive.interpretation.permissions import check_turn, check_writing, may
from gongkai.proactive.interpretation.queries import is_ready, policy_edition
from gongkai.proactive.interpretation.rules import STATUS_NAMES, TURNS, Status
from gongkai.proactive.interpretation.rules.road import goes_with_document

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.interpretation.models import Interpretation

OWNERS = {"head": "科室负责人", "secrecy": "保密审查员", "sign": "签发领导"}
LOOKS = {
    Status.DRAFT: "info", Status.HEAD: "warn", Status.SECRECY: "warn", Status.SIGNING: "warn", Status.READY: "warn",
    Status.PUBLISHED: "ok", Status.WITHDRAWN: "bad", Status.ABANDONED: "pause",
}  # fmt: skip


def pill(one: Interpretation) -> dict[str, str]:
    return {"label": STATUS_NAMES[one.status], "kind": LOOKS[Status(one.status)]}


def next_step(one: Interpretation, edition: Edition, by: Acting) -> dict[str, Any]:
    """Return the one thing that comes next, and whether it is this person's to do."""
    del edition
    status = Status(one.status)
    if status is Status.DRAFT:
        return {"text": "起草人修改、送审", "mine": may(check_writing, one, by)}
    if status in TURNS:
        turn = TURNS[status]
        return {"text": f"{OWNERS[turn.step.key]}{turn.step.name}", "mine": may(check_turn, one, by)}
    if status is Status.READY:
        return {"text": _release_words(one), "mine": False}
    if status is Status.PUBLISHED and is_behind(one):
        return {"text": "文件有新版本，请核对解读", "mine": may(check_writing, one, by)}
    return {"text": "", "mine": False}


def is_behind(one: Interpretation) -> bool:
    """Return whether the policy has a newer public edition than the one that was looked at."""
    basis = policy_edition(one.policy)
    return basis is not None and basis.number > one.of_edition


def _release_words(one: Interpretation) -> str:
    if not is_ready(one):
        return "签发之后有改动，请收回后重新审定"
    if goes_with_document(stage=one.stage, sort=one.sort) and not hasattr(one.policy, "release"):
        return "等文件公开时一起发布"
    return "政务公开专员发布"
