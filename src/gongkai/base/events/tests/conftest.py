from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from gongkai.base.events import actions, rules

rules.declare({"test:paper:submit": "提交核稿", "test:paper:publish": "公开"})

OFFICER = rules.Actor("person:12", "王丽", role="政务公开专员", agency="yc-fzggw", address="10.1.2.3")
PAPER = rules.Subject("paper", "7", "关于老旧小区改造的通知")
RELEASED = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def submit():
    """Record a submission, with a different remark each time."""

    def call(remark="", **changes):
        values = {"tag": "test:paper:submit", "by": OFFICER, "subject": PAPER, "remark": remark}
        return actions.record(**values | changes)

    return call


@pytest.fixture
def publish():
    """Record a publication and disclose it, as one verb of engine.publishing would."""

    def call(item="YC-2026-0001", edition=1, kind="published", content=b"text", title="通知"):
        subject = rules.Subject("item", item, title)
        event = actions.record(tag="test:paper:publish", by=OFFICER, subject=subject, new={"edition": edition})
        return actions.disclose(
            kind=rules.LogKind(kind),
            item=item,
            edition=edition,
            agency="yc-fzggw",
            content_sha256=hashlib.sha256(content).hexdigest(),
            at=RELEASED,
            event=event,
        )

    return call
