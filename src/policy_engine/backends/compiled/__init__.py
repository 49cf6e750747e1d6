"""The fast path for one decision: one instrument and one date in, Python code that decides a worker out."""
