"""More saved pages: templates that came after the rules for the others were written."""

from annotator.ingest import Metadata
from tests.saved_pages import STORY as A
from tests.saved_pages import B, C, D, H, P, Q, S, SavedPage

_ES = (
    "El viejo rompeolas de Port Hale cedió el jueves poco antes del amanecer e inundó el muelle bajo y unos cuarenta sótanos, informó la autoridad portuaria.",
    "Nadie resultó herido. Dos barcos se soltaron y una grúa cayó a la dársena, según la capitana del puerto, Ines Vogt.",
    "«Oímos un crujido y el mar estaba en la calle», dijo Vogt, que había dormido en su despacho.",
)

_HASHED = f"""<!DOCTYPE html><html lang="en-GB"><head>
<meta charSet="utf-8"/>
<title data-rh="true">Wall collapses at Port Hale - Hale News</title>
<meta data-rh="true" property="og:title" content="Wall collapses at Port Hale"/>
<meta property="og:site_name" content="Hale News"/></head>
<body>
<div id="root">
<header role="banner" class="ssrcss-q4by3k-Hdr">
<div><a href="/">Homepage</a><a href="#c">Skip to content</a><a>Accessibility Help</a></div>
<nav class="ssrcss-1">
<ul><li><a>Home</a></li><li><a>War</a></li></ul></nav></header>
<main id="main-content" class="ssrcss-1ocoo3l-Wrap">
<article class="ssrcss-pv1rh6-ArticleWrapper">
<header data-component="headline-block" class="ssrcss-x">
<h1 id="main-heading" tabindex="-1" class="ssrcss-15xko80-StyledHeading">Wall collapses at Port Hale</h1></header>
<div data-component="byline-block">
<div class="ssrcss-by"><span class="ssrcss-1if-MetadataText">6 March 2031</span></div></div>
<figure class="ssrcss-fig">
<div><span><picture><img src="a"/></picture></span><span role="text" class="ssrcss-copyright"><span class="visually-hidden">Image source, </span>Hale Council</span></div><figcaption class="ssrcss-cap"><span class="visually-hidden">Image caption, </span>
<p>The wall on Thursday</p></figcaption></figure>
<div data-component="text-block">
<div class="ssrcss-RichText">
<p class="ssrcss-p"><b class="ssrcss-b">{A[0]}</b></p></div></div>
<div data-component="text-block">
<div>
<p>{A[1]}</p>
<p>{A[2]}</p></div></div>
<div data-component="links-block">
<section>
<h2>Related</h2>
<ul><li><a href="x">How the wall was built, in pictures</a></li></ul></section></div>
<div data-component="crosshead-block">
<h2>'Poor state'</h2></div>
<div data-component="text-block">
<div>
<p>{A[3]}</p>
<p>{A[4]}</p></div></div><hr/>
<div data-component="text-block">
<p><i>Follow us on <a href="f">Facebook</a>, and on <a href="x">X</a>. Send your story ideas to <a href="m">hale@example.org</a>.</i></p></div>
<section data-component="topic-list">
<h2>Related Topics</h2>
<ul><li><a>Port Hale</a></li></ul></section></article>
<section aria-labelledby="top">
<h2 id="top">Top Stories</h2>
<ul><li><a>Seal found on pitch</a>
<p>Live. 221 viewing</p></li></ul></section></main>
<footer><a>Terms</a>
<p>© 2031 Hale News. We are not responsible for the content of external sites.</p></footer></div></body></html>"""

