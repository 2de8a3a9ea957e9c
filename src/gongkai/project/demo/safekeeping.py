"""Safety in the city: an emergency plan with its tree of contacts, a drill and what followed, two incidents, the backups.

The numbers of the contacts are those of nobody. The files that the backups name lie nowhere: they are part of the story.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from django.utils import timezone

from gongkai.base.organisations.models import Site
from gongkai.base.organisations.queries import the_system
from gongkai.oversight.safety import actions
from gongkai.oversight.safety.actions.journal import journal_path, journalled
from gongkai.oversight.safety.models import Contact, Drill, Incident, Plan
from gongkai.oversight.safety.rules import RunKind
from gongkai.project.demo import days
from gongkai.project.demo.founding import City
from gongkai.project.demo.lives import Step

PLAN = "云川市政府网站与政务新媒体网络安全事件应急预案"
SUMMARY = (
    "一、组织体系：市政府办公室统一指挥，各部门对本部门网站栏目和账号负责。\n"
    "二、监测预警：平台每夜自动检查，值班人每个工作日读网，发现异常立即登记。\n"
    "三、处置流程：先控制影响，再查明原因，恢复前核对备份；处置全过程留痕。\n"
    "四、上报：按事件级别在规定小时内上报，联系人见下表。\n"
    "五、复盘和演练：每起事件都要复盘，每年至少演练一次。"
)
# role, name, post, phone, place of the one above
PEOPLE = (
    ("leader", "市政府办公室分管副主任", "总指挥", "000-0000001", None),
    ("technical", "市大数据中心运维科", "平台运行维护", "000-0000002", 0),
    ("content", "政务公开科", "页面下线和内容核对", "000-0000003", 0),
    ("release", "市政府新闻办公室", "对外说明情况", "000-0000004", 0),
    ("duty", "网站值班室", "24小时值守", "000-0000005", 2),
    ("superior", "省政府办公厅政务公开处", "", "000-0000006", None),
)  # fmt: skip
BACKUPS, FAILED_BACK = 12, 5  # nights before the end of the story; on one of them the disk was full
FULL = "备份没有写成（No space left on device）：/backup/gongkai.tar.gz。请检查磁盘空间和权限。"


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what was done for the safety of the sites in the last months of the story."""
    journal_path().unlink(missing_ok=True)  # what an earlier telling wrote
    listed: list[Step] = [
        (days.at(days.back(end, 70), "safety-plan"), lambda: _plan(city, end)),
        (days.at(days.back(end, 60), "safety-drill"), lambda: _drill(city, end)),
        (days.at(days.back(end, 50), "safety-held"), lambda: _held(city, end)),
        (days.at(days.back(end, 30), "safety-denial", first=10, last=11), lambda: _denial(city)),
        (days.at(days.back(end, 22), "safety-review", first=10, last=11), lambda: _reviewed(city)),
        (days.at(days.back(end, 12), "safety-test"), lambda: _tested(city)),
        (days.at(days.back(end, 10), "safety-next"), lambda: _next(city, end)),
        (days.at(end, "safety-fake", first=10, last=11), lambda: _fake(city)),
        (days.at(end, "safety-look", first=17, last=18), _look),
    ]
    for back in range(BACKUPS, -1, -1):
        night = dt.datetime.combine(end - dt.timedelta(days=back), dt.time(2, 15))
        listed.append((timezone.make_aware(night), partial(_backup, back == FAILED_BACK)))
    return listed


def _site() -> Site:
    return Site.objects.select_related("agency").get(is_default=True)


def _plan(city: City, end: dt.date) -> None:
    by, today = city.who("yc-gov", "site_editor"), timezone.localdate()
    version = actions.adopt_version(
        plan=None, agency=city.agencies["yc-gov"], title=PLAN, issued_on=days.back(today, 3), approved_by="市政府办公室主任办公会",
        summary=SUMMARY, review_on=end + dt.timedelta(days=95), by=by,
        levels={"4": {"criteria": "单个页面或者账号异常，能够立即恢复", "hours": 12}},
    )  # fmt: skip
    kept: list[Contact] = []
    for role, name, post, phone, above in PEOPLE:
        kept.append(
            actions.keep_contact(
                plan=version.plan, contact=None, role=role, name=name, post=post, phone=phone,
                above=None if above is None else kept[above], by=by,
            )
        )  # fmt: skip


def _drill(city: City, end: dt.date) -> None:
    actions.plan_drill(
        agency=city.agencies["yc-gov"], plan=Plan.objects.get(title=PLAN), title="首页被篡改应急演练",
        scenario="假设首页轮播图被替换为不良内容，检验发现、下线、恢复、上报和对外说明各环节。",
        planned_on=days.back(end, 50), by=city.who("yc-gov", "site_editor"),
    )  # fmt: skip


