"""Scenarios: an organisation as known at a date, a horizon, assumptions and named what-ifs.

A scenario is frozen. Changing it gives a new one; the merged, complete form is written beside
every run as ``scenario.lock.yaml`` and reproduces it.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from foedus.codes import CrisisKind, WarFate
from foedus.files import InputError, read_yaml
from foedus.organisation import library_folder
from foedus.parameters import Parameters, first_problem, load_parameters

FORMAT = 1
# A lock file holds the content of the first two itself; the others are no facts of the model.
OWN_FILES = ("scenario.yaml", "parameters.yaml", "coverage.csv", "questions.yaml")
STRUCTURES: dict[str, tuple[str, ...]] = {
    "base_rate": (
        "leeds_2000",
        "berkemeier_fuhrmann_all",
        "berkemeier_fuhrmann_post_1945",
        "own_record",
    ),
    "exits": ("general", "own"),
    "reputation": ("transfers", "does_not"),
    "council": ("consensus", "majority"),
    "draft": ("compromise", "setter", "nash"),
    "contest": ("capability", "net_resources"),
}
"""Rival theories by name; the position in the tuple is the number the engine uses."""

Fate = Literal["goes_on", "lost", "won"]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class WarAssumption(_Strict):
    """What is assumed of the leading power's war from a date on."""

    start: datetime.date = Field(alias="from")
    fate: Fate
    against: str = ""
    source: str
    why: str = ""


class WarEnds(_Strict):
    """A fate of the war that a what-if sets some months after the start."""

    fate: Fate
    after_months: int = Field(ge=0, le=600)


class Calendar(_Strict):
    """When the council meets and how the chair passes on."""

    session_months: tuple[Annotated[int, Field(ge=1, le=12)], ...]
    chair_passes: int = Field(ge=1, le=12)
    chair_order: tuple[str, ...]
    source: str
    why: str = ""


class Switches(_Strict):
    """Levers of named what-ifs; the values are shares or factors."""

    plans_ready: Share = 1.0
    leader_committed: Share = 0.0
    exercises_held: Share = 1.0
    ties: float = Field(default=1.0, ge=0.0, le=2.0)
    organised: bool = True


class PlannedExercise(_Strict):
    """An exercise of the yearly programme that a scenario asks for.

    Attributes
    ----------
    series : str
        A series of the library's ``exercises.csv``.
    month : int
        Calendar month, 1 to 12, of every year.
    host : str
        State that hosts it; empty: it rotates.
    participants, functions : tuple of str
        Who takes part, and what it is for (``functions.csv``); empty: as in the library.
    """

    series: str = Field(min_length=1)
    month: int = Field(ge=1, le=12)
    host: str = ""
    participants: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


class ImposedCrisis(_Strict):
    """A crisis that the scenario asks about."""

    month: int = Field(ge=0, le=600)
    day: int = Field(default=0, ge=0, le=29)
    kind: str
    victim: str = Field(min_length=1)
    other: str = ""
    asks: bool | None = None

    @model_validator(mode="after")
    def _known(self) -> ImposedCrisis:
        if self.kind.upper() not in CrisisKind.__members__:
            known = ", ".join(k.name.lower() for k in CrisisKind)
            raise ValueError(f"kind {self.kind!r} is none of {known}")
        return self


class Change(_Strict):
    """A named what-if: what it means and what it sets."""

    meaning: str = Field(min_length=5)
    war_ends: WarEnds | None = None
    switches: dict[str, float] = {}
    structures: dict[str, dict[str, float]] = {}
    parameters: dict[str, Any] = {}
    exercises_dropped: tuple[str, ...] = ()


