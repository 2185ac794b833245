//! Makes a valid package and breaks one thing of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use consign::bag::{self, Declaration, ManifestKind, ManifestName, Oxum};
use consign::canonical::{self, Member, Plan, Supply};
use consign::check::{self, Checked};
use consign::fixity::{Algorithm, Fixity};
use consign::manifest;
use consign::package::{Form, Limits, Opened, formats_csv, layout};
use consign::premis::premis;
use tempfile::TempDir;

use super::reseal;
use super::sample::{Sample, copies, copies_closed, group, group_of_copies, sample};

/// The folder inside a ZIP of anybody's bag.
pub const BASE: &str = "winter-planning/";
/// A file of anybody's bag.
pub const TRANSCRIPT: &str = "data/b/chat-001.xml";
/// Another.
pub const ATTACHMENT: &str = "data/b/chat-001_a0001.jpg";

/// A transcript of a package of ours: the first part of the first chat.
pub const OCTOBER: &str = "data/winter/chat-001/chat-001_2021-10_transcript.xml";
/// The next part of it.
pub const NOVEMBER: &str = "data/winter/chat-001/chat-001_2021-11_transcript.xml";
/// Where the part of one chat stands that was exported from the first of two telephones.
pub const FIRST_PHONE: &str = "data/winter/chat-001/chat-001_2020-11_transcript.xml";
/// Where the same part stands as the second telephone exported it.
pub const SECOND_PHONE: &str = "data/winter/chat-002/chat-002_2020-11_transcript.xml";
/// The transcript of another chat, which is closed.
pub const CLOSED: &str = "data/winter/chat-002/chat-002_2021-11_transcript.xml";
/// The file of participants of that chat, which is closed too.
pub const LABELS: &str = "data/winter/chat-002/chat-002_2021-11_participants.xml";
/// The attachment of the first part.
pub const PHOTO: &str = "data/winter/chat-001/chat-001_2021-10_a0001.jpg";

/// How many packages the group has.
pub const MEMBERS: usize = 3;

/// Something that is done to the bytes of a ZIP.
type Surgery = Box<dyn FnOnce(&mut Vec<u8>)>;

/// A package in memory: whole when it is made, until something is done to it.
pub struct Package {
    base: String,
    day: NaiveDate,
    dates: BTreeMap<String, NaiveDate>,
    files: BTreeMap<String, Vec<u8>>,
    beside: BTreeMap<String, Vec<u8>>,
    folders: Vec<String>,
    links: Vec<(String, String)>,
    surgery: Vec<Surgery>,
    limits: Limits,
    /// Whether the PREMIS file was changed by hand, and must not be made anew.
    premis_by_hand: bool,
    /// Whether the table of formats was.
    formats_by_hand: bool,
}

impl Package {
    /// Returns the smallest bag that RFC 8493 calls valid and that earns no remark: anybody's.
    pub fn foreign() -> Package {
        let mut package = Package {
            base: BASE.to_owned(),
            day: NaiveDate::from_ymd_opt(2021, 3, 9).unwrap(),
            dates: BTreeMap::new(),
            files: BTreeMap::new(),
            beside: BTreeMap::new(),
            folders: Vec::new(),
            links: Vec::new(),
            surgery: Vec::new(),
            limits: Limits::default(),
            premis_by_hand: false,
            formats_by_hand: false,
        }
        .add_file(TRANSCRIPT, "<transcript/>")
        .add_file(ATTACHMENT, b"\xff\xd8\xff")
        .add_file(bag::DECLARATION, Declaration::WRITTEN)
        .add_file("bag-info.txt", "");
        for name in manifest_names() {
            package = package.add_file(&name.to_string(), "");
        }
        package.remanifest()
    }

    /// Returns a package of ours, as the library built it.
    pub fn ours() -> Package {
        Package::of(sample())
    }

    /// Returns the package with a number, from 1, of a group of three.
    pub fn member(number: usize) -> Package {
        Package::of(&group()[number - 1])
    }

    /// Returns a package with one chat from two telephones.
    pub fn copies() -> Package {
        Package::of(copies())
    }

    /// Returns the same with what the second telephone exported closed.
    pub fn copies_closed() -> Package {
        Package::of(copies_closed())
    }

