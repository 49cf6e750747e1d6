"""The verbs: one file each, from a request to a report; nothing here reads arguments or exits."""