class Scenario(_Strict):
    """What a run is asked to simulate.

    Attributes
    ----------
    organisation : str
        Name of a packaged library or path of a folder laid out like one.
    as_of : datetime.date
        Nothing dated later is seen.
    months : int
        Horizon; beyond 24 months the results are called scenarios, not probabilities.
    futures, seed, parameter_seed : int
        How many futures; the seeds of chance and of parameter draws.
    structures : dict
        Weights of the rival theories, the user's to change.
    exercises : tuple of PlannedExercise or None
        Yearly programme; None: the series of the library that were on in the last three years.
    exercises_dropped : tuple of str
        Series left out of the programme.
    """

    foedus: Literal[1] = FORMAT
    name: str = Field(min_length=1)
    organisation: str
    as_of: datetime.date
    months: int = Field(ge=1, le=600)
    futures: int = Field(ge=1, le=100_000_000)
    seed: int = Field(ge=0, lt=2**32)
    parameter_seed: int | None = Field(default=None, ge=0, lt=2**32)
    war: tuple[WarAssumption, ...] = ()
    war_ends: WarEnds | None = None
    calendar: Calendar
    structures: dict[str, dict[str, Annotated[float, Field(ge=0.0)]]]
    switches: Switches = Switches()
    imposed: tuple[ImposedCrisis, ...] = ()
    exercises: tuple[PlannedExercise, ...] | None = None
    exercises_dropped: tuple[str, ...] = ()
    what_ifs: dict[str, Change] = {}
    chosen: tuple[str, ...] = ()
    parameters: Parameters | None = None
    library_digest: str = ""

    @model_validator(mode="after")
    def _structures_complete(self) -> Scenario:
        for name, options in STRUCTURES.items():
            weights = self.structures.get(name)
            if weights is None:
                raise ValueError(f"structures.{name}: missing; expected {', '.join(options)}")
            unknown = [key for key in weights if key not in options]
            if unknown:
                raise ValueError(
                    f"structures.{name}: unknown {unknown[0]!r}; expected {', '.join(options)}"
                )
            if sum(weights.values()) <= 0.0:
                raise ValueError(f"structures.{name}: at least one weight must be above 0")
        for number, crisis in enumerate(self.imposed, start=1):
            if crisis.month >= self.months:
                raise ValueError(
                    f"imposed crisis {number}: month {crisis.month} lies beyond the horizon; "
                    f"expected 0 to {self.months - 1}"
                )
        return self

    @property
    def known_parameters(self) -> Parameters:
        """Parameters of the scenario; set once it is loaded."""
        assert self.parameters is not None
        return self.parameters

    def calendar_months(self) -> list[int]:
        """Months simulated, as year * 12 + month - 1; the first holds the day after `as_of`."""
        first = self.as_of + datetime.timedelta(days=1)
        start = first.year * 12 + first.month - 1
        return list(range(start, start + self.months))

    def war_path(self) -> list[WarFate]:
        """Fate of the leading power's war in each month, from what is known at `as_of`."""
        known = [w for w in self.war if w.start <= self.as_of]
        latest = max(known, key=lambda w: w.start, default=None)
        now = WarFate[latest.fate.upper()] if latest else WarFate.NO_WAR
        path = [now] * self.months
        if self.war_ends is not None and now != WarFate.NO_WAR:
            end = WarFate[self.war_ends.fate.upper()]
            for month in range(self.war_ends.after_months, self.months):
                path[month] = end
        return path

    def weights(self, structure: str) -> list[float]:
        """Weights of a structure's options in the order the engine numbers them, summing to 1."""
        given = self.structures[structure]
        raw = [float(given.get(option, 0.0)) for option in STRUCTURES[structure]]
        return [value / sum(raw) for value in raw]

    def changed(self, **fields: Any) -> Scenario:
        """Copy with fields replaced and checked again."""
        data = {name: getattr(self, name) for name in type(self).model_fields}
        data.update(fields)
        return _validated(data, "scenario")

    def with_what_if(self, name: str) -> Scenario:
        """Copy in which a named what-if holds."""
        if name not in self.what_ifs:
            raise InputError(
                f"what-if {name!r}", f"not named here; expected {', '.join(self.what_ifs)}"
            )
        change = self.what_ifs[name]
        fields: dict[str, Any] = {"chosen": (*self.chosen, name)}
        if change.war_ends is not None:
            if self.war_path()[0] == WarFate.NO_WAR:
                raise InputError(
                    f"what-if {name!r}", f"no war of the leading power is known at {self.as_of}"
                )
            fields["war_ends"] = change.war_ends
        if change.switches:
            fields["switches"] = {**self.switches.model_dump(), **change.switches}
        if change.structures:
            fields["structures"] = {**self.structures, **change.structures}
        if change.exercises_dropped:
            dropped = {*self.exercises_dropped, *change.exercises_dropped}
            fields["exercises_dropped"] = tuple(sorted(dropped))
        out = self.changed(**fields)
        for parameter, value in change.parameters.items():
            out = out.with_setting(f"parameters.{parameter}", value)
        return out

    def with_setting(self, path: str, value: Any) -> Scenario:
        """Copy with one value set by its path, such as ``parameters.council.precision``."""
        group, _, rest = path.partition(".")
        where = f"--set {path}"
        if group == "parameters":
            fits = library_folder(self.organisation) / "fits"
            return self.changed(parameters=self.known_parameters.changed(rest, value, where, fits))
        if group == "switches" and rest in Switches.model_fields:
            return self.changed(switches={**self.switches.model_dump(), rest: value})
        if group == "structures" and rest.count(".") == 1:
            name, option = rest.split(".")
            if name in self.structures:
                weights = {**self.structures[name], option: value}
                return self.changed(structures={**self.structures, name: weights})
        raise InputError(
            where,
            "expected parameters.GROUP.NAME, structures.NAME.OPTION or switches.NAME; "
            "`foedus show csto` lists them",
        )

    def lock_text(self) -> str:
        """Complete scenario as YAML, with its own digest in the last line."""
        from ruamel.yaml import YAML

        data = self.model_dump(mode="json", by_alias=True)
        out = io.StringIO()
        writer = YAML(typ="safe", pure=True)
        writer.default_flow_style = False
        writer.dump(data, out)
        body = (
            "# Complete scenario of a run: `foedus run` on this file repeats it.\n" + out.getvalue()
        )
        return f"{body}# sha256 {hashlib.sha256(body.encode()).hexdigest()}\n"


