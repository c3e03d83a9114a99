"""Saved pages of invented outlets: templates as newsrooms use them, and what of each is the article."""

from dataclasses import dataclass, field

from annotator.ingest import Metadata
from schemas import UnitKind

H, C, Q, B, D = UnitKind.HEADING, UnitKind.CAPTION, UnitKind.QUOTE, UnitKind.BYLINE, UnitKind.DATELINE
S = UnitKind.SENTENCE
"""An entry of a list, a row of a table."""
P = None
"""A paragraph: the page says nothing of its kind."""


@dataclass(frozen=True)
class SavedPage:
    """A page and the article in it."""

    name: str
    html: str
    blocks: tuple[tuple[UnitKind | None, str], ...]
    """Kind, if the page says it, and words, in the order of the article."""
    known: Metadata = field(default_factory=Metadata)
    encoding: str = "utf-8"

    @property
    def raw(self) -> bytes:
        return self.html.encode(self.encoding)

    @property
    def text(self) -> str:
        return "\n\n".join(words for _, words in self.blocks)


COOKIES = """<div id="cookie-banner" class="cookie-consent" role="dialog"><h2>We value your privacy</h2>
<p>We and our 412 partners store and access information on a device, such as unique identifiers in cookies, to
process personal data. You may accept or manage your choices at any time.</p><button>Accept all</button></div>"""

MENU = """<a class="skip-link" href="#main">Skip to main content</a><header class="site-header"><a href="/">{outlet}</a>
<nav aria-label="Main"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/opinion">Opinion</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<form action="/search"><label>Search the site</label><input name="q"><button>Go</button></form></header>"""

SHARE = """<div class="share-tools"><span>Share this story</span><ul><li><a href="#fb">Facebook</a></li>
<li><a href="#x">X</a></li><li><a href="mailto:">Email</a></li></ul></div>"""

RELATED = """<aside class="related-content"><h3>Related stories</h3><ul>
<li><a href="/a">Harbour dredging to begin in spring after two years of delay</a></li>
<li><a href="/b">Council votes to keep the night ferry running until autumn</a></li></ul></aside>"""

COMMENTS = """<section id="comments" class="comments-area"><h2>3 comments</h2><ol class="comment-list">
<li><b>tidewatcher</b><p>I have been saying this for years and nobody at the council listened to any of us.</p></li>
<li><b>M. from the quay</b><p>The photographs do not even show the right pier, so how much of the rest is true?</p></li>
<li><b>oldsalt</b><p>Typical. They will build another car park and call it regeneration, just you wait.</p></li></ol>
<form><textarea></textarea><button>Post comment</button></form></section>"""

FOOTER = """<footer class="site-footer"><p>© 2031 {outlet}. All rights reserved. Registered in Port Hale no. 118.</p>
<ul><li><a href="/terms">Terms</a></li><li><a href="/privacy">Privacy</a></li></ul></footer>"""

STORY = (
    "The old breakwater at Port Hale gave way shortly before dawn on Thursday, sending water over the lower quay and "
    "into about forty cellars, the harbour authority said.",
    "No one was hurt. Two fishing boats were torn from their moorings and a crane toppled into the basin, according to "
    "the harbour master, Ines Vogt.",
    "“We heard a crack, then the sea was in the street,” said Mrs. Vogt, who had slept in her office because of the "
    "storm warning. “I have never seen anything like it.”",
    "The wall, built in 1911, was inspected last in 2027; the report, seen by this newspaper, called its state “poor” "
    "and asked for repairs worth 3.2 million crowns.",
    "The council had put the work off twice. Its leader, Tomas Brandt, said on Thursday that he would answer questions "
    "“once the water is out”.",
)


def semantic() -> SavedPage:
    """An article element with figure, standfirst, headings, list, quotation and a box in the middle."""
    html = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Breakwater collapses at Port Hale - The Hale Courier</title>
