"""French, as in news."""

from annotator.segment.languages import Language, words

_MONTHS = words(
    """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr
    fév avr juil sept oct nov déc
    """
)

LANGUAGE = Language(
    never_last=words(
        """
        M MM Mr Mme Mmes Mlle Mlles Me Mes Mgr Dr Drs Pr Prof Vve St Ste Sts S.M S.E S.A.R S.S Gal
        Gén Col Cdt Cne Capt Lt Lieut Sgt Adj Brig Adm Cdr R.P P Fr c.-à-d càd c.à.d p.ex p cf Cf
        env approx éd dir trad coll resp adj insp hab J.-C av apr dép circ notam
        Inst Fac Univ Acad
        """
    ),
    before_number=words(
        """
        N° No Janv Févr Avr Juil Sept Oct Nov Déc Fig Vol Chap Tome n no nos n° art Art al p pp vol
        chap ch fig tab t tél Tél fax par réf v janv févr fév avr juil sept oct nov déc L R D § bd
        bât rte éd
        """
    ),
    before_starter=words(
        "etc S.A S.A.S S.A.R.L Cie Bd Bld av Inc Corp Ltd Co suiv sqq ibid id op.cit min km"
    ),
    after_number=words("h min km m cm mm kg s g l ha av apr mn md"),
    elided=words("l d qu s n c j m jusqu lorsqu puisqu quelqu"),
    starters=words(
        """
        A À Afin Ailleurs Ainsi Alors Après Au Aucun Aucune Aujourd Auparavant Aussi Autant Autour
        Autre Autres Aux Avant Avec Bien Bref C Car Ce Ceci Cela Celle Celui Cependant Certains Ces
        Cet Cette Ceux Chacun Chaque Chez Comme Comment Contre D Dans De Depuis Dernier Des Dès
        Désormais Deux Devant Dit Dix Donc Dont Du Durant Elle Elles En Encore Enfin Ensuite Entre
        Environ Est Et Face Faut Grâce Hier Ici Il Ils Interrogé Interrogée J Jamais Je Jusqu L La
        Là Laquelle Le Lequel Les Leur Leurs Lors Lorsqu Lorsque Lui Ma Mais Malgré Même Mes Mieux
        Moins Mon N Ne Néanmoins Ni Non Nos Notre Nous Nul On Or Ou Où Oui Outre Par Parce Parfois
        Parmi Pas Pendant Personne Peu Peut Plus Plusieurs Pour Pourquoi Pourtant Près Puis Puisque
        Qu Quand Quant Quatre Que Quel Quelle Quelles Quelques Quels Qui Quoi Quoique Rien S Sa Sans
        Se Selon Ses Seul Seule Si Six Soit Son Sous Souvent Suite Sur Surtout Tandis Tant Tel Telle
        Tous Tout Toute Toutefois Toutes Très Trois Trop Un Une Vers Vingt Voici Voilà Vos Votre
        Vous Y
        """
    ),
    particles=words("de du des le la d von van el al ben bin"),
    says=words(
        """
        dit demande répond lance interroge affirme explique ajoute estime assure déclare raconte
        confie écrit insiste souligne poursuit précise conclut crie exclame
        indique prévient résume soupire glisse lâche sourit reconnaît rappelle promet souvient déplore
        regrette juge témoigne
        """
    ),
    reproduces=words("communiqué déclaration message lettre termes texte"),
    strict_capitals=True,
    months=_MONTHS,
    weekdays=words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    date_words=(
        r"(?:dernière )?(?:publié|mis à jour|mise à jour|modifié|actualisé|posté)e?(?: le)?",
        r"(?:date|le)",
    ),
    caption_words=words(
        "photo photos image images vidéo carte infographie illustration légende crédit graphique"
    ),
    by_words=frozenset({"Par", "PAR", "Propos recueillis par", "Texte de", "Un article de", "Avec"}),
    by_roles=words("envoyé envoyée spécial spéciale correspondant correspondante avec agences"),
    sign_offs=(
        r"\((?:[Aa]vec|[Ss]ource) (?:agences|[A-Z])",
        r"(?:Propos recueillis|Édité|Traduit|Rédigé|Reportage)(?: \w+){0,3} par [A-ZÀÉÈ]",
    ),
    page_lines=(
        r"(?:aller|passer|accéder) (?:directement )?au contenu(?: principal)?|"
        r"(?:retour )?en haut(?: de page)?",
        r"(?:cliquez|appuyez) ici.{0,80}|retour (?:à l['’]accueil|en haut)|haut de page",
        r"(?:partager|imprimer|envoyer|enregistrer|commenter|réagir|"
        r"copier le lien)(?: (?:cet article|cette page|sur \w+|par \w+))?",
        r"(?:lire|voir|écouter|à lire|à voir) (?:aussi|également|la suite|l['’]article|plus).{0,200}",
        r"lire plus|en savoir plus.{0,80}|(?:pour aller plus loin|sur le même sujet|"
        r"dans la même rubrique)\b.{0,120}",
        r"(?:articles? (?:liés?|similaires?|associés?)|les plus (?:lus|commentés)|"
        r"à ne pas manquer).{0,60}",
        r"(?:\d+ )?commentaires?(?: \(\d+\))?|laisser un commentaire|ajouter un commentaire",
        r"newsletter|s['’]abonner|se connecter|connexion|s['’]inscrire|menu|recherche|accueil|fermer",
        r"(?:abonnez-vous|inscrivez-vous|suivez-nous|rejoignez-nous)(?:\s(?:à|pour|sur|dès|"
        r"gratuitement)\b.{0,160})?",
        r"publicité|contenu sponsorisé|sponsorisé|(?:sources?|mots[- ]clés|tags?|rubriques?|"
        r"thèmes?)\s?:.{0,120}",
        r"(?:mentions légales|politique de confidentialité|contact|conditions générales.{0,40}|"
        r"plan du site)",
        r"(?:temps de lecture\s?:? ?)?(?:environ )?\d{1,3} ?min(?:utes?)?(?: de lecture)?|"
        r"article (?:suivant|précédent)",
    ),
    page_sentences=(
        r"cet article est réservé (?:à nos|aux) abonnés.{0,80}",
        r"(?:ce site|nous|notre site) utilis(?:e|ons) des cookies.{0,300}|tous droits réservés.{0,100}",
        r"(?:accepter|refuser|gérer) (?:tous )?les cookies\.?|en poursuivant (?:votre|la) navigation.{0,300}",
        r"l['’]article .{1,300} est apparu en premier sur .{1,100}",
        r"(?:abonnez-vous|inscrivez-vous) (?:à|dès|pour|gratuitement)\b.{0,160}",
    ),
    small_words=words(
        "a à au aux avec ce ces dans de des du en et est la le les leur mais ne ou par pas pour qui "
        "sa se ses "
        "son sous sur un une d l s"
    ),
)
