"""One module a section; each has `run(options) -> Result` and is run in a process of its own on scratch data."""
