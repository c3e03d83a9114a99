"""Languages: which one a text is in, and where its sentences end."""

from pathlib import Path

import pytest

from annotator.ingest import Metadata, read_articles
from annotator.ingest.language import detect_language
from annotator.segment import segment
from annotator.segment.languages import UNKNOWN, language_of
from schemas import Article, LanguageFrom, UnitKind
from tests.unit.commandline import CommandLine

PARAGRAPHS = {
    "en": "The council said that it would not pay for the bridge, but the work is to go on in the spring.",
    "de": "Der Rat sagte, dass er die Brücke nicht bezahlen werde, aber die Arbeiten gehen weiter.",
    "fr": "Le conseil a dit qu'il ne paierait pas le pont, mais les travaux vont se poursuivre au printemps.",
    "es": "El consejo dijo que no pagaría el puente, pero las obras van a seguir en la primavera.",
    "it": "Il consiglio ha detto che non pagherà il ponte, ma i lavori andranno avanti anche in primavera.",
    "pt": "O conselho disse que não vai pagar a ponte, mas as obras vão continuar na primavera.",
    "ru": "Совет сообщил, что не будет платить за мост, но работы продолжатся и весной.",
    "uk": "Рада повідомила, що не платитиме за міст, але роботи триватимуть і навесні.",
    "tr": "Meclis köprü için para ödemeyeceğini söyledi, ancak çalışmalar da bir yıl daha sürecek.",
    "ar": "قال المجلس إنه لن يدفع ثمن الجسر، لكن العمل سوف يستمر في الربيع كما كان.",
    "hi": "परिषद ने कहा कि वह पुल के लिए पैसा नहीं देगी, लेकिन काम वसंत में भी जारी रहेगा।",
    "zh": "市议会表示不会为这座桥付款，但是工程将在春天继续进行。",
    "ja": "市議会は橋の費用を払わないと述べたが、工事は春も続く。",
    "ko": "시의회는 다리 비용을 내지 않겠다고 밝혔지만 공사는 봄에도 계속된다.",
    "nl": "De raad zei dat hij niet voor de brug zal betalen, maar het werk gaat in het voorjaar door.",
    "pl": "Rada powiedziała, że nie zapłaci za most, ale prace będą trwać także na wiosnę i w lecie.",
    "sv": "Rådet sade att det inte ska betala för bron, men arbetet kommer att fortsätta under våren.",
    "da": "Rådet sagde, at det ikke vil betale for broen, men arbejdet bliver ved efter den tid.",
    "ca": "El consell va dir que no pagarà el pont, però les obres han de seguir amb els diners de la gent.",
    "ro": "Consiliul a spus că nu va plăti pentru pod, dar lucrările sunt în curs și vor fi gata după iarnă.",
    "bg": "Съветът заяви, че няма да плати за моста, но работата ще продължи и през пролетта.",
    "sr": "Веће је рекло да неће платити за мост, али ће радови бити настављени и на пролеће, што је добро.",
    "fa": "شورا گفت که برای پل پولی نمی‌دهد، اما کار در بهار ادامه دارد و تا پایان سال آماده می‌شود.",
    "ur": "کونسل نے کہا کہ وہ پل کے لیے رقم نہیں دے گی لیکن کام بہار میں بھی جاری رہے گا۔",
    "el": "Το συμβούλιο είπε ότι δεν θα πληρώσει για τη γέφυρα.",
    "he": "המועצה אמרה כי היא לא תשלם על הגשר, אך העבודה תימשך גם אחרי החורף.",
    "th": "สภาเมืองกล่าวว่าจะไม่จ่ายค่าสะพาน แต่งานจะดำเนินต่อไป",
}


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_a_sentence_of_news_tells_its_language(language: str) -> None:
    assert detect_language(PARAGRAPHS[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.03.2031 — 14:05",
        "Berlin",
        "Anna Schmidt, Carlos Pérez, John Lee, Maria Rossi",
        "NORTHPORT BRIDGE OPENS",
        "東京都知事選挙結果発表",
        "Mezagaj tanosi belivuq harbanoti zelimar. Dukanesi vorbalit mesunari kolaveth.",
        f"{PARAGRAPHS['en']} {PARAGRAPHS['de']}",
        f"{PARAGRAPHS['en']} {PARAGRAPHS['ru']}",
    ],
)
def test_names_scraps_and_mixtures_tell_none(text: str) -> None:
    assert detect_language(text) is None


