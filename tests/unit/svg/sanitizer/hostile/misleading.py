"""Drawings that mislead readers of names, markup and numbers, and bombs without a fuse."""

from __future__ import annotations

from tests.unit.svg.sanitizer.hostile.parts import JS, RECT, drawing

MISLEADING: dict[str, bytes] = {
    # Names and namespaces
    "attributes of other namespaces": drawing(
        '<rect width="9" height="9" xmlns:e="http://evil.test/" e:onclick="hit()" '
        'e:href="#ok" e:fill="red"/>'
    ),
    "event by another prefix": drawing(
        '<rect xmlns:s="http://www.w3.org/2000/svg" s:onclick="hit()" s:fill="red"/>'
    ),
    "svg namespace taken away": drawing('<g xmlns=""><path d="M0 0h9v9z" onclick="hit()"/></g>'),
    "svg namespace with a space": drawing(
        '<s:script xmlns:s="http://www.w3.org/2000/svg ">hit()</s:script>'
    ),
    "svg namespace in capitals": drawing(
        '<S:SCRIPT xmlns:S="http://www.w3.org/2000/SVG">hit()</S:SCRIPT><SCRIPT>hit()</SCRIPT>'
    ),
    "MathML": drawing(
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><maction actiontype="statusline#" '
        f'xlink:href="{JS}">x</maction></math>'
    ),
    "text that would be markup": drawing(
        "<title>&lt;script>hit()&lt;/script></title>"
        "<desc><![CDATA[<img src=x onerror=hit()>]]></desc>"
    ),
    "comment that would be markup": drawing("<!-- ><script>hit()</script> -->"),
    "values that would be markup": drawing(
        '<text font-family="&quot;&gt;&lt;script&gt;hit()&lt;/script&gt;" '
        'id="&quot;onload=&quot;">x</text>'
    ),
    "id that would be script": drawing('<path id="javascript:hit()"/><g id="x&#10;y"/>'),
    "mutation by HTML parsing": drawing(
        "<desc>&lt;/desc&gt;&lt;img src=x onerror=hit()&gt;</desc><title>&lt;/svg&gt;</title>"
    ),
    "no namespace at all": b'<svg onload="hit()"><script>hit()</script><path d="M0 0h9v9z"/></svg>',
    # Numbers
    "not a number": drawing('<rect width="NaN" height="nan" x="-NaN"/>'),
    "infinities": drawing('<circle r="Infinity" cx="-inf" cy="1e999"/>'),
    "huge exponents": drawing('<path d="M0 0L1e999 1e400 2 2z" transform="scale(1e308 1e308)"/>'),
    "a thousand digits": drawing(f'<path d="M0 0L{"9" * 1000} 5z"/><rect width="{"9" * 999}"/>'),
    "NaN in a path": drawing('<path d="M0 0 L NaN NaN L 5 5z"/>'),
    "NaN everywhere": drawing(
        '<g transform="translate(NaN)"><polygon points="0,0 NaN,1 2,2"/>'
        '<text x="1 NaN" dx="1e999">x</text></g>',
        root='opacity="NaN"',
    ),
    "hexadecimal numbers": drawing('<rect width="0x1F" height="1_000" x="१२"/>'),
    "script in numbers": drawing('<rect width="expression(hit())" height="calc(1px*hit())"/>'),
    "transform of nothing": drawing('<g transform="evil(1) matrix(1,2,3)"/>'),
    "transform that never ends": drawing(f'<g transform="{"translate(1" * 900}"/>'),
    "numbers without an end": drawing(f'<g transform="translate({"1" * 9000}!"/>'),
    "viewBox of nothing": drawing('<svg viewBox="0 0 0 0"/><svg viewBox="0 0 1e999 1"/>'),
    "size below zero": drawing("").replace(b'width="100"', b'width="-5mm"', 1),
    "dashes without end": drawing('<path d="M0 0h9" stroke="red" stroke-dasharray="1e-999 NaN"/>'),
    "attribute too long": drawing(f'<g transform="{"scale(1)" * 5000}" fill="{"a" * 50_000}"/>'),
    "name too long": drawing(f'<{"x" * 90_000} {"y" * 90_000}="1"/>'),
    "id too long": drawing(f'<path id="{"a" * 90_000}"/>'),
    # A circle is broken where it closes.
    "pattern painted by itself": drawing(
        f'<pattern id="p"><path d="{RECT}" fill="url(#p)"/></pattern><path fill="url(#p)"/>'
    ),
    "markers on themselves": drawing(
        '<marker id="m"><path d="M0 0h1h1" marker-mid="url(#m)"/></marker>'
        f'<path d="{"h1" * 999}" marker-mid="url(#m)"/>'
    ),
    "filter a mile wide": drawing(
        '<filter id="f" width="99999"><feTurbulence numOctaves="9999"/></filter>'
        '<rect width="9" height="9" filter="url(#f)"/>'
    ),
}
