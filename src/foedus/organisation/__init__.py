"""Organisation and its parts: members, law, organs, forces, and dated facts about states.

`load_organisation` reads a library; `check_organisation` runs the named checks on it.
"""

from __future__ import annotations

from foedus.organisation.attributes import DYAD_ATTRIBUTES, STATE_ATTRIBUTES, Attribute
from foedus.organisation.checks import CHECKS, check_organisation
from foedus.organisation.core import Organisation
from foedus.organisation.crises import Agreement, CrisisCase, agreement, cohen_kappa
from foedus.organisation.facts import DyadTable, StateTable, count_by_basis, known_at, latest
from foedus.organisation.load import library_folder, load_organisation, load_sources
from foedus.organisation.models import (
    Clause,
    ClauseVersion,
    Fact,
    Force,
    Membership,
    Office,
    Organ,
    Partner,
    Source,
)
from foedus.organisation.preparation import (
    ExerciseSeries,
    Formation,
    Function,
    Plan,
    Procedure,
    Unit,
)

__all__ = [
    "CHECKS",
    "DYAD_ATTRIBUTES",
    "STATE_ATTRIBUTES",
    "Agreement",
    "Attribute",
    "Clause",
    "ClauseVersion",
    "CrisisCase",
    "DyadTable",
    "ExerciseSeries",
    "Fact",
    "Force",
    "Formation",
    "Function",
    "Membership",
    "Office",
    "Organ",
    "Organisation",
    "Partner",
    "Plan",
    "Procedure",
    "Source",
    "StateTable",
    "Unit",
    "agreement",
    "check_organisation",
    "cohen_kappa",
    "count_by_basis",
    "known_at",
    "latest",
    "library_folder",
    "load_organisation",
    "load_sources",
]