<meta property="og:title" content="Breakwater collapses at Port Hale"><meta property="og:site_name" content="The Hale Courier">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2031-03-06T09:12:00+01:00">
<link rel="canonical" href="https://courier.example/news/2031/breakwater">
<style>p {{ margin: 0 }}</style><script>var x = "<p>not words</p>";</script></head><body>{COOKIES}{MENU.format(outlet="The Hale Courier")}
<main id="main"><nav class="breadcrumb"><a href="/">Home</a> › <a href="/news">News</a></nav><article>
<header><h1>Breakwater collapses at <em>Port Hale</em></h1>
<p class="standfirst">Forty cellars flooded as a wall of 1911 gives way; the council had put repairs off twice</p>
<p class="byline">By <a rel="author" href="/ann">Ann Lee</a> and Bo Park</p>
<time class="published" datetime="2031-03-06T09:12:00+01:00">6 March 2031, 9.12 am</time></header>{SHARE}
<figure><img src="a.jpg" alt="A broken wall"><figcaption>The gap in the wall on Thursday morning.
  Photograph: Ida Holm</figcaption></figure>
<p>{STORY[0]}</p><p>No one was <b>hurt</b>. Two <a href="/boats">fishing boats</a> were torn from their moorings and a crane toppled
into the basin, according to the harbour master, Ines Vogt.</p>
<aside class="pullquote"><p>The sea was in the street</p></aside>
<p>{STORY[2]}</p><div class="newsletter-signup"><h3>The Courier in your inbox</h3><p>Get the five stories that matter every
morning at seven, free, and unsubscribe whenever you like.</p></div>
<h2>‘Poor’ in 2027</h2><p>{STORY[3]}</p><blockquote><p>The core of the wall is washed out. It will not stand another
winter of this kind.</p><p>We advise to close the quay.</p></blockquote><p>The report names three dangers:</p>
<ul><li>water behind the facing stones</li><li>rust in the ties of <i>1954</i></li><li>ships’ wash</li></ul>
<p>{STORY[4]}</p></article>{RELATED}</main>{COMMENTS}{FOOTER.format(outlet="The Hale Courier")}</body></html>"""
    return SavedPage(
        "semantic",
        html,
        (
            (H, "Breakwater collapses at Port Hale"),
            (P, "Forty cellars flooded as a wall of 1911 gives way; the council had put repairs off twice"),
            (B, "By Ann Lee and Bo Park"),
            (D, "6 March 2031, 9.12 am"),
            (C, "The gap in the wall on Thursday morning. Photograph: Ida Holm"),
            (P, STORY[0]),
            (P, STORY[1]),
            (P, STORY[2]),
            (H, "‘Poor’ in 2027"),
            (P, STORY[3]),
            (Q, "The core of the wall is washed out. It will not stand another winter of this kind."),
            (Q, "We advise to close the quay."),
            (P, "The report names three dangers:"),
            (S, "water behind the facing stones"),
            (S, "rust in the ties of 1954"),
            (S, "ships’ wash"),
            (P, STORY[4]),
        ),
        Metadata(
            title="Breakwater collapses at Port Hale",
            outlet="The Hale Courier",
            url="https://courier.example/news/2031/breakwater",
            authors=("Ann Lee",),
            published="2031-03-06T09:12:00+01:00",
            language="en-GB",
        ),
    )


def div_soup() -> SavedPage:
    """Nothing but div and br: paragraphs are text between two line breaks, a picture box floats among them."""
    html = """<html><head><title>Kornmarkt Blatt: Kaimauer in Port Hale eingestürzt</title>
