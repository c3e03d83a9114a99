"""What tells languages apart: the words that run through every text, and the letters beyond a script's stock.

Written for this project. A language is here because articles come in it, or so that its texts are not taken
for those of a neighbour.
"""

from typing import NamedTuple


class Traits(NamedTuple):
    """How texts in a language look."""

    letters: str
    """Lower-case letters that it uses beside the stock of its script; empty for all that the script has."""
    words: frozenset[str]
    """Its most frequent small words in lower case; `l'` for what stands before an apostrophe."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _traits(letters: str, words: str) -> Traits:
    return Traits(letters, _words(words))


STOCK = {
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "Cyrillic": "абвгдежзиклмнопрстуфхцчш",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقلمنهو",
}
"""Letters that every language of a script uses."""

LATIN = {
    "en": _traits(
        "éïö",
        "the a of and to in that is was for it with as his on be at by this had not are but from or have an "
        "they which one were all their there been has when who will more if no out so said what up its "
        "about into than them can only other new some could time these two may then do first any my now "
        "such like our over even most after also did many before must through where much your how because "
        "would he her she we you against between while",
    ),
    "de": _traits(
        "äöüß",
        "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "aus er hat dass daß sie nach wird bei einer um am sind noch wie einem über einen so zum war haben "
        "nur oder aber vor zur bis mehr durch man sein wurde sei hatte kann gegen vom können schon wenn "
        "ihre unter wir soll ich eines jahr zwei diese dieser seine ihr habe seit ab jahren dann sagte "
        "wurden",
    ),
    "fr": _traits(
        "àâæçéèêëîïôœùûüÿ",
        "de la le et les des en un une du que est pour qui dans par plus au pas sur ne se ce il sont avec "
        "ont été cette aux son sa ses mais comme ou nous on était leur être fait deux ces elle même après "
        "aussi dont entre sans selon où tout si depuis avait leurs d' l' qu' s' n' c' j' y peut encore lors "
        "contre ils vous je très bien sous avoir elles sera toute tous toutes ans a",
    ),
    "es": _traits(
        "áéíñóúü",
        "de la que el en y a los se del las por un para con no una su al lo como más es pero sus le ha o "
        "este sí porque esta son entre está cuando muy sin sobre ser tiene también me hasta hay donde han "
        "quien desde todo nos durante todos uno les ni contra otros ese eso había ante ellos e esto fue "
        "según años dos tras era puede dijo sido mientras así además cada aunque mismo hace parte gobierno "
        "toda todas otra otro cualquier tienen fueron será sería esa esos estas estos unos unas mi tan aún "
        "hacia",
    ),
    "it": _traits(
        "àèéìíîòóùú",
        "di e il la che in a per un è del non una con si le i da dei al della sono alla più nel come anche "
        "ma gli lo delle ha l' dell' un' all' dal o nella ai se ad su ed tra essere stato questo cui d' c' "
        "hanno loro ci quando solo dopo era suo sua così alle stata nell' dall' sull' anni prima ancora "
        "quella due sia degli dalla ogni questa fra perché mentre contro molto già fatto sul",
    ),
    "pt": _traits(
        "àáâãçéêíóôõúü",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu "
        "sua ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus "
        "quem nas me esse eles você essa num nem suas meu às minha numa pelos elas qual nós lhe deles foi "
        "são está é tem ser há disse anos ainda sobre segundo pode após dois desde era ter outros toda todo "
        "todos todas outra outro cada qualquer seja essas esses além assim sido estão",
    ),
    "ca": _traits(
        "àçèéíïòóúü·",
        "de la i que el a en els les un una per amb del al es és no dels se com més va ha són ser seva seu "
        "d' l' s' o si però aquest aquesta també tot han molt on fins entre sense perquè hi ho li què quan "
        "pel als ja segons des seus tots any anys després així sobre dos ens n' m' altres cada",
    ),
    "gl": _traits(
        "áéíñóúü",
        "de a o que e do da en un unha os as para con non no na por máis se como dos das ao á polo pola "
        "pero seu súa é son foi tamén aos nos nas ou entre sobre ten ata está cando sen ser dunha dun moi "
        "xa despois onde hai anos todos cada isto así aínda outros lle eu eles porque desde tras pode "
        "segundo",
    ),
    "oc": _traits(
        "àáçèéíòóú",
        "de la e lo que los las en dels del per un una es a al amb se non o son sus dins pas mai aquò ni "
        "seu sa sas sos qu' d' l' s' aver estre aital aquel aquesta tota totes tot sens dreit quand coma",
    ),
    "ast": _traits(
        "áéíñóúüḥ",
        "de la y que el los en a les del un una con por pa nel na nos al tien ye nun más como se o so sos "
        "esto esti esta tola tolos ensin dende hasta tamién d' l' ser ente ello toa too pue foi son tán "
        "cuando años otru otros",
    ),
    "ro": _traits(
        "ăâîșțşţ",
        "de și în a la cu că pe să din nu un o care se mai al este pentru ca au prin fost sau sunt ce am "
        "după fi dar lui ale ar cel lor între ai acest această fără când s-a ei către ani asupra toate doar "
        "cum foarte unui unei iar îi era avea potrivit fie decât până acesta dintre",
    ),
    "nl": _traits(
        "áèéêëïóöü",
        "de het een van en in is dat op te zijn met voor die niet aan er om ook als dan maar bij nog uit "
        "naar heeft door over ze wordt tot was hij of werd meer zich kan geen worden haar hebben had onder "
        "deze wel zou na al twee moet zo wat waar tegen hun tussen jaar veel dit andere zei ik je we wij u "
        "mijn kunnen zal omdat volgens",
    ),
    "af": _traits(
        "áèéêëïíóôöúû",
        "die van en in is het nie dat te wat op vir met sy hy 'n as was aan deur ook om hulle ons word maar "
        "uit daar hul sal na kan ek meer oor tot by moet so nog een geen enige haar hierdie wees sê jaar "
        "alle elke elkeen",
    ),
    "fy": _traits(
        "âéêëïôöúû",
        "de fan en it in is dat op te hat mei foar net oan by ek as dy om hy wie troch wurdt syn har of út "
        "nei sa mar wol oar hawwe fryslân gjin ûnder wêze sil binne elk elts rjocht alle",
    ),
    "lb": _traits(
        "äéëèêöü",
        "an de den vun d' ass mat op dat fir déi net ze datt et si eng en am gëtt bei dem och sech hunn "
        "huet nët ginn oder wéi duerch iwwer als vum dës keen jidderee säin ech mir",
    ),
    "sv": _traits(
        "åäöé",
        "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så "
        "kan när år säger hade under också efter eller nu sin där vid mot ska skulle kommer ut får finns "
        "vara hon alla andra mycket än här då sedan över bara två blir upp även detta varit vill",
    ),
    "da": _traits(
        "åæøé",
        "og i at det er en til på af for med den de der som har et ikke han var om sig fra men vi kan så "
        "jeg skal eller efter blev ud op også nu mod siger kun vil mellem hvor blive været hvad end over år "
        "uden bliver være meget nogle havde hun da dem denne mange under ved når haft ind siden",
    ),
    "nb": _traits(
        "åæøéòô",
        "og i det er på som en til av for med at den har de ikke han var om seg fra men et vi kan så jeg "
        "skal eller etter ble ut opp også nå mot sier bare vil mellom hvor bli blitt hva enn over år uten "
        "blir være mye noen hadde hun da dem denne mange under ved når hatt inn siden både",
    ),
    "nn": _traits(
        "åæøéòô",
        "og i det er på som ein til av for med at den har dei ikkje han var om seg frå men eit vi kan så eg "
        "skal eller etter vart ut opp også no mot seier berre vil mellom kor bli blitt kva enn over år utan "
        "blir vere mykje nokon hadde ho då denne mange under ved når inn sidan både korleis ingen",
    ),
    "is": _traits(
        "áæéíðóöúýþ",
        "og að í á er sem til við um en ekki það með var fyrir af því hann eru hefur þess sér þá frá svo "
        "hún segir hafa verið þar eftir eða þeir þegar upp vera út ég þetta einnig yfir verður ef undir sé "
        "þau hans þeirra skal allir menn",
    ),
    "fo": _traits(
        "áæíðóøúý",
        "og at í á er sum til við um ikki tað var fyri av hann eru hevur teir frá so hon eftir ella hava "
        "verið tá millum hjá skal menniskju ein øll teirra eitt øllum sína sínum",
    ),
    "pl": _traits(
        "ąćęłńóśźż",
        "w i na z się do nie że jest o to a jak po od za przez co są tym dla jego ale przy tego tak być "
        "oraz czy już tylko lat było był roku pod może który która które także ze jej ich też bez przed by "
        "została jednak gdy między będzie nad ma we jako również",
    ),
    "cs": _traits(
        "áčďéěíňóřšťúůýž",
        "a v se na je že s z o do i to ve k pro za by ale po jako podle které který jsou od však bylo byl "
        "jeho při už až nebo také jen jsem bude byla není má mezi která ze jak tak ke před let roku pod své "
        "když co musí proti kde této",
    ),
    "sk": _traits(
        "áäčďéíĺľňóôŕšťúýž",
        "a v sa na je že s z o do i to vo k pre za by ale po ako podľa ktoré ktorý sú od však bolo bol jeho "
        "pri už až alebo tiež len som bude bola nie má medzi ktorá zo tak ku pred rokov roku pod svoje keď "
        "čo musí proti kde tejto",
    ),
    "sl": _traits(
        "čšž",
        "je in v se na da za so ki ne pa z bi s po kot o tudi to pri od ni še le do med ali bo sta ga ob že "
        "iz ter tako bil ima jih če pred več bila zaradi lahko sem leta bili ko kar kako pod proti vsak "
        "svoje vse nad biti",
    ),
    "hr": _traits(
        "čćđšž",
        "i u je na se da za su od s o što ne a koji kao iz do će koja to bi ali samo sve koje ili prema "
        "nije jer kako oko ima te također tijekom bio biti nakon tko tjedan tisuća gdje svoje bilo prije "
        "godine vijeće dio među ljudi dvije uvjete smije ovoj svih kojima",
    ),
    "sr-Latn": _traits(
        "čćđšž",
        "i u je na se da za su od o što ne a koji kao iz do će sa koja to bi ali samo sve koje ili prema "
        "nije jer kako oko ima takođe tokom bio biti posle šta gde nedelje hiljada reč svoje bilo pre "
        "godine deo među ljudi dve uslovima sme ovde vreme svih saopštio kojima",
    ),
    "hu": _traits(
        "áéíóöőúüű",
        "a az és hogy nem is egy meg ez azt csak ha már de volt van el szerint még vagy mint ki ezt után "
        "lehet lesz pedig között minden majd amely akkor ami ezek illetve mert így kell sem fel be több két "
        "mely utolsó során ellen kívül azonban úgy én ők azok magyar joga",
    ),
    "fi": _traits(
        "äöåšž",
        "ja on ei se että oli hän mutta myös kun ovat joka mukaan kuin ole tai vuoden jos sen niin nyt sitä "
        "sekä ollut jo vain jälkeen olla voi mitä siitä hänen kanssa ne jotka tämä vielä sanoo olisi noin "
        "kaikki kuitenkin eivät tulee jonka viime vuonna mikä tässä hyvin ennen jokaisella oikeus",
    ),
    "et": _traits(
        "äõöüšž",
        "ja on ei et see oli ta ka kui mis aga ning oma selle kes ma või seda mida ole siis nii veel üle "
        "välja olnud kuid pärast pole nad võib juba mille ainult sest eesti aasta pidi neid vastu oleks "
        "enne kõik iga igal inimesel õigus tema kas olla",
    ),
    "lv": _traits(
        "āčēģīķļņšūž",
        "un ir ar par no kas lai uz arī ka bet to kā tā pie vai pēc nav gan ko jau bija līdz tas tiek gadā "
        "viņš savu tikai vairāk ja kad būs šo tam kuri tad vēl starp viņa pret katram cilvēkam būt visi",
    ),
    "lt": _traits(
        "ąčęėįšųūž",
        "ir kad yra į iš su ne tai bet kaip jis o buvo už nuo jo apie tik dar taip pat arba metų iki savo "
        "jau jie po dėl bus prie kurie ar jei kuris labai būti prieš turi tarp visi visų nėra kiekvienas "
        "žmogus teisę gali pagal",
    ),
    "sq": _traits(
        "çë",
        "e të në dhe për që i me një nga se është më si nuk do ka ai u janë ishte së por kjo ata edhe duke "
        "kanë këtë ky tij saj pas deri sipas ose kur mund ndaj vetëm gjatë tyre drejtë çdo sa",
    ),
    "tr": _traits(
        "çğıöşüâîû",
        "ve bir bu da de için ile olarak çok daha gibi olan en o ne kadar ise sonra ancak var ya ama her "
        "olduğunu olduğu diye değil göre ki iki yeni büyük oldu tarafından kendi hem yıl önce şu bin milyon "
        "türkiye başkanı üzerine dedi veya yok ilk hiç nin nın nun nün ın in un ün daki mı mi açıkladı eden "
        "karşı arasında böyle şöyle bile etti söyledi",
    ),
    "az": _traits(
        "çəğıöşü",
        "və bir bu da də üçün ilə olan edir ki olub ən o daha çox görə kimi olaraq onun sonra isə var hər "
        "ya bütün öz azərbaycan edib qeyd bildirib həm şəxs hüququ hüququna vardır yaxud deyil üzrə",
    ),
    "uz": _traits(
        "ʻʼ",
        "va bu bilan uchun ham bir edi o' deb bo' bo'lgan esa shu har kerak yoki qilish hamda boʻlgan ega "
        "huquqiga inson o'z lozim haqida emas hech barcha ushbu yil ko' to' g'",
    ),
    "id": _traits(
        "é",
        "yang dan di untuk dari dengan pada ini itu dalam tidak akan ke oleh adalah juga telah sebagai "
        "karena atau ada saat lebih tersebut bisa mereka kami bahwa sudah kepada tahun hanya setelah saya "
        "menjadi para orang secara masih antara namun belum ia kata dapat hingga seperti",
    ),
    "ms": _traits(
        "é",
        "yang dan di untuk dari dengan pada ini itu dalam tidak akan ke oleh adalah juga telah sebagai "
        "kerana atau ada ketika lebih tersebut boleh mereka kami bahawa sudah kepada tahun hanya selepas "
        "saya menjadi para orang secara masih antara namun beliau kata dapat hendaklah mestilah iaitu",
    ),
    "tl": _traits(
        "ñáéíóú",
        "ang ng sa na mga at ay ni si para ito hindi kanyang nang may mula kung niya siya ko bilang kay "
        "isang ako sila o pa rin kanilang noong ayon dahil kaniyang din lahat dapat walang pag-",
    ),
    "vi": _traits(
        "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        "và của các là có cho được trong với không những một đã này người đến để khi từ về ra đó vào năm "
        "tại cũng theo như phải trên sẽ nhiều sau hay hoặc mọi còn thì nước quyền bị nhưng lại do",
    ),
    "sw": _traits(
        "",
        "ya na wa kwa ni katika la za kuwa cha hiyo huo wake yake kama hii alisema watu baada sana wao au "
        "hilo lakini zaidi hivyo moja mtu kila ambayo ambao haki kutoka bila pia hayo",
    ),
    "so": _traits(
        "",
        "oo ah ku in iyo ka waxaa ay uu la waa u soo si ee ayaa kale aan lagu laga loo qof xaq inuu "
        "leeyahay iyadoo sheegay waxay dalka",
    ),
    "ha": _traits(
        "ɓɗƙƴ",
        "da na a ta ya ba ne ga ce cikin kuma su don wa daga wani yi shi sai zuwa amma an yana ko hakki "
        "kowane domin wannan wata",
    ),
    "eu": _traits(
        "ñ",
        "eta da ez du ere izan dute bat dira baina zuen dela izango egin den hau beste baino horrek dituzte "
        "zen edo behar gabe bere pertsona orok eskubidea egiteko guztiak",
    ),
    "cy": _traits(
        "âêîôûŵŷï",
        "y yn a i o ar yr ei am wedi mae bod ac gan at ond fel nid neu oedd hyn sydd hawl pawb i'r o'r gyda "
        "eu gael ddim roedd mewn cael dros ym un",
    ),
    "ga": _traits(
        "áéíóú",
        "an na a ar agus i is le do go ag air bhí sé ó tá leis nó sin mar siad ach chun gach duine ceart sa "
        "den bhfuil níos ina dá",
    ),
    "mt": _traits(
        "ċġħżàèìòù",
        "li u ta' il- fil- l- ma' għal dan huwa biex mill- tal- kien jew din minn kull bħala wkoll hija "
        "lill- ħadd bniedem dritt dwar tal",
    ),
    "ht": _traits(
        "èòà",
        "ak nan ki yo pou li se pa yon sou nou tout moun gen te ap dwa genyen konsa oswa lè kòm fè peyi",
    ),
    "ku": _traits(
        "çêîşû",
        "û de ji bo ku di li ya bi ev ew jî yên her re vê wî ye xwe hemû gel kes yan mafê divê tê kir kirin",
    ),
    "eo": _traits(
        "ĉĝĥĵŝŭ",
        "la de kaj en al ne estas por kiu kun ke ĉiu el kiel pri aŭ per tiu ĝi li rajtas rajton sed oni",
    ),
    "la": _traits(
        "",
        "et in est non ad ut cum de sunt ex quod qui ab sed si per quae esse aut hoc omnes autem vel enim",
    ),
}
"""Languages in Latin letters."""

CYRILLIC = {
    "ru": _traits(
        "йщъыьэюяё",
        "и в не на что с он по как это к но из у за от о его же для а или так было при все бы до только "
        "также после уже если чтобы может был она которые который была быть они мы я во со об того этом "
        "более нет еще ещё под без году лет между сообщил том ее её их там где когда",
    ),
    "uk": _traits(
        "йщьюяіїєґ",
        "і в не на що з та у до за як від про це по його але для є а або так було при які який також після "
        "вже якщо щоб може був вона були яка бути вони ми я зі із того цьому більше ще під без році років "
        "між повідомив тому її їх там де коли й бо має час",
    ),
    "be": _traits(
        "йыьэюяёіў",
        "і у не на што з да па як гэта за ад аб яго але для а або так было пры ўсё якія які таксама пасля "
        "ужо калі каб можа быў яна былі якая быць яны мы я са гэтым больш яшчэ без годзе гадоў паміж мае ў",
    ),
    "bg": _traits(
        "йщъьюя",
        "на и за да се в от е не с че по са ще като до но при това или си има към след които който може "
        "беше тази този през още бе една един само т бъде както обаче във със ни му го ги всички заяви "
        "между където",
    ),
    "mk": _traits(
        "ѓѕјљњќџ",
        "и на да во се за е од не со ќе што ги ја по до го како но при ова или си има кон кои кој може беше "
        "оваа овој преку уште бил една еден само дека биде секој тоа сите според меѓу",
    ),
    "sr": _traits(
        "ђјљњћџ",
        "и у је на се да за су од о што не а који као из до ће са која то би али само све које или према "
        "није јер како има такође током био бити после шта где недеље хиљада рече своје било пре године",
    ),
    "kk": _traits(
        "йщъыьэюяёәғқңөұүһі",
        "және бұл мен бір үшін деп де да бойынша болып деген осы ол екен бар болды қазақстан құқығы адам әр "
        "тиіс керек пен еді оның",
    ),
    "ky": _traits(
        "йщъыьэюяёңөү",
        "жана бул менен бир үчүн деп да болгон эле ал ар боюнча кыргыз укугу укуктуу адам керек тийиш бар "
        "эмес",
    ),
    "mn": _traits(
        "йщъыьэюяёөү",
        "нь байна энэ юм бол хүн эрхтэй бөгөөд ба болон эсвэл гэж байгаа монгол улсын бүр тухай хийх",
    ),
    "tg": _traits(
        "йъьэюяёғӣқӯҳҷ",
        "ва дар ба аз ки барои бо ин он ҳар ё аст буд мебошад бояд шахс ҳуқуқ дорад дигар",
    ),
    "tt": _traits(
        "йщъыьэюяёәҗңөүһ",
        "һәм белән бу бер өчен да дә дип булган хокуклы кеше яки түгел иде ул аның",
    ),
}
"""Languages in Cyrillic letters."""

ARABIC = {
    "ar": _traits(
        "آأؤإئءةىيك",
        "في من على إلى أن التي عن مع هذا هذه الذي ما لا كان ذلك بين قد بعد أو كما لم قال وقال كل كانت حيث "
        "أي عند وقد ولا عليه غير هو هي له فيه حتى ثم خلال إن لكل بن ولم وفي",
    ),
    "fa": _traits(
        "آأؤئءپچژگکیةيكى\u200c",
        "و در به از که این را با است برای آن یک بر تا هم می شود شده ها خود کرد هر یا او نیز باید دارد کرده "
        "بود شد اما اند ما حق وی گفت ایران",
    ),
    "ur": _traits(
        "آأؤئءٹپچڈڑژگکںھہۂیےۓ",
        "کے کی میں ہے اور سے کا کو اس نے پر یہ کہ ہیں بھی ایک کر تھا نہیں ہو گیا لیے تھے جو وہ ان گئی تو "
        "کیا ہر یا کرنے حق شخص کہا ہی",
    ),
    "ps": _traits(
        "آأؤئءټپچځڅډړژږښګکگڼۀیېۍي",
        "د په او چې کې له ته دی سره دا یې هم نه شي کړي هر وي څخه ده لري یا حق افغانستان",
    ),
    "ckb": _traits(
        "ئپچڕژڤگکڵۆیێە",
        "لە و بە بۆ کە ئەم لەگەڵ ئەو هەموو یان هەیە دەبێ مافی بێ کەس نابێ",
    ),
    "ug": _traits(
        "ئپچژڭگكۆۇۈۋېەىي",
        "ۋە بىر بۇ بىلەن ئۈچۈن ھەر ياكى دەپ ئۇ قىلىش ھوقۇقىغا كېرەك",
    ),
    "sd": _traits(
        "آءپچڄڃڇٿٺٽڀٻڊڌڏڍڙڦڪکگڱڳڻھيئ",
        "جو جي ۾ ۽ آهي کي سان تي نه به هر ٿي کان ته جا حق ماڻهو",
    ),
}
"""Languages in Arabic letters."""

DEVANAGARI = {
    "hi": _traits(
        "",
        "के में की है और से का को पर ने कि यह हैं एक भी नहीं लिए इस कर था साथ तो हो गया जो ही बाद वह अपने "
        "थी किया रहा कहा या करने उन",
    ),
    "mr": _traits(
        "",
        "आणि आहे या व हे ते तर की मध्ये नाही होते यांनी असे आहेत त्यांनी करण्यात हा ही म्हणून केली झाली "
        "साठी असून मात्र किंवा त्या त्याचा हक्क प्रत्येक होता",
    ),
    "ne": _traits(
        "",
        "र छ को मा ले भएको गर्ने पनि यो हो भने छन् गरेको लागि थियो एक गर्न हुने गरी तथा बाट प्रत्येक "
        "व्यक्तिलाई अधिकार वा हुनेछ",
    ),
    "sa": _traits("", "च न तु अस्ति इति एव वा सर्वे तथा अपि यत् भवति अधिकारः"),
}
"""Languages in Devanagari."""

HEBREW = {
    "he": _traits(
        "",
        "של את על הוא לא כי עם זה גם או כל אדם היא אל יש היה כך אך אבל אחרי רק זכאי לכל בין אשר",
    ),
    "yi": _traits(
        "",
        "און די פון צו א איז אין דער אויף מיט דאס האט נישט פֿון אַ אױף דאָס האָט יעדער מענטש רעכט",
    ),
}
"""Languages in Hebrew letters."""

ETHIOPIC = {
    "am": _traits("", "ነው እና ላይ ውስጥ ወይም መብት አለው ማንኛውም ነበር ግን ጋር ይህ እንደ ሰው ወደ በኋላ ናቸው ያለው አንድ"),
    "ti": _traits("", "እዩ ኣብ ናይ ካብ ወይ መሰል ኣለዎ ናብ ድማ እቲ ነቲ ምስ ከኣ ሰብ ዝኾነ ኩሉ እዚ"),
}
"""Languages in Ethiopic letters."""

BENGALI = {
    "bn": _traits(
        "",
        "এবং ও এর এই না করে থেকে জন্য তার হয় যে একটি সঙ্গে কিন্তু পর হবে বা অধিকার প্রত্যেকের তাঁর আছে কোন করা",
    ),
    "as": _traits(
        "",
        "আৰু এই কৰা পৰা বাবে হয় এটা লগত কিন্তু পিছত হ'ব বা অধিকাৰ প্ৰত্যেকৰে আছে কোনো নাই এজন",
    ),
}
"""Languages in Bengali letters."""

BY_SCRIPT = {
    "Latin": LATIN,
    "Cyrillic": CYRILLIC,
    "Arabic": ARABIC,
    "Devanagari": DEVANAGARI,
    "Hebrew": HEBREW,
    "Ethiopic": ETHIOPIC,
    "Bengali": BENGALI,
}
"""Scripts that several languages share, told apart by words and letters."""

ONE_LANGUAGE = {
    "Greek": "el",
    "Armenian": "hy",
    "Georgian": "ka",
    "Thai": "th",
    "Lao": "lo",
    "Khmer": "km",
    "Hangul": "ko",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Sinhala": "si",
    "Burmese": "my",
    "Oriya": "or",
    "Thaana": "dv",
}
"""Scripts that belong to one language, or nearly so."""

RANGES = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ʸḀ-ỿ",
    "Cyrillic": "\u0400-\u052f",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f",
    "Devanagari": "\u0900-\u0963\u0971-\u097f",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f",
    "Kana": "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\uff66-\uff9d",
    "Greek": "\u0370-\u037d\u0386-\u03ff\u1f00-\u1fff",
    "Hebrew": "\u05d0-\u05ea",
    "Armenian": "\u0531-\u0556\u0561-\u0587",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Thai": "\u0e01-\u0e4e",
    "Lao": "\u0e81-\u0edf",
    "Khmer": "\u1780-\u17d3",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Tamil": "\u0b82-\u0bcd",
    "Telugu": "\u0c00-\u0c63",
    "Kannada": "\u0c80-\u0ce3",
    "Malayalam": "\u0d00-\u0d63",
    "Gujarati": "\u0a81-\u0ae3",
    "Gurmukhi": "\u0a01-\u0a75",
    "Sinhala": "\u0d81-\u0ddf",
    "Burmese": "\u1000-\u1049",
    "Oriya": "\u0b01-\u0b63",
    "Thaana": "\u0780-\u07b1",
    "Bengali": "\u0980-\u09e3",
    "Ethiopic": "\u1200-\u135a",
    "Tibetan": "\u0f40-\u0fbc",
}
"""Letters of a script, as in a character class."""

CHINESE_SIGNS = "的是在了不有这這和为為我们們他说說对對从從与與也就而及或将將到以于於个個会會"
"""Characters that run through every Chinese text; a line of nouns in Han alone may be Japanese."""

SIMPLIFIED_SIGNS = (
    "这们说对从个为还没吗让该么谁东车长门问见发过时间关开动种样实现业产务进远运达边给级纪约经结统继续网"
)
"""Frequent characters of simplified Chinese that Japanese writes otherwise."""

CANTONESE_SIGNS = "嘅佢咗唔嚟嘢冇喺啲哋"
"""Characters of written Cantonese."""

WITH_ENDINGS = _words("az cs et eu fi hu la lt lv pl sk sl so sw tr uz")
"""Languages in Latin letters that say with endings what others say with small words."""
