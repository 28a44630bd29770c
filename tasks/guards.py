"""The database itself refuses to change the log."""

from django.db import connections

_TABLE = "tasks_taskevent"
_REFUSAL = "the log is append-only"

_SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS log_refuses_{{verb}} BEFORE {{VERB}} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    f"DROP TRIGGER IF EXISTS log_refuses_change ON {_TABLE}",
    f"CREATE TRIGGER log_refuses_change BEFORE UPDATE OR DELETE ON {_TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION log_is_append_only()",
)


def install_log_guards(using: str = "default") -> None:
    """Idempotent. Does nothing while the log's table is not there (a migration back to zero)."""
    connection = connections[using]
    if _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(_SQLITE.format(verb=verb, VERB=verb.upper()))
        else:
            for statement in _POSTGRESQL:
                cursor.execute(statement)


def lift_log_guards(using: str = "default") -> None:
    """For `flush` on SQLite, which deletes row by row; `install_log_guards` puts them back."""
    connection = connections[using]
    if _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS log_refuses_{verb}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS log_refuses_change ON {_TABLE}")
