"""The screens of finding people by their work: name, address, who looks."""

from __future__ import annotations

EXPERTISE = (
    ("who-knows", "/who-knows?q=congestion", "noor"),
    ("who-knows-narrowed", "/who-knows?q=congestion&department=Grid+planning&order=recent", "noor"),
    ("who-knows-start", "/who-knows", "noor"),
    ("who-knows-nobody", "/who-knows?q=zebra+husbandry", "noor"),
    ("who-knows-name", "/who-knows?q=Femke+de+Boer", "noor"),
    ("who-knew", "/who-knows?q=congestion&left=1", "noor"),
    ("knows-own", "/account/knows", "ruben"),
    ("knows-own-empty", "/account/knows", "noor"),
    ("knows-why", "/account/knows/{known_topic}", "femke"),
    ("knows-profile", "/people/femke", "noor"),
    ("knows-topic", "/topics/{known_topic}", "noor"),
    ("knows-about-page", "/p/{page}/knowers", "noor"),
    ("endorse", "/people/femke/endorse?topic={known_topic}", "ruben"),
    ("endorse-topic", "/people/femke/endorse?topic=nothing", "ruben"),
    ("endorse-self", "/people/femke/endorse", "femke"),
    ("ask-whoever", "/who-knows/ask?q=congestion", "noor"),
    ("ask-person", "/who-knows/ask?q=congestion&person=femke", "noor"),
    ("questions", "/who-knows/questions", "ruben"),
    ("questions-none", "/who-knows/questions", "ilse"),
    ("invited", "/t/{brought}", "femke"),
    ("routed", "/t/{brought}", "ruben"),
    ("between-two", "/asked/{alone}", "noor"),
    ("between-two-asked", "/asked/{alone}", "femke"),
    ("who-knows-switch", "/who-knows/switch", "ilse"),
)
