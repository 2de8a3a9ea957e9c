"""`log/entries` and `log/proof/{id}`: the public transparency log, for anybody who wants to check us."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from gongkai.base.events import queries as events
from gongkai.base.events.rules import utc_text
from gongkai.base.ui.answers import MOST_IN_A_PAGE, answer

router = Router(tags=["公开日志"])


class LogLine(Schema):
    """The fields that are hashed into the leaf, and the leaf."""

    index: int
    kind: str
    item: str
    edition: int
    agency: str
    content_sha256: str
    at: str
    event_seq: int
    event_hash: str
    leaf_hash: str


class LogPage(Schema):
    items: list[LogLine]
    next_after: int | None
    tree_size: int


class Proof(Schema):
    """A self-contained proof; `how_to_check` says how to verify it without us."""

    format: str
    entry: dict[str, Any]
    leaf_hash: str
    audit_path: list[str]
    later: list[dict[str, Any]]
    tree_head: dict[str, Any]
    signature: str
    public_key: str
    fingerprint: str
    how_to_check: list[str]


@router.get(
    "/entries", response=LogPage, summary="公开日志条目", operation_id="list_log_entries", url_name="log-entries"
)
def list_entries(
    request: HttpRequest,
    after: Annotated[int, Query(ge=-1, description="从这一序号之后起")] = -1,
    item: Annotated[str, Query(max_length=60, description="只看这一索引号")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_IN_A_PAGE)] = MOST_IN_A_PAGE,
) -> HttpResponse:
    """按序号从小到大。"""
    rows = list(events.entries(after=after, item=item)[: limit + 1])
    shown = rows[:limit]
    head = events.tree_head()
    items = [
        LogLine.model_validate(
            {name: getattr(row, name) for name in LogLine.model_fields if name != "at"} | {"at": utc_text(row.at)}
        )
        for row in shown
    ]
    more = shown[-1].index if len(rows) > limit else None
    return answer(request, LogPage(items=items, next_after=more, tree_size=head.size if head else 0))


@router.get("/proof/{path:id}", response=Proof, summary="已公开的证明", operation_id="get_proof", url_name="log-proof")
def get_proof(request: HttpRequest, id: str, edition: int | None = None) -> HttpResponse:  # noqa: A002 - published name
    """`id` 为索引号，或文件内容的 SHA-256。"""
    entry = events.entry_by_content(id) if len(id) == 64 else None
    item, number = (entry.item, entry.edition) if entry else (id, edition)
    try:
        document = events.proof(item, number)
    except events.NotInLog as missing:
        raise Http404(str(missing)) from missing
    return answer(request, Proof.model_validate(document))
