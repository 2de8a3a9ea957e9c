"""Where the platform meets the world."""
