"""What the city's bureaus keep of their service items, and which of the year's policies lead to them. All by the real verbs.

Items, codes and addresses are invented; two agencies have still to decide, so that the desk has work to show.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from gongkai.proactive.documents.rules import SECRECY_CHECKS
from gongkai.proactive.services import actions, queries
from gongkai.proactive.services.models import Binding, ServiceItem
from gongkai.proactive.services.rules import Facts
from gongkai.project.demo.founding import City

NOTHING_FOUND = dict.fromkeys(SECRECY_CHECKS, "none")
PLATFORM = "https://zwfw.yunchuan.example/item/"
HALL = "云川市临江区明德路1号市政务服务中心"
# agency, serial, name, other names, audience, channels, window, phone, what one gets done
ITEMS: tuple[tuple[str, str, str, tuple[str, ...], str, tuple[str, ...], str, str], ...] = (
    ("yc-zjj", "1101", "住房租赁补贴申请", ("新市民住房租赁补贴申请", "申请住房租赁补贴", "申请租赁补贴", "租赁补贴申领", "提出租赁补贴申请", "新市民住房租赁补贴"), "person", ("online", "counter"), "2楼住房保障窗口", "在本市就业、租房的新市民，按户申请住房租赁补贴。"),
    ("yc-zjj", "1102", "房屋租赁合同备案", ("租赁合同备案", "租赁合同登记备案", "住房租赁合同备案", "租赁备案"), "both", ("online", "counter"), "2楼房产交易窗口", "租赁合同签订后办理登记备案，领取补贴、办理入学都要用到。"),
    ("yc-zjj", "1103", "既有住宅加装电梯联合审查", ("加装电梯联合审查", "联合审查申请"), "both", ("online",), "", "加装电梯方案一次申请，各部门联合审查。"),
    ("yc-jyj", "1201", "义务教育入学信息登记", ("入学信息登记", "义务教育入学报名", "招生入学信息登记"), "person", ("online", "counter"), "各区教育局招生窗口", "小学、初中新生入学前登记信息。"),
    ("yc-jtj", "1301", "网络预约出租汽车经营许可", ("网约车经营许可", "网络预约出租汽车经营许可申请"), "company", ("online", "counter"), "3楼交通运输窗口", "在本市从事网约车经营的平台公司申请经营许可。"),
    ("yc-rsj", "1401", "失业保险稳岗返还", ("稳岗返还申领", "申请稳岗返还", "稳岗返还"), "company", ("online",), "", "不裁员、少裁员的企业领取失业保险稳岗返还。"),
    ("yc-wjw", "1501", "托育机构备案", (), "company", ("online", "counter"), "1楼卫生健康窗口", "托育机构登记后向卫生健康部门备案。"),
    ("yc-scjg", "1601", "食品经营许可", ("食品经营许可证核发",), "company", ("online", "counter"), "1楼市场准入窗口", "从事食品销售、餐饮服务申请食品经营许可。"),
    ("yc-sthj", "1701", "排污许可证核发", ("核发排污许可证",), "company", ("online",), "", "排污单位申请排污许可证。"),
    ("yc-zjj", "1104", "公共租赁住房货币化补贴申请", ("公租房货币化补贴申请",), "person", ("online", "counter"), "2楼住房保障窗口", "公共租赁住房轮候家庭申请货币化补贴。"),
)  # fmt: skip
RETIRED = "1104"
SUCCESSOR = "1101"
# Where the text names an item without offering it: index into words of the title, and why it is not bound.
DECLINED = {
    "餐饮油烟": "只要求登记时提示，本文件没有相应的办理内容。", "预算执行情况": "预算安排，不涉及办理。", "公开工作要点": "要求公开名单，不涉及办理。",
}  # fmt: skip
LEFT_OPEN = ("网络预约出租汽车",)


def code_of(serial: str) -> str:
    return f"YC9901-{serial}"


def build_services(city: City) -> None:
    """Register, clear and release the items, look through the year's policies, decide on most of what is found."""
    rows = {serial: _released(city, line) for line in ITEMS if line[0] in city.agencies for serial in [line[1]]}
    if RETIRED in rows and SUCCESSOR in rows:
        actions.retire(
            row=rows[RETIRED], reason="制度调整，并入住房租赁补贴申请。", on=dt.date(timezone.localdate().year, 4, 1),
            successor=rows[SUCCESSOR], by=city.who("yc-zjj", "openness_officer"),
        )  # fmt: skip
    actions.scan_year(timezone.localdate().year)
    for binding in Binding.objects.filter(state="open").select_related("document__agency", "document__release"):
        _decided(city, binding)


def _released(city: City, line: tuple[Any, ...]) -> ServiceItem:
    agency, serial, name, others, audience, channels, window, summary = line
    officer = city.who(agency, "openness_officer")
    facts = Facts(
        code=code_of(serial), name=name, other_names=others, link=f"{PLATFORM}{serial}", channels=channels, one_stop=True,
        place=f"{HALL}{window}" if window.endswith("窗口") and window[0].isdigit() else window, phone=f"000-6000{serial}",
        audience=audience, summary=summary,
    )  # fmt: skip
    row = actions.register_item(agency=city.agencies[agency], facts=facts, by=officer)
    clearer = city.who(agency, "secrecy_reviewer")
    actions.clear(row=row, answers=NOTHING_FOUND, opinion="与一网通办平台一致，可以公开。", by=clearer)
    actions.release(row=row, by=officer)
    return queries.item_model().objects.select_related("item__agency", "item__release").get(pk=row.pk)


def _decided(city: City, binding: Binding) -> None:
    title, agency = binding.document.release.title, binding.document.agency.code
    if any(words in title for words in LEFT_OPEN) or (agency, "openness_officer") not in city.holders:
        return
    by = city.who(agency, "openness_officer")
    _, edition = queries.document_here(binding.document_id, by)
    reason = next((why for words, why in DECLINED.items() if words in title), "")
    if reason:
        actions.decline(edition=edition, service=binding.service, reason=reason, by=by)
    else:
        actions.bind(edition=edition, service=queries.item_model().objects.get(pk=binding.service_id), by=by)
