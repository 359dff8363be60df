"""Does a member ask? The first move of the request-assist game.

Signorino, "Strategic interaction and the statistical analysis of international conflict", American
Political Science Review 93 (1999): the state in need weighs help, refusal and silence with noise
(agent error). What it expects of the others is its own belief, learned from past calls; because
calls that look hopeless are not made, the record of answered calls is a selected one.
"""

from __future__ import annotations

from foedus.chance import logistic
from foedus.compiled import rule


@rule
def request_probability(belief, severity, refusal_cost, sovereignty_cost, internal, precision):
    """Probability that help is asked for.

    ``logistic(precision * (belief * severity - (1 - belief) * refusal_cost - internal *
    sovereignty_cost))``: help is worth the severity of the crisis, silence is worth nothing.

    Parameters
    ----------
    belief : float
        Probability, in the asker's eyes, that help would come.
    severity : float
        0 to 1, value of help.
    refusal_cost, sovereignty_cost : float
        Cost of asking in vain, and of calling foreign forces into one's own house.
    internal : int
        1 for unrest, coup or insurgency, 0 for an attack.
    precision : float
        Logit precision.
    """
    worth = belief * severity - (1.0 - belief) * refusal_cost
    if internal == 1:
        worth -= sovereignty_cost
    return logistic(precision * worth)