_WORDPRESS = f"""<!DOCTYPE html><html lang="en-US"><head>
<title>Wall collapses &#8211; Coast Blog</title>
<meta property="og:site_name" content="Coast Blog"/>
<meta property="article:published_time" content="2031-03-06T08:00:00+00:00"/></head>
<body class="post-template single single-post postid-77 widget-area-on comments-open">
<div id="page" class="hfeed site"><a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header">
<p class="site-title"><a href="/">Coast Blog</a></p>
<p class="site-description">News from the coast, every day since 2009 and counting</p></header>
<div id="content" class="site-content">
<div id="primary" class="content-area">
<main id="main" class="site-main">
<article id="post-77" class="post-77 post type-post status-publish format-standard hentry category-news tag-port">
<header class="entry-header">
<h1 class="entry-title">Wall collapses</h1>
<div class="entry-meta"><span class="posted-on">Posted on <a href="x"><time class="entry-date published" datetime="2031-03-06T08:00:00+00:00">March 6, 2031</time></a></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="a">Ann Lee</a></span></span></div></header>
<div class="entry-content">
<div class="wp-block-image">
<figure class="aligncenter"><img/><figcaption>The wall.</figcaption></figure></div>
<p>{A[0]}</p>
<p class="has-drop-cap">{A[1]}</p>
<figure class="wp-block-pullquote">
<blockquote>
<p>The sea was in the street</p></blockquote></figure>
<h2 class="wp-block-heading">What next?</h2>
<p>{A[3]}</p>
<blockquote class="wp-block-quote">
<p>It will not stand another winter.</p><cite>Report, 2027</cite></blockquote>
<p>{A[4]}</p>
<div class="sharedaddy sd-sharing-enabled">
<h3>Share this:</h3>
<ul><li><a>Tweet</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts">
<h3><em>Related</em></h3></div></div>
<footer class="entry-footer"><span class="cat-links">Posted in <a>News</a></span><span class="tags-links">Tagged <a>port</a></span></footer></article>
<nav class="navigation post-navigation">
<div class="nav-previous"><a>Older: Spring tide</a></div></nav>
<div id="comments" class="comments-area">
<h2 class="comments-title">One thought on “Wall collapses”</h2>
<ol class="comment-list"><li>
<p>I told you so in 2027 and again in 2029, and nobody would listen then either.</p></li></ol>
<div id="respond">
<h3>Leave a Reply</h3></div></div></main></div>
<div id="secondary" class="widget-area">
<aside class="widget">
<h2>Recent Posts</h2>
<ul><li><a>Spring tide</a></li></ul></aside></div></div>
<footer id="colophon" class="site-footer">Proudly powered by a machine</footer></div></body></html>"""

_COLUMNS = f"""<html lang="en"><head>
<title>At Port Hale, a Wall Gives Way - The Skerry Times</title>
<meta name="byl" content="By Ann Lee"/>
<meta property="og:site_name" content="The Skerry Times"/>
<meta property="article:published" content="2031-03-06T10:01:02.000Z"/></head>
<body>
<div id="app">
<div>
<header class="css-1bym">
<section><button>Sections</button><a>SKIP ADVERTISEMENT</a></section></header></div>
<main id="site-content">
<div>
<article id="story" class="css-1vx">
<div id="top-wrapper">
<div id="top"><a href="#after">Advertisement</a></div></div>
<header class="css-1h">
<p class="css-kicker"><a>Coast</a></p>
<h1 data-testid="headline">At Port Hale, a Wall Gives Way</h1>
<p id="article-summary" class="css-sum">The collapse flooded forty cellars and reopened an old quarrel over money.</p>
<div>
<div class="css-share" role="toolbar"><button>Share full article</button></div></div>
<div data-testid="photoviewer">
<figure>
<div><img/></div><figcaption><span class="css-c">The breakwater on Thursday.</span><span class="css-cr"><span>Credit...</span><span>Ida Holm for The Skerry Times</span></span></figcaption></figure></div>
<div class="css-by">
<p itemprop="author">By <span itemprop="name"><a href="a">Ann Lee</a></span></p>
<p class="css-rep">Ann Lee reported from Port Hale.</p></div><time datetime="2031-03-06T05:01:02-05:00">March 6, 2031</time></header>
<section name="articleBody">
<div class="css-s StoryBodyCompanionColumn">
<div>
<p>{A[0]}</p>
<p>{A[1]}</p></div>
<aside aria-label="companion column"></aside></div>
<div>
<div id="story-ad-1-wrapper"><a>SKIP ADVERTISEMENT</a>
<p>Advertisement</p></div></div>
<div class="StoryBodyCompanionColumn">
<div>
<h2 id="l1">A history of delay</h2>
<p>{A[2]}</p>
<p>{A[3]}</p>
<p>{A[4]}</p></div></div></section>
<div class="bottom-of-article">
<div>
<p>Ann Lee is a reporter covering the coast.</p>
<p>A version of this article appears in print on March 7, 2031, Section A, Page 4.</p></div></div></article></div></main>
<footer>
<ul><li>© 2031 The Skerry Times Company</li></ul></footer></div></body></html>"""