<meta name="author" content="Jule Ahrens"><meta name="date" content="2031-03-06"><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">
<meta http-equiv="content-language" content="de"></head>
<body bgcolor="#ffffff"><div id="top"><div class="nav"><a href="1.html">Start</a> | <a href="2.html">Politik</a> | <a href="3.html">Sport</a></div></div>
<div id="wrap"><div class="left menu"><a href="x">Wetter</a><br><a href="y">Anzeigen</a><br><a href="z">Impressum</a></div>
<div class="content"><h1>Kaimauer in Port Hale eingestürzt</h1><div class="text">Die alte Kaimauer von Port Hale ist am Donnerstag kurz vor
Sonnenaufgang eingestürzt. Wasser lief über den unteren Kai und in etwa vierzig Keller, teilte die Hafenbehörde mit.<br><br>
Verletzt wurde niemand. Zwei Boote rissen sich los, ein Kran stürzte ins Becken, sagte die Hafenmeisterin Ines
<div class="bild"><img src="k.jpg"><div class="caption">Die Lücke am Morgen. Foto: Ida Holm</div></div>
Vogt der „Kornmarkt&nbsp;Blatt“-Redaktion.<br><br>„Es hat gekracht, dann stand das Meer in der Straße“, sagte Vogt, die wegen der
Sturmwarnung im Büro geschlafen hatte. Größe und Alter der Mauer seien bekannt gewesen.<br><br>Der Rat hatte die Arbeiten zweimal
verschoben. Der Vorsitzende will sich äußern, „sobald das Wasser weg ist“.</div>
<div class="social">Teilen: <a href="f">Facebook</a> <a href="w">WhatsApp</a></div></div>
<div class="right ads"><div class="anzeige ad">Anzeige: Matratzen jetzt um vierzig Prozent billiger, nur diese Woche im Möbelhaus am Ring!</div></div></div>
<div id="footer" class="footer site-footer">© Kornmarkt Blatt Verlag, Alle Rechte vorbehalten, Nachdruck nur mit Genehmigung des Verlags.</div></body></html>"""
    return SavedPage(
        "div soup",
        html,
        (
            (H, "Kaimauer in Port Hale eingestürzt"),
            (
                P,
                "Die alte Kaimauer von Port Hale ist am Donnerstag kurz vor Sonnenaufgang eingestürzt. Wasser lief über "
                "den unteren Kai und in etwa vierzig Keller, teilte die Hafenbehörde mit.",
            ),
            (
                P,
                "Verletzt wurde niemand. Zwei Boote rissen sich los, ein Kran stürzte ins Becken, sagte die "
                "Hafenmeisterin Ines Vogt der „Kornmarkt\u00a0Blatt“-Redaktion.",
            ),
            (C, "Die Lücke am Morgen. Foto: Ida Holm"),
            (
                P,
                "„Es hat gekracht, dann stand das Meer in der Straße“, sagte Vogt, die wegen der Sturmwarnung im Büro "
                "geschlafen hatte. Größe und Alter der Mauer seien bekannt gewesen.",
            ),
            (
                P,
                "Der Rat hatte die Arbeiten zweimal verschoben. Der Vorsitzende will sich äußern, „sobald das Wasser weg "
                "ist“.",
            ),
        ),
        Metadata(
            title="Kaimauer in Port Hale eingestürzt",
            authors=("Jule Ahrens",),
            published="2031-03-06",
            language="de",
        ),
        encoding="cp1252",
    )


def live_blog() -> SavedPage:
    """Entries with time and heading, newest first, under a summary."""
    entries = [
        (
            "11:40",
            "Quay closed to traffic",
            "Police have closed the lower quay and Rope Street. Residents may fetch their things until two "
            "o’clock, when the next high water is expected, a spokeswoman said.",
        ),
        (
            "10:05",
            "",
            "The coast guard says both boats have been found, empty and undamaged, off the northern sandbank.",
        ),
        (
            "07:52",
            "What we know so far",
            "The breakwater broke over a length of thirty metres. About forty cellars are under water. Nobody "
            "is missing, the harbour authority says.",
        ),
    ]
    posts = "".join(
        f'<div class="liveblog-post" id="p{n}"><time datetime="2031-03-06T{time}:00+01:00">{time}</time>'
        f"{f'<h3>{head}</h3>' if head else ''}<div class='post-body'><p>{words}</p></div>"
        f'<div class="post-share"><a href="#">Share</a></div></div>'
        for n, (time, head, words) in enumerate(entries)
    )
    html = f"""<!doctype html><html lang="en"><head><meta charset=utf-8><title>LIVE: Port Hale flood | Radio Skerry</title>
