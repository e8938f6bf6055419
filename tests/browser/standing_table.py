"""The screens of how pages stand: name, address, who looks."""

from __future__ import annotations

STANDING = (
    ("page-verified", "/p/{verified}", "noor"),
    ("page-overdue", "/p/{overdue}", "noor"),
    ("page-seen", "/p/{seen}", "noor"),
    ("reviews", "/curation/reviews", "pieter"),
    ("review", "/p/{verified}/review", "pieter"),
    ("review-first", "/p/{page}/review", "femke"),
    ("review-not-mine", "/p/{overdue}/review", "noor"),
    ("sentences", "/p/{verified}/sentences", "pieter"),
    ("sentences-none", "/p/{page}/sentences", "noor"),
    ("doubt-new", "/p/{verified}/doubt?quote=The+tariff+is+45+euro", "noor"),
    ("doubt", "/doubts/{doubt}", "pieter"),
    ("doubt-answered", "/doubts/{doubt_answered}", "kwame"),
    ("claim-new", "/p/{verified}/claim", "pieter"),
    ("claim", "/claims/{claim}", "pieter"),
    ("claim-not-mine", "/claims/{claim}", "noor"),
    ("page-trail", "/p/{verified}/trail", "noor"),
    ("page-trail-none", "/p/{lonely}/trail", "noor"),
    ("space-trail", "/s/{care_space}/-/trail", "pieter"),
    ("space-trail-none", "/s/{care_space}/-/trail?kind=declined", "pieter"),
    ("history-acts", "/p/{verified}/history", "noor"),
)
