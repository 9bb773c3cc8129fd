"""Writes the verdict lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crestome.model.assessment import Assessment
from crestome.model.issue import Severity
from crestome.model.therapy import Verdict
from crestome.model.trial import TrialVerdict
from crestome.report.patient import sample_strips
from crestome.report.printable import printable
from crestome.report.trials import TRIAL_WORDS
from crestome.report.verdicts import board_rows, most_recent_first
from crestome.report.words import VERDICT_WORDS

_NAME_WIDTH: Final = 22
_STATE_WIDTH: Final = 15
_TESTS_SHOWN: Final = 3


def render_text(assessment: Assessment) -> str:
    """A few lines on the most recent sample: verdicts, drugs by verdict, next tests, faults.

    Control characters of the input never reach the terminal.
    """
    return "".join(f"{printable(line)}\n" for line in _lines(assessment))


def _lines(assessment: Assessment) -> Iterator[str]:
    samples = most_recent_first(assessment)
    if samples:
        newest = sample_strips(assessment)[0]
        when = f" ({newest.when})" if newest.when else ""
        others = f", with {len(samples) - 1} earlier" if samples[1:] else ""
        yield f"patient {assessment.patient.id}, sample {newest.name}{when}{others}"
    for row in board_rows(assessment):
        call = row.calls[0]
        if call is not None:
            why = f": {call.review}" if call.review else ""
            review = f"  [needs review{why}]" if call.needs_review else ""
            state = f"{call.word:<{_STATE_WIDTH}}"
            yield f"  {row.title:<{_NAME_WIDTH}} {state} {call.label or call.reason}{review}"
    yield from _drugs(assessment)
    yield from _trials(assessment)
    yield from _open(assessment)
    yield assessment.notice


def _drugs(assessment: Assessment) -> Iterator[str]:
    for verdict, (heading, _) in VERDICT_WORDS.items():
        names = [option.name for option in assessment.therapies if option.verdict is verdict]
        if names and verdict is not Verdict.NOT_MATCHED:
            yield f"  {heading}: {', '.join(names)}"


def _trials(assessment: Assessment) -> Iterator[str]:
    for verdict, (heading, _) in TRIAL_WORDS.items():
        named = [option for option in assessment.trials if option.verdict is verdict]
        if named and verdict is not TrialVerdict.NOT_MATCHED:
            names = [f"{item.name}{' (closed)' if item.closed else ''}" for item in named]
            yield f"  Trials, {heading.lower()}: {', '.join(names)}"


def _open(assessment: Assessment) -> Iterator[str]:
    tests = [test.name for test in assessment.next_tests[:_TESTS_SHOWN]]
    if tests:
        yield f"  Would settle most: {'; '.join(tests)}"
    severities = [issue.severity for issue in assessment.issues]
    for severity in Severity:
        if severity in severities:
            yield f"  Input: {severities.count(severity)} {severity.value}(s), see the report"
    if not assessment.ledger.adds_up:
        yield "  Input: the row ledger does not add up, see the report"
