//! `build`: make the package.

use std::path::PathBuf;

use super::args::{Shared, doing};
use super::count::counted;
use super::exit::{Exit, Failure};
use super::records::tell_refused;
use super::terminal::Terminal;
use super::validate::check_all;
use super::{Done, World};
use crate::acts::{BuildOutcome, Loaded, build, ready, retained_list};
use crate::batch::Sensitivity;
use crate::fixity::Sha256Digest;
use crate::manifest::words::DEMONSTRATION;
use crate::pack::{Published, PublishedPackage, Upload, WasThere, upload_folder};
use crate::package::{Bounds, Profile, TDR_2026_06, bounds};
use crate::report::{Acts, Verdict, reconcile_text};
use crate::shown::shown_path;

/// The sentence with which every build ends.
const KEEP: &str = "Keep the originals. Validated is not accepted; custody has not transferred. Do not delete until The National Archives says the records are preserved.";

/// What `build` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Say what would be built, and write nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
    /// The post that builds
    #[arg(long, value_name = "POST", default_value = "Records Manager")]
    by: String,
    /// Also make the folder that is uploaded to The National Archives' transfer service, within
    /// whose limits each package then is: 5,000 records, 5,000 MB
    #[arg(long = "for", value_name = "RECEIVER", value_enum)]
    receiver: Option<Receiver>,
    /// The most bytes that the records of one package may have, such as 5GB or 700MiB: a batch that
    /// has more is split between parts into packages -001, -002 and so on
    #[arg(long, value_name = "SIZE", value_parser = bounds::size)]
    max_size: Option<u64>,
    /// The most records (files) that one package may have
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_records: Option<u64>,
}

/// Who takes records otherwise than as packages. Tdr is The National Archives' transfer service.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Receiver {
    Tdr,
}

impl Receiver {
    /// Returns the rules of the receiver that this version knows.
    fn profile(self) -> &'static Profile {
        match self {
            Receiver::Tdr => &TDR_2026_06,
        }
    }
}

impl Args {
    /// Returns what is asked of the build.
    fn asking(&self) -> Asking<'_> {
        Asking {
            by: &self.by,
            bounds: Bounds {
                bytes: self.max_size,
                records: self.max_records,
            },
            profile: self.receiver.map(Receiver::profile),
        }
    }
}

/// Runs `build`.
pub(super) fn run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    if args.dry_run {
        return dry_run(shared, args, world, terminal);
    }
    let (_lock, mut loaded) = shared.load_locked(world)?;
    build_and_tell(shared, &args.asking(), &mut loaded, world, terminal)
}

fn dry_run(
    shared: &Shared,
    args: &Args,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let mut loaded = shared.load(world)?;
    let ready = ready(&mut loaded, shared.threads(world))?;
    let packed = ready
        .records
        .iter()
        .filter(|row| matches!(row.sensitivity, Sensitivity::Open | Sensitivity::Closed))
        .count();
    let bounds = args.asking().bounds(&loaded);
    let name = loaded.inputs.settings.package_name();
    terminal.result(format!(
        "Would build {name}.zip with {}{}; both sign-offs hold. Nothing was written.",
        counted(packed as u64, "record", "records"),
        split_words(bounds)
    ));
    Ok(Done::well().and("records", packed))
}

/// Returns how the records would be split among packages, where there is a bound.
fn split_words(bounds: Bounds) -> String {
    let of = |most: Option<u64>, one: &str, many: &str| most.map(|most| counted(most, one, many));
    let most = [
        of(bounds.records, "record", "records"),
        of(bounds.bytes, "byte of records", "bytes of records"),
    ];
    let most: Vec<String> = most.into_iter().flatten().collect();
    match most.is_empty() {
        true => String::new(),
        false => format!(
            ", or several packages, none of which has more than {}",
            most.join(" or ")
        ),
    }
}

/// Builds the package of a batch that is locked, or its packages, and tells of them.
pub(super) fn build_and_tell(
    shared: &Shared,
    asking: &Asking<'_>,
    loaded: &mut Loaded,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let doing = doing(world, asking.by)?;
    let threads = shared.threads(world);
    let told = match build(loaded, asking.bounds(loaded), &doing, threads)? {
        BuildOutcome::Built(published) => of_built(*published, terminal),
        BuildOutcome::Already(packages) => of_already(packages, shared, world, terminal)?,
    };
    let report = super::report::write(loaded, threads, "consign build")?;
    terminal.result(reconcile_text(&report.data).trim_end());
    terminal.result("");
    for (zip, sha256) in &told.packages {
        terminal.result(format!("Package  {}", shown_path(zip)));
        terminal.result(format!("SHA-256  {sha256}"));
    }
    if told.packages.len() > 1 {
        terminal.result(format!(
            "Group    {}, split because it is more than one package may hold; send all of them",
            counted(told.packages.len() as u64, "package", "packages")
        ));
    }
    terminal.result(format!("Report   {}", shown_path(&report.html)));
    let mut uploads = Vec::new();
    if asking.profile.is_some() && report.data.acts == Acts::Replayed {
        terminal.note(format!("{DEMONSTRATION} What is uploaded is published."));
    }
    if let Some(profile) = asking.profile {
        for (zip, _) in &told.packages {
            let upload = upload_folder(zip, profile, threads)?;
            tell_upload(&upload, profile, terminal);
            uploads.push(upload.records.display().to_string());
        }
    }
    terminal.result(told.verdict.word());
    let retained = retained_list(&loaded.inputs.batch, &loaded.inputs.settings);
    if retained.exists() {
        terminal.note(format!(
            "Retained under section 3(4), left behind, and listed for the department: {}",
            shown_path(&retained)
        ));
    }
    terminal.note(KEEP);
    let done = told.done();
    Ok(match uploads.is_empty() {
        true => done,
        false => done.and("uploads", uploads),
    })
}

