"""How a drawing came to be, in the words of W3C's PROV, as JSON that its readers take. Pure.

Things are named by their digests, `sha256:` and 64 digits, which any
`sha256sum` can check. Source: The PROV-JSON Serialization, W3C Member
Submission 24 April 2013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PREFIXES = {
    "sha256": "urn:sha256:",
    "variant": "urn:variant:",
    "tool": "urn:tool:",
    "dcterms": "http://purl.org/dc/terms/",
}
_SOFTWARE = {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}


@dataclass(frozen=True, kw_only=True)
class Entity:
    """Bytes: their digest, media type, and the file that holds them."""

    sha256: str
    media_type: str
    path: str

    @property
    def name(self) -> str:
        """The qualified name."""
        return f"sha256:{self.sha256}"


def prov_json(
    *,
    variant_id: str,
    started_at: str,
    ended_at: str,
    drawing: Entity,
    source: Entity,
    record: Entity,
    tools: Sequence[str],
    provider: str,
) -> dict[str, Any]:
    """Return the document: a source was used to make a drawing, and a record says how.

    tools: programs that took part. provider: who drew the source.
    Times are ISO 8601 with a zone.
    """
    activity = f"variant:{variant_id}"
    agents = {f"tool:{_word(name)}": name for name in (provider, *tools)}
    first = next(iter(agents))
    return {
        "prefix": _PREFIXES,
        "entity": {e.name: _entity(e) for e in (drawing, source, record)},
        "activity": {activity: _activity(started_at, ended_at)},
        "agent": {
            name: {"prov:type": _SOFTWARE, "prov:label": said} for name, said in agents.items()
        },
        "used": {"_:used": {"prov:activity": activity, "prov:entity": source.name}},
        "wasGeneratedBy": {
            "_:drawn": {"prov:entity": drawing.name, "prov:activity": activity},
            "_:recorded": {"prov:entity": record.name, "prov:activity": activity},
        },
        "wasDerivedFrom": {
            "_:derived": {
                "prov:generatedEntity": drawing.name,
                "prov:usedEntity": source.name,
                "prov:activity": activity,
            }
        },
        "wasAttributedTo": {"_:by": {"prov:entity": source.name, "prov:agent": first}},
        "wasAssociatedWith": {
            f"_:with{n}": {"prov:activity": activity, "prov:agent": agent}
            for n, agent in enumerate(agents)
        },
    }


def _entity(entity: Entity) -> Mapping[str, Any]:
    return {"prov:label": entity.path, "dcterms:format": entity.media_type}


def _activity(started_at: str, ended_at: str) -> Mapping[str, str]:
    times = {"prov:startTime": started_at, "prov:endTime": ended_at}
    return {name: time for name, time in times.items() if time}


def _word(text: str) -> str:
    """Return text as a part of a qualified name."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text).strip("-") or "unnamed"
