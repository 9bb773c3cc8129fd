"""The collector of cycles stands still while a file is read, and goes on as before."""

from __future__ import annotations

import gc

import pytest

from crestome.read.collector import collector_paused


def fail_inside(states: list[bool]) -> None:
    with collector_paused():
        states.append(gc.isenabled())
        raise ZeroDivisionError


def test_the_collector_stands_still_inside_and_runs_again_after_a_fault() -> None:
    assert gc.isenabled()
    states: list[bool] = []
    with pytest.raises(ZeroDivisionError):
        fail_inside(states)
    assert states == [False]
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
