"""Writes SVG elements with everything escaped, so that figures need no template."""

from __future__ import annotations

from html import escape

from crestome.report.printable import printable


def element(name: str, *children: str, **attributes: str | float) -> str:
    """One element.

    Args:
        name: Name of the element.
        children: Its content, already SVG (see `text_of` for words).
        attributes: Underscores become hyphens, a trailing underscore is dropped; numbers are
            rounded to a tenth of a pixel.

    Example:
        >>> element("rect", x=1.26, y=0.0, class_="a&b")
        '<rect x="1.3" y="0" class="a&amp;b"/>'
        >>> element("text", text_of("<MYCN>"), text_anchor="middle")
        '<text text-anchor="middle">&lt;MYCN&gt;</text>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
    )
    if not children:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(children)}</{name}>"


def text_of(words: str) -> str:
    """Words as the content of an element."""
    return escape(printable(words))


def words_at(words: str, x: float, y: float, anchor: str = "middle", **style: str) -> str:
    """Words at a place; ``style`` may give ``weight`` and ``colour``."""
    return element(
        "text",
        text_of(words),
        x=x,
        y=y,
        text_anchor=anchor,
        font_weight=style.get("weight", "normal"),
        fill=style.get("colour", "#1c2128"),
    )


def pixels(value: float) -> str:
    """A length to a tenth of a pixel, as short as possible.

    Example:
        >>> pixels(3.0), pixels(3.14159), pixels(-0.01)
        ('3', '3.1', '0')
    """
    rounded = round(value, 1) + 0.0
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.1f}"


def _attribute(value: str | float) -> str:
    return escape(printable(value)) if isinstance(value, str) else pixels(value)
