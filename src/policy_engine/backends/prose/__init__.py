"""Documents for people: the IR in; a summary, the law text or a decision maker's sheet out, in either language."""
