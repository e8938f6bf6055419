"""Files that belong to a space, and how they are served."""
