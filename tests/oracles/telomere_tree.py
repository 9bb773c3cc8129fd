"""The decision on telomere maintenance, written out as its authors state it, one rule a line.

Independent of the package: it takes plain words and knows nothing of `crestome`.
"""

from __future__ import annotations

from collections.abc import Mapping


def verdict(seen: Mapping[str, str]) -> str:
    """The label for one combination of findings."""
    alt = seen["c_circle"] == "positive" or seen["apb"] == "positive"
    telomerase = _telomerase(seen, alt=alt)
    if alt and len(telomerase) > 0:
        return "CONFLICT"
    if alt:
        return "ALT"
    if len(telomerase) > 0:
        return telomerase[0]
    return _without_mechanism(seen)


def _telomerase(seen: Mapping[str, str], *, alt: bool) -> list[str]:
    found = []
    if seen["mycn"] == "positive":
        found.append("TELOMERASE_MYCN")
    if seen["tert_sv"] == "positive":
        found.append("TELOMERASE_TERT_SV")
    if seen["tert_promoter"] == "positive":
        found.append("TELOMERASE_TERT_PROMOTER")
    if seen["tert_expression"] == "high" and not alt and len(found) == 0:
        found.append("TELOMERASE_TERT_HIGH")
    return found


def _without_mechanism(seen: Mapping[str, str]) -> str:
    direct = [seen[name] for name in ("c_circle", "apb") if seen[name] == "negative"]
    suspected = seen["atrx"] == "positive" or seen["telomere_content"] == "high"
    if suspected and len(direct) == 0:
        return "ALT_PROBABLE"
    remodeller_lost = seen["atrx"] == "positive" or seen["daxx"] == "positive"
    all_looked_for = (
        seen["mycn"] == "negative"
        and seen["tert_sv"] == "negative"
        and seen["tert_promoter"] != "indeterminate"
        and len(direct) > 0
    )
    if all_looked_for and _telomerase_is_off(seen) and not remodeller_lost:
        return "TMM_NEGATIVE"
    return "indeterminate"


def _telomerase_is_off(seen: Mapping[str, str]) -> bool:
    if seen["telomerase_activity"] == "positive":
        return False
    return seen["tert_expression"] == "low" or seen["telomerase_activity"] == "negative"