<meta property="og:site_name" content="Radio Skerry"><script type="application/ld+json">{{"@context":"https://schema.org",
"@type":"LiveBlogPosting","headline":"Port Hale flood: live updates","datePublished":"2031-03-06T06:30:00Z",
"author":[{{"@type":"Person","name":"Mo Okoro"}},{{"@type":"Person","name":"Lise Dahl"}}]}}</script></head><body>{MENU.format(outlet="Radio Skerry")}
<main><div class="live-header"><h1>Port Hale flood: live updates</h1><p>Follow the latest on the collapse of the breakwater, from our
reporters on the quay and in the town hall.</p></div><section class="liveblog">{posts}</section></main>{RELATED}{FOOTER.format(outlet="Radio Skerry")}</body></html>"""
    return SavedPage(
        "live blog",
        html,
        (
            (H, "Port Hale flood: live updates"),
            (
                P,
                "Follow the latest on the collapse of the breakwater, from our reporters on the quay and in the town hall.",
            ),
            *(
                block
                for time, head, words in entries
                for block in ((D, time), *(((H, head),) if head else ()), (P, words))
            ),
        ),
        Metadata(
            title="Port Hale flood: live updates",
            outlet="Radio Skerry",
            authors=("Mo Okoro", "Lise Dahl"),
            published="2031-03-06T06:30:00+00:00",
            language="en",
        ),
    )


def amp() -> SavedPage:
    """An AMP page: custom elements, a sidebar with a menu, a caption on a picture, an advertisement."""
    html = f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><title>Breakwater gives way</title>
<link rel="canonical" href="https://daily.example/breakwater"><script type="application/ld+json">{{"@graph":[{{"@type":"WebSite","name":"x"}},
{{"@type":["NewsArticle"],"headline":"Breakwater gives way","datePublished":"2031-03-06T10:00:00.000Z","author":{{"name":"Ann Lee"}},
"publisher":{{"@type":"Organization","name":"Skerry Daily"}}}}]}}</script><style amp-boilerplate>body{{}}</style></head><body>
<amp-sidebar id="s"><ul><li><a href="/n">News</a></li><li><a href="/c">Culture</a></li></ul></amp-sidebar>
<header class="masthead"><a href="/">Skerry Daily</a></header><amp-consent id="c"><div>We use cookies to make this page work and to count visits.</div></amp-consent>
<article><h1>Breakwater gives way</h1><amp-img src="a.jpg" layout="responsive"></amp-img>
<p class="wp-caption-text">Water on the lower quay.</p><p>{STORY[0]}</p><amp-ad type="x"><div>Advertisement</div></amp-ad><p>{STORY[1]}</p>
<p>{STORY[2]}</p><amp-social-share type="email"></amp-social-share><p>{STORY[3]}</p></article>
<amp-list class="recommended"><div><a href="/1">Five beaches to visit before the summer crowds come</a></div></amp-list></body></html>"""
    return SavedPage(
        "amp",
        html,
        (
            (H, "Breakwater gives way"),
            (C, "Water on the lower quay."),
            *((P, words) for words in STORY[:4]),
        ),
        Metadata(
            title="Breakwater gives way",
            outlet="Skerry Daily",
            url="https://daily.example/breakwater",
            authors=("Ann Lee",),
            published="2031-03-06T10:00:00+00:00",
            language="en",
        ),
    )


def paywalled() -> SavedPage:
    """A stub: two paragraphs, then the offer to subscribe."""
    html = f"""<html lang="en"><head><title>Who knew about the wall? | Ledger</title><meta charset="utf-8">
<meta property="og:site_name" content="Ledger"><script type="application/ld+json">{{"@type":"NewsArticle","isAccessibleForFree":"False",
"headline":"Who knew about the wall?","datePublished":"2031-03-07"}}</script></head><body>{MENU.format(outlet="Ledger")}
<div class="article"><h1 class="headline">Who knew about the wall?</h1><div class="dek">Documents show that three offices had read the warning</div>
<div class="article-body"><p>{STORY[3]}</p><p>{STORY[4]}</p><div class="paywall"><h3>Continue reading with a subscription</h3>
<p>Become a member for 1 crown a week and read everything we publish. Cancel at any time. Already a member? Sign in.</p></div></div></div>
{FOOTER.format(outlet="Ledger")}</body></html>"""
    return SavedPage(
        "paywalled",
        html,
        (
            (H, "Who knew about the wall?"),
            (P, "Documents show that three offices had read the warning"),
            (P, STORY[3]),
            (P, STORY[4]),
        ),
        Metadata(title="Who knew about the wall?", outlet="Ledger", published="2031-03-07", language="en"),
    )


