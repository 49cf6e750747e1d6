"""The parts of a generated country, by what they are."""
