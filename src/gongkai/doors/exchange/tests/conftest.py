"""An office system and a superior with keys, and calls signed by them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gongkai.doors.exchange import actions
from gongkai.doors.exchange.models import Partner
from gongkai.doors.exchange.rules import signed_headers
from gongkai.project.tests.cast import City

WHOLE: dict[str, Any] = {
    "title": "关于做好住房租赁补贴发放工作的通知",
    "division": "房产市场科",
    "html": "<p>各区住房和城乡建设局：</p><p>补贴按户发放。</p>",
    "attribute": "proactive",
    "mode": "full-text",
    "genre": "通知",
    "category": "其他文件",
    "themes": ["住房保障"],
    "five": ["service"],
    "interpretation_plan": "同步发布图解",
    "formed_on": "2026-03-09",
}


@dataclass
class Caller:
    """A partner at the telephone: everything it says is signed; what goes wrong is said by keyword."""

    partner: Partner
    key_id: str
    secret: str
    client: Client = field(default_factory=Client)

    def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", now: float | None = None, **changed: str
    ) -> Any:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        moment = timezone.now().timestamp() if now is None else now
        headers = signed_headers(self.key_id, self.secret, method=method, path=path, body=data, now=moment)
        headers |= {"Idempotency-Key": key} if key else {}
        return self.client.generic(method, path, data, content_type="application/json", headers={**headers, **changed})

    def send(self, message: Any, key: str = "k1", **options: Any) -> Any:
        return self.call("POST", "/api/v1/exchange/messages", message, key=key, **options)

    def document(self, external_id: str = "OA-1", key: str = "", **changes: Any) -> Any:
        body = {"kind": "document", "external_id": external_id, "document": {**WHOLE, **changes}}
        return self.send(body, key or f"d-{external_id}")

    def correction(self, text: str, sequence: int = 1, external_id: str = "OA-1", key: str = "") -> Any:
        document = {"title": WHOLE["title"], "html": f"<p>{text}</p>"}
        body = {"kind": "correction", "external_id": external_id, "sequence": sequence, "document": document}
        return self.send(body, key or f"c-{external_id}-{sequence}")

    def withdrawal(self, external_id: str = "OA-1") -> Any:
        body = {"kind": "withdrawal", "external_id": external_id, "reason": "发文有误"}
        return self.send(body, f"w-{external_id}")


def registered(city: City, code: str, kind: str, **details: Any) -> Caller:
    cache.clear()
    agency = city.housing
    name = "住建局办公系统" if kind == "oa" else "省政务公开平台"
    partner = actions.register_partner(code=code, name=name, kind=kind, agency=agency, by=city.shen, **details)
    key, secret = actions.issue_key(partner=partner, by=city.shen)
    return Caller(partner, key.key_id, secret)


@pytest.fixture
def oa(city: City) -> Caller:
    return registered(city, "zjj-oa", "oa")


@pytest.fixture
def superior(city: City) -> Caller:
    return registered(city, "province", "superior", base_url="http://127.0.0.1:9/exchange")
