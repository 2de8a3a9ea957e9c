"""Database triggers that refuse UPDATE and DELETE on the record of looks.

They stand as long as those of the event record stand (gongkai.base.events.triggers): what takes those aside for a moment
(`flush`, loading a portable backup) finds these out of the way as well.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "vault_look"
SENTENCE = "查看记录只能追加，不能修改或删除"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
WHEN EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = 'events_event_no_{verb}')
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION vault_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'events_event_append_only') THEN
  RAISE EXCEPTION '{sentence}';
END IF;
RETURN NULL;
END $$
"""
_PG_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION vault_append_only()
"""


def _install_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [_PG_FUNCTION.format(sentence=SENTENCE), _PG_TRIGGER.format(table=TABLE)]
    return [_SQLITE.format(table=TABLE, verb=verb, sentence=SENTENCE) for verb in ("UPDATE", "DELETE")]


def _remove_statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}"]
    return [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("UPDATE", "DELETE")]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def install(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _install_statements(connection.vendor))


def remove(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _remove_statements(connection.vendor))
