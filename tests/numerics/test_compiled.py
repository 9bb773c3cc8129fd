from __future__ import annotations

from crestome.numerics.compiled import compiled


def half(x: float) -> float:
    return x / 2.0


def test_a_kernel_of_a_file_and_one_typed_in_answer_alike() -> None:
    typed: dict[str, object] = {"__name__": "typed"}
    exec("def half(x):\n    return x / 2.0\n", typed)  # noqa: S102 (what a prompt does)
    assert compiled(half)(3.0) == 1.5
    assert compiled(typed["half"])(3.0) == 1.5  # type: ignore[arg-type]
