"""What /metrics says is what the database holds, from every process alike, at a bounded price."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from artstudio.models import Attempt, Variant
from artstudio.ops.metrics import endpoint, readings, requests
from artstudio.services.generation import lost
from artstudio.services.generation.generate import generate_svg_variants
from rmos_runs.models import RunAttachment
from tests.fake_openai import FakeOpenAI
from tests.fake_openai.fixtures import fake_openai
from tests.integration.services.conftest import paid

__all__ = ["fake_openai", "paid"]
pytestmark = pytest.mark.django_db(transaction=True)
DASHBOARD = Path(__file__).resolve().parents[2] / "docs" / "grafana-dashboard.json"

Values = dict[str, dict[tuple[str, ...], float]]


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_READINGS", endpoint.new_readings())


def scrape(client: Client) -> Values:
    """Return every value by its name and the values of its labels, in the order of their names."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    found: Values = {}
    for family in text_string_to_metric_families(answer.content.decode()):
        for sample in family.samples:
            labels = tuple(value for _name, value in sorted(sample.labels.items()))
            found.setdefault(sample.name, {})[labels] = sample.value
    return found


@pytest.mark.django_db
def test_an_empty_studio_has_every_queue_and_state_at_zero(client: Client) -> None:
    found = scrape(client)
    assert found["artstudio_queue_jobs"] == {
        (queue, status): 0 for queue in ("local", "openai") for status in ("todo", "doing")
    }
    assert found["artstudio_queue_oldest_job_age_seconds"] == {("local",): 0, ("openai",): 0}
    states = ("PENDING", "RUNNING", "OK", "ERROR", "CANCELLED")
    assert found["artstudio_variants"] == {(status,): 0 for status in states}
    assert found["artstudio_store_bytes"] == {(): 0}
    assert set(found["artstudio_reading_up"].values()) == {1}


@pytest.mark.django_db
def test_the_queue_has_a_depth_and_an_age(client: Client) -> None:
    generate_svg_variants("rosette", 3, queued=True)
    generate_svg_variants("vine", queued=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - interval '90 s' "
            "WHERE job_id = (SELECT min(id) FROM procrastinate_jobs)"
        )
    found = scrape(client)
    assert found["artstudio_queue_jobs"]["local", "todo"] == 4
    assert found["artstudio_variants"]["PENDING",] == 4
    assert 90 <= found["artstudio_queue_oldest_job_age_seconds"]["local",] < 120
    assert found["artstudio_queue_oldest_job_age_seconds"]["openai",] == 0


@pytest.mark.django_db
def test_calls_and_what_they_cost(paid: FakeOpenAI, client: Client) -> None:
    for prompt in ("a crow", "a wren"):
        generate_svg_variants(prompt, provider="openai", route="raster")
    generate_svg_variants("[401] a crow", provider="openai", route="raster")
    generate_svg_variants("[cut] a crow", provider="openai", route="raster")
    Attempt.objects.create(variant=Variant.objects.all()[0], number=9, provider="openai", model="m")
    found = scrape(client)
    model = "gpt-image-2.6-flare"
    assert found["artstudio_provider_attempts_total"] == {
        (model, "OK", "openai"): 2,
        (model, "FAILED", "openai"): 1,
        (model, "UNKNOWN", "openai"): 1,
    }
    assert found["artstudio_provider_attempts_open"] == {("m", "openai"): 1}
    assert found["artstudio_spend_usd_total"][model, "openai"] == pytest.approx(0.2501)
    assert found["artstudio_cost_unknown_attempts_total"][model, "openai"] == 1
    assert found["artstudio_spend_today_usd"] == {(): pytest.approx(0.2501)}
    assert "artstudio_budget_left_usd" not in found


@pytest.mark.django_db
def test_the_budget_is_told_where_there_is_one(
    paid: FakeOpenAI, client: Client, settings: Settings
) -> None:
    settings.ARTSTUDIO_DAILY_BUDGET_USD = 2.0
    generate_svg_variants("a crow", provider="openai", route="raster")
    found = scrape(client)
    assert found["artstudio_budget_daily_usd"] == {(): 2}
    assert found["artstudio_budget_left_usd"] == {(): pytest.approx(2 - 0.12505)}


