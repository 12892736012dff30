"""Schemathesis against a real server: every answer is documented, and none is a 5xx."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.up_process import product_environment, up
from tests.record_examples import LIGHTBURN_PORT, Recorder, record

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
CASES = 1000
#: How many cases the fuzzing phase makes up for each operation.
EACH = 5
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def test_a_thousand_cases_get_documented_answers(tmp_path: Path) -> None:
    program = f"lightburn@127.0.0.1:{LIGHTBURN_PORT}"
    with up(tmp_path / "data", ARTSTUDIO_SEND_TO=program) as studio:
        url = studio.wait_open()
        # Something that ids can name; what it answers is in the document already.
        record(Recorder(url))
        command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
        command += [f"{url}/api/schema?format=json", "--checks", ",".join(CHECKS)]
        command += ["--phases", "examples,coverage,fuzzing", "-n", str(EACH), "--seed", "1"]
        command += ["--generation-deterministic", "--no-shrink"]
        command += ["--continue-on-failure", "--no-color", "--request-timeout", "60", "-w", "1"]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=product_environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=800,
        )
    found = re.search(r"Test cases:\s+(\d+) generated", done.stdout)
    assert done.returncode == 0, done.stdout[-6000:]
    assert found
    assert int(found[1]) >= CASES, done.stdout[-2000:]
