"""The words sent to an image model: the user's own, then what makes art trace or cut well."""

from __future__ import annotations

from collections.abc import Sequence

from rmos_runs.errors import InvalidRequest

SUFFIX = (
    "Draw it as clean two-tone flat art: solid pure black shapes on a plain pure white "
    "background, crisp smooth closed edges, no grey, no shading, no gradients, no texture, "
    "no shadows, no text, no letters, no frame, no scenery. Centre the whole motif with a "
    "margin around it, seen straight from the front, so that it can be traced into vector "
    "outlines and cut."
)

#: For pictures that come as SVG: there is nothing to trace, and white shapes would be cut.
SVG_SUFFIX = (
    "Draw it as clean flat vector art for cutting: only closed shapes filled with solid pure "
    "black, no strokes, no white shapes, no background, no frame, no text, no gradients, no "
    "embedded images, few nodes. Centre the whole motif with a margin around it, seen straight "
    "from the front."
)


def prompt_for_tracing(
    prompt: str,
    style_hints: Sequence[str],
    *,
    longest: int,
    suffix: str = SUFFIX,
    avoid: str = "",
) -> str:
    """Return what is sent: the prompt unchanged, the hints in one line, then `suffix`.

    avoid: what should not be there.

    longest: most characters the model takes. The prompt is never cut: raises
    InvalidRequest naming `prompt` (or `style_hints`) when it does not fit or is empty.
    """
    hints = check_wish(prompt, style_hints)
    _check_unicode(avoid, field="negative_prompt")
    unwanted = f"Leave out: {avoid.strip()}." if avoid.strip() else ""
    parts = [prompt, f"Style: {hints}." if hints else "", unwanted, suffix]
    text = "\n\n".join(part for part in parts if part)
    if len(text) > longest:
        raise _too_long(len(text) - longest, field="style_hints" if hints else "prompt")
    return text


def check_wish(prompt: str, style_hints: Sequence[str]) -> str:
    """Return the hints in one line; raise InvalidRequest for words that cannot be sent."""
    if not prompt.strip():
        raise InvalidRequest("Say what to draw.", fields={"prompt": ["This may not be empty."]})
    _check_unicode(prompt, field="prompt")
    _check_unicode("".join(style_hints), field="style_hints")
    return ", ".join(hint.strip() for hint in style_hints if hint.strip())


def _check_unicode(text: str, *, field: str) -> None:
    """Refuse half characters (lone surrogates), which JSON can carry but UTF-8 cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        advice = "This holds a broken character. Type it again."
        raise InvalidRequest("The text is not Unicode.", fields={field: [advice]}) from None


def _too_long(excess: int, *, field: str) -> InvalidRequest:
    advice = f"This is {excess} characters too long for the model. Shorten it."
    return InvalidRequest("The prompt is too long for this model.", fields={field: [advice]})
