"""Files into the store: what is taken, what is refused, and that nothing is half-written."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from foedus.files import InputError
from foedus.record import store
from foedus.record.catalogue import datasets, entries, entry
from foedus.record.digests import file_digest, table_digest
from foedus.record.importing import add

SAMPLES = Path(__file__).parent / "samples"
MADE_UP = "made up"


def added(path: Path, folder: Path, **options: str) -> store.Manifest:
    """Manifest of the one table of a file, or the error it was refused with."""
    outcome = add([path], folder=folder, **{"version": MADE_UP, **options})
    if outcome.refused:
        raise outcome.refused[0]
    (manifest,) = outcome.added
    return manifest


def test_a_csv_file_in_the_published_layout_becomes_its_table(tmp_path: Path) -> None:
    manifest = added(SAMPLES / "MIDA 5.0.csv", tmp_path)
    frame = store.table("mid5_disputes", tmp_path)
    assert (manifest.table, manifest.form, manifest.version) == (
        "mid5_disputes", "original", MADE_UP,
    )  # fmt: skip
    assert manifest.source_sha256 == file_digest(SAMPLES / "MIDA 5.0.csv")
    assert frame["dispnum"].to_list() == [9001, 9002, 9003]
    assert frame["stday"].to_list() == [7, -9, 1]
    assert store.manifest("mid5_disputes", tmp_path) == manifest


def test_minus_nine_becomes_missing_where_the_codebook_says_so(tmp_path: Path) -> None:
    added(SAMPLES / "NMC-70-abridged.csv", tmp_path)
    frame = store.table("nmc_v7", tmp_path)
    assert frame["milex"].to_list() == [3823, None, 50]
    assert frame["milper"].to_list() == [17, 15, None]
    assert frame.schema["cinc"] == pl.Float32


def test_parts_of_dates_become_days(tmp_path: Path) -> None:
    added(SAMPLES / "states2016.csv", tmp_path)
    frame = store.table("states", tmp_path)
    assert frame["end"].to_list()[1] == datetime.datetime(1940, 6, 22)
    assert frame["statename"].to_list() == ["Alphaland", "Betaland", "Betaland"]


def test_contiguity_holds_both_directions(tmp_path: Path) -> None:
    added(SAMPLES / "contdir.csv", tmp_path)
    pairs = store.table("contiguity", tmp_path).select("ccode1", "ccode2").rows()
    assert sorted(pairs) == [(901, 902), (901, 903), (902, 901), (903, 901)]


def test_a_conflict_with_two_supporters_becomes_two_rows(tmp_path: Path) -> None:
    added(SAMPLES / "ucdp-prio-acd-999.csv", tmp_path)
    frame = store.table("ucdp_prio_acd", tmp_path).filter(pl.col("conflict_id") == 778)
    assert frame["gwno_a_2nd"].to_list() == [901, 902]
    assert frame["incompatibility"].to_list() == ["government"] * 2
    assert frame["type_of_conflict"].to_list() == ["II"] * 2


def in_layout(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_the_strongest_of_several_alliances_of_a_pair_counts(tmp_path: Path) -> None:
    path = in_layout(
        tmp_path,
        "alliance_v4.1_by_directed_yearly.csv",
        "version4id,ccode1,state_name1,ccode2,state_name2,year,defense,neutrality,nonaggression,"
        "entente,version\n1,901,A,902,B,1901,0,1,0,1,4.1\n2,901,A,902,B,1901,1,0,0,0,4.1\n"
        "1,902,B,901,A,1901,0,1,0,1,4.1\n",
    )
    added(path, tmp_path / "s")
    assert store.table("cow_alliance_ddyad_year", tmp_path / "s").rows() == [
        (901, 902, 1901, 1, 1, 0, 1),
        (902, 901, 1901, 0, 1, 0, 1),
    ]


def test_pacts_are_taken_over_by_direction(tmp_path: Path) -> None:
    path = in_layout(
        tmp_path,
        "atop5_1ddyr.csv",
        "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,stateA,stateB\n"
        "901902,1901,1,1,0,0,0,1,901,902\n902901,1901,1,0,0,0,0,1,902,901\n",
    )
    added(path, tmp_path / "s")
    assert store.table("atop51_ddyad_year", tmp_path / "s").rows() == [
        (901, 902, 1901, 1, 0, 0, 0, 1),
        (902, 901, 1901, 0, 0, 0, 0, 1),
    ]


def test_memberships_are_read_off_columns(tmp_path: Path) -> None:
    path = in_layout(
        tmp_path, "state_year_formatv3.csv",
        "ccode,year,state,aaa,BBB\n901,1901,alphaland,1,0\n902,1901,betaland,-9,3\n",
    )  # fmt: skip
    added(path, tmp_path / "s")
    rows = store.table("igo_membership", tmp_path / "s").rows()
    assert rows == [(901, 1901, "aaa", 1), (902, 1901, "bbb", 3)]


def test_trade_and_leaders_are_cleaned(tmp_path: Path) -> None:
    trade = in_layout(
        tmp_path, "National_COW_4.0.csv",
        "ccode,statename,stateabb,year,imports,exports,version\n901,A,AAA,1901,-9,12.5,4\n",
    )  # fmt: skip
    leaders = in_layout(
        tmp_path, "archigos_4.1.csv",
        "obsid,leadid,ccode,leader,startdate,enddate,entry,exit,exitcode,gender,yrborn\n"
        "AAA-1901,x-1,901,Alpha,1901-03-04,1905-03-04,Regular,Regular,Regular,M,1850\n",
    )  # fmt: skip
    added(trade, tmp_path / "s")
    assert store.table("trade_state_year", tmp_path / "s").rows() == [(901, 1901, None, 12.5)]
    assert add([leaders], version=MADE_UP, folder=tmp_path / "s").unknown == [leaders.name]
    added(leaders, tmp_path / "s", name="leaders_archigos")
    frame = store.table("leaders_archigos", tmp_path / "s")
    assert frame["gwcode"].to_list() == [901]
    assert frame["startdate"].to_list() == [datetime.datetime(1901, 3, 4)]


def test_a_stata_file_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pyreadstat")
    added(SAMPLES / "leeds_anac_sample.dta", tmp_path)
    frame = store.table("leeds_anac_2005", tmp_path)
    assert frame["honor3"].to_list() == [1.0, 0.0, 1.0]
    assert frame["dinstch2"].to_list() == [0.0, None, 1.0]


def test_an_r_file_is_read(tmp_path: Path) -> None:
    pytest.importorskip("rdata")
    added(SAMPLES / "td_rivalries.rda", tmp_path)
    frame = store.table("rivalries_thompson_dreyer", tmp_path)
    assert frame["type2"].to_list() == ["positional", None]
    assert frame["endyear"].to_list() == [1900, 2007]


def test_a_zip_archive_inside_a_zip_archive_is_opened(tmp_path: Path) -> None:
    inner, outer = tmp_path / "NMC-v7-abridged.zip", tmp_path / "NMCv7.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(SAMPLES / "NMC-70-abridged.csv", "folder/NMC-70-abridged.csv")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "NMCv7/NMC-v7-abridged.zip")
        archive.writestr("__MACOSX/._NMC-70-abridged.csv", b"x")
    assert added(outer, tmp_path / "store").table == "nmc_v7"


def test_a_name_is_given_where_the_file_does_not_say_it(tmp_path: Path) -> None:
    renamed = tmp_path / "wars.csv"
    shutil.copy(SAMPLES / "Inter-StateWarData_v4.0.csv", renamed)
    assert add([renamed], version=MADE_UP, folder=tmp_path / "s").unknown == ["wars.csv"]
    manifest = added(renamed, tmp_path / "s", name="cow_interstate_war_part")
    assert manifest.rows == 2


def test_a_table_that_nobody_knows_is_refused_with_what_is_near(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean nmc_v7"):
        added(SAMPLES / "states2016.csv", tmp_path, name="nmc_v8")


def edited(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """Copy of a sample with one change."""
    text = (SAMPLES / name).read_text()
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new))
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fatalpre,", "deaths,", "no column 'fatalpre'"),
        ("9002,", "9001,", r"the key \(dispnum 9001\) stands more than once"),
        ("1956,-9", "in 1956,-9", "column 'styear', row 2: 'in 1956' is not a whole number"),
        ("1902,15", "1902.5,15", "column 'styear', row 1: '1902.5' is not a whole number"),
        ("254,254", "254", "row 1 has 19 cells, expected 20"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = edited(tmp_path, "MIDA 5.0.csv", old, new)
    with pytest.raises(InputError, match=message) as raised:
        added(path, tmp_path / "store")
    assert "MIDA 5.0.csv" in str(raised.value)
    assert not store.has("mid5_disputes", tmp_path / "store")


def test_a_file_with_other_rows_than_its_version_is_refused(tmp_path: Path) -> None:
    outcome = add([SAMPLES / "MIDA 5.0.csv"], folder=tmp_path)
    (error,) = outcome.refused
    assert "3 rows, expected 2436 for mid5_disputes 5.0" in str(error)
    assert file_digest(SAMPLES / "MIDA 5.0.csv") in str(error)
    assert entry("mid5_disputes").sha256 in str(error)
    assert not store.has("mid5_disputes", tmp_path)


def tidy_copy(folder: Path) -> Path:
    """Tidy Parquet file of made-up rows with the columns of the table of major powers."""
    rows = [(901 + i, 1816, 1, 1, 2016, 12, 31, 2016) for i in range(entry("majors").rows)]
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(entry("majors").columns, pl.Int32), orient="row"
    )  # fmt: skip
    path = folder / "majors.parquet"
    frame.write_parquet(path)
    return path


def test_a_tidy_copy_with_another_content_is_refused_with_both_digests(tmp_path: Path) -> None:
    path = tidy_copy(tmp_path)
    found = table_digest(pl.read_parquet(path), ["ccode", "styear"])
    (error,) = add([path], folder=tmp_path / "store").refused
    assert entry("majors").digest in str(error)
    assert found in str(error)
    assert file_digest(path) in str(error)


def test_a_tidy_copy_cut_off_is_refused_with_both_digests(tmp_path: Path) -> None:
    path = tidy_copy(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    (error,) = add([path], folder=tmp_path / "store").refused
    assert "majors.parquet: damaged or cut off" in str(error)
    assert entry("majors").sha256 in str(error)
    assert file_digest(path) in str(error)


def test_a_refused_file_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    added(SAMPLES / "MIDA 5.0.csv", folder)
    before = store.path_of("mid5_disputes", folder).read_bytes()
    assert add([SAMPLES / "MIDA 5.0.csv"], folder=folder).refused
    assert store.path_of("mid5_disputes", folder).read_bytes() == before


def test_a_message_is_one_line_whatever_stands_in_the_file(tmp_path: Path) -> None:
    path = edited(tmp_path, "states2016.csv", "ccode,statenme", 'ccode,"state\nnme"')
    with pytest.raises(InputError) as raised:
        added(path, tmp_path / "store")
    assert "\n" not in str(raised.value)


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        add([tmp_path / "nothing.csv"], folder=tmp_path)


def test_a_good_file_is_taken_beside_a_bad_one(tmp_path: Path) -> None:
    bad = edited(tmp_path, "MIDA 5.0.csv", "fatalpre,", "deaths,")
    outcome = add([bad, SAMPLES / "states2016.csv"], version=MADE_UP, folder=tmp_path / "store")
    assert [m.table for m in outcome.added] == ["states"]
    assert len(outcome.refused) == 1


def test_damage_in_the_store_is_found(tmp_path: Path) -> None:
    added(SAMPLES / "MIDA 5.0.csv", tmp_path)
    assert store.health("mid5_disputes", tmp_path)[0] == "another version"
    manifest = store.manifest("mid5_disputes", tmp_path)
    assert manifest is not None
    frame = store.table("mid5_disputes", tmp_path).with_columns(styear=pl.lit(1999, pl.Int32))
    store.write(frame, manifest, tmp_path)
    assert store.health("mid5_disputes", tmp_path)[0] == "damaged"


IMPORT = """
import resource, signal, sys
from pathlib import Path
from foedus.record.importing import add
size, dies = int(sys.argv[3]), sys.argv[4] == "killed"
signal.signal(signal.SIGXFSZ, signal.SIG_DFL if dies else signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
outcome = add([Path(sys.argv[1])], version="second", folder=Path(sys.argv[2]))
print(outcome.refused)
"""


def distances(path: Path, first: int) -> None:
    """Made-up table of distances, large enough to be cut off while it is written."""
    n = 50_000
    kinds = {"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32, "mindist": pl.Float32}
    frame = pl.DataFrame(
        {
            "ccode1": [i // 700 for i in range(n)],
            "ccode2": [i % 700 for i in range(n)],
            "year": [2000] * n,
            "mindist": [float((first + i) * 37 % 9973) for i in range(n)],
        },
        schema=kinds,
    )
    frame.write_parquet(path)


@pytest.mark.parametrize("how", ["killed", "disk full"])
def test_an_import_cut_off_while_it_writes_leaves_the_old_table(tmp_path: Path, how: str) -> None:
    """A limit on the size of files stops the writing half-way, by a signal or by an error."""
    folder = tmp_path / "store"
    old, new = tmp_path / "old" / "mindist.parquet", tmp_path / "new" / "mindist.parquet"
    for first, path in enumerate((old, new)):
        path.parent.mkdir()
        distances(path, first)
    before = added(old, folder)
    half = store.path_of("mindist", folder).stat().st_size // 2
    process = subprocess.run(
        [sys.executable, "-c", IMPORT, str(new), str(folder), str(half), how],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert process.returncode == (-signal.SIGXFSZ if how == "killed" else 0), process.stderr
    assert store.manifest("mindist", folder) == before
    assert store.table("mindist", folder).equals(pl.read_parquet(old))
    if how == "disk full":
        assert b"cannot be written" in process.stdout
        assert [path.name for path in folder.iterdir()] == ["mindist.parquet"]


def test_what_a_killed_import_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / ".majors.parquet.abc", tmp_path / ".majors.parquet.xyz"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    store.tidy_up(tmp_path)
    assert not old.exists()
    assert new.exists()


def test_the_digest_is_of_the_values_and_not_of_their_storage() -> None:
    frame = pl.DataFrame({"k": [2, 1], "v": [0.5, None], "t": ["b", None]})
    other = frame.select("t", pl.col("v").cast(pl.Float32), pl.col("k").cast(pl.Int8))[::-1]
    assert table_digest(frame, ["k"]) == table_digest(other, ["k"])
    changed = frame.with_columns(v=pl.Series([0.5, 0.0]))
    assert table_digest(changed, ["k"]) != table_digest(frame, ["k"])
    shifted = pl.DataFrame({"k": [2, 1], "v": [0.5, None], "t": ["", "b"]})
    assert table_digest(shifted, ["k"]) != table_digest(frame, ["k"])


def test_every_table_says_where_it_comes_from_and_what_it_holds() -> None:
    assert len(entries()) >= 57
    for found in entries().values():
        assert found.dataset.citation and found.dataset.licence
        assert set(found.key) <= set(found.columns), found.name
        assert found.rows > 0
        assert len(found.sha256) == len(found.digest) == 64
    used = {found.dataset.name for found in entries().values()}
    assert used == set(datasets())


def test_nothing_restricted_ships_with_the_package() -> None:
    """No table of data in the package, only listings and codes."""
    import foedus

    package = Path(foedus.__file__).parent
    assert not list(package.rglob("*.parquet"))
    assert not list(package.rglob("*.dta"))


@pytest.mark.shared
def test_every_tidy_copy_is_taken_within_a_minute(shared: Path, tmp_path: Path) -> None:
    start = time.perf_counter()
    outcome = add([shared / "data"], folder=tmp_path)
    assert time.perf_counter() - start < 60.0
    assert outcome.refused == []
    assert {m.table for m in outcome.added} == set(entries())
    for name, found in entries().items():
        assert store.health(name, tmp_path)[0] == "sound", name
        assert file_digest(shared / "data" / f"{name}.parquet") == found.sha256


@pytest.mark.shared
@pytest.mark.parametrize("name", ["mid5_disputes", "nmc_v7", "icb_crises_v15", "gml_ddyad_year"])
def test_a_csv_of_a_tidy_copy_has_the_same_digest(shared: Path, tmp_path: Path, name: str) -> None:
    pl.read_parquet(shared / "data" / f"{name}.parquet").write_csv(tmp_path / f"{name}.csv")
    outcome = add([tmp_path / f"{name}.csv"], folder=tmp_path / "store")
    assert outcome.refused == []
    assert outcome.added[0].digest == entry(name).digest
