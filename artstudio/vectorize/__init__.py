"""Raster to curves: the only place that knows a tracer."""

from artstudio.vectorize.methods import METHODS, check_method, method_states
from artstudio.vectorize.options import DEFAULT_SIZE_MM, TraceOptions
from artstudio.vectorize.pipeline import TraceResult, raster_to_svg, trace, trace_picture
from artstudio.vectorize.tracers import Tracer, get_tracer, tracer_states

__all__ = [
    "DEFAULT_SIZE_MM",
    "METHODS",
    "TraceOptions",
    "TraceResult",
    "Tracer",
    "check_method",
    "get_tracer",
    "method_states",
    "raster_to_svg",
    "trace",
    "trace_picture",
    "tracer_states",
]
