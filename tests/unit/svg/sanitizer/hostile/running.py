"""Drawings whose script a browser runs as they are."""

from __future__ import annotations

import codecs

from tests.unit.svg.sanitizer.hostile.parts import JS, RECT, drawing, link

#: Drawings whose script a browser runs as they are, on their own or in a page.
RUNNING: dict[str, bytes] = {
    "script": drawing("<script>hit()</script>"),
    "script of a type": drawing('<script type="application/ecmascript">hit()</script>'),
    "script in CDATA": drawing("<script><![CDATA[hit()]]></script>"),
    "script in character references": drawing("<script>&#104;&#x69;t&#40;)</script>"),
    "script elsewhere": drawing('<script xlink:href="data:text/javascript,hit()"/>'),
    "script elsewhere by href": drawing('<script href="data:text/javascript;base64,aGl0KCk="/>'),
    "script by another prefix": drawing(
        '<q:script xmlns:q="http://www.w3.org/2000/svg">hit()</q:script>'
    ),
    "script of XHTML": drawing('<h:script xmlns:h="http://www.w3.org/1999/xhtml">hit()</h:script>'),
    "script by a default namespace": drawing(
        '<script xmlns="http://www.w3.org/1999/xhtml">hit()</script>'
    ),
    "script deep within": drawing(f"{'<g>' * 9}<defs><script>hit()</script></defs>{'</g>' * 9}"),
    "script in a title": drawing("<title><script>hit()</script></title>"),
    "script in metadata": drawing("<metadata><script>hit()</script></metadata>"),
    "script in a shape": drawing("<circle r='9'><script>hit()</script></circle>"),
    "script in a symbol": drawing("<symbol><script>hit()</script></symbol>"),
    "script in a foreign element": drawing(
        '<x xmlns="http://evil.test/"><script xmlns="http://www.w3.org/2000/svg">hit()</script></x>'
    ),
    "module": drawing('<script type="module">hit()</script>'),
    "onload": drawing("", root='onload="hit()"'),
    "onload in character references": drawing("", root='onload="&#104;i&#x74;&#40;&#41;"'),
    "onload within": drawing('<svg onload="hit()"/>'),
    "onclick": drawing('<rect width="90" height="90" onclick="hit()"/>'),
    "onmouseover": drawing('<g onmouseover="hit()"><rect width="90" height="90"/></g>'),
    "onmouseover of a title's parent": drawing(
        '<text x="5" y="20" onmouseover="hit()">x<title>y</title></text>'
    ),
    "onbegin of a set": drawing('<set attributeName="x" onbegin="hit()" begin="0s" dur="1s"/>'),
    "onbegin of an animation": drawing(
        '<animate attributeName="x" onbegin="hit()" begin="0s" dur="1s"/>'
    ),
    "onerror of a picture": drawing('<image href="x:y" onerror="hit()"/>'),
    "link to javascript": link(JS),
    "link to javascript by href": drawing(f'<a href="{JS}"><path d="{RECT}"/></a>'),
    "link to JavaScript in capitals": link("JAVASCRIPT:hit()"),
    "link with a tab": link("java&#9;script:hit()"),
    "link with line feeds": link("&#10;java&#13;script&#10;:hit()"),
    "link after control characters": link("&#32;&#x20;javascript:hit()"),
    "link in character references": link(
        "&#106;&#97;vascript&colon;hit()".replace("&colon;", "&#58;")
    ),
    "link percent-encoded": link("javascript:%68it()"),
    "link around text": link(JS, inside='<text y="40" font-size="40">click</text>'),
    "link whose target is set": drawing(
        f'<a><set attributeName="href" to="{JS}" begin="0s"/><rect width="90" height="90"/></a>'
    ),
    "link whose target is animated": drawing(
        '<a><animate attributeName="xlink:href" '
        f'values="{JS}" begin="0s" dur="9s" fill="freeze"/><rect width="90" height="90"/></a>'
    ),
    "HTML in a foreignObject": drawing(
        '<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml" '
        'onload="hit()"><img src="x:y" onerror="hit()"/></body></foreignObject>'
    ),
    "frame in a foreignObject": drawing(
        '<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" '
        'srcdoc="&lt;script>parent.hit()&lt;/script>"/></foreignObject>'
    ),
    "details in a foreignObject": drawing(
        '<foreignObject width="9" height="9"><details xmlns="http://www.w3.org/1999/xhtml" '
        'open="" ontoggle="hit()">x</details></foreignObject>'
    ),
    "video in a foreignObject": drawing(
        '<foreignObject width="9" height="9"><video xmlns="http://www.w3.org/1999/xhtml">'
        '<source src="x:y" onerror="hit()"/></video></foreignObject>'
    ),
    "script in UTF-16": codecs.BOM_UTF16_LE
    + drawing("<script>hit()</script>").decode().encode("utf-16-le"),
    "script in UTF-16, the other way": codecs.BOM_UTF16_BE
    + drawing("<script>hit()</script>").decode().encode("utf-16-be"),
    "script in latin-1": b'<?xml version="1.0" encoding="ISO-8859-1"?>'
    + drawing("<script>hit('\xe9')</script>").decode().encode("latin-1"),
    "script after a mark": codecs.BOM_UTF8 + drawing("<script>hit()</script>"),
    "script after a plain DOCTYPE": drawing(
        "<script>hit()</script>",
        before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    ),
    "script by a prefix alone": (
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>hit()</s:script></s:svg>'
    ),
}