def test_one_quoted_sentence_does_not_change_the_language_of_an_article() -> None:
    german = PARAGRAPHS["de"]
    assert detect_language(f"{german} {german} „The answer is no“, said the mayor. {german} {german}") == "de"


@pytest.mark.parametrize("upper", ["de", "ru", "es"])
def test_capitals_are_no_other_language(upper: str) -> None:
    assert detect_language(PARAGRAPHS[upper].upper()) in (upper, None)


def read(path: Path, given: Metadata, default: str = "en") -> Article:
    (article,) = read_articles(path, given, default_language=default)
    return article


@pytest.mark.parametrize(
    ("name", "text", "given", "language", "how"),
    [
        ("a.txt", PARAGRAPHS["es"], None, "es", LanguageFrom.DETECTED),
        ("a.txt", PARAGRAPHS["es"], "pt-BR", "pt-BR", LanguageFrom.GIVEN),
        ("a.md", f"---\nlanguage: it\n---\n{PARAGRAPHS['es']}", None, "it", LanguageFrom.FILE),
        ("a.md", f"---\nlanguage: it\n---\n{PARAGRAPHS['es']}", "fr", "fr", LanguageFrom.GIVEN),
        ("a.txt", "Berlin, 1931", None, "sv", LanguageFrom.DEFAULT),
    ],
)
def test_the_language_is_given_said_by_the_file_detected_or_the_projects(
    tmp_path: Path, name: str, text: str, given: str | None, language: str, how: LanguageFrom
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    article = read(path, Metadata(language=given), default="sv")
    assert (article.language, article.provenance.language_from) == (language, how)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def test_segment_detects_the_language_of_a_file(tmp_path: Path, run: CommandLine) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Der Rat tagte am 3. Oktober in der Stadt. Dr. Lang kam z. B. nicht.", encoding="utf-8")

    def texts(*options: str) -> list[str]:
        return [unit["text"] for unit in run("segment", path, "--json", *options).json["units"]]

    assert texts() == ["Der Rat tagte am 3. Oktober in der Stadt.", "Dr. Lang kam z. B. nicht."]
    assert texts("--language", "en")[0] == "Der Rat tagte am 3."


SENTENCES = {
    "de": [
        "Am 3. Mai kam Prof. Dr. Eva Lang.|Sie blieb bis zum 12. Juni 2031.",
        "Das kostet 2,5 Mio. Euro, d. h. u. a. mehr als 2030.|Das ist viel.",
        "„Wer zahlt das?“, fragte sie.|„Niemand weiß es.|Wir auch nicht.“|Dann ging sie.",
        "»Es ist aus.«|Mehr sagte er in der Bahnhofstr. 5 nicht.",
        "König Karl V. besuchte die Stadt.|Im 16. Jahrhundert war sie klein.",
    ],
    "fr": [
        "M. Roux et Mme J.-P. Blanc sont partis.|L'art. 3 le permet.",
        "« C'est fini ! » a-t-il crié.|« Rien ne va. »|Il est parti.",
        "« Je ne sais pas.|On verra », dit-elle.|Pourquoi ?|Nul ne sait.",
        "Il y a du pain, du vin, etc.|Le reste manque.",
    ],
    "es": [
        "El Sr. Ruiz vive en EE. UU. desde mayo.|La Dra. Gil, no.",
        "¿Quién paga?|¡Nadie!|—No sé —dijo el alcalde.|—Yo tampoco.",
        "«Ya basta.|No sigo», dijo.|Según el art. 4 y la pág. 12, puede.",
    ],
    "it": [
        "Il dott. Riva e l'avv. Sala sono a Roma.|L'art. 3 lo dice.",
        "«Non so.|Vedremo», dice il sig. Neri.|Poi tace.",
        "La ditta F.lli Riva S.p.A. ha chiuso.|Perché?|Nessuno lo sa.",
    ],
    "pt": [
        "O Sr. Reis e a Dra. Lima vivem na Av. Central, n.º 5.|Não falam.",
        "O art. 5.º é claro.|— Quem paga?|— Ninguém.",
        "Vieram pais, mães, etc.|O resto ficou.",
    ],
    "ru": [
        "А. С. Орлов живёт в г. Северске на ул. Мира, д. 5.|Он рад.",
        "Это было в 1821 г.|Потом, т. е. в 1830 г., всё изменилось.",
        "«Кто платит?» — спросил он.|«Никто.|И не будет», — ответили ему.",
        "— Вы идёте?|— Нет.|Цена — 2 тыс. руб.|Дети не платят.",
    ],
    "uk": [
        "Т. Г. Орленко живе в м. Північне на вул. Миру, буд. 5.|Він радий.",
        "Це було 1821 р.|Потім, тобто 1830 р., усе змінилося.",
        "Музей ім. Лесі Українки зачинено.|«Хто платить?» — спитав він.",
    ],
    "tr": [
        "Prof. Dr. Can Su 3. Kolordu'dan geldi.|Bu yıl 19. yüzyıl sergisi var.",
        "“Kim ödeyecek?” diye sordu.|Cevap yok.|II. Murat dönemi vb. konular var.",
    ],
    "ar": [
        "وصل د. سامي إلى هنا.|من يدفع؟|لا أحد يعرف؛ ولا نحن.",
        "قال: «لا أعرف.|سوف نرى».|ثم ذهب.",
    ],
    "hi": [
        "डॉ. राव और प्रो. सेन आए।|कौन देगा? |कोई नहीं जानता।",
        'श्री आर. के. दास ने कहा, "हम नहीं।"|वह चले गए।',
    ],
    "zh": [
        "谁来付钱？|没有人知道！|“我不知道。”他说。|会议结束了……|大家走了。",
        "“天很冷。|要小心。”|他走了。|价格是3.5元。|U.S. 市场未变。",
        "他说 ： “ 天很冷 。|要小心 。 ”|他走了。",
    ],
    "ja": [
        "誰が払うのか？|分からない。|「知らない。帰る。」と市長は言った。|会議は終わった。",
        "同氏（元市長。前議員。）は欠席した。|「そうだ！」と叫んだ。",
        "モーニング娘。の公演があった。|会場は満員だった。",
    ],
    "el": ["Ποιος πληρώνει;|Κανείς.|Ο κ. Παππάς έφυγε."],
    "hy": ["Ով է վճարում։|Ոչ ոք:|Նա գնաց:"],
    "pl": ["Dr. Nowak i prof. Lis mieszkają przy ul. Długiej.|W 2031 r. wyjadą.|Nie wiem."],
    "nl": ["Dhr. Smit kwam op 3 okt. aan.|Mevr. De Wit niet."],
    "cs": ["Dne 3. Května přišel p. Dvořák.|Nikdo neví."],
    "am": ["ማን ይከፍላል፧|ማንም አያውቅም።"],
    "ur": ["کون ادا کرے گا؟|کوئی نہیں جانتا۔|وہ گیا۔"],
    "km": ["គាត់មក។|គាត់ទៅ។"],
}


@pytest.mark.parametrize(
    ("language", "sentences"), [(language, text) for language, texts in SENTENCES.items() for text in texts]
)
def test_sentences_of_a_paragraph(language: str, sentences: str) -> None:
    expected = [sentence.strip() for sentence in sentences.split("|")]
    text = ("" if language in ("zh", "ja", "km", "am") else " ").join(expected)
    assert [text[unit.start : unit.end] for unit in segment(text, language)] == expected


@pytest.mark.parametrize("text", ["สภาเมืองประชุมวันนี้ ไม่มีใครรู้ ทุกคนกลับบ้าน", "ສະພາເມືອງປະຊຸມ ບໍ່ມີໃຜຮູ້"])
def test_a_script_without_end_marks_stays_whole(text: str) -> None:
    assert [(unit.start, unit.end) for unit in segment(text, "th")] == [(0, len(text))]


def test_marks_of_direction_and_blanks_without_width_belong_to_sentences() -> None:
    text = "\u200fوصل الوفد.\u200f ثم ذهب\u200b.\u200b وعاد غدا."
    assert [text[unit.start : unit.end] for unit in segment(text, "ar")] == [
        "\u200fوصل الوفد.\u200f",
        "ثم ذهب\u200b.\u200b",
        "وعاد غدا.",
    ]


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("zh-Hant", "zh"), ("DE", "de"), ("sr-Latn", None), ("x/../y", None)]
)
def test_tags_with_region_or_script_find_their_language(tag: str, code: str | None) -> None:
    assert language_of(tag) is (language_of(code) if code else UNKNOWN)


