"""A studio that needs a login, and those who come to its door."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from artstudio.access.tokens import create_token


@pytest.fixture
def login_mode(settings: Settings) -> Settings:
    """Set ARTSTUDIO_ACCESS=login; rates are set by the tests that are about them."""
    settings.ARTSTUDIO_ACCESS = "login"
    return settings


@pytest.fixture
def stranger() -> Client:
    """Return a client that shows nothing."""
    return Client(raise_request_exception=False)


@pytest.fixture
def token(db: None) -> str:
    """Return a token that works."""
    return create_token("robot").token


@pytest.fixture
def robot(token: str) -> Client:
    """Return a program with its token."""
    return bearer(token)


@pytest.fixture
def maker(db: None) -> Client:
    """Return a browser in which somebody has logged in."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("maker", password="oak and spruce"))
    return client


def bearer(token: str) -> Client:
    """Return a program that shows this token."""
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
