"""What followed some answers of the city: reviews and a lawsuit, what was opened to everybody, a notice to all units."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.project.demo import days
from gongkai.project.demo.applications import BUREAU
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application, Challenge

if TYPE_CHECKING:
    from gongkai.project.demo.founding import City
    from gongkai.project.demo.lives import Step


def _case(agency: str, title: str) -> Application | None:
    return Application.objects.filter(agency__code=agency, title=title).first()


def _file(
    city: City, kind: str, body: str, claims: str, *, about: str = "", number: str = "", hearing: int = 0
) -> None:
    today = timezone.localdate()
    actions.file_challenge(
        agency=city.agencies[BUREAU], kind=kind, body=body, claims=claims, filed_on=today, number=number,
        application=_case(BUREAU, about) if about else None, by=city.who(BUREAU, "openness_officer"),
        hearing_on=days.forward(today, hearing) if hearing else None,
    )  # fmt: skip


def _corrected(city: City, number: str) -> None:
    by = city.who(BUREAU, "openness_officer")
    actions.decide_challenge(
        challenge=Challenge.objects.get(number=number), result="corrected", on=timezone.localdate(), cause="search",
        text="责令在法定期限内重新答复。", measures="检索范围扩大到移交市档案馆的卷宗，检索经过逐条留痕。", by=by,
    )  # fmt: skip
    actions.report_challenge(
        challenge=Challenge.objects.get(number=number), to="云川市司法局", on=timezone.localdate(), by=by
    )


def _given(city: City) -> None:
    """Somebody at the counter gets what lies ready; whether everybody should is not judged yet."""
    from gongkai.project.demo.applications import PEOPLE
    from gongkai.responsive.applications.rules.forms import Matter

    by = city.who(BUREAU, "openness_officer")
    received = actions.submit(
        agency=city.agencies[BUREAU], door="counter", form="paper", method="pick-up", parties=[PEOPLE["公益"]],
        matters=[Matter("2025年老旧小区加装电梯补助发放情况")], by=by,
    )  # fmt: skip
    application = actions.accept(application=received.submission.applications.get(), by=by)
    actions.decide(application=application, code="R2", where="当面领取。", by=by)
    actions.issue(application=Application.objects.get(pk=application.pk), by=by)
    actions.delivered(application=Application.objects.get(pk=application.pk), by=by, on=timezone.localdate())


def _notice(city: City) -> None:
    today = timezone.localdate()
    actions.send_bulletin(
        agency=city.agencies[BUREAU], title="依申请公开复议诉讼情况通报", since=today - dt.timedelta(days=120), until=today,
        text="本期有一件因检索不充分被纠正。各单位作出信息不存在的答复前，应当写明检索的范围、用词和结果，并请档案机构协助。",
        by=city.who(BUREAU, "openness_officer"),
    )  # fmt: skip


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what happens after the answers; nothing in a city without the housing bureau."""
    if BUREAU not in city.agencies:
        return []
    number = "云府复〔2026〕31号"

    def at(back: int, key: str) -> dt.datetime:
        return days.at(days.back(end, back), f"after-{key}", first=16, last=17)

    return [
        (at(27, "review"), lambda: _file(city, "review", "云川市人民政府", "撤销关于旧城改造论证会记录的答复。", about="旧城改造方案论证会会议记录", number=number)),
        (at(12, "court"), lambda: _file(city, "direct", "云川市中级人民法院", "确认逾期答复违法。", number="（2026）云01行初88号", hearing=24)),
        (at(9, "complaint"), lambda: _file(city, "complaint", "云川市人民政府办公室", "反映申请渠道公布的电话无人接听。")),
        (at(6, "corrected"), lambda: _corrected(city, number)),
        (at(5, "given"), lambda: _given(city)),
        (at(3, "notice"), lambda: _notice(city)),
    ]  # fmt: skip
