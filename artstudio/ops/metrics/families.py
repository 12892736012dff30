"""Short ways to write metric families down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

PREFIX = "artstudio"
Rows = Iterable[tuple[Sequence[str], float]]


def gauge(name: str, about: str, labels: Sequence[str], rows: Rows) -> GaugeMetricFamily:
    """Return a family of values that go up and down: label values and value of each row."""
    family = GaugeMetricFamily(f"{PREFIX}_{name}", about, labels=labels)
    for values, value in rows:
        family.add_metric(list(values), value)
    return family


def counter(name: str, about: str, labels: Sequence[str], rows: Rows) -> CounterMetricFamily:
    """Return a family of values that only grow; `_total` is added to the name."""
    family = CounterMetricFamily(f"{PREFIX}_{name}", about, labels=labels)
    for values, value in rows:
        family.add_metric(list(values), value)
    return family


def single(name: str, about: str, value: float) -> GaugeMetricFamily:
    """Return one value without labels."""
    return gauge(name, about, (), [((), value)])
