//! The flags of the commands that make, review and write designs.

use clap::{Args, ValueEnum};
use domain::{discovery::Shape, protocol::Choosing};
use generate::Profile;
use std::path::PathBuf;

/// What to propose for.
#[derive(Debug, Args)]
pub struct ProposeArgs {
    /// Answers by question id, as YAML or JSON; “-” reads standard input
    #[arg(value_name = "BRIEF")]
    pub brief: PathBuf,
    /// What to call the design; derived from the answers when absent
    #[arg(long)]
    pub name: Option<String>,
    /// The shape you want instead of the one that fits: modular-monolith, monolith-with-satellites or microservices
    #[arg(long, value_name = "SHAPE", value_parser = shape)]
    pub shape: Option<Shape>,
    /// Another option of a decision than the one proposed, such as broker=kafka; may be given several times
    #[arg(long, value_name = "TOPIC=OPTION", value_parser = choosing)]
    pub choose: Vec<Choosing>,
    /// Why, for the records of what --choose changes
    #[arg(long, value_name = "TEXT", requires = "choose")]
    pub reason: Option<String>,
    /// Write what the API answers, as JSON: design, verdict, decisions, cut, alternatives, migration
    #[arg(long)]
    pub json: bool,
    /// Write it here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn choosing(word: &str) -> Result<Choosing, String> {
    let (topic, option) = word.split_once('=').ok_or("write it as TOPIC=OPTION")?;
    Ok(Choosing { topic: topic.trim().to_owned(), option: option.trim().to_owned(), reason: None })
}

fn profile(word: &str) -> Result<Profile, String> {
    Profile::find(word).map_err(|error| error.to_string())
}

/// Answers in a few words.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  groundplan new Shop --services cart,orders,mail --database postgresql --queue rabbitmq --pattern event-driven --language node

Each flag is the answer to a question of the questionnaire. A word that fits nothing is refused with those that would. A broker that
does not carry the load, or belongs to another cloud, gives way to another, and the verdict says so.")]
pub struct NewArgs {
    /// What to call the design
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Further answers by question id, as YAML or JSON; flags count more. “-” reads standard input
    #[arg(long, value_name = "BRIEF")]
    pub from: Option<PathBuf>,
    /// The services, separated by commas; each is kept under its name
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub services: Vec<String>,
    /// postgresql, mysql, mongodb or decide
    #[arg(long, value_name = "STORE")]
    pub database: Option<String>,
    /// nginx, kong, traefik or decide
    #[arg(long, value_name = "GATEWAY")]
    pub gateway: Option<String>,
    /// The broker that events go through: rabbitmq, kafka, nats, redis, sqs-sns, pubsub, service-bus or decide; refused when there are none
    #[arg(long, value_name = "BROKER")]
    pub queue: Option<String>,
    /// event-driven, request-response or decide
    #[arg(long, value_name = "STYLE")]
    pub pattern: Option<String>,
    /// The busiest second: low (10 requests), medium (200) or high (2,000)
    #[arg(long, value_name = "LOAD")]
    pub scale: Option<String>,
    /// prometheus, loki (logs as well) or jaeger (traces as well)
    #[arg(long, value_name = "SYSTEM")]
    pub monitoring: Option<String>,
    /// node, python, java, go or rust
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// Write it here instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn shape(word: &str) -> Result<Shape, String> {
    let slugs = || Shape::ALL.map(Shape::slug).join(", ");
    Shape::ALL.into_iter().find(|shape| shape.slug() == word).ok_or_else(|| format!("the shapes are {}", slugs()))
}

/// What to generate, and where to.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  groundplan generate groundplan.yaml -o shop              into the folder “shop”; writes nothing when a file is in the way
  groundplan generate groundplan.yaml -o shop.zip          as a zip; the same design gives the same bytes
  groundplan generate groundplan.yaml -o shop --force      again, over the files that are there
  groundplan generate groundplan.yaml --check shop         for a pipeline: writes nothing, compares every file

--check lists what is missing, changed (with the first line that differs), outdated (as an earlier writing left it), not executable,
not a file, unexpected, or left over of an earlier writing. It overlooks .git, .groundplan.sha256 and what the generated .gitignore
names. Exit codes: 0 the folder is what the design gives, 1 it is not, 2 the design or the folder cannot be read.

.groundplan.sha256 in the folder remembers what was written, also by --force; “groundplan mcp” replaces no other files.")]
pub struct GenerateArgs {
    /// A design as YAML or JSON; “-” reads standard input
    #[arg(value_name = "DESIGN")]
    pub design: PathBuf,
    /// A folder to write into, or a file that ends in .zip
    #[arg(short, long, value_name = "DIR|ZIP", required_unless_present = "check")]
    pub output: Option<PathBuf>,
    /// Write nothing; fail with a list unless this folder is what the design gives
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "force"])]
    pub check: Option<PathBuf>,
    /// Only these artefacts, such as “compose,adr”; the ones that fit the design when absent
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub targets: Option<Vec<String>>,
    /// A choice of artefacts by its name: essential, the smallest bundle that starts, or full, everything there is
    #[arg(long, value_name = "PROFILE", value_parser = profile, conflicts_with = "targets")]
    pub profile: Option<Profile>,
    /// Overwrite files that exist
    #[arg(long)]
    pub force: bool,
}

/// What the assistant may touch.
#[cfg(unix)]
#[derive(Debug, Args)]
#[command(after_help = "\
For the configuration of a coding assistant, which starts it and speaks to it over standard input and output:
  {\"mcpServers\": {\"groundplan\": {\"command\": \"groundplan\", \"args\": [\"mcp\", \"--root\", \"/path/to/your/projects\"]}}}

The tools are questions, propose, review, explain_rule, generate and compare. Nothing is written but what generate is asked for, below
--root; no link is followed there, and a file that the bundle did not write, or that somebody has changed since, is left as it is.
.groundplan.sha256 in the folder remembers what was written. `groundplan serve` offers the same tools at /mcp, without folders.")]
pub struct McpArgs {
    /// Bundles may be written into folders below this one, and compared there; without it nothing is written
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// What to review, and how to say it.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// A design as YAML or JSON; “-” reads standard input
    #[arg(value_name = "DESIGN")]
    pub design: PathBuf,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = ReviewFormat::Text)]
    pub format: ReviewFormat,
    /// The studio whose pages explain the rules; SARIF links to them
    #[arg(long, env = "GROUNDPLAN_PUBLIC_URL", value_name = "URL", default_value = "http://localhost:3000")]
    pub public_url: String,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people
    Text,
    /// What POST /api/v1/reviews answers
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}
