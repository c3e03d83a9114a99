"""Bulgarian: the commonest abbreviations."""

from annotator.segment.languages import Language, words

LANGUAGE = Language(
    never_last=words(
        "ул Ул бул Бул пл Пл кв с гр обл общ ж.к им св Св проф Проф доц д-р г-н г-жа инж ген полк "
        "подп акад т.нар "
        "напр вкл т.е вж Вж ср чл-кор"
    ),
    before_number=words("чл Чл ал т стр № ст бр тел"),
    before_starter=words("др т.н и.т.н пр н.е"),
    after_number=words("г лв млн млрд хил ч мин км м см кг ст в"),
    strict_capitals=True,
    starters=words(
        """
        А В Във Но На Не И Той Тя То Те От За По При След Това Тази Този Как Какво С Със До Според
        """
    ),
    caption_words=words("снимка снимки видео карта източник"),
)
