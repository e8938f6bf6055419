"""The screens of proposals: name, address, who looks."""

from __future__ import annotations

PROPOSALS = (
    ("proposals", "/proposals", "kwame"),
    ("proposals-none", "/proposals", "sanne"),
    ("proposal", "/proposals/{proposal}", "kwame"),
    ("proposal-decide", "/proposals/{proposal}", "pieter"),
    ("proposal-others", "/proposals/{proposal}", "noor"),
    ("proposal-back", "/proposals/{proposal_back}", "kwame"),
    ("proposal-done", "/proposals/{proposal_done}", "ruben"),
    ("proposal-stuck", "/proposals/{proposal_stuck}", "pieter"),
    ("proposal-set-right", "/proposals/{proposal_stuck}/change", "kwame"),
    ("proposal-change", "/proposals/{proposal_back}/change", "kwame"),
    ("propose", "/p/{proposed}/propose", "kwame"),
)
