"""The shapes of estimates, budgets and sums of what was spent. Dollars are decimal texts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from artstudio.api.variant_serializers import (
    AttemptRecord,
    SafetyFlag,
    UnderstoodPart,
    WarningNote,
)
from artstudio.services.costs.estimates import Basis


class AttemptInList(AttemptRecord):
    """One call of a provider, with the drawing it was for."""

    variant_id = serializers.CharField(source="variant.variant_id")
    generation_id = serializers.CharField(source="variant.generation.generation_id")

    class Meta(AttemptRecord.Meta):
        fields = ("variant_id", "generation_id", *AttemptRecord.Meta.fields)  # type: ignore[assignment]


class Dollars(serializers.DecimalField):
    """US dollars to the millionth; null is unknown."""

    def __init__(self, **options: Any) -> None:
        """Take what a column of costs holds, and sums of many."""
        super().__init__(max_digits=16, decimal_places=6, **options)


class EstimateAnswer(serializers.Serializer[Any]):
    """What a request will cost, as far as that is known."""

    stored = serializers.IntegerField(help_text="Drawings whose answer is stored: they are free.")
    calls_expected = serializers.FloatField()
    calls_at_most = serializers.IntegerField()
    cost_low = Dollars(allow_null=True)
    cost_expected = Dollars(allow_null=True)
    cost_high = Dollars(allow_null=True)
    currency = serializers.CharField()
    basis = serializers.ChoiceField(
        choices=[basis.value for basis in Basis],
        help_text="history: what such calls took lately; typical: the price table's guess; "
        "unknown: no price or no usage is known.",
    )
    prices_as_of = serializers.CharField(help_text="The day of the price table.")


class BudgetAnswer(serializers.Serializer[Any]):
    """Today's budget (UTC); `daily` and `left` are null where there is none."""

    daily = Dollars(allow_null=True)
    spent = Dollars()
    under_way = Dollars(help_text="Estimated, of calls without an end that anybody saw.")
    unknown = serializers.IntegerField(help_text="Calls today with a cost that nobody knows.")
    left = Dollars(allow_null=True)


class DryRunAnswer(serializers.Serializer[Any]):
    """What a request would lead to. Send its `variant_seed` to get just that."""

    dry_run = serializers.BooleanField()
    variant_seed = serializers.CharField()
    count = serializers.IntegerField()
    provider = serializers.CharField()
    model = serializers.CharField(allow_null=True)
    route = serializers.CharField()
    route_reason = serializers.CharField(allow_null=True)
    understood = UnderstoodPart(many=True)
    not_understood = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())
    warning_details = WarningNote(many=True)
    safety_flags = SafetyFlag(many=True)
    estimate = EstimateAnswer()
    budget = BudgetAnswer()
    fits_budget = serializers.BooleanField(help_text="False: it would be a 429 `budget_spent`.")


class SumsAnswer(serializers.Serializer[Any]):
    """Calls, what they led to, and what they cost as far as that is known."""

    key = serializers.DictField(child=serializers.CharField())
    attempts = serializers.IntegerField()
    by_outcome = serializers.DictField(child=serializers.IntegerField())
    cost_usd = Dollars(allow_null=True)
    unknown_costs = serializers.IntegerField()


class SpendingAnswer(serializers.Serializer[Any]):
    """The sums of a span of days."""

    group = serializers.ListField(child=serializers.CharField())
    total = SumsAnswer()
    rows = SumsAnswer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Call the days as the query does: `from` and `to`."""
        return {
            "from": serializers.DateField(source="since"),
            "to": serializers.DateField(source="until"),
            **super().get_fields(),
        }
