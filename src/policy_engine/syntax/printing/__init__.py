"""The canonical text of each kind of node, by concern; `syntax.printer` puts it together."""
