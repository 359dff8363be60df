"""History: importers, the store of tables, fits and back-tests."""
