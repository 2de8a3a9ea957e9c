"""`gongkai search QUERY`: the search of the portal on the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.engine.search.queries import (
    Filters,
    Hit,
    IndexOutdatedError,
    SearchRequest,
    SearchResult,
    Segment,
    answer,
)

NOTHING_FOUND = 1  # exit code


def plain(segments: tuple[Segment, ...]) -> str:
    return "".join(f"【{text}】" if hit else text for text, hit in segments)


class Command(BaseCommand):
    help = "检索已公开的内容。找到时退出码为 0，没有找到时为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "query", metavar="QUERY", help="检索词；空格隔开的各词都须出现，引号内逐字相符，前加 - 排除"
        )
        parser.add_argument("--agency", action="append", default=[], help="机关代码，含其下属；可多次给出")
        parser.add_argument("--year", type=int, help="年份")
        parser.add_argument("--theme", action="append", default=[], help="主题；可多次给出")
        parser.add_argument("--audience", action="append", default=[], help="服务对象；可多次给出")
        parser.add_argument("--kind", action="append", default=[], help="种类；可多次给出")
        parser.add_argument("--sort", choices=("relevance", "date"), default="relevance", help="按相关度或日期排序")
        parser.add_argument("--limit", type=int, default=10, help="最多显示几条（1—100）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, **options: Any) -> None:
        if not 1 <= options["limit"] <= 100:
            raise CommandError("--limit 应在 1 到 100 之间。")
        try:
            answered = answer(request(options))
        except IndexOutdatedError as error:
            raise CommandError(str(error)) from error
        result = answered.result
        if options["json"]:
            self.stdout.write(json.dumps(as_json(result), ensure_ascii=False))
        else:
            if answered.note:
                self.stdout.write(answered.note)
            self._print(result)
        if not result.total:
            raise SystemExit(NOTHING_FOUND)

    def _print(self, result: SearchResult) -> None:
        for hint in result.hints:
            self.stdout.write(hint)
        for one in result.corrections:
            self.stdout.write(f"  可试：{one.text}（{one.total} 条）")
        for hit in result.hits:
            date = hit.date.isoformat() if hit.date else ""
            facts = "  ".join(filter(None, (hit.doc_number, hit.agency_name, date, hit.url)))
            self.stdout.write(f"{plain(hit.title_marks)}\n  {facts}")
            for passage in hit.passages:
                self.stdout.write(f"  {plain(passage)}")
        if result.total:
            self.stdout.write(f"共 {result.total} 条，用时 {result.took_ms:.0f} 毫秒。")


def request(options: dict[str, Any]) -> SearchRequest:
    filters = Filters(
        agency=tuple(options["agency"]),
        agency_subtree=True,
        theme=tuple(options["theme"]),
        audience=tuple(options["audience"]),
        kind=tuple(options["kind"]),
        year_from=options["year"],
        year_to=options["year"],
    )
    return SearchRequest(text=options["query"], filters=filters, sort=options["sort"], page_size=options["limit"])


def as_json(result: SearchResult) -> dict[str, Any]:
    """Return the shape of interfaces.md, section 2; `id` is the imported id, or the key where there was none."""
    return {
        "total": result.total,
        "hits": [_hit_json(hit) for hit in result.hits],
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in values]
            for name, values in result.facets.items()
        },
        "relaxed": result.relaxed,
        "hints": list(result.hints),
        "corrections": [{"query": one.text, "total": one.total, "reason": one.reason} for one in result.corrections],
        "took_ms": round(result.took_ms, 2),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.external_id or hit.key,
        "title": hit.title,
        "doc_number": hit.doc_number,
        "issuer": "、".join(hit.issuers) or hit.agency_name,
        "date": hit.date.isoformat() if hit.date else None,
        "url": hit.url,
        "score": round(hit.score, 4),
        "highlight": [plain(passage) for passage in hit.passages],
    }
