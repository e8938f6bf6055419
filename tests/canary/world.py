"""A small organisation in which everything that is not for everyone holds a canary word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from essp.attachments.changing import archive_file, replace_file
from essp.attachments.models import Attachment
from essp.attachments.storing import store
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.notifications.models import Subject
from essp.notifications.watching import watch
from essp.people import answering, fields, sessions, tokens
from essp.people.links import make_link
from essp.people.models import Person, Purpose, Role
from essp.search.filters import Filters
from essp.search.saving import save_search
from essp.spaces import championing, governing, membership
from essp.spaces.models import Access, EntryRequest, Space
from essp.wiki import drafts, lifecycle, tagging
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from tests.canary.caring import LOOK_AFTER
from tests.canary.comments import commented
from tests.canary.listening import CANARY, heard

INSIDE = frozenset({"member", "owner"})
OWNER = frozenset({"owner"})
NOBODY: frozenset[str] = frozenset()


@dataclass
class World:
    """People by the part they play, spaces and pages by what they are, and who may see each canary."""

    people: dict[str, Person] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    files: list[Attachment] = field(default_factory=list)
    requests: list[EntryRequest] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    hands: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    protections: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    invitations: list[str] = field(default_factory=list)
    endorsements: list[str] = field(default_factory=list)
    pilots: list[str] = field(default_factory=list)
    one_time: list[str] = field(default_factory=list)
    api_tokens: dict[str, str] = field(default_factory=dict)
    sign_ins: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)

    def canary(self, where: str, may_see: frozenset[str] = INSIDE) -> str:
        """A word that stands nowhere else, and the readers who may meet it."""
        word = f"{CANARY}{where}"
        self.secrets[word] = may_see
        return word

    def within(self, session: Session) -> World:
        """The same world with what stands in a database read anew, by this session."""
        names = [each.name for each in fields_of(self)]
        return World(**{name: _read(getattr(self, name), session) for name in names})

    def leaked(self, reader: str, answer: str, asked: str) -> list[str]:
        """Canaries in an answer that the reader may not see and did not name themselves."""
        guarded = [word for word, may_see in self.secrets.items() if reader not in may_see]
        named = asked.lower()
        return [word for word in heard(guarded, answer.lower()) if word not in named]


MakePerson = Callable[..., Person]


def _read(value: Any, session: Session) -> Any:
    """Rows as the session has them, in the same lists; everything else as it is."""
    if isinstance(value, dict):
        return {key: _read(each, session) for key, each in value.items()}
    if isinstance(value, list):
        return [_read(each, session) for each in value]
    state = inspect(value, raiseerr=False)
    return session.get_one(type(value), state.identity) if state else value


def people_of(world: World, make_person: MakePerson) -> None:
    """Everybody, before there is anything to read."""
    world.people = {
        "owner": make_person("Femke de Boer", department="Grid planning"),
        "member": make_person("Ruben Haak"),
        "outsider": make_person("Noor Jansen"),
        "asker": make_person("Sanne Bakker"),
        "left": make_person("Tim Oud"),
        "manager": make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value),
        "administrator": make_person("Ada Beheer", role=Role.ADMINISTRATOR.value),
    }
    world.people["program"] = world.people["outsider"]


def open_content(world: World) -> None:
    """What everyone may read, beside what only its writer may."""
    femke = world.people["owner"]
    with transaction():
        space = governing.create_space(femke, name="Open land", purpose="For everyone.")
        world.spaces["open"] = space
        text, why = (world.canary(each, LOOK_AFTER) for each in ("hiddentext", "hiddenwhy"))
        page = create_page(
            femke, space, title="Open page", text=f"{text} #heat\n", summary=why
        ).page
        edit_page(femke, page, text="Read me twice. #heat\n", based_on=1, summary="Once more")
        world.pages["open"] = page
        for text in (world.canary("earlierdraft", OWNER), world.canary("drafttext", OWNER)):
            drafts.keep_draft(
                femke, space, page, text=text, summary=world.canary("draftsummary", OWNER),
                based_on=2,
            )  # fmt: skip
        world.files.append(store(femke, space, "open.txt", b"open"))


def private_data(world: World) -> None:
    """What is nobody's business but one's own, and what nobody sees again."""
    femke, tim = world.people["owner"], world.people["left"]
    with transaction():
        world.sign_ins["owner"] = sessions.begin_sign_in(
            femke, days=30, address=world.canary("address", OWNER)
        )  # fmt: skip
        world.sign_ins["left"] = sessions.begin_sign_in(tim, days=30)
        for name in ("owner", "outsider", "left"):
            label = world.canary(f"label{name}", frozenset({name}))
            _token, world.api_tokens[name] = tokens.make_token(world.people[name], label)
        femke.password_hash = world.canary("passwordhash", NOBODY)
        world.one_time = [
            make_link(Purpose.PASSWORD, world.people["owner"]),
            make_link(Purpose.INVITATION, world.people["asker"]),
        ]
    for secret in (*world.api_tokens.values(), *world.one_time, *world.sign_ins.values()):
        world.secrets[secret.lower()] = NOBODY


def profile_fields(world: World) -> None:
    """A field of profiles for everyone, one for the department, one for administrators alone."""
    femke, ada = world.people["owner"], world.people["administrator"]
    may_see = {"everyone": frozenset(world.people), "department": OWNER | {"administrator"}}
    with transaction():
        for audience in ("everyone", "department", "administrators"):
            name, seen = f"Room {audience}", may_see.get(audience, OWNER | {"administrator"})
            made = fields.add_field(
                ada, fields.Wanted(name_en=name, name_nl=name, audience=audience)
            )
            word = world.canary(f"field{audience}", seen)
            answering.answer(femke, femke, {made.uid: [word]})
            world.fields.append(made.uid)
        retired = fields.add_field(ada, fields.Wanted(name_en="Old", name_nl="Oud"))
        answering.answer(femke, femke, {retired.uid: [world.canary("fieldretired", OWNER)]})
        fields.retire_field(ada, retired)
        world.fields.append(retired.uid)


def guarded_content(world: World, session: Session) -> None:
    """A space by request and a closed one, with everything that can be in a space."""
    for name, access in (("request", Access.BY_REQUEST), ("closed", Access.CLOSED)):
        _space(world, name, access)
        _pages(world, name)
    with transaction():
        request = membership.request_entry(
            world.people["asker"],
            world.spaces["request"],
            world.canary("entryreason", frozenset({"asker", "owner"})),
        )
        world.requests.append(request)
        world.people["left"].left_at = world.pages["open"].created_at
    session.commit()


def _space(world: World, name: str, access: Access) -> None:
    everyone = frozenset(world.people) if access is Access.BY_REQUEST else INSIDE
    femke = world.people["owner"]
    with transaction():
        space = governing.create_space(
            femke,
            name=f"Guarded {world.canary(name + 'spacename', everyone)}",
            purpose=world.canary(name + "purpose", everyone),
            rules=world.canary(name + "rules"),
            access=access,
            access_reason=world.canary(name + "whyclosed", everyone),
        )
        world.spaces[name] = space
        for member in ("member", "left"):
            membership.add_member(femke, space, world.people[member])
        says = world.canary(name + "champion")
        championing.appoint_champion(femke, space, world.people["member"], says)


def _pages(world: World, name: str) -> None:
    femke, ruben, space = world.people["owner"], world.people["member"], world.spaces[name]
    word = lambda where: world.canary(name + where)  # noqa: E731
    with transaction():
        page = create_page(
            femke, space, title=f"Plan {word('oldtitle')}", text=f"First {word('oldtext')}.\n"
        ).page
        text = (
            f"# {word('heading')}\n\n{word('text')} @noor-jansen #{word('topic')} "
            f"[[{word('wanted')}]] [[Open page|{word('label')}]]\n"
            f"\n[What is open]({world.files[0].url})\n"
        )
        edit_page(ruben, page, text=text, based_on=1, summary=f"Because {word('summary')}")
        lifecycle.rename_page(femke, page, title=f"Plan {word('title')}")
        tagging.change_topics(ruben, page, add=[word("set")])
        world.topics += [each.topic.slug for each in tagging.topics_of(page)]
        world.pages[name] = page
        for person in (femke, ruben):
            watch(person, Subject.PAGE, page.uid)
            watch(person, Subject.SPACE, space.slug)
        below = create_page(ruben, space, title=f"Below {word('child')}", text="x", parent=page.uid)
        gone = create_page(femke, space, title=f"Old {word('archived')}", text=word("archivedtext"))
        lifecycle.archive_page(femke, gone.page, summary=word("farewell"))
        world.pages |= {f"{name} below": below.page, f"{name} archived": gone.page}
        called = f"{word('filename')}.txt"
        kept = store(ruben, space, called, word("filebytes").encode(), page_uid=page.uid)
        replace_file(femke, kept, take_in(called, word("filenew").encode()))
        gone = store(ruben, space, "old.txt", word("fileold").encode())
        world.files += [archive_file(femke, gone), kept]
        drafts.keep_draft(
            ruben, space, page, text=world.canary(f"{name}memberdraft", frozenset({"member"}))
        )


def kept_searches(world: World) -> None:
    """A search at an address that its owner gave to everybody, and one for themselves."""
    femke, everyone = world.people["owner"], frozenset(world.people)
    with transaction():
        shared = save_search(
            femke,
            name="Shared with everyone",
            query=world.canary("sharedquery", everyone),
            filters=Filters(),
        )
        save_search(
            femke,
            name=world.canary("searchname", OWNER),
            query=world.canary("searchquery", OWNER),
            filters=Filters(space=world.spaces["closed"].slug),
        )
    world.searches = [shared.uid]


def moved_page(world: World) -> None:
    """A page that was open, is linked to from an open page, went into hiding, and was renamed."""
    femke, ruben = world.people["owner"], world.people["member"]
    with transaction():
        page = create_page(ruben, world.spaces["open"], title="Once open", text="Plain.\n").page
        commented(world, page, "Plain", world.canary("movedcomment"))
        text = "Read me twice. See [[Once open]]. #heat\n"
        edit_page(ruben, world.pages["open"], text=text, based_on=2)
        lifecycle.move_page(femke, page, world.spaces["closed"], summary=world.canary("movewhy"))
        lifecycle.rename_page(femke, page, title=world.canary("movedtitle"))
        edit_page(
            femke,
            page,
            text=world.canary("movedtext") + "\n",
            based_on=page.revision_number,
            summary=world.canary("movedsummary"),
        )
        world.pages["moved"] = page


def unsaved_page(world: World) -> None:
    """What somebody types of a page that does not exist yet; last, as every page they start ends it."""
    femke, space = world.people["owner"], world.spaces["open"]
    with transaction():
        for text in (world.canary("earliernew", OWNER), world.canary("newdrafttext", OWNER)):
            drafts.keep_draft(
                femke, space, None, text=text, title=world.canary("newdrafttitle", OWNER)
            )
