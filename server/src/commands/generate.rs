//! `groundplan generate`: the files of a design, in a folder or a zip, or compared with a folder.

use super::{Failure, check, input::read_design, print};
use crate::cli::GenerateArgs;
use ::generate::{Generated, Options, archive};
use domain::ids;
use std::{path::Path, process::ExitCode};

pub(super) fn run(args: &GenerateArgs) -> Result<ExitCode, Failure> {
    let design = read_design(&args.design)?;
    let options = Options { artefacts: args.targets.clone().map(|targets| targets.into_iter().collect()) };
    let generated = ::generate::generate(&design, &options).map_err(|error| error.to_string())?;
    match (&args.check, &args.output) {
        (Some(folder), _) => check::run(args, &generated.bundle, folder),
        (None, Some(output)) => write(&generated, &ids::slugify(&design.name, "groundplan"), output, args.force),
        (None, None) => Err("say where to write with --output, or what to compare with --check".into()),
    }
}

fn write(generated: &Generated, top: &str, output: &Path, force: bool) -> Result<ExitCode, Failure> {
    if output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        let zip = archive::zip(&generated.bundle, top).map_err(|error| error.to_string())?;
        refuse_overwriting(output, force)?;
        std::fs::write(output, zip).map_err(|error| format!("{}: {error}", output.display()))?;
    } else {
        write_folder(generated, output, force)?;
    }
    let warnings: String = generated.warnings.iter().map(|warning| format!("note: {warning}\n")).collect();
    print(&format!("{warnings}{} files in {}\n", generated.bundle.len(), output.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes nothing at all when a file is in the way.
fn write_folder(generated: &Generated, folder: &Path, force: bool) -> Result<(), Failure> {
    let files: Vec<_> = generated.bundle.iter().map(|(path, file)| (folder.join(path.as_str()), file)).collect();
    for (path, _) in &files {
        refuse_overwriting(path, force)?;
    }
    for (path, file) in files {
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, &file.bytes).map_err(failed)?;
        if file.executable {
            make_executable(&path).map_err(failed)?;
        }
    }
    Ok(())
}

fn refuse_overwriting(path: &Path, force: bool) -> Result<(), Failure> {
    if !force && path.exists() {
        return Err(format!("{} exists; choose another place or add --force", path.display()));
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
