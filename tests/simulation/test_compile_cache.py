"""The folder of compiled code changes with every file that is compiled, and with no other."""

from __future__ import annotations

import re
from pathlib import Path

import foedus
from foedus import compiled

ROOT = Path(foedus.__file__).parent


def test_files_left_out_hold_nothing_that_is_compiled():
    for name in compiled.HOSTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"^@(rule|entry|inlined)|foedus\.compiled", text, re.MULTILINE), name


def test_nothing_compiled_takes_a_constant_from_a_file_left_out():
    modules = ["foedus." + n.removesuffix(".py").replace("/", ".") for n in compiled.HOSTS]
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^@(rule|entry|inlined)", text, re.MULTILINE):
            assert not any(module in text for module in modules), path


def test_the_digest_of_what_runs_covers_them():
    assert compiled.source_digest() != compiled.source_digest(without=compiled.HOSTS)
