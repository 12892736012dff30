from __future__ import annotations

import json
import subprocess
import sys

import pytest

from artstudio.patterns import draw_spec
from rmos_runs.errors import InvalidRequest
from tests.unit.patterns.geometry import digest
from tests.unit.patterns.prompts import PROMPTS, composed, contours_of


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_seeds_choose_what_the_words_leave_open(prompt: str) -> None:
    different = {composed(prompt, seed).drawing.to_svg() for seed in range(4)}
    # A seed chooses one of three fonts for letters, and one of four styles of grilles.
    is_choice_small = prompt in (PROMPTS["lettering"], PROMPTS["grille"])
    # A violin's f-holes are as they are.
    least = 1 if prompt == PROMPTS["body_part"] else 4
    assert len(different) >= (2 if is_choice_small else least)


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_a_record_draws_the_same_bytes_again(prompt: str) -> None:
    pattern = composed(prompt, 5)
    again = draw_spec(json.loads(json.dumps(pattern.spec())))
    assert again.drawing.to_svg() == pattern.drawing.to_svg()
    assert again.spec() == pattern.spec()


@pytest.mark.parametrize(
    "change",
    [{"engine": "0"}, {"family": "spaghetti"}, {"parameters": {}}, {"parameters": {"x": 1}}],
)
def test_a_record_that_cannot_be_read_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        draw_spec({**composed("rosette").spec(), **change})


def test_another_process_draws_the_same() -> None:
    program = (
        "import sys, json; from artstudio.patterns import *\n"
        "from tests.unit.patterns.geometry import digest\n"
        "from tests.unit.patterns.prompts import contours_of\n"
        "for p in json.loads(sys.argv[1]):\n"
        "    made = compose(p, constraints=PatternConstraints(), seed=4294967295)\n"
        "    print(digest(contours_of(made)))\n"
    )
    prompts = list(PROMPTS.values())
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(prompts)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "77"},
    )
    assert done.stdout.split() == [digest(contours_of(composed(p, 4294967295))) for p in prompts]
