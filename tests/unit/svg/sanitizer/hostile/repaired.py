"""Drawings that are no XML, or have what XML allows and a drawing has no use for: put right."""

from __future__ import annotations

import gzip

from tests.unit.svg.sanitizer.hostile.parts import (
    SCRIPT_PAGE,
    SHAPE,
    drawing,
    entities,
)

REPAIRED: dict[str, bytes] = {
    "entity that is a script": entities("<!ENTITY s '<script>hit()</script>'>", use="&s;"),
    "entity that is an event": entities("<!ENTITY s '<rect onload=\"hit()\"/>'>", use="&s;"),
    "entities within entities": entities(
        '<!ENTITY a "x"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">', use="&c;"
    ),
    "entity elsewhere that is not used": entities(
        '<!ENTITY x SYSTEM "file:///etc/passwd">', use=""
    ),
    "default attributes by a DTD": entities('<!ATTLIST svg onload CDATA "hit()">', use=""),
    "notation": entities('<!NOTATION n SYSTEM "http://evil.test/">', use=""),
    "empty internal subset": entities(use=""),
    "entity left to a DTD elsewhere": drawing(
        f"{SHAPE}<text>&there;</text>", before='<!DOCTYPE svg SYSTEM "http://evil.test/x.dtd">'
    ),
    "entity of HTML": drawing(f"{SHAPE}<text>&nbsp;</text>"),
    "style sheet by instruction": drawing(
        SHAPE, before='<?xml-stylesheet href="http://evil.test/x.css" type="text/css"?>'
    ),
    "XSLT by instruction": drawing(
        SHAPE,
        before=f'<?xml-stylesheet type="text/xsl" href="{SCRIPT_PAGE}"?>'.replace("<s", "&lt;s"),
    ),
    "PHP": drawing(f"{SHAPE}<?php system('id'); ?>"),
    "instruction after the end": drawing(SHAPE) + b"<?evil x?>",
    "prefix without a declaration": drawing(f"{SHAPE}<evil:script>hit()</evil:script>"),
    "control character": drawing(f"{SHAPE}<title>\x01</title>"),
    "bare ampersand before a script": drawing(f"{SHAPE}<title>a & <script>hit()</script></title>"),
    "comment that never ends well": drawing(f"{SHAPE}<!-- -- <script>hit()</script> -- -->"),
    "a chat around it": b"Here it is:\n```svg\n"
    + drawing(SHAPE)
    + b"\n```\n<script>hit()</script>",
    "svgz": gzip.compress(drawing(f"{SHAPE}<script>hit()</script>")),
}
