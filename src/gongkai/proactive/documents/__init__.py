"""公文: one official document from drafting with its disclosure attribute, through reviews and signature, to issue and publication."""
