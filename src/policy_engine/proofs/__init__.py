"""Proofs about whole policies: a checked library in; findings out, each replayed by the reference."""
