"""The command line: a module a verb, what they share, and the program."""
