"""Drawings that lead elsewhere by links, pictures and elements of other programs."""

from __future__ import annotations

from tests.unit.svg.sanitizer.hostile.parts import (
    JS,
    RECT,
    SCRIPT_PAGE,
    SCRIPT_SVG,
    drawing,
    link,
)

LEADING_AWAY: dict[str, bytes] = {
    # Links and references
    "link to a page of data": link(SCRIPT_PAGE.replace("<", "&lt;")),
    "link to vbscript": link("vbscript:hit()"),
    "link to elsewhere": link("https://evil.test/"),
    "link in a pointed namespace": drawing(
        f'<a xmlns:xlink="http://evil.test/" xlink:href="{JS}"><rect width="9" height="9"/></a>'
    ),
    "use of elsewhere": drawing('<use href="https://evil.test/x.svg#a"/>'),
    "use of elsewhere by xlink": drawing('<use xlink:href="//evil.test/x.svg#a"/>'),
    "use of data": drawing(f'<use href="{SCRIPT_SVG}#x"/>'),
    "use of data in base64": drawing('<use xlink:href="data:image/svg+xml;base64,PHN2Zy8+#x"/>'),
    "use of javascript": drawing(f'<use href="{JS}"/>'),
    "use of a file": drawing('<use href="file:///etc/passwd#x"/>'),
    "use of nothing": drawing('<use href="#gone"/><use href="#"/><use href=""/>'),
    "use of a percent-encoded id": drawing('<use href="#%6fk"/>'),
    "use of a gradient": drawing('<linearGradient id="g"/><use href="#g"/>'),
    "use with two links": drawing('<use href="#ok" xlink:href="https://evil.test/#x"/>'),
    "gradient of elsewhere": drawing('<linearGradient id="g" href="http://evil.test/#g"/>'),
    "link relative to xml:base": drawing('<use href="#ok"/>', root='xml:base="http://evil.test/"'),
    "ids twice": drawing('<g id="ok"><use href="#x"/></g><path id="x"/><path id="x"/>'),
    "picture": drawing('<image href="http://evil.test/x.png" width="9" height="9"/>'),
    "picture of a file": drawing('<image xlink:href="/etc/passwd" width="9" height="9"/>'),
    "picture of data": drawing(f'<image href="{SCRIPT_SVG}" width="9" height="9"/>'),
    "picture in a filter": drawing(
        '<filter id="f"><feImage href="file:///etc/passwd"/></filter>'
        '<rect width="9" height="9" filter="url(#f)"/>'
    ),
    "picture in a pattern": drawing(
        '<pattern id="p"><image href="http://evil.test/"/></pattern>'
        f'<path d="{RECT}" fill="url(#p)"/>'
    ),
    "frame": drawing('<iframe src="https://evil.test/"/><object data="x"/><embed src="y"/>'),
    "audio and video": drawing('<audio href="http://evil.test/a"/><video href="b"/>'),
    "refresh": drawing(
        '<meta xmlns="http://www.w3.org/1999/xhtml" http-equiv="refresh" '
        'content="0;url=//evil.test"/>'
    ),
    "style sheet by link": drawing(
        '<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="http://evil.test/x.css"/>'
    ),
    "XInclude": drawing(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    ),
    "handler and listener": drawing(
        '<handler type="text/javascript" ev:event="load" xmlns:ev="http://www.w3.org/2001/xml-events">'
        "hit()</handler><listener/>"
    ),
    "animated motion": drawing(
        '<rect width="9" height="9"><animateMotion path="M0 0h9" dur="1s"/>'
        '<animateTransform attributeName="transform" to="9" dur="1s"/><discard/></rect>'
    ),
    "set on href of a use": drawing(
        '<use href="#ok"><set attributeName="href" to="http://evil.test/#x"/></use>'
    ),
}
