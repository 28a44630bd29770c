"""What is claimed before anything is started: the port and the data folder."""

import re
import socket
from pathlib import Path

import pytest

from guanhu.embedded import CannotStart, claim_folder, claim_port

HERE = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def test_a_free_port_is_claimed_and_can_be_listened_on() -> None:
    port = free_port()
    with claim_port(HERE, port) as claimed:
        claimed.listen()
        socket.create_connection((HERE, port), timeout=5).close()


def test_a_port_in_use_is_refused_in_one_sentence_that_names_it() -> None:
    with socket.create_server((HERE, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CannotStart, match=f"^PORT: 端口 {port} 已被占用.*Port {port} is in use"):
            claim_port(HERE, port)


def test_a_port_used_a_moment_ago_is_free_again() -> None:
    port = free_port()
    with claim_port(HERE, port) as first:
        first.listen()
        client = socket.create_connection((HERE, port), timeout=5)
        served, _ = first.accept()
        served.close()  # the server's side closes first and lingers in TIME_WAIT
        client.close()
    claim_port(HERE, port).close()


def test_a_data_folder_has_one_holder_at_a_time(tmp_path: Path) -> None:
    with (
        claim_folder(tmp_path),
        pytest.raises(CannotStart, match=f"^GUANHU_DATA: .*{re.escape(str(tmp_path))}.*in use"),
    ):
        claim_folder(tmp_path)
    claim_folder(tmp_path).close()


def test_two_data_folders_do_not_disturb_each_other(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with claim_folder(tmp_path), claim_folder(tmp_path / "other"):
        pass
