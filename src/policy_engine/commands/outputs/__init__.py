"""Reports of `check` and `test` in the forms that other programs read."""
