"""A published benefit policy and items made of it, by the real verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.models import Edition
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries as document_queries
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.policy import actions
from gongkai.proactive.policy.models import PolicyItem
from gongkai.project.tests.cast import City, document_at, step

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import Document

RENT = (
    "<p>一、补贴对象</p><p>毕业5年内、具有本市户籍且在本市没有自有住房的高校毕业生。</p>"
    "<p>二、补贴标准</p><p>按实际支付租金的30%给予租房补贴，每人每月最高600元。</p>"
    "<p>三、申请办法</p><p>申请人登录云川人才服务网提出申请，上传毕业证书、租赁合同。由市住房和城乡建设局审核。</p>"
    "<p>四、申请时间为每年3月1日至10月31日。</p><p>五、本办法自2026年3月1日起施行，有效期5年。</p>"
)
NUMBER = "云川住建发〔2026〕21号"


def policy_document(city: City, *, html: str = RENT, number: str = NUMBER, **changes: Any) -> Document:
    facts = {"title": "关于高校毕业生租房补贴的通知"} | changes
    return document_at(city, Status.PUBLISHED, number=number, html=html, **facts)


def extracted(city: City, document: Document | None = None) -> PolicyItem:
    document = document or policy_document(city)
    actions.extract(document=document.item, by=city.lin)
    found: PolicyItem = PolicyItem.objects.select_related("item__agency", "document").filter(document=document.item)[0]
    return found


def public_item(city: City, document: Document | None = None) -> PolicyItem:
    row = extracted(city, document)
    actions.submit(row=row, by=city.lin)
    actions.release(row=row, by=city.shen)
    row.refresh_from_db()
    return row


def corrected(city: City, document: Document, html: str) -> Document:
    """Take a correction of a public document all the way to the public."""
    documents.correct(document=document, note="调整标准", by=city.shen)
    edition = document_queries.working_edition(document)
    Edition.objects.filter(pk=edition.pk).update(author=city.people["lin"])
    type(document).objects.filter(pk=document.pk).update(drafter=city.people["lin"])
    document.refresh_from_db()
    documents.save(
        document=document, version=edition.version, by=city.lin, title=edition.title, mode="full-text", html=html
    )
    while document.status != Status.PUBLISHED:
        step(city, document, number=NUMBER)
    return document


def hear() -> None:
    deliver(names=["policy"])
