"""All that is measured, a module for each chapter. Importing this declares every measure."""
