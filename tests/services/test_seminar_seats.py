"""Seats and the waiting list."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Notice, Seminar, SeminarRegistration
from models.database import Database
from services import privacy, seminar_drafts, seminar_seats, seminars
from services.errors import NotFound, NumberRefused, SeminarOver
from tests.conftest import START, ZONE
from tests.services.seminars import STARTS, administrator, announced, drafted, person


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.begin() as opened:
        yield opened


@pytest.fixture
async def officer(session: AsyncSession) -> Citizen:
    return await administrator(session)


async def seated(session: AsyncSession, seminar: Seminar) -> list[int]:
    rows = await session.scalars(select(SeminarRegistration).where(SeminarRegistration.seminar_id == seminar.id))
    return [row.citizen_id for row in sorted(rows, key=lambda row: row.id) if not row.is_waiting]


async def waiting(session: AsyncSession, seminar: Seminar) -> list[int]:
    rows = await session.scalars(select(SeminarRegistration).where(SeminarRegistration.seminar_id == seminar.id))
    return [row.citizen_id for row in sorted(rows, key=lambda row: row.id) if row.is_waiting]


async def notices_of(session: AsyncSession, citizen: Citizen) -> list[tuple[str, object]]:
    found = await session.scalars(select(Notice).where(Notice.citizen_id == citizen.id).order_by(Notice.id))
    return [(one.kind, one.due_at) for one in found]


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["register", "withdraw"]), st.integers(0, 5)),
        st.tuples(st.just("seats"), st.integers(1, 4)),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS, seats=st.integers(1, 3))
async def test_never_more_registered_than_seats_and_the_order_of_coming_is_kept(
    database: Database, operations: list[tuple[str, int]], seats: int
) -> None:
    async with database.begin() as session:
        officer = await administrator(session)
        people = [await person(session, 100 + number) for number in range(6)]
        seminar = await announced(session, officer, seats=str(seats))
        has_seat: list[int] = []
        waits: list[int] = []
        for what, number in operations:
            one = people[number].id if what != "seats" else 0
            if what == "register":
                await seminar_seats.register(session, people[number], seminar.id, now=START)
                if one not in has_seat + waits:
                    (has_seat if len(has_seat) < seats else waits).append(one)
            elif what == "withdraw":
                await seminar_seats.withdraw(session, people[number], seminar.id, now=START)
                has_seat, waits = [x for x in has_seat if x != one], [x for x in waits if x != one]
            else:
                try:
                    await seminar_drafts.answer(session, officer, seminar, "seats", str(number), now=START, zone=ZONE)
                except NumberRefused:
                    assert number < len(has_seat)  # nobody loses a seat
                else:
                    seats = number
            while waits and len(has_seat) < seats:
                has_seat.append(waits.pop(0))
            assert len(await seated(session, seminar)) <= seats
            assert set(await seated(session, seminar)) == set(has_seat)
            assert await waiting(session, seminar) == waits


async def test_who_moves_up_is_told_and_reminded_a_day_and_an_hour_before(
    session: AsyncSession, officer: Citizen
) -> None:
    aizada, bolot = await person(session, 1), await person(session, 2)
    seminar = await announced(session, officer, seats="1")
    assert not (await seminar_seats.register(session, aizada, seminar.id, now=START)).is_waiting
    assert (await seminar_seats.register(session, bolot, seminar.id, now=START)).is_waiting
    assert await notices_of(session, bolot) == []
    await seminar_seats.withdraw(session, aizada, seminar.id, now=START)
    assert await notices_of(session, bolot) == [
        ("seminar_seat", START),
        ("seminar_reminder", STARTS - timedelta(days=1)),
        ("seminar_reminder", STARTS - timedelta(hours=1)),
    ]


async def test_a_reminder_whose_time_has_passed_is_not_given(session: AsyncSession, officer: Citizen) -> None:
    aizada = await person(session, 1)
    seminar = await announced(session, officer)
    await seminar_seats.register(session, aizada, seminar.id, now=STARTS - timedelta(hours=5))
    assert await notices_of(session, aizada) == [("seminar_reminder", STARTS - timedelta(hours=1))]


async def test_registering_twice_takes_one_seat(session: AsyncSession, officer: Citizen) -> None:
    aizada = await person(session, 1)
    seminar = await announced(session, officer, seats="2")
    for _ in range(2):
        await seminar_seats.register(session, aizada, seminar.id, now=START)
    assert await seated(session, seminar) == [aizada.id]
    stand = await seminar_seats.standing(session, seminar, aizada)
    assert (stand.taken, stand.waiting) == (1, 0)


async def test_one_seat_cannot_be_given_twice(session: AsyncSession, officer: Citizen) -> None:
    seminar = await announced(session, officer)
    for number in (1, 2):
        citizen = await person(session, number)
        row = SeminarRegistration(seminar_id=seminar.id, citizen_id=citizen.id, seat=1, registered_at=START)
        session.add(row)
    with pytest.raises(IntegrityError):
        await session.flush()
    await session.rollback()


async def test_a_place_in_the_list_says_how_many_are_before(session: AsyncSession, officer: Citizen) -> None:
    people = [await person(session, number) for number in range(1, 5)]
    seminar = await announced(session, officer, seats="1")
    for one in people:
        await seminar_seats.register(session, one, seminar.id, now=START)
    stand = await seminar_seats.standing(session, seminar, people[-1])
    assert (stand.taken, stand.waiting, stand.ahead) == (1, 3, 2)


async def test_nobody_registers_or_cancels_once_it_has_begun_or_is_called_off(
    session: AsyncSession, officer: Citizen
) -> None:
    aizada = await person(session, 1)
    seminar, other = await announced(session, officer), await announced(session, officer)
    with pytest.raises(SeminarOver):
        await seminar_seats.register(session, aizada, seminar.id, now=STARTS)
    await seminars.call_off(session, officer, other.id, now=START)
    for act in (seminar_seats.register, seminar_seats.withdraw):
        with pytest.raises(SeminarOver):
            await act(session, aizada, other.id, now=START)


async def test_a_draft_takes_no_registrations(session: AsyncSession, officer: Citizen) -> None:
    draft = await drafted(session, officer)
    with pytest.raises(NotFound):
        await seminar_seats.register(session, await person(session, 1), draft.id, now=START)


async def test_a_new_start_makes_new_reminders_and_a_notice_of_the_change(
    session: AsyncSession, officer: Citizen
) -> None:
    aizada = await person(session, 1)
    seminar = await announced(session, officer)
    await seminar_seats.register(session, aizada, seminar.id, now=START)
    old = seminar_seats.reminder_of(seminar, "day")
    await seminar_drafts.answer(session, officer, seminar, "starts_at", "05.12.2026 10:00", now=START, zone=ZONE)
    given = (await session.scalars(select(Notice).order_by(Notice.id))).all()
    assert [one.kind for one in given] == ["seminar_reminder"] * 4 + ["seminar_changed"]
    assert given[2].subject == seminar_seats.reminder_of(seminar, "day") != old == given[0].subject


async def test_an_erased_person_leaves_the_seat_to_who_waits(session: AsyncSession, officer: Citizen) -> None:
    aizada, bolot = await person(session, 1), await person(session, 2)
    seminar = await announced(session, officer, seats="1")
    for one in (aizada, bolot):
        await seminar_seats.register(session, one, seminar.id, now=START)
    assert (await privacy.holdings(session, aizada)).seminars == 1
    assert [one["waiting"] for one in (await privacy.export(session, bolot))["seminars"]] == [True]
    await privacy.erase(session, aizada, inbox_id=0, now=START)
    assert await seated(session, seminar) == [bolot.id]


async def test_two_who_want_the_last_seat_at_once_do_not_both_get_it(database: Database) -> None:
    async with database.begin() as session:
        people = [await person(session, number) for number in range(1, 5)]
        seminar = await announced(session, await administrator(session), seats="2")

    async def registers(citizen: Citizen) -> bool:
        async with database.begin() as session:
            own = await seminar_seats.register(session, citizen, seminar.id, now=START)
            return own.is_waiting

    assert sorted(await asyncio.gather(*(registers(one) for one in people))) == [False, False, True, True]


async def test_seats_given_back_at_once_all_go_to_who_waits(database: Database) -> None:
    async with database.begin() as session:
        people = [await person(session, number) for number in range(1, 5)]
        seminar = await announced(session, await administrator(session), seats="2")
        for one in people:
            await seminar_seats.register(session, one, seminar.id, now=START)

    async def leaves(citizen: Citizen) -> None:
        async with database.begin() as session:
            await seminar_seats.withdraw(session, citizen, seminar.id, now=START)

    await asyncio.gather(*(leaves(one) for one in people[:2]))
    async with database.read() as session:
        assert await seated(session, seminar) == [one.id for one in people[2:]]
