"""The screens of the curation desk: name, address, who looks."""

from __future__ import annotations

CURATION = (
    ("desk", "/curation", "pieter"),
    ("desk-empty", "/curation", "femke"),
    ("desk-nothing", "/curation", "sanne"),
    ("desk-pages", "/curation/pages", "pieter"),
    ("desk-doubts", "/curation/doubts", "pieter"),
    ("desk-doubts-empty", "/curation/doubts", "femke"),
    ("desk-handovers-empty", "/curation/handovers", "femke"),
    ("desk-ownerless-empty", "/curation/ownerless", "femke"),
    ("desk-several", "/curation/several", "pieter"),
    ("check", "/proposals/{proposal}/check", "pieter"),
    ("check-answer", "/proposals/{proposal}/check/answer", "ruben"),
    ("proposal-asked", "/proposals/{proposal}", "ruben"),
    ("desk-measures", "/s/{care_space}/-/curation", "pieter"),
    ("rights-empty", "/curation/rights", "femke"),
    ("edition-newest", "/p/{proposed}/newest", "noor"),
    ("owners-of-page", "/p/{page}/owners", "femke"),
    ("owners-read-only", "/p/{page}/owners", "noor"),
    ("owners-of-space", "/s/{space}/-/owners", "femke"),
    ("hand-over-space", "/s/{space}/-/handover", "femke"),
    ("desk-measures-all", "/curation/measures", "ilse"),
)
