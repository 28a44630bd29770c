"""How variables become settings, and what is refused."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from guanhu.environment import Environment, Nonsense, broker

Reading = Callable[[Environment, Path], Any]


def test_without_variables_there_is_sqlite_in_the_data_folder_and_no_redis(tmp_path: Path) -> None:
    env = Environment({})
    database = env.database("DATABASE_URL", tmp_path)
    assert database["NAME"] == f"{tmp_path}/guanhu.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert env.redis("REDIS_URL") == ""


def test_a_postgresql_address_is_taken_with_its_parts(tmp_path: Path) -> None:
    url = "postgresql://clerk:s%40crt@db.example:5433/guanhu"
    database = Environment({"DATABASE_URL": url}).database("DATABASE_URL", tmp_path)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"], database["NAME"]) == (
        ("clerk", "s@crt", "db.example", 5433, "guanhu")
    )
    assert database["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("true", True), ("On", True), ("0", False), ("", False)]
)
def test_a_flag_says_yes_or_no(text: str, value: bool) -> None:
    assert Environment({"DEBUG": text}).flag("DEBUG", default=not value) is value


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DATABASE_URL", "mysql://host/name", lambda env, data: env.database("DATABASE_URL", data)),
        ("DATABASE_URL", "guanhu", lambda env, data: env.database("DATABASE_URL", data)),
        ("DATABASE_URL", "postgresql://host", lambda env, data: env.database("DATABASE_URL", data)),
        ("DATABASE_URL", "postgresql://host:port/name", lambda env, data: env.database("DATABASE_URL", data)),
        ("DATABASE_URL", "sqlite://:memory:", lambda env, data: env.database("DATABASE_URL", data)),
        ("REDIS_URL", "http://host", lambda env, data: env.redis("REDIS_URL")),
        ("REDIS_URL", "localhost:6379", lambda env, data: env.redis("REDIS_URL")),
        ("PORT", "eighty", lambda env, data: env.whole("PORT", 8000, 1, 65535)),
        ("PORT", "0", lambda env, data: env.whole("PORT", 8000, 1, 65535)),
        ("PORT", "65536", lambda env, data: env.whole("PORT", 8000, 1, 65535)),
        ("PORT", "８０", lambda env, data: env.whole("PORT", 8000, 1, 65535)),
        ("DEBUG", "maybe", lambda env, data: env.flag("DEBUG", default=False)),
        ("CSRF_TRUSTED_ORIGINS", "duban.example", lambda env, data: env.origins("CSRF_TRUSTED_ORIGINS")),
        ("GUANHU_DATA", "/proc/nowhere", lambda env, data: env.folder("GUANHU_DATA", data)),
        ("GUANHU_DATA", "/dev/null", lambda env, data: env.folder("GUANHU_DATA", data)),
    ],
)
def test_nonsense_is_refused_in_one_sentence_that_names_the_variable(
    name: str, value: str, read: Reading, tmp_path: Path
) -> None:
    with pytest.raises(Nonsense) as refused:
        read(Environment({name: value}), tmp_path)
    sentence = str(refused.value)
    assert sentence.startswith(f"{name}: ")
    assert " / " in sentence and "\n" not in sentence


def test_a_refused_database_address_does_not_show_its_password(tmp_path: Path) -> None:
    with pytest.raises(Nonsense) as refused:
        Environment({"DATABASE_URL": "mysql://clerk:hush@host/name"}).database("DATABASE_URL", tmp_path)
    assert "hush" not in str(refused.value)


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    made = Environment({"GUANHU_DATA": f"{tmp_path}/a/b"}).folder("GUANHU_DATA", tmp_path)
    assert made.is_dir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    first = Environment({}).secret_key("SECRET_KEY", file)
    assert len(first) >= 50
    assert Environment({}).secret_key("SECRET_KEY", file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_key_of_the_environment_wins_and_is_not_written(tmp_path: Path) -> None:
    assert Environment({"SECRET_KEY": "given"}).secret_key("SECRET_KEY", tmp_path / "secret_key") == "given"
    assert not (tmp_path / "secret_key").exists()


def test_many_that_start_at_once_agree_on_one_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = list(
            pool.map(lambda _: Environment({}).secret_key("SECRET_KEY", tmp_path / "secret_key"), range(64))
        )
    assert len(set(keys)) == 1


def test_without_redis_the_broker_is_folders_that_exist(tmp_path: Path) -> None:
    address, options = broker("", tmp_path)
    assert address.startswith("filesystem://")
    for name in ("data_folder_in", "data_folder_out", "control_folder"):
        assert Path(options[name]).is_dir()


def test_with_redis_the_broker_answers_or_fails_within_a_second(tmp_path: Path) -> None:
    address, options = broker("redis://host:6379/0", tmp_path)
    assert address == "redis://host:6379/0"
    assert options["visibility_timeout"] == 900
    assert options["socket_timeout"] == options["socket_connect_timeout"] == 1
    assert not list(tmp_path.iterdir())


def test_some_of_the_known_words_may_be_chosen_and_no_others() -> None:
    known = ("pdf", "jpeg", "docx")
    assert Environment({}).some_of("TYPES", known) == list(known)
    assert Environment({"TYPES": " pdf, docx "}).some_of("TYPES", known) == ["pdf", "docx"]
    with pytest.raises(Nonsense, match=r"TYPES: 'exe' is unknown; choose from pdf, jpeg, docx"):
        Environment({"TYPES": "pdf,exe"}).some_of("TYPES", known)