    /// Returns the packages of a group with the same, none with two transcripts that name each
    /// other.
    pub fn group_of_copies() -> Vec<Package> {
        group_of_copies().iter().map(Package::of).collect()
    }

    fn of(sample: &Sample) -> Package {
        let mut package = Package::foreign();
        package.base.clone_from(&sample.base);
        package.files.clone_from(&sample.files);
        package.dates.clone_from(&sample.dates);
        package.day = sample.dates["bagit.txt"];
        package
    }

    /// Returns a bag with a file that has the name of a deposit manifest: as far as the families
    /// go that vouch for the bytes, a package of ours, and a very small one.
    pub fn shell() -> Package {
        Package::foreign()
            .add_file("deposit-manifest.xml", "<depositManifest/>")
            .remanifest()
    }

    /// Adds a file to the bag, or puts another in its place.
    pub fn add_file(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Package {
        self.files.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }

    /// Adds a file outside the bag's folder.
    pub fn add_beside(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Package {
        self.beside.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }

    /// Adds an empty folder to the bag (in a folder).
    pub fn add_folder(mut self, path: &str) -> Package {
        self.folders.push(path.to_owned());
        self
    }

    /// Adds a link to the bag (in a folder).
    pub fn add_link(mut self, path: &str, to: &str) -> Package {
        self.links.push((path.to_owned(), to.to_owned()));
        self
    }

    /// Takes a file out of the bag.
    pub fn drop_file(mut self, path: &str) -> Package {
        self.files.remove(path).expect("the file is there");
        self
    }

    /// Puts the bag at the top of the container.
    pub fn without_base(mut self) -> Package {
        self.base.clear();
        self
    }

    /// Gives a file another name, wherever it is named too.
    pub fn rename(mut self, from: &str, to: &str) -> Package {
        let bytes = self.files.remove(from).expect("the file is there");
        self.files.insert(to.to_owned(), bytes);
        self
    }

    /// Changes one bit of a file.
    pub fn flip_byte(self, path: &str, at: usize) -> Package {
        self.edit(path, |bytes| bytes[at] ^= 1)
    }

    /// Changes a file.
    pub fn edit(mut self, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> Package {
        change(self.files.get_mut(path).expect("the file is there"));
        self.premis_by_hand |= path == layout::PREMIS;
        self.formats_by_hand |= path == layout::FORMATS;
        self
    }

    /// Puts `to` in the place of `from` in a file.
    pub fn replace(self, path: &str, from: &str, to: &str) -> Package {
        self.edit(path, |bytes| {
            let text = String::from_utf8(std::mem::take(bytes)).unwrap();
            assert!(text.contains(from), "{from:?} is in {path}");
            *bytes = text.replace(from, to).into_bytes();
        })
    }

    /// Adds a line to the end of a file.
    pub fn add_line(self, path: &str, line: &str) -> Package {
        self.edit(path, |bytes| {
            bytes.extend_from_slice(format!("{line}\n").as_bytes())
        })
    }

    /// Gives an entry of the ZIP another date.
    pub fn date(mut self, path: &str, date: NaiveDate) -> Package {
        self.dates.insert(path.to_owned(), date);
        self
    }

    /// Makes the list of digests of a transcript agree with its messages.
    pub fn redigest(self, path: &str) -> Package {
        self.edit(path, |bytes| {
            let text = String::from_utf8(std::mem::take(bytes)).unwrap();
            *bytes = reseal::digests(&text).into_bytes();
        })
    }

    /// Makes the deposit manifest agree with the size, digests and roots of the records, and
    /// everything else with it: what only the contents can betray is left.
    pub fn reseal(mut self) -> Package {
        let bytes = self.files.remove(layout::DEPOSIT_MANIFEST);
        let text = String::from_utf8(bytes.expect("it is there")).unwrap();
        let text = reseal::records(&text, &self.files);
        self.add_file(layout::DEPOSIT_MANIFEST, text).remanifest()
    }

    /// Returns how many bytes the files in `data/` have.
    pub fn payload_bytes(&self) -> u64 {
        let data = self
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("data/"));
        data.map(|(_, bytes)| bytes.len() as u64).sum()
    }

    /// Returns a file that is text.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).unwrap()
    }

    /// Returns the paths of all files, in their order.
    pub fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// Returns the bytes of a file.
    pub fn bytes(&self, path: &str) -> &[u8] {
        &self.files[path]
    }

    /// Makes the Payload-Oxum and every manifest that is there agree with the files.
    pub fn remanifest(self) -> Package {
        self.count().manifest().retag()
    }

    fn count(mut self) -> Package {
        let payload = self
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("data/"));
        let sizes: Vec<_> = payload.map(|(_, bytes)| bytes.len() as u64).collect();
        let oxum = Oxum {
            octets: sizes.iter().sum(),
            files: sizes.len() as u64,
        };
        if let Some(info) = self.files.get_mut("bag-info.txt") {
            let text = String::from_utf8(std::mem::take(info)).unwrap();
            let others = text
                .lines()
                .filter(|line| !line.starts_with("Payload-Oxum: "));
            let mut lines: Vec<String> = others.map(str::to_owned).collect();
            lines.push(format!("Payload-Oxum: {oxum}\n"));
            *info = lines.join("\n").into_bytes();
        }
        self
    }

