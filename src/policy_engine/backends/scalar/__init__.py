"""The reference: one worker, one instrument, one decision, with its trace and its explanation."""
