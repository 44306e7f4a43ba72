"""Files of an initiative: document, photo, voice; an album; what is refused; taking one off."""

from sqlalchemy import select

from bot.playground.driver import Persona
from bot.playground.samples import photo
from handlers.errors import words
from locales.translator import Translator
from models import File, InitiativeFile
from services.errors import FileRefused, LimitReached
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.test_forms import asks
from tests.dialogues.test_initiatives import WHOLE, number
from tests.dialogues.words import PROBLEM, PROPOSAL, TITLE, answers_the_three, sends


async def at_the_files(person: Persona, t: Translator) -> None:
    await answers_the_three(person, t)
    await person.taps(t.plain("Add details"))
    for field in ("result", "theme", "agency", "region"):
        await person.sees(asks(field, t))
        await person.taps(t.plain("Skip"))
    await person.sees(asks("files", t))


async def test_three_kinds_are_taken_and_can_be_taken_off(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_files(aizada, t)
    await aizada.sends_document("Долбоор.pdf", b"%PDF-1.7 ...", "application/pdf")
    await aizada.sees(t.plain("The file is attached."), t.plain("Remove: {name}", name="Долбоор.pdf"))
    await aizada.sends_photo()
    await aizada.sees(t.plain("Remove: {name}", name=f"{t.plain('photo')} 2"))
    await aizada.sends_voice()
    await aizada.sees(t.plain("Remove: {name}", name=f"{t.plain('voice message')} 3"))
    await aizada.taps(t.plain("Remove: {name}", name="Долбоор.pdf"))
    await bot.telegram.quiet()
    assert t.plain("Remove: {name}", name="Долбоор.pdf") not in aizada.screen.labels
    await aizada.taps(t.plain("Done"))
    await aizada.sees(asks("name", t))
    for _ in ("name", "contact"):
        await aizada.taps(t.plain("Skip"))
    await sends(aizada, t, number(1))
    (sent,) = await bot.stored(WHOLE)
    assert sorted(each.file.kind for each in sent.attachments) == ["photo", "voice"]
    await aizada.taps(t.plain("Open it"))
    await aizada.taps(t.plain("Read in full"))
    await aizada.sees(t("File {n} of {number}", n=2, number=number(1)))
    assert {message.kind for message in aizada.chat if message.by_bot} == {"text", "photo", "voice"}


@in_kyrgyz
async def test_an_album_is_one_answer(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_files(aizada, t)
    before = len([message for message in aizada.chat if message.by_bot])
    await aizada.sends_album(photo(640), photo(641), photo(642))
    await aizada.sees(t.plain("Remove: {name}", name=f"{t.plain('photo')} 3"))
    await bot.telegram.quiet(answered=False)
    assert len([message for message in aizada.chat if message.by_bot]) == before + 1
    assert len(await bot.stored(select(InitiativeFile))) == 3


async def test_the_sixth_file_a_wrong_kind_and_a_wrong_size_are_refused(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await at_the_files(aizada, t)
    await aizada.sends_document("зыян.exe", b"MZ")
    await aizada.sees(words(FileRefused("kind"), t).striptags(), asks("files", t))
    await aizada.sends_video(b"00000000")
    await aizada.sees(words(FileRefused("kind"), t).striptags(), asks("files", t))
    await aizada.sends_document("чоң.pdf", b"0" * (20 * 1024 * 1024 + 1), "application/pdf")
    await aizada.sees(words(FileRefused("size"), t).striptags(), asks("files", t))
    for n in range(5):
        await aizada.sends_document(f"{n}.pdf", b"%PDF" + bytes([n]), "application/pdf")
        await aizada.sees(t.plain("Remove: {name}", name=f"{n}.pdf"))
    await aizada.sends_document("5.pdf", b"%PDF" + bytes([5]), "application/pdf")
    await aizada.sees(words(LimitReached("attachments", 5), t).striptags())
    assert len(await bot.stored(select(InitiativeFile))) == 5


@in_kyrgyz
async def test_the_same_file_twice_is_one(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_files(aizada, t)
    document = await aizada.sends_document("Долбоор.pdf", b"%PDF-1.7", "application/pdf")
    await aizada.sees(t.plain("The file is attached."))
    await aizada.forwards(document)
    await aizada.sees(t.plain("The file is attached."))
    assert len(await bot.stored(select(File))) == 1


async def test_a_photo_sent_early_is_attached_and_its_caption_is_the_answer(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
    taken = await aizada.sends_photo(caption=PROBLEM[t.language])
    await aizada.sees(t.plain("The file is attached."), asks("proposal", t))
    await aizada.sends_voice()
    await aizada.sees(t.plain("The file is attached."), asks("proposal", t))
    await aizada.says(PROPOSAL[t.language])
    await aizada.sees(t.plain("Add details"))
    await aizada.edits(taken, PROPOSAL[t.language])
    await aizada.sees(t("Corrected: {field}.", field=t.plain("Problem")))
    (draft,) = await bot.stored(WHOLE)
    assert draft.text.problem == PROPOSAL[t.language]
    assert len(draft.attachments) == 2
    await aizada.taps(t.plain("Go to the preview"))
    await aizada.sends_photo(photo(641))
    await aizada.sees(t.plain("The file is attached."), t.plain("Send"))


async def test_a_caption_that_is_no_answer_is_said_not_to_be_kept(bot: Running, aizada: Persona, t: Translator) -> None:
    not_kept = t.plain("What you wrote under the file is not kept: please put it into one of the answers.")
    await at_the_files(aizada, t)
    await aizada.sends_photo(caption=PROBLEM[t.language])
    await aizada.sees(t.plain("The file is attached."), not_kept, asks("files", t))
    await aizada.sends_photo(photo(641))
    await aizada.sees(t.plain("The file is attached."))
    await aizada.does_not_see(not_kept)


@in_kyrgyz
async def test_a_caption_typed_as_a_question_is_no_answer(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/initiative")
    await aizada.says(TITLE[t.language])
    await aizada.sees(asks("problem", t))
    await aizada.taps(t.plain("I have a question"))
    await aizada.sends_photo(caption="Бул сүрөттү кимдер көрө алат деги?")
    await aizada.sees(t.plain("The file is attached."), asks("problem", t))
    (draft,) = await bot.stored(WHOLE)
    assert draft.text.problem is None


@in_kyrgyz
async def test_a_caption_under_an_album_is_not_forgotten_with_its_last_photo(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await at_the_files(aizada, t)
    await aizada.sends_album(photo(640), photo(641), photo(642), caption=PROBLEM[t.language])
    not_kept = t.plain("What you wrote under the file is not kept: please put it into one of the answers.")
    await aizada.sees(t.plain("Remove: {name}", name=f"{t.plain('photo')} 3"), not_kept)


async def test_a_file_outside_a_form_is_answered(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.sends_photo(caption="Көчөдөгү чуңкур")
    await aizada.sees(t.plain("Main menu"))
    assert await bot.stored(select(File)) == []
