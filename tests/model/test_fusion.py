from __future__ import annotations

from crestome.model.fusion import Fusion


def test_a_fusion_is_named_by_both_partners() -> None:
    assert Fusion(five_prime="EML4", three_prime="ALK").name == "EML4::ALK"
    assert Fusion(five_prime="", three_prime="ALK").name == "?::ALK"
