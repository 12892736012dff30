"""format=svg-c2pa: a signed copy, read with the Content Credentials library's own reader."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.test import Client
from pytest_django import Settings

from artstudio.models import ArtAsset
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunAttachment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drawing() -> ArtAsset:
    asset = generate_svg_variants("Celtic knot", variant_seed="signed").variants.get().asset
    assert asset is not None
    return asset


@pytest.fixture
def signer(tmp_path: Path, settings: Settings) -> None:
    """Configure a certificate that a root of our own has signed."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("Root", root_key, "Root", root_key, is_root=True)
    leaf = _certificate("Studio", key, "Root", root_key, is_root=False)
    pem = serialization.Encoding.PEM
    (tmp_path / "chain.pem").write_bytes(leaf.public_bytes(pem) + root.public_bytes(pem))
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    settings.ARTSTUDIO_C2PA_CERT = str(tmp_path / "chain.pem")
    settings.ARTSTUDIO_C2PA_KEY = str(tmp_path / "key.pem")


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_root: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    mail = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not is_root, key_cert_sign=is_root, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if not is_root:
        builder = builder.add_extension(mail, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Art Studio tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


def export(client: Client, drawing: ArtAsset, **headers: str) -> Any:
    path = f"/api/art/assets/{drawing.asset_id}/export?format=svg-c2pa"
    return client.get(path, headers=headers)


def read(data: bytes) -> tuple[str, set[str], dict[str, Any]]:
    """Return what the library's reader says: state, problems, and the manifest."""
    with c2pa.Reader("image/svg+xml", io.BytesIO(data)) as reader:
        store = json.loads(reader.json())
    problems = {status["code"] for status in store.get("validation_status", [])}
    # Our root is nobody's anchor of trust; that is another question.
    return (
        store["validation_state"],
        problems - {"signingCredential.untrusted"},
        store["manifests"][store["active_manifest"]],
    )


@pytest.mark.usefixtures("signer")
def test_a_signed_copy_is_valid_and_says_where_it_comes_from(
    client: Client, drawing: ArtAsset
) -> None:
    answer = export(client, drawing)
    assert answer.status_code == 200
    assert "mm-signed.svg" in answer["Content-Disposition"]
    state, problems, manifest = read(answer.content)
    assert (state, problems) == ("Valid", set())
    (origin,) = [a["data"] for a in manifest["assertions"] if a["label"] == "org.artstudio.origin"]
    assert origin["drawing_sha256"] == drawing.attachment_id
    assert origin["source_sha256"] == drawing.variants.get().source_id


@pytest.mark.usefixtures("signer")
def test_one_changed_coordinate_breaks_it(client: Client, drawing: ArtAsset) -> None:
    content = export(client, drawing).content
    changed = re.sub(rb' d="M(\d)', lambda m: b' d="M%d' % ((int(m[1]) + 1) % 10), content, count=1)
    assert len(changed) == len(content)
    assert changed != content
    state, problems, _ = read(changed)
    assert (state, problems) == ("Invalid", {"assertion.dataHash.mismatch"})


@pytest.mark.usefixtures("signer")
def test_the_copy_is_stored_once_beside_the_drawing(client: Client, drawing: ArtAsset) -> None:
    first, second = export(client, drawing), export(client, drawing)
    assert first.content == second.content
    copy = RunAttachment.objects.get(kind="svg_c2pa")
    assert copy.metadata["derived_from"] == drawing.attachment_id
    assert copy.sha256 != drawing.attachment_id
    again = export(client, drawing, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("signer")
def test_the_paths_are_those_of_the_drawing(client: Client, drawing: ArtAsset) -> None:
    paths = re.compile(rb"<path[^>]*>")
    plain = client.get(f"/api/art/assets/{drawing.asset_id}/export").content
    assert paths.findall(export(client, drawing).content) == paths.findall(plain)


def test_without_a_certificate_the_settings_are_named(client: Client, drawing: ArtAsset) -> None:
    answer = export(client, drawing)
    assert (answer.status_code, answer.json()["code"]) == (503, "signing_unavailable")
    for setting in ("ARTSTUDIO_C2PA_CERT", "ARTSTUDIO_C2PA_KEY"):
        assert setting in answer.json()["detail"]


@pytest.mark.usefixtures("signer")
def test_a_key_that_does_not_fit_is_explained_and_never_shown(
    client: Client, drawing: ArtAsset, settings: Settings
) -> None:
    key = Path(settings.ARTSTUDIO_C2PA_KEY)
    key.write_bytes(key.read_bytes()[:60])
    answer = export(client, drawing)
    assert (answer.status_code, answer.json()["code"]) == (503, "signing_unavailable")
    assert key.read_bytes()[30:50] not in answer.content
    assert not RunAttachment.objects.filter(kind="svg_c2pa").exists()
