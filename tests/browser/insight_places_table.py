"""Where spaces stand, advice and pilots: name, address, who looks."""

from __future__ import annotations

PLACES = (
    ("phases", "/insight/spaces", "ilse"),
    ("phases-before", "/insight/spaces?day=2020-01-01", "ilse"),
    ("phases-refused", "/insight/spaces", "noor"),
    ("phase-of-space", "/s/{space}/-/phase", "femke"),
    ("phase-before", "/s/{space}/-/phase?day=2020-01-01", "femke"),
    ("advices", "/insight/advice", "femke"),
    ("advice-of-condition", "/insight/advice/answered", "femke"),
    ("advice-of-phase", "/insight/advice/pioneering", "femke"),
    ("pilots", "/insight/pilots", "ilse"),
    ("pilot", "/insight/pilots/{pilot}", "ilse"),
)
