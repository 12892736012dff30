"""The warnings of a variant as programs read them: plain sentences, and objects beside them.

What is stored with a variant is what is known of its drawing. Told with it are
the safety flags of its prompt, which belong to the whole request, and why there
is no drawing where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from artstudio.models import Generation, Variant, VariantStatus
from artstudio.services.requests.safety import flag_name


def warning_details(variant: Variant, generation: Generation | None = None) -> list[dict[str, Any]]:
    """Return `{code, message, places?}` for each warning, in one order with `warning_texts`."""
    asked = generation or variant.generation
    return [*_failure(variant), *variant.warnings, *map(_flagged, asked.safety_flags)]


def warning_texts(variant: Variant, generation: Generation | None = None) -> list[str]:
    """Return each warning as a sentence."""
    return texts_of(warning_details(variant, generation))


def texts_of(details: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the sentences of warnings that are at hand."""
    return [str(detail["message"]) for detail in details]


def _failure(variant: Variant) -> list[dict[str, Any]]:
    if variant.status != VariantStatus.ERROR or not variant.error:
        return []
    reason = variant.error["message"]
    return [{"code": variant.error["code"], "message": f"Generation failed: {reason}"}]


def _flagged(flag: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": flag_name(flag["rule"]),
        "message": f'Prompt contains "{flag["word"]}". {flag["message"]}',
    }
