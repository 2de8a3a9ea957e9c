"""Word and Excel packages: rebuilt from the parts that are known to be harmless, then struck."""
