"""A visitor with and without htmx, and a run with everything a page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import WorkflowSession
from rmos_runs.runs.sessions import create_session


@pytest.fixture
def htmx() -> Client:
    """Return a client whose requests come from htmx."""
    return Client(headers={"HX-Request": "true"})


@pytest.fixture
def visitor(kind: str, request: pytest.FixtureRequest) -> Client:
    """Return a client with or without htmx."""
    found: Client = request.getfixturevalue(kind)
    return found


@pytest.fixture
def session() -> WorkflowSession:
    return create_session(
        workflow_type="Soundhole rosette",
        current_step="cutting",
        machine_id="router-1",
        context_json={"order": 214},
    )


@pytest.fixture
def count_queries(client: Client, django_assert_max_num_queries: Any) -> Callable[[str], int]:
    """Return a function that counts the queries of a page."""

    def count(address: str) -> int:
        with django_assert_max_num_queries(40) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count
