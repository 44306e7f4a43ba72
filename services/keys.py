"""Whether DATA_KEY opens what this database holds: found out at the start, not at the first citizen's update."""

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy.ext.asyncio import AsyncSession

from models import Belonging

_KEY = "sealed_with"
_WORD = b"Achyk Okmot"


async def opens(session: AsyncSession, cipher: MultiFernet) -> bool | None:
    """Whether one of the keys is the one that this database was begun with; None when it has not been begun."""
    sealed = await session.get(Belonging, _KEY)
    if sealed is None:
        return None
    try:
        return cipher.decrypt(sealed.value) == _WORD
    except InvalidToken:
        return False


async def begin(session: AsyncSession, cipher: MultiFernet) -> None:
    """Seal a database that has not been sealed yet. The seal is never renewed: what was written under the first key
    is still there when a second one is listed before it."""
    if await session.get(Belonging, _KEY) is None:
        session.add(Belonging(key=_KEY, value=cipher.encrypt(_WORD).decode()))