_SPANISH = f"""<html lang="es-ES"><head>
<meta charset="utf-8">
<title>Cede el rompeolas de Port Hale | El Muelle</title>
<meta property="og:site_name" content="El Muelle">
<meta name="DC.date.issued" content="2031-03-06T09:00:00+01:00">
<script type="application/ld+json">[{{"@type":"BreadcrumbList"}},{{"@type":"NewsArticle","headline":"Cede el rompeolas de Port Hale","author":[{{"@type":"Person","name":"Eva Ruiz"}}],"datePublished":"2031-03-06T09:00:00+01:00"}}]</script></head>
<body>
<div class="cmp-consent">Usamos cookies propias y de terceros para mejorar su experiencia en la página.</div>
<header>
<nav><a>Portada</a></nav></header>
<article id="main-content" class="a _g">
<header class="a_e">
<div class="a_k"><a>Costa</a></div>
<h1 class="a_t">Cede el rompeolas de Port Hale</h1>
<h2 class="a_st">El agua entra en cuarenta sótanos y reabre la disputa por las obras</h2></header>
<div class="a_md">
<div class="a_md_a"><a href="e" class="a_md_a_n">Eva Ruiz</a></div>
<div class="a_md_f"><span class="a_md_f_d"><time datetime="2031-03-06">06 mar 2031 - 09:00 CET</time></span></div></div>
<ul class="social-share"><li>Compartir en Whatsapp</li></ul>
<div class="a_c clearfix">
<p>{_ES[0]}</p>
<div class="ad"><span>Publicidad</span></div>
<p>{_ES[1]}</p>
<section class="more_info">
<h3>Más información</h3><a>Así se construyó el muro de Port Hale</a></section>
<p>{_ES[2]}</p>
<p>La reconstrucción <a href="l">costará tres millones</a>.</p></div>
<div class="newsletter_box">
<p>Reciba cada mañana nuestro boletín con las noticias de la costa</p></div></article>
<section class="comments">
<h3>Comentarios</h3>
<p>Normas › Mis comentarios. Nadie escucha a los vecinos del puerto, y así nos va.</p></section>
<footer>© El Muelle S.L.</footer></body></html>"""

_FONT_TABLES = f"""<HTML><HEAD><TITLE>Port Hale wall collapses</TITLE><META NAME="AUTHOR" CONTENT="Ann Lee"></HEAD><BODY BGCOLOR=white><TABLE WIDTH=600><TR><TD COLSPAN=2><IMG SRC=logo.gif ALT="Hale Online"></TD></TR><TR><TD WIDTH=120 VALIGN=top><FONT SIZE=1><A HREF=a>News</A><BR><A HREF=b>Sport</A><BR><A HREF=c>Weather</A></FONT></TD><TD VALIGN=top><FONT SIZE=5><B>Port Hale wall collapses</B></FONT><P><FONT FACE=Arial>{A[0]}<P>{A[1]}<P>{A[2]}</FONT><P><CENTER><TABLE><TR><TD><IMG SRC=wall.jpg></TD></TR><TR><TD><FONT SIZE=1>The wall on Thursday</FONT></TD></TR></TABLE></CENTER><P>{A[3]}<P>{A[4]}</TD></TR></TABLE><HR><FONT SIZE=1>Copyright 2031 Hale Online. <A HREF=m>Mail us</A></FONT></BODY></HTML>"""

_WIKI = f"""<!DOCTYPE html><html class="client-js" lang="en" dir="ltr"><head>
<title>Breakwater collapses in Port Hale - Freenews, the free source</title>
<meta property="og:title" content="Breakwater collapses in Port Hale - Freenews"></head>
<body class="mediawiki ltr ns-0">
<div class="vector-header"><input>
<nav id="p-nav">
<ul><li><a>Main page</a></li></ul></nav></div>
<main id="content" class="mw-body">
<h1 id="firstHeading" class="firstHeading"><span class="mw-page-title-main">Breakwater collapses in Port Hale</span></h1>
<div id="siteSub" class="noprint">From Freenews, the free news source you can write!</div>
<div id="mw-content-text">
<div class="mw-parser-output">
<p><strong class="published"><span title="2031-03-06">Thursday, March 6, 2031</span></strong></p>
<figure typeof="mw:File/Thumb"><a><img></a><figcaption>The breakwater in 2029.</figcaption></figure>
<p>{A[0]}<sup class="reference"><a href="#cite_note-1">[1]</a></sup></p>
<p>{A[1]}</p>
<h2><span class="mw-headline" id="R">Reactions</span><span class="mw-editsection">[<a>edit</a>]</span></h2>
<p>{A[2]}</p>
<p>{A[4]}</p>
<h2>Sources</h2>
<ul><li>Ann Lee. "<a>Wall breaks</a>" — <i>Hale Courier</i>, March 6, 2031</li></ul></div></div></main>
<div id="footer">
<ul><li>All text created after 2005 is available under a licence</li></ul></div></body></html>"""

