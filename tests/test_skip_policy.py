"""What becomes of tests that this machine cannot run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parents[1]
SKIPS = "import pytest\n\ndef test_a(): pytest.skip('no such thing here')\n\ndef test_b(): pass\n"
SKIPS_WHOLE = "import pytest\npytest.skip('not this file', allow_module_level=True)\n"
NEEDS_SERVER = "import pytest\n\n@pytest.mark.redis\ndef test_a(): pass\n"
NEEDS_REPORT = "import pytest\n\n@pytest.mark.report\ndef test_a(): pass\n\ndef test_b(): pass\n"
EXPECTED_TO_FAIL = "import pytest\n\n@pytest.mark.xfail\ndef test_a(): assert False\n"
OURS = ("CI", "REDIS_URL", "DATABASE_URL", "GUANHU_REPORT", "GUANHU_TEST_DATA", "PYTEST_XDIST_WORKER")


@pytest.fixture
def run(tmp_path: Path):
    def run_pytest(code: str, **variables: str) -> tuple[int, str]:
        (tmp_path / "test_it.py").write_text(code, encoding="utf-8")
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
        answer = subprocess.run(
            [*command, "-c", str(ROOT / "pyproject.toml"), str(tmp_path / "test_it.py")],
            cwd=ROOT,
            env=inherited | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        return answer.returncode, answer.stdout

    return run_pytest


@pytest.mark.parametrize(("code", "reason"), [(SKIPS, "no such thing here"), (SKIPS_WHOLE, "not this file")])
def test_with_ci_a_skip_fails_and_says_its_reason(run, code: str, reason: str) -> None:
    status, said = run(code, CI="true")
    assert status != 0
    assert "CI=true" in said and reason in said


def test_without_ci_a_skip_is_a_skip(run) -> None:
    status, said = run(SKIPS)
    assert status == 0
    assert "1 passed, 1 skipped" in said


def test_with_ci_an_expected_failure_is_not_taken_for_a_skip(run) -> None:
    status, said = run(EXPECTED_TO_FAIL, CI="true")
    assert status == 0
    assert "1 xfailed" in said


def test_a_missing_server_is_a_skip_that_says_how_to_get_it(run) -> None:
    status, said = run(NEEDS_SERVER)
    assert status == 0
    assert "1 skipped" in said and "python -m tests.servers --redis" in said


def test_without_the_office_report_its_tests_are_left_out_and_it_says_so(run) -> None:
    status, said = run(NEEDS_REPORT, CI="true")
    assert status == 0
    assert "1 passed, 1 deselected" in said and "GUANHU_REPORT is not set" in said


def test_with_the_office_report_its_tests_run(run) -> None:
    status, said = run(NEEDS_REPORT, CI="true", GUANHU_REPORT=__file__)
    assert status == 0
    assert "2 passed" in said and "GUANHU_REPORT is not set" not in said
