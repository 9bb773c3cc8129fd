"""The account of the rows adds up, or says that it does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crestome.model.assessment import Assessment
from crestome.model.ledger import Fate, Ledger, LedgerEntry
from crestome.report.accounts import file_accounts

entries = st.lists(
    st.builds(
        LedgerEntry,
        file=st.sampled_from(["a.maf", "b.seg", "case.toml"]),
        kind=st.just("rows"),
        fate=st.sampled_from(Fate),
        reason=st.just("because"),
        rows=st.integers(0, 9999),
    )
)


def test_a_file_whose_rows_are_not_all_accounted_for_is_shown(assessment: Assessment) -> None:
    assert {item.file: item.adds_up for item in file_accounts(assessment.ledger)} == {
        "T2.maf": True,
        "T2.seg": True,
        "T1.seg": False,
        "case.toml": True,
    }


@given(entries)
def test_the_fates_of_a_file_sum_to_its_rows(made: list[LedgerEntry]) -> None:
    accounts = file_accounts(Ledger(entries=tuple(made)))
    assert sum(item.accounted for item in accounts) == sum(entry.rows for entry in made)
    for item in accounts:
        assert item.used + item.not_relevant + item.filtered == item.accounted
        assert item.rows_read is None
