"""The interface for programs: the same verbs as the screens, over JSON."""
