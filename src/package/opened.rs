//! A package opened once, leniently, for all that read it: the checks, and whoever shows it.
//!
//! Nothing is unpacked, nothing is written, no link is followed. Every tag file that BagIt defines
//! is parsed here and nowhere else; every file is hashed at most once, when that is first asked for.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::OnceLock;
use std::time::SystemTime;

use chrono::NaiveDate;

use super::base::bag_folder;
use super::held::{Held, Layout};
use super::reading::{Content, Digested, ReadFault, SoFar, TagFile};
use super::whole::Whole;
use crate::bag::{
    self, Declaration, Encoding, Fetch, Info, Listed, Manifest, ManifestKind, ManifestName,
    TagLimits, Version,
};
use crate::container::{Budget, Container, OpenError, Trouble};
use crate::error::IoAt;
use crate::fixity::Sha256Digest;
use crate::parallel::try_map;

/// The name of the deposit manifest: a bag that has one is a package of ours, and is judged as one.
pub const DEPOSIT_MANIFEST: &str = "deposit-manifest.xml";

/// The most bytes of `bagit.txt` that are read.
const DECLARATION_LIMIT: u64 = 4 << 10;

/// How much of a package is read, so that none can exhaust the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// The limits of a ZIP.
    pub container: Budget,
    /// The limits of a tag file.
    pub tag: TagLimits,
}

/// What a package lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A folder.
    Folder,
    /// A ZIP.
    Zip,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFile {
    /// The path from the bag's folder, with `/` between its segments.
    pub path: String,
    /// The size in bytes that the container gives.
    pub size: u64,
    entry: usize,
}

impl PackageFile {
    /// Tells whether it lies in `data/`.
    pub fn is_payload(&self) -> bool {
        self.path.starts_with(bag::PAYLOAD)
    }
}

/// A manifest of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadManifest {
    /// What its name says.
    pub name: ManifestName,
    /// What it says.
    pub tag: TagFile<Manifest>,
    /// Whether it is in the one form that consign writes.
    pub is_canonical: bool,
}

/// A package, opened.
pub struct Opened {
    held: Held,
    base: String,
    files: Vec<PackageFile>,
    outside: Vec<String>,
    declaration: Option<TagFile<Declaration>>,
    info: Option<TagFile<Info>>,
    fetch: Option<TagFile<Fetch>>,
    manifests: Vec<ReadManifest>,
    limits: Limits,
    threads: NonZeroUsize,
    by_form: OnceLock<BTreeMap<String, usize>>,
    digests: OnceLock<Vec<Digested>>,
    whole: Option<Whole>,
}

impl Opened {
    /// Opens the folder or ZIP at `path`. Digests are computed on `threads` threads, later.
    ///
    /// # Errors
    /// When the file system fails, or it is neither a folder nor a regular file. What is wrong
    /// with the package itself is never an error.
    pub fn open(path: &Path, limits: Limits, threads: NonZeroUsize) -> Result<Opened, OpenError> {
        let held = Held::open(path, limits.container, threads)?;
        let whole = held.raw().map(|raw| Whole::of(raw, threads));
        let mut package = Opened {
            held,
            whole,
            base: String::new(),
            files: Vec::new(),
            outside: Vec::new(),
            declaration: None,
            info: None,
            fetch: None,
            manifests: Vec::new(),
            limits,
            threads,
            by_form: OnceLock::new(),
            digests: OnceLock::new(),
        };
        package.sort_files();
        package.read_tags();
        Ok(package)
    }

    fn container(&self) -> &dyn Container {
        self.held.container()
    }

    fn sort_files(&mut self) {
        let base = bag_folder(self.container().entries());
        let (mut files, mut outside) = (Vec::new(), Vec::new());
        for (index, entry) in self.container().entries().iter().enumerate() {
            match entry.name.strip_prefix(&base) {
                Some(path) => files.push(PackageFile {
                    path: path.to_owned(),
                    size: entry.size,
                    entry: index,
                }),
                None => outside.push(entry.name.clone()),
            }
        }
        files.sort_by(|a, b| (&a.path, a.entry).cmp(&(&b.path, b.entry)));
        // Of entries that share a name, which is an error of its own, the last is judged: most
        // programs unpack it over the others.
        files.dedup_by(|next, kept| {
            let same = next.path == kept.path;
            if same {
                std::mem::swap(next, kept);
            }
            same
        });
        outside.sort();
        (self.base, self.files, self.outside) = (base, files, outside);
    }

