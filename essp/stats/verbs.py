"""What people do, in the words in which it is counted, and the sets these make. Pure.

V views or searches, R reacts or follows, K contributes; whoever does one of these is active.
"""

from __future__ import annotations

from enum import Enum, IntFlag


class Opened(Enum):
    """What is kept of reading, by day and person and for 35 days."""

    VIEW = "view"
    DOWNLOAD = "download"
    SEARCH_CLICK = "search click"
    FIND = "find"  # looked for people
    FIND_OPEN = "find open"  # opened one who was found
    SUGGESTED = "suggested"  # was shown what may answer, while asking
    SUGGESTION_OPEN = "suggestion open"
    ORIGINAL_OPEN = "original open"  # followed a link to where an imported page came from


class Did(Enum):
    """What is kept of doing, for as long as the work itself."""

    ASK = "ask"
    ANSWER = "answer"
    REPLY = "reply"
    COMMENT = "comment"
    POST = "post"  # a discussion, an idea, an announcement
    ACCEPT = "accept"
    CREATE_PAGE = "create page"
    EDIT_PAGE = "edit page"
    PROPOSE = "propose"
    APPROVE = "approve"
    VERIFY = "verify"
    TAG = "tag"
    PROMOTE = "promote"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    MOVE = "move"
    REACT = "react"
    FOLLOW = "follow"
    FLAG = "flag"
    MODERATE = "moderate"
    JOIN = "join"
    LEAVE = "leave"


class Thing(Enum):
    """What a thing is that is opened or done something with."""

    NOTHING = ""
    PAGE = "page"
    THREAD = "thread"
    POST = "post"
    PERSON = "person"
    TOPIC = "topic"
    FILE = "file"
    SPACE = "space"


class Use(IntFlag):
    """The kinds of use by which its breadth is counted."""

    SEARCH = 1
    PAGE = 2
    THREAD = 4
    PROFILE = 8
    EDIT = 16


CONTRIBUTES = frozenset(
    {
        Did.ASK, Did.ANSWER, Did.REPLY, Did.COMMENT, Did.POST, Did.ACCEPT, Did.CREATE_PAGE,
        Did.EDIT_PAGE, Did.PROPOSE, Did.APPROVE, Did.VERIFY, Did.TAG, Did.PROMOTE,
    }
)  # fmt: skip
REACTS = frozenset({Did.REACT, Did.FOLLOW})
RESPONDS = frozenset({Did.ANSWER, Did.REPLY, Did.COMMENT})
KEPT_DAYS = 35  # what somebody opened or looked for
MIGRATION = "migration"
