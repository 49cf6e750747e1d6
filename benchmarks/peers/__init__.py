"""One module a peer: `prepare(workers)` gives a function that decides them all and the answers it gives."""
