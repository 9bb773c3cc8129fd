"""Sphinx configuration."""

from __future__ import annotations

from importlib import metadata

project = "crestome"
author = "The crestome authors"
copyright = "the crestome authors, Apache-2.0"  # noqa: A001 (the name that Sphinx reads)
release = metadata.version("crestome")
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "crestome"
exclude_patterns = ["_build"]
