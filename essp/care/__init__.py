"""Care: what people report, who looks at it and what became of it, and the public log of moderation."""
