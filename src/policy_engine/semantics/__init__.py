"""From trees to the typed IR: names, types, amendments, and what the law itself demands of a policy."""
