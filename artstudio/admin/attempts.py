"""The calls of providers in the admin, and what they cost by day, provider and model."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from artstudio.admin.cells import ProviderFilter, part
from artstudio.models import Attempt
from artstudio.services.costs.budget import budget_today
from artstudio.services.costs.spending import (
    DEFAULT_DAYS,
    GROUPS,
    regrouped,
    spending,
)
from rmos_runs.admin.base import (
    ReadOnlyAdmin,
    RecentValuesFilter,
    link_to,
    pretty_json,
)

_OUR_REQUEST = re.compile(r"(var_[0-9a-f]{1,59})-(\d{1,4})", re.ASCII | re.IGNORECASE)
_DAYS_OFFERED = 14


class OutcomeFilter(RecentValuesFilter):
    """Calls that led to the same."""

    title = "outcome"
    parameter_name = "outcome"


class ModelFilter(RecentValuesFilter):
    """Calls of one model."""

    title = "model"
    parameter_name = "model"


class DayFilter(admin.SimpleListFilter):
    """Calls of one day (UTC), of the last two weeks."""

    title = "day (UTC)"
    parameter_name = "day"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Return the days, today first."""
        today = timezone.now().date()
        days = [today - timedelta(days=back) for back in range(_DAYS_OFFERED)]
        return [(day.isoformat(), day.isoformat()) for day in days]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the calls that began on the chosen day."""
        chosen = self.value()
        if chosen not in {day for day, _ in self.lookup_choices}:
            return queryset
        begin = datetime.combine(datetime.fromisoformat(chosen).date(), time(), UTC)
        return queryset.filter(
            started_at_utc__gte=begin, started_at_utc__lt=begin + timedelta(days=1)
        )


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Calls, newest first; the page of what was spent hangs above the list."""

    ordering = ("-started_at_utc", "-id")
    change_list_template = "admin/artstudio/attempt/change_list.html"
    list_display = ("call", "variant_link", "provider", "model", "outcome", "cost", "took", "began")
    list_filter = (OutcomeFilter, ProviderFilter, ModelFilter, DayFilter)
    list_select_related = ("variant",)
    list_defer = ("usage", "error")
    search_fields = ("=variant__variant_id", "=provider_request_id")
    search_help_text = "A whole variant id, provider request id or client request id."
    fields = (
        "variant_link",
        "number",
        "outcome",
        "provider",
        "model",
        "client_request_id",
        "provider_request_id",
        "cost",
        "shown_usage",
        "shown_error",
        "answer_part",
        "started_at_utc",
        "sent_at_utc",
        "finished_at_utc",
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        """Add the page of what was spent."""
        view = self.admin_site.admin_view(self.spending)
        own = path("spending/", view, name="artstudio_attempt_spending")
        return [own, *super().get_urls()]

    def matching(self, word: str) -> Q:
        """Return the condition for a whole id; ours names variant and number, which are indexed."""
        if ours := _OUR_REQUEST.fullmatch(word):
            return Q(variant__variant_id=ours[1].lower(), number=int(ours[2]))
        return super().matching(word)

    def spending(self, request: HttpRequest) -> HttpResponse:
        """Show what was spent in the last 30 days, by day, provider, model and all of them."""
        whole = spending(group=GROUPS)
        context = {
            **self.admin_site.each_context(request),
            "title": "What was spent",
            "opts": self.opts,
            "days": DEFAULT_DAYS,
            "budget": budget_today(),
            "sums": [*(regrouped(whole, [name]) for name in GROUPS), whole],
        }
        return TemplateResponse(request, "admin/artstudio/attempt/spending.html", context)

    @admin.display(description="call")
    def call(self, row: Attempt) -> str:
        """Return the number of the call among those of its variant."""
        return f"call {row.number}"

    @admin.display(description="variant")
    def variant_link(self, row: Attempt) -> SafeString | str:
        """Return a link to the variant."""
        return link_to(row.variant)

    @admin.display(description="cost (US dollars)")
    def cost(self, row: Attempt) -> str:
        """Return the cost; what nobody knows is not nothing."""
        if row.cost_usd is None:
            return "under way" if row.finished_at_utc is None else "unknown"
        return f"{row.cost_usd:.4f}"

    @admin.display(description="took")
    def took(self, row: Attempt) -> str:
        """Return how long the call took."""
        return "-" if row.seconds is None else f"{row.seconds:.1f} s"

    @admin.display(description="began (UTC)")
    def began(self, row: Attempt) -> str:
        """Return the time to the second."""
        return f"{row.started_at_utc:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="usage")
    def shown_usage(self, row: Attempt) -> SafeString | str:
        """Return the usage for reading."""
        return pretty_json(row.usage) if row.usage else "-"

    @admin.display(description="error")
    def shown_error(self, row: Attempt) -> SafeString | str:
        """Return the error for reading."""
        return pretty_json(row.error) if row.error else "-"

    @admin.display(description="answer")
    def answer_part(self, row: Attempt) -> SafeString | str:
        """Return what came back."""
        return part(row.answer)
