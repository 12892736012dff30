"""What a Prometheus server reads at /metrics.

All that concerns the whole installation (queue, calls, spend, store) is read
from Postgres at each scrape, so that every web process says the same. Requests
are counted by each process for itself: the scraper's `instance` label tells
processes apart, and sums over it are the whole.
"""
