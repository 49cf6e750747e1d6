"""What can be said of instruments without a solver: law, money, time and drafting."""
