"""The organisation at work: acts, the ledger they form, what the rules say of each, what follows.

``acts``     one dated thing done or suffered, and the table of kinds (``kinds.csv``)
``ledger``   the acts in order: append-only, each row chained to the one before by a hash
``state``    what stands at a date, as cells written by the acts, one effect for each kind
``rules``    the verdict on an act: permitted, irregular or impossible, with the clause
``replay``   history (or one simulated future) step by step
``playing``  an exercise: propose an act, hear the verdict, add it to a copy of the ledger
``telling``  one plain sentence for an act; what a step changed
"""
