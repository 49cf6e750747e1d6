"""One module a peer; those that decide row by row list their ways in `WAYS`, each told by `benchmarks.peers.rule`."""
