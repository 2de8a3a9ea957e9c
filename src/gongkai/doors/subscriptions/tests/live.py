# ruff: noqa: E402, T201 - a program of its own: Django is set up first, and it prints its answer
"""An installation of its own for tests and figures with real processes: `python live.py VERB …` with GONGKAI_DATA_DIR set.

build N            a city, N subscribers to one word
release            publish one thing that all of them want, and let the outbox tell
send LEASE BATCH   be a worker that sends what is due
states             print how many letters stand how, as JSON
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.actions.subscribing import print_of
from gongkai.doors.subscriptions.models import Letter, Subscriber, Subscription
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.doors.subscriptions.tests.world import hear, public
from gongkai.project.tests.cast import build_city

CHUNK = 5000


def build(count: int) -> None:
    if "subscriptions_letter" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    build_city()
    criteria = Criteria.of(["租赁补贴"]).stored()
    for start in range(0, count, CHUNK):
        people = [
            Subscriber(address=f"reader{n}@example.com", address_print=print_of(f"reader{n}@example.com"))
            for n in range(start, min(start + CHUNK, count))
        ]
        rows = Subscriber.objects.bulk_create(people)
        Subscription.objects.bulk_create([Subscription(subscriber=one, name="住房", criteria=criteria) for one in rows])


def release() -> None:
    from gongkai.base.organisations.queries import agency

    started = time.perf_counter()
    public(agency("yc-zjj"))
    hear()
    print(
        json.dumps(
            {
                "told_s": round(time.perf_counter() - started, 1),
                "cpu_s": round(time.process_time(), 1),
                "letters": Letter.objects.count(),
            }
        )
    )


def send(lease: int, batch: int) -> None:
    from gongkai.doors.subscriptions.tests.world import kind

    kind()
    started = time.perf_counter()
    sent = actions.send_due(lease=lease, batch=batch)
    print(
        json.dumps(
            {"sent": sent, "sent_s": round(time.perf_counter() - started, 1), "cpu_s": round(time.process_time(), 1)}
        )
    )


def states() -> None:
    print(json.dumps(dict(Letter.objects.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))))


if __name__ == "__main__":
    verbs = {"build": build, "release": release, "send": send, "states": states}
    verbs[sys.argv[1]](*map(int, sys.argv[2:]))
