"""What the organisation's own record alone would say: the baseline beside every headline."""

from __future__ import annotations

import datetime
import math
from typing import Any

from foedus.codes import ActKind, Level
from foedus.proceedings.ledger import Ledger
from foedus.proceedings.state import state_at
from foedus.proceedings.views import calls

TREATY_YEAR = 365.25


def own_record_climatology(ledger: Ledger, as_of: datetime.date, months: int) -> dict[str, Any]:
    """Rate of troop deployments in the organisation's own name, and what it implies.

    A Jeffreys prior on a Poisson rate: (k + 1/2) events over the years since the treaty entered
    into force. Calls and answers are counted the same way.

    Parameters
    ----------
    ledger : Ledger
        Acts of the organisation.
    as_of : datetime.date
        Nothing later is counted.
    months : int
        Horizon of the probability.
    """
    standing = state_at(ledger, as_of)
    acts = ledger.until(as_of)
    in_force = [a.date for a in acts if a.kind == ActKind.ENTRY_INTO_FORCE and a.own]
    start = min(in_force, default=as_of)
    years = max((as_of - start).days / TREATY_YEAR, 0.0)
    mandates = {
        name
        for act in acts
        if act.kind == ActKind.CONTINGENT_SENT and act.own
        for name in act.refers
        if (behind := ledger.get(name)) is not None and behind.kind == ActKind.MANDATE_GIVEN
    }
    deployments = len(mandates)
    made = calls(standing, as_of)
    rate = (deployments + 0.5) / years if years else 0.0
    return {
        "troop_deployment": 1.0 - math.exp(-rate * months / 12.0),
        "deployments": deployments,
        "years": round(years, 1),
        "calls": len(made),
        "calls_met": sum(call.level >= Level.MATERIAL for call in made),
        "why": "Jeffreys rate of the organisation's own deployments since its treaty is in force",
    }
