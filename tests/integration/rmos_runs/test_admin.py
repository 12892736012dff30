"""The admin shows what is stored, changes nothing, and stays cheap."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rmos_runs.admin import base
from rmos_runs.admin.base import pretty_json
from rmos_runs.blobs.attachments import put_bytes_attachment, put_json_attachment
from rmos_runs.models import RunAttachment
from rmos_runs.request_id import request_id_scope

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.rmos_runs.urls")]
LIST = "/admin/rmos_runs/runattachment/"


def put_svg(text: str = "<svg/>", **facts: Any) -> RunAttachment:
    row, _ = put_bytes_attachment(text.encode(), "svg", "image/svg+xml", "a.svg", ".svg", **facts)
    return row


def page_of(row: RunAttachment) -> str:
    return reverse("admin:rmos_runs_runattachment_change", args=[row.pk])


def test_the_list_shows_a_picture_for_pictures_only(admin_client: Client) -> None:
    drawing = put_svg()
    record, _, _ = put_json_attachment({"a": 1}, "record")
    html = admin_client.get(LIST).content.decode()
    assert f'src="/api/rmos/attachments/{drawing.sha256}"' in html
    assert record.sha256 in html
    assert f'src="/api/rmos/attachments/{record.sha256}"' not in html


def test_the_page_shows_facts_metadata_and_links(admin_client: Client) -> None:
    row = put_svg(metadata={"note": "<b>bold</b>"})
    html = admin_client.get(page_of(row)).content.decode()
    assert f'href="/api/rmos/attachments/{row.sha256}/verify"' in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
    assert "<b>bold</b>" not in html


def test_nothing_can_be_added_changed_or_deleted(admin_client: Client) -> None:
    row = put_svg()
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(page_of(row), {"kind": "other"}).status_code == 403
    assert admin_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.kind == "svg"


def test_it_is_searched_by_the_whole_digest_or_request_id(admin_client: Client) -> None:
    with request_id_scope("req_wanted"):
        wanted = put_svg("<svg id='1'/>")
    other = put_svg("<svg id='2'/>")
    for words in (wanted.sha256, "req_wanted"):
        html = admin_client.get(LIST, {"q": words}).content.decode()
        assert wanted.sha256 in html
        assert other.sha256 not in html


def test_it_is_filtered_by_kind_and_type(admin_client: Client) -> None:
    drawing = put_svg()
    record, _, _ = put_json_attachment({}, "record")
    for query in ({"kind": "record"}, {"mime": "application/json"}):
        html = admin_client.get(LIST, query).content.decode()
        assert record.sha256 in html
        assert drawing.sha256 not in html


def test_the_list_takes_as_many_queries_for_many_rows_as_for_few(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    put_svg()
    queries = 6
    with django_assert_num_queries(queries):
        admin_client.get(LIST)
    for index in range(20):
        put_svg(f"<svg id='{index}'/>")
    with django_assert_num_queries(queries):
        admin_client.get(LIST)


def test_counting_stops_at_the_cap(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for index in range(5):
        put_svg(f"<svg id='{index}'/>")
    monkeypatch.setattr(base, "COUNT_CAP", 3)
    assert "3 attachments" in admin_client.get(LIST).content.decode()


def test_the_admin_needs_no_hole_in_the_content_security_policy(admin_client: Client) -> None:
    row = put_svg()
    for address in ("/admin/", LIST, page_of(row)):
        response = admin_client.get(address)
        assert "unsafe" not in response["Content-Security-Policy"]
        assert not re.search(r"\sstyle=|\son\w+=|<style", response.content.decode())


def test_json_is_cut_where_nobody_reads_on() -> None:
    shown = pretty_json({"long": "x" * 5000})
    assert len(shown) < base.JSON_CAP + 100
    assert "characters)" in shown
