"""Recognising names of persons: how names are made (`given`), how language goes (`language`), and which is likelier (`finding`)."""
