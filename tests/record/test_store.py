"""The store: where it lies, what it says of a table that is missing or damaged."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.files import InputError
from foedus.record import store


def test_the_environment_names_the_folder_of_the_store(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOEDUS_DATA_DIR", str(tmp_path / "mine"))
    assert store.folder_of() == tmp_path / "mine"


def test_else_it_lies_in_the_users_data_folder(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FOEDUS_DATA_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store.folder_of() == tmp_path / "foedus"


def test_a_folder_of_plain_parquet_files_can_be_read(tmp_path: Path) -> None:
    pl.DataFrame({"ccode": [2, 200]}).write_parquet(tmp_path / "states.parquet")
    assert store.has("states", tmp_path)
    assert store.table("states", tmp_path)["ccode"].to_list() == [2, 200]


def test_a_missing_table_says_how_to_add_it(tmp_path: Path) -> None:
    assert not store.has("states", tmp_path)
    with pytest.raises(InputError, match="foedus data add"):
        store.table("states", tmp_path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "states.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(InputError, match=r"states\.parquet: damaged"):
        store.table("states", tmp_path)
