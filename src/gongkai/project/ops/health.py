"""Whether this installation can do its work now: one check a function, each with a sentence."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.base.jobs.queries import live_workers
from gongkai.engine.search.queries import document_count

LEAST_SPACE = 200 * 1024 * 1024  # bytes; below it uploads and the database itself are in danger


@dataclass(frozen=True)
class Answer:
    """One question; `detail` says in Chinese what is wrong, or what was found."""

    name: str
    ok: bool
    detail: str


def unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor


def _migrations() -> str:
    missing = unapplied_migrations()
    if missing:
        raise Unready(f"数据库差 {len(missing)} 步迁移，请运行 gongkai migrate")
    return "最新"


def _index() -> str:
    return f"{document_count()} 件"


def _worker() -> str:
    workers = list(live_workers())
    if not workers:
        raise Unready("没有后台任务进程在运行，请启动 gongkai worker")
    return f"{len(workers)} 个"


def _space() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_SPACE:
        raise Unready(f"数据目录所在磁盘只剩 {free // 1024 // 1024} MB，请清理或扩容")
    return f"{free // 1024 // 1024} MB 可用"


class Unready(Exception):
    """A check failed; the sentence says what to do."""


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("database", _database),
    ("migrations", _migrations),
    ("index", _index),
    ("worker", _worker),
    ("disk", _space),
)


def readiness() -> list[Answer]:
    """Ask everything; a check that breaks is an answer too, never an exception."""
    return [_asked(name, check) for name, check in CHECKS]


def _asked(name: str, check: Callable[[], str]) -> Answer:
    try:
        return Answer(name, ok=True, detail=check())
    except Unready as sentence:
        return Answer(name, ok=False, detail=str(sentence))
    except DatabaseError as error:
        return Answer(name, ok=False, detail=f"数据库查询失败：{type(error).__name__}")
    except Exception as error:  # noqa: BLE001 - whatever breaks here is what the operator must read
        return Answer(name, ok=False, detail=f"{type(error).__name__}：{error}")


def age(moment: dt.datetime | None, now: dt.datetime) -> float:
    """Return seconds since a moment, 0 for none."""
    return (now - moment).total_seconds() if moment else 0.0
