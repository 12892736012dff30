"""An assistant draws, changes, checks, exports and attaches: over stdio, and at `/mcp`."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from django.test import override_settings
from mcp import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import TextContent
from PIL import Image
from pytest_django.live_server_helper import LiveServer

from artstudio.access.middleware import is_let_in
from artstudio.client.assistant import LONGEST_TEXT
from artstudio.mcp_endpoint import McpEndpoint
from artstudio.wsgi import application
from rmos_runs.store import list_advisory_inputs, require_run
from tests.integration.rmos_runs.run_bodies import new_run

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ["draw", "look", "change", "check", "search", "export", "attach"]


async def job(url: str, run_id: str) -> list[Any]:
    """Do what a luthier asks an assistant for; return the results of its calls."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "artstudio", "mcp", "--server", url],
        cwd=str(ROOT),
    )
    results = []
    async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        assert [tool.name for tool in (await session.list_tools()).tools] == TOOLS

        async def call(name: str, **arguments: Any) -> str:
            result = await session.call_tool(name, arguments)
            results.append(result)
            part = result.content[0]
            assert isinstance(part, TextContent)
            return part.text

        drawn = (await call("draw", prompt="rosette 102/84 with rope", seed="s")).split(":")[0]
        wider = await call("change", asset_id=drawn, constraints={"outer_diameter_mm": 104})
        asset = wider.split(":")[0]
        assert "104 × 104 mm" in wider
        assert "smallest_feature_mm" in await call("check", asset_id=asset)
        assert "format=dxf" in await call("export", asset_id=asset, format="dxf")
        assert asset in await call("search", words="rope")
        assert "1 attached, 1 new" in await call("attach", asset_ids=[asset], run_id=run_id)
        assert "<svg" in await call("look", asset_id=asset, svg=True)
    return results


def test_a_rosette_is_drawn_made_wider_checked_exported_and_attached(
    live_server: LiveServer,
) -> None:
    run_id = new_run().run_id
    results = asyncio.run(job(live_server.url, run_id))
    assert list_advisory_inputs(require_run(run_id)).count() == 1
    assert not any(result.is_error for result in results)
    for result in results[:-1]:
        assert len(result.content[0].text) <= LONGEST_TEXT
    picture = results[0].content[1]
    with Image.open(io.BytesIO(base64.b64decode(picture.data))) as image:
        assert image.format == "PNG"
        assert 480 <= max(image.size) <= 512


def ask(message: dict[str, Any], **headers: str) -> httpx2.Response:
    """Send one message to the endpoint, as a client of the protocol does."""

    async def send() -> httpx2.Response:
        endpoint = McpEndpoint(application, is_let_in=is_let_in, hosts=["127.0.0.1"], origins=[])
        transport = httpx2.ASGITransport(app=with_raw_path(endpoint))
        both = {"Accept": "application/json, text/event-stream"}
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.post("/mcp", json=message, headers=both | headers)

    return asyncio.run(send())


def with_raw_path(app: Any) -> Any:
    async def asked(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "raw_path": scope["path"].encode()}, receive, send)

    return asked


def call(name: str, **arguments: Any) -> dict[str, Any]:
    parameters = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}


def test_the_endpoint_draws_without_a_session() -> None:
    answer = ask(call("draw", prompt="rosette 102/84"))
    result = answer.json()["result"]
    assert answer.status_code == 200
    assert result["isError"] is False
    assert [part["type"] for part in result["content"]] == ["text", "image"]
    assert "structuredContent" not in result


def test_what_the_studio_refuses_is_told_in_its_words() -> None:
    result = ask(call("draw", prompt="a dog", strict=True)).json()["result"]
    assert result["isError"] is True
    assert "dog" in result["content"][0]["text"]


@override_settings(ARTSTUDIO_ACCESS="login")
def test_who_may_not_use_the_studio_may_not_use_its_tools() -> None:
    answer = ask(call("search"))
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert ask(call("search"), Authorization="Bearer nonsense").status_code == 401


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}], ids=str
)
def test_pages_of_others_are_refused(headers: dict[str, str]) -> None:
    assert ask(call("search"), **headers).status_code in (403, 421)


def test_a_message_is_at_most_a_megabyte() -> None:
    answer = ask(call("draw", prompt="x" * 1_100_000))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (413, "too_large")
