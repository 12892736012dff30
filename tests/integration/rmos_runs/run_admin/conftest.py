"""A run with every part, in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rmos_runs.models import WorkflowSession
from rmos_runs.runs.sessions import create_session
from tests.integration.rmos_runs.run_admin.pages import (
    html_of,
)


@pytest.fixture
def session() -> WorkflowSession:
    return create_session(workflow_type="rosette", context_json={"order": "<b>7</b>"})


@pytest.fixture
def count_queries(admin_client: Client, django_assert_max_num_queries: Any) -> Callable[[str], int]:
    """Return a function that counts the queries of a page."""

    def count(address: str) -> int:
        with django_assert_max_num_queries(40) as queries:
            html_of(admin_client, address)
        return len(queries)

    return count