def data_only() -> SavedPage:
    """A page that scripts fill in: its article is in the data for search engines."""
    body = "\\n\\n".join(words.replace('"', '\\"') for words in STORY)
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>Wall breaks</title><script type="application/ld+json">
{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Wall breaks at Port Hale","author":"By Ann Lee and Bo Park",
"datePublished":"2031-03-06T08:00+01:00","publisher":{{"name":"Quay Wire"}},"articleBody":"{body}"}}</script></head>
<body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript></body></html>"""
    return SavedPage(
        "data only",
        html,
        tuple((P, words) for words in STORY),
        Metadata(
            title="Wall breaks at Port Hale",
            outlet="Quay Wire",
            authors=("Ann Lee", "Bo Park"),
            published="2031-03-06T08:00:00+01:00",
            language="en",
        ),
    )


def opinion() -> SavedPage:
    """An opinion page: the section is called Comment, also in the classes; a factbox, notes, a biography."""
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>We built it, we let it rot | Comment | The Hale Courier</title>
<meta property="og:site_name" content="The Hale Courier"></head><body class="section-comment">{MENU.format(outlet="The Hale Courier")}
<div class="comment article-page"><a class="kicker" href="/comment">Comment</a><h1>We built it, we let it rot</h1>
<div class="byline-wrap"><span class="author">Greta Sund</span><span class="pub-date">7 March 2031</span></div>
<div itemprop="articleBody"><p>Nobody in this town may say that they did not know<sup><a href="#fn1">1</a></sup>. I walked along that wall every
Sunday for thirty years, and every Sunday there was less of it.</p><p>It is not the sea that did this. It is 4&nbsp;m<sup>2</sup> of missing stone, and
a council that likes ribbons better than mor&shy;tar.</p><div class="factbox"><h4>The wall in figures</h4><p>It was built in 1911, is 412 metres long and
has been repaired four times since.</p></div><p>Mr. Brandt says he will answer <q>once the water is out</q>. I say: resign before it is.</p></div>
<div class="author-bio">Greta Sund was harbour engineer until 2024 and lives in Port Hale with two dogs and too many books.</div></div>
{COMMENTS}{RELATED}{FOOTER.format(outlet="The Hale Courier")}</body></html>"""
    return SavedPage(
        "opinion",
        html,
        (
            (H, "We built it, we let it rot"),
            (B, "Greta Sund"),
            (D, "7 March 2031"),
            (
                P,
                "Nobody in this town may say that they did not know. I walked along that wall every Sunday for thirty years, "
                "and every Sunday there was less of it.",
            ),
            (
                P,
                "It is not the sea that did this. It is 4\u00a0m2 of missing stone, and a council that likes ribbons better "
                "than mor\u00adtar.",
            ),
            (H, "The wall in figures"),
            (P, "It was built in 1911, is 412 metres long and has been repaired four times since."),
            (P, "Mr. Brandt says he will answer “once the water is out”. I say: resign before it is."),
        ),
        Metadata(
            title="We built it, we let it rot",
            outlet="The Hale Courier",
            authors=("Greta Sund",),
            language="en",
        ),
    )


WIRE = """PORT HALE, March 6 (Quay Wire) - The old breakwater at Port Hale gave
way shortly before dawn on Thursday, flooding about forty cellars, the
harbour authority said.
   No one was hurt, according to the harbour master.
   "We heard a crack, then the sea was in the street," Ines Vogt told
reporters on the quay.
   The council had put repairs off twice.
 (Reporting by Ann Lee; Editing by Bo Park)"""


