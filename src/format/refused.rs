//! What The National Archives' transfer service refuses for its format: its list of August 2026.

/// Why the service refuses a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It packs other files.
    Packed,
    /// A password protects it.
    Password,
    /// It is a program.
    Program,
    /// It only points to another file.
    Shortcut,
    /// It is a file of a system or a program, and no record.
    NoRecord,
    /// Its format is not known.
    NotIdentified,
}

impl Refusal {
    /// Returns what the service refuses, in words that follow "refuses".
    pub fn words(self) -> &'static str {
        match self {
            Refusal::Packed => "ZIP files and others that hold files",
            Refusal::Password => "files that a password protects",
            Refusal::Program => "programs",
            Refusal::Shortcut => "shortcuts",
            Refusal::NoRecord => "files of a system or a program that are no records",
            Refusal::NotIdentified => "files whose format it cannot identify",
        }
    }
}

/// Returns why a format is refused, if it is; of none, that it is not known.
pub fn refusal(puid: Option<&str>) -> Option<Refusal> {
    let Some(puid) = puid else {
        return Some(Refusal::NotIdentified);
    };
    let found = REFUSED.iter().find(|(_, puids)| puids.contains(&puid));
    found.map(|(refusal, _)| *refusal)
}

/// The formats that are refused, by the reason.
pub const REFUSED: [(Refusal, &[&str]); 5] = [
    (
        Refusal::Packed,
        &[
            "fmt/1070",
            "fmt/1071",
            "fmt/1087",
            "fmt/1095",
            "fmt/1096",
            "fmt/1097",
            "fmt/1098",
            "fmt/1100",
            "fmt/1102",
            "fmt/1105",
            "fmt/111",
            "fmt/1190",
            "fmt/1242",
            "fmt/1243",
            "fmt/1244",
            "fmt/1245",
            "fmt/1251",
            "fmt/1252",
            "fmt/1340",
            "fmt/1341",
            "fmt/1361",
            "fmt/1399",
            "fmt/289",
            "fmt/329",
            "fmt/508",
            "fmt/600",
            "fmt/610",
            "fmt/613",
            "fmt/614",
            "fmt/625",
            "fmt/626",
            "fmt/639",
            "fmt/656",
            "fmt/726",
            "fmt/842",
            "fmt/843",
            "fmt/844",
            "fmt/850",
            "fmt/866",
            "fmt/887",
            "x-fmt/157",
            "x-fmt/219",
            "x-fmt/263",
            "x-fmt/265",
            "x-fmt/266",
            "x-fmt/267",
            "x-fmt/268",
            "x-fmt/269",
            "x-fmt/412",
            "x-fmt/416",
            "x-fmt/429",
        ],
    ),
    (Refusal::Password, &["fmt/494", "fmt/754", "fmt/755"]),
    (
        Refusal::Program,
        &[
            "fmt/1672",
            "fmt/899",
            "fmt/900",
            "x-fmt/409",
            "x-fmt/410",
            "x-fmt/411",
        ],
    ),
    (Refusal::Shortcut, &["x-fmt/428", "x-fmt/454"]),
    (
        Refusal::NoRecord,
        &[
            "fmt/394",
            "fmt/473",
            "fmt/503",
            "fmt/682",
            "fmt/941",
            "x-fmt/45",
            "x-fmt/426",
        ],
    ),
];
