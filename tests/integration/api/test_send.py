"""Drawings are handed to LightBurn or MillMage: off by default, to named programs alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from django.test import Client
from pytest_django import Settings

from artstudio.services.sending import rest, udp
from artstudio.services.sending.programs import Program, parse_programs
from tests.fake_lightburn import (
    FakeLightBurn,
    free_udp_port,
    lightburn_by_rest,
    lightburn_by_udp,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def lightburn(settings: Settings) -> Iterator[FakeLightBurn]:
    with lightburn_by_rest() as server:
        settings.ARTSTUDIO_SEND_TO = [
            f"lightburn@127.0.0.1:{server.server_port}",
            f"millmage@127.0.0.1:{server.server_port}",
        ]
        yield server


@pytest.fixture
def variant_id(client: Client) -> str:
    wish = {"prompt": "rosette 60/40 with rope", "variant_seed": "s"}
    answer = client.post("/api/art/prompt-to-svg", wish, content_type="application/json")
    return str(answer.json()["variants"][0]["variant_id"])


def send(client: Client, variant_id: str, **body: Any) -> Any:
    path = f"/api/art/variants/{variant_id}/send"
    return client.post(path, body, content_type="application/json")


def test_sending_is_off_by_default_and_has_no_button(client: Client, variant_id: str) -> None:
    answer = send(client, variant_id)

    assert (answer.status_code, answer.json()["code"]) == (409, "sending_off")
    assert "ARTSTUDIO_SEND_TO" in answer.json()["detail"]
    assert b"Send to" not in client.get(f"/variants/{variant_id}/make").content


def test_a_drawing_is_imported_after_the_user_allowed_it_once(
    client: Client, lightburn: FakeLightBurn, variant_id: str, own_data_folder: Path
) -> None:
    first, second = send(client, variant_id), send(client, variant_id)

    assert first.json()["state"] == second.json()["state"] == "imported"
    assert (first.json()["program"], first.json()["way"]) == ("lightburn", "rest")
    asked = {"application_name": "Art Studio", "capabilities": ["upload", "state"]}
    assert lightburn.connects == [asked]
    (name, data), _again = lightburn.files
    assert name == first.json()["filename"]
    assert name.endswith(".lbrn2")
    assert b"<LightBurnProject" in data
    secrets = own_data_folder / "paired_programs.json"
    assert secrets.stat().st_mode & 0o777 == 0o600


def test_millmage_is_sent_the_drawing_as_svg(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    assert send(client, variant_id, program="millmage").json()["title"] == "MillMage"
    ((name, data),) = lightburn.files
    assert name.endswith(".svg")
    assert data.startswith(b"<svg")


def test_a_role_is_told_by_the_colours_of_layers(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    for program in ("lightburn", "millmage"):
        assert send(client, variant_id, program=program, role="engrave").status_code == 200
    assert len(lightburn.files) == 2


def test_a_secret_that_is_no_longer_known_is_asked_for_once_more(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    send(client, variant_id)
    lightburn.secret = "another"

    assert send(client, variant_id).json()["state"] == "imported"
    assert len(lightburn.connects) == 2


def test_a_user_who_does_not_allow_it_is_respected(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    lightburn.allows = False
    answer = send(client, variant_id)

    assert (answer.status_code, answer.json()["code"]) == (502, "pairing_refused")
    assert lightburn.files == []


def test_a_failed_import_reports_the_message_of_the_program(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    lightburn.import_error = "bad file"
    answer = send(client, variant_id)

    assert (answer.status_code, answer.json()["code"]) == (502, "program_refused")
    assert "bad file" in answer.json()["detail"]


def test_without_word_of_the_import_it_is_only_accepted(
    client: Client, lightburn: FakeLightBurn, variant_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "IMPORT_S", 0.3)
    lightburn.tells = False

    assert send(client, variant_id).json()["state"] == "accepted"


def test_an_older_lightburn_on_this_machine_opens_the_file_by_udp(
    client: Client,
    variant_id: str,
    settings: Settings,
    own_data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.ARTSTUDIO_SEND_TO = ["lightburn@127.0.0.1:9"]
    answers = free_udp_port()
    monkeypatch.setattr(udp, "ANSWER_PORT", answers)
    with lightburn_by_udp(answers) as (port, heard):
        monkeypatch.setattr(udp, "PORT", port)
        answer = send(client, variant_id).json()

    file = own_data_folder / "sent" / answer["filename"]
    assert (answer["way"], answer["state"]) == ("udp", "loaded")
    assert heard == ["PING", f"LOADFILE:{file}"]
    assert b"<LightBurnProject" in file.read_bytes()


def test_a_refusal_by_udp_is_an_error(
    client: Client, variant_id: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ARTSTUDIO_SEND_TO = ["lightburn@127.0.0.1:9"]
    answers = free_udp_port()
    monkeypatch.setattr(udp, "ANSWER_PORT", answers)
    with lightburn_by_udp(answers, answer="!") as (port, _heard):
        monkeypatch.setattr(udp, "PORT", port)
        assert send(client, variant_id).json()["code"] == "program_refused"
    monkeypatch.setattr(udp, "WAIT_S", 0.2)
    assert send(client, variant_id).json()["code"] == "program_unreachable"


def test_a_request_names_no_program_that_the_setting_lacks(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    for program in ("evil@10.0.0.1", "lightburn@10.0.0.1", "inkscape"):
        answer = send(client, variant_id, program=program)
        assert answer.status_code == 400
        assert "lightburn, millmage" in json.dumps(answer.json()["fields"])
    assert lightburn.calls == []


def test_the_button_sends_and_the_page_says_what_became_of_it(
    client: Client, lightburn: FakeLightBurn, variant_id: str
) -> None:
    page = client.get(f"/variants/{variant_id}/make").content.decode()
    assert "Send to LightBurn" in page
    assert "Send to MillMage" in page

    path = f"/variants/{variant_id}/send"
    shown = client.post(path, {"program": "lightburn"}, follow=True).content.decode()

    assert "the program imported the drawing" in shown
    assert len(lightburn.files) == 1


def test_nothing_is_ever_started(client: Client, lightburn: FakeLightBurn, variant_id: str) -> None:
    send(client, variant_id)
    assert set(lightburn.calls) == {"/api/connect", "/api/events", "/api/file/upload"}


def test_the_setting_names_programs_and_hosts() -> None:
    assert parse_programs(["lightburn", "millmage@studio.local", ""]) == (
        Program(name="lightburn", host="127.0.0.1", port=19520),
        Program(name="millmage", host="studio.local", port=19521),
    )
    assert parse_programs(["lightburn@[::1]:7"])[0].host == "::1"


@pytest.mark.parametrize(
    "entry", ["inkscape", "lightburn@", "lightburn@a b", "lightburn@h:0", "lightburn@h:99999"]
)
def test_an_entry_that_is_none_is_named_by_check(entry: str, settings: Settings) -> None:
    settings.ARTSTUDIO_SEND_TO = [entry]
    found = {m.id: m.msg for m in checks.run_checks(tags=["artstudio"])}
    assert repr(entry) in found["artstudio.E009"]


def test_a_token_is_the_hmac_of_its_minute() -> None:
    assert rest.token("s", 0) == rest.token("s", 59.9) != rest.token("s", 60)
    assert len(rest.token("s", 0)) == 64
