"""Encrypted files: what goes in comes out, what was tampered with does not, a crash leaves nothing half."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from services.vault import Damaged, TooLarge, Vault

MB = 1024 * 1024


@pytest.fixture
def vault(tmp_path: Path, cipher: Fernet) -> Vault:
    return Vault(tmp_path / "files", cipher)


async def pieces(content: bytes, size: int = 70_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize("size", [0, 1, MB - 1, MB, MB + 1, 3 * MB + 5])
async def test_what_goes_in_comes_out(vault: Vault, size: int) -> None:
    content = bytes(number * 31 % 251 for number in range(size))
    stored = await vault.store(7, pieces(content), at_most=4 * MB)
    assert b"".join(vault.read(7)) == content
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(content).hexdigest())


async def test_nothing_readable_lies_on_disk(vault: Vault, tmp_path: Path) -> None:
    await vault.store(7, pieces("Мектептин бюджети".encode() * 100), at_most=MB)
    (path,) = (tmp_path / "files").iterdir()
    assert "Мектеп".encode() not in path.read_bytes()


async def test_one_byte_too_many_is_refused_and_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        await vault.store(7, pieces(b"x" * (MB + 1)), at_most=MB)
    assert list((tmp_path / "files").iterdir()) == []


async def test_a_download_that_breaks_off_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    async def breaks() -> AsyncIterator[bytes]:
        yield b"x" * 10
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        await vault.store(7, breaks(), at_most=MB)
    assert list((tmp_path / "files").iterdir()) == []


@pytest.mark.parametrize("tampering", ["cut", "swapped", "appended", "another's", "key"])
async def test_tampering_is_noticed(vault: Vault, tmp_path: Path, cipher: Fernet, tampering: str) -> None:
    await vault.store(7, pieces(b"a" * (2 * MB + 10)), at_most=4 * MB)
    path = tmp_path / "files" / "7.enc"
    raw = path.read_bytes()
    first = 4 + int.from_bytes(raw[:4], "big")
    read_as, by = 7, vault
    match tampering:
        case "cut":
            path.write_bytes(raw[: 2 * first])
        case "swapped":
            path.write_bytes(raw[first : 2 * first] + raw[:first] + raw[2 * first :])
        case "appended":
            path.write_bytes(raw + raw[:first])
        case "another's":
            path.rename(path.with_name("8.enc"))
            read_as = 8
        case "key":
            by = Vault(tmp_path / "files", Fernet(Fernet.generate_key()))
    with pytest.raises(Damaged):
        list(by.read(read_as))


async def test_ids_and_removal(vault: Vault, tmp_path: Path) -> None:
    assert vault.ids() == set()
    await vault.store(7, pieces(b"a"), at_most=MB)
    (tmp_path / "files" / "8.part").write_bytes(b"half")
    assert vault.ids() == {7}
    vault.remove_unfinished()
    vault.remove(7)
    vault.remove(7)
    assert list((tmp_path / "files").iterdir()) == []