    /// Makes every payload manifest that is there agree with the payload.
    pub fn manifest(self) -> Package {
        self.write_manifests(ManifestKind::Payload)
    }

    /// Makes PREMIS and the table of formats agree with the deposit manifest, unless somebody
    /// changed them by hand, and every tag manifest that is there with the tag files.
    pub fn retag(mut self) -> Package {
        if !self.premis_by_hand
            && let Some(manifest) = self.files.get(layout::DEPOSIT_MANIFEST)
        {
            let follows = premis(&manifest::read(manifest.as_slice()));
            if let Some(premis) = self.files.get_mut(layout::PREMIS) {
                *premis = follows;
            }
        }
        if !self.formats_by_hand
            && let Some(manifest) = self.files.get(layout::DEPOSIT_MANIFEST)
        {
            let follows = formats_csv(&manifest::read(manifest.as_slice()));
            if let Some(formats) = self.files.get_mut(layout::FORMATS) {
                *formats = follows;
            }
        }
        self.write_manifests(ManifestKind::Tag)
    }

    fn write_manifests(mut self, kind: ManifestKind) -> Package {
        let listed = |path: &str| match kind {
            ManifestKind::Payload => path.starts_with("data/"),
            ManifestKind::Tag => !path.starts_with("data/") && !path.starts_with("tagmanifest-"),
        };
        let files = self.files.iter().filter(|(path, _)| listed(path));
        let fixities: BTreeMap<String, Fixity> = files
            .map(|(path, bytes)| (path.clone(), Fixity::of(bytes)))
            .collect();
        for algorithm in Algorithm::ALL {
            let name = ManifestName::new(kind, algorithm).to_string();
            if let Some(manifest) = self.files.get_mut(&name) {
                let files = fixities
                    .iter()
                    .map(|(path, fixity)| (path.as_str(), fixity));
                *manifest = bag::manifest::write(algorithm, files).into_bytes();
            }
        }
        self
    }

    /// Does something to the bytes of the ZIP after it was written.
    pub fn surgery(mut self, on: impl FnOnce(&mut Vec<u8>) + 'static) -> Package {
        self.surgery.push(Box::new(on));
        self
    }

    /// Opens the package with these limits.
    pub fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Package {
        change(&mut self.limits);
        self
    }

    /// Writes the package to disk.
    pub fn write(self, form: Form) -> Written {
        let home = tempfile::tempdir().unwrap();
        let path = match form {
            Form::Folder => self.write_folder(home.path()),
            Form::Zip => self.write_zip(home.path()),
        };
        Written { _home: home, path }
    }

    /// Writes the package to disk and checks it.
    pub fn check(self, form: Form) -> Checked {
        let limits = self.limits;
        let written = self.write(form);
        check(&written.path, limits)
    }

