//! What a query means, written down a second time: simple, slow, and from the documentation alone.
//! Nothing here uses the parser or the matcher of consign.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::NaiveDate;

/// A query, as a person thinks of it.
#[derive(Debug, Clone)]
pub enum Asks {
    All(Vec<Asks>),
    Any(Vec<Asks>),
    Not(Box<Asks>),
    Text(Words),
    Near(Words, usize, Words),
    /// A field of people, and words of a name.
    Name(&'static str, Words),
    /// A field of people, and a group of posts.
    Group(&'static str, &'static str),
    Chat(Words),
    Date(Option<NaiveDate>, Option<NaiveDate>),
    Length(usize, usize),
    Has(&'static str),
    Kind(&'static str),
}

/// Words side by side, each whole or only its start; or any of several such.
#[derive(Debug, Clone)]
pub enum Words {
    Phrase(Vec<(&'static str, bool)>),
    List(&'static str),
}

/// The lists that queries may name, as rules.toml has them.
pub const LISTS: [(&str, &[&str]); 2] = [
    ("decide", &["decid*", "agreed", "sign* off"]),
    ("place", &["depot", "crossbill bridge"]),
];

/// A message, as it was written.
#[derive(Debug, Clone)]
pub struct Said {
    pub id: String,
    /// The number of its source.
    pub source: usize,
    pub day: NaiveDate,
    /// The label of its sender; nothing where the app speaks.
    pub sender: Option<&'static str>,
    pub text: String,
    pub kind: &'static str,
    /// What a notice reports.
    pub event: Option<&'static str>,
    /// The name of the file it carries, if it carries one: empty where the app left out that too.
    pub file: Option<&'static str>,
    pub edited: bool,
}

/// A row of people.csv.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub label: &'static str,
    pub key: &'static str,
    pub name: &'static str,
    pub post: &'static str,
    pub group: &'static str,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// A source: its title, whose device it was, and the labels that speak in it.
#[derive(Debug, Clone)]
pub struct Chat {
    pub id: &'static str,
    pub title: &'static str,
    pub device: Option<&'static str>,
    pub labels: Vec<&'static str>,
}

/// Everything that is known.
pub struct All {
    pub people: Vec<Known>,
    pub chats: Vec<Chat>,
    pub messages: Vec<Said>,
}

impl Asks {
    /// Writes the query in the language of the rules.
    pub fn written(&self) -> String {
        let joined = |parts: &[Asks], by: &str| {
            let parts: Vec<String> = parts.iter().map(Asks::written).collect();
            format!("({})", parts.join(by))
        };
        match self {
            Asks::All(parts) => joined(parts, " AND "),
            Asks::Any(parts) => joined(parts, " OR "),
            Asks::Not(part) => format!("NOT {}", part.written()),
            Asks::Text(words) => format!("text:{}", words.written()),
            Asks::Near(a, within, b) => format!("({} NEAR({within}) {})", a.written(), b.written()),
            Asks::Name(field, words) => format!("{field}:{}", words.written()),
            Asks::Group(field, group) => format!("{field}:@{group}"),
            Asks::Chat(words) => format!("chat:{}", words.written()),
            Asks::Date(from, to) => {
                let day = |day: &Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
                format!("date:{}..{}", day(from), day(to))
            }
            Asks::Length(least, most) => format!("words:{least}..{most}"),
            Asks::Has(what) => format!("has:{what}"),
            Asks::Kind(what) => format!("kind:{what}"),
        }
    }
}

impl Words {
    fn written(&self) -> String {
        match self {
            Words::List(list) => format!("#{list}"),
            Words::Phrase(words) => {
                let star = |start: bool| if start { "*" } else { "" };
                let words = words
                    .iter()
                    .map(|(word, start)| format!("{word}{}", star(*start)));
                format!("\"{}\"", words.collect::<Vec<_>>().join(" "))
            }
        }
    }

    /// Returns the alternatives: each words side by side, whole or only their start.
    fn alternatives(&self) -> Vec<Vec<(String, bool)>> {
        match self {
            Words::Phrase(words) => {
                let words = words
                    .iter()
                    .map(|(word, start)| ((*word).to_owned(), *start));
                vec![words.collect()]
            }
            Words::List(list) => {
                let (_, entries) = LISTS.iter().find(|(name, _)| name == list).unwrap();
                let entry = |entry: &&str| {
                    let words = entry.split(' ');
                    let word = |word: &str| match word.strip_suffix('*') {
                        Some(start) => (start.to_owned(), true),
                        None => (word.to_owned(), false),
                    };
                    words.map(word).collect()
                };
                entries.iter().map(entry).collect()
            }
        }
    }

    /// Returns where they stand in a text: the first word, and the one behind the last.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let words = tokens(text);
        let mut places = Vec::new();
        for wanted in self.alternatives() {
            for start in 0..words.len() {
                let mut at = start;
                let mut all = true;
                for (number, (word, begins)) in wanted.iter().enumerate() {
                    // An emoji between words parts no phrase.
                    while number > 0 && at < words.len() && is_emoji(&words[at]) && !is_emoji(word)
                    {
                        at += 1;
                    }
                    let fits = words.get(at).is_some_and(|found| match begins {
                        true => found.starts_with(word),
                        false => found == word,
                    });
                    if !fits {
                        all = false;
                        break;
                    }
                    at += 1;
                }
                if all {
                    places.push((start, at));
                }
            }
        }
        places
    }

    fn stands_in(&self, text: &str) -> bool {
        !self.places(text).is_empty()
    }
}

fn is_emoji(word: &str) -> bool {
    word == "👍"
}

thread_local! {
    /// The words of texts that were cut into words before.
    static CUT: RefCell<HashMap<String, Rc<Vec<String>>>> = RefCell::default();
}

/// Returns the words of a text, for the few characters that these tests use.
pub fn tokens(text: &str) -> Rc<Vec<String>> {
    CUT.with_borrow_mut(|cut| match cut.get(text) {
        Some(words) => Rc::clone(words),
        None => {
            let words = Rc::new(cut_into_words(text));
            cut.insert(text.to_owned(), Rc::clone(&words));
            words
        }
    })
}

fn cut_into_words(text: &str) -> Vec<String> {
    let text = text
        .replace("e\u{301}", "é")
        .replace('ﬁ', "fi")
        .replace('’', "'")
        .replace(['\u{ad}', '\u{200e}', '\u{1f3fd}'], "")
        .to_lowercase();
    let signs: Vec<char> = text.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, &sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| signs[before]);
        let after = signs.get(at + 1).copied();
        let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
        let inside = match sign {
            '\'' => both(char::is_alphabetic),
            '.' => both(|c| c.is_ascii_digit()),
            other => other.is_alphanumeric(),
        };
        if inside {
            word.push(sign);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if sign == '👍' {
            words.push(sign.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Somebody: all names, and all groups.
#[derive(Debug, Clone, Default)]
struct Person {
    /// The key, or the label where the register knows nobody.
    who: (&'static str, &'static str),
    names: Vec<&'static str>,
    groups: Vec<&'static str>,
}

impl Person {
    fn is(&self, words: &Words) -> bool {
        self.names.iter().any(|name| words.stands_in(name))
    }
}

impl All {
    /// Tells whether a message matches: yes, no, or not known.
    pub fn matches(&self, asks: &Asks, said: &Said) -> Option<bool> {
        let by_words = self.truth(asks, said, &said.text);
        let Some(name) = said.file.filter(|name| !name.is_empty()) else {
            return by_words;
        };
        // The name of a file stands in the place of the words, if words of the query are in it.
        let by_name = match self.truth(asks, said, name) {
            Some(false) => Some(false),
            _ if !self.helps(asks, said, name, true) => Some(false),
            other => other,
        };
        either(by_words, by_name)
    }

    /// Tells whether words of the text help a query to be what it is wanted to be.
    fn helps(&self, asks: &Asks, said: &Said, text: &str, wanted: bool) -> bool {
        if self.truth(asks, said, text) == Some(!wanted) {
            return false;
        }
        match asks {
            Asks::All(parts) | Asks::Any(parts) => parts
                .iter()
                .any(|part| self.helps(part, said, text, wanted)),
            Asks::Not(part) => self.helps(part, said, text, !wanted),
            Asks::Text(_) | Asks::Near(..) => wanted,
            _ => false,
        }
    }

    fn truth(&self, asks: &Asks, said: &Said, text: &str) -> Option<bool> {
        match asks {
            Asks::All(parts) => {
                let truths: Vec<_> = parts
                    .iter()
                    .map(|part| self.truth(part, said, text))
                    .collect();
                match truths.contains(&Some(false)) {
                    true => Some(false),
                    false if truths.contains(&None) => None,
                    false => Some(true),
                }
            }
            Asks::Any(parts) => {
                let truths = parts.iter().map(|part| self.truth(part, said, text));
                truths.fold(Some(false), either)
            }
            Asks::Not(part) => self.truth(part, said, text).map(|truth| !truth),
            Asks::Text(words) => Some(words.stands_in(text)),
            Asks::Near(a, within, b) => {
                let (a, b) = (a.places(text), b.places(text));
                let near = |one: &(usize, usize), other: &(usize, usize)| {
                    other.0 >= one.1 && other.0 - one.1 <= *within
                };
                Some(a.iter().any(|a| b.iter().any(|b| near(a, b) || near(b, a))))
            }
            Asks::Name(field, words) => {
                let people = self.people_of(field, said)?;
                Some(people.iter().any(|person| person.is(words)))
            }
            Asks::Group(field, group) => {
                let people = self.people_of(field, said)?;
                Some(
                    people
                        .iter()
                        .any(|person| person.groups.iter().any(|g| g == group)),
                )
            }
            Asks::Chat(words) => {
                let chat = &self.chats[said.source];
                Some(words.stands_in(chat.title) || words.stands_in(chat.id))
            }
            Asks::Date(from, to) => {
                Some(from.is_none_or(|from| from <= said.day) && to.is_none_or(|to| said.day <= to))
            }
            Asks::Length(least, most) => {
                let words = tokens(text).iter().filter(|word| !is_emoji(word)).count();
                Some((*least..=*most).contains(&words))
            }
            Asks::Has("attachment") => Some(said.file.is_some()),
            // A file that is no document may be a picture.
            Asks::Has("media") => Some(said.file.is_some_and(|name| !name.ends_with(".pdf"))),
            Asks::Has("link") => Some(text.to_lowercase().contains("https://")),
            Asks::Has("edited") => Some(said.edited),
            Asks::Has(other) => panic!("{other}"),
            Asks::Kind(kind) => Some(said.kind == *kind || said.event == Some(kind)),
        }
    }

    /// Returns those whom a field asks about; nothing where that is not known.
    fn people_of(&self, field: &str, said: &Said) -> Option<Vec<Person>> {
        match field {
            "from" => Some(
                said.sender
                    .map(|label| self.person(label, said.day))
                    .into_iter()
                    .collect(),
            ),
            "chat-has" => Some(self.members(said)),
            "to" => {
                let sender = said.sender.map(|label| self.person(label, said.day).who);
                let members = self.members(said).into_iter();
                Some(
                    members
                        .filter(|member| Some(&member.who) != sender.as_ref())
                        .collect(),
                )
            }
            "custodian" => self.custodians(said),
            other => panic!("{other}"),
        }
    }

    fn row(&self, label: &str, day: NaiveDate) -> Option<&Known> {
        self.people
            .iter()
            .find(|row| row.label == label && holds(row, day))
    }

    fn person(&self, label: &'static str, day: NaiveDate) -> Person {
        match self.row(label, day) {
            None => Person {
                who: ("label", label),
                names: vec![label],
                groups: Vec::new(),
            },
            Some(row) => of_row(row),
        }
    }

    /// Returns whose device it was, each person once.
    fn custodians(&self, said: &Said) -> Option<Vec<Person>> {
        let post = self.chats[said.source].device?;
        let rows = self.people.iter().filter(|row| {
            holds(row, said.day) && [row.post, row.name, row.label, row.key].contains(&post)
        });
        let mut people: Vec<Person> = rows.map(of_row).collect();
        if people.is_empty() {
            people.push(Person {
                who: ("label", post),
                ..Person::default()
            });
        }
        for person in &mut people {
            person.names.push(post);
        }
        Some(people)
    }

    /// Returns everybody who is known in the conversation, each person once.
    fn members(&self, said: &Said) -> Vec<Person> {
        let labels = self.chats[said.source].labels.iter();
        let speak = labels.map(|label| self.person(label, said.day));
        let mut members: Vec<Person> = Vec::new();
        for person in speak.chain(self.custodians(said).unwrap_or_default()) {
            match members.iter_mut().find(|member| member.who == person.who) {
                Some(member) => {
                    member.names.extend(person.names);
                    member.groups.extend(person.groups);
                }
                None => members.push(person),
            }
        }
        members
    }
}

fn of_row(row: &Known) -> Person {
    let name = if row.name.is_empty() {
        row.key
    } else {
        row.name
    };
    Person {
        who: ("key", row.key),
        names: vec![row.label, row.key, name, row.post],
        groups: Some(row.group)
            .filter(|group| !group.is_empty())
            .into_iter()
            .collect(),
    }
}

fn holds(row: &Known, day: NaiveDate) -> bool {
    row.from.is_none_or(|from| from <= day) && row.to.is_none_or(|to| day <= to)
}

fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (None, _) | (_, None) => None,
        _ => Some(false),
    }
}
