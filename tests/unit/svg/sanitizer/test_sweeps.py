"""Each way of writing script, in each attribute of each element, and in each encoding."""

from __future__ import annotations

import codecs
import re

import pytest

from artstudio.svg.sanitizer.sanitize import SvgRefused, sanitize
from artstudio.svg.sanitizer.vocabulary import ATTRIBUTES, PRESENTATION
from tests.unit.svg.sanitizer.checker import ATTRIBUTES as CHECKED_ATTRIBUTES
from tests.unit.svg.sanitizer.checker import ELEMENTS, check
from tests.unit.svg.sanitizer.hostile import RUNNING

#: Attributes that some program follows, loads or runs.
DANGEROUS = (
    "xlink:href src action formaction data srcdoc poster background cite codebase classid "
    "ping manifest profile longdesc usemap lowsrc dynsrc from to by values begin end "
    "attributeName xml:base xlink:actuate cursor filter mask marker-start marker-mid marker-end "
    "in result requiredExtensions systemLanguage content http-equiv is nonce part slot"
)
EVENTS = (
    "abort activate afterprint animationend animationstart auxclick beforeinput begin blur cancel "
    "canplay change click close contextmenu copy cut dblclick drag drop end error focus focusin "
    "focusout hashchange input keydown keypress keyup load message mousedown mousemove mouseout "
    "mouseover mouseup mousewheel offline paste pointerdown popstate repeat reset resize scroll "
    "search select show storage submit toggle touchstart transitionend unload wheel zoom"
)
ENCODINGS = (
    "utf-7 utf-16-le utf-32 cp037 cp500 shift_jis gb18030 big5 hz iso2022_jp iso2022_kr "
    "cp1252 koi8-r utf-8-sig unicode-1-1-utf-7 x-user-defined"
)
PAYLOADS = {
    "javascript": "javascript:hit()",
    "capitals": "JaVaScRiPt:hit()",
    "entities in the scheme": "&#106;avascript&#x3a;hit()",
    "white space in the scheme": " &#9;java&#10;script&#13;:hit()",
    "percent-encoded": "javascript%3Ahit()",
    "vbscript": "vbscript:hit()",
    "data": "data:text/html,&lt;script&gt;hit()&lt;/script&gt;",
    "data in base64": "data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PmhpdCgpPC9zY3JpcHQ+PC9zdmc+",
    "elsewhere": "https://evil.test/x.svg#x",
    "elsewhere without a scheme": "//evil.test/x#x",
    "a file": "file:///etc/passwd",
    "blob": "blob:https://evil.test/1",
    "url of javascript": "url(javascript:hit())",
    "url of data in quotes": "url('data:image/svg+xml,&lt;svg onload=hit()/&gt;#x')",
    "url of elsewhere, escaped": "\\75\\72\\6c(//evil.test/x#x)",
    "url with a comment": "u/**/rl(//evil.test/x#x)",
    "url in capitals after a local one": "url(#x) URL(https://evil.test/)",
    "import": "@import 'https://evil.test/x.css'",
    "expression": "expression(hit())",
    "breaking out of quotes": "&quot; onload=&quot;hit()",
    "breaking out of the tag": "&quot;/&gt;&lt;script&gt;hit()&lt;/script&gt;",
    "breaking out by a null": "x&#xFFFD;javascript:hit()",
    "number and more": "1 javascript:hit()",
    "local and more": "#x javascript:hit()",
    "template": "{{hit()}}${hit()}",
}


def everywhere(attributes: str) -> bytes:
    """Return a drawing in which every element there is has these attributes."""
    tags = [*ELEMENTS.split(), "a", "switch", "image", "script", "style", "unknown"]
    body = "".join(f"<{tag} {attributes}/>" for tag in tags)
    links = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {links} {attributes}>{body}</svg>'.encode()


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_payload_survives_in_any_attribute(name: str) -> None:
    own = [*CHECKED_ATTRIBUTES.split(), *DANGEROUS.split(), "onload", "style", "class"]
    names = dict.fromkeys(own)
    clean = sanitize(everywhere(" ".join(f'{attribute}="{PAYLOADS[name]}"' for attribute in names)))
    check(clean.svg)
    assert not re.search(rb"hit|evil|script|data:|passwd|blob|PHN2", clean.svg)


@pytest.mark.parametrize("name", PAYLOADS)
def test_nor_in_any_property(name: str) -> None:
    style = ";".join(f"{name_}:{PAYLOADS[name]}" for name_ in [*PRESENTATION, "background", "src"])
    for data in (
        everywhere(f'style="{style}"'),
        f"<svg><style>*{{{style}}}</style><path/></svg>".encode(),
    ):
        clean = sanitize(data)
        check(clean.svg)
        assert not re.search(rb"hit|evil|script|data:|passwd|blob|PHN2", clean.svg)


def test_no_event_survives_in_any_spelling() -> None:
    spelled = (
        f'on{name}="hit()" ON{name.upper()}="hit()" On{name}="hit()"' for name in EVENTS.split()
    )
    for attributes in spelled:
        clean = sanitize(everywhere(attributes))
        check(clean.svg)
        assert b"hit" not in clean.svg
        assert clean.warnings[0]["code"] == "active_content_removed"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_the_encoding_makes_no_difference(mark: bytes, encoding: str) -> None:
    for name, data in RUNNING.items():
        if data.startswith(b"<svg"):
            encoded = mark + data.decode().encode(encoding)
            assert sanitize(encoded).svg == sanitize(data).svg, name


@pytest.mark.parametrize(
    "encoding",
    ENCODINGS.split(),
)
def test_no_other_encoding_is_taken_at_its_word(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    with pytest.raises(SvgRefused, match="encoding"):
        sanitize(head.encode() + RUNNING["script"])


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_every_element_of_the_list_is_the_specifications(name: str) -> None:
    assert name in ELEMENTS.split()
    assert set(ATTRIBUTES[name]) <= set(CHECKED_ATTRIBUTES.split())
