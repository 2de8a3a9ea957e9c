"""/healthz, /readyz and /metrics."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.models import Worker
from gongkai.project.ops import health
from gongkai.project.ops.metrics import area_of

pytestmark = pytest.mark.django_db


def a_worker(seconds_ago: int = 0) -> None:
    seen = timezone.now() - dt.timedelta(seconds=seconds_ago)
    Worker.objects.create(name="w", started_at=seen, seen_at=seen)


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_an_installation_with_a_worker_is_ready(client: Client) -> None:
    a_worker()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


def test_a_worker_that_fell_silent_makes_it_unready_and_says_so(client: Client) -> None:
    a_worker(seconds_ago=300)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "gongkai worker" in answer.json()["checks"]["worker"]["detail"]
    assert answer.json()["checks"]["database"]["ok"]


def test_a_full_disk_makes_it_unready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_worker()
    monkeypatch.setattr(health, "LEAST_SPACE", 10**18)
    assert "清理或扩容" in client.get("/readyz").json()["checks"]["disk"]["detail"]


def test_a_check_that_breaks_is_an_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise OSError("磁盘没有了")

    monkeypatch.setattr(health, "CHECKS", (("disk", broken),))
    assert "磁盘没有了" in client.get("/readyz").json()["checks"]["disk"]["detail"]


def test_metrics_tell_queues_outbox_and_duties(client: Client) -> None:
    a_worker()
    text = client.get("/metrics").content.decode()
    for line in ('gongkai_jobs{state="dead"} 0.0', "gongkai_workers 1.0", "gongkai_releases 0.0"):
        assert line in text
    assert 'gongkai_outbox_behind{consumer="search"}' in text


@pytest.mark.parametrize(
    ("headers", "address", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({}, "::1", 200),
        ({}, "10.0.0.7", 403),
        ({"X-Forwarded-For": "10.0.0.7"}, "127.0.0.1", 403),
        ({"Authorization": "Bearer wrong"}, "10.0.0.7", 403),
        ({"Authorization": "Bearer right"}, "10.0.0.7", 200),
    ],
)
def test_metrics_are_for_this_machine_and_for_whoever_has_the_token(
    client: Client, settings: Any, headers: dict[str, str], address: str, status: int
) -> None:
    settings.METRICS_TOKEN = "right"
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_without_a_token_set_an_empty_one_opens_nothing(client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="10.0.0.7").status_code == 403


def test_labels_do_not_grow_with_the_documents() -> None:
    assert {area_of(f"/{number}/x") for number in range(100)} == {"portal"}
    assert area_of("/desk/documents/7/") == "desk"


def test_nobody_posts_to_them(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
