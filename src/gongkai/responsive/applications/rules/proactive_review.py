"""同步审查: whether what was given on application should be published for everybody (R237, R238). No Django."""

from __future__ import annotations

from enum import StrEnum


class Proactive(StrEnum):
    ELIGIBLE = "eligible"
    NOT = "ineligible"
    STUDY = "to-study"


PROACTIVE_NAMES: dict[str, str] = {
    Proactive.ELIGIBLE: "符合主动公开条件，转为主动公开",
    Proactive.NOT: "不符合主动公开条件",
    Proactive.STUDY: "待研究",
}
