"""German, as in news."""

from annotator.segment.languages import Language, words

_MONTHS = words(
    """
    Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember
    Jan Jän Feb Febr Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez
    """
)

LANGUAGE = Language(
    never_last=words(
        """
        Dr Prof Hr Hrn Fr Frl Hl St Sr Dipl Ing Dipl.-Ing Dipl.-Kfm Mag habil med vet dent jur phil rer nat
        oec agr h.c theol Dres PD Univ.-Prof Priv.-Doz Abg Bgm OStR StR Gen Oberst Lt Oblt Hptm Maj
        Kapt Uffz Fw Adm Pfr Msgr P Hrsg hrsg Red bzw ca rd z.B z.b u.a u.A z.T d.h i.d.R v.a o.g u.U bspw
        beispielsw insb insbes inkl exkl einschl ausschl evtl ggf ggfs gem vgl Vgl sog mind max zzgl
        abzgl lt mtl jährl tägl betr bes vorm ehem geb gest verh gesch i.A i.V i.H.v z.Hd dt frz
        engl it russ poln österr schweiz amerik z d v i u o zw entspr Ges Bundesmin int allg sen jun
        Kl Gr Bad.-Württ südl nördl östl westl Evang Kath ev kath e V
        """
    ),
    before_number=words(
        """
        Nr Nrn No S Bd Bde Abs Art Kap Ziff Abb Tab Anm Az Rz Rn Rdnr Fn Hs Pos Tel Fax Pf Lit
        Buchst Jg Bl Aufl Jan Jän Feb Febr Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez § Ver
        """
    ),
    before_starter=words(
        """
        usw usf etc u.ä u.Ä o.ä o.Ä u.v.m u.a.m m.E z.Z z.Zt D a.D i.R e.V Co Inc Corp Ltd Cie Gebr
        Mio Mrd Tsd Mill Std Min Sek km qm Str str Pl Allg u.s.w S.A S.p.A n.Chr v.Chr Chr d.J d.M
        i.Br a.M a.d Jh Jhd Jhdt Jahrh zit ebd Verf Anh Forts dgl pp ff f
        """
    ),
    starters=words(
        """
        Aber Ab Abends Alle Allein Allerdings Alles Als Also Am An Andere Anders Angesichts
        Anschließend Auch Auf Aufgrund Aus Außer Außerdem Bald Bei Beide Beim Bereits Besonders Bis
        Bisher Bislang Bleibt Da Dabei Dadurch Dafür Dagegen Daher Dahinter Damals Damit Danach Dann
        Daran Darauf Daraus Darin Darüber Darum Das Dass Davon Davor Dazu Den Denn Dennoch Der
        Derweil Derzeit Des Deshalb Desto Deswegen Dem Die Dies Diese Diesem Diesen Dieser Dieses
        Doch Dort Dreimal Drei Durch Eben Ebenso Ein Eine Einem Einen Einer Eines Einige Einst
        Endlich Er Erst Erstmals Es Etwa Etwas Ferner Für Fest Freilich Früher Ganz Gefragt Gegen
        Gegenüber Gemeinsam Genau Gerade Gestern Gleichzeitig Hat Hatte Heute Hier Hierzu Hinter
        Hinzu Ich Ihm Ihn Ihnen Ihr Ihre Ihrem Ihren Ihrer Im Immer Immerhin In Indes Inzwischen
        Insgesamt Ist Jede Jeder Jedes Jedoch Jetzt Jährlich Kann Kaum Kein Keine Keiner Könnte
        Künftig Laut Leider Man Manche Mehr Mehrere Mein Meine Meist Mit Mittlerweile Morgen Nach
        Nachdem Nachts Natürlich Neben Nein Nicht Nichts Nie Niemand Noch Nun Nur Ob Obwohl Oder
        Offenbar Oft Ohne Plötzlich Rund Schließlich Schon Sein Seine Seinem Seinen Seiner Seit
        Seitdem Seither Selbst Sie Sind So Sobald Sogar Solche Soll Sollte Somit Später Stattdessen
        Trotz Trotzdem Über Überhaupt Übrigens Um Und Unklar Unser Unsere Unter Unterdessen Viel
        Viele Vielleicht Vier Vom Von Vor Vorher War Wann Warum Was Wegen Weil Weiter Weitere
        Weiterhin Welche Wenig Wenige Wenn Wer Weshalb Wie Wieder Wir Wird Wo Während Wurde
        Zahlreiche Zehn Zu Zudem Zuerst Zugleich Zuletzt Zum Zumindest Zunächst Zur Zurzeit Zusammen
        Zuvor Zwar Zwei Zwischen Ja Bitte Danke Möglich Wichtig Grund Hintergrund Experten Kritiker
        Nähere
        """
    ),
    particles=words("von van de zu zum zur vom der den el al ibn bin di da"),
    says=words(
        """
        sagt sagte fragt fragte ruft rief meint meinte schreibt schrieb antwortet antwortete erklärt
        erklärte betont betonte ergänzt ergänzte lautet lautete heißt hieß berichtet berichtete
        erzählt erzählte fordert forderte klagt klagte
        """
    ),
    reproduces=words("erklärung wortlaut wörtlich mitteilung schreiben zitat botschaft"),
    abbreviated_endings=("str",),
    ordinal_stop=True,
    articles=words(
        "der die das den dem des zum zur am im vom beim ihre ihren ihrer seine seinen seiner jeder"
    ),
    strict_capitals=True,
    months=_MONTHS,
    weekdays=words(
        """
        Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Mo Di Mi Do Fr Sa So
        """
    ),
    date_words=(
        r"(?:zuletzt |erstmals )?(?:aktualisiert|geändert|veröffentlicht|erschienen|erstellt)(?: am)?",
        r"(?:stand|datum|vom)",
    ),
    caption_words=words(
        "foto fotos bild bilder video grafik karte symbolbild archivbild archivfoto abbildung"
    ),
    by_words=frozenset({"Von", "VON", "Text", "Ein Bericht von", "Ein Kommentar von", "Ein Interview von"}),
    sign_offs=(r"(?:Mitarbeit|Redaktion|Bearbeitet von|Übersetzt von|Aus dem \w+ von): ?[A-ZÄÖÜ]",),
    page_lines=(
        r"(?:direkt )?(?:zum|zur) (?:inhalt|hauptinhalt|navigation|suche|startseite)(?: springen)?|"
        r"nach oben",
        r"(?:hier|jetzt) (?:klicken|anmelden|abonnieren|registrieren|testen|bestellen).{0,80}",
        r"(?:artikel |seite |beitrag )?(?:teilen|drucken|merken|versenden|kommentieren|"
        r"speichern)(?: (?:auf|via|per) .{1,40})?",
        r"(?:mehr|weiter)(?:lesen| lesen)(?:\s?[:>»→…].{0,200})?|mehr (?:dazu|"
        r"zum thema)(?::.{0,120})?",
        r"(?:lesen sie|lest|siehe|sehen sie|hören sie) (?:auch|dazu|mehr|hier).{0,200}",
        r"(?:das könnte sie auch|auch) interess\w+.{0,60}|(?:meist|viel)gelesen|(?:ähnliche|"
        r"verwandte) artikel",
        r"(?:\d+ )?kommentare?(?: \(\d+\)| anzeigen| schreiben)?|(?:zur )?diskussion|"
        r"leserbrief schreiben",
        r"newsletter|anmelden|einloggen|registrieren|abonnieren|abo|login|menü|suche|startseite|"
        r"schließen",
        r"(?:newsletter|abo) (?:abonnieren|bestellen|hier|jetzt).{0,80}",
        r"anzeige|werbung|gesponsert|advertorial|(?:quellen?|themen|schlagworte|stichworte|"
        r"rubrik)\s?:.{0,120}",
        r"(?:impressum|datenschutz\w*|agb|kontakt|cookie-einstellungen)(?: (?:und|&) .{1,40})?",
        r"(?:lesezeit:? )?(?:ca\. )?\d{1,3} (?:min\.?|minuten?)(?: lesezeit)?|nächster artikel|"
        r"vorheriger artikel",
    ),
    page_sentences=(
        r"(?:diese (?:web)?seite|wir|unsere (?:web)?seite) (?:verwende[tn]?|nutz(?:t|en)) cookies.{0,300}",
        r"(?:alle )?cookies? (?:akzeptieren|ablehnen|verwalten)\.?|alle rechte vorbehalten.{0,100}",
        r"der beitrag .{1,300} erschien zuerst auf .{1,100}",
        r"(?:abonnieren|bestellen) sie (?:hier|jetzt|unseren).{0,160}|"
        r"melden sie sich .{0,40}newsletter.{0,120}",
    ),
    small_words=words(
        """
        aber als am an auf aus bei beim das dem den der des die ein eine einem einen einer eines für
        gegen im in ist mit nach nicht oder ohne über um und unter vom von vor wie zu zum zur
        """
    ),
)