PAGES = {
    "de": (
        "Von Anna Lang und Karl Roth",
        "Zum Inhalt springen",
        "Foto: Anna Lang",
        "Alle Rechte vorbehalten.",
    ),
    "fr": ("Par Anne Roux", "Lire aussi : le pont est fermé", "Photo : le pont", "Tous droits réservés."),
    "es": (
        "Por Ana Ruiz",
        "Suscríbete a nuestro boletín",
        "Foto: el puente",
        "Todos los derechos reservados.",
    ),
    "it": ("Di Anna Riva", "Leggi anche: il ponte è chiuso", "Foto: il ponte", "Tutti i diritti riservati."),
    "pt": ("Por Ana Reis", "Leia mais sobre a ponte", "Foto: a ponte", "Todos os direitos reservados."),
    "ru": ("Автор: Анна Орлова", "Читайте также: мост закрыт", "Фото: мост", "Все права защищены."),
    "uk": ("Автор: Анна Орленко", "Читайте також: міст закрито", "Фото: міст", "Усі права захищено."),
    "tr": ("Haber: Ada Su", "Devamını oku", "Fotoğraf: köprü", "Tüm hakları saklıdır."),
    "ar": ("بقلم: سامي حداد", "اقرأ أيضا: الجسر مغلق", "صورة: الجسر", "جميع الحقوق محفوظة."),
    "hi": ("लेखक: राज दास", "यह भी पढ़ें: पुल बंद", "फोटो: पुल", "सर्वाधिकार सुरक्षित।"),
    "zh": ("作者：李明", "阅读更多", "图：新桥", "版权所有。"),
    "ja": ("文：山田太郎", "続きを読む", "写真：橋", "無断転載を禁じます。"),
}


