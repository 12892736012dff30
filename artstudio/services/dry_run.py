"""A request as it would be carried out, with what it would cost; nothing is asked or stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artstudio.services.budget import BudgetState, budget_today
from artstudio.services.estimate import Estimate, estimate
from artstudio.services.request import GenerationRequest, check_request
from artstudio.services.safety import safety_flags
from artstudio.services.seeds import seed_of_variant
from artstudio.services.sources import composed_pattern


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What a request would lead to."""

    request: GenerationRequest
    estimate: Estimate
    budget: BudgetState
    safety_flags: list[dict[str, str]]

    @property
    def fits_budget(self) -> bool:
        """Whether today's budget would let it pass; what costs nothing always passes."""
        return not self.estimate.calls_at_most or self.budget.allows(self.estimate.cost_expected)


def dry_run(**asked: Any) -> DryRun:
    """Return what the same arguments would lead to in `generate_svg_variants`.

    Raises what that raises for a request that cannot be carried out, but for BudgetSpent.
    """
    request = check_request(**asked)
    for index in range(request.count):
        composed_pattern(request, seed_of_variant(request.variant_seed, index))
    return DryRun(
        request=request,
        estimate=estimate(request),
        budget=budget_today(),
        safety_flags=safety_flags(request.prompt),
    )