_DRUPAL = f"""<html lang="en" dir="ltr"><head>
<title>Statement on the breakwater | Port Hale Council</title></head>
<body class="path-node page-node-type-press">
<div class="dialog-off-canvas-main-canvas">
<div class="layout-container">
<header role="banner">
<div class="region region-header"><a>Port Hale Council</a></div></header>
<main role="main"><a id="main-content" tabindex="-1"></a>
<div class="layout-content">
<div class="region region-content">
<div id="block-title" class="block">
<h1><span class="field field--name-title">Statement on the breakwater</span></h1></div>
<article data-history-node-id="7" role="article" class="node node--type-press">
<footer class="node__meta">
<div class="field--name-created">Submitted by <span>press</span> on 6 March 2031</div></footer>
<div class="node__content">
<div class="clearfix text-formatted field field--name-body">
<p>{A[0]}</p>
<p>The council:</p>
<ol><li>regrets the damage;</li><li>has opened a shelter in the school;</li><li>will pay for pumps.</li></ol>
<p>{A[3]}</p>
<table><thead><tr><th>Street</th><th>Cellars</th></tr></thead><tbody><tr><td>Rope Street</td><td>22</td></tr><tr><td>Quay</td><td>19</td></tr></tbody></table>
<p>For press enquiries: 0118 118118</p></div></div></article></div></div></main>
<footer role="contentinfo">
<p>Town Hall, 1 Quay, Port Hale</p></footer></div></div></body></html>"""

_CHINESE = """<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>黑尔港防波堤坍塌_港口新闻网</title></head>
<body>
<div class="channel"><a>首页</a><a>国际</a></div>
<div class="main">
<h1 id="artibodyTitle">黑尔港防波堤坍塌</h1>
<div class="info"><span class="time">2031年03月06日 09:12</span><span class="source">港口新闻网</span></div>
<div id="artibody">
<p>　　港务局表示，周四黎明前不久，黑尔港的旧防波堤坍塌，海水涌入下码头和约四十个地下室。</p>
<p>　　没有人受伤。两艘渔船脱锚，一台起重机倒入港池，港口负责人说。“我们听到一声巨响，然后海水就到了街上。”</p>
<p>　　市议会曾两次推迟维修工程，议长说等水退了再回答问题。</p>
<p>（责任编辑：李安）</p></div>
<div class="share">分享到：</div></div>
<div class="hot-news">
<h3>热点新闻</h3>
<ul><li><a>春节庙会取消</a></li></ul></div>
<div class="footer">版权所有 港口新闻网 未经许可不得转载</div></body></html>"""

