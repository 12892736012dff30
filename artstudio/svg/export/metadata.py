"""What a drawing is and where it comes from, as RDF inside its SVG.

Dublin Core says title, words, maker and date; PROV says from what and how it
was made. Digests name the very bytes: `urn:sha256:` and 64 digits, which any
`sha256sum` can check. The subject is the drawing as it is stored, without this
record. Source: SVG 1.1 chapter 21; W3C PROV-O (2013); DCMI Metadata Terms.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
}
#: What XML 1.0 cannot hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Record:
    """The origin of a drawing. Times are ISO 8601; digests are 64 hexadecimal digits.

    made_with: programs and models that took part, each with its version.
    provenance_sha256: of the full record in JSON, of which this is an extract.
    """

    title: str
    prompt: str
    drawing_sha256: str
    source_sha256: str
    provenance_sha256: str
    variant_id: str
    provider: str
    made_with: tuple[str, ...] = ()
    started_at: str = ""
    ended_at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        return asdict(self)


def metadata_element(record: Record) -> str:
    """Return `<title>` and `<metadata>` of a record, as lines of well-formed XML."""
    spaces = "".join(f' xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
    return (
        f"<title>{_text(record.title)}</title>\n"
        f"<metadata>\n<rdf:RDF{spaces}>\n"
        f"{_drawing(record)}{_activity(record)}"
        "</rdf:RDF>\n</metadata>\n"
    )


def _drawing(record: Record) -> str:
    activity = _urn("variant", record.variant_id)
    return _described(
        "prov:Entity",
        _sha256(record.drawing_sha256),
        [
            _literal("dc:title", record.title),
            _literal("dc:description", record.prompt),
            _literal("dc:creator", record.provider),
            _literal("dc:date", record.ended_at),
            _literal("dc:format", "image/svg+xml"),
            _literal("dc:identifier", f"sha256:{record.drawing_sha256}"),
            _reference("dcterms:provenance", _sha256(record.provenance_sha256)),
            _reference("prov:wasDerivedFrom", _sha256(record.source_sha256)),
            _reference("prov:wasGeneratedBy", activity),
        ],
    )


def _activity(record: Record) -> str:
    return _described(
        "prov:Activity",
        _urn("variant", record.variant_id),
        [
            _moment("prov:startedAtTime", record.started_at),
            _moment("prov:endedAtTime", record.ended_at),
            _reference("prov:used", _sha256(record.source_sha256)),
            *(_agent(name) for name in record.made_with),
        ],
    )


def _described(kind: str, about: str, lines: list[str]) -> str:
    return f"<{kind} rdf:about={quoteattr(about)}>\n{''.join(lines)}</{kind}>\n"


def _literal(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>\n" if text else ""


def _reference(name: str, uri: str) -> str:
    return f"<{name} rdf:resource={quoteattr(uri)}/>\n"


def _moment(name: str, time: str) -> str:
    kind = "http://www.w3.org/2001/XMLSchema#dateTime"
    return f'<{name} rdf:datatype="{kind}">{_text(time)}</{name}>\n' if time else ""


def _agent(name: str) -> str:
    return (
        "<prov:wasAssociatedWith>\n<prov:SoftwareAgent>\n"
        f"<dc:title>{_text(name)}</dc:title>\n"
        "</prov:SoftwareAgent>\n</prov:wasAssociatedWith>\n"
    )


def _sha256(digest: str) -> str:
    return _urn("sha256", digest)


def _urn(kind: str, name: str) -> str:
    return f"urn:{kind}:{name}"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
