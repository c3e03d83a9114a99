"""Polish: the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        """
        dr Dr prof Prof hab mgr Mgr inż Inż lek med gen Gen płk ppłk mjr kpt por ppor sierż abp bp
        ks Ks św Św o ul Ul al Al pl Pl os im Im np Np m.in tzw Tzw tj tzn wg ok Ok pn płd wsch zach
        gm woj pow ob płn red Red Por zob Zob ds p P dot śp mec Mec adw Adw st mł dyr Dyr
        """
    ),
    before_number=words("nr Nr art Art ust pkt str s poz par tel t rozdz Dz.U r"),
    before_starter=words("itd itp etc S.A sp.z.o.o o.o proc ww br"),
    after_number=words("r w tys mln mld zł gr godz km min m kg proc ha"),
    starters=words(
        """
        A Ale Aby Będzie Był Była Było Były Choć Co Czy Dlatego Do Dla Gdy Gdzie I Ich Ja Jak Jednak
        Jego Jej Jest Jeśli Już Kiedy Kto Która Który Mimo My Na Nad Nie Nikt O Od On Ona Oni Po Pod
        Potem Przed Przez Przy Są Się Tak Także Tam Ta Te Ten Teraz To Tu Tylko W We Wczoraj Według
        Wszyscy Wtedy Z Za Zdaniem Ze Że
        """
    ),
    strict_capitals=True,
    caption_words=words("fot foto zdjęcie wideo mapa grafika źródło"),
)
