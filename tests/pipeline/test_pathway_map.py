from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from crestome import assess_case, example_case
from crestome.knowledge.load import load_knowledge
from crestome.pipeline.pathway_map import draw_map


def test_the_map_shows_what_is_there_and_what_nobody_knows() -> None:
    picture = draw_map(assess_case(example_case()), load_knowledge())
    assert "\u25c6 MYCN amplified" in picture
    assert "% of cells" not in picture


def test_without_a_pathway_or_a_sample_there_is_no_map() -> None:
    assessment = assess_case(example_case())
    assert draw_map(assessment, replace(load_knowledge(), pathway_documents={})) == ""
    assert draw_map(assessment.model_copy(update={"samples": ()}), load_knowledge()) == ""


def test_a_report_needs_no_arrays() -> None:
    code = (
        "import sys; from crestome import assess_case, example_case; assess_case(example_case()); "
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