    fn read_tags(&mut self) {
        self.declaration = self.tag(bag::DECLARATION, DECLARATION_LIMIT, Declaration::parse);
        let (encoding, version, limits) = (self.encoding(), self.version(), self.limits.tag);
        let info = |bytes: &[u8]| Info::parse(bytes, encoding, version, limits);
        self.info = self.tag(version.info_file(), limits.file, info);
        let fetch = |bytes: &[u8]| Fetch::parse(bytes, encoding, version, limits);
        self.fetch = self.tag(bag::FETCH, limits.file, fetch);
        let named =
            |file: &PackageFile| Some((ManifestName::parse(&file.path)?, file.path.clone()));
        let named: Vec<_> = self.files.iter().filter_map(named).collect();
        // All manifests share the limits: a thousand small ones weigh as much as a large one.
        let mut left = limits;
        for (name, path) in named {
            let mut is_canonical = false;
            let mut tag = self.tag(&path, left.file, |bytes| {
                let manifest = Manifest::parse(bytes, &name, encoding, version, left);
                is_canonical = bag::manifest::is_canonical(bytes, &manifest);
                left.file = left.file.saturating_sub(bytes.len() as u64);
                manifest
            });
            if let Some(tag) = &mut tag {
                let lines = tag.content.files.len() + tag.content.faults.len();
                left.lines = left.lines.saturating_sub(lines as u64);
                if self.manifests.len() >= limits.manifests {
                    tag.content = Manifest::default();
                    tag.fault = Some(ReadFault::TooMany(limits.manifests));
                }
            }
            self.manifests.extend(tag.map(|tag| ReadManifest {
                name,
                tag,
                is_canonical,
            }));
        }
    }

    fn tag<T>(&self, path: &str, limit: u64, parse: impl FnOnce(&[u8]) -> T) -> Option<TagFile<T>> {
        let read = self.read(self.file(path)?, limit);
        Some(TagFile {
            path: path.to_owned(),
            content: parse(&read.bytes),
            fault: read.fault,
        })
    }

    /// Returns a name for messages: the file or folder as the person gave it.
    pub fn name(&self) -> &str {
        self.container().name()
    }

    /// Returns what the package lies in.
    pub fn form(&self) -> Form {
        self.held.form()
    }

    /// Returns the bag's folder inside the container, with its slash, or nothing if it is the
    /// container itself.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Tells whether the package is one of ours: it has a deposit manifest.
    pub fn is_ours(&self) -> bool {
        self.file(DEPOSIT_MANIFEST).is_some()
    }

    /// Tells whether the files could be listed and are within the limits. Where they are not,
    /// nothing can be concluded from a file that is not there, and none is hashed.
    pub fn is_listed(&self) -> bool {
        let fatal = |trouble: &Trouble| {
            matches!(
                trouble,
                Trouble::NoDirectory(_) | Trouble::TooManyEntries { .. } | Trouble::TooLarge { .. }
            )
        };
        !self.troubles().iter().any(fatal)
    }

    /// Returns all files in the bag's folder, in the byte order of their paths.
    pub fn files(&self) -> &[PackageFile] {
        &self.files
    }

    /// Returns the files in `data/`, in the byte order of their paths.
    pub fn payload(&self) -> impl Iterator<Item = &PackageFile> {
        self.files.iter().filter(|file| file.is_payload())
    }

    /// Returns the names of the files in the container that lie outside the bag's folder.
    pub fn outside(&self) -> &[String] {
        &self.outside
    }

    /// Returns the names of links, devices and the like in the folder, from the container's top.
    pub fn special(&self) -> &[String] {
        self.held.special()
    }

