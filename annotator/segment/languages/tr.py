"""Turkish, as in news."""

from annotator.segment.languages import Language, words

_MONTHS = words(
    """
    Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık Oca Şub Mar Nis May
    Haz Tem Ağu Eyl Eki Kas Ara
    """
)

LANGUAGE = Language(
    never_last=words(
        """
        Dr Doç Prof Yrd Öğr Gör Uzm Op Av Müh Mim Ecz Dt Alb Yb Bnb Yzb Ütğm Tğm Asb Org Korg Tümg
        Tuğg Gen Hz Sn Bay Bkz bkz Örn örn T.C TC Md Müd Bşk Gn Arş çev haz ed yay Hst Vet İng Alm
        Fr Osm Ar Ord krş Krş yakl Mah Sok Sk Cad Cd Blv Bulv Apt Opr Psk St Mr Mrs Uzm.Dr Doç.Dr
        Prof.Dr Yrd.Doç.Dr Kd
        """
    ),
    before_number=words(
        "No no Nr s S ss sf sh c C m Mad mad md K Tel tel Faks D Kat Şek Tab bl Oca Şub Nis Haz Tem "
        "Ağu Eyl Kas"
    ),
    before_starter=words("vb vs vd v.b v.s v.d A.Ş Ltd Şti Inc Corp Co Jr M.Ö M.S Ü A.B.D yy"),
    after_number=words("km m cm mm kg gr g lt dk sn sa mln mlr"),
    starters=words(
        """
        Acaba Ama Ancak Anlaşılan Ardından Artık Aslında Aynı Ayrıca Az Bana Bazı Bazıları Belki Ben
        Benim Bir Birçok Biri Biz Bizim Böyle Böylece Böylelikle Bu Bugün Buna Bunda Bundan Bunlar
        Bunların Bunlardan Bunu Bunun Burada Buradan Bütün Cevap Çok Çoğu Çünkü Daha Dahası Demek
        Diğer Dolayısıyla Dün En Eğer Elbette Epey Evet Fakat Geçen Gerçekten Gelecek Hala Hâlâ
        Halbuki Hangi Hatta Hayır Hele Hem Henüz Hep Hepsi Her Herkes Hiç Hiçbir İki İlk İşte İyi
        Kaç Kendi Kendisi Kendisine Kendisini Kim Kimi Kimse Kısacası Mesela Nasıl Ne Neden Nerede
        Nereden Niçin Niye O Olay Olayda Ona Onlar Onlara Onların Onu Onun Orada Oysa Öncelikle Önce
        Önceki Öte Öyle Özellikle Peki Pek Polis Sadece Sanki Sen Siz Son Sonra Sonuçta Sonunda Söz
        Şimdi Şöyle Şu Şunu Tabii Tam Tüm Üç Üstelik Var Ve Veya Ya Yani Yaklaşık Yarın Yeni Yine
        Yok Yoksa Zaten Zira Açıklamada Ayrıntılar Bunlarla Bunlara Buradaki
        Geçtiğimiz Gençler İddiaya Konuyla Mahkeme Nitekim Nihayet Olayın Toplam Toplantıda
        Uzmanlar Yapılan Yetkililer Aksi Haberde Raporda Karar
        """
    ),
    ordinal_stop=True,
    says=words("dedi sordu diye demiş diyor söyledi konuştu belirtti ekledi yanıtladı bağırdı"),
    reproduces=words("açıklama açıklamada şunları şöyle ifadeler metni mesaj mesajında şu"),
    strict_capitals=True,
    months=_MONTHS,
    weekdays=words("Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar"),
    date_words=(
        r"(?:son )?(?:güncelleme|güncellendi|yayınlanma|yayımlanma|giriş|yayın)(?: tarihi)?",
        r"tarih",
    ),
    caption_words=words("foto fotoğraf fotoğraflar görsel video harita grafik kaynak resim"),
    by_words=frozenset({"Haber:", "Yazan:", "Yazar:", "Muhabir:", "Hazırlayan:", "Röportaj:"}),
    sign_offs=(r"(?:Haber|Hazırlayan|Çeviri|Çeviren|Derleyen|Editör|Muhabir|Kamera): ?[A-ZÇĞİÖŞÜ]",),
    page_lines=(
        r"(?:ana )?içeriğe (?:geç|atla|git)|(?:sayfa )?(?:başına|yukarı) (?:dön|çık)|başa dön",
        r"(?:buraya )?tıklayın(?:ız)?.{0,80}|.{0,80}için tıklayın(?:ız)?|(?:paylaş|yazdır|kaydet|"
        r"gönder|yorum yap|bağlantıyı kopyala)(?: .{0,40})?",
        r"(?:devamını oku|haberin devamı|daha fazla(?:sı)?|ayrıca okuyun|bunları da okuyun|"
        r"oku)\b.{0,160}",
        r"ilgili haberler?.{0,80}|benzer haberler?|(?:en )?çok okunanlar?|son dakika haberleri|"
        r"diğer haberler",
        r"(?:\d+ )?yorum(?:lar)?(?: \(\d+\))?|yorum (?:yaz|yazın|ekle)",
        r"giriş yap|üye ol|kayıt ol|bülten|menü|ara|ana ?sayfa|kapat|bizi takip edin",
        r"abone ol(?:un)?(?:\s.{0,80})?",
        r"reklam|sponsorlu(?: içerik)?|(?:kaynaklar?|etiketler|konular|kategori)\s?:.{0,120}",
        r"(?:gizlilik politikası|çerez politikası|iletişim|hakkımızda|künye|kullanım koşulları)",
        r"(?:okuma süresi:? ?)?\d{1,3} ?(?:dk|dakika)\.?(?: okuma(?: süresi)?)?|(?:sonraki|"
        r"önceki) haber",
    ),
    page_sentences=(
        r"(?:bu (?:web )?site(?:si|miz)?|sitemiz(?:de)?) çerez.{0,300}|(?:tüm )?çerezleri (?:kabul et|"
        r"reddet)\.?",
        r"(?:tüm|her) hak(?:kı|ları) saklıdır.{0,100}|"
        r".{1,120} yazısı ilk önce .{1,100} üzerinde ortaya çıktı",
    ),
    small_words=words("ve veya ile için de da ki mi mı mu mü bir ya ama gibi"),
)
