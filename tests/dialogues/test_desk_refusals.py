"""Every button, command, link, reply and typed text of staff's, as the bot itself has registered them, sent by whoever
may not: refused, noted in the audit trail, without effect. A new staff handler is covered from the moment it is
registered: all that is not known to be everybody's is taken for staff's (``doors``)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from telegram import Update

from handlers.callbacks import Payload
from handlers.errors import words
from handlers.secretariat import _PARTS
from handlers.turn import Turn, current_turn
from locales.translator import Voices
from models import AuditEntry, Citizen, Conversation, Outcome, Role, StaffRole
from services import (
    broadcasts,
    decisions,
    faq,
    library,
    matching,
    questions,
    report_drafts,
    reviews,
    staff,
    team,
)
from services.errors import NotYours
from services.sources import receiving
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.doors import Sent, kept, staff_commands, staff_presses, staff_steps
from tests.reporting import said
from tests.services.office import person as speaker
from tests.services.office import sent
from tests.services.seminars import announced

VOICES = Voices(ZONE)
REFUSAL = words(NotYours(), VOICES["ru"]).striptags()
GROUP = -100200
WHO = ["outsider", "citizen", "revoked officer", "officer of another agency"]
# An agency's officer may report; on the drafts and reports of others nothing.
AN_OFFICERS_OWN = {"report", "NewReport"}


@dataclass
class Bench:
    """The bot, with updates put before its handlers one at a time, each a unit of work of its own."""

    bot: Running
    sent: Sent
    citizen_id: int

    async def handle(self, update: Update, *, at: tuple[str, str, dict[str, Any]] | None = None) -> tuple[str, int]:
        """(what the person reads, how many refusals were noted). ``at``: conversation, step and memory before."""
        parts = self.bot.parts
        async with parts.database.begin() as session:
            turn = Turn(session, self.bot.clock(), VOICES, parts.answers, 0, self.sent.bot.id, "achyk_bot")
            if at is not None:
                row = await session.get(Conversation, self.citizen_id)
                assert row is not None
                row.flow, row.step, row.memory = at
                row.updated_at = turn.now
                await session.flush()
            before = await self._refusals(session)
            await parts.worker._seat(turn, update)
            token = current_turn.set(turn)
            try:
                await parts.application.process_update(update)
            finally:
                current_turn.reset(token)
            await session.flush()
            read = [turn.toast[0] if turn.toast else "", *(str(one.screen.text) for one in turn.screens)]
            return "\n".join(read), await self._refusals(session) - before

    async def _refusals(self, session: Any) -> int:
        query = select(func.count()).where(AuditEntry.is_refused, AuditEntry.actor_id == self.citizen_id)
        return int(await session.scalar(query) or 0)


async def a_full_desk(bot: Running) -> dict[str, Any]:
    """Something real for every button: the refusal must come from the role, not from a thing that is not there."""
    now = bot.clock()
    async with bot.begin() as session:
        chief = await speaker(session, 9001)
        await staff.appoint_first(session, chief, now=now)
        author, officer = await speaker(session, 9002), await speaker(session, 9003)
        session.add(StaffRole(citizen_id=officer.id, role=Role.AGENCY_OFFICER, agency_id="adilet-sot", granted_at=now))
        one, other = await sent(session, author), await sent(session, author, "Дары-дармектин баасын жарыялоо")
        await reviews.publish(session, chief, other.id, now=now, confirmed=True)
        asked = await questions.ask(session, author, "Айыл өкмөтү бюджетин кайда жарыялайт?", now=now, zone=ZONE)
        reasons = {one.lang: "Буга чейин аткарылган иш экен."}
        written = await decisions.decide(session, chief, one.id, Outcome.REJECTED, reasons=reasons, now=now)
        invitation = (await team.invite(session, chief, Role.MODERATOR, now=now)).invitation
        seminar = await announced(session, chief, starts=now + timedelta(days=3))
        register = await matching.register(session)
        await receiving.receive(
            session, receiving.Origin("ministry", agency_id="adilet-sot"), [said()], register, now=now
        )
        draft = await report_drafts.start(session, officer, now=now)
        announcement = await broadcasts.start(session, chief, now=now)
        categories = await faq.list_categories(session)
        plans = (await library.list_campaigns(session, chief, now=now))[1]
        role_id = await session.scalar(select(StaffRole.id).where(StaffRole.citizen_id == chief.id))
        ids = {one.id, asked.id, written.id, invitation.id, seminar.id, draft.id, announcement.id, role_id}
        assert ids == {1}, "the buttons below are pressed for things number 1"
        return {
            "commitment": "open-data-policy",
            "agency": "mdd",
            "template": "rejected-already-done",
            "category": categories[0].id,
            "plan": plans[0].id,
            "key": "next_plan",
            "into": other.id,
            "region": "osh-city",
            "lang": "ky",
            "mask": 1,
        }


async def whoever(bot: Running, who: str) -> Bench:
    """The four who may not."""
    now, telegram_id = bot.clock(), 700
    async with bot.begin() as session:
        citizen = await speaker(session, telegram_id)
        citizen.language = "ru"
        if who == "citizen":
            one = await sent(session, citizen)
            assert one.id > 1
        if who in {"revoked officer", "officer of another agency"}:
            role = Role.MODERATOR if who == "revoked officer" else Role.AGENCY_OFFICER
            chief = await session.get_one(Citizen, 1)
            agency = "mof" if role is Role.AGENCY_OFFICER else None
            made = await team.invite(session, chief, role, agency_id=agency, now=now)
            held = await team.accept(session, citizen, made.token, name="Нурлан", now=now)
            if who == "revoked officer":
                await team.revoke_role(session, chief, held.id, now=now)
        bench = Bench(bot, Sent(telegram_id, bot=bot.parts.application.bot), citizen.id)
    await bench.handle(bench.sent.text("/help"))  # there is a conversation to speak of
    return bench


def test_the_bot_has_staff_buttons_commands_and_steps() -> None:
    presses = staff_presses({})
    assert {"broadcast", "desk", "export", "publish", "questions", "report", "review", "seminars", "stats", "team"} <= {
        *staff_commands()
    }
    declared = {
        payload.__name__
        for payload in Payload.registry.values()
        if payload.__module__.startswith("handlers.screens.secretariat")
    }
    assert len(declared) > 30
    assert declared <= set(presses), "a staff payload that no staff handler takes"
    forms = {data.split(":")[1] for data in presses["Press"]}
    assert forms == {"r", "s", "m"}, "the forms of a report, a seminar and its minutes"
    assert {conversation for conversation, _ in staff_steps()} == {"desk", "publishing", "report", "seminar", "minutes"}
    assert {"TakeTask", "PublishInitiative", "Approve", "SendBroadcast"} & set(presses)


@pytest.mark.parametrize("who", WHO)
async def test_every_staff_button_command_and_link_is_refused_to(bot: Running, who: str) -> None:
    values = await a_full_desk(bot)
    bench = await whoever(bot, who)
    allowed = AN_OFFICERS_OWN if who == "officer of another agency" else set()
    before = await kept(bot.parts.database)
    let_in = []
    for payload, presses in staff_presses(values).items():
        for number, data in enumerate(presses if payload not in allowed else ()):
            for group in (0, GROUP) if number == 0 and who == "citizen" else (0,):
                read, noted = await bench.handle(bench.sent.press(data, group=group))
                if REFUSAL not in read or not noted:
                    let_in.append((data, group, read[:60]))
    texts = [f"/{name}" for name in staff_commands() if name not in allowed]
    for text in [*texts, "/start desk_i1", "/start desk_q1"]:
        read, noted = await bench.handle(bench.sent.text(text))
        if REFUSAL not in read or not noted:
            let_in.append((text, 0, read[:60]))
    for group in (0, GROUP):  # an answer given by replying to a card
        read, noted = await bench.handle(bench.sent.text("Жооп мындай", group=group, replying_to="Q-2026-00001"))
        if REFUSAL not in read or not noted:
            let_in.append(("reply", group, read[:60]))
    assert let_in == []
    after = await kept(bot.parts.database)
    assert [name for name in before if before[name] != after[name]] == []


# What the desk is told for each thing that it may be waiting for; a new one needs nothing here unless it is read.
ABOUT = {
    "id": 1,
    "mask": 1,
    "thing": "i",
    "lang": "ky",
    "outcome": "rejected",
    "commitment": "open-data-policy",
    "key": "next_plan",
    "field": "title",
}
TYPED = {
    "campaign": "2027-01-10 2027-03-31",
    "term": "2027-01-10 2027-03-31",
    "deadline": "2027-01-10 3",
    "holiday": "2027-01-07",
    "merge": "KG-2026-00002",
    "broadcast-link": "Сайт https://www.ogp.el.kg",
    "broadcast-supporters": "KG-2026-00002",
    "broadcast-hour": "2027-01-10 10:00",
}


@pytest.mark.parametrize("who", ["citizen", "revoked officer", "officer of another agency"])
async def test_what_is_typed_or_sent_where_a_text_was_asked_for_is_refused_to(bot: Running, who: str) -> None:
    """The role may have been taken away between the question and its answer."""
    values = await a_full_desk(bot)
    bench = await whoever(bot, who)
    before = await kept(bot.parts.database)
    takers = sorted({what for part in _PARTS for what in getattr(part, "TAKERS", {})})
    assert len(takers) > 10
    let_in = []
    for conversation, step in staff_steps():
        waiting = takers if conversation == "desk" else [""]
        for what in waiting:
            about = ABOUT | values | {"what": what}
            if what in {"term", "deadline", "template", "faq"}:
                about["id"] = {"template": "rejected-already-done", "faq": "what-is-ogp"}.get(what, "open-data-policy")
            memory = {"draft": 1, "report": 1, "lang": "ky", "desk": about}
            words_typed = TYPED.get(what, "Бул жерге жазылган сөздүн узундугу жетиштүү болсун деп жазылды.")
            answers = [
                await bench.handle(update, at=(conversation, step, memory))
                for update in (bench.sent.text(words_typed), bench.sent.photo())
            ]
            # Where only the one or only the other is taken, the other is said not to fit.
            if not any(REFUSAL in read and noted for read, noted in answers):
                let_in.append((conversation, step, what, *(read[:80] for read, _ in answers)))
    assert let_in == []
    after = await kept(bot.parts.database)
    assert [name for name in before if before[name] != after[name]] == []


async def test_the_same_buttons_are_not_refused_to_who_may(bot: Running) -> None:
    """Else the tests above would prove nothing: it is the role that lets in or keeps out."""
    values = await a_full_desk(bot)
    bench = Bench(bot, Sent(9001, bot=bot.parts.application.bot), 1)
    await bench.handle(bench.sent.text("/help"))
    refused = set()
    for payload, presses in staff_presses(values).items():
        for data in presses:
            if payload == "Press" and data.startswith("f:r:"):
                continue  # a report is written by an agency's officer
            read, _ = await bench.handle(bench.sent.press(data))
            if REFUSAL in read:
                refused.add(payload)
    assert refused <= {"NewReport"}
