"""The example plug-in of the docs: built, installed, and drawing by a small fake web UI."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Attempt, Variant
from tests.fake_openai.pictures import rosette_png
from tests.plugin_packages import installed

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs" / "examples" / "artstudio-automatic1111"


class FakeWebUi(ThreadingHTTPServer):
    """Answers `POST /sdapi/v1/txt2img` as a Stable Diffusion web UI does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[dict[str, Any]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeWebUi

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        info = {"seed": body.get("seed", 1), "sd_model_name": "ink_v2", "sampler_name": "Euler a"}
        answer: dict[str, Any] = {
            "images": [base64.b64encode(rosette_png(body["prompt"], 1)).decode()],
            "parameters": body,
            "info": json.dumps(info),
        }
        if self.server.status != 200:
            answer = {"error": "OutOfMemoryError", "detail": "", "errors": "CUDA out of memory"}
        if self.path != "/sdapi/v1/txt2img":
            self.server.status, answer = 404, {"detail": "Not Found"}
        data = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the example was installed from its wheel."""
    folder = tmp_path_factory.mktemp("plugin")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=EXAMPLE, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    (uv,) = ROOT.glob(".tools/uv-*/bin/uv")
    install = [str(uv), "pip", "install", "-q", "--offline", "--no-deps", str(wheel)]
    target = ["--python", sys.executable, "--target", str(folder / "site")]
    subprocess.run([*install, *target], check=True, capture_output=True)
    return folder / "site"


@pytest.fixture
def web_ui(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWebUi]:
    server = FakeWebUi()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("ARTSTUDIO_A1111_URL", server.url)
    monkeypatch.setenv("ARTSTUDIO_A1111_MODELS", "ink_v1, ink_v2")
    with installed(site):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()
    sys.modules.pop("artstudio_automatic1111", None)


def draw(client: Client, **more: Any) -> Any:
    wish = {"prompt": "a heron among reeds", "variant_seed": "s", **more}
    return client.post("/api/art/prompt-to-svg", wish, content_type="application/json")


def test_the_example_is_offered_with_its_models(client: Client, web_ui: FakeWebUi) -> None:
    *_built_in, info = client.get("/api/art/providers").json()

    assert (info["name"], info["configured"], info["free"]) == ("automatic1111", True, True)
    assert info["models"] == ["loaded-checkpoint", "ink_v1", "ink_v2"]
    assert b"Stable Diffusion web UI" in client.get("/").content
    assert web_ui.bodies == []


def test_the_example_draws_and_its_picture_is_traced(client: Client, web_ui: FakeWebUi) -> None:
    size = {"width_mm": 80, "height_mm": 40}
    answer = draw(client, provider="automatic1111", model="ink_v2", constraints=size).json()
    (body,) = web_ui.bodies
    variant = Variant.objects.get()

    assert (answer["success_count"], answer["route"]) == (1, "raster")
    assert answer["variants"][0]["measurements"]["width_mm"] == pytest.approx(80)
    assert body["seed"] == variant.seed
    assert (variant.seed_sent, variant.seed_honoured) == (True, True)
    assert body["override_settings"] == {"sd_model_checkpoint": "ink_v2"}
    assert body["width"] > body["height"]
    assert variant.source is not None
    assert variant.source.mime == "image/png"
    assert Attempt.objects.get().cost_usd == Decimal(0)


def test_a_subject_goes_to_it_by_itself_because_it_is_free(
    client: Client, web_ui: FakeWebUi
) -> None:
    assert draw(client).json()["provider"] == "automatic1111"
    assert len(web_ui.bodies) == 1


@pytest.mark.parametrize(("status", "code"), [(500, "provider_failed"), (422, "request_rejected")])
def test_its_failure_is_told_in_the_web_uis_words(
    client: Client, web_ui: FakeWebUi, status: int, code: str
) -> None:
    web_ui.status = status
    answer = draw(client, provider="automatic1111")

    assert answer.status_code == 502
    details = answer.json()["variants"][0]["error_details"]
    assert details["code"] == code
    assert "CUDA out of memory" in details["message"]


def test_no_web_ui_is_told_before_anything_is_billed(
    client: Client, web_ui: FakeWebUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTSTUDIO_A1111_URL", "http://127.0.0.1:9")
    details = draw(client, provider="automatic1111").json()["variants"][0]["error_details"]

    assert (details["code"], web_ui.bodies) == ("provider_unreachable", [])
