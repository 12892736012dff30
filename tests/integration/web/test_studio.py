"""The studio: an address fills the form in, and earlier settings come back; it never draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client

from artstudio.models import Generation
from artstudio.services.generation.generate import generate_svg_variants
from tests.integration.web.pages import Page, page_of
from tests.queue_work import work

pytestmark = pytest.mark.django_db

ASKED = {"prompt": "Rosette of oak leaves", "count": "1", "provider": "stub"}


class TestShowing:
    """GET /."""

    def test_the_form_works_without_a_script(self, client: Client) -> None:
        form = page_of(client.get("/")).one("form", id="workspace")
        assert (form["method"], form["action"]) == ("post", "/")

    def test_every_setting_can_come_from_the_address(self, client: Client) -> None:
        page = page_of(
            client.get(
                "/",
                {
                    "prompt": "vine",
                    "count": "3",
                    "width_mm": "120",
                    "variant_seed": "s1",
                    "style_hints": ["rosette", "vine", "my own"],
                    "route": "raster",
                    "threshold": "99",
                    "rings": "4",
                    "invert": "true",
                    "fresh": "on",
                },
            )
        )
        assert "vine" in page.words
        assert "checked" in page.one("input", name="count", value="3")
        assert page.one("input", name="width")["value"] == "120"
        assert page.one("input", name="variant_seed")["value"] == "s1"
        assert page.one("input", name="threshold")["value"] == "99"
        assert page.one("input", name="rings")["value"] == "4"
        assert "checked" in page.one("input", name="fresh")
        assert "checked" in page.one("input", name="route", value="raster")
        assert "selected" in page.one("option", value="true")
        chosen = [style["value"] for style in page.all("input", name="style_hints", checked="")]
        assert chosen == ["rosette", "vine", "my own"]

    def test_an_address_alone_never_draws(self, client: Client) -> None:
        client.get("/", ASKED)
        client.head("/", ASKED)
        assert not Generation.objects.exists()

    def test_nonsense_in_the_address_is_shown_and_harms_nothing(self, client: Client) -> None:
        response = client.get("/", {"count": "99", "width_mm": "<b>", "provider": "x", "a": "\r"})
        assert response.status_code == 200
        assert page_of(response).one("input", name="width")["value"] == "<b>"

    def test_a_provider_that_is_not_set_up_says_what_to_set(self, client: Client) -> None:
        page = page_of(client.get("/"))
        assert "disabled" in page.one("input", name="provider", value="openai")
        assert "Set OPENAI_API_KEY" in page.words
        assert "checked" in page.one("input", name="provider", value="stub")

    def test_a_provider_that_cannot_be_asked_gives_way_to_one_that_can(
        self, client: Client
    ) -> None:
        page = page_of(client.get("/?provider=openai"))
        assert "checked" in page.one("input", name="provider", value="stub")

    def test_an_empty_studio_invites(self, client: Client) -> None:
        page = page_of(client.get("/"))
        assert "What shall we cut?" in page.words
        examples = [link for link in page.all("a") if link["href"].startswith("/?prompt=")]
        assert len(examples) >= 4

    def test_a_generation_can_be_shown_with_its_settings(
        self, client: Client, drawn: Generation
    ) -> None:
        page = page_of(client.get("/", {"generation": drawn.generation_id}))
        assert page.one("input", name="width")["value"] == "80"
        assert page.one("input", name="variant_seed").get("value", "") == ""
        assert page.all("img", alt="Drawing 1: Rosette of oak leaves")

    def test_the_address_has_the_last_word(self, client: Client, drawn: Generation) -> None:
        page = page_of(
            client.get("/", {"generation": drawn.generation_id, "variant_seed": "x", "count": "2"})
        )
        assert page.one("input", name="variant_seed")["value"] == "x"
        assert "checked" in page.one("input", name="count", value="2")

    def test_a_size_in_millimetres_is_shown_in_the_unit_that_is_chosen(
        self, client: Client
    ) -> None:
        page = page_of(client.get("/", {"width_mm": "101.6", "height": "3 1/2", "unit": "in"}))
        assert page.one("input", name="width")["value"] == "4"
        assert page.one("input", name="height")["value"] == "3 1/2"
        assert "checked" in page.one("input", name="unit", value="in")

    def test_every_style_has_its_picture(self, client: Client) -> None:
        page = page_of(client.get("/", {"style_hints": ["my own"]}))
        shown = [f for _, f in page.elements if "motif-" in f.get("class", "")]
        pictures = Counter(found["class"].split()[-1] for found in shown)
        # Once at its choice, and once as a sample where nothing was drawn yet.
        assert set(pictures.values()) == {2}
        assert len(pictures) == len(page.all("input", name="style_hints")) - 1 == 9

    def test_an_example_keeps_the_settings_of_the_address(self, client: Client) -> None:
        page = page_of(client.get("/", {"prompt": "old", "rings": "4"}))
        first = page.all("a", **{"data-example": "Mandala with petals"})[0]
        assert first["href"] == "/?prompt=Mandala%20with%20petals&rings=4"

    @pytest.mark.parametrize("unknown", ["gen_none", "../etc", "a\rb", "x" * 500])
    def test_an_unknown_generation_is_not_found(self, client: Client, unknown: str) -> None:
        response = client.get("/", {"generation": unknown})
        assert response.status_code == 404
        assert page_of(response).is_whole

    @pytest.mark.parametrize("name", ["generation", "prompt", "width_mm", "a"])
    def test_an_address_that_holds_a_nul_is_refused_with_a_page(
        self, client: Client, name: str
    ) -> None:
        response = client.get("/", {name: "a\0b"})
        assert response.status_code == 400
        assert page_of(response).is_whole

    def test_queries_do_not_grow_with_what_was_made(
        self, client: Client, drawn: Generation, django_assert_num_queries: object
    ) -> None:
        with django_assert_num_queries(3):  # type: ignore[operator]
            client.get("/")
        for number in range(7):
            client.post("/", ASKED | {"variant_seed": str(number)})
        with django_assert_num_queries(3):  # type: ignore[operator]
            client.get("/")


class TestLookingBack:
    """Drawings of before, and their settings."""

    @pytest.fixture
    def earlier(self, db: None) -> Generation:
        """Return a generation with settings of every kind."""
        return generate_svg_variants(
            "Heron among reeds",
            2,
            "a&b",
            {"width_mm": 101.6, "inner_diameter_mm": 25.4, "invert": True, "tool_diameter_mm": 1.5},
            ["vine"],
            route="raster",
            queued=True,
        )

    def test_the_links_say_what_they_bring(self, client: Client, earlier: Generation) -> None:
        page = page_of(client.get("/"))
        name = earlier.generation_id
        assert page.one("a", href=f"/?generation={name}&variant_seed=a%26b")
        assert page.one("a", href=f"/?generation={name}&variant_seed=")
        assert "Use these settings" in page.words
        assert "Remix" in page.words

    @pytest.mark.parametrize("seed", ["a&b", ""])
    def test_everything_comes_back(self, client: Client, earlier: Generation, seed: str) -> None:
        address = {"generation": earlier.generation_id, "variant_seed": seed, "unit": "in"}
        page = page_of(client.get("/", address))
        assert page.one("input", name="variant_seed").get("value", "") == seed
        assert "Heron among reeds" in page.text
        assert page.one("input", name="width")["value"] == "4"
        assert page.one("input", name="inner_diameter")["value"] == "1"
        assert page.one("input", name="tool_diameter_mm")["value"] == "1.5"
        assert "selected" in page.one("option", value="true")
        for name, value in (
            ("count", "2"),
            ("style_hints", "vine"),
            ("route", "raster"),
            ("provider", "stub"),
        ):
            assert "checked" in page.one("input", name=name, value=value)

    def test_what_comes_back_draws_the_same(self, client: Client, earlier: Generation) -> None:
        address = {"generation": earlier.generation_id, "variant_seed": "a&b", "unit": "in"}
        form = sent(page_of(client.get("/", address)))
        client.post("/", form | {"prompt": [earlier.prompt]})
        again = Generation.objects.order_by("-id")[0]
        assert again != earlier
        for name in ("prompt", "count", "variant_seed", "constraints", "style_hints", "route"):
            assert getattr(again, name) == getattr(earlier, name)

    def test_a_route_that_the_words_chose_is_left_to_them(
        self, client: Client, drawn: Generation
    ) -> None:
        page = page_of(client.get("/", {"generation": drawn.generation_id}))
        assert "checked" in page.one("input", name="route", value="")

    def test_a_route_that_the_words_would_not_choose_today_is_kept(
        self, client: Client, drawn: Generation
    ) -> None:
        Generation.objects.update(route="raster")
        page = page_of(client.get("/", {"generation": drawn.generation_id}))
        assert "checked" in page.one("input", name="route", value="raster")

    def test_looking_brings_drawings_title_and_seed_but_no_form(
        self, htmx: Client, earlier: Generation
    ) -> None:
        page = page_of(htmx.get("/", {"generation": earlier.generation_id}))
        assert not page.all("form", id="workspace")
        assert "Drawing 2" in page.words
        assert page.all("title")
        assert page.one("p", id="seed-shown")["hx-swap-oob"] == "innerHTML"

    def test_a_look_has_an_address_of_its_own_without_a_script(
        self, client: Client, earlier: Generation
    ) -> None:
        link = page_of(client.get("/")).one("a", **{"data-recent": ""})
        assert link["href"] == f"/generations/{earlier.generation_id}"
        assert link["hx-get"] == f"/?generation={earlier.generation_id}"

    def test_what_is_shown_is_marked_in_the_list(self, client: Client, earlier: Generation) -> None:
        page = page_of(client.get("/", {"generation": earlier.generation_id}))
        assert page.one("a", **{"data-recent": ""})["aria-current"] == "true"

    def test_the_list_looks_again_while_something_is_drawn(self, htmx: Client) -> None:
        htmx.post("/", ASKED)
        assert page_of(htmx.get("/recent")).one("span", **{"hx-get": "/recent"})
        work()
        page = page_of(htmx.get("/recent"))
        assert not page.all("span", **{"hx-get": "/recent"})
        assert "1 drawing" in page.words


def sent(page: Page) -> dict[str, list[str]]:
    """Return what a browser would send of the form as it is, but for its prompt."""
    form: dict[str, list[str]] = {}
    chosen = ""
    for tag, found in fields_of(page, action="/"):
        if tag == "select":
            chosen = found["name"]
        elif tag == "option" and "selected" in found:
            form[chosen] = [found["value"]]
        elif tag == "input" and found.get("type") in {"radio", "checkbox"}:
            if "checked" in found:
                form.setdefault(found["name"], []).append(found["value"])
        elif tag == "input" and found.get("value"):
            form[found["name"]] = [found["value"]]
    return form


def fields_of(page: Page, *, action: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the elements of the form that is sent to `action`."""
    here = ""
    for tag, found in page.elements:
        if tag == "form":
            here = found.get("action", "")
        elif here == action:
            yield tag, found
