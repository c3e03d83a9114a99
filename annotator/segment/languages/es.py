"""Spanish, as in news."""

from annotator.segment.languages import Language, words

_MONTHS = words(
    """
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
    diciembre ene feb mar abr jun jul ago sep sept set oct nov dic
    """
)

LANGUAGE = Language(
    never_last=words(
        """
        Sr Sra Sres Sras Srta Srtas D Dª Dña Dr Dra Dres Dras Prof Profa Lic Licda Lcdo Lcda Ing Arq
        Abg Abog Gral Gen Cnel Cor Cap Capt Tte Sgto Cte Cmdte Alm Mons Pbro P Fr Hno Hna Hnos Sto
        Sta S Excmo Excma Ilmo Ilma Mtro Mtra Ud Uds Vd Vds EE FF CC RR JJ p.ej p ej Ej cf cfr Cfr
        vs aprox ap Ayto Dpto Depto Min Sec Dip Sen Rep Pdte Pdta Gob Econ Psic Fdo Atte Av Avda Ctra Pza
        Pl C Col St Mr Mrs Ms Bco Cía i.e e.g
        """
    ),
    before_number=words(
        """
        N° Nº N.º Cra Cll Ext ext Kra párrf Lun Mar Mié Jue Vie Sáb Dom Ene Feb Abr Jun Jul Ago Sept
        Oct Nov Dic art Art arts Arts núm Núm núms n N no No nro Nro n.º nº pág págs pag p pp vol
        vols cap caps tel Tel tels km Km min ap apdo fig tít inc frac párr par § ene feb abr jun jul
        ago sept oct nov dic
        """
    ),
    before_starter=words(
        """
        etc EE.UU UU FF.AA RR.HH CC.OO S.A S.L S.A.U S.L.U S.R.L C.V S.A.B Cía Ltda Inc Corp Ltd Co
        Jr a.m p.m a.C d.C T.S T.C km kg ss sig sigs ibid ibíd
        """
    ),
    after_number=words("h m min km kg g l cm mm s m2 ha pts ptas mill uds m"),
    starters=words(
        """
        A Además Ahí Ahora Al Algo Alguien Algunas Algunos Allí Ambos Ante Antes Apenas Aquel
        Aquella Aquí Así Asimismo Aún Aunque Ayer Bajo Bien Cada Casi Como Cómo Con Contra Cuál
        Cualquier Cuando Cuándo Cuánto Cuatro De Debe Del Desde Después Detrás Dice Dicho Donde
        Dónde Dos Durante E El Él Ella Ellas Ellos En Entonces Entre Era Es Esa Ese Eso Esta Está
        Estaba Están Estas Este Esto Estos Fue Fueron Ha Había Hace Hacia Han Hasta Hay Hoy Incluso
        La Las Le Les Lo Los Luego Mañana Más Me Mi Mientras Mis Mucho Muchos Muy Nada Nadie Ni
        Ninguna Ninguno No Nos Nosotros Nuestra Nuestro Nunca O Otra Otras Otro Otros Para Pero Poco
        Pocos Por Porque Posteriormente Primero Pues Que Qué Quien Quién Quienes Quizá Quizás Se Sea
        Según Ser Será Si Sí Siempre Siguiendo Sin Sino Sobre Sólo Solo Son Su Sus También Tampoco
        Tan Tanto Tenía Tiene Toda Todas Todavía Todo Todos Tras Tres Tu Un Una Unas Uno Unos Usted
        Varios Y Ya Yo Dentro Fuera Cerca Mediante Respecto Finalmente Actualmente Precisamente
        """
    ),
    one_letter_words=words("y"),
    particles=words("de del la las los el y al von van"),
    says=words(
        """
        dijo dice preguntó pregunta respondió responde afirmó afirma aseguró asegura señaló señala
        explicó explica gritó gritaba gritaban exclamó añadió agregó contó cuenta declaró sostuvo
        insistió lamentó
        """
    ),
    reproduces=words("comunicado declaración mensaje carta siguiente texto"),
    strict_capitals=True,
    months=_MONTHS,
    weekdays=words("lunes martes miércoles jueves viernes sábado domingo lun mar mié jue vie sáb dom"),
    date_words=(
        r"(?:última )?(?:publicado|actualizado|actualización|modificado)a?(?: el| en)?(?: día)?",
        r"fecha",
    ),
    caption_words=words(
        "foto fotos fotografía imagen imágenes vídeo video mapa gráfico infografía ilustración"
    ),
    by_roles=words("enviado enviada especial corresponsal texto fotos agencias"),
    by_words=frozenset({"Por", "POR", "Texto de", "Un reportaje de", "Texto:"}),
    sign_offs=(
        r"Con información de (?:agencias|[A-Z])|(?:Editado|Traducido|Reporte) por [A-Z]",
        r"(?:Edición|Redacción|Traducción|Reportaje): ?[A-Z]",
    ),
    page_lines=(
        r"(?:saltar|ir|pasar) al contenido(?: principal)?|(?:volver )?arriba|ir arriba|"
        r"volver al inicio",
        r"(?:haga|haz|pulse|pincha|pinche) (?:clic )?aquí.{0,80}",
        r"(?:compartir|imprimir|enviar|guardar|comentar|copiar enlace|comparte)(?: (?:este artículo|"
        r"esta noticia|(?:en|por|vía) \w+))?",
        r"(?:leer|lea|lee|ver|vea|mira|escucha) (?:también|más|además|la nota|la noticia|"
        r"el artículo).{0,200}",
        r"(?:te puede interesar|le puede interesar|más información|más noticias|"
        r"relacionad[oa]s?)\b.{0,160}",
        r"(?:noticias|artículos|notas|temas) (?:relacionad[oa]s|similares)|(?:lo )?más (?:leído|"
        r"visto)s?.{0,40}",
        r"(?:\d+ )?comentarios?(?: \(\d+\))?|(?:deja|deje|escribe|añadir) un comentario",
        r"suscribirse|boletín|newsletter|registrarse|iniciar sesión|inicia sesión|menú|buscar|"
        r"inicio|cerrar",
        r"(?:suscríbe[ts]e|regístrate|síguenos|únete)(?:\s(?:a|aquí|en|para|gratis|hoy|"
        r"ahora)\b.{0,160})?",
        r"publicidad|anuncio|contenido patrocinado|(?:fuentes?|etiquetas|temas|archivado en|"
        r"categorías?)\s?:.{0,120}",
        r"(?:aviso legal|política de (?:privacidad|cookies)|contacto|términos y condiciones|"
        r"quiénes somos)",
        r"(?:tiempo de lectura:? ?)?\d{1,3} ?min(?:utos?)?(?: de lectura)?|(?:artículo|"
        r"noticia) (?:siguiente|anterior)",
    ),
    page_sentences=(
        r"(?:este sitio(?: web)?|esta web|nosotros) (?:utiliza|usa|utilizamos|usamos) cookies.{0,300}",
        r"(?:aceptar|rechazar|configurar) (?:todas )?(?:las )?cookies\.?|"
        r"todos los derechos reservados.{0,100}",
        r"la entrada .{1,300} (?:se publicó primero en|aparece primero en) .{1,100}",
        r"suscr[ií]b[ae]\w* (?:a|aquí|gratis|para)\b.{0,160}|si continúa navegando.{0,300}",
    ),
    small_words=words(
        "a al ante con contra de del desde e el en entre es la las lo los ni no o para pero por que se sin "
        "sobre su sus tras u un una y"
    ),
)
