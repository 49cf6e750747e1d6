"""Back ends: each reads the IR, none reads another or the syntax."""
