"""The words of days as people type them in Kyrgyz, Russian and English, for ``services.moments``."""

# Days from today.
DAYS = {
    "бүгүн": 0, "бугун": 0, "сегодня": 0, "today": 0,
    "эртең": 1, "эртен": 1, "завтра": 1, "tomorrow": 1,
    "бүрсүгүнү": 2, "бурсугуну": 2, "бүрсүгүн": 2, "послезавтра": 2,
}  # fmt: skip
# The first letters of each month: Kyrgyz and Russian share them, whatever ending follows.
MONTHS = (
    ("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("май", "мая", "may"), ("июн", "jun"),
    ("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec"),
)  # fmt: skip
# What may stand around the numbers and says nothing by itself.
FILLERS = frozenset(
    {
        "саат", "жыл", "жылы", "жылдын", "жылкы", "ж",
        "в", "во", "на", "г", "года", "год", "ч", "час", "часов", "часа", "числа",
        "at", "on", "of", "the", "th", "st", "nd", "rd", "h",
        "да", "де", "до", "дө", "та", "те", "то", "тө", "күнү", "куну", "го",
    }
)  # fmt: skip
