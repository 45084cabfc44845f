"""Abbreviations of zones, and every meaning that people give them."""

from __future__ import annotations

# Abbreviation → meanings: a zone in which it is used, and the offset in minutes that it names;
# no offset: the zone's own local time, summer and winter ("PT").
ZONES: dict[str, tuple[tuple[str, int | None], ...]] = {
    "CET": (("Europe/Zurich", 60),),
    "CEST": (("Europe/Zurich", 120),),
    "MEZ": (("Europe/Zurich", 60),),
    "MESZ": (("Europe/Zurich", 120),),
    "EET": (("Europe/Athens", 120), ("Africa/Tripoli", 120)),
    "EEST": (("Europe/Athens", 180), ("Africa/Cairo", 180)),
    "WET": (("Europe/Lisbon", 0),),
    "WEST": (("Europe/Lisbon", 60),),
    "BST": (("Europe/London", 60), ("Asia/Dhaka", 360)),
    "IST": (("Asia/Kolkata", 330), ("Asia/Jerusalem", 120), ("Europe/Dublin", 60)),
    "IDT": (("Asia/Jerusalem", 180),),
    "MSK": (("Europe/Moscow", 180),),
    "МСК": (("Europe/Moscow", 180),),
    "TRT": (("Europe/Istanbul", 180),),
    "EST": (("America/New_York", -300),),
    "EDT": (("America/New_York", -240),),
    "ET": (("America/New_York", None),),
    "CST": (("America/Chicago", -360), ("Asia/Shanghai", 480), ("America/Havana", -300)),
    "CDT": (("America/Chicago", -300), ("America/Havana", -240)),
    "CT": (("America/Chicago", None),),
    "MST": (("America/Denver", -420), ("America/Phoenix", -420)),
    "MDT": (("America/Denver", -360),),
    "MT": (("America/Denver", None),),
    "PST": (("America/Los_Angeles", -480), ("Asia/Manila", 480)),
    "PDT": (("America/Los_Angeles", -420),),
    "PT": (("America/Los_Angeles", None),),
    "AKST": (("America/Anchorage", -540),),
    "AKDT": (("America/Anchorage", -480),),
    "HST": (("Pacific/Honolulu", -600),),
    "AST": (("America/Halifax", -240), ("Asia/Riyadh", 180)),
    "ADT": (("America/Halifax", -180),),
    "NST": (("America/St_Johns", -210),),
    "NDT": (("America/St_Johns", -150),),
    "BRT": (("America/Sao_Paulo", -180),),
    "ART": (("America/Argentina/Buenos_Aires", -180),),
    "CLT": (("America/Santiago", -240),),
    "CLST": (("America/Santiago", -180),),
    "COT": (("America/Bogota", -300),),
    "PET": (("America/Lima", -300),),
    "BOT": (("America/La_Paz", -240),),
    "VET": (("America/Caracas", -240),),
    "UYT": (("America/Montevideo", -180),),
    "PYT": (("America/Asuncion", None),),
    "ECT": (("America/Guayaquil", -300), ("America/St_Lucia", -240)),
    "GYT": (("America/Guyana", -240),),
    "WAT": (("Africa/Lagos", 60),),
    "CAT": (("Africa/Maputo", 120),),
    "EAT": (("Africa/Nairobi", 180),),
    "SAST": (("Africa/Johannesburg", 120),),
    "GST": (("Asia/Dubai", 240), ("Atlantic/South_Georgia", -120)),
    "PKT": (("Asia/Karachi", 300),),
    "NPT": (("Asia/Kathmandu", 345),),
    "BDT": (("Asia/Dhaka", 360),),
    "MMT": (("Asia/Yangon", 390),),
    "ICT": (("Asia/Bangkok", 420),),
    "WIB": (("Asia/Jakarta", 420),),
    "WITA": (("Asia/Makassar", 480),),
    "WIT": (("Asia/Jayapura", 540),),
    "PHT": (("Asia/Manila", 480),),
    "SGT": (("Asia/Singapore", 480),),
    "MYT": (("Asia/Kuala_Lumpur", 480),),
    "HKT": (("Asia/Hong_Kong", 480),),
    "JST": (("Asia/Tokyo", 540),),
    "KST": (("Asia/Seoul", 540),),
    "AWST": (("Australia/Perth", 480),),
    "ACST": (("Australia/Darwin", 570), ("Australia/Adelaide", 570)),
    "ACDT": (("Australia/Adelaide", 630),),
    "AEST": (("Australia/Brisbane", 600), ("Australia/Sydney", 600)),
    "AEDT": (("Australia/Sydney", 660),),
    "NZST": (("Pacific/Auckland", 720),),
    "NZDT": (("Pacific/Auckland", 780),),
    "FJT": (("Pacific/Fiji", 720),),
    "ChST": (("Pacific/Guam", 600),),
    "SST": (("Pacific/Pago_Pago", -660), ("Asia/Singapore", 480)),
    "HNE": (("America/Toronto", -300),),
    "HAE": (("America/Toronto", -240),),
    "AOE": (("-12:00", None),),
    "UTC": (("UTC", None),),
    "GMT": (("UTC", None),),
    "TU": (("UTC", None),),
    "TUC": (("UTC", None),),
    "ZULU": (("UTC", None),),
    "Z": (("UTC", None),),
}

