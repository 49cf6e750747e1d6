"""Values of the law: dates, money, citations, words; with no idea of any language or back end."""
