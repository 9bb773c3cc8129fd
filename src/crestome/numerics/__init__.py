"""Pure mathematics on arrays; no domain word here."""