def wire() -> SavedPage:
    """Agency copy in one pre element."""
    html = f"""<HTML><HEAD><TITLE>QW: BREAKWATER-COLLAPSE</TITLE></HEAD><BODY><CENTER><A HREF="/">Quay Wire archive</A></CENTER>
<H2>Breakwater collapses at Port Hale</H2><PRE>
{WIRE}
</PRE><HR><A HREF="prev.html">Previous</A> <A HREF="next.html">Next</A></BODY></HTML>"""
    return SavedPage(
        "wire",
        html,
        ((H, "Breakwater collapses at Port Hale"), (P, WIRE)),
        Metadata(title="QW: BREAKWATER-COLLAPSE"),
    )


def cyrillic() -> SavedPage:
    """An old Russian page in Windows-1251 that says so."""
    paragraphs = (
        "Старый волнолом в Порт-Хейле рухнул в четверг незадолго до рассвета, вода залила нижнюю набережную и около сорока "
        "подвалов, сообщила администрация порта.",
        "Никто не пострадал. Два рыболовных судна сорвало с якоря, кран упал в бассейн, сообщила начальник порта Инес Фогт.",
        "«Раздался треск, и море оказалось на улице», — сказала она. Городской совет дважды откладывал ремонт стены.",
    )
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    html = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>Волнолом рухнул — Вестник
порта</title><meta property="og:locale" content="ru_RU"></head><body><div class="menu"><a href="/">Главная</a> <a href="/n">Новости</a></div>
<div class="news"><h1>Волнолом рухнул</h1><div class="date">6 марта 2031</div><div class="text">{body}</div></div>
<div class="copyright footer">© Вестник порта. Перепечатка только с разрешения редакции, все права защищены.</div></body></html>"""
    return SavedPage(
        "cyrillic",
        html,
        ((H, "Волнолом рухнул"), (D, "6 марта 2031"), *((P, words) for words in paragraphs)),
        Metadata(title="Волнолом рухнул", language="ru-RU"),
        encoding="cp1251",
    )


def arabic() -> SavedPage:
    """A right-to-left page."""
    paragraphs = (
        "انهار حاجز الأمواج القديم في بورت هيل قبيل فجر الخميس، وغمرت المياه الرصيف السفلي ونحو أربعين قبوا، بحسب ما أعلنت سلطة الميناء.",
        "لم يصب أحد بأذى. وقالت مديرة الميناء إينيس فوغت إن قاربين انقطعت حبالهما وإن رافعة سقطت في الحوض.",
        "وكان المجلس قد أجل الإصلاحات مرتين، وقال رئيسه إنه سيجيب عن الأسئلة «بعد خروج المياه».",
    )
    html = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>انهيار حاجز الأمواج في بورت هيل | مرفأ</title>
<meta property="og:site_name" content="مرفأ"><meta property="article:published_time" content="2031-03-06"></head><body>
<nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav><main><article><h1>انهيار حاجز الأمواج في بورت هيل</h1>
{"".join(f"<p>{words}</p>" for words in paragraphs)}</article></main><footer>جميع الحقوق محفوظة لموقع مرفأ</footer></body></html>"""
    return SavedPage(
        "arabic",
        html,
        ((H, "انهيار حاجز الأمواج في بورت هيل"), *((P, words) for words in paragraphs)),
        Metadata(
            title="انهيار حاجز الأمواج في بورت هيل", outlet="مرفأ", published="2031-03-06", language="ar"
        ),
    )


