"""Italian, as in news."""

from annotator.segment.languages import Language, words

_MONTHS = words(
    """
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    gen genn feb febb mar apr mag giu lug ago set sett ott nov dic
    """
)

LANGUAGE = Language(
    never_last=words(
        """
        psicol Dir Amm amm econ Sost sost Resp resp Uff dott Dott dott.ssa Dott.ssa dr Dr dr.ssa sig
        Sig sig.ra Sig.ra sigg Sigg sig.na Sig.na prof Prof prof.ssa Prof.ssa proff avv Avv ing Ing
        arch Arch geom Geom rag Rag on On sen Sen gen Gen col Col cap Cap ten Ten mar Mar mons Mons
        card Card don suor S SS p.es p es cfr Cfr cf vs ca gent.mo egr spett Spett F.lli f.lli Flli
        ecc.mo comm Comm cav Cav magg Magg brig Brig isp Isp com min Min pres Pres dir cit Ill Rev
        rev P.zza p.zza V.le v.le C.so c.so L.go St Mr Mrs d.C.R b.go all capp cosid
        """
    ),
    before_number=words(
        """
        N° Gen Feb Mar Apr Giu Lug Ago Sett Ott Nov Dic art Art artt n N nn num nr no pag pagg p pp
        vol voll cap capp tel Tel fax sec secc km Km par fig tab rif lett d.l d.lgs d.P.R dpr co §
        gen feb apr giu lug ago sett ott nov dic vers c l L ed
        D.Lgs D.L D.P.R D.M L.R
        """
    ),
    before_starter=words(
        """
        ecc etc S.p.A S.r.l S.n.c S.a.s S.A Inc Corp Ltd Co a.C d.C ss segg sgg es.int mln mld mil
        km kg min ibid op.cit U.S.A
        """
    ),
    after_number=words("h km m kg g l cm mm sec min mq ha"),
    elided=words("l d un c dell nell all dall sull quell quest bell nessun"),
    starters=words(
        """
        A Accanto Ad Adesso Ai Al Alcune Alcuni Alla Alle Allo Allora Altri Altro Anche Ancora Anzi
        Appena Attualmente Basta C Che Chi Ci Ciò Circa Come Con Contro Così Cosa Cui Da Dagli Dai
        Dal Dall Dalla Dalle Davanti Degli Dei Del Dell Della Delle Dentro Di Dietro Dice Dopo Dove
        Due Dunque Durante E È Ecco Ed Era Erano Essere Fino Forse Fra Fu Gli Già Ha Hanno Ho I Ieri
        Il In Infatti Infine Inoltre Insieme Insomma Intanto Invece Io L La Le Lei Li Lo Loro Lui
        Lungo Ma Mai Manca Mentre Mi Mio Molte Molti Ne Né Negli Nei Nel Nell Nella Nelle Nello
        Nessun Nessuno Niente Noi Non Nonostante Nostro Nulla O Oggi Ogni Oltre Ora Ormai Per Perché
        Però Perciò Più Poche Pochi Poi Possibile Prima Proprio Purtroppo Può Qualche Qualcuno
        Quando Quanto Quasi Quattro Quel Quella Quelle Quelli Quello Quest Questa Queste Questi
        Questo Qui Quindi Se Sebbene Secondo Sembra Sempre Senza Sei Serve Servono Si Sì Sia Siamo
        Solo Sono Soprattutto Sotto Stando Su Sua Successivamente Sue Sugli Sui Sul Sulla Sulle Suo
        Suoi Tanti Tanto Tra Tre Tuttavia Tutta Tutte Tutti Tutto Un Una Uno Vi Verso Voi Finora Qua
        Là Lì Poco
        """
    ),
    one_letter_words=words("è"),
    particles=words("di de della del dei da d la von van al el"),
    says=words(
        """
        dice disse chiede chiese risponde rispose afferma aggiunge spiega racconta scrive attacca
        replica sostiene conclude ricorda sottolinea urla domanda dichiara commenta
        """
    ),
    reproduces=words("comunicato dichiarazione messaggio lettera nota testo"),
    strict_capitals=True,
    months=_MONTHS,
    weekdays=words("lunedì martedì mercoledì giovedì venerdì sabato domenica lun mar mer gio ven sab dom"),
    date_words=(
        r"(?:ultim[oa] )?(?:pubblicat[oa]|aggiornat[oa]|aggiornamento|modificat[oa])(?: il)?",
        r"(?:data|del)",
    ),
    caption_words=words("foto fotografia immagine immagini video mappa grafico infografica illustrazione"),
    by_roles=words("dal dalla nostro nostra inviato inviata corrispondente testo foto agenzie"),
    by_words=frozenset({"Di", "di", "DI", "A cura di", "a cura di", "Testo di"}),
    sign_offs=(r"(?:Ha collaborato|Hanno collaborato|Traduzione di|A cura di):? [A-Z]",),
    page_lines=(
        r"(?:vai|salta|passa) al contenuto(?: principale)?|torna (?:su|in alto|all['’]inizio)",
        r"clicca qui.{0,80}|(?:condividi|stampa|invia|salva|commenta|copia link)(?: (?:questo|"
        r"questa|su|via|con|l['’])\b.{0,60})?",
        r"(?:leggi|guarda|vedi|ascolta) (?:anche|tutto|di più|l['’]articolo|altro|qui).{0,200}",
        r"(?:per saperne di più|approfondisci|potrebbe interessarti|"
        r"ti potrebbe interessare)\b.{0,160}",
        r"(?:articoli|notizie) (?:correlat[ie]|simili)|(?:i )?più (?:letti|visti).{0,40}|"
        r"ultime notizie",
        r"(?:\d+ )?commenti?(?: \(\d+\))?|(?:lascia|aggiungi) un commento",
        r"newsletter|menu|cerca|home|chiudi|accedi|registrati",
        r"(?:iscriviti|abbonati|seguici|unisciti)(?:\s(?:a|alla|al|qui|su|per|gratis|"
        r"ora)\b.{0,160})?",
        r"pubblicità|contenuto sponsorizzato|annuncio|(?:fonti?|tag|argomenti|"
        r"categori[ae])\s?:.{0,120}",
        r"(?:note legali|privacy(?: policy)?|cookie policy|contatti|chi siamo|termini e condizioni)",
        r"(?:tempo di lettura:? ?)?\d{1,3} ?min(?:ut[io])?(?: di lettura)?|articolo (?:successivo|"
        r"precedente)",
    ),
    page_sentences=(
        r"(?:questo sito|noi) (?:utilizza|usa|utilizziamo|usiamo) (?:i )?cookie.{0,300}",
        r"(?:accetta|rifiuta|gestisci) (?:tutti )?(?:i )?cookie\.?|"
        r"tutti i diritti (?:sono )?riservati.{0,100}",
        r"l['’]articolo .{1,300} (?:proviene da|sembra essere il primo su) .{1,100}|"
        r"riproduzione riservata.{0,60}",
        r"(?:iscriviti|abbonati) (?:alla|al|qui|ora|per)\b.{0,160}",
    ),
    small_words=words(
        "a ad ai al alla alle c che chi con da dal dalla dei del della delle di e è ed fra gli i il "
        "in l la le "
        "lo ma nei nel nella non o per si sono su sul sulla tra un una uno"
    ),
)
