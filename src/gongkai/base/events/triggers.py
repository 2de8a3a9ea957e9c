"""Database triggers that refuse UPDATE, DELETE and TRUNCATE on what may only be added to.

They stop slips and casual hands. Somebody who owns the database can drop them; that is what `log verify` is for.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("events_event", "events_logentry", "events_lognode", "events_treehead")
SENTENCE = "事件记录与公开日志只能追加，不能修改或删除"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$
"""
_PG_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()
"""


def _install_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        triggers = [_PG_TRIGGER.format(table=table) for table in TABLES]
        return [_PG_FUNCTION.format(sentence=SENTENCE), *triggers]
    return [
        _SQLITE.format(table=table, verb=verb, sentence=SENTENCE) for table in TABLES for verb in ("UPDATE", "DELETE")
    ]


def _remove_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in ("UPDATE", "DELETE")]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _install_statements(connection.vendor))


def remove(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _remove_statements(connection.vendor))