@pytest.mark.parametrize("language", PAGES)
def test_lines_of_the_page_are_told_by_the_words_of_the_language(language: str) -> None:
    sentence = PARAGRAPHS[language]
    text = "\n\n".join([sentence, *PAGES[language], sentence])
    kinds = [unit.kind for unit in segment(text, language)]
    assert kinds == [
        UnitKind.SENTENCE,
        UnitKind.BYLINE,
        UnitKind.BOILERPLATE,
        UnitKind.CAPTION,
        UnitKind.BOILERPLATE,
        UnitKind.SENTENCE,
    ]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Suche nach den Vermissten geht weiter"),
        ("fr", "Recherche sur le cancer : un espoir"),
        ("es", "Buscar a los desaparecidos"),
        ("ru", "Поиск в лесу продолжается"),
        ("ar", "بحث الوزيران الأزمة"),
        ("hi", "शेयर बाजार में गिरावट"),
        ("zh", "关闭学校引发争议"),
        ("ja", "印刷会社が倒産"),
        ("ja", "登録は来月から始まる。"),
    ],
)
def test_lines_that_begin_like_a_menu_are_none(language: str, line: str) -> None:
    sentence = PARAGRAPHS[language]
    text = f"{sentence}\n\n{line}\n\n{sentence}"
    assert segment(text, language)[1].kind in (UnitKind.HEADING, UnitKind.SENTENCE)