@pytest.mark.django_db
def test_many_models_are_told_as_one(client: Client) -> None:
    variant = generate_svg_variants("rosette").variants.all()[0]
    Attempt.objects.bulk_create(
        Attempt(
            variant=variant,
            number=number,
            provider="openai",
            model=f"model-{number}",
            outcome="OK",
            cost_usd=Decimal(1),
            finished_at_utc=timezone.now(),
        )
        for number in range(1, 61)
    )
    spent = scrape(client)["artstudio_spend_usd_total"]
    assert len(spent) == 51
    assert spent[readings.OTHER, "openai"] == 10
    assert sum(spent.values()) == 60


def test_the_store_is_as_large_as_what_is_in_it(client: Client, attachments_dir: Path) -> None:
    generate_svg_variants("rosette", 2)
    files = [file for file in attachments_dir.rglob("*") if file.is_file() and file.suffix]
    found = scrape(client)
    assert found["artstudio_store_blobs"] == {(): RunAttachment.objects.count()}
    assert found["artstudio_store_bytes"] == {(): sum(file.stat().st_size for file in files)}


def test_stages_are_those_of_the_last_hour(client: Client) -> None:
    old = generate_svg_variants("vine").variants.all()[0]
    Variant.objects.filter(pk=old.pk).update(finished_at_utc=timezone.now() - timedelta(hours=2))
    variants = generate_svg_variants("rosette", 3).variants.all()
    for variant, took in zip(variants, (1000, 2000, 9000), strict=True):
        Variant.objects.filter(pk=variant.pk).update(timings_ms={"total": took, "store": 5})
    found = scrape(client)
    assert found["artstudio_stage_samples"] == {("store",): 3, ("total",): 3}
    assert found["artstudio_stage_seconds"]["50", "total"] == 2
    assert 8 < found["artstudio_stage_seconds"]["99", "total"] <= 9
    assert found["artstudio_stage_seconds"]["90", "store"] == 0.005


@pytest.mark.django_db
class TestRequests:
    def counted(self, client: Client, *labels: str) -> float:
        return scrape(client).get("artstudio_http_requests_total", {}).get(labels, 0)

    def test_are_counted_by_route_and_never_by_path(self, client: Client) -> None:
        generation = generate_svg_variants("rosette")
        labels = ("GET", "art_api:generation", "200")
        before = self.counted(client, *labels)
        client.get(f"/api/art/generations/{generation.generation_id}")
        assert self.counted(client, *labels) == before + 1
        assert generation.generation_id not in client.get("/metrics").content.decode()

    def test_that_no_route_answers_are_one(self, client: Client) -> None:
        before = self.counted(client, "GET", requests.NO_ROUTE, "404")
        for path in ("/wp-login.php", "/.env", "/api/art/nothing"):
            assert client.get(path).status_code == 404
        assert self.counted(client, "GET", requests.NO_ROUTE, "404") == before + 3

    def test_an_invented_method_is_one_of_the_others(self, client: Client) -> None:
        before = self.counted(client, "other", "healthz", "405")
        client.generic("BREW", "/healthz")
        assert self.counted(client, "other", "healthz", "405") == before + 1

    def test_held_answers_are_told_apart(self, client: Client) -> None:
        generation = generate_svg_variants("rosette")
        before = self.counted(client, "GET", "art_api:generation (held)", "200")
        client.get(f"/api/art/generations/{generation.generation_id}", {"wait": "0.1"})
        assert self.counted(client, "GET", "art_api:generation (held)", "200") == before + 1

    def test_have_times(self, client: Client) -> None:
        client.get("/healthz")
        found = scrape(client)
        assert found["artstudio_http_request_seconds_count"]["GET", "healthz"] >= 1
        assert 0 < found["artstudio_http_request_seconds_sum"]["GET", "healthz"] < 60


