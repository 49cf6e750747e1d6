"""Exact box algebra: what an instrument says of every worker as sets of workers, and questions about them."""
