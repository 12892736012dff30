"""A request as it would be carried out, with what it would cost; nothing is asked or stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artstudio.services.costs.budget import BudgetState, budget_today
from artstudio.services.costs.estimates import Estimate, estimate
from artstudio.services.requests.intake import GenerationRequest, check_request
from artstudio.services.requests.safety import safety_flags


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What a request would lead to."""

    request: GenerationRequest
    estimate: Estimate
    budget: BudgetState
    safety_flags: list[dict[str, str]]

    @property
    def warnings(self) -> list[dict[str, str]]:
        """What is noted about the request, and about the words that are not drawn."""
        found = [
            {"code": w.code, "message": w.message}
            for p in self.request.patterns
            for w in p.warnings
        ]
        return list({w["message"]: w for w in [*self.request.warnings, *found]}.values())

    @property
    def fits_budget(self) -> bool:
        """Whether today's budget would let it pass; what costs nothing always passes."""
        return not self.estimate.calls_at_most or self.budget.allows(self.estimate.cost_expected)


def dry_run(**asked: Any) -> DryRun:
    """Return what the same arguments would lead to in `generate_svg_variants`.

    Raises what that raises for a request that cannot be carried out, but for BudgetSpent.
    """
    request = check_request(**asked)
    return DryRun(
        request=request,
        estimate=estimate(request),
        budget=budget_today(),
        safety_flags=safety_flags(request.prompt),
    )
