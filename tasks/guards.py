"""The database itself refuses to change what is append-only: the log of tasks, the audit trail, and what other
apps name."""

from django.db import connections

TABLES = ["tasks_taskevent", "tasks_auditentry"]
_REFUSAL = "the log is append-only"
_VERBS = ("update", "delete")

_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_refuses_{verb} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
)
_SQLITE_LIFT = "DROP TRIGGER IF EXISTS {table}_refuses_{verb}"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
)
_POSTGRESQL_LIFT = "DROP TRIGGER IF EXISTS log_refuses_change ON {table}"
_POSTGRESQL = (
    "CREATE TRIGGER log_refuses_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION log_is_append_only()"
)


def guard_too(table: str) -> None:
    """Keep another app's table in the same way; said when that app is ready, before any migration ends."""
    if table not in TABLES:
        TABLES.append(table)


def install_log_guards(using: str = "default") -> None:
    """Idempotent. Leaves out a table that is not there (a migration back to zero)."""
    _execute(using, (_SQLITE,), (_FUNCTION, _POSTGRESQL_LIFT, _POSTGRESQL))


def lift_log_guards(using: str = "default") -> None:
    """For `flush` on SQLite, which deletes row by row; `install_log_guards` puts them back."""
    _execute(using, (_SQLITE_LIFT,), (_POSTGRESQL_LIFT,))


def _execute(using: str, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    connection = connections[using]
    there = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in (table for table in TABLES if table in there):
            if connection.vendor == "sqlite":
                for verb in _VERBS:
                    cursor.execute(sqlite[0].format(table=table, verb=verb))
            else:
                for statement in postgresql:
                    cursor.execute(statement.format(table=table))
