"""Traps of news in many languages: sentences, wrapped lines, quotations and kinds of lines."""

import textwrap

import pytest

from annotator.segment import segment
from schemas import UnitKind

UNSPACED = ("zh", "ja")

SENTENCES = {
    "en": [
        "She moved to a farm in Co. Mayo.|He works for the Oak Motor Co.|Factories are shut.",
        "A group called Dance Now! (Oslo branch) meets here.|It is small.|(Nobody comes.)|It closes.",
        "“What now?” he asked.|“Who knows?”|Analysts say prices will rise.",
        "ST. OAK, Minn. (Agency) — The court ruled.|Nobody came.",
        "The terms are these:|• Water is free.|• Food is dear.",
        "She is I. V. Oak.|It is what he and I want.",
        "The front of the glacier has moved 80 m.|Eighty metres is a lot.",
    ],
    "de": [
        "Das sagt Dr. med. vet. Eva Lang.|Sie muss es wissen.",
        "„Er rief: ‚Komm her.‘|Ich kam nicht.‘“|Sie lachte.",
        "Das Tor fiel in der 118. Minute.|Danach sank die Zahl auf 118.|Niemand klagte.",
    ],
    "es": ["SANTA ANA, 2 mar. (Agencia) — Nevó en la sierra.|Nadie vino por mar.|Todos por tierra."],
    "it": ["(AG) - Riva, 27 ott. - È caduta la neve.|Nessuno è venuto."],
    "pt": ["RIO ALTO, 11 ago. (Agência) — A ponte caiu.|Ninguém veio."],
    "ru": [
        "СЕВЕРСК, 16 апр. — Агентство.|Снег выпал ночью.",
        "Билет стоит 38 руб. 50 коп.|Пенсионеры ездят даром.",
        "Это было в Тверской обл.|Остальные дороги открыты.",
        "Пришёл ген.-лейт. И. П. Орлов.|Длина — 12 км.|Ширина неизвестна.",
    ],
    "uk": [
        "Кошти отримала Київська обл.|Решту розподілять згодом.",
        "Приїхав полк. А. Лис.|У нього сьогодні син, 2016 р. н.|Збитків немає.",
    ],
    "tr": ["Kurulun 1. Başkan Yardımcısı geldi.|II. Dünya Savaşı sergisi açıldı."],
    "ar": ["وصل الدكتور أ. ح. سليم أمس.|“إلى متى؟” تساءلت ممرضة.|لم يجب أحد."],
    "hi": ["किराया 50 रु. है।|पास 800 रु. का है।", "“हम तैयार हैं!” उन्होंने कहा।|अ. राव मार्ग बंद है।"],
    "zh": [
        "“为什么？”他问我。|我没有回答。|“路通了。”镇交通办公室副主任李明说。|大家走了。",
        "他说：“走吧！”|有人问：去哪里？",
    ],
    "ja": ["「寒いね！」と花子さんは驚いた。|「終わった！」|ところが雨が降った。"],
}


