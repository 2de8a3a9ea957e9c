"""Examples in the description of the API: a value for each parameter, a call that can be pasted into a shell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

# What a caller might ask. What names a thing of one city stands for any: a key is taken from a list.
VALUES: dict[str, Any] = {
    "q": "租房补贴", "agency": "yc-zjj", "subtree": True, "kind": "document", "genre": "通知", "theme": "住房保障", "audience": "个人",
    "year": 2026, "since": "2026-01-01T00:00:00+08:00", "limit": 10, "date_from": "2026-01-01", "date_to": "2026-12-31",
    "validity": "valid", "sort": "date", "page": 1, "about": "11990100009900160D/2026-00001",
    "id": "11990100009900160D/2026-00001", "key": "11990100009900160D/2026-00001", "after": 0, "offset": 0, "number": 1,
    "place": 1, "form": "graphic", "stage": "release", "policy": "11990100009900160D/2026-00001", "state": "open",
    "channel": "online", "code": "YC9901-1101", "origin": "own", "slug": "new-citizens", "edition": 1,
    "external_id": "OA-2026-0001", "receipt": "R-20260301-0001", "Idempotency-Key": "OA-2026-0001",
}  # fmt: skip
# Where the same name means another thing; the keys are of the demo city.
OWN: dict[str, dict[str, Any]] = {
    "/documents": {"q": "通知", "audience": "居民个人和家庭"}, "/documents/{id}": {"id": "11990100009900013U/2026-00007"},
    "/search": {"audience": "居民个人和家庭"}, "/policies": {"audience": "resident"},
    "/policies/{key}": {"key": "11990100009900136W/2026-00006"}, "/faq": {"q": "津贴"},
    "/faq/{key}": {"key": "119901000099000644/2026-00006"},
    "/interpretations/{id}": {"id": "11990100009900160D/2026-00006"}, "/services": {"q": "登记", "audience": "resident"},
    "/themes": {"q": "服务"}, "/themes/{slug}": {"slug": "yilao-yixiao"},
}  # fmt: skip
ASKED = ("q", "year", "limit")  # of the parameters of a list those that an example shows
BODIES: dict[str, Mapping[str, Any]] = {
    "policies/evaluate": {"audience": "company", "profile": {"form": "enterprise", "size": "small"}},
    "intake/documents": {
        "external_id": "OA-2026-0001", "agency": "yc-zjj", "title": "关于做好2026年租赁补贴发放工作的通知", "genre": "通知",
    },
    "intake/applications": {
        "external_id": "CITY-2026-0001", "agency": "yc-zjj", "arrived_at": "2026-03-02T22:15:00+08:00",
        "form": "electronic", "method": "online",
        "matters": [{"title": "2025年租赁补贴发放明细", "description": "各区发放户数和金额"}],
        "applicants": [{"kind": "natural", "name": "某某", "identity": "passport", "identity_number": "E00000000", "phone": "13800000000"}],
    },
    "exchange/messages": {"kind": "withdrawal", "external_id": "OA-2026-0001", "reason": "发文有误"},
    "filing/receipts": {"key": "filing-1", "result": "accepted", "receipt": "R-20260301-0001"},
}  # fmt: skip
HOST = "https://open.example.gov.cn"
OPEN = ("policies/evaluate",)  # of those that take a body, what anybody may call
SHELL = "Shell"
ANSWERS = Path(__file__).with_name("api_answers.json")
GIVEN = ("200", "201", 200, 201)


class WithExamples(NinjaAPI):
    """The API whose description shows how each operation is called."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _illustrate(path, method, operation)
        return schema


def _illustrate(path: str, method: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if (value := _value(path, parameter["name"])) is not None:
            parameter["example"] = value
    body = next((value for end, value in BODIES.items() if path.endswith(end)), None) if method == "post" else None
    if body is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = body
    for status, answer in operation.get("responses", {}).items():
        shown = _answers().get(f"{method.upper()} {path}")
        if status in GIVEN and shown is not None:
            answer["content"]["application/json"]["example"] = shown
    operation["x-codeSamples"] = [{"lang": SHELL, "source": _call(path, operation, body)}]


@cache
def _answers() -> dict[str, Any]:
    """Return call → answer: of the demo city, cut short (`python -m house.answers`), by hand where a token is needed."""
    found: dict[str, Any] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return found


def _value(path: str, name: str) -> Any:
    """Return the value that stands for a parameter of this address, None for one that needs no example."""
    return OWN.get(path.partition("/v1")[2], {}).get(name, VALUES.get(name))


def address_of(path: str, operation: Mapping[str, Any]) -> str:
    """Return the address of an example: parts of the path filled in, of the questions those that say most."""
    asked, whole = {}, path
    for parameter in operation.get("parameters", ()):
        value = _value(whole, parameter["name"]) or ""
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif parameter["in"] == "query" and (parameter.get("required") or parameter["name"] in ASKED):
            asked[parameter["name"]] = value
    return f"{path}?{urlencode(asked)}" if asked else path


def _call(path: str, operation: Mapping[str, Any], body: Mapping[str, Any] | None) -> str:
    parts = ["curl -sS"]
    if operation.get("security"):
        parts.append("-H 'Authorization: Bearer $TOKEN'".replace("'", '"'))
    if body is not None:
        if not path.endswith(OPEN):
            parts.append(f'-H "Idempotency-Key: {VALUES["Idempotency-Key"]}"')
        told = json.dumps(body, ensure_ascii=False)
        parts += ['-H "Content-Type: application/json"', f"--data '{told}'"]
    parts.append(f"'{HOST}{address_of(path, operation)}'")
    return " ".join(parts)
