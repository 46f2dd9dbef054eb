//! The shapes that cross the wire between browser, server and scripts: `/api/v1`. Data only. Times are milliseconds since the
//! Unix epoch, in UTC.

mod files;
mod links;
mod problems;
mod projects;
mod proposals;
mod saves;

pub use files::{ArtefactEntry, BundleListing, Change, ComparedLine, FileEntry, FileText, Origin, OriginKind};
pub use links::{Belongings, NamedDesign, NewShare, RecoveryLink, RecoveryPreview, RecoveryStatus, RecoveryToken, ShareEntry, ShareLink};
pub use problems::{FieldError, ProblemDocument};
pub use projects::{Miniature, NewProject, NewProjectId, Project, ProjectSummary, Role, StarterEntry, Unreadable};
pub use proposals::{Choosing, ProposalRequest, ProposalResponse, ReckonedNumber, ReviewResponse};
pub use saves::{Conflict, EditsRequest, EditsResponse, MAX_LABEL_CHARS, RevisionEntry, RevisionName, Saved};