    fn write_folder(self, home: &Path) -> PathBuf {
        // A folder has no name of its own inside itself: files beside make one necessary.
        let top = home.join("package");
        let bag = if self.beside.is_empty() {
            top.clone()
        } else {
            top.join(&self.base)
        };
        for (folder, files) in [(&bag, &self.files), (&top, &self.beside)] {
            for (path, bytes) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, bytes).unwrap();
            }
        }
        for path in self.files.keys() {
            let date = self.dates.get(path).copied().unwrap_or(self.day);
            let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc();
            let file = File::options().write(true).open(bag.join(path)).unwrap();
            file.set_modified(noon.into()).unwrap();
        }
        for path in &self.folders {
            fs::create_dir_all(bag.join(path)).unwrap();
        }
        #[cfg(unix)]
        for (path, to) in &self.links {
            std::os::unix::fs::symlink(to, bag.join(path)).unwrap();
        }
        top
    }

    fn write_zip(self, home: &Path) -> PathBuf {
        let based =
            |(path, bytes): (&String, &Vec<u8>)| (format!("{}{path}", self.base), bytes.clone());
        let mut contents: BTreeMap<String, Vec<u8>> = self.files.iter().map(based).collect();
        contents.extend(self.beside);
        let path = home.join("package.zip");
        let date = |name: &str| {
            let path = name.strip_prefix(&self.base);
            path.and_then(|path| self.dates.get(path))
                .copied()
                .unwrap_or(self.day)
        };
        let mut bytes = canonical_zip(&contents, date);
        for surgery in self.surgery {
            surgery(&mut bytes);
        }
        fs::write(&path, bytes).unwrap();
        path
    }
}

/// A package on disk, which goes with this value.
pub struct Written {
    _home: TempDir,
    /// Where it lies.
    pub path: PathBuf,
}

/// Opens and checks a package on one thread.
pub fn check(path: &Path, limits: Limits) -> Checked {
    let package = Opened::open(path, limits, NonZeroUsize::MIN).unwrap();
    check::run(&package).unwrap()
}

/// Returns every finding as a person reads it, one a line.
pub fn told(checked: &Checked) -> String {
    let findings: Vec<_> = checked.findings.iter().map(ToString::to_string).collect();
    findings.join("\n  ")
}

/// Returns the codes of all findings, in their order.
pub fn codes(checked: &Checked) -> Vec<&'static str> {
    checked
        .findings
        .iter()
        .map(|finding| finding.code.id)
        .collect()
}

fn manifest_names() -> impl Iterator<Item = ManifestName> {
    let kinds = [ManifestKind::Payload, ManifestKind::Tag];
    let of_kind = |kind| Algorithm::ALL.map(|algorithm| ManifestName::new(kind, algorithm));
    kinds.into_iter().flat_map(of_kind)
}

/// Returns the bytes of the canonical ZIP with these contents, and these dates by name.
pub fn canonical_zip(
    contents: &BTreeMap<String, Vec<u8>>,
    date: impl Fn(&str) -> NaiveDate,
) -> Vec<u8> {
    let member = |(name, bytes): (&String, &Vec<u8>)| Member {
        name: name.clone(),
        size: bytes.len() as u64,
        date: date(name),
    };
    let mut members: Vec<_> = contents.iter().map(member).collect();
    canonical::sort(&mut members);
    let plan = Plan::new(members).unwrap();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("package.zip");
    let file = File::create(&path).unwrap();
    let members = plan.members().iter().enumerate();
    let supplies = members.map(|(index, member)| Supply::bytes(index, &contents[&member.name]));
    let threads = NonZeroUsize::new(2).unwrap();
    let fixities = plan
        .write_members(&file, supplies.collect(), threads)
        .unwrap();
    let crc32s: Vec<_> = fixities.iter().map(|fixity| fixity.crc32).collect();
    plan.finish(&file, &crc32s).unwrap();
    fs::read(&path).unwrap()
}

/// Returns where each copy of `part` starts in `whole`.
pub fn places(whole: &[u8], part: &[u8]) -> Vec<usize> {
    let windows = whole.windows(part.len()).enumerate();
    windows
        .filter(|(_, window)| *window == part)
        .map(|(at, _)| at)
        .collect()
}

/// Puts `to` in the place of every copy of `from`, of the same length.
pub fn overwrite(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let places = places(bytes, from);
    assert!(!places.is_empty() && from.len() == to.len());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
}
