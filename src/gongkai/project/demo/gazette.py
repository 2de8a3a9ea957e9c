"""The government gazette of the city: two old issues and a gap, two issues of the year, one of them in English, one in proof.

All by the real verbs. What stood in the old issues is invented, as everything of the city.
"""

from __future__ import annotations

import datetime as dt

from gongkai.base.organisations.queries import Acting
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.models import Gazette, Issue
from gongkai.proactive.gazette.rules import COLUMN_NAMES
from gongkai.proactive.gazette.rules.history import OldIssue, OldText
from gongkai.project.demo import days
from gongkai.project.demo.founding import City
from gongkai.project.demo.lives import Step

NAME = "云川市人民政府公报"
ENGLISH_NAME = "Gazette of the People’s Government of Yunchuan"
FOUNDED = dt.date(2023, 1, 16)
HISTORY: tuple[OldIssue, ...] = (
    OldIssue(
        year=2023, number=1, total=1, day=dt.date(2023, 1, 16),
        texts=[
            OldText(
                title="云川市人民政府关于加快城区排水防涝设施改造的意见", doc_number="云川政发〔2022〕41号",
                issuer="云川市人民政府", formed_on=dt.date(2022, 12, 20),
                text="各区人民政府，市政府各部门：\n为了减少城区内涝，提出以下意见。\n一、先摸清底数，再动工改造。各区在汛期前完成排水管网普查。\n二、老旧小区改造与雨污分流同步实施，不重复开挖路面。\n三、易涝点位实行一点一策，整治一处、销号一处。\n云川市人民政府\n2022年12月20日",
            ),
            OldText(
                column="personnel", title="云川市人民政府关于江见川等任免职务的通知", doc_number="云川政任〔2023〕1号",
                issuer="云川市人民政府", formed_on=dt.date(2023, 1, 6),
                text="任命江见川为市水利局局长；\n免去江见川的市住房和城乡建设局副局长职务。",
            ),
        ],
    ),
    OldIssue(
        year=2023, number=3, total=3, day=dt.date(2023, 9, 18),
        texts=[
            OldText(
                title="云川市人民政府办公室关于做好农贸市场改造提升工作的通知", doc_number="云川政办发〔2023〕22号",
                issuer="云川市人民政府办公室", formed_on=dt.date(2023, 8, 11),
                text="各区人民政府：\n为方便群众就近买菜，分三年改造提升农贸市场四十二家。\n改造期间设置临时疏导点，经营户的摊位费按实际停业天数减免。\n云川市人民政府办公室\n2023年8月11日",
            ),
            OldText(
                column="chronicle", title="大事记（2023年7—8月）",
                text="7月3日，云江大桥主桥合龙。\n8月19日，市图书馆新馆开放，当日接待读者六千余人次。",
            ),
        ],
    ),
)  # fmt: skip
RECIPIENTS: tuple[tuple[str, str, int, bool, str, str], ...] = (
    ("市图书馆", "library", 60, True, "临江区滨湖路2号一楼报刊阅览区", "周二至周日9:00—20:30"),
    ("市政务服务中心", "hall", 80, True, "临江区明德路18号一楼大厅", "工作日9:00—17:00"),
    ("市档案馆", "archive", 20, True, "云岭区青石路7号查阅室", "工作日9:00—16:30"),
    ("明德街道各社区", "village", 120, False, "临江区明德街道", ""),
    ("松林镇各村", "village", 90, False, "云岭区松林镇", ""),
    ("和平街道办事处", "subdistrict", 30, False, "川北新区和平街道", ""),
)
CHRONICLE = "3日，市政府召开常务会议，研究住房租赁补贴和既有住宅加装电梯工作。\n16日，全市防汛物资储备检查结束。\n28日，云江沿岸步道全线贯通。"
HONOURS = "市政府决定，对在既有住宅加装电梯工作中成绩突出的明德街道办事处等六个单位予以通报表扬。\n希望受表扬的单位再接再厉，各单位学习先进经验，把好事办好。"
PERSONNEL = "市政府决定：\n任命沙晚晴为市数据局副局长（试用期一年）；\n免去文逸之的市应急管理局副局长职务。"
PREFACE = "This issue carries the policy documents of the quarter, appointments, commendations and the chronicle. Selected texts are translated in full."
# By words of the Chinese title: English title, and the wording where it was translated.
ENGLISH: tuple[tuple[str, str, str], ...] = (
    ("通报表扬", "Circular Commending Units for Outstanding Work in Adding Lifts", "The municipal government has decided to commend six units, among them the Mingde Sub-district Office, for outstanding work in adding lifts to existing residential buildings."),
    ("租赁补贴", "Measures of Yunchuan for Rental Subsidies to New Residents (Trial)", ""),
    ("加装电梯", "Measures of Yunchuan for Adding Lifts to Existing Residential Buildings", ""),
    ("大事记", "Chronicle of the quarter", "On the 3rd, the executive meeting of the municipal government discussed rental subsidies and the adding of lifts to existing residential buildings.\nOn the 16th, the inspection of flood-control supplies was completed.\nOn the 28th, the footpath along the Yun River was opened over its whole length."),
    ("任免", "Appointments and Removals", ""),
)  # fmt: skip
MOST_TEXTS = 8


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what the editors did on the last days of the story."""
    before = days.back(end, 2)
    gazettes: list[Gazette] = []
    return [
        (days.at(before, "gazette-history"), lambda: gazettes.append(_found(city))),
        (days.at(days.back(end, 1), "gazette-first"), lambda: _first(city, gazettes[0], end.year)),
        (days.at(end, "gazette-second", first=10), lambda: _second(city, gazettes[0], end.year)),
        (days.at(end, "gazette-third", first=15), lambda: _third(city, gazettes[0], end.year)),
    ]


def _found(city: City) -> Gazette:
    editor, officer = city.who("yc-gov", "site_editor"), city.who("yc-gov", "openness_officer")
    made = actions.found_gazette(
        agency=city.agencies["yc-gov"], name=NAME, english_name=ENGLISH_NAME, founded_on=FOUNDED, by=editor,
        about="市人民政府主办，刊登市政府及其部门的政策文件。",
    )  # fmt: skip
    for old in HISTORY:
        actions.take_over_issue(gazette=made, old=old, by=officer, source="纸质公报")
    for name, place, copies, point, address, hours in RECIPIENTS:
        actions.edit_recipient(
            gazette=made, name=name, place=place, copies=copies, is_point=point, address=address, hours=hours, by=editor
        )
    return made


def _filled(city: City, gazette: Gazette, year: int, number: int, total: int) -> Issue:
    editor = city.who("yc-gov", "site_editor")
    issue = actions.plan(gazette=gazette, year=year, number=number, total=total, planned_on=None, by=editor)
    known = [one for one in queries.candidates(issue) if one.reasons and one.release.first_published_at.year == year]
    rows = known[:MOST_TEXTS]
    if rows:
        rows.sort(key=lambda one: list(COLUMN_NAMES).index(one.column))
        for column in dict.fromkeys(one.column for one in rows):
            items = [one.release.item_id for one in rows if one.column == column]
            actions.choose(issue=issue, items=items, column=column, by=editor)
    actions.add_text(
        issue=issue, column="chronicle", title=f"大事记（{year}年第{number}号）", body=CHRONICLE, by=editor
    )
    return issue


def _read(city: City, issue: Issue) -> Issue:
    officer, deputy = _readers(city)
    issue = actions.select(issue=issue, by=city.who("yc-gov", "site_editor"))
    for reader in (officer, deputy):
        reading = actions.open_reading(issue=issue, by=reader)
        issue = actions.close_reading(reading=reading, by=reader)
    return issue


def _readers(city: City) -> tuple[Acting, Acting]:
    return city.who("yc-gov", "openness_officer"), city.who("yc-gov", "openness_officer", place=1)


def _out(city: City, issue: Issue) -> Issue:
    issue = actions.approve(issue=_read(city, issue), by=city.who("yc-gov", "signing_leader"), opinion="同意出版。")
    actions.release(issue=issue, by=city.who("yc-gov", "openness_officer"))
    issue.refresh_from_db()
    return issue


def _first(city: City, gazette: Gazette, year: int) -> None:
    editor = city.who("yc-gov", "site_editor")
    issue = _filled(city, gazette, year, 1, 4)
    actions.add_text(
        issue=issue, column="honours", title="关于对既有住宅加装电梯工作成绩突出单位予以通报表扬的通报", body=HONOURS,
        issuer="云川市人民政府", by=editor,
    )  # fmt: skip
    actions.add_text(
        issue=issue,
        column="personnel",
        title="云川市人民政府任免工作人员",
        body=PERSONNEL,
        issuer="云川市人民政府",
        by=editor,
    )
    issue = _out(city, issue)
    for channel in ("wechat", "microblog", "app"):
        url = f"https://{channel}.yunchuan.example/gazette/{year}-1"
        actions.note_channel(issue=issue, channel=channel, url=url, by=editor)
    actions.set_print_run(issue=issue, copies=460, by=editor)
    actions.plan_supply(issue=issue, by=editor)
    for one in issue.supplies.select_related("recipient"):
        sent = actions.send(supply=one, copies=one.wanted, on=dt.date(year, 11, 18), by=editor)
        actions.receive(supply=sent, copies=sent.sent, on=dt.date(year, 11, 19), signer="收发室", by=editor)
    _english(city, issue)


def _english(city: City, issue: Issue) -> None:
    editor, officer = city.who("yc-gov", "site_editor"), city.who("yc-gov", "openness_officer")
    texts: dict[int, tuple[str, str]] = {}
    for entry in issue.entries.all():
        for words, title, body in ENGLISH:
            if words in entry.title:
                texts[entry.pk] = (title, body)
                break
    made = actions.begin_english(issue=issue, by=editor)
    title = f"{ENGLISH_NAME}, {issue.year}, No. {issue.number} (Serial No. {issue.total})"
    actions.edit_english(english=made, title=title, preface=PREFACE, texts=texts, by=editor)
    made.refresh_from_db()
    actions.review_english(english=made, agree=True, opinion="译文与中文一致。", by=officer)
    actions.publish_english(english=made, by=officer)


def _second(city: City, gazette: Gazette, year: int) -> None:
    """Out, but the app has it not yet, and one reading point got fewer copies than it should."""
    editor = city.who("yc-gov", "site_editor")
    issue = _out(city, _filled(city, gazette, year, 2, 5))
    for channel in ("wechat", "microblog"):
        url = f"https://{channel}.yunchuan.example/gazette/{year}-2"
        actions.note_channel(issue=issue, channel=channel, url=url, by=editor)
    actions.set_print_run(issue=issue, copies=400, by=editor)
    actions.plan_supply(issue=issue, by=editor)
    for one in issue.supplies.select_related("recipient"):
        short = one.recipient.name == "市档案馆"
        actions.send(supply=one, copies=one.wanted - (8 if short else 0), on=dt.date(year, 11, 20), by=editor)


def _third(city: City, gazette: Gazette, year: int) -> None:
    """In proof: the first reading is done, one finding waits for the editor."""
    officer, _ = _readers(city)
    issue = actions.select(issue=_filled(city, gazette, year, 3, 6), by=city.who("yc-gov", "site_editor"))
    reading = actions.open_reading(issue=issue, by=officer)
    entry = issue.entries.filter(column="chronicle").first()
    if entry is not None:
        actions.note_finding(
            reading=reading,
            entry=entry,
            quote="28日，云江沿岸步道全线贯通",
            remark="请核对日期，简报写的是27日。",
            by=officer,
        )
    actions.close_reading(reading=reading, by=officer)
