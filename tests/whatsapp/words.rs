//! Words and digits of the generator's own.

/// Where a word for the part of the day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Before,
    After,
}

/// The words of a language for the parts of the day: from which hour on, and the word.
#[derive(Debug, PartialEq, Eq)]
pub struct Halves {
    pub place: Place,
    pub words: &'static [(u8, &'static str)],
}

impl Halves {
    /// Returns the word for an hour.
    pub fn of(&self, hour: u8) -> &'static str {
        let (_, word) = self.words.iter().rfind(|(from, _)| *from <= hour).unwrap();
        word
    }
}

const fn after(am: &'static [(u8, &'static str)]) -> Halves {
    Halves {
        place: Place::After,
        words: am,
    }
}

const fn before(words: &'static [(u8, &'static str)]) -> Halves {
    Halves {
        place: Place::Before,
        words,
    }
}

/// What telephones write in many languages.
pub const HALVES: &[Halves] = &[
    after(&[(0, "AM"), (12, "PM")]),
    after(&[(0, "am"), (12, "pm")]),
    after(&[(0, "a.m."), (12, "p.m.")]),
    after(&[(0, "a.\u{a0}m."), (12, "p.\u{a0}m.")]),
    after(&[
        (0, "in the morning"),
        (12, "in the afternoon"),
        (18, "in the evening"),
        (21, "at night"),
    ]),
    after(&[(0, "π.μ."), (12, "μ.μ.")]),
    after(&[(0, "पूर्वाह्न"), (12, "अपराह्न")]),
    after(&[(0, "ص"), (12, "م")]),
    after(&[(0, "ق.ظ."), (12, "ب.ظ.")]),
    after(&[(0, "قبل\u{200c}ازظهر"), (12, "بعدازظهر")]),
    after(&[(0, "SA"), (12, "CH")]),
    after(&[
        (0, "de la madrugada"),
        (6, "de la mañana"),
        (12, "del mediodía"),
        (13, "de la tarde"),
        (20, "de la noche"),
    ]),
    after(&[(0, "de."), (12, "du.")]),
    after(&[(0, "dop."), (12, "odp.")]),
    after(&[(0, "fm"), (12, "em")]),
    after(&[(0, "ap."), (12, "ip.")]),
    after(&[(0, "vorm."), (12, "nachm.")]),
    after(&[(0, "לפנה״צ"), (12, "אחה״צ")]),
    after(&[(0, "ก่อนเที่ยง"), (12, "หลังเที่ยง")]),
    after(&[(0, "முற்பகல்"), (12, "பிற்பகல்")]),
    after(&[(0, "e paradites"), (12, "e pasdites")]),
    after(&[(0, "ночи"), (4, "утра"), (12, "дня"), (18, "вечера")]),
    after(&[(0, "дп"), (12, "пп")]),
    after(&[(0, "пр. об."), (12, "сл. об.")]),
    before(&[(0, "上午"), (12, "下午")]),
    before(&[
        (0, "凌晨"),
        (5, "早上"),
        (8, "上午"),
        (12, "中午"),
        (13, "下午"),
        (19, "晚上"),
    ]),
    before(&[(0, "오전"), (12, "오후")]),
    before(&[(0, "午前"), (12, "午後")]),
    before(&[(0, "ÖÖ"), (12, "ÖS")]),
    before(&[(0, "पूर्वाह्न"), (12, "अपराह्न")]),
];

/// The names of the months, as telephones shorten them.
pub const MONTHS: &[&[&str; 12]] = &[
    &[
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    &[
        "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
    ],
    &[
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    &[
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ],
    &[
        "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
    ],
    &[
        "янв.",
        "февр.",
        "мар.",
        "апр.",
        "мая",
        "июн.",
        "июл.",
        "авг.",
        "сент.",
        "окт.",
        "нояб.",
        "дек.",
    ],
    &[
        "Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara",
    ],
    &[
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ],
    &[
        "ledna",
        "února",
        "března",
        "dubna",
        "května",
        "června",
        "července",
        "srpna",
        "září",
        "října",
        "listopadu",
        "prosince",
    ],
    &[
        "जन॰",
        "फ़र॰",
        "मार्च",
        "अप्रैल",
        "मई",
        "जून",
        "जुल॰",
        "अग॰",
        "सित॰",
        "अक्टू॰",
        "नव॰",
        "दिस॰",
    ],
    &[
        "Ιαν", "Φεβ", "Μαρ", "Απρ", "Μαΐ", "Ιουν", "Ιουλ", "Αυγ", "Σεπ", "Οκτ", "Νοε", "Δεκ",
    ],
];

/// The zeros of sets of digits.
pub const DIGITS: &[char] = &['٠', '۰', '०', '০', '๐', '၀', '០', '௦', '୦', '᠐', '０', '𞥐'];
