"""The screens of guarded pages: name, address, who looks."""

from __future__ import annotations

GUARDED = (
    ("page-guarded", "/p/{guarded}", "kwame"),
    ("page-guarded-part", "/p/{guarded_part}", "kwame"),
    ("page-locked", "/p/{locked}", "kwame"),
    ("page-locked-own", "/p/{locked}", "pieter"),
    ("edit-guarded", "/p/{guarded}/edit", "kwame"),
    ("edit-guarded-part", "/p/{guarded_part}/edit", "kwame"),
    ("edit-locked", "/p/{locked}/edit", "kwame"),
    ("edit-guarded-own", "/p/{guarded}/edit", "pieter"),
    ("protection", "/p/{locked}/protection", "pieter"),
    ("protection-change", "/p/{locked}/protection/{lock}/change", "pieter"),
    ("unlock", "/p/{locked}/unlock", "kwame"),
    ("unlock-asked", "/p/{locked}/unlock", "noor"),
    ("protection-none", "/p/{page}/protection", "femke"),
    ("protection-not-mine", "/p/{guarded_part}/protection", "kwame"),
)
