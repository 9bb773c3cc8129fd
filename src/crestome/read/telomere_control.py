"""The telomere figures of a control, set beside those of its tumour where the two compare."""

from __future__ import annotations

from crestome.model.issue import Issues
from crestome.model.telomere_content import TelomereContent


def with_control(
    tumour: TelomereContent, control: TelomereContent, issues: Issues
) -> TelomereContent | None:
    """The figures of a tumour with those of a control that stands in a file of its own.

    Returns:
        None after an error was noted: figures of two programs, or a second control.
    """
    if tumour.control is not None:
        issues.error(
            control.where,
            f"a control, and {tumour.where} holds one already",
            expected="one control",
            remedy="remove control from the case, or name the file of the tumour alone",
        )
        return None
    if (tumour.program, tumour.unit) != (control.program, control.unit):
        issues.error(
            control.where,
            f"the control was measured by {control.program}, the tumour by {tumour.program}",
            expected="both by one program: the figures of two are not comparable",
            remedy="measure both with the same program and settings",
        )
        return None
    return joined(tumour, control, issues)


def joined(tumour: TelomereContent, control: TelomereContent, issues: Issues) -> TelomereContent:
    """Tumour and control, unless they were measured with other settings.

    Args:
        tumour: Its figures.
        control: The control's, as of a tumour alone.
        issues: Takes a warning where the two do not compare.
    """
    if tumour.settings != control.settings:
        issues.warn(
            control.where,
            f"the control was measured with {control.settings}, the tumour with {tumour.settings}",
            remedy="the two are not set against each other; measure both alike",
        )
        return tumour
    others = {item.repeat: item for item in control.variants}
    variants = tuple(
        item.model_copy(
            update={"control": other.tumour, "control_count": other.tumour_count}
            if (other := others.get(item.repeat)) is not None
            else {}
        )
        for item in tumour.variants
    )
    return tumour.model_copy(
        update={
            "control": control.tumour,
            "control_reads": control.tumour_reads,
            "variants": variants,
        }
    )
