"""Whole registers by SQL: a library and a relation of workers in, decisions, reasons and costs out."""
