"""The parts of the editor that need no browser, run by Node."""
