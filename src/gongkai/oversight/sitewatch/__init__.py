"""Watching the sites themselves: links, updates, empty columns, duty log."""
