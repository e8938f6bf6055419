"""Starting out: what a newcomer does first, and a space to practise in."""
