"""A superior platform: takes filings, gives receipts at once or later, shows its list page by page.

`python tests/partners/superior.py --port 9001 --key ID --secret SECRET` runs it alone.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.partners.wire import Fault, Key, Program, Said, call

PAGE = 500


class Superior(Program):
    """`effects` counts, for each thing filed, how often it had an effect; `books` is what it shows in its list."""

    def __init__(self, key: Key, port: int = 0) -> None:
        super().__init__(key, port)
        self.effects: Counter[tuple[str, int, str]] = Counter()
        self.calls: Counter[str] = Counter()
        self.answers: dict[str, dict[str, str]] = {}
        self.books: dict[str, dict[str, Any]] = {}
        self.seen: list[dict[str, Any]] = []
        self.owed: list[tuple[str, dict[str, str]]] = []
        self.refuses: dict[str, str] = {}
        self.taken_down: dict[str, int] = {}

    def work(self, method: str, path: str, headers: Any, body: bytes, fault: Fault) -> tuple[int, Any]:
        if method == "GET":
            return 200, self._page({name: values[0] for name, values in parse_qs(urlsplit(path).query).items()})
        with self.lock:
            return self._file(headers["Idempotency-Key"], json.loads(body), fault)

    def _file(self, key: str, filing: dict[str, Any], fault: Fault) -> tuple[int, Any]:
        self.calls[key] += 1
        self.seen.append(filing)
        if key not in self.answers:
            self.answers[key] = self._effect(key, filing)
        answer = self.answers[key]
        if fault in {Fault.PENDING, Fault.LATE_RECEIPT}:
            self.owed.append((key, answer))
        if fault is Fault.PENDING:
            return 202, {"result": "pending", "receipt": answer["receipt"]}
        return 200, answer

    def _effect(self, key: str, filing: dict[str, Any]) -> dict[str, str]:
        number = filing["index_number"]
        receipt = f"SJ-{len(self.answers) + 1:05d}"
        if number in self.refuses:
            return {"result": "rejected", "receipt": receipt, "reason": self.refuses[number]}
        self.effects[(number, filing["edition"], filing["type"])] += 1
        standing = self.books.get(number)
        newer = standing is None or filing["edition"] >= standing["edition"]
        if filing["type"] == "withdrawal":
            self.taken_down[number] = max(filing["edition"], self.taken_down.get(number, 0))
            self.books[number] = {
                **(standing or {"index_number": number}),
                "edition": filing["edition"],
                "withdrawn": True,
            }
        elif newer and self.taken_down.get(number, 0) < filing["edition"]:
            shown = ("index_number", "doc_number", "title", "date", "text_sha256", "url", "edition")
            self.books[number] = {name: filing[name] for name in shown} | {"withdrawn": False}
        return {"result": "accepted", "receipt": receipt}

    def _page(self, asked: dict[str, str]) -> dict[str, Any]:
        with self.lock:
            keys = sorted(key for key in self.books if key > asked.get("cursor", ""))
            shown = keys[: min(int(asked.get("limit", PAGE)), PAGE)]
            return {
                "items": [{"id": key, **self.books[key]} for key in shown],
                "next": shown[-1] if len(keys) > len(shown) else None,
            }

    def give_receipts(self, platform: str, *, times: int = 1, skew: float = 0) -> list[Said]:
        """Send the receipts that are owed, each so many times; return what the platform answered."""
        with self.lock:
            owed, self.owed = self.owed, []
        said = []
        for key, answer in owed:
            for _ in range(times):
                body = json.dumps({"key": key, **answer}).encode()
                path = "/api/v1/filing/receipts"
                answered = call(platform, "POST", path, self.key.sign("POST", path, body, skew=skew), body)
                if answered is not None:
                    said.append(answered)
        return said


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--port", type=int, default=9001)
    wanted.add_argument("--key", required=True)
    wanted.add_argument("--secret", required=True)
    wanted.add_argument("--fault", action="append", default=[], choices=list(Fault))
    given = wanted.parse_args()
    program = Superior(Key(given.key, given.secret), given.port)
    program.faults.plan(*(Fault(fault) for fault in given.fault))
    program.serve_forever()


if __name__ == "__main__":
    main()
