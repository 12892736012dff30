"""`{% icon "star" %}`: a picture of the sprite static/img/icons.svg, which is of Lucide."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, *, filled: bool = False) -> SafeString:
    """Return the icon as markup; it is decoration, so words beside it say what it means."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        " icon-filled" if filled else "",
        static("img/icons.svg"),
        name,
    )