/// What is asked of a build.
pub(super) struct Asking<'a> {
    /// The post that builds.
    pub by: &'a str,
    /// What one package may hold, where that was said.
    pub bounds: Bounds,
    /// The rules of the receiver for whom a folder is made.
    pub profile: Option<&'static Profile>,
}

impl Asking<'_> {
    /// Returns what one package may hold: what was said, or what the batch says, and no more than
    /// the receiver takes.
    fn bounds(&self, loaded: &Loaded) -> Bounds {
        let bounds = loaded.inputs.settings.bounds(self.bounds);
        bounds.and(self.profile.map(Bounds::of).unwrap_or_default())
    }
}

/// Says what is uploaded, and what then.
fn tell_upload(upload: &Upload, profile: &Profile, terminal: &mut Terminal<'_>) {
    terminal.result(format!("Upload   {}", shown_path(&upload.records)));
    terminal.result(format!("Then     {}", shown_path(&upload.metadata)));
    let how = match upload.was_there {
        WasThere::No => "Made",
        WasThere::Yes => "There already, and validated again:",
    };
    terminal.note(format!(
        "{how} the folder to upload, {}, {}; held to {}. Upload that folder and nothing else, and the CSV when the service asks for the metadata. Copy it only with its dates: the service takes the date of each file.",
        counted(upload.files, "file", "files"),
        counted(upload.bytes, "byte", "bytes"),
        profile.name
    ));
}

/// What there is to tell of packages that are there now.
struct Told {
    packages: Vec<(PathBuf, Sha256Digest)>,
    how: &'static str,
    verdict: Verdict,
}

impl Told {
    fn done(&self) -> Done {
        let exit = match self.verdict {
            Verdict::Pass => Exit::Done,
            Verdict::Fail => Exit::No,
        };
        let paths = self
            .packages
            .iter()
            .map(|(zip, _)| zip.display().to_string());
        let digests = self.packages.iter().map(|(_, sha256)| sha256.to_string());
        let (mut paths, mut digests): (Vec<_>, Vec<_>) = (paths.collect(), digests.collect());
        let done = Done::with(exit);
        // One package is told of as ever; several are lists.
        let done = if paths.len() == 1 {
            let (package, sha256) = (paths.remove(0), digests.remove(0));
            done.and("package", package).and("sha256", sha256)
        } else {
            done.and("packages", paths).and("sha256s", digests)
        };
        done.and("how", self.how)
            .and("verdict", self.verdict.word())
    }
}

fn of_built(published: Published, terminal: &mut Terminal<'_>) -> Told {
    let mut verdict = Verdict::Pass;
    for PublishedPackage {
        assembled,
        validation,
        ..
    } in &published.packages
    {
        let of = match published.packages.len() {
            1 => String::new(),
            _ => format!("{}.zip: ", assembled.name),
        };
        terminal.note(format!(
            "Built {of}{}, {}, and validated them before the package got its name.",
            counted(assembled.files, "file", "files"),
            counted(assembled.bytes, "byte", "bytes")
        ));
        tell_refused(&assembled.refused, terminal);
        verdict = worse(verdict, validation.verdict);
    }
    if let Some(group) = &published.group {
        terminal.note("Validated the packages together, as a group, before any got its name.");
        verdict = worse(verdict, group.verdict);
    }
    let packages = published.packages.into_iter();
    Told {
        packages: packages
            .map(|package| (package.zip, package.sha256))
            .collect(),
        how: "built",
        verdict,
    }
}

fn of_already(
    packages: Vec<(PathBuf, Sha256Digest)>,
    shared: &Shared,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Told, Failure> {
    let paths: Vec<PathBuf> = packages.iter().map(|(zip, _)| zip.clone()).collect();
    terminal.note(match paths.len() {
        1 => "The same package is there already; it was validated again.",
        _ => "The same packages are there already; they were validated again, and as a group.",
    });
    let mut verdict = Verdict::Pass;
    for report in check_all(shared, &paths, world)? {
        verdict = worse(verdict, report.verdict);
    }
    Ok(Told {
        packages,
        how: "already there",
        verdict,
    })
}

fn worse(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Pass, Verdict::Pass) => Verdict::Pass,
        _ => Verdict::Fail,
    }
}
