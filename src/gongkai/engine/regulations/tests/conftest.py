from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.regulations import actions
from gongkai.engine.regulations.actions import Given, Told
from gongkai.engine.regulations.models import Law

TITLE = "云川市住房租赁条例"
OLD_TEXT = "第一条 为了规范住房租赁，制定本条例。\n第二条 住房租赁合同应当备案，期限为三十日。\n第三条 本条例自2020年1月1日起施行。"
NEW_TEXT = OLD_TEXT.replace("三十日", "十五日").replace("自2020年1月1日", "自公布之日")


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def record(title: str = TITLE, *, effective: str = "2020-01-01", text: str = OLD_TEXT, **more: Any) -> dict[str, Any]:
    extra = {"promulgated": more.pop("promulgated", effective), "effective": effective} | more.pop("extra", {})
    return {
        "kind": "local_regulation",
        "issuer": "云川市人大常委会",
        "title": title,
        "text": text,
        "extra": extra,
    } | more


def load(*records: dict[str, Any], dry_run: bool = False) -> list[Told]:
    lines = [Given(f"laws.jsonl:{number}", one) for number, one in enumerate(records, start=1)]
    return actions.import_laws(lines=lines, by=the_system("test"), source="laws.jsonl", dry_run=dry_run)


def revised(**more: Any) -> dict[str, Any]:
    """The same law as revised twenty days ago, in force for ten days."""
    decided, effective = ago(20), ago(10)
    extra = {
        "promulgated": "2020-01-01", "version_date": decided.isoformat(),
        "events": [
            {"date": "2020-01-01", "text": "2020年1月1日公布"},
            {"date": decided.isoformat(), "text": "云川市人民代表大会常务委员会修订"},
        ],
    }  # fmt: skip
    return record(effective=effective.isoformat(), text=NEW_TEXT, extra=extra, **more)


@pytest.fixture
def law(db: None) -> Law:
    load(record())
    return Law.objects.get()
