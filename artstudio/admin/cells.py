"""Filters and cells that the admin pages of this app share."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from rmos_runs.admin.base import RecentValuesFilter, blob_links, link_to, picture
from rmos_runs.models import RunAttachment

_PROMPT_IN_LISTS = 80


class ProviderFilter(RecentValuesFilter):
    """Rows of one provider."""

    title = "provider"
    parameter_name = "provider"


class StatusFilter(RecentValuesFilter):
    """Rows in one state."""

    title = "status"
    parameter_name = "status"


def part(attachment: RunAttachment | None) -> SafeString | str:
    """Return a part's picture, its digest and links to its bytes and proof."""
    if attachment is None:
        return "-"
    return format_html(
        "{} {}<br>{}",
        picture(attachment.sha256, attachment.mime, height=160),
        link_to(attachment),
        blob_links(attachment.sha256),
    )


def shortened(prompt: str) -> str:
    """Return a prompt's beginning, for a cell of a list."""
    return prompt if len(prompt) <= _PROMPT_IN_LISTS else f"{prompt[:_PROMPT_IN_LISTS]}…"