# Small letters of these are no other word in any of the languages.
CLEAR = frozenset(
    {
        *("CET", "CEST", "EET", "EEST", "EDT", "PDT", "CDT", "MSK", "МСК", "UTC", "GMT", "AOE"),
        *("BRT", "SAST", "AEDT", "AEST", "NZDT", "NZST", "WIB", "JST", "KST", "HKT", "SGT"),
        *("PKT", "ZULU"),
    }
)

# Names of zones in words that CLDR does not have.
NAMES = {
    "UTC": (
        "universal time, coordinated universal time, temps universel, temps universel coordonné, "
        "tiempo universal, tiempo universal coordinado, tempo universal, "
        "tempo universal coordenado, всемирное время, всемирное координированное время, "
        "всемирному времени, всемирному координированному времени, по гринвичу, гринвичу, "
        "гринвич, гринвичскому времени, "
        "التوقيت العالمي, التوقيت العالمي المنسق, العالمي المنسق, العالمي, غرينتش, جرينتش, "
        "توقيت غرينتش, الوقت العالمي, 世界协调时间, 协调世界时, 世界时, 格林尼治标准时间, "
        "格林尼治时间, 格林威治时间, 世界標準時間, 世界标准时间, greenwich, "
        "greenwich mean time, heure de greenwich, hora de greenwich, utc 时间, utc时间, ггц, "
        "协调世界时间, 世界协调时, ут, temps moyen de greenwich, hora media de greenwich"
    ),
    "-12:00": "anywhere on earth, n'importe où sur terre, n'importe où sur la terre, "
    "cualquier lugar de la tierra, en cualquier lugar de la tierra, qualquer lugar da terra, "
    "em qualquer lugar da terra, в любой точке земли, в любой точке мира, "
    "في أي مكان على الأرض, 地球任何地方, 地球上任何地方, 任何时区",
    "America/New_York": "eastern time, us eastern, us eastern time, heure de l'est, "
    "hora del este, hora oriental, восточному времени сша, 美东时间, 美国东部时间, "
    "hora da costa leste",
    "America/Chicago": "us central time, us central, hora central de ee. uu., 美国中部时间",
    "America/Los_Angeles": "pacific time, us pacific, us pacific time, heure du pacifique, "
    "hora del pacífico, hora do pacífico, 太平洋时间, 美西时间, 美国西部时间",
    "Europe/Zurich": "central european time, central europe time, european central time, "
    "geneva local time, "
    "heure d'europe centrale, hora central europea, hora de europa central, "
    "hora da europa central, horário da europa central, центральноевропейскому времени, "
    "центральноевропейское время, 欧洲中部时间, 中欧时间, توقيت وسط أوروبا, وسط أوروبا, "
    "توقيت أوروبا الوسطى",
    "America/Sao_Paulo": "hora de brasília, horário de brasília, hora oficial de brasília, "
    "horário oficial de brasília",
    "Europe/Moscow": "московскому времени, время московское, "
    "московское время, москвы, москве, московского времени",
    "Asia/Shanghai": "北京时间, 北京時間, 中国时间, 中国标准时间",
    "Asia/Riyadh": "توقيت مكة, توقيت مكة المكرمة, مكة المكرمة, توقيت السعودية",
    "Africa/Lagos": "west africa time, heure d'afrique de l'ouest",
    "Africa/Nairobi": "east africa time, heure d'afrique de l'est",
    "Africa/Maputo": "central africa time",
    "Africa/Johannesburg": "south africa time, south african time",
    "Asia/Kolkata": "indian standard time, india standard time",
    "Europe/Madrid": "hora peninsular, hora peninsular española, hora peninsular de españa",
}
