//! Which store an operator's command works on: the same flags and environment variables as those of `serve`.

use super::{Failure, serve::FILE};
use crate::{cli::StoreArgs, config::Database, store::Place};

pub(super) fn place(args: &StoreArgs) -> Result<Place, Failure> {
    Ok(match Database::chosen(args)? {
        Database::Folder(folder) => Place::File(folder.join(FILE)),
        Database::Postgres(url) => Place::Postgres(url),
    })
}
