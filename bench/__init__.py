"""`just bench`: how much the platform costs, as ratios against a baseline measured in the same run. See docs/performance.md."""
