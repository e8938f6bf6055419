"""The screens of insight that are maps, and one's own: name, address, who looks."""

from __future__ import annotations

from tests.browser.insight_day_table import DAYS

MAPS = (
    *DAYS,
    ("silos", "/insight/silos", "ilse"),
    ("silos-pair", "/insight/silos?order=alike&one=Field+operations&other=Market+%26+regulation", "ilse"),
    ("silos-before", "/insight/silos?day=2020-01-01", "ilse"),
    ("silos-refused", "/insight/silos", "noor"),
    ("knowledge", "/insight/knowledge", "ilse"),
    ("knowledge-gaps", "/insight/knowledge?show=gap", "ilse"),
    ("knowledge-none-there", "/insight/knowledge?show=hidden", "ilse"),
    ("insight-space", "/s/{space}/-/insight", "femke"),
    ("insight-topic", "/topics/{topic_figures}/insight", "ilse"),
    ("moving", "/insight/moving", "ilse"),
    ("mine", "/insight/mine", "femke"),
    ("mine-searches", "/insight/mine?show=searches", "femke"),
    ("mine-empty", "/insight/mine", "kwame"),
)  # fmt: skip
