"""Measurements of this engine beside its peers: the same work, checked to give the same decisions, in one run."""
