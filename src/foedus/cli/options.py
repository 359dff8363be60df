"""Options that commands share, and the scenario they make."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.files import InputError

if TYPE_CHECKING:
    from foedus.scenario import Scenario

Target = Annotated[
    str, typer.Argument(help="a library such as csto, its folder, a scenario or a lock file")
]
AsOf = Annotated[str | None, typer.Option(help="day on which one looks; nothing later is seen")]
Months = Annotated[int | None, typer.Option(min=1, max=600, help="horizon in months")]
Futures = Annotated[int | None, typer.Option(min=1, help="how many futures")]
Seed = Annotated[int | None, typer.Option(min=0, help="seed of chance")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", help="PATH=VALUE, such as parameters.council.loyalty=0")
]
WhatIfs = Annotated[list[str] | None, typer.Option("--what-if", help="a what-if by its name")]
Out = Annotated[Path | None, typer.Option(help="folder to write the run into")]
Threads = Annotated[int | None, typer.Option(min=1, help="threads to use")]
Executor = Annotated[
    str | None, typer.Option(help="where to run: threads, threads=N, dask or dask=ADDRESS")
]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object on standard output")]


def day(text: str, option: str) -> datetime.date:
    """Day from its ISO form, or an error that says what was expected."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError(option, f"{text!r} is not a day; expected YYYY-MM-DD") from None


def number(text: str, path: str) -> Any:
    """Value of a setting: a number, or a distribution in YAML's flow form."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        value = YAML(typ="safe", pure=True).load(io.StringIO(text))
    except YAMLError:
        value = None
    if isinstance(value, bool) or not isinstance(value, int | float | dict):
        raise InputError(f"--set {path}", f"{text!r} is not a number or a distribution")
    return value


def prepared(
    target: str,
    as_of: str | None,
    months: int | None,
    futures: int | None,
    seed: int | None,
    settings: list[str] | None,
    what_ifs: list[str] | None,
) -> Scenario:
    """Scenario of a target with the options of the command line applied."""
    from foedus.scenario import load_scenario

    scenario = load_scenario(target)
    fields: dict[str, Any] = {}
    if as_of is not None:
        fields["as_of"] = day(as_of, "--as-of")
    for name, value in (("months", months), ("futures", futures), ("seed", seed)):
        if value is not None:
            fields[name] = value
    if fields:
        scenario = scenario.changed(**fields)
    for setting in settings or []:
        path, mark, value = setting.partition("=")
        if not mark:
            raise InputError(f"--set {setting}", "expected PATH=VALUE")
        scenario = scenario.with_setting(path.strip(), number(value.strip(), path))
    for name in what_ifs or []:
        scenario = scenario.with_what_if(name)
    _refuse_unaccepted(scenario)
    return scenario


def _refuse_unaccepted(scenario: Scenario) -> None:
    """Stop where a parameter names evidence that nobody has accepted."""
    parameters = scenario.known_parameters
    if not any(parameters[name].evidence for name in parameters.names()):
        return
    from foedus.report.checks import evidence_problems

    for problem in evidence_problems(scenario):
        raise problem


def say_if_compiling() -> None:
    """Tell, on standard error, that the first run on a machine compiles the model."""
    from foedus.compiled import is_cold

    if is_cold("simulate_chunk"):
        typer.echo("Compiling the model for this machine, once: about a minute …", err=True)
