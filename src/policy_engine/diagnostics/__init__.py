"""Diagnostics: one class a problem, its page beside it, and the ways of showing it."""
