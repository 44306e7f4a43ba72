"""/team: roles, invitation links, the audit trail, the desk's own term; and the link that makes one staff."""

from datetime import date
from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.guards import command, pressed
from handlers.screens.screen import Screen
from handlers.screens.secretariat import team as screens
from handlers.secretariat import cards
from handlers.secretariat.typing import Step, Taker, done, expect
from models import Role, StaffInvitation
from services import commitments, team, workdays
from services.errors import NotFound
from services.tasks import Thing


async def show(update: Update, context: Context) -> Step:
    return await _show(update, context)


async def open_team(update: Update, context: Context, _press: screens.OpenTeam) -> Step:
    return await _show(update, context)


async def _show(update: Update, context: Context, note: Markup | None = None) -> Step:
    session, actor = context.session, context.citizen
    held = await team.list_staff(session, actor, now=context.now)
    if update.effective_user is not None:
        await team.learn_name(session, actor, update.effective_user.first_name)
    invitations = await team.list_invitations(session, actor, now=context.now)
    context.show(screens.team(held, invitations, await _agencies(context), await _known(context), context.t, note))
    return done(context)


async def _agencies(context: Context) -> screens.Names:
    return await commitments.names(context.session, "agency")


async def _known(context: Context) -> dict[int, str]:
    return {one.citizen_id: one.name or "" for one in await team.colleagues(context.session)}


async def invite(_update: Update, context: Context, _press: screens.Invite) -> Step:
    await team.list_invitations(context.session, context.citizen, now=context.now)  # asks the role
    context.show(screens.choose_role(context.t))
    return done(context)


async def invite_as(_update: Update, context: Context, press: screens.InviteAs) -> Step:
    if press.role is Role.AGENCY_OFFICER:
        await team.list_invitations(context.session, context.citizen, now=context.now)
        agencies = await commitments.names(context.session, "agency", active_only=True)
        context.show(screens.choose_agency(agencies, context.t))
        return done(context)
    made = await team.invite(context.session, context.citizen, press.role, now=context.now)
    return await _show_link(context, made.invitation, made.token)


async def invite_officer(_update: Update, context: Context, press: screens.InviteOfficer) -> Step:
    made = await team.invite(
        context.session, context.citizen, Role.AGENCY_OFFICER, agency_id=press.agency, now=context.now
    )
    return await _show_link(context, made.invitation, made.token)


async def _show_link(context: Context, invitation: StaffInvitation, token: str) -> Step:
    link = f"https://t.me/{context.turn.bot_name}?start=staff_{token}"
    context.show(screens.invited(invitation, link, await _agencies(context), context.t))
    return done(context)


async def revoke_invitation(update: Update, context: Context, press: screens.RevokeInvitation) -> Step:
    await team.revoke_invitation(context.session, context.citizen, press.id, now=context.now)
    return await _show(update, context, context.t("The link no longer works."))


async def revoke_role(update: Update, context: Context, press: screens.RevokeRole) -> Step:
    if press.sure != 1:
        held = await team.list_staff(context.session, context.citizen, now=context.now)
        for one in held:
            if one.id == press.id:
                known = await _known(context)
                context.show(screens.confirm_revocation(one, await _agencies(context), known, context.t))
                return done(context)
        raise NotFound
    revoked = await team.revoke_role(context.session, context.citizen, press.id, now=context.now)
    if revoked.citizen_id == context.citizen.id and revoked.role is Role.ADMINISTRATOR:
        context.show(Screen(context.t("You are no longer an administrator.")))
        return done(context)
    return await _show(update, context, context.t("The role is removed."))


async def show_trail(_update: Update, context: Context, press: screens.ShowTrail) -> Step:
    entries = await team.trail(context.session, context.citizen, now=context.now, before=press.before or None)
    context.show(screens.trail(entries, await _known(context), context.t))
    return done(context)


async def show_term(_update: Update, context: Context, _press: screens.ShowTerm) -> Step:
    await team.list_staff(context.session, context.citizen, now=context.now)  # asks the role
    return await _show_term(context)


async def _show_term(context: Context) -> Step:
    calendar = await workdays.calendar(context.session, context.turn.voices.zone)
    context.show(screens.term(calendar, sorted(calendar.holidays), context.t))
    return expect(context, "holiday")


async def set_term(_update: Update, context: Context, press: screens.SetTerm) -> Step:
    await workdays.set_term(context.session, context.citizen, press.days, now=context.now)
    return await _show_term(context)


async def take_holiday(update: Update, context: Context, _about: dict[str, Any]) -> Step:
    try:
        day = date.fromisoformat(text_of(update))
    except ValueError:
        context.show(Screen(context.t("Please type a day like this: 2027-01-07.")))
        return None
    await workdays.toggle_holiday(context.session, context.citizen, day, now=context.now)
    return await _show_term(context)


async def follow_invitation(update: Update, context: Context, token: str) -> None:
    """The link staff_<token>. Raises InvitationGone."""
    name = update.effective_user.first_name if update.effective_user else ""
    given = await team.accept(context.session, context.citizen, token, name=name, now=context.now)
    context.show(screens.welcome(given, await _agencies(context), context.t))


async def follow_card(_update: Update, context: Context, key: str) -> None:
    """The link desk_<i or q><id> under a card in the staff group. Raises NotYours or NotFound."""
    thing, number = key[:1], key[1:]
    if thing not in set(Thing) or not (number.isascii() and number.isdigit()) or len(number) > 15:
        raise NotFound
    await cards.show(context, Thing(thing), int(number))


TAKERS: dict[str, Taker] = {"holiday": take_holiday}


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("team", show),
        pressed(screens.OpenTeam, open_team),
        pressed(screens.Invite, invite),
        pressed(screens.InviteAs, invite_as),
        pressed(screens.InviteOfficer, invite_officer),
        pressed(screens.RevokeInvitation, revoke_invitation),
        pressed(screens.RevokeRole, revoke_role),
        pressed(screens.ShowTrail, show_trail),
        pressed(screens.ShowTerm, show_term),
        pressed(screens.SetTerm, set_term),
    ]
