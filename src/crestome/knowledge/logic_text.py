"""Rules of a pathway as text: ``!`` not, ``&`` and, ``|`` or, parentheses; the words of .bnet."""

from __future__ import annotations

import re
from typing import Final

from crestome.model.logic import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    Variable,
)

MOST_LEVELS: Final = 40
"""Parentheses and negations in one another; no rule of a pathway needs more than a handful."""
_TOKEN: Final = re.compile(r"\s*(?:([A-Za-z][A-Za-z0-9_]*)|([01])|([!&|()]))")


class RuleTextError(ValueError):
    """A rule that cannot be read: where, what was found, what was expected."""


def parse_rule(text: str) -> Expression:
    """Read a rule.

    Raises:
        RuleTextError: With the character at which reading stopped.

    Example:
        >>> write_rule(parse_rule("!a & (b | c)"))
        '!a & (b | c)'
    """
    reader = _Reader(text)
    expression = reader.disjunction()
    reader.finish()
    return expression


def write_rule(expression: Expression, symbols: tuple[str, str, str] = ("!", "&", "|")) -> str:
    """Write a rule with these signs for not, and, or; parentheses only where they are needed."""
    match expression:
        case Variable(name):
            return name
        case Constant(value):
            return "1" if value else "0"
        case Negation(inner):
            text = write_rule(inner, symbols)
            return f"{symbols[0]}{text}" if _is_atom(inner) else f"{symbols[0]}({text})"
        case Conjunction(parts):
            return f" {symbols[1]} ".join(_part(part, symbols, Disjunction) for part in parts)
        case Disjunction(parts):
            return f" {symbols[2]} ".join(_part(part, symbols, Conjunction) for part in parts)


def _is_atom(expression: Expression) -> bool:
    return isinstance(expression, Variable | Constant)


def _part(
    expression: Expression,
    symbols: tuple[str, str, str],
    other: type[Conjunction] | type[Disjunction],
) -> str:
    text = write_rule(expression, symbols)
    return f"({text})" if isinstance(expression, other) else text


class _Reader:
    """A cursor over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._word = ""
        self._level = 0
        self._next()

    def disjunction(self) -> Expression:
        """Parts joined by ``|``."""
        parts = [self._conjunction()]
        while self._word == "|":
            self._next()
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else Disjunction(tuple(parts))

    def finish(self) -> None:
        """Refuse what stands after the rule."""
        if self._word:
            self._refuse("the end of the rule, & or |")

    def _conjunction(self) -> Expression:
        parts = [self._factor()]
        while self._word == "&":
            self._next()
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else Conjunction(tuple(parts))

    def _factor(self) -> Expression:
        word = self._word
        if word in {"!", "("}:
            return self._within(word)
        if not word or word in "&|)":
            self._refuse("a name, ! or (")
        self._next()
        return Constant(word == "1") if word in {"0", "1"} else Variable(word)

    def _within(self, word: str) -> Expression:
        """What is negated, or stands in parentheses."""
        if self._level >= MOST_LEVELS:
            self._refuse(f"at most {MOST_LEVELS} parentheses and ! in one another")
        self._level += 1
        self._next()
        if word == "!":
            inner: Expression = Negation(self._factor())
        else:
            inner = self.disjunction()
            if self._word != ")":
                self._refuse("a closing parenthesis")
            self._next()
        self._level -= 1
        return inner

    def _next(self) -> None:
        found = _TOKEN.match(self._text, self._at)
        if found is not None:
            self._at, self._word = found.end(), found[0].strip()
            return
        rest = self._text[self._at :].strip()
        self._word = rest[:1]
        if rest:
            self._refuse("a name, !, &, | or a parenthesis")
        self._at = len(self._text)

    def _refuse(self, expected: str) -> None:
        shown = self._word or "the end"
        message = f"character {self._at}: found {shown}; expected {expected}"
        raise RuleTextError(message)
