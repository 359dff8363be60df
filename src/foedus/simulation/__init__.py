"""Futures: the world, the month's steps in order, and running many of them."""