def japanese() -> SavedPage:
    """A Japanese page in UTF-16, with readings over characters."""
    html = """<html lang="ja"><head><title>防波堤が崩壊｜港新聞</title><meta property="og:site_name" content="港新聞"></head><body>
<div class="gnav nav"><a href="/">トップ</a><a href="/s">スポーツ</a></div><div id="main"><h1>防波堤が崩壊</h1>
<p>港湾当局によると、木曜日の夜明け前に<ruby>古<rp>（</rp><rt>ふる</rt><rp>）</rp></ruby>い防波堤が崩れ、下の岸壁と約四十の地下室に水が流れ込んだ。</p>
<p>けが人はいなかった。漁船二隻が流され、クレーンが港内に倒れたと港長は話した。「大きな音がして、気がつくと海が通りにあった」という。</p>
<p>市議会は修理を二度延期していた。議長は「水が引いてから質問に答える」と述べた。</p></div>
<div class="ranking most-read"><h3>アクセスランキング</h3><a href="/1">春の祭り、今年は中止に</a></div></body></html>"""
    return SavedPage(
        "japanese",
        html,
        (
            (H, "防波堤が崩壊"),
            (
                P,
                "港湾当局によると、木曜日の夜明け前に古い防波堤が崩れ、下の岸壁と約四十の地下室に水が流れ込んだ。",
            ),
            (
                P,
                "けが人はいなかった。漁船二隻が流され、クレーンが港内に倒れたと港長は話した。「大きな音がして、気がつくと海が通りにあった」という。",
            ),
            (P, "市議会は修理を二度延期していた。議長は「水が引いてから質問に答える」と述べた。"),
        ),
        Metadata(title="防波堤が崩壊", outlet="港新聞", language="ja"),
        encoding="utf-16",
    )


def table() -> SavedPage:
    """A report with a table of data, a layout table around everything, and typographic references."""
    html = f"""<html lang="en"><head><meta charset="iso-8859-1"><title>Storm costs county 9m</title></head><body><table width="100%" role="presentation">
<tr><td width="150" class="leftnav"><a href="/">Home</a><br><a href="/a">Archive</a></td><td><h1>Storm costs county 9m</h1>
<p class="dateline">Port Hale, 9 March 2031</p><p>{STORY[4]}</p><p>The county&#146;s bill rose to 9 million crowns &#150; twice what was set aside, the treasurer said
in a note to members on Saturday.</p><table border="1"><caption>Damage by town</caption><tr><th>Town</th><th>Cellars</th><th>Crowns</th></tr>
<tr><td>Port Hale</td><td>41</td><td>5,100,000</td></tr><tr><td>Skerry</td><td>12</td><td>3,900,000</td></tr></table>
<p>The figures are preliminary, and the insurers have yet to say how much of it they will cover this year.</p></td></tr></table></body></html>"""
    return SavedPage(
        "table",
        html,
        (
            (H, "Storm costs county 9m"),
            (D, "Port Hale, 9 March 2031"),
            (P, STORY[4]),
            (
                P,
                "The county’s bill rose to 9 million crowns – twice what was set aside, the treasurer said in a note to "
                "members on Saturday.",
            ),
            (C, "Damage by town"),
            (S, "Town\tCellars\tCrowns"),
            (S, "Port Hale\t41\t5,100,000"),
            (S, "Skerry\t12\t3,900,000"),
            (
                P,
                "The figures are preliminary, and the insurers have yet to say how much of it they will cover this year.",
            ),
        ),
        Metadata(title="Storm costs county 9m", language="en"),
        encoding="cp1252",
    )


def interrupted() -> SavedPage:
    """A paragraph with a picture and a pull quote in the middle of a sentence; links, marks and breaks in words."""
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>After the flood</title></head><body><article><h1>After the&nbsp;flood</h1>
<p>{STORY[1]}</p><p>On the quay the clean-<br>up began at noon, with shovels, buckets and <figure><img src="x"><figcaption>Shovels at noon.</figcaption>
</figure><span class="pull-quote">We carry on</span>the help of two hundred school<b>child</b>ren, who had been sent home<a href="/x">.</a> “We carry on,” one <wbr>of
them said.</p><p>{STORY[2]}</p><p>{STORY[3]}</p></article></body></html>"""
    return SavedPage(
        "interrupted",
        html,
        (
            (H, "After the\u00a0flood"),
            (P, STORY[1]),
            (
                P,
                "On the quay the clean-\nup began at noon, with shovels, buckets and the help of two hundred schoolchildren, "
                "who had been sent home. “We carry on,” one of them said.",
            ),
            (C, "Shovels at noon."),
            (P, STORY[2]),
            (P, STORY[3]),
        ),
        Metadata(title="After the flood", language="en"),
    )


def hidden() -> SavedPage:
    """A tabloid page: hidden words, teasers between paragraphs, a caption given twice, embedded post, lists of links."""
    html = f"""<html lang="en"><head><meta charset="utf-8"><title>SEA IN THE STREET</title><meta property="og:title" content="SEA IN THE STREET">
