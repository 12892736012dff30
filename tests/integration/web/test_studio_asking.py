"""The studio: a POST asks for drawings, or says what is wrong with the form."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from artstudio.models import Generation
from tests.integration.web.pages import page_of
from tests.queue_work import work

pytestmark = pytest.mark.django_db

ASKED = {"prompt": "Rosette of oak leaves", "count": "1", "provider": "stub"}


class TestDrawing:
    """POST /."""

    def test_without_a_script_one_lands_on_the_generation(self, client: Client) -> None:
        response = client.post("/", ASKED | {"width": "62,5"})
        made = Generation.objects.get()
        assert response.status_code == 302
        assert response["Location"] == f"/generations/{made.generation_id}"
        assert made.constraints == {"width_mm": 62.5}

    def test_with_htmx_the_same_address_answers_the_part(self, htmx: Client) -> None:
        response = htmx.post("/", ASKED)
        made = Generation.objects.get()
        page = page_of(response)
        assert response.status_code == 200
        assert not page.is_whole
        assert response["HX-Push-Url"] == f"/?generation={made.generation_id}"
        assert "0 of 1 drawing ready." in page.words

    def test_the_drawings_come_as_they_are_made(self, htmx: Client) -> None:
        waiting = page_of(htmx.post("/", ASKED))
        made = Generation.objects.get()
        (variant,) = made.variants.all()
        (watch,) = (e for _, e in waiting.elements if "?state=" in e.get("hx-get", ""))
        work()
        page = page_of(htmx.get(watch["hx-get"]))
        variant.refresh_from_db()
        (picture,) = page.all("img", width="100")
        assert picture["src"] == f"/api/rmos/attachments/{variant.svg_id}"
        assert "1 drawing ready." in page.words
        assert not [e for _, e in page.elements if "hx-get" in e]

    def test_a_form_that_is_sent_twice_draws_once(self, htmx: Client) -> None:
        once = page_of(htmx.get("/", headers={"HX-Request": ""})).one(
            "input", name="idempotency_token"
        )
        for _ in range(2):
            htmx.post("/", ASKED | {"idempotency_token": once["value"]})
        assert Generation.objects.count() == 1

    def test_the_next_press_draws_anew(self, htmx: Client) -> None:
        once = page_of(htmx.post("/", ASKED | {"idempotency_token": "a" * 32})).one(
            "input", name="idempotency_token"
        )
        assert once["value"] != "a" * 32
        htmx.post("/", ASKED | {"idempotency_token": once["value"]})
        assert Generation.objects.count() == 2

    def test_the_same_form_with_other_words_is_another_request(self, htmx: Client) -> None:
        for prompt in ("rosette", "vine"):
            response = htmx.post("/", ASKED | {"idempotency_token": "a" * 32, "prompt": prompt})
            assert response.status_code == 200
        assert Generation.objects.count() == 2

    def test_going_back_gets_the_whole_page(self, client: Client, drawn: Generation) -> None:
        response = client.get(
            "/",
            {"generation": drawn.generation_id},
            headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
        )
        assert page_of(response).is_whole

    def test_every_setting_reaches_the_service(self, client: Client) -> None:
        client.post(
            "/",
            ASKED
            | {
                "route": "raster",
                "variant_seed": "s",
                "style_hints": ["mandala"],
                "symmetry": "12",
                "threshold": "100",
                "invert": "false",
            },
        )
        made = Generation.objects.get()
        assert (made.route, made.variant_seed, made.style_hints) == ("raster", "s", ["mandala"])
        assert made.constraints == {"symmetry": 12, "threshold": 100, "invert": False}

    @pytest.mark.parametrize(
        ("typed", "millimetres"),
        [("4 in", 101.6), ('4"', 101.6), ("2,5IN", 63.5), ("10 cm", 100), ("80mm", 80), ("80", 80)],
    )
    def test_a_size_may_be_in_inches(self, client: Client, typed: str, millimetres: float) -> None:
        client.post("/", ASKED | {"width": typed})
        assert Generation.objects.get().constraints == {"width_mm": millimetres}

    @pytest.mark.parametrize(
        ("typed", "millimetres"), [("4", 101.6), ("3 1/2", 88.9), ("10 cm", 100), ("80 mm", 80)]
    )
    def test_bare_sizes_are_in_the_unit_that_is_chosen(
        self, client: Client, typed: str, millimetres: float
    ) -> None:
        client.post("/", ASKED | {"outer_diameter": typed, "min_speck_mm": "0.1", "unit": "in"})
        assert Generation.objects.get().constraints == {
            "outer_diameter_mm": millimetres,
            "min_speck_mm": 0.1,
        }

    def test_the_address_keeps_a_locked_seed_and_the_unit(self, htmx: Client) -> None:
        response = htmx.post("/", ASKED | {"variant_seed": "a&b", "unit": "in"})
        made = Generation.objects.get()
        address = f"/?generation={made.generation_id}&variant_seed=a%26b&unit=in"
        assert response["HX-Push-Url"] == address

    def test_the_seed_that_was_used_is_shown_at_its_field(self, htmx: Client) -> None:
        page = page_of(htmx.post("/", ASKED))
        assert page.one("code", **{"data-seed-shown": ""})
        assert f"The drawings shown have {Generation.objects.get().variant_seed}" in page.words

    def test_line_ends_are_those_one_sees(self, client: Client) -> None:
        client.post("/", ASKED | {"prompt": "two\r\nlines"})
        assert Generation.objects.get().prompt == "two\nlines"

    def test_the_answer_names_what_would_be_asked_again(self, htmx: Client) -> None:
        page = page_of(htmx.post("/", ASKED | {"variant_seed": "a&b"}))
        made = Generation.objects.get()
        again = urlencode({"generation": made.generation_id, "variant_seed": "a&b"})
        assert page.all("a", href=f"/?{again}")

    def test_a_soft_flag_is_a_note_and_blocks_nothing(self, htmx: Client) -> None:
        page = page_of(htmx.post("/", ASKED | {"prompt": "a dagger among roses"}))
        assert "names a weapon" in page.words
        work()
        assert Generation.objects.get().status == "OK"


REFUSED = [
    ({"prompt": "  "}, "prompt", "Say in a few words"),
    ({"prompt": "x" * 2001}, "prompt", "2001"),
    ({"count": "5"}, "count", "valid choice"),
    ({"count": ""}, "count", "required"),
    ({"width": "abc"}, "width", "Give a number from"),
    ({"width": "0.5"}, "width", "Give a number from"),
    ({"height": "nan"}, "height", "Give a number"),
    ({"height": "9" * 400}, "height", "Give a number"),
    ({"rings": "2.5"}, "rings", "whole number"),
    ({"threshold": "256"}, "threshold", "255"),
    ({"inner_diameter": "9", "outer_diameter": "8"}, "inner_diameter", "smaller"),
    ({"provider": "nobody"}, "provider", "Choose one of"),
    ({"provider": ""}, "provider", "Choose an engine"),
    ({"route": "direct"}, "route", "can take"),
    ({"model": "none-such"}, "model", "Choose one of"),
    ({"variant_seed": "s" * 129}, "variant_seed", "129"),
    ({"style_hints": ["x" * 65]}, "style_hints", "65"),
]


class TestRefusing:
    """What cannot be drawn is said at its field."""

    @pytest.mark.parametrize(("change", "field", "words"), REFUSED)
    def test_the_field_says_what_is_wrong(
        self, client: Client, change: dict[str, object], field: str, words: str
    ) -> None:
        response = client.post("/", ASKED | change)
        page = page_of(response)
        assert response.status_code == 400
        assert page.is_whole
        assert page.one("ul", id=f"id_{field}_error")
        assert page.one("a", href=f"#id_{field}")
        assert words in page.words
        assert not Generation.objects.exists()

    def test_the_error_is_tied_to_its_field(self, client: Client) -> None:
        box = page_of(client.post("/", ASKED | {"width": "abc"})).one("input", name="width")
        assert box["aria-invalid"] == "true"
        assert "id_width_error" in box["aria-describedby"]
        assert box["value"] == "abc"

    def test_all_that_is_wrong_is_said_at_once(self, client: Client) -> None:
        page = page_of(client.post("/", ASKED | {"prompt": "", "width": "x", "rings": "99"}))
        for field in ("prompt", "width", "rings"):
            assert page.one("ul", id=f"id_{field}_error")

    def test_who_types_inches_is_answered_in_inches(self, client: Client) -> None:
        page = page_of(client.post("/", ASKED | {"width": "900", "unit": "in"}))
        assert "Give a length from 0.04 to 118 inches." in page.words
        diameters = {"inner_diameter": "3", "outer_diameter": "2", "unit": "in"}
        page = page_of(client.post("/", ASKED | diameters))
        assert "50.8 mm. That is in millimetres" in page.words

    def test_the_seed_of_what_is_shown_stays_beside_a_fault(
        self, htmx: Client, drawn: Generation
    ) -> None:
        address = f"http://testserver/?generation={drawn.generation_id}"
        response = htmx.post("/", ASKED | {"prompt": ""}, headers={"HX-Current-URL": address})
        assert "The drawings shown have seed-1" in page_of(response).words

    def test_a_folded_field_in_error_is_unfolded(self, client: Client) -> None:
        page = page_of(client.post("/", ASKED | {"rings": "99"}))
        assert len(page.all("details", open="")) == 2

    def test_with_htmx_the_form_takes_the_place_of_the_form(self, htmx: Client) -> None:
        response = htmx.post("/", ASKED | {"prompt": ""})
        page = page_of(response)
        assert response.status_code == 400
        assert not page.is_whole
        assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#workspace", "outerHTML")
        assert page.one("form", id="workspace")

    @pytest.mark.parametrize("kind", ["client", "htmx"])
    def test_a_provider_without_a_key_names_the_variable(
        self, kind: str, request: pytest.FixtureRequest
    ) -> None:
        response = request.getfixturevalue(kind).post("/", ASKED | {"provider": "openai"})
        assert response.status_code == 503
        assert "Set OPENAI_API_KEY" in page_of(response).words

    def test_a_form_of_another_site_is_refused_in_words(self) -> None:
        response = Client(enforce_csrf_checks=True).post("/", ASKED)
        assert response.status_code == 403
        assert "The form has expired" in page_of(response).words

    def test_other_methods_are_refused_in_words(self, client: Client) -> None:
        response = client.put("/")
        assert response.status_code == 405
        assert page_of(response).is_whole
