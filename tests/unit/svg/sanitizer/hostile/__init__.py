"""Hostile drawings, each by name: REFUSED with their words, CLEANED to what is harmless in them."""

from __future__ import annotations

from tests.unit.svg.sanitizer.hostile.leading_away import LEADING_AWAY
from tests.unit.svg.sanitizer.hostile.misleading import MISLEADING
from tests.unit.svg.sanitizer.hostile.refused import REFUSED as REFUSED_AS_SUCH
from tests.unit.svg.sanitizer.hostile.repaired import REPAIRED
from tests.unit.svg.sanitizer.hostile.running import RUNNING
from tests.unit.svg.sanitizer.hostile.style import STYLE
from tests.unit.svg.sanitizer.hostile.too_much import TOO_MUCH

REFUSED = REFUSED_AS_SUCH | TOO_MUCH
#: No browser runs their script as they are, but they load, leak, or run in some other program.
QUIET = LEADING_AWAY | STYLE | MISLEADING | REPAIRED
CLEANED = RUNNING | QUIET

__all__ = ["CLEANED", "QUIET", "REFUSED", "RUNNING"]
