"""Drawings that hold too much, lead in circles or multiply, with words of the refusal."""

from __future__ import annotations

from tests.unit.svg.sanitizer.hostile.parts import (
    RECT,
    doubling,
    drawing,
    nested,
    styled,
)

USE_BOMB = doubling(
    20,
    '<g id="u0"><path d="M0 0h1v1z"/></g>',
    '<g id="u{here}"><use href="#u{below}"/><use href="#u{below}" x="1"/></g>',
)
CLIP_BOMB = doubling(
    20,
    '<clipPath id="c0"><rect width="9" height="9"/></clipPath>',
    '<clipPath id="c{here}"><rect width="9" height="9" clip-path="url(#c{below})"/>'
    '<rect width="8" height="8" clip-path="url(#c{below})"/></clipPath>',
)
CLIP_BY_STYLE_BOMB = CLIP_BOMB.replace('clip-path="url(#', 'style="clip-path:url(#')
MIXED_BOMB = doubling(
    20,
    '<g id="m0"><path d="M0 0h1v1z"/></g>',
    '<clipPath id="k{here}"><use href="#m{below}"/></clipPath>'
    '<g id="m{here}"><use href="#m{below}" clip-path="url(#k{here})"/></g>',
)
MANY_ATTRIBUTES = " ".join(f'a{i}="0"' for i in range(3000))
LONG_PATH = f'<path id="long" d="M0 0{"h1v1" * 50_000}z"/>'


