"""What is kept about one person: told, handed out, and forgotten when the person asks for it."""