    /// Returns the paths of the folders in the bag's folder that have an entry of their own: all
    /// in a folder, few in a ZIP.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        let folders = self.held.folders().iter();
        folders.filter_map(|name| name.strip_prefix(&self.base))
    }

    /// Returns what is wrong with the ZIP; nothing for a folder.
    pub fn troubles(&self) -> &[Trouble] {
        self.held.troubles()
    }

    /// Returns how the ZIP is laid out; nothing for a folder.
    pub fn layout(&self) -> Option<&Layout> {
        self.held.layout()
    }

    /// Returns the date of each file's entry in a canonical ZIP; nothing for any other package.
    pub fn dates(&self) -> impl Iterator<Item = (&PackageFile, NaiveDate)> {
        let dates = match self.held.layout() {
            Some(Layout::Canonical(dates)) => dates.as_slice(),
            _ => &[],
        };
        let files = self.files.iter();
        files.filter_map(|file| Some((file, *dates.get(file.entry)?)))
    }

    /// Returns the index in [`files`](Opened::files) of the file with exactly this path.
    pub fn index(&self, path: &str) -> Option<usize> {
        let found = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path));
        found.ok()
    }

    /// Returns the file with exactly this path.
    pub fn file(&self, path: &str) -> Option<&PackageFile> {
        self.files.get(self.index(path)?)
    }

    /// Returns the index of the file that a path in a manifest means: the one with this path, or
    /// else the one whose path is the same in Unicode's composed form (RFC 8493, 6.1.2).
    fn meant(&self, path: &str) -> Option<usize> {
        self.index(path).or_else(|| {
            let by_form = self.by_form.get_or_init(|| {
                let paths = self.files.iter().enumerate();
                let composed = paths.map(|(index, file)| (composed(&file.path), index));
                composed.collect()
            });
            by_form.get(&composed(path)).copied()
        })
    }

    /// Returns what a manifest lists, each with the index of the file that is meant. A manifest
    /// mostly lists in the order of the files, so the next file is looked at before any is searched.
    pub fn listed<'a>(
        &'a self,
        manifest: &'a ReadManifest,
    ) -> impl Iterator<Item = (&'a Listed, Option<usize>)> {
        let mut next = 0;
        manifest.tag.content.files.iter().map(move |listed| {
            let is_next = |file: &PackageFile| file.path == listed.path;
            let index = match self.files.get(next) {
                Some(file) if is_next(file) => Some(next),
                _ => self.meant(&listed.path),
            };
            next = index.map_or(next, |index| index + 1);
            (listed, index)
        })
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_file(&self, file: &PackageFile) -> Result<Box<dyn Read + Send + '_>, OpenError> {
        self.container().open(file.entry)
    }

    /// Opens a file for reading what its bytes say, after [`digests`](Opened::digests) found that
    /// they can be read to the end. That the ZIP promises another CRC-32 is not an error here: it
    /// is known by then, and what the damage did to the content is the better news.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_content(&self, file: &PackageFile) -> Result<impl Read + Send + '_, OpenError> {
        Ok(Content(self.open_file(file)?))
    }

    /// Returns when a file of a folder was last modified, if the system tells; nothing for a ZIP.
    pub fn modified(&self, file: &PackageFile) -> Option<SystemTime> {
        match &self.held {
            Held::Folder(folder) => folder.modified(file.entry),
            Held::Canonical(..) | Held::Zip(..) => None,
        }
    }

    /// Returns how much of the package is read.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Returns on how many threads the package is read.
    pub fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    /// Reads a file of at most `limit` bytes.
    pub fn read(&self, file: &PackageFile, limit: u64) -> SoFar {
        if file.size > limit {
            return SoFar::too_large(limit);
        }
        SoFar::of(self.open_file(file), limit)
    }

    /// Returns the sizes and digests of all files, in the order of [`files`](Opened::files), and of
    /// the records of a package of ours the formats. They are computed when they are first asked for.
    pub fn digests(&self) -> &[Digested] {
        self.digests.get_or_init(|| {
            let is_ours = self.is_ours();
            let digest = |file: &PackageFile| {
                let is_record = is_ours && file.is_payload();
                let name = is_record.then_some(file.path.as_str());
                let digested = Digested::of(self.open_file(file), file.size, name);
                Ok::<_, std::convert::Infallible>(digested)
            };
            let digests = try_map(self.files.iter().collect(), self.threads, digest);
            digests.unwrap_or_else(|never| match never {})
        })
    }

    /// Returns the SHA-256 of the ZIP as a whole; nothing for a folder.
    ///
    /// # Errors
    /// When the file system failed while it was read.
    pub fn sha256(&self) -> Result<Option<Sha256Digest>, OpenError> {
        let failed = |error: &io::Error| {
            let error = io::Error::new(error.kind(), error.to_string());
            IoAt::at("read", self.name().as_ref())(error)
        };
        match self.whole.as_ref().map(Whole::digest) {
            None => Ok(None),
            Some(Ok(digest)) => Ok(Some(*digest)),
            Some(Err(error)) => Err(failed(error).into()),
        }
    }

    /// Returns `bagit.txt`.
    pub fn declaration(&self) -> Option<&TagFile<Declaration>> {
        self.declaration.as_ref()
    }

    /// Returns the version by whose rules the bag is read: 1.0 if it tells none that is known.
    pub fn version(&self) -> Version {
        let told = self
            .declaration
            .as_ref()
            .and_then(|tag| tag.content.version);
        told.unwrap_or(Version::V1_0)
    }

    /// Returns the encoding in which the tag files are read: UTF-8 if none is told that is known.
    pub fn encoding(&self) -> Encoding {
        let told = self
            .declaration
            .as_ref()
            .and_then(|tag| tag.content.encoding);
        told.unwrap_or_default()
    }

    /// Returns `bag-info.txt`, or `package-info.txt` in bags before version 0.96.
    pub fn info(&self) -> Option<&TagFile<Info>> {
        self.info.as_ref()
    }

    /// Returns `fetch.txt`.
    pub fn fetch(&self) -> Option<&TagFile<Fetch>> {
        self.fetch.as_ref()
    }

    /// Returns all manifests, in the byte order of their names.
    pub fn manifests(&self) -> &[ReadManifest] {
        &self.manifests
    }

    /// Returns the manifests of one kind, in the byte order of their names.
    pub fn manifests_of(&self, kind: ManifestKind) -> impl Iterator<Item = &ReadManifest> {
        let of_kind = move |manifest: &&ReadManifest| manifest.name.kind == kind;
        self.manifests.iter().filter(of_kind)
    }
}

/// Returns a path in Unicode's composed form (NFC), for comparing only.
pub(crate) fn composed(path: &str) -> String {
    let normaliser = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    normaliser.normalize(path).into_owned()
}
