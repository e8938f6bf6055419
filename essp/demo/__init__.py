"""The demonstration organisation: Veldstroom, a fictional grid operator, and what it wrote."""
