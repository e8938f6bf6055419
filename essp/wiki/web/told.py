"""What became of a save, in a sentence."""

from __future__ import annotations

from essp.core.i18n import _, ngettext
from essp.wiki.editing import Saved


def told(saved: Saved) -> tuple[str, str]:
    """A sentence for the one who saved, and its kind; what waits is said with what went live."""
    text, kind = _of_text(saved)
    if saved.proposal is not None and saved.proposal.version > 1:
        text = f"{text} {_('It is one proposal with what you proposed here before.')}"
    if saved.topics_left:
        text = f"{text} {_('The topics stay as they were: the owners of this page change them.')}"
    return text, kind


def _of_text(saved: Saved) -> tuple[str, str]:
    if saved.proposal is not None and saved.revision is not None:
        return (
            _(
                "What you changed in the open part went live. What you changed in a guarded part is sent "
                "for approval."
            ),
            "ok",
        )
    if saved.proposal is not None:
        return (
            _("Sent for approval. Readers keep what they read now until an owner decides."),
            "ok",
        )
    if saved.revision is None:
        return _("Nothing was different, so there is no new revision."), "info"
    if saved.merged_with:
        return (
            ngettext(
                "Saved. Somebody changed the page while you wrote: both edits are in it.",
                "Saved. %(num)s edits came in while you wrote: all of them are in it.",
                len(saved.merged_with),
            ),
            "ok",
        )
    return _("Saved."), "ok"
