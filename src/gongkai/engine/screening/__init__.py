"""Findings before release: a check reads text and returns places that a human must decide on."""