MORE_PAGES = (
    SavedPage(
        "hashed",
        _HASHED,
        (
            (H, "Wall collapses at Port Hale"),
            (C, "The wall on Thursday"),
            (P, A[0]),
            (P, A[1]),
            (P, A[2]),
            (H, "'Poor state'"),
            (P, A[3]),
            (P, A[4]),
            (P, "Follow us on Facebook, and on X. Send your story ideas to hale@example.org."),
        ),
        Metadata(title="Wall collapses at Port Hale", outlet="Hale News", language="en-GB"),
    ),
    SavedPage(
        "wordpress",
        _WORDPRESS,
        (
            (H, "Wall collapses"),
            (D, "Posted on March 6, 2031"),
            (B, "by Ann Lee"),
            (C, "The wall."),
            (P, A[0]),
            (P, A[1]),
            (Q, "The sea was in the street"),
            (H, "What next?"),
            (P, A[3]),
            (Q, "It will not stand another winter."),
            (Q, "Report, 2027"),
            (P, A[4]),
        ),
        Metadata(
            title="Wall collapses",
            outlet="Coast Blog",
            published="2031-03-06T08:00:00+00:00",
            language="en-US",
            authors=("Ann Lee",),
        ),
    ),
    SavedPage(
        "columns",
        _COLUMNS,
        (
            (H, "At Port Hale, a Wall Gives Way"),
            (P, "The collapse flooded forty cellars and reopened an old quarrel over money."),
            (C, "The breakwater on Thursday. Credit... Ida Holm for The Skerry Times"),
            (B, "By Ann Lee"),
            (P, "Ann Lee reported from Port Hale."),
            (D, "March 6, 2031"),
            (P, A[0]),
            (P, A[1]),
            (H, "A history of delay"),
            (P, A[2]),
            (P, A[3]),
            (P, A[4]),
            (P, "Ann Lee is a reporter covering the coast."),
            (P, "A version of this article appears in print on March 7, 2031, Section A, Page 4."),
        ),
        Metadata(
            title="At Port Hale, a Wall Gives Way",
            outlet="The Skerry Times",
            authors=("Ann Lee",),
            published="2031-03-06T10:01:02+00:00",
            language="en",
        ),
    ),
    SavedPage(
        "spanish",
        _SPANISH,
        (
            (H, "Cede el rompeolas de Port Hale"),
            (H, "El agua entra en cuarenta sótanos y reabre la disputa por las obras"),
            (D, "06 mar 2031 - 09:00 CET"),
            (P, _ES[0]),
            (P, _ES[1]),
            (P, _ES[2]),
            (P, "La reconstrucción costará tres millones."),
        ),
        Metadata(
            title="Cede el rompeolas de Port Hale",
            outlet="El Muelle",
            authors=("Eva Ruiz",),
            published="2031-03-06T09:00:00+01:00",
            language="es-ES",
        ),
    ),
    SavedPage(
        "font tables",
        _FONT_TABLES,
        (
            (P, "Port Hale wall collapses"),
            (P, A[0]),
            (P, A[1]),
            (P, A[2]),
            (P, "The wall on Thursday"),
            (P, A[3]),
            (P, A[4]),
        ),
        Metadata(title="Port Hale wall collapses", authors=("Ann Lee",)),
    ),
    SavedPage(
        "wiki",
        _WIKI,
        (
            (H, "Breakwater collapses in Port Hale"),
            (P, "Thursday, March 6, 2031"),
            (C, "The breakwater in 2029."),
            (P, A[0] + "[1]"),
            (P, A[1]),
            (H, "Reactions"),
            (P, A[2]),
            (P, A[4]),
            (H, "Sources"),
            (S, 'Ann Lee. "Wall breaks" — Hale Courier, March 6, 2031'),
        ),
        Metadata(title="Breakwater collapses in Port Hale", language="en"),
    ),
    SavedPage(
        "drupal",
        _DRUPAL,
        (
            (H, "Statement on the breakwater"),
            (B, "Submitted by press on 6 March 2031"),
            (P, A[0]),
            (P, "The council:"),
            (S, "regrets the damage;"),
            (S, "has opened a shelter in the school;"),
            (S, "will pay for pumps."),
            (P, A[3]),
            (S, "Street\tCellars"),
            (S, "Rope Street\t22"),
            (S, "Quay\t19"),
            (P, "For press enquiries: 0118 118118"),
        ),
        Metadata(title="Statement on the breakwater", language="en"),
    ),
    SavedPage(
        "chinese",
        _CHINESE,
        (
            (H, "黑尔港防波堤坍塌"),
            (D, "2031年03月06日 09:12"),
            (P, "港务局表示，周四黎明前不久，黑尔港的旧防波堤坍塌，海水涌入下码头和约四十个地下室。"),
            (
                P,
                "没有人受伤。两艘渔船脱锚，一台起重机倒入港池，港口负责人说。“我们听到一声巨响，然后海水就到了街上。”",
            ),
            (P, "市议会曾两次推迟维修工程，议长说等水退了再回答问题。"),
            (P, "（责任编辑：李安）"),
        ),
        Metadata(title="黑尔港防波堤坍塌"),
        encoding="gb18030",
    ),
)
