"""Sentences of the library's ledger, read back: does the reader see what kind of act they tell?

The sentences were written to tell acts, by others and before the lexicon; their misses were then
read, so the share is a development figure.
"""

from __future__ import annotations

import csv

from foedus.evidence.cast import Cast
from foedus.evidence.events import propose_events
from foedus.evidence.pages import text_page
from foedus.evidence.records import Dated
from foedus.evidence.statements import propose_statements
from foedus.organisation import library_folder

KINDS = {
    "AGREE": "adopted agreement_signed statement_adopted protocol_signed treaty_signed",
    "AGREE SUPPORT": "ratification entry_into_force",
    "AID": "bilateral_aid material_aid",
    "ASSAULT": "attack clash insurgency_incident",
    "ASSAULT PROTEST RETREAT": "power_change",
    "CONSULT": "organ_meeting session_held consultation bilateral_meeting",
    "COOPERATE AGREE": "accession rival_enlargement_step",
    "MOBILIZE": "contingent_sent unilateral_deployment deployment_complete",
    "MOBILIZE AGREE": "force_created",
    "MOBILIZE COOPERATE": "exercise_held exercise_planned",
    "MOBILIZE SANCTION": "exercise_cancelled",
    "PROTEST": "unrest",
    "REJECT": "refused_to_sign request_refused",
    "REQUEST": "request_for_help",
    "RETREAT CONCEDE": "withdrawal_begun withdrawal_complete operation_ended",
    "RETREAT AGREE": "ceasefire",
    "SANCTION": "sanction freeze suspension",
}
"""Types of the ontology that fit the kinds of act; kinds that are no such deed are left out."""
FLOOR = 0.69


def types_read(row: dict[str, str]) -> set[str]:
    page = text_page(row["text"], published=Dated(row["date"], "day", "given"))
    cast = Cast.of([page])
    return {one.plover for one in propose_events(page, cast, propose_statements(page, cast))}


def test_most_acts_of_the_ledger_are_read_with_a_type_that_fits() -> None:
    fitting = {kind: set(types.split()) for types, kinds in KINDS.items() for kind in kinds.split()}
    with (library_folder("csto") / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in fitting]
    right = sum(bool(fitting[row["kind"]] & types_read(row)) for row in rows)
    assert len(rows) > 400
    assert right / len(rows) >= FLOOR
