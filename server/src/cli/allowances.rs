//! How much one address may ask for, and one owner keep. Declares; `crate::security::limits` and the store count.

use clap::Args;

/// What one owner may keep. An owner is a browser with those that came together with it by a recovery link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "Limits for one owner; 0 for no limit")]
pub struct Keeping {
    /// Projects of one owner
    #[arg(long = "projects-per-owner", env = "GROUNDPLAN_PROJECTS_PER_OWNER", value_name = "N", default_value_t = 5_000)]
    pub projects: u32,
    /// Megabytes that the projects of one owner take, with their history
    #[arg(long = "stored-mb-per-owner", env = "GROUNDPLAN_STORED_MB_PER_OWNER", value_name = "MB", default_value_t = 4_096)]
    pub kept_mb: u32,
}

/// What one address may do; one browser may do half of it, so that people behind one address do not crowd each other out.
/// 0 is no limit. A minute's worth may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "Limits for one address, half of it for one browser; 0 for no limit")]
pub struct Allowances {
    /// New projects and share links a minute
    #[arg(long = "creates-per-minute", env = "GROUNDPLAN_CREATES_PER_MINUTE", value_name = "N", default_value_t = 720)]
    pub creates: u32,
    /// Saves a minute, deletions included
    #[arg(long = "saves-per-minute", env = "GROUNDPLAN_SAVES_PER_MINUTE", value_name = "N", default_value_t = 6_000)]
    pub saves: u32,
    /// Lists of projects, revisions and share links a minute
    #[arg(long = "lists-per-minute", env = "GROUNDPLAN_LISTS_PER_MINUTE", value_name = "N", default_value_t = 3_000)]
    pub lists: u32,
    /// Projects, registries and earlier revisions that are read a minute
    #[arg(long = "reads-per-minute", env = "GROUNDPLAN_READS_PER_MINUTE", value_name = "N", default_value_t = 12_000)]
    pub reads: u32,
    /// Pages a minute
    #[arg(long = "pages-per-minute", env = "GROUNDPLAN_PAGES_PER_MINUTE", value_name = "N", default_value_t = 6_000)]
    pub pages: u32,
    /// Pictures of projects a minute
    #[arg(long = "diagrams-per-minute", env = "GROUNDPLAN_DIAGRAMS_PER_MINUTE", value_name = "N", default_value_t = 1_200)]
    pub diagrams: u32,
    /// Bundles and lists of their files a minute
    #[arg(long = "exports-per-minute", env = "GROUNDPLAN_EXPORTS_PER_MINUTE", value_name = "N", default_value_t = 1_200)]
    pub exports: u32,
    /// Proposals a minute
    #[arg(long = "proposals-per-minute", env = "GROUNDPLAN_PROPOSALS_PER_MINUTE", value_name = "N", default_value_t = 3_000)]
    pub proposals: u32,
    /// Reviews a minute
    #[arg(long = "reviews-per-minute", env = "GROUNDPLAN_REVIEWS_PER_MINUTE", value_name = "N", default_value_t = 1_200)]
    pub reviews: u32,
    /// Faults of the interface that browsers report a minute
    #[arg(long = "reports-per-minute", env = "GROUNDPLAN_REPORTS_PER_MINUTE", value_name = "N", default_value_t = 120)]
    pub reports: u32,
    /// Megabytes a day that are sent to be stored
    #[arg(long = "stored-mb-per-day", env = "GROUNDPLAN_STORED_MB_PER_DAY", value_name = "MB", default_value_t = 4_096)]
    pub stored_mb: u32,
}
