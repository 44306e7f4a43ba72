"""DATA_KEY is found out to be another one before anybody writes."""

from cryptography.fernet import Fernet, MultiFernet

from services import keys

OLD, NEW = Fernet(Fernet.generate_key()), Fernet(Fernet.generate_key())


async def test_a_database_opens_with_the_key_it_was_begun_with_wherever_it_is_listed(session):
    assert await keys.opens(session, MultiFernet([OLD])) is None
    await keys.begin(session, MultiFernet([OLD]))
    assert await keys.opens(session, MultiFernet([OLD])) is True
    assert await keys.opens(session, MultiFernet([NEW, OLD])) is True
    assert await keys.opens(session, MultiFernet([NEW])) is False


async def test_a_second_start_does_not_seal_it_anew(session):
    """What was written under the first key is still there, so the first key is still needed."""
    await keys.begin(session, MultiFernet([OLD]))
    await keys.begin(session, MultiFernet([NEW, OLD]))
    assert await keys.opens(session, MultiFernet([NEW])) is False
