"""The screens of conversations: name, address, who looks."""

from __future__ import annotations

TALK = (
    ("discussions", "/talk", "femke"),
    ("talk", "/s/congestion-management/-/talk", "femke"),
    ("talk-empty", "/s/congestion-management/-/talk?kind=idea&state=closed", "femke"),
    ("talk-new", "/s/congestion-management/-/talk/new?kind=idea", "femke"),
    ("ask", "/ask?title=Who+may+lift+a+limit", "femke"),
    ("ask-empty", "/ask", "ruben"),
    ("thread", "/t/{talk}", "femke"),
    ("thread-become", "/t/{talk}/page", "noor"),
    ("thread-duplicate", "/t/{talk}/close?outcome=duplicate", "femke"),
    ("thread-by-time", "/t/{talk}?view=time", "noor"),
    ("thread-closed", "/t/{talk_closed}", "femke"),
    ("thread-imported", "/t/{talk_imported}", "femke"),
    ("thread-announced", "/t/{talk_told}", "ruben"),
    ("thread-close", "/t/{talk}/close", "femke"),
    ("thread-arrange", "/t/{talk}/arrange", "femke"),
    ("thread-merge", "/t/{talk}/merge", "femke"),
    ("thread-move", "/t/{talk}/move", "femke"),
    ("thread-confirmed", "/t/{talk_told}/confirmed", "femke"),
    ("post-reply", "/posts/{said}/reply?quote=1", "femke"),
    ("post-edit", "/posts/{said}/edit", "ruben"),
    ("post-file-unsent", "/files/{unsent_file}", "ruben"),
    ("post-history", "/posts/{said}/history", "femke"),
    ("post-remove", "/posts/{said}/remove", "femke"),
    ("said", "/people/{ruben}/posts", "femke"),
    ("said-nothing", "/people/{noor}/posts?kind=answers", "femke"),
    ("post-split", "/posts/{said}/split", "femke"),
)
