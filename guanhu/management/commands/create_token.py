"""`manage.py create_token USERNAME`: a token for another system, alone on stdout."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guanhu.models import ApiToken, TokenScope
from tasks import audit
from tasks.models import Person
from tasks.states import Deed

MOST_DAYS = 3650


def days(text: str) -> int:
    """1 to `MOST_DAYS`; `ValueError` otherwise, which argparse reports."""
    number = int(text)
    if not 1 <= number <= MOST_DAYS:
        raise ValueError(text)
    return number


class Command(BaseCommand):
    help = "Create an API token for an account and print it; it is shown this once and kept as a hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--scope", choices=TokenScope.values, default=TokenScope.READ.value)
        parser.add_argument("--days", type=days, help=f"until it ends, 1 to {MOST_DAYS}; default by settings")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"没有在用账号 {username}。 / There is no active account {username}.")
        lifetime = timedelta(days=options["days"]) if options["days"] else settings.REST_KNOX["TOKEN_TTL"]
        row, token = ApiToken.objects.create(person, expiry=lifetime, scope=options["scope"])
        told = {
            "scope": row.scope,
            "days": round((row.expiry - row.created) / timedelta(days=1)),
            "id": row.token_key,
        }
        audit.record(Deed.TOKEN, by=None, subject=person.username, data=told)
        self.stdout.write(token)
