"""Other systems: the office system sends, the superior platform receives; acknowledged, retried, reconciled."""
