"""Single genes with a place in a reference, for the calls that read them."""

from __future__ import annotations

from crestome.model.expression import ExpressionUnit, GeneExpression, Placement

TUMOURS = "invented tumours"


def placed(
    gene: str, percentile: float | None, group: str = "all", *, detected: bool | None = None
) -> GeneExpression:
    """A gene at a percentile of an invented reference; None for no reference that fits."""
    place = Placement(
        reference=TUMOURS,
        group=group,
        tumours=40,
        percentile=percentile or 0.0,
        source="zhang-2015",
    )
    return GeneExpression(
        gene=gene,
        value=3.0,
        unit=ExpressionUnit.TPM,
        own_percentile=61.0,
        detected=detected,
        places=() if percentile is None else (place,),
    )