#: name: (data, words of the refusal)
TOO_MUCH: dict[str, tuple[bytes, str]] = {
    # Too much of it
    "too many bytes": (drawing(f"<!--{'x' * 2_000_000}-->"), "bytes"),
    "too deep": (drawing(nested(70)), "deeper"),
    "too deep where it is dropped": (
        drawing(f"<metadata>{nested(100_000, 'x')}</metadata>"),
        "deeper",
    ),
    "too many elements": (drawing("<g/>" * 20_001), "elements"),
    "too many elements that are dropped": (drawing(f"<x>{'<y/>' * 20_001}</x>"), "elements"),
    "too many attributes": (
        drawing(f"<g {MANY_ATTRIBUTES}/>"),
        "attributes",
    ),
    "six metres": (drawing("").replace(b'width="100"', b'width="6000mm"', 1), "6.0 m"),
    "a light year": (drawing("").replace(b'height="100"', b'height="1e11in"', 1), "m are allowed"),
    "too many stops": (
        drawing(f'<linearGradient id="g">{"<stop/>" * 300}</linearGradient>'),
        "stops",
    ),
    "too much style": (styled("/* */" * 26_000), "characters of style"),
    "too much style in attributes": (
        drawing("".join(f'<g style="fill:red/*{i}*/"/>' for i in range(9000))),
        "characters of style",
    ),
    "too many rules": (styled(",".join(["b"] * 2001) + "{fill:red}"), "rules"),
    "rules that meet everything": (
        drawing(
            f"<style>{'*{fill:red}' * 1500}</style>{'<g/>' * 5000}",
        ),
        "rules",
    ),
    "rules that nearly meet everything": (
        drawing(
            f"<style>{''.join(f'.b{i}.a{{fill:red}}' for i in range(1500))}</style>"
            + '<g class="a"/>' * 5000
        ),
        "rules",
    ),
    "too many bytes once written out": (
        drawing("".join(f'<g transform="{"scale(2)" * 1200}"/>' for _ in range(200))),
        "written out",
    ),
    "too much by a rule": (
        drawing(
            f"<style>*{{font-family:{'a' * 300}}}</style>{'<g/>' * 15_000}",
        ),
        "written out",
    ),
    # Circles of references
    "use of itself": (drawing('<use id="u" href="#u"/>'), "itself"),
    "use of what it is in": (drawing('<g id="g"><use href="#g"/></g>'), "itself"),
    "use of the whole": (drawing('<use href="#r"/>', root='id="r"'), "itself"),
    "two uses of each other": (
        drawing('<use id="a" xlink:href="#b"/><use id="b" href="#a"/>'),
        "itself",
    ),
    "three groups in a ring": (
        drawing(
            '<g id="a"><use href="#b"/></g><g id="b"><use href="#c"/></g>'
            '<g id="c"><use href="#a"/></g>'
        ),
        "itself",
    ),
    "symbol that uses itself": (
        drawing('<symbol id="s"><use href="#s"/></symbol><use href="#s"/>'),
        "itself",
    ),
    "clip path clipped by itself": (
        drawing(f'<clipPath id="c" clip-path="url(#c)"><path d="{RECT}"/></clipPath>'),
        "itself",
    ),
    "clip path by way of use": (
        drawing(
            '<clipPath id="c"><use href="#x"/></clipPath>'
            '<rect id="x" width="9" height="9" clip-path="url(#c)"/>'
        ),
        "itself",
    ),
    "clip path by a rule": (
        drawing(
            '<style>.a{clip-path:url("#c")}</style>'
            f'<clipPath id="c"><path class="a" d="{RECT}"/></clipPath>'
        ),
        "itself",
    ),
    "gradients of each other": (
        drawing('<linearGradient id="a" href="#b"/><radialGradient id="b" xlink:href="#a"/>'),
        "itself",
    ),
    # Bombs of references
    "bomb of masks": (
        drawing(
            doubling(
                20,
                '<mask id="m0"><rect width="9" height="9"/></mask>',
                '<mask id="m{here}"><rect width="9" height="9" mask="url(#m{below})"/>'
                '<rect width="9" height="9" mask="url(#m{below})"/></mask>',
            )
            + '<rect width="9" height="9" mask="url(#m20)"/>'
        ),
        "references",
    ),
    "bomb of patterns": (
        drawing(
            doubling(
                20,
                '<pattern id="p0"><rect width="9" height="9"/></pattern>',
                '<pattern id="p{here}"><rect width="9" height="9" fill="url(#p{below})"/>'
                '<rect width="9" height="9" fill="url(#p{below})"/></pattern>',
            )
            + '<rect width="9" height="9" fill="url(#p20)"/>'
        ),
        "references",
    ),
    "bomb of use": (drawing(f"<defs>{USE_BOMB}</defs><use href='#u20'/>"), "references"),
    "bomb of use, never drawn": (drawing(f"<defs>{USE_BOMB}</defs>"), "references"),
    "bomb of clip paths": (
        drawing(f"{CLIP_BOMB}<rect width='9' height='9' clip-path='url(#c20)'/>"),
        "references",
    ),
    "bomb of clip paths by style": (drawing(CLIP_BY_STYLE_BOMB), "references"),
    "bomb of use and clip paths": (drawing(f"{MIXED_BOMB}<use href='#m20'/>"), "references"),
    "bomb of symbols": (
        drawing(USE_BOMB.replace("<g ", "<symbol ").replace("</g>", "</symbol>")),
        "references",
    ),
    "bomb of nested drawings": (
        drawing(USE_BOMB.replace("<g ", "<svg ").replace("</g>", "</svg>")),
        "references",
    ),
    "ten thousand copies of a long path": (
        drawing(LONG_PATH + '<use href="#long"/>' * 10_000),
        "references",
    ),
    "chain of a thousand uses": (
        drawing(
            '<path id="h0" d="M0 0h1v1z"/>'
            + "".join(f'<use id="h{i + 1}" href="#h{i}"/>' for i in range(1000))
        ),
        "steps",
    ),
    "chain of a thousand gradients": (
        drawing(
            '<linearGradient id="h0"/>'
            + "".join(f'<linearGradient id="h{i + 1}" href="#h{i}"/>' for i in range(1000))
        ),
        "steps",
    ),
}
