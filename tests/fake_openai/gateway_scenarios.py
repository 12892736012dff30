"""Answers and refusals in the forms of gateways, as their documentation and source give them.

Each is asked for by its name as the scenarios of OpenAI itself are.
"""

from __future__ import annotations

import base64
from typing import Any

from tests.fake_openai import pictures
from tests.fake_openai.scenarios import Answer, Asked, Scenario, json_answer


def _picture(asked: Asked) -> str:
    return base64.b64encode(asked.picture).decode()


def _data(asked: Asked, entry: dict[str, Any], **more: Any) -> Answer:
    return json_answer({"created": 1_790_000_000, "data": [entry], **more})


def _broken_lines(text: str) -> str:
    return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))


def _for_urls(text: str) -> str:
    return text.translate(str.maketrans("+/", "-_")).rstrip("=")


def _openrouter_chat(asked: Asked) -> Answer:
    url = {"url": f"data:image/png;base64,{_picture(asked)}"}
    images = [{"type": "image_url", "image_url": url}]
    message = {"role": "assistant", "content": "Here is your rosette.", "images": images}
    choice = {"finish_reason": "stop", "native_finish_reason": "STOP", "message": message}
    return json_answer({"id": "gen-1790000000-abc", "choices": [choice], "usage": {"cost": 0.04}})


def _content_parts(asked: Asked) -> Answer:
    part = {
        "type": "image_url",
        "image_url": {"url": f"data:image/png;base64,{_picture(asked)}"},
    }
    content = [{"type": "text", "text": "Done."}, part]
    return json_answer({"choices": [{"message": {"role": "assistant", "content": content}}]})


def _markdown(asked: Asked) -> Answer:
    text = f"Here it is:\n\n![rosette](data:image/png;base64,{_picture(asked)})\n"
    return json_answer({"choices": [{"message": {"role": "assistant", "content": text}}]})


def _responses_tool(asked: Asked) -> Answer:
    call = {"type": "image_generation_call", "id": "ig_1", "result": _picture(asked)}
    return json_answer({"id": "resp_1", "output": [{"type": "reasoning", "summary": []}, call]})


def _gemini(asked: Asked) -> Answer:
    part = {"inlineData": {"mimeType": "image/png", "data": _picture(asked)}}
    candidate = {"content": {"parts": [{"text": "Here."}, part]}, "finishReason": "STOP"}
    return json_answer({"candidates": [candidate]})


def _gemini_withheld(_asked: Asked) -> Answer:
    return json_answer({"candidates": [{"content": None, "finishReason": "IMAGE_SAFETY"}]})


def _localai_relative(asked: Asked) -> Answer:
    return _data(asked, {"embedding": None, "url": f"/files/rosette-{asked.call}.png"})


def _azure_filter(_asked: Asked) -> Answer:
    inner = {
        "code": "ResponsibleAIPolicyViolation",
        "content_filter_results": {"violence": {"filtered": False, "severity": "safe"}},
    }
    error = {"code": "contentFilter", "message": "Your task failed.", "inner_error": inner}
    return json_answer({"error": error}, status=400, headers={"apim-request-id": "apim-1"})


def _azure_filter_inside(_asked: Asked) -> Answer:
    inner = {"code": "ResponsibleAIPolicyViolation"}
    return json_answer({"error": {"message": "Rejected.", "innererror": inner}}, status=400)


def _litellm_filter(_asked: Asked) -> Answer:
    message = (
        "litellm.BadRequestError: litellm.ContentPolicyViolationError: Your request was rejected."
    )
    error = {"message": message, "type": None, "param": None, "code": "400"}
    return json_answer({"error": error}, status=400, headers=_LITELLM_ID)


def _litellm_budget(_asked: Asked) -> Answer:
    error = {"message": "Budget has been exceeded! Current cost: 1.2", "type": "budget_exceeded"}
    return json_answer({"error": error | {"code": "400"}}, status=400, headers=_LITELLM_ID)


_LITELLM_ID = {"x-request-id": "", "x-litellm-call-id": "call-7"}


def _openrouter_error(status: int, message: str, **metadata: Any) -> Answer:
    error = {"code": status, "message": message, **({"metadata": metadata} if metadata else {})}
    return json_answer({"error": error}, status=status)


def _fastapi(_asked: Asked) -> Answer:
    entry = {"loc": ["body", "prompt"], "msg": "Field required", "type": "missing"}
    return json_answer({"detail": [entry]}, status=422)


def _inside(error: Any, **more: Any) -> Scenario:
    """Return a scenario that answers 200 with an error in its body."""
    return lambda _asked: json_answer({"error": error, **more})


GATEWAY_SCENARIOS: dict[str, Scenario] = {
    "b64-data-url": lambda a: _data(a, {"b64_json": f"data:image/png;base64,{_picture(a)}"}),
    "b64-lines": lambda a: _data(a, {"b64_json": _broken_lines(_picture(a))}),
    "b64-for-urls": lambda a: _data(a, {"b64_json": _for_urls(_picture(a))}),
    "url-data": lambda a: _data(a, {"url": f"data:image/png;base64,{_picture(a)}"}),
    "url-relative": _localai_relative,
    "fal-images": lambda a: json_answer({"images": [{"url": f"{a.origin}/files/rosette-1.png"}]}),
    "openrouter-chat": _openrouter_chat,
    "content-parts": _content_parts,
    "markdown": _markdown,
    "responses-tool": _responses_tool,
    "gemini": _gemini,
    "router-svg": lambda a: _data(
        a,
        {
            "b64_json": base64.b64encode(pictures.svg_document()).decode(),
            "media_type": "image/svg+xml",
        },
    ),
    "svg-text": lambda a: json_answer(
        {"choices": [{"message": {"content": f"```svg\n{pictures.svg_document().decode()}```"}}]}
    ),
    "gemini-withheld": _gemini_withheld,
    "xai-withheld": lambda a: _data(a, {"respect_moderation": False}),
    "azure-filter": _azure_filter,
    "azure-filter-inside": _azure_filter_inside,
    "litellm-filter": _litellm_filter,
    "litellm-budget": _litellm_budget,
    "openrouter-402": lambda _: _openrouter_error(402, "This request requires more credits."),
    "openrouter-403": lambda _: _openrouter_error(
        403, "Input was flagged.", reasons=["violence"], flagged_input="a …"
    ),
    "fastapi-detail": _fastapi,
    "200-error": _inside({"code": 502, "message": "Provider returned error"}),
    "200-error-text": _inside("the model is still loading"),
    "200-error-moderation": _inside({"code": 403, "message": "x", "metadata": {"reasons": ["y"]}}),
    "200-error-quota": _inside({"code": "insufficient_quota", "message": "No quota."}, data=[]),
    "529": lambda _: json_answer({"error": {"message": "Overloaded"}}, status=529),
    "501": lambda _: json_answer({"error": {"message": "Not implemented here"}}, status=501),
}
