"""The description of the API is true: every call shows an answer of its own schema, and no schema hides another."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    answer: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return answer


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], place: str) -> list[str]:
    """Return where a value is not what the schema says: a field too many, too few, or of another kind."""
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if several := schema.get("anyOf"):
        found = [faults(value, one, whole, place) for one in several]
        return min(found, key=len)
    kind = schema.get("type")
    if kind is None:
        return []
    if not isinstance(value, KINDS[kind]) or (kind in {"integer", "number"} and isinstance(value, bool)):
        return [f"{place}: {value!r} is no {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {schema['enum']}"]
    if kind == "array":
        return [
            one
            for n, entry in enumerate(value)
            for one in faults(entry, schema.get("items", {}), whole, f"{place}[{n}]")
        ]
    return _faults_of_object(value, schema, whole, place) if kind == "object" else []


def _faults_of_object(value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], place: str) -> list[str]:
    known, more = schema.get("properties", {}), schema.get("additionalProperties", not schema.get("properties"))
    found = [f"{place}: lacks {name}" for name in schema.get("required", ()) if name not in value]
    for name, entry in value.items():
        if name in known:
            found += faults(entry, known[name], whole, f"{place}.{name}")
        elif isinstance(more, dict):
            found += faults(entry, more, whole, f"{place}.{name}")
        elif not more:
            found.append(f"{place}: {name} is not described")
    return found


def schemas(root: type = Schema) -> set[type]:
    return {one for child in root.__subclasses__() for one in (child, *schemas(child))}


@pytest.mark.requirement("R263")
def test_every_call_shows_an_answer_as_it_is_described(described: dict[str, Any]) -> None:
    wrong, shown = [], 0
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            (answer,) = (one for status, one in operation["responses"].items() if status in {"200", "201"})
            content = answer["content"]["application/json"]
            assert content.get("example") is not None, f"{method} {path}: 请在 api_answers.json 里写一个答复的例子"
            wrong += faults(content["example"], content["schema"], described, f"{method} {path}")
            shown += 1
    assert not wrong, "\n".join(wrong)
    assert shown > 30


def test_the_check_finds_what_is_wrong(described: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/ReceiptTaken"}
    right = {"key": "filing-1", "state": "acknowledged", "counted": True}
    assert faults(right, schema, described, "") == []
    assert len(faults(right | {"counted": 1, "note": ""}, schema, described, "")) == 2
    assert faults({"key": "filing-1", "counted": True}, schema, described, "") == [": lacks state"]


@pytest.mark.requirement("R263")
def test_no_two_answers_share_a_name_in_the_description(described: dict[str, Any]) -> None:
    """One would silently stand for the other: an application's state was described where a document's is answered."""
    ours = {one for one in schemas() if one.__module__.startswith("gongkai.")}
    named = Counter(one.__name__ for one in ours)
    twice = [name for name, number in named.items() if number > 1 and name in described["components"]["schemas"]]
    assert not twice
    standing = described["paths"]["/api/v1/intake/documents/{id}"]["get"]["responses"]["200"]
    reference = standing["content"]["application/json"]["schema"]["$ref"]
    assert "missing" in described["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
