"""Which encoding bytes are in that are not Unicode: a guess among those that newsrooms used."""

_LEGACY_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)


def guess(raw: bytes) -> str:
    """Guess among the encodings that old newsroom systems write; cp1252 whenever it is plausible.

    The others of Latin script differ from it in few letters and cannot be told from it in short texts.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(raw, cp_isolation=list(_LEGACY_ENCODINGS))
    plausible = [encoding for match in matches for encoding in match.could_be_from_charset]
    return "cp1252" if "cp1252" in plausible or not plausible else plausible[0]
