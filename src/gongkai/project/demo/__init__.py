"""云川市: a fictional city whose people take their documents through the real verbs, on the days of the story."""
