"""Reports in; documents, people, statements, events and predictions out, each with its span.

A statement is data about its speaker. Nothing read here becomes a fact of the model until a
person has accepted it.
"""
