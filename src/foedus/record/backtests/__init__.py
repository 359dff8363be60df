"""The back-tests by name.

Each is a function ``function(store, **options) -> Findings`` where ``store`` offers
``table(name) -> polars.DataFrame`` and ``has(name) -> bool``; it is imported only when it is run.
"""

from foedus.record.backtests.registry import BACKTESTS, BackTest, Findings, Store, missing_tables

__all__ = ["BACKTESTS", "BackTest", "Findings", "Store", "missing_tables"]
