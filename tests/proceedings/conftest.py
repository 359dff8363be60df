"""The packaged organisation and its real ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.organisation import Organisation, library_folder, load_organisation
from foedus.proceedings.ledger import Ledger, read


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    return load_organisation("csto")


@pytest.fixture(scope="session")
def ledger_path() -> Path:
    return library_folder("csto") / "ledger.csv"


@pytest.fixture(scope="session")
def ledger(ledger_path: Path) -> Ledger:
    return read(ledger_path)
