"""Whole registers, end to end: a register and checked policies in; decisions, rejects and a budget report out."""
