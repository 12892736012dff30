"""Addresses of an earlier version lead to the pages of this one, with their method and query."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/gallery/news?seen=1&q=walnut", "/gallery/updates?seen=1&q=walnut"),
        ("/gallery/chosen/star", "/gallery/bulk/star"),
        ("/gallery/chosen/download", "/gallery/bulk/download"),
        ("/variants/var_1/try", "/variants/var_1/preview"),
        ("/variants/var_1/judge", "/variants/var_1/preview/report"),
        ("/variants/var_1/tried.svg?width_mm=40", "/variants/var_1/preview.svg?width_mm=40"),
        ("/variants/var_1/tried-outline.svg", "/variants/var_1/preview-outline.svg"),
    ],
)
@pytest.mark.django_db
def test_old_address_redirects(client: Client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (308, new)


@pytest.mark.django_db
def test_form_of_an_open_page_is_posted_on(client: Client) -> None:
    answer = client.post("/gallery/chosen/burn", {"asset": []})
    assert (answer.status_code, answer["Location"]) == (308, "/gallery/bulk/burn")
    assert client.post(answer["Location"], {"asset": []}).status_code == 400
