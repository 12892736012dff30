"""Raster to curves: the only place that knows a tracer."""

from artstudio.vectorize.methods import METHODS, method_states
from artstudio.vectorize.options import TraceOptions
from artstudio.vectorize.pipeline import TraceResult, raster_to_svg, trace
from artstudio.vectorize.tracers import Tracer, get_tracer, tracer_states

__all__ = [
    "METHODS",
    "TraceOptions",
    "TraceResult",
    "Tracer",
    "get_tracer",
    "method_states",
    "raster_to_svg",
    "trace",
    "tracer_states",
]
