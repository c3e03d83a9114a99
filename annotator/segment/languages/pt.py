"""Portuguese of Brazil and Portugal, as in news."""

from annotator.segment.languages import Language, words

_MONTHS = words(
    """
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro jan fev
    mar abr mai jun jul ago set out nov dez
    """
)

LANGUAGE = Language(
    never_last=words(
        """
        Sr Sra Srs Sras Srta Srª D Dª Dr Dra Drs Dras Prof Profa Profª prof profa Eng Enga Arq Adv
        Gen Gal Cel Cap Ten Sgt Maj Brig Alm Cmdt Cmte Pe P Mons Fr Irm Sto Sta S V.Exa V Exa Exmo
        Exma Ilmo Ilma Min Dep dep Sen sen Gov Pres Des Mª Mme Mr Mrs St i.e e.g p.ex p ex cf Cf cfr
        vs aprox apr Univ Inst Fac Dept Depto Av Al R Pç Pça Rod Trav Est Lg Ed
        Cb
        """
    ),
    before_number=words(
        """
        N° Nº N.º Jan Fev Mar Abr Jun Jul Ago Set Out Nov Dez Ramal ramal art Art arts n N nº no n.º
        núm num pág págs pag p pp vol vols cap caps tel Tel tels km Km fl fls inc fig tab séc § lote
        qd apto al ap jan fev abr mai jun jul ago nov dez v Res
        """
    ),
    before_starter=words(
        """
        etc Ltda Lda S.A S/A Cia Inc Corp Ltd Co Jr Jnr a.C d.C a.m p.m S.T.F S.T.J ss segs ibid km
        kg min mi bi tri
        """
    ),
    after_number=words("h min km m kg g l cm mm s ha mi bi m2"),
    starters=words(
        """
        A Ademais Afinal Agora Ainda Além Algo Alguém Algumas Alguns Ali Antes Ao Aos Apenas Apesar
        Após Aqui As Às Assim Até Através Atualmente Basta Cada Caso Cerca Com Como Conforme Contra
        Contudo Da Daí Daqui Das De Deles Depois Desde Dessa Desse Desta Deste Deve Devido Disse Do
        Dois Dos Durante É E Ela Elas Ele Eles Em Embora Enquanto Então Entre Entretanto Era Eram
        Essa Essas Esse Esses Esta Está Estão Estas Estava Este Estes Eu Existe Faz Foi Foram Há
        Havia Hoje Isso Isto Já Lá Mais Mas Me Mesmo Meu Minha Muita Muitas Muito Muitos Na Nada Não
        Nas Nem Nenhum Nenhuma Nessa Nesse Nesta Neste Ninguém No Nos Nós Nossa Nosso Nunca O Onde
        Ontem Os Ou Outra Outras Outro Outros Para Pela Pelas Pelo Pelos Pode Poderá Poucos Pois Por
        Porém Porque Portanto Posteriormente Pouco Primeiro Quais Qual Qualquer Quando Quanto Quase
        Quatro Que Quem Recentemente São Se Segundo Sem Sempre Ser Será Seu Seus Sim Sob Sobre Só
        Somente Sua Suas Tal Também Tanto Tem Temos Tinha Toda Todas Todavia Todo Todos Três Tudo
        Última Um Uma Vai Vale Vamos Várias Vários Você Finalmente Amanhã Saiu Dentro Fora
        """
    ),
    one_letter_words=words("é"),
    particles=words("de da do das dos e von van"),
    says=words(
        """
        disse diz perguntou pergunta respondeu responde afirmou afirma declarou contou conta
        explicou explica gritou acrescentou escreveu garantiu destacou completou lamentou questionou
        """
    ),
    reproduces=words("comunicado nota declaração mensagem carta seguinte íntegra texto"),
    strict_capitals=True,
    months=_MONTHS,
    weekdays=words(
        """
        segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta
        sexta sábado domingo
        """
    ),
    date_words=(
        r"(?:última )?(?:publicad[oa]|atualizad[oa]|atualização|modificad[oa]|postado)(?: em| no dia)?",
        r"data",
    ),
    caption_words=words(
        "foto fotos fotografia imagem imagens vídeo mapa gráfico infográfico ilustração legenda"
    ),
    by_roles=words("enviado enviada especial correspondente texto fotografia fotos agências"),
    by_words=frozenset({"Por", "POR", "Texto de", "Texto:", "Reportagem de"}),
    sign_offs=(
        r"Com informações d[aeo]s? [A-Z]|(?:Editado|Traduzido) por [A-Z]",
        r"(?:Edição|Reportagem|Tradução|Colaborou|Colaboraram)(?::| de| por) ?[A-Z]",
    ),
    page_lines=(
        r"(?:ir|pular|saltar) para o conteúdo(?: principal)?|(?:voltar )?ao topo|voltar ao (?:topo|"
        r"início)",
        r"clique aqui.{0,80}|(?:compartilhar|compartilhe|partilhar|partilhe|imprimir|enviar|salvar|"
        r"comentar|copiar link)(?: (?:este|esta|no|na|em|via|por)\b.{0,60})?",
        r"(?:leia|ler|veja|ver|assista|ouça) (?:também|mais|ainda|a íntegra|a matéria|"
        r"o artigo).{0,200}|leia mais.{0,120}",
        r"(?:saiba mais|você pode gostar|pode interessar-lhe|mais sobre|mais notícias)\b.{0,160}",
        r"(?:notícias|artigos|matérias) relacionad[oa]s|(?:as )?mais (?:lidas|lidos|vistas|"
        r"vistos).{0,40}",
        r"(?:\d+ )?comentários?(?: \(\d+\))?|(?:deixe|deixar) (?:um|o seu|seu) comentário",
        r"assinar|entrar|login|newsletter|menu|busca|pesquisar|início|fechar",
        r"(?:assine|subscreva|inscreva-se|cadastre-se|siga-nos|participe)(?:\s(?:a|o|aqui|agora|"
        r"para|em|no|na|já)\b.{0,160})?",
        r"publicidade|anúncio|conteúdo patrocinado|continua (?:após|depois d)a publicidade|"
        r"(?:fontes?|tags?|temas|tópicos|categorias?)\s?:.{0,120}",
        r"(?:política de (?:privacidade|cookies)|termos de uso|contato|contactos|ficha técnica|"
        r"expediente)",
        r"(?:tempo de leitura:? ?)?\d{1,3} ?min(?:utos?)?(?: de leitura)?|(?:próximo|anterior|"
        r"artigo seguinte)",
    ),
    page_sentences=(
        r"(?:este site|nós|o nosso site) (?:utiliza|usa|utilizamos|usamos) cookies.{0,300}",
        r"(?:aceitar|rejeitar|gerir|gerenciar) (?:todos )?(?:os )?cookies\.?|"
        r"todos os direitos reservados.{0,100}",
        r"o (?:post|artigo|conteúdo) .{1,300} (?:apareceu primeiro em|aparece primeiro no) .{1,100}",
        r"(?:assine|subscreva|inscreva-se) (?:a|o|na|no|aqui|já|agora)\b.{0,160}",
    ),
    small_words=words(
        "a ao aos as às até com da das de do dos e é em entre mas na nas no nos o os ou para pela "
        "pelo por que se "
        "sem sobre sua seu um uma"
    ),
)
