"""Versions of the package, its curated data and its document."""

from __future__ import annotations

from importlib import metadata

from crestome.knowledge.load import shipped_root
from crestome.model.assessment import NOTICE, SCHEMA_VERSION


def package_version() -> str:
    """Version of the installed package."""
    return metadata.version("crestome")


def versions() -> str:
    """The three versions and the notice, for ``crestome --version``."""
    knowledge = (shipped_root() / "VERSION").read_text("utf-8").strip()
    return (
        f"crestome {package_version()}\n"
        f"knowledge {knowledge}\n"
        f"assessment schema {SCHEMA_VERSION}\n"
        f"{NOTICE}"
    )
