"""Uploading from the desk: four addresses that speak JSON."""
