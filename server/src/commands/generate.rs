//! `groundplan generate`: the files of a design, in a folder or a zip, or compared with a folder. Each is written or compared as soon as it
//! is made.

use super::{Failure, check, input::read_design, print};
use crate::cli::GenerateArgs;
use ::generate::{BundlePath, File, GenerateError, Options, Said};
use domain::{Design, work::Work};
use std::{fs, io, path::Path, process::ExitCode};

pub(super) fn run(args: &GenerateArgs) -> Result<ExitCode, Failure> {
    let design = read_design(&args.design)?;
    let options = Options::of(args.profile, args.targets.iter().flatten()).map_err(|error| error.to_string())?;
    match (&args.check, &args.output) {
        (Some(folder), _) => check::run(args, &design, &options, folder),
        (None, Some(output)) => write(&design, &options, output, args.force),
        (None, None) => Err("say where to write with --output, or what to compare with --check".into()),
    }
}

fn write(design: &Design, options: &Options, output: &Path, force: bool) -> Result<ExitCode, Failure> {
    let is_zip = output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    let said = if is_zip { write_zip(design, options, output, force)? } else { write_folder(design, options, output, force)? };
    let warnings: String = said.warnings.iter().map(|warning| format!("note: {warning}\n")).collect();
    print(&format!("{warnings}{} files in {}\n", said.files, output.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes beside the place first, so that a zip that cannot be finished leaves an older one as it was.
fn write_zip(design: &Design, options: &Options, output: &Path, force: bool) -> Result<Said, Failure> {
    refuse_overwriting(output, force)?;
    let failed = |error: io::Error| format!("{}: {error}", output.display());
    let unfinished = output.with_extension("zip.part");
    let file = io::BufWriter::new(fs::File::create(&unfinished).map_err(failed)?);
    let made = ::generate::zip(design, options, &Work::unlimited(), file).map_err(|error| error.to_string());
    let placed = made.and_then(|said| fs::rename(&unfinished, output).map(|()| said).map_err(failed));
    if placed.is_err() {
        // What is left of it tells nobody anything; that it is left is no other failure.
        let _ = fs::remove_file(&unfinished);
    }
    placed
}

/// Writes nothing at all when a file is in the way. Files are made twice where any could be: first to see where they go. What is written
/// is noted in the folder, for whoever writes there next.
fn write_folder(design: &Design, options: &Options, folder: &Path, force: bool) -> Result<Said, Failure> {
    let stream = |take: &mut dyn FnMut(BundlePath, File) -> Result<(), GenerateError>| {
        ::generate::stream(design, options, &Work::unlimited(), take).map_err(|error| error.to_string())
    };
    if !force && folder.exists() {
        let mut in_the_way = Ok(());
        let seen = stream(&mut |path, _| {
            in_the_way = refuse_overwriting(&folder.join(path.as_str()), force);
            in_the_way.clone().map_err(GenerateError::unwritten)
        });
        in_the_way?;
        seen?;
    }
    let mut notes = Notes::default();
    let mut noted = Ok(());
    let said = stream(&mut |path, file| {
        noted = notes.note(folder, options, path.as_str(), &file.bytes);
        noted.clone().map_err(GenerateError::unwritten)?;
        let path = folder.join(path.as_str());
        write_file(&path, &file).map_err(|error| GenerateError::unwritten(format!("{}: {error}", path.display())))
    });
    noted?;
    let mut said = said?;
    said.warnings
        .extend(notes.end()?.into_iter().map(|path| format!("{path} is of an earlier writing; the design does not give it any more")));
    Ok(said)
}

/// The note of what is written, begun with the first file: a design that gives nothing leaves no folder.
#[cfg(unix)]
#[derive(Debug, Default)]
struct Notes(Option<crate::folder::Noting>);

#[cfg(unix)]
impl Notes {
    fn note(&mut self, folder: &Path, options: &Options, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let noting = match &mut self.0 {
            Some(noting) => noting,
            None => self.0.insert(begin(folder, options).map_err(|why| format!("{}: {why}", folder.display()))?),
        };
        noting.note(path, bytes).map_err(|refused| format!("{}: {refused}", folder.display()))
    }
    fn end(self) -> Result<Vec<String>, Failure> {
        self.0.map_or(Ok(Vec::new()), |noting| noting.end().map_err(|refused| refused.to_string()))
    }
}

#[cfg(unix)]
fn begin(folder: &Path, options: &Options) -> Result<crate::folder::Noting, Failure> {
    use crate::folder::{Noting, Refused, Root};
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let folder = Root::open(folder).map_err(|error| error.to_string())?.folder(".").map_err(|refused| refused.to_string())?;
    // A file system without locks keeps nobody out, and takes files all the same.
    if let Err(busy @ Refused::Busy) = folder.lock() {
        return Err(busy.to_string());
    }
    Noting::begin(folder, options).map_err(|refused| refused.to_string())
}

/// Only an assistant's tools read the note, and they are not here.
#[cfg(not(unix))]
#[derive(Debug, Default)]
struct Notes;

#[cfg(not(unix))]
impl Notes {
    fn note(&mut self, _: &Path, _: &Options, _: &str, _: &[u8]) -> Result<(), Failure> {
        Ok(())
    }
    fn end(self) -> Result<Vec<String>, Failure> {
        Ok(Vec::new())
    }
}

fn write_file(path: &Path, file: &File) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, &file.bytes)?;
    if file.executable { make_executable(path) } else { Ok(()) }
}

fn refuse_overwriting(path: &Path, force: bool) -> Result<(), Failure> {
    if !force && path.exists() {
        return Err(format!("{} exists; choose another place or add --force", path.display()));
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
