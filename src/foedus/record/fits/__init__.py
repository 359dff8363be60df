"""The fits by name: coefficients estimated here from the historical record.

``FITS`` maps a name to an entry whose ``run(store)`` gives fits (`foedus.fitted.Fit`); each is one
documented function with data, formula, estimator and clusters. `foedus fit NAME` writes them out.
"""

from foedus.record.fits.registry import FITS, FitEntry, missing_tables, shipped_folder

__all__ = ["FITS", "FitEntry", "missing_tables", "shipped_folder"]