def _validated(data: Mapping[str, Any], where: str | Path) -> Scenario:
    try:
        return Scenario.model_validate(dict(data))
    except ValidationError as error:
        raise InputError(where, first_problem(error)) from None


def library_digest(folder: Path) -> str:
    """Digest of a library's facts, so that a lock file can tell when they have changed."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".yaml") and path.name not in OWN_FILES:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def load_scenario(target: str | Path) -> Scenario:
    """Load a scenario: of a library by its name, of a folder, of a YAML file or of a lock file.

    Raises
    ------
    InputError
        With file, place in it and what was expected; also when a lock file was edited or the
        library it was run with has changed since.
    """
    path = Path(target)
    if path.suffix in (".yaml", ".yml"):
        return _from_file(path)
    folder = library_folder(target)
    return _from_file(folder / "scenario.yaml", folder)


def _from_file(path: Path, folder: Path | None = None) -> Scenario:
    data = read_yaml(path)
    if not isinstance(data, Mapping):
        raise InputError(path, "expected a scenario: keys such as name, organisation, as_of")
    if data.get("library_digest"):
        _check_unedited(path)
    data = dict(data)
    if folder is not None and not _packaged(folder):
        data["organisation"] = str(folder)  # a copy of a packaged library is a library of its own
    scenario = _validated(data, path)
    home = library_folder(scenario.organisation)
    digest = library_digest(home)
    if scenario.library_digest and scenario.library_digest != digest:
        raise InputError(
            path, f"the library {scenario.organisation!r} has changed since this run; run it anew"
        )
    if scenario.parameters is None:
        parameters = load_parameters(home / "parameters.yaml")
        return scenario.changed(parameters=parameters, library_digest=digest)
    return scenario


def _packaged(folder: Path) -> bool:
    return folder.parent == Path(__file__).parent / "library"


def _check_unedited(path: Path) -> None:
    body, mark, digest = path.read_text(encoding="utf-8").rpartition("# sha256 ")
    if not mark or hashlib.sha256(body.encode()).hexdigest() != digest.strip():
        raise InputError(path, "the lock file was edited; change a scenario file instead")
