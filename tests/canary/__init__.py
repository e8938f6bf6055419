"""The canary crawler: unmistakable words in closed things, looked for in every answer."""
