"""A city with service items, released by the real verbs."""

from __future__ import annotations

import itertools
from typing import Any

from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.services import actions
from gongkai.proactive.services.models import ServiceItem
from gongkai.proactive.services.rules import Facts
from gongkai.project.tests.cast import NOTHING_FOUND, City, document_at

NUMBERS = itertools.count(501)
LINK = "https://zwfw.yunchuan.example/item/1001"
GOOD: dict[str, Any] = {
    "code": "YC330100-1001", "name": "公共租赁住房资格申请", "other_names": ("公租房申请", "公共租赁住房申请"), "link": LINK,
    "channels": ("online", "counter"), "one_stop": True, "place": "云川市临江区明德路1号市政务服务中心2楼", "phone": "000-60000021",
    "audience": "person", "summary": "住房困难家庭申请公共租赁住房保障资格。",
}  # fmt: skip


def registered(city: City, **changes: Any) -> ServiceItem:
    return actions.register_item(agency=city.housing, facts=Facts(**(GOOD | changes)), by=city.shen)


def released(city: City, **changes: Any) -> ServiceItem:
    """Return an item that is public."""
    row = registered(city, **changes)
    actions.clear(row=row, answers=NOTHING_FOUND, by=city.he)
    actions.release(row=row, by=city.shen)
    return ServiceItem.objects.select_related("item__agency", "item__release").get(pk=row.pk)


def policy(
    city: City,
    words: str = "符合条件的家庭可以在网上提出公租房申请。",
    status: Status = Status.PUBLISHED,
    **changes: Any,
) -> Any:
    """Return a document that says these words, taken to a status; what it mentions is not decided yet."""
    title = changes.pop("title", "关于进一步做好住房保障工作的通知")
    html = f"<p>各区住房和城乡建设局：</p><h2>一、总体要求</h2><p>{words}</p>"
    return document_at(city, status, number=f"云川住建发〔2026〕{next(NUMBERS)}号", title=title, html=html, **changes)


def hear() -> None:
    """Let every consumer hear what was announced, and run the jobs that follow."""
    publishing.deliver()


def year() -> int:
    return timezone.localdate().year


__all__ = ["GOOD", "LINK", "hear", "policy", "registered", "released", "year"]
