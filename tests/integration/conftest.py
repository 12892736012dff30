"""What holds for every test that asks the product: the API answers what it documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.openapi_answers import check_answer


@pytest.fixture(autouse=True)
def documented_answers() -> Iterator[None]:
    """Fail a test whose client gets an answer that the OpenAPI document does not have."""
    plain = Client.request

    def checked(client: Client, **environ: Any) -> Any:
        response = plain(client, **environ)
        check_answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], response)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", checked)
        yield
