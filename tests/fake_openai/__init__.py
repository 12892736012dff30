"""A fake OpenAI server that speaks real HTTP on loopback.

In tests: the `fake_openai` fixture of `tests.fake_openai.fixtures`. By hand:

    python -m tests.fake_openai --port 9900
    OPENAI_BASE_URL=http://127.0.0.1:9900/v1 OPENAI_API_KEY=any python3 start.py

and write a scenario's name in brackets into the prompt: `a rosette [429]`. It answers the
Images API, the Responses API and chat completions.
"""

from __future__ import annotations

from tests.fake_openai.scenarios import SCENARIOS, Answer, Asked
from tests.fake_openai.server import FakeOpenAI, RecordedRequest
from tests.fake_openai.text_answers import TextAsked
from tests.fake_openai.text_scenarios import TEXT_SCENARIOS

__all__ = [
    "SCENARIOS",
    "TEXT_SCENARIOS",
    "Answer",
    "Asked",
    "FakeOpenAI",
    "RecordedRequest",
    "TextAsked",
]
