"""Does the search find what people look for: graded answers over the demo city, and letters of citizens over law articles."""
