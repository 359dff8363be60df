"""The back-tests by name.

Each is a function ``function(store, **options) -> Tested`` where ``store`` offers
``table(name) -> polars.DataFrame`` and ``has(name) -> bool``; it is imported only when it is run.
"""

from foedus.record.backtests.registry import BACKTESTS, BackTest, Store, Tested, missing_tables

__all__ = ["BACKTESTS", "BackTest", "Store", "Tested", "missing_tables"]
