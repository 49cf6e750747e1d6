"""The typed intermediate representation: its nodes, its bundle and what is always true of it."""
