"""GET /api/art/variants/{id}/bundle, checked with programs that are not ours."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from artstudio.models import Variant
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.blobs.attachments import get_attachment_path
from rmos_runs.digests import sha256_hex

pytestmark = pytest.mark.django_db(transaction=True)
DRAWING = "celtic-knot-80x80mm.svg"


@pytest.fixture
def variant() -> Variant:
    made = generate_svg_variants("Celtic  knot", variant_seed="b", constraints={"width_mm": 80})
    return made.variants.get()


def bundle(client: Client, variant: Variant, **headers: str) -> Any:
    return client.get(f"/api/art/variants/{variant.variant_id}/bundle", headers=headers)


def unpacked(client: Client, variant: Variant, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(bundle(client, variant).getvalue())) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def test_it_holds_the_drawing_and_all_that_led_to_it(
    client: Client, variant: Variant, tmp_path: Path
) -> None:
    answer = bundle(client, variant)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{variant.variant_id}.zip"'
    folder = unpacked(client, variant, tmp_path / "bundle")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [DRAWING, "source.json", "provenance.json", "prov.json", "README.txt", "SHA256SUMS"]
    )
    assert sha256_hex((folder / DRAWING).read_bytes()) == variant.svg_id
    assert sha256_hex((folder / "source.json").read_bytes()) == variant.source_id
    record = json.loads((folder / "provenance.json").read_bytes())
    assert record["drawing"]["sha256"] == variant.svg_id
    assert record["source"]["sha256"] == variant.source_id


def test_sha256sum_proves_it_and_finds_a_changed_byte(
    client: Client, variant: Variant, tmp_path: Path
) -> None:
    folder = unpacked(client, variant, tmp_path)
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    proof = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert proof.stdout.count(": OK\n") == 5
    drawing = folder / DRAWING
    drawing.write_bytes(drawing.read_bytes().replace(b"1", b"2", 1))
    broken = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert broken.returncode != 0
    assert f"{DRAWING}: FAILED" in broken.stdout


def test_the_readme_says_how_to_check_with_nothing_of_ours(
    client: Client, variant: Variant, tmp_path: Path
) -> None:
    text = (unpacked(client, variant, tmp_path) / "README.txt").read_text()
    assert "sha256sum -c SHA256SUMS" in text
    assert '"Celtic knot"' in text
    for needed in (DRAWING, variant.svg_id, variant.source_id, variant.provenance_id):
        assert str(needed) in text


def test_prov_says_what_was_made_from_what(
    client: Client, variant: Variant, tmp_path: Path
) -> None:
    prov = json.loads((unpacked(client, variant, tmp_path) / "prov.json").read_bytes())
    drawing, source = f"sha256:{variant.svg_id}", f"sha256:{variant.source_id}"
    assert prov["entity"][drawing]["prov:label"] == DRAWING
    (derived,) = prov["wasDerivedFrom"].values()
    assert (derived["prov:generatedEntity"], derived["prov:usedEntity"]) == (drawing, source)
    (used,) = prov["used"].values()
    assert used["prov:activity"] in prov["activity"]
    for relation in prov["wasAssociatedWith"].values():
        assert relation["prov:agent"] in prov["agent"]
    declared = set(prov["prefix"])
    names = [*prov["entity"], *prov["activity"], *prov["agent"]]
    assert {name.partition(":")[0] for name in names} <= declared


def test_the_same_variant_gives_the_same_bytes(client: Client, variant: Variant) -> None:
    first = bundle(client, variant)
    assert first.getvalue() == bundle(client, variant).getvalue()
    again = bundle(client, variant, **{"If-None-Match": first["ETag"], "Accept": "application/zip"})
    assert again.status_code == 304


def test_without_a_drawing_there_is_nothing_to_bundle(client: Client, variant: Variant) -> None:
    failed = Variant.objects.create(
        generation=variant.generation, index=1, seed=1, status="ERROR", error={}
    )
    answer = bundle(client, failed)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_bundle")


def test_an_unknown_variant_is_not_found(client: Client) -> None:
    answer = client.get("/api/art/variants/var_0/bundle")
    assert (answer.status_code, answer.json()["code"]) == (404, "variant_not_found")


def test_missing_bytes_are_an_error_and_not_a_broken_download(
    client: Client, variant: Variant
) -> None:
    path = get_attachment_path(str(variant.source_id))
    assert path is not None
    Path(path).unlink()
    answer = bundle(client, variant)
    assert (answer.status_code, answer.json()["code"]) == (410, "blob_not_found")
