//! `groundplan generate`: the files of a design, in a folder or a zip, or compared with a folder. Each is written or compared as soon as it
//! is made.

use super::{Failure, check, input::read_design, print};
use crate::cli::GenerateArgs;
use ::generate::{BundlePath, File, GenerateError, Options, Said};
use domain::{Design, work::Work};
use std::{fs, io, path::Path, process::ExitCode};

pub(super) fn run(args: &GenerateArgs) -> Result<ExitCode, Failure> {
    let design = read_design(&args.design)?;
    let options = match args.profile {
        Some(profile) => profile.options(),
        None => Options { artefacts: args.targets.clone().map(|targets| targets.into_iter().collect()) },
    };
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

/// Writes nothing at all when a file is in the way. Files are made twice where any could be: first to see where they go.
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
    stream(&mut |path, file| {
        let path = folder.join(path.as_str());
        write_file(&path, &file).map_err(|error| GenerateError::unwritten(format!("{}: {error}", path.display())))
    })
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
