"""Wiki pages that anyone may edit, with attributed history."""
