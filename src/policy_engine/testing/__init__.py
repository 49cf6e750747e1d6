"""Generators of workers and of whole policies, for tests; they ship, for `test --generate`."""
