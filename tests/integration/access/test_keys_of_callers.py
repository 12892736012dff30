"""An Idempotency-Key is its caller's own where callers are told apart."""

from __future__ import annotations

import pytest
from django.test import Client

from artstudio.access.tokens import create_token
from tests.integration.access.conftest import bearer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("login_mode")]


def made_by(client: Client) -> str:
    answer = client.post(
        "/api/art/prompt-to-svg",
        {"prompt": "rosette"},
        "application/json",
        headers={"Idempotency-Key": "mine", "Prefer": "respond-async"},
    )
    assert answer.status_code == 202, answer.content
    return str(answer.json()["generation_id"])


def test_two_callers_may_choose_the_same_one(robot: Client) -> None:
    other = bearer(create_token("another robot").token)
    assert made_by(robot) != made_by(other)


def test_one_caller_gets_the_same_generation(robot: Client) -> None:
    assert made_by(robot) == made_by(robot)
