"""The solver: what an instrument says of every worker as formulas, questions about them, and answers as workers."""
