"""What is kept of a foreign drawing, and in which form."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from artstudio.svg.sanitizer import attributes
from artstudio.svg.sanitizer.sanitize import Clean, SvgTooLarge, sanitize
from tests.unit.svg.sanitizer.hostile.parts import drawing


def first(body: str, tag: str) -> dict[str, str]:
    """Return the attributes of the first `tag` in a drawing of `body`."""
    element = clean(body).root.find(f".//{tag}")
    assert element is not None
    return dict(element.attrib)


def clean(body: str) -> Clean:
    return sanitize(f'<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'.encode())


def codes(body: str) -> dict[str, str]:
    return {warning["code"]: warning["message"] for warning in clean(body).warnings}


class TestElements:
    def test_a_link_becomes_a_group_and_keeps_what_it_shows(self) -> None:
        found = clean('<a href="#x" fill="red" transform="scale(2)"><path d="M0 0h1"/></a>')
        assert b'<g transform="scale(2)" fill="red">\n<path d="M0 0h1"/>\n</g>' in found.svg

    def test_a_switch_becomes_a_group_of_its_first_choice(self) -> None:
        found = clean(
            '<switch><foreignObject requiredExtensions="http://ns.adobe.com/x/"/>'
            '<g systemLanguage="de"><path id="de"/></g>'
            '<g systemLanguage="fr, en-GB"><path id="en"/></g>'
            '<g><path id="other"/></g></switch>'
        )
        assert [path.get("id") for path in found.root.iter("path")] == ["en"]
        assert found.warnings == ()

    def test_what_asks_for_an_extension_is_not_shown(self) -> None:
        assert clean('<g requiredExtensions="http://x/"><path/></g>').root.find("g") is None

    @pytest.mark.parametrize("tag", ["view", "cursor", "meshgradient"])
    def test_what_cannot_be_kept_goes_with_all_that_is_in_it(self, tag: str) -> None:
        found = clean(f"<{tag}><path/><g><circle/></g></{tag}>")
        assert list(found.root.iter()) == [found.root]
        assert f"{tag} (1)" in found.warnings[0]["message"]

    def test_shapes_hold_no_shapes(self) -> None:
        assert clean("<rect><path/></rect><clipPath><g/></clipPath>").root.find(".//path") is None

    def test_text_stays_where_text_may_be(self) -> None:
        found = clean("x<title>a &lt; b</title><g>y</g><text>c<tspan>d</tspan> e</text>z")
        assert (
            b"<title>a &lt; b</title>\n<g/>\n<text>c<tspan>d</tspan> e</text>\n</svg>" in found.svg
        )

    def test_what_other_programs_wrote_down_goes_in_silence(self) -> None:
        found = clean('<i:x xmlns:i="http://i/" i:y="1"><path/></i:x><metadata><x/></metadata>')
        assert found.root.find(".//path") is None
        assert found.warnings == ()


class TestAttributes:
    def test_they_are_in_a_fixed_order_with_bulk_at_the_end(self) -> None:
        given = '<path d="M0 0h1" stroke="red" fill="blue" transform="scale(2)" id="a"/>'
        assert list(first(given, "path")) == ["id", "transform", "fill", "stroke", "d"]

    def test_an_old_link_is_written_the_new_way(self) -> None:
        svg = sanitize(drawing('<use xlink:href="#ok"/>')).svg
        assert b'<use href="#ok"/>' in svg

    @pytest.mark.parametrize("link", ["ok", "xok", "/ok", "?ok", "x#ok", "//ok", " xok"])
    def test_a_link_without_its_hash_leads_elsewhere_and_goes(self, link: str) -> None:
        # Also where what follows its first character is the id of a part.
        for name in ("href", "xlink:href"):
            found = sanitize(drawing(f'<use {name}="{link}"/>'))
            assert b"href=" not in found.svg
            assert "references_removed" in {warning["code"] for warning in found.warnings}

    def test_the_new_link_goes_before_the_old(self) -> None:
        svg = sanitize(drawing('<path id="b"/><use xlink:href="#b" href="#ok"/>')).svg
        assert b'<use href="#ok"/>' in svg

    def test_a_prefix_that_was_forgotten_is_understood(self) -> None:
        assert first('<path id="a"/><use xlink:href="#a"/>', "use") == {"href": "#a"}

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("#AbC", "#abc"),
            ("#12345678", "#12345678"),
            ("RebeccaPurple", "rebeccapurple"),
            ("rgb(255, 0, 10%)", None),
            ("rgb(100% 0% 0%)", "rgb(255, 0, 0)"),
            ("rgba(0,0,255,.5)", "rgba(0, 0, 255, 0.5)"),
            ("hsl(120deg 100% 50% / 25%)", "rgba(0, 255, 0, 0.25)"),
            ("hwb(0 0% 0%)", "rgb(255, 0, 0)"),
            ("CURRENTCOLOR", "currentColor"),
            ("transparent", "none"),
            (" none ", "none"),
            ("inherit", "inherit"),
            ("#ggg", None),
            ("reddish", None),
            ("var(--x, red)", None),
            ("rgb(1e999, 0, 0)", None),
            ("url(#g)", "url(#g)"),
            ("url( '#g' ) Red", "url(#g) red"),
            ("url(#gone) red", "red"),
            ("url(#gone)", "none"),
            ("url(#shape)", "none"),
        ],
    )
    def test_paint(self, given: str, kept: str | None) -> None:
        body = f'<linearGradient id="g"/><path id="shape" fill="{given}"/>'
        assert first(body, "path").get("fill") == kept

    @pytest.mark.parametrize(
        ("name", "given", "kept"),
        [
            ("transform", "translate(1,2),rotate(3 4-5)", "translate(1 2) rotate(3 4 -5)"),
            ("transform", "scale(.5.5)", "scale(.5 .5)"),
            ("transform", "rotate(1 2)", None),
            ("transform", "rotate(45deg)", None),
            ("d", "M0 0L1 1\n2\t2", "M0 0L1 1 2 2"),
            ("d", "M0 0L5 5 oops 7", "M0 0L5 5"),
            ("d", "M0 0L1e5 1e13 2 2", "M0 0L1e5"),
            ("d", "M0 0L123456789012345 2", "M0 0L"),
            ("stroke-dasharray", "5,3 2%", "5 3 2%"),
            ("stroke-dasharray", "5 -3", None),
            ("stroke-dasharray", "1 " * 64, " ".join("1" * 64)),
            ("stroke-dasharray", "1 " * 65, None),
            ("font-family", "&quot;A  B&quot;, serif", '"A B", serif'),
            ("font-family", "&quot;A B, serif", None),
            ("stroke-width", "0.5mm", "0.5mm"),
            ("stroke-width", "1e13", None),
            ("stroke-width", "calc(1px + 2px)", None),
            ("opacity", "50%", "50%"),
            ("fill-rule", "EvenOdd", "evenodd"),
            ("clip-path", "circle(50%)", None),
            ("paint-order", "stroke markers", "stroke markers"),
            ("id", "Layer_1-é.2:3", "Layer_1-é.2:3"),
            ("id", "Layer 1", None),
            ("tabindex", "1", None),
        ],
    )
    def test_values(self, name: str, given: str, kept: str | None) -> None:
        assert first(f'<path {name}="{given}"/>', "path").get(name) == kept

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("0,0 10 10", "0 0 10 10"),
            ("0 0 0 10", None),
            ("0 0 10", None),
            ("-1e2 0 5 5", "-1e2 0 5 5"),
        ],
    )
    def test_view_boxes(self, given: str, kept: str | None) -> None:
        assert first(f'<svg viewBox="{given}"/>', "svg").get("viewBox") == kept

    def test_path_data_is_bounded_by_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # As it stands the bound on bytes is met first.
        monkeypatch.setattr(attributes, "MAX_PATH_CHARS", 10)
        with pytest.raises(SvgTooLarge, match="more than 10 characters of path data"):
            clean('<path d="M0 0h1"/><polygon points="1 2 3 4"/>')

    def test_an_id_belongs_to_its_first_element(self) -> None:
        found = clean('<g id="a"/><path id="a"/>')
        assert [element.get("id") for element in found.root] == ["a", None]
        assert found.warnings[0]["code"] == "ids_removed"


class TestStyle:
    def test_the_cascade(self) -> None:
        body = (
            "<style>path{fill:#000001;stroke:#000001;opacity:.1} .a{fill:#000002;stroke:#000002}"
            "#p{fill:#000003} *{fill-rule:evenodd} .a{stroke:#000004}"
            "path{stop-color:#000005!important} .b{fill:#000009}</style>"
            '<path id="p" class="x a" fill="#000006" stop-color="#000007" stroke-width="2" '
            'style="opacity:.5;stop-color:#000008"/>'
        )
        assert first(body, "path") == {
            "id": "p",
            "fill": "#000003",
            "stroke": "#000004",
            "opacity": ".5",
            "fill-rule": "evenodd",
            "stop-color": "#000005",
            "stroke-width": "2",
        }

    def test_a_sheet_may_come_after_what_it_is_for(self) -> None:
        body = '<path class="a"/><style><![CDATA[.a{fill:red}]]></style>'
        assert first(body, "path") == {"fill": "red"}

    @pytest.mark.parametrize(
        "selector",
        [
            "path.a",
            ".a.b",
            "path#p",
            "#p.a",
            "g,.a",
            "/**/.a",
            "svg>.a",
            "svg .a",
            "[class~=b]",
            ":not(g)",
            ":nth-child(2)",
        ],
    )
    def test_compound_selectors(self, selector: str) -> None:
        body = f'<style>{selector}{{fill:red}}</style><path id="p" class="a b"/>'
        assert first(body, "path")["fill"] == "red"

    @pytest.mark.parametrize(
        "selector", ["rect.a", ".a.c", "#q", ".A", "g .a", "g>.a", ".a:hover", ".a:first-child"]
    )
    def test_selectors_of_others(self, selector: str) -> None:
        body = f'<style>{selector}{{fill:red}}</style><path id="p" class="a b"/>'
        assert "fill" not in first(body, "path")

    @pytest.mark.parametrize(
        "style",
        [
            "fill:red",
            " FILL : Red ;; ",
            "fill:r\\65 d",
            "fill/**/:/**/red",
            "fill:blue;fill:red;fill:nonsense",
            "fill:red!important;fill:blue",
            "line-height:1;-inkscape-font-specification:'Sans, Bold';fill:red",
            'font-family:"A;fill:blue";fill:red',
        ],
    )
    def test_a_style_attribute(self, style: str) -> None:
        escaped = style.replace('"', "&quot;")
        assert first(f'<path style="{escaped}" fill="green"/>', "path")["fill"] == "red"

    def test_references_in_style(self) -> None:
        body = (
            '<clipPath id="c"/><style>.a{clip-path:url("#c");fill:url(\\23 c)}</style>'
            '<path class="a"/>'
        )
        assert first(body, "path") == {"clip-path": "url(#c)", "fill": "none"}

    def test_a_sheet_for_other_media_or_of_another_kind_says_nothing(self) -> None:
        body = (
            '<style media="print">*{fill:red}</style>'
            '<style type="text/less">*{fill:red}</style><path/>'
        )
        assert first(body, "path") == {}


class TestSize:
    @pytest.mark.parametrize("size", ["5m", "0", "-1", "0mm", "1e-400", "auto"])
    def test_a_size_that_makes_no_sense_is_left_out(self, size: str) -> None:
        assert "width" not in self._root(size).attrib

    @pytest.mark.parametrize("size", ["100%", "5000mm", "500cm", "196.8in", "18897", "18897.5px"])
    def test_up_to_five_metres(self, size: str) -> None:
        assert self._root(size).get("width") == size

    @pytest.mark.parametrize("size", ["5001mm", "197in", "18898", "14174pt", "500.1CM"])
    def test_not_beyond(self, size: str) -> None:
        with pytest.raises(SvgTooLarge, match="5 m are allowed"):
            self._root(size)

    @staticmethod
    def _root(size: str) -> Element:
        return sanitize(f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}"/>'.encode()).root


class TestWarnings:
    def test_what_would_act_is_told_first_and_counted(self) -> None:
        body = '<image href="x"/><script/><script/><path onclick="x" filter="url(#f)" fill="0"/>'
        assert list(codes(body).items()) == [
            (
                "active_content_removed",
                "Scripts, events and animation were taken out: script (2), onclick (1).",
            ),
            (
                "elements_removed",
                (
                    "Parts that are missing from the drawing: pictures (1). "
                    "Turn what they show into plain paths before you export."
                ),
            ),
            (
                "attributes_removed",
                (
                    "Shapes that look different here: without their filter (blur, shadow or colour "
                    "change) (1). Draw with plain fills what these effects show."
                ),
            ),
            (
                "values_removed",
                (
                    "Values that cannot be read: fill (1). The shapes are drawn as if they were "
                    "not there."
                ),
            ),
        ]

    def test_a_path_that_was_cut_is_told(self) -> None:
        assert "d (1)" in codes('<path d="M0 0 nonsense"/>')["paths_cut"]

    def test_many_names_are_summed_up(self) -> None:
        body = "".join(f"<{'x' * 99}{i}/><y{i}/>" for i in range(20))
        message = codes(body)["elements_removed"]
        assert "y10 (1), y11 (1)" in message
        assert "and 15 more" in message
        assert len(message) < 400
