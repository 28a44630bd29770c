from django.apps import AppConfig
from django.db.models.signals import post_migrate


def install_guards(using: str, **_: object) -> None:
    from tasks.guards import install_log_guards  # models are not loaded when this module is

    install_log_guards(using)


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "任务督办"

    def ready(self) -> None:
        # SQLite drops triggers silently when a migration rebuilds the table, so they are put back each time.
        post_migrate.connect(install_guards, sender=self, dispatch_uid="tasks.install_guards")
