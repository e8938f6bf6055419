"""Topics: one vocabulary for pages, discussions and people."""