class TestPrice:
    def test_more_rows_need_no_more_queries(self, client: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get("/metrics")
            return len(captured)

        generate_svg_variants("rosette", queued=True)
        with_few = queries()
        for number in range(6):
            generate_svg_variants("vine", 4, str(number), queued=number % 2 == 0)
        assert queries() == with_few

    def test_a_slow_reading_is_kept_and_a_quick_one_is_not(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(endpoint, "KEPT_TIMES", 10**6)
        asked: list[str] = []

        def read() -> Iterator[Metric]:
            asked.append("once")
            yield from ()

        for quick_s, times in ((60.0, 2), (0.0, 3)):
            monkeypatch.setattr(endpoint, "QUICK_S", quick_s)
            reading = endpoint.Reading("x", read)
            reading.families()
            reading.families()
            assert len(asked) == times

    def test_a_reading_that_takes_too_long_is_left_out(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def slow() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(20)")

        monkeypatch.setattr(endpoint, "TIME_LIMIT_MS", 100)
        readings_ = endpoint.Readings(
            endpoint.Reading("slow", slow),  # type: ignore[arg-type]
            endpoint.Reading("store", readings.read_store),
        )
        monkeypatch.setattr(endpoint, "_READINGS", readings_)
        found = scrape(client)
        assert found["artstudio_reading_up"] == {("slow",): 0, ("store",): 1}
        assert found["artstudio_store_blobs"] == {(): 0}

    def test_without_a_database_requests_are_told_all_the_same(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.get("/healthz")

        def gone() -> None:
            raise OperationalError("the server closed the connection")

        monkeypatch.setattr(connection, "ensure_connection", gone)
        connection.close()
        found = scrape(client)
        assert set(found["artstudio_reading_up"].values()) == {0}
        assert found["artstudio_http_requests_total"]["GET", "healthz", "200"] >= 1
        assert "artstudio_store_blobs" not in found


@pytest.mark.django_db
def test_a_worker_is_seen_only_while_it_lives(client: Client) -> None:
    generate_svg_variants("rosette", queued=True)
    lost.fail_expired_variants()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now()), (now() - interval '5 min')"
        )
    assert scrape(client)["artstudio_queue_workers"] == {(): 1}


@pytest.mark.django_db
def test_the_dashboard_asks_for_metrics_that_there_are(
    paid: FakeOpenAI, client: Client, settings: Settings
) -> None:
    settings.ARTSTUDIO_DAILY_BUDGET_USD = 2.0
    generate_svg_variants("a crow", provider="openai", route="raster")
    Attempt.objects.create(variant=Variant.objects.all()[0], number=9, provider="openai", model="m")
    client.get("/healthz")
    told = set(scrape(client))
    dashboard = json.loads(DASHBOARD.read_text())
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel.get("targets", [])
        for name in _names(target["expr"])
    }
    assert len(asked) > 10
    assert asked <= told
    # What is told is shown: the parts of a histogram are one, and the build names the processes.
    shown = asked | {"artstudio_build_info"}
    parts = ("_created", "_sum", "_count")
    assert {n for n in told if n.startswith("artstudio_") and not n.endswith(parts)} <= shown


def _names(expression: str) -> set[str]:
    words = "".join(c if c.isalnum() or c == "_" else " " for c in expression).split()
    return {word for word in words if word.startswith("artstudio_")}


_UNITS = ("_ms", "_milliseconds", "_minutes", "_hours", "_kb", "_kilobytes", "_mb", "_megabytes")


def test_the_metrics_keep_promtools_rules(client: Client) -> None:
    """The rules of `promtool check metrics`, which is asked itself where it is installed."""
    generate_svg_variants("rosette", 1, "s")
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    for family in text_string_to_metric_families(text):
        labels = {name for sample in family.samples for name in sample.labels}
        assert family.documentation, family.name
        assert "quantile" not in labels or family.type == "summary", family.name
        assert "le" not in labels or family.type == "histogram", family.name
        assert not family.name.endswith(_UNITS), family.name
        assert family.type not in family.name.split("_"), family.name
        assert family.type == "counter" or not family.name.endswith("_total"), family.name
        if family.type not in {"histogram", "summary"}:
            assert not family.name.endswith(("_count", "_sum", "_bucket")), family.name
        assert re.fullmatch(r"[a-z_][a-z0-9_]*", family.name), family.name
    assert "artstudio_stage_seconds" in text
    if promtool := shutil.which("promtool"):
        subprocess.run([promtool, "check", "metrics"], input=text, text=True, check=True)
