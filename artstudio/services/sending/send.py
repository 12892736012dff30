"""Sending a stored drawing to a program that is named in the settings."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from artstudio.services.exports.formats import prepare_export
from artstudio.services.generation.variants import get_variant
from artstudio.services.resources.connections import release_connection
from artstudio.services.sending import rest, udp
from artstudio.services.sending.errors import NothingToSend, PairingRefused, SendingOff
from artstudio.services.sending.programs import Program, parse_programs
from rmos_runs.blobs.durable_files import make_folder
from rmos_runs.errors import InvalidRequest

_KEPT_FILES = 20


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A drawing that was handed over."""

    program: str
    title: str
    #: `rest` or `udp`.
    way: str
    #: `imported`; `accepted` where the program did not tell the end in time; `loaded` by UDP.
    state: str
    filename: str
    sha256: str


def list_programs() -> tuple[Program, ...]:
    """Return the programs that drawings may be sent to; none where the setting is wrong."""
    try:
        return parse_programs(settings.ARTSTUDIO_SEND_TO)
    except ValueError:
        return ()


def send(variant_id: str, *, program: str = "", role: str | None = None) -> Delivery:
    """Send a variant's drawing to a program; without a name to the first of the setting.

    Waits up to 35 s for the consent of the program's user. Raises SendingOff,
    InvalidRequest, NothingToSend, ProgramUnreachable, PairingRefused, ProgramRefused.
    """
    chosen = _chosen(program)
    variant = get_variant(variant_id)
    if variant.asset is None:
        raise NothingToSend
    # A role is told by the colours that both programs read as layers.
    as_role = {"preset": "lightburn", "role": role} if role else {}
    export = prepare_export(variant.asset.asset_id, format=chosen.format, **as_role)
    data, filename = export.data(), export.filename
    release_connection()
    sent = _hand_over(chosen, data, filename)
    return Delivery(
        program=chosen.name,
        title=chosen.title,
        way=sent.way,
        state=sent.state,
        filename=filename,
        sha256=export.digest,
    )


def _chosen(name: str) -> Program:
    known = {program.name: program for program in list_programs()}
    if not known:
        raise SendingOff
    if not name:
        return next(iter(known.values()))
    if name not in known:
        raise InvalidRequest(fields={"program": [f"Choose one of: {', '.join(known)}."]})
    return known[name]


def _hand_over(program: Program, data: bytes, filename: str) -> rest.Sent:
    # Older LightBurns have UDP alone, which tells them a path on their own machine.
    if program.name == "lightburn" and program.is_here and not rest.is_answering(program):
        return udp.load_file(_written(data, filename))
    try:
        return rest.upload(program, _secret(program), data=data, filename=filename)
    except rest.TokenRefused:
        # What it no longer knows is asked for once more.
        _forget(program)
    try:
        return rest.upload(program, _secret(program), data=data, filename=filename)
    except rest.TokenRefused:
        _forget(program)
        raise PairingRefused from None


def _secret(program: Program) -> str:
    secrets = _secrets()
    if secret := secrets.get(_key(program)):
        return secret
    secret = rest.pair(program)
    _write_secrets(_secrets() | {_key(program): secret})
    return secret


def _forget(program: Program) -> None:
    _write_secrets({key: value for key, value in _secrets().items() if key != _key(program)})


def _key(program: Program) -> str:
    return f"{program.name}@{program.host}:{program.port}"


def _secrets() -> dict[str, str]:
    try:
        kept = json.loads(_secrets_file().read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def _write_secrets(secrets: dict[str, str]) -> None:
    path = _secrets_file()
    make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(secrets, file)
    draft.replace(path)


def _secrets_file() -> Path:
    return Path(settings.DATA_DIR) / "paired_programs.json"


def _written(data: bytes, filename: str) -> Path:
    """Write the file where LightBurn can read it; of the earlier ones the newest are kept."""
    folder = Path(settings.DATA_DIR).resolve() / "sent"
    make_folder(folder)
    path = folder / filename
    path.write_bytes(data)
    newest_first = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for old in newest_first[_KEPT_FILES:]:
        old.unlink(missing_ok=True)
    return path
