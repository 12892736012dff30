"""The admin pages of runs: where they are, and what is on them."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse

RUNS = "/admin/rmos_runs/runartifact/"
LINKS = "/admin/rmos_runs/runattachmentlink/"
ADVICE = "/admin/rmos_runs/advisoryinput/"
SESSIONS = "/admin/rmos_runs/workflowsession/"
ATTACHMENTS = "/admin/rmos_runs/runattachment/"
LISTS = [RUNS, LINKS, ADVICE, SESSIONS, ATTACHMENTS]


def html_of(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


def page_of(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(row.pk)])


def links_in(html: str) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', html))