def _held(city: City, end: dt.date) -> None:
    by, drill = city.who("yc-gov", "site_editor"), Drill.objects.get(title="首页被篡改应急演练")
    actions.hold_drill(
        drill=drill, held_on=timezone.localdate(), participants="政务公开科、市大数据中心运维科、网站值班室，共9人",
        course="9时30分值班室发现并登记；9时38分页面下线；10时5分从前一夜备份恢复；10时20分完成上报。",
        findings="值班室联系运维科用时8分钟，联系电话未张贴；恢复以后没有逐项核对附件。", by=by,
    )  # fmt: skip
    drill.refresh_from_db()
    first = actions.add_measure(
        of=drill, what="应急联系人表张贴到值班室，并随预案每次修订更换", owner="网站值班室",
        due_on=timezone.localdate() + dt.timedelta(days=7), by=by,
    )  # fmt: skip
    actions.finish_measure(measure=first, note="已张贴，照片存档", by=by)
    actions.add_measure(
        of=drill,
        what="恢复核对清单增加附件逐项核对",
        owner="市大数据中心运维科",
        due_on=end + dt.timedelta(days=24),
        by=by,
    )


def _denial(city: City) -> None:
    by, now = city.who("yc-gov", "site_editor"), timezone.now()
    minutes = dt.timedelta(minutes=1)
    incident = actions.open_incident(
        agency=city.agencies["yc-gov"], site=_site(), account="", kind="denial", level="4", title="检索接口被大量重复访问",
        detail="8时50分起检索接口每秒请求数超过平时的40倍，网页打开变慢。", detected_at=now - 95 * minutes, by=by,
    )  # fmt: skip
    actions.contain(
        incident=incident, at=now - 70 * minutes, text="对来源网段限速，检索恢复正常，其他页面不受影响。", by=by
    )
    actions.recover(incident=incident, at=now - 20 * minutes, text="访问量回落，解除限速后观察半小时正常。", by=by)
    actions.report(
        incident=incident, at=now - 10 * minutes, to="市政府办公室、市委网信办", text="书面报告情况和处置结果。", by=by
    )


def _reviewed(city: City) -> None:
    actions.review(
        incident=Incident.objects.get(title="检索接口被大量重复访问"),
        happened="同一网段的程序反复请求检索接口，持续约一小时，页面平均打开时间由0.3秒升至4秒。",
        cause="检索接口没有按来源限速。", changes="检索接口按来源限速，超过时提示稍后再试；监测项增加接口请求数。",
        by=city.who("yc-gov", "site_editor"),
    )  # fmt: skip


def _fake(city: City) -> None:
    """The housing bureau finds an account in its name and has not reported it upwards yet."""
    by = city.who("yc-zjj", "openness_officer")
    now = timezone.now()
    incident = actions.open_incident(
        agency=city.agencies["yc-zjj"], site=None, account="短视频平台“云川住建在线”", kind="fake", level="3",
        title="冒用本局名称的短视频账号", detail="账号使用本局徽标发布购房补贴信息，留有私人联系方式。",
        detected_at=now - dt.timedelta(minutes=45), by=by,
    )  # fmt: skip
    actions.contain(incident=incident, at=now, text="已截图取证并向平台投诉，本局账号发布辟谣提示。", by=by)


def _next(city: City, end: dt.date) -> None:
    actions.plan_drill(
        agency=city.agencies["yc-gov"], plan=Plan.objects.get(title=PLAN), title="数据库损坏后的恢复演练",
        scenario="假设数据库文件损坏，检验从备份恢复、核验事件链和重新开放服务。", planned_on=days.forward(end, 12),
        by=city.who("yc-gov", "site_editor"),
    )  # fmt: skip


def _tested(city: City) -> None:
    actions.note_restore_test(
        at=timezone.now(), archive="gongkai-auto.tar.gz", good=True, by=city.who("yc-gov", "site_editor"),
        text="在备用服务器恢复，用时6分钟；抽查20件公文和附件，与公开日志一致。",
    )  # fmt: skip


def _backup(failed: bool) -> None:
    now = timezone.now()
    archive = Path(f"/backup/gongkai-{timezone.localdate(now)}.tar.gz")
    turn = now.toordinal()
    facts = {"size": 48_000_000 + turn % 97 * 61_000, "rows": 52_000 + turn % 89 * 37, "files": 410 + turn % 7}
    with journalled(RunKind.BACKUP, command="gongkai backup", archive=archive) as run:
        moment = (now + dt.timedelta(seconds=38 + turn % 11)).isoformat()
        run.ended(at=moment, **({"state": "failed", "message": FULL} if failed else {**facts, "verified": True}))


def _look() -> None:
    by = the_system("safety")
    actions.take_in(by=by)
    actions.inspect(by=by, whole=True)
