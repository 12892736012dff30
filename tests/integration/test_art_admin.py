"""The admin of generations, variants and assets: everything to read, nothing to change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from artstudio.models import ArtAsset, Generation, Variant
from artstudio.services.generation.generate import generate_svg_variants

pytestmark = pytest.mark.django_db(transaction=True)
MODELS = ("generation", "variant", "artasset")


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("reader"))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_pages_open_and_lead_from_one_to_the_other(reader: Client, model: str) -> None:
    generation = generate_svg_variants("rosette <b>bold</b>", 2, "s")
    rows = {
        "generation": generation,
        "variant": generation.variants.all()[0],
        "artasset": ArtAsset.objects.filter(kind="svg")[0],
    }
    changelist = reader.get(f"/admin/artstudio/{model}/")
    assert changelist.status_code == 200
    assert b"<b>bold</b>" not in changelist.content
    page = reader.get(f"/admin/artstudio/{model}/{rows[model].pk}/change/").content.decode()
    assert "/api/rmos/attachments/" in page
    others = {"generation": "variant", "variant": "generation", "artasset": "runattachment"}
    assert f"/{others[model]}/" in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("model", MODELS)
def test_nothing_can_be_added_changed_or_deleted(reader: Client, model: str) -> None:
    generation = generate_svg_variants("rosette", 1, "s")
    pk = {
        "generation": generation.pk,
        "variant": generation.variants.all()[0].pk,
        "artasset": ArtAsset.objects.filter(kind="svg")[0].pk,
    }[model]
    before = [m.objects.count() for m in (Generation, Variant, ArtAsset)]
    assert reader.get(f"/admin/artstudio/{model}/add/").status_code == 403
    assert reader.post(f"/admin/artstudio/{model}/{pk}/change/", {}).status_code == 403
    assert reader.post(f"/admin/artstudio/{model}/{pk}/delete/").status_code == 403
    assert [m.objects.count() for m in (Generation, Variant, ArtAsset)] == before


@pytest.mark.parametrize(
    ("model", "field"),
    [("generation", "generation_id"), ("variant", "variant_id"), ("artasset", "asset_id")],
)
def test_a_whole_id_finds_its_row(reader: Client, model: str, field: str) -> None:
    generation = generate_svg_variants("rosette", 1, "s")
    generate_svg_variants("vine", 1, "t")
    rows = {
        "generation": generation,
        "variant": generation.variants.all()[0],
        "artasset": ArtAsset.objects.get(attachment=generation.variants.all()[0].svg),
    }
    found = reader.get(f"/admin/artstudio/{model}/", {"q": getattr(rows[model], field)})
    assert [row.pk for row in found.context["cl"].result_list] == [rows[model].pk]


@pytest.mark.parametrize("model", MODELS)
def test_a_longer_list_needs_no_more_queries(reader: Client, model: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert reader.get(f"/admin/artstudio/{model}/").status_code == 200
        return len(captured)

    generate_svg_variants("rosette", 1, "s")
    with_few = queries()
    for number in range(5):
        generate_svg_variants("vine", 4, str(number))
    assert queries() == with_few
