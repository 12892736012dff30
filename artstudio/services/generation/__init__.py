"""From a request to stored drawings: the pipeline, persistence, status and provenance."""

from artstudio.services.generation.generate import (
    generate_svg_variants,
    get_generation,
    list_generations,
)

__all__ = ["generate_svg_variants", "get_generation", "list_generations"]
