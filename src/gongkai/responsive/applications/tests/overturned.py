"""An answer that was refused, challenged and overturned: the parties, the decision, what an officer posts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gongkai.engine.casework import actions as casework
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.tests.desk_world import REGISTER, signed_in
from gongkai.responsive.applications.tests.world import at_work, fresh, on_day

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application, Challenge

NUMBER, BODY = "云政复〔2026〕3号", "云川市人民政府"
TERMS = "责令被申请人在收到本决定之日起十五个工作日内重新答复"
REFUSED = {
    "code": "R4d", "reason": "公开会损害第三方合法权益。", "severable": "不可分割。", "override": "第三方无法联系",
    "bases": [{"name": "《中华人民共和国政府信息公开条例》", "article": "第十五条", "rank": "行政法规"}],
}  # fmt: skip
CORRECTED = {
    "decide-result": "corrected", "decide-on": "2026-06-01", "decide-text": "撤销答复，责令重新答复",
    "decide-cause": "facts", "decide-measures": "重新征求意见",
}  # fmt: skip


def sent(town: City, application: Application, on: str) -> Application:
    """Issue the approved answer and put it on the track page."""
    with on_day(on):
        letter = actions.issue(application=fresh(application), by=town.jing)
        casework.dispatch(letter=letter, route="site", by=town.jing)
    return fresh(application)


def refused(town: City, on: str = "2026-03-02", until: str = "2026-03-10") -> Application:
    with on_day(on):
        application = at_work(town, on=dt.date.fromisoformat(on))
    with on_day(until):
        actions.decide(application=application, by=town.jing, **REFUSED)
        actions.approve(application=fresh(application), by=town.zheng)
    application = sent(town, application, until)
    assert (application.status, application.outcome) == ("closed", "R4d")
    return application


def challenged(town: City, application: Application | None, on: str = "2026-04-01", **facts: Any) -> Challenge:
    with on_day(on):
        return actions.file_challenge(
            agency=town.housing, kind="review", body=BODY, claims="撤销答复", filed_on=dt.date.fromisoformat(on),
            by=town.jing, number=NUMBER, application=application, **facts,
        )  # fmt: skip


def ordered(town: City, challenge: Challenge, on: str = "2026-06-01", **more: str) -> Any:
    data = CORRECTED | {"decide-on": on, "decide-answer_by": "2026-06-23", "decide-terms": TERMS} | more
    client = signed_in(town, "jing")
    with on_day(on):
        challenge.refresh_from_db()
        return client.post(
            f"{REGISTER}challenges/{challenge.pk}/do/decide/", data | {"seen": str(challenge.version)}
        )  # fmt: skip
