from __future__ import annotations

import pytest
import typer

from crestome.cli.exits import reporting_errors
from crestome.errors import CrestomeError, InputError, KnowledgeError


@pytest.mark.parametrize(
    ("error", "status", "whose"),
    [
        (InputError("a.maf line 3: x. Mend it.", "b: y."), 2, "2 faults in the input"),
        (KnowledgeError("alk.yaml: z"), 3, "1 fault in the curated knowledge"),
    ],
)
def test_every_fault_is_reported_with_the_exit_status_of_its_branch(
    error: CrestomeError, status: int, whose: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as stopped, reporting_errors():
        raise error
    assert stopped.value.exit_code == status
    told = capsys.readouterr().err
    assert whose in told
    for number, fault in enumerate(error.faults, start=1):
        assert f"{number}. {fault}" in told


def test_a_bug_is_not_dressed_up_as_a_fault_of_the_user() -> None:
    with pytest.raises(ZeroDivisionError), reporting_errors():
        _ = 1 / 0
