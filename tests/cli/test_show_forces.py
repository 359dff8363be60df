"""`foedus show --forces` from the command line."""

from __future__ import annotations

from typer.testing import CliRunner

from foedus.cli import app


def test_forces_are_shown_when_asked_for():
    shown = CliRunner().invoke(app, ["show", "csto", "--as-of", "2022-01-05", "--forces"])
    assert shown.exit_code == 0
    for title in ("Units of the collective forces", "National procedures", "Plans", "Exercises"):
        assert title in shown.output
    plain = CliRunner().invoke(app, ["show", "csto", "--as-of", "2022-01-05"])
    assert "National procedures" not in plain.output
