"""`python -m house.answers URL`: what the demo city at this address answers to the examples of the API, cut short.

Written to src/gongkai/project/api_answers.json, which the description of the API shows. Calls that need a token are written
there by hand and stay; a test holds every answer against the schema of its call.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "src" / "gongkai" / "project" / "api_answers.json"
HOST = "https://open.example.gov.cn"
MOST_ENTRIES, LONGEST = 2, 120
CALL = re.compile(rf"'{re.escape(HOST)}(?P<address>\S+)'$")
BODY = re.compile(r"--data '(?P<body>.*?)' ")


def short(value: Any) -> Any:
    """Return an answer with two entries of each list and the beginning of each long text."""
    if isinstance(value, list):
        return [short(one) for one in value[:MOST_ENTRIES]]
    if isinstance(value, dict):
        return {key: short(one) for key, one in value.items()}
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value


def answered(base: str, sample: str) -> Any:
    address, body = CALL.search(sample), BODY.search(sample)
    if address is None:
        raise ValueError(sample)
    data = body["body"].encode() if body else None
    return json.loads(fetched(base, address["address"], data).replace(base, HOST))


def fetched(base: str, path: str, data: bytes | None = None) -> str:
    """Return what the city answers; `base` is an address that whoever runs this typed."""
    request = urllib.request.Request(f"{base}{path}", data, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return str(answer.read().decode())


def main(base: str) -> int:
    base = base.rstrip("/")
    paths = json.loads(fetched(base, "/api/v1/openapi.json"))["paths"]
    known = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    found = {}
    for path, operations in paths.items():
        for method, operation in operations.items():
            call = f"{method.upper()} {path}"
            if operation.get("security"):
                found[call] = known.get(call)
                continue
            try:
                found[call] = short(answered(base, operation["x-codeSamples"][0]["source"]))
            except urllib.error.HTTPError as error:
                sys.stderr.write(f"{call}: {error}\n")
                return 1
    TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"wrote {TARGET.name}: {len(found)} calls\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
