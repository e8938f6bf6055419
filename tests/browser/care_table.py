"""The screens of care and of house rules: name, address, who looks."""

from __future__ import annotations

CARE = (
    ("rules", "/s/{care_space}/-/rules", "sanne"),
    ("rules-history", "/s/{care_space}/-/rules/history", "sanne"),
    ("rules-edit", "/s/{care_space}/-/rules/edit", "pieter"),
    ("rules-site", "/rules", "ilse"),
    ("rules-none", "/s/{request_space}/-/rules", "ruben"),
    ("rules-first-post", "/s/{care_space}/-/talk/new", "sanne"),
    ("report", "/posts/{care_post}/report", "ruben"),
    ("report-made", "/posts/{care_post}/report", "noor"),
    ("report-profile", "/people/{kwame}/report", "noor"),
    ("report-message", "/asked/{alone}/1/report", "femke"),
    ("care", "/care", "pieter"),
    ("care-decided", "/care?state=done", "pieter"),
    ("care-empty", "/care", "sanne"),
    ("care-case", "/care/{case}", "pieter"),
    ("care-case-mine", "/care/{case_mine}", "pieter"),
    ("care-case-objected", "/care/{case_objected}", "ilse"),
    ("care-mine", "/care/mine", "noor"),
    ("care-mine-empty", "/care/mine", "pieter"),
    ("care-decision", "/care/decisions/{case_talked}", "kwame"),
    ("care-decision-objected", "/care/decisions/{case_objected}", "kwame"),
    ("version-hide", "/p/{hidden}/revisions/1/hide", "pieter"),
    ("version-hide-not", "/p/{hidden}/revisions/3/hide", "pieter"),
    ("version-hidden", "/p/{hidden}/revisions/2", "noor"),
    ("version-hidden-looked", "/p/{hidden}/revisions/2", "pieter"),
    ("version-hidden-compare", "/p/{hidden}/compare?from=1&to=2", "noor"),
    ("care-log", "/care/log", "sanne"),
    ("care-log-empty", "/care/log?space={space}", "sanne"),
)
