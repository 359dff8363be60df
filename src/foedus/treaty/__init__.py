"""The law: clauses and procedure as pure, cited rules.

`foedus.treaty.clauses` says which duty binds; `foedus.treaty.procedure` says who may vote, sign,
send and ask, and what a council may do. No rule names a state: states, dates of membership and
the order of the chair are data passed in.
"""
