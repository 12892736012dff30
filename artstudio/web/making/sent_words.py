"""What is said after a drawing was sent, by what became of it."""

from __future__ import annotations

DELIVERED = {
    "imported": "Sent: the program imported the drawing.",
    "accepted": "Sent: the program took the drawing, but did not say what became of it.",
    "loaded": "Sent: LightBurn opens the drawing.",
}
