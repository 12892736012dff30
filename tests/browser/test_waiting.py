"""Waiting for drawings: cards that fill one by one, stopping, trying again, and trouble."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from artstudio.models import Generation
from tests.browser.conftest import Watch
from tests.fake_openai import Answer, Asked, FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.fake_openai.scenarios import image_answer
from tests.queue_work import working

__all__ = ["fake_openai"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PAID = "/?provider=openai&route=raster&prompt=A+crow&count={}"
POLL = re.compile(r"/generations/gen_\w+(\?|$)")


class Provider:
    """A provider that answers when the test lets it."""

    def __init__(self) -> None:
        self._tickets = threading.Semaphore(0)

    def let(self, answers: int) -> None:
        """Let so many more pictures be answered."""
        self._tickets.release(answers)

    def answer(self, asked: Asked) -> Answer:
        self._tickets.acquire(timeout=30)
        return image_answer(asked, asked.picture)


@pytest.fixture
def provider(worker: None, fake_openai: FakeOpenAI, settings: Settings) -> Iterator[Provider]:
    """Return the paid provider; what still waits at the end is answered."""
    settings.OPENAI_API_KEY = "sk-of-nobody"
    settings.OPENAI_BASE_URL = fake_openai.base_url
    provider = Provider()
    fake_openai.set_scenario(provider.answer)
    yield provider
    provider.let(100)


def ask(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Draw", exact=True).click()


def card(page: Page, number: int) -> Locator:
    return page.locator("#results .card").nth(number - 1)


def said(page: Page, words: str) -> None:
    expect(page.locator("#announce")).to_have_text(words)


class TestOneByOne:
    """A provider that takes its time, and a worker that does one after the other."""

    def test_all_cards_are_there_at_once_and_each_fills_when_it_is_done(
        self, page: Page, provider: Provider
    ) -> None:
        ask(page, PAID.format(3))
        expect(page.locator("#results .card-waiting")).to_have_count(3)
        said(page, "0 of 3 drawings ready.")
        expect(card(page, 1)).to_contain_text("waiting for OpenAI")
        expect(card(page, 2)).to_contain_text("in the queue")
        provider.let(1)
        expect(card(page, 1).locator("img")).to_be_visible()
        said(page, "1 of 3 drawings ready.")
        expect(page.locator("#drawings-title")).to_contain_text("1 of 3 ready")
        expect(card(page, 2)).to_contain_text("waiting for OpenAI")
        expect(card(page, 2).locator("[data-seconds]")).to_have_text(re.compile(r"^[1-9]\d* s$"))
        expect(card(page, 3)).to_contain_text("in the queue")
        provider.let(2)
        expect(page.locator("#results .card img")).to_have_count(3)
        said(page, "3 drawings ready.")

    def test_each_card_tells_how_it_waits_to_who_cannot_see_it(
        self, page: Page, provider: Provider
    ) -> None:
        ask(page, PAID.format(2))
        expect(page.get_by_role("progressbar")).to_have_count(2)
        expect(page.get_by_role("progressbar", name="Drawing 2: in the queue")).to_be_visible()
        assert page.locator("#results [aria-busy], #results[aria-busy]").count() == 0
        provider.let(2)
        expect(page.get_by_role("progressbar")).to_have_count(0)

    def test_the_state_and_the_calls_beside_the_cards_go_on_with_them(
        self, page: Page, provider: Provider
    ) -> None:
        ask(page, PAID.format(1))
        page.get_by_role("link", name="Permalink").click()
        expect(page.locator("#attempts")).to_contain_text("under way")
        expect(page.locator("#generation-state")).to_have_text("running")
        provider.let(1)
        expect(page.locator("#attempts")).to_contain_text("answered")
        expect(page.locator("#generation-state")).to_have_text("ok")

    def test_a_cancelled_one_stops_at_once_or_at_the_end_of_its_call(
        self, page: Page, provider: Provider
    ) -> None:
        ask(page, PAID.format(2))
        expect(card(page, 1)).to_contain_text("waiting for OpenAI")
        page.get_by_role("button", name="Cancel drawing 2").click()
        expect(card(page, 2)).to_contain_text("cancelled")
        expect(card(page, 2)).to_contain_text("nothing was charged")
        page.get_by_role("button", name="Cancel drawing 1").click()
        expect(card(page, 1)).to_contain_text("stopping")
        provider.let(1)
        expect(card(page, 1)).to_contain_text("cancelled")
        expect(card(page, 1)).to_contain_text("nothing more is paid")
        said(page, "Cancelled.")

    def test_a_failed_one_says_why_and_what_it_cost_and_is_made_in_its_place(
        self, page: Page, provider: Provider, fake_openai: FakeOpenAI
    ) -> None:
        ask(page, PAID.format(2))
        provider.let(1)
        expect(card(page, 1).locator("img")).to_be_visible()
        fake_openai.set_scenario("429-quota")
        # The second is asked for already; what waits is answered, and what is tried again fails.
        page.get_by_role("button", name="Cancel drawing 2").click()
        provider.let(1)
        expect(card(page, 2)).to_contain_text("cancelled")
        Generation.objects.get().variants.filter(index=1).update(source=None, source_metadata={})
        page.get_by_role("button", name="Try again drawing 2").click()
        expect(card(page, 2)).to_contain_text("failed")
        expect(card(page, 2)).to_contain_text("billing")
        expect(card(page, 2)).to_contain_text("Trying again asks openai once more")
        picture = card(page, 1).locator("img").element_handle()
        fake_openai.set_scenario("success")
        page.get_by_role("button", name="Try again drawing 2").click()
        expect(card(page, 2).locator("img")).to_be_visible()
        assert picture.evaluate("picture => picture.isConnected")
        said(page, "2 drawings ready.")


class TestNobodyWorksYet:
    """What happens while all of it lies in the queue."""

    @pytest.fixture
    def worker(self, transactional_db: None) -> None:
        """Nobody works until the test says so."""

    @pytest.fixture
    def waiting(self, page: Page) -> Page:
        ask(page, "/?prompt=vine&count=2")
        expect(page.locator("#results .card-waiting")).to_have_count(2)
        return page

    def test_a_double_click_makes_one_generation(self, page: Page) -> None:
        page.goto("/?prompt=vine")
        page.get_by_role("button", name="Draw", exact=True).dblclick()
        expect(page.locator("#results .card-waiting")).to_have_count(1)
        page.wait_for_timeout(300)
        assert Generation.objects.count() == 1

    def test_leaving_returning_and_reloading_lose_nothing(self, waiting: Page) -> None:
        gallery = waiting.get_by_role("navigation", name="Pages").get_by_role(
            "link", name="Gallery"
        )
        gallery.click()
        expect(waiting.get_by_role("heading", level=1)).to_have_text("Gallery")
        waiting.go_back()
        expect(waiting.locator("#results .card-waiting")).to_have_count(2)
        waiting.reload()
        expect(waiting.locator("#results .card-waiting")).to_have_count(2)
        gallery.click()
        waiting.get_by_role("link", name="Studio", exact=True).click()
        waiting.locator("#recent").get_by_role("link", name="vine").first.click()
        expect(waiting.locator("#results .card-waiting")).to_have_count(2)
        with working():
            expect(waiting.locator("#results img")).to_have_count(2)

    def test_all_are_cancelled_in_one_window_and_seen_so_in_the_other(self, waiting: Page) -> None:
        other = waiting.context.new_page()
        other.goto(waiting.url)
        expect(other.locator("#results .card-waiting")).to_have_count(2)
        waiting.get_by_role("button", name="Cancel drawing 2").click()
        expect(card(other, 2)).to_contain_text("cancelled")
        other.get_by_role("button", name="Cancel all").click()
        expect(waiting.locator("#drawings-title")).to_have_text("Cancelled")
        expect(waiting.locator("#results .card-failed")).to_have_count(2)

    def test_the_second_half_of_a_double_click_undoes_nothing(self, waiting: Page) -> None:
        waiting.get_by_role("button", name="Cancel drawing 1").click()
        again = waiting.get_by_role("button", name="Try again drawing 1")
        # As it comes where the answer was faster than the second half.
        again.dispatch_event("click", {"detail": 2})
        waiting.wait_for_timeout(300)
        expect(card(waiting, 1)).to_contain_text("cancelled")
        again.click()
        expect(waiting.locator("#results .card-waiting")).to_have_count(2)

    def test_without_a_network_it_says_so_and_goes_on_by_itself(
        self, waiting: Page, watch: Watch
    ) -> None:
        trouble = waiting.locator("#waiting-trouble")
        expect(trouble).to_be_hidden()
        waiting.context.set_offline(True)
        expect(trouble).to_contain_text("no network")
        expect(waiting.locator("#results .card-waiting")).to_have_count(2)
        waiting.context.set_offline(False)
        expect(trouble).to_be_hidden()
        with working():
            expect(waiting.locator("#results img")).to_have_count(2)
        watch.complaints.clear()

    def test_a_studio_that_is_away_is_asked_again_until_it_answers(
        self, waiting: Page, watch: Watch
    ) -> None:
        trouble = waiting.locator("#waiting-trouble")
        waiting.route(POLL, lambda route: route.fulfill(status=503, body="away"))
        waiting.context.set_offline(True)
        waiting.context.set_offline(False)
        expect(trouble).to_contain_text("The studio does not answer")
        expect(waiting.locator("#results .card-waiting")).to_have_count(2)
        waiting.unroute(POLL)
        expect(trouble).to_be_hidden()
        with working():
            expect(waiting.locator("#results img")).to_have_count(2)
        watch.complaints.clear()

    def test_a_deed_that_is_not_answered_is_told_and_can_be_done_again(
        self, waiting: Page, watch: Watch
    ) -> None:
        away = re.compile(r"/cancel$")
        waiting.route(away, lambda route: route.abort())
        waiting.get_by_role("button", name="Cancel all").click()
        expect(waiting.locator("#waiting-trouble")).to_contain_text("That was not done")
        waiting.unroute(away)
        waiting.get_by_role("button", name="Cancel all").click()
        expect(waiting.locator("#drawings-title")).to_have_text("Cancelled")
        watch.complaints.clear()
