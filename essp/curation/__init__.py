"""Curation: what knowledge owners do for what counts, so that readers know what they may rely on."""
