"""Work on many documents at once: hand drafts to a colleague, take a table away, keep a view. Never a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.models import SavedView
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.desk.listing import DocumentFilter
from gongkai.proactive.documents.desk.reports import as_csv
from gongkai.proactive.documents.queries.lists import drafters_for
from gongkai.proactive.documents.rules import OWNERS, STATUS_NAMES, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from gongkai.proactive.documents.models import Document

REGISTER = "documents"
MOST_AT_ONCE = 200
HEAD = (
    "索引号",
    "发文字号",
    "标题",
    "公开属性",
    "文种",
    "状态",
    "现由",
    "起草机关",
    "科室",
    "拟稿人",
    "成文日期",
    "印发日期",
    "进入本状态",
)


def beside_list(request: OfficerRequest) -> dict[str, Any]:
    """Return the saved views of this person and whom drafts can be handed to."""
    query = request.GET.copy()
    query.pop("page", None)
    present = query.urlencode()
    views = SavedView.objects.filter(person_id=request.user.pk, register=REGISTER)
    return {
        "views": [
            {"name": view.name, "url": f"?{view.query}", "current": view.query == present,
             "drop": reverse("documents:drop-view", args=[view.pk])}
            for view in views
        ],
        "present_query": present,
        "drafters": drafters_for(request.acting),
    }  # fmt: skip


@officer_required
@require_POST
@permission_required(Permission.DOCUMENTS_READ)
def save_view(request: OfficerRequest) -> HttpResponseBase:
    name, query = str(request.POST.get("name", "")).strip(), str(request.POST.get("query", ""))
    if not name or len(name) > 32 or len(query) > 2000:
        messages.warning(request, "没有保存。请给视图起一个不超过32个字的名称。")
    else:
        SavedView.objects.update_or_create(
            person_id=request.user.pk, register=REGISTER, name=name, defaults={"query": query}
        )
        messages.success(request, f"已保存视图“{name}”。")
    return redirect(f"{reverse('documents:list')}?{query}")


@officer_required
@require_POST
@permission_required(Permission.DOCUMENTS_READ)
def drop_view(request: OfficerRequest, view: int) -> HttpResponseBase:
    found = get_object_or_404(SavedView, pk=view, person_id=request.user.pk, register=REGISTER)
    found.delete()
    messages.success(request, f"已删除视图“{found.name}”。")
    return redirect("documents:list")


def _chosen(request: OfficerRequest) -> QuerySet[Document]:
    pks = [int(pk) for pk in request.POST.getlist("document") if pk.isdecimal()][:MOST_AT_ONCE]
    return queries.visible_to(request.acting).filter(pk__in=pks).prefetch_related("item__editions")


@officer_required
@require_POST
@permission_required(Permission.DOCUMENTS_READ)
def bulk(request: OfficerRequest) -> HttpResponseBase:
    """Hand the chosen drafts to a colleague, or take the chosen lines away as a table."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, "请先勾选公文。")
        return redirect(f"{reverse('documents:list')}?{request.POST.get('query', '')}")
    if request.POST.get("do") == "export":
        return as_csv("documents", HEAD, _lines(chosen))
    person = next((one for one in drafters_for(request.acting) if str(one.pk) == request.POST.get("drafter")), None)
    if person is None:
        messages.warning(request, "请选择交给谁。")
        return redirect(f"{reverse('documents:list')}?{request.POST.get('query', '')}")
    done, refused = 0, []
    for document in chosen:
        try:
            actions.assign_drafter(document=document, person=person, by=request.acting)
            done += 1
        except (actions.Refused, NotAllowed, OutOfSight) as error:
            refused.append(f"{document.doc_number or document.item.key}：{error}")
    if done:
        messages.success(request, f"已把{done}件交给{person.name}。")
    if refused:
        messages.warning(request, f"{len(refused)}件没有交办：" + "　".join(refused[:5]))
    return redirect(f"{reverse('documents:list')}?{request.POST.get('query', '')}")


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def export(request: OfficerRequest) -> HttpResponseBase:
    """The filtered list as a table."""
    rows = queries.visible_to(request.acting)
    if request.GET.get("tab") == "mine":
        rows = queries.waiting_for(request.acting)
    return as_csv("documents", HEAD, _lines(DocumentFilter(request.GET, queryset=rows).qs))


def _lines(rows: QuerySet[Document]) -> Iterator[tuple[object, ...]]:
    for document in rows.prefetch_related("item__editions").iterator(chunk_size=200):
        latest = max(document.item.editions.all(), key=lambda edition: edition.number)
        status = Status(document.status)
        yield (
            document.item.key, document.doc_number, latest.title, document.get_attribute_display(), document.genre,
            STATUS_NAMES[status], OWNERS[status], document.drafting_agency.name,
            document.division.name if document.division else "", document.drafter.name if document.drafter else "",
            document.formed_on, document.issued_on, document.status_since,
        )  # fmt: skip