<meta name="parsely-pub-date" content="2031-03-06T07:00:00Z"></head><body><div class="app-banner promo">Get our app for breaking news as it happens</div>
<div class="page"><div class="article__header"><h1>SEA IN THE STREET</h1><ul class="article__summary"><li>Breakwater of 1911 gives way at dawn</li>
<li>Forty cellars under water, two boats adrift</li></ul></div><div class="article__content"><span class="sr-only">Opens in a new window</span>
<div class="image-wrap"><img><p class="caption-mobile caption">Harbour master Ines Vogt on Thursday.</p></div>
<div class="image-wrap desktop"><img><p class="caption">Harbour master Ines Vogt on Thursday.</p></div>
<p>{STORY[0]}</p><p><strong>READ MORE: <a href="/t">Ten towns that the sea will take next, and what their mayors say</a></strong></p><p>{STORY[1]}</p>
<blockquote class="twitter-tweet"><p>Rope Street is a river now. Stay away from the quay.</p>— Hale Fire Brigade (@halefire)
<a href="https://x.example/1">March 6, 2031</a></blockquote><p>{STORY[2]}</p><div style="display: none"><p>This paragraph is shown to robots only and says
that the wall was sold.</p></div><p>{STORY[4]}</p><p><em>Additional reporting by Lise Dahl</em></p></div>
<div class="most-read"><h2>Most read</h2><ol><li><a href="/1">Man marries lighthouse</a></li><li><a href="/2">Seal elected mayor</a></li></ol></div></div></body></html>"""
    return SavedPage(
        "hidden",
        html,
        (
            (H, "SEA IN THE STREET"),
            (S, "Breakwater of 1911 gives way at dawn"),
            (S, "Forty cellars under water, two boats adrift"),
            (C, "Harbour master Ines Vogt on Thursday."),
            (P, STORY[0]),
            (P, STORY[1]),
            (Q, "Rope Street is a river now. Stay away from the quay."),
            (Q, "— Hale Fire Brigade (@halefire) March 6, 2031"),
            (P, STORY[2]),
            (P, STORY[4]),
            (P, "Additional reporting by Lise Dahl"),
        ),
        Metadata(title="SEA IN THE STREET", published="2031-03-06T07:00:00+00:00", language="en"),
    )


def short() -> SavedPage:
    """A news item of two sentences in a page full of other things."""
    html = f"""<html lang="fr"><head><meta charset="utf-8"><title>Port Hale : la digue cède | Le Quai</title></head><body>{MENU.format(outlet="Le Quai")}
<main><article class="breve"><h1>Port Hale : la digue cède</h1><p class="signature author">Par Léa Morin</p>
<p>La vieille digue de Port Hale a cédé jeudi peu avant l’aube, selon les autorités portuaires. Personne n’a été blessé.</p></article></main>
{RELATED}{COMMENTS}{FOOTER.format(outlet="Le Quai")}</body></html>"""
    return SavedPage(
        "short",
        html,
        (
            (H, "Port Hale : la digue cède"),
            (B, "Par Léa Morin"),
            (
                P,
                "La vieille digue de Port Hale a cédé jeudi peu avant l’aube, selon les autorités portuaires. Personne n’a "
                "été blessé.",
            ),
        ),
        Metadata(title="Port Hale : la digue cède", authors=("Léa Morin",), language="fr"),
    )


NO_ARTICLE = f"""<html lang="en"><head><title>The Hale Courier: home</title></head><body>{MENU.format(outlet="The Hale Courier")}
<main><ul>{"".join(f'<li><a href="/{n}">Headline number {n} of the day, and of some length too</a></li>' for n in range(30))}</ul></main>
{FOOTER.format(outlet="The Hale Courier")}</body></html>"""
"""A home page: nothing but links."""

PAGES = (
    *(semantic(), div_soup(), live_blog(), amp(), paywalled(), data_only(), opinion(), wire(), cyrillic()),
    *(arabic(), japanese(), table(), interrupted(), hidden(), short()),
)
