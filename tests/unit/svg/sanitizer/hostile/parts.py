"""What hostile drawings are put together from. Where script would run, it calls `hit()`."""

from __future__ import annotations

SVG = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
#: Something to see, so that what is left is not empty.
SHAPE = '<rect id="ok" width="50" height="50" fill="#123456"/>'
JS = "javascript:hit()"
SCRIPT_PAGE = "data:text/html,<script>hit()</script>"
SCRIPT_SVG = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='hit()'/>"
RECT = "M0 0h50v50h-50z"


def drawing(body: str, *, root: str = "", before: str = "") -> bytes:
    """Return a drawing that has `body` beside a shape."""
    return (
        f'{before}<svg {SVG} {XLINK} width="100" height="100" viewBox="0 0 100 100" {root}>'
        f"{SHAPE}{body}</svg>"
    ).encode()


def styled(css: str) -> bytes:
    return drawing(f'<style>{css}</style><path class="a" id="p" d="{RECT}"/>')


def link(href: str, *, inside: str = '<rect width="90" height="90"/>') -> bytes:
    return drawing(f'<a xlink:href="{href}">{inside}</a>')


def doubling(levels: int, leaf: str, level: str) -> str:
    """Return levels that each refer twice to the one below: 2 to the power of `levels`."""
    return leaf + "".join(level.format(here=i + 1, below=i) for i in range(levels))


def nested(depth: int, tag: str = "g") -> str:
    return f"<{tag}>" * depth + f"</{tag}>" * depth


def entities(*declared: str, use: str) -> bytes:
    return drawing(f"<text>{use}</text>", before=f"<!DOCTYPE svg [{''.join(declared)}]>")
