"""What a Prometheus server reads at /metrics.

All that concerns the whole installation (queue, calls, spend, store) is read
from Postgres at each scrape, so that every web server says the same. Requests
are counted by each server, all its processes together: the scraper's `instance`
label tells servers apart, and sums over it are the whole.
"""
