"""What one variant costs without the provider's time, by stage.

    python -m tests.benchmarks.bench_service

Goal: everything that is neither the trace nor the cut card costs at most 60 ms for a
picture of 1024 x 1024 pixels on two cores; the card costs at most 100.
"""

from __future__ import annotations

import statistics

from tests.benchmarks.workbench import say, workbench

ROUNDS = 25
GOAL_MS = 60.0


def main() -> None:
    """Trace stored sources of a dense rosette through the whole service and print the stages."""
    with workbench():
        from artstudio.models import Variant
        from artstudio.services.generation.generate import generate_svg_variants

        def generate(seed: int) -> Variant:
            generation = generate_svg_variants(
                "dense rosette, 24-fold mandala petals",
                1,
                f"bench-{seed}",
                {"outer_diameter_mm": 100},
                route="raster",
            )
            (variant,) = generation.variants.all()
            assert variant.status == "OK", variant.error
            return variant

        for warm_up in range(3):
            generate(warm_up)
        variants = [generate(number) for number in range(10, 10 + ROUNDS)]

    asked = statistics.median(v.timings_ms["ask"] for v in variants)
    traced = statistics.median(v.timings_ms["trace"] for v in variants)
    total = statistics.median(v.timings_ms["total"] for v in variants)
    rest = statistics.median(
        v.timings_ms["total"] - sum(v.timings_ms[part] for part in ("ask", "trace", "card"))
        for v in variants
    )
    card = statistics.median(v.timings_ms["card"] for v in variants)
    nodes = statistics.median(v.measurements["nodes"] for v in variants)
    say(f"{len(variants)} variants of 1024 px, {nodes:.0f} nodes, medians in ms")
    for stage in sorted({name for v in variants for name in v.timings_ms}):
        figures = [v.timings_ms[stage] for v in variants if stage in v.timings_ms]
        say(f"  {stage:<12} {statistics.median(figures):8.2f}")
    say(f"whole variant {total:.1f}, of which the provider {asked:.1f}, the trace {traced:.1f}")
    say(f"the cut card {card:.1f} ms")
    say(f"everything else {rest:.1f} ms = {rest / GOAL_MS:.2f} of the limit of {GOAL_MS:.0f} ms")


if __name__ == "__main__":
    main()