def texts_of(text: str, language: str) -> list[str]:
    return ["".join(text[unit.start : unit.end].split("\n")) for unit in segment(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"), [(language, text) for language, texts in SENTENCES.items() for text in texts]
)
def test_sentences(language: str, sentences: str) -> None:
    expected = sentences.split("|")
    text = ("" if language in UNSPACED else " ").join(expected)
    assert texts_of(text, language) == expected


WIDE = {
    "zh": ["市议会周一表示，通往港口的大桥将在今年春天重新开放，工程费用约为3.5亿元，由省里承担。"] * 3
    + ["“我们等了十年，终于等到了。”码头工人李明说，“孩子们再也不用坐船上学，冬天也不会停课了。”"],
    "ja": [
        "市議会は月曜日、港に通じる橋を今年の春に再び開くと発表した。費用の350億円は県が負担する見通しだ。"
    ]
    * 2
    + ["「十年待ちました。これで子どもたちは船に乗らずに学校へ通えます」と港で働く男性は笑顔で話した。"],
}


@pytest.mark.parametrize("language", WIDE)
@pytest.mark.parametrize("width", [30, 36, 60])
def test_chinese_and_japanese_wrapped_anywhere_read_like_whole_lines(language: str, width: int) -> None:
    paragraphs = ["".join(WIDE[language]), "".join(reversed(WIDE[language]))]
    whole = texts_of("\n\n".join(paragraphs), language)
    assert texts_of("\n\n".join(textwrap.fill(each, width) for each in paragraphs), language) == whole


def test_chinese_lines_that_are_whole_paragraphs_are_not_joined() -> None:
    lines = [
        f"第{n}批物资周一上午抵达港口，随后由卡车运往山谷里的村庄，居民在路边等候了很久。"
        for n in range(10, 18)
    ]
    assert texts_of("\n".join(lines), "zh") == lines


def quoted(text: str, language: str) -> list[tuple[int | None, str]]:
    units = segment(text, language)
    return [(unit.quotation, text[unit.start : unit.end]) for unit in units if unit.kind is UnitKind.QUOTE]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "« Il neige. Rien ne va. » Elle part.", [(1, "« Il neige."), (1, "Rien ne va. »")]),
        ("fr", "Il parle d'un « bon pain ». Elle part. Elle rit. On passe « La Mer ».", []),
        ("fr", "« Non, dit-il. Rien ne va. » Elle part.", [(1, "Rien ne va. »")]),
        ("zh", "他说：“下雪了。路断了。”她走了。“没人来。”", [(1, "路断了。”"), (2, "“没人来。”")]),
        (
            "ru",
            "«Снег идёт, — сказал он. — Дорога закрыта. Ждём». Она ушла.",
            [(1, "— Дорога закрыта."), (1, "Ждём».")],
        ),
        (
            "ru",
            "«Снег — это хорошо. Дорога — нет». Она ушла.",
            [(1, "«Снег — это хорошо."), (1, "Дорога — нет».")],
        ),
    ],
)
def test_quotations(language: str, text: str, expected: list[tuple[int, str]]) -> None:
    assert quoted(text, language) == expected


@pytest.mark.parametrize(
    ("language", "line", "kind"),
    [
        ("en", "Words by Ann Lee. Photographs by Bo Park", "byline"),
        ("fr", "Par Anne Roux (envoyée spéciale à Riva)", "byline"),
        ("ja", "文・写真　山田太郎", "byline"),
        ("zh", "文｜李明 编辑｜王芳", "byline"),
        ("es", "El puente de noche. / FOTO: A. RUIZ", "caption"),
        ("it", "Il ponte di notte (foto di A. Riva)", "caption"),
        ("ru", "Мост ночью. Фото: А. Орлова", "caption"),
        ("hi", "पुल रात में। फ़ोटो: राज दास", "caption"),
        ("ja", "開通した橋＝3月、山田太郎撮影", "caption"),
        ("fr", "Publié le 3 mars 2031 à 11h32", "dateline"),
        ("de", "Veröffentlicht am 3. März 2031 um 14:05 Uhr", "dateline"),
        ("ru", "«Заря» обыграла «Север» и вышла в финал", "heading"),
    ],
)
def test_kinds_of_lines(language: str, line: str, kind: str) -> None:
    sentence = {"zh": "大桥开放了。", "ja": "橋が開いた。", "hi": "पुल खुल गया।"}.get(language, "Oslo 2031.")
    text = f"{sentence}\n\n{line}\n\n{sentence}"
    assert {unit.kind for unit in segment(text, language)[1:-1]} == {kind}


def test_a_line_below_the_title_that_lacks_its_stop_is_a_heading() -> None:
    text = (
        "Bridge of the North\n\nTen years after the flood that cut it off, a town in the hills has its road "
        "back and wonders who will come\n\nThe bridge opened on Monday. Nobody came."
    )
    assert [unit.kind for unit in segment(text)][:3] == [
        UnitKind.HEADING,
        UnitKind.HEADING,
        UnitKind.SENTENCE,
    ]
