//! What tools are called with, read with the path of the field that is wrong, and the refusals that an assistant can act on.

use super::Place;
use crate::{error::Problem, routes::proposals};
use domain::{
    Design,
    discovery::{Answer, Answers, Shape},
    ids::QuestionId,
    protocol::{Choosing, ProposalRequest, ProposalResponse},
};
use generate::{GenerateError, Options, Profile};
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

/// The question that a sentence answers.
const SENTENCE: &str = "purpose";

/// Why a tool does not answer, for the assistant: what was wrong and what would fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

impl Refusal {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem.told())
    }
}

#[cfg(unix)]
impl From<crate::folder::WriteError> for Refusal {
    fn from(error: crate::folder::WriteError) -> Self {
        match error {
            crate::folder::WriteError::Folder(refused) => Self::new(refused.to_string()),
            crate::folder::WriteError::Generate(error) => error.into(),
        }
    }
}

impl From<GenerateError> for Refusal {
    fn from(error: GenerateError) -> Self {
        Problem::from(error).into()
    }
}

/// Reads the arguments of a tool.
pub fn read<T: DeserializeOwned>(arguments: Value) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(arguments).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { format!("{path}: ") };
        Problem::invalid("", format!("{place}{}", error.inner())).into()
    })
}

/// What a system is to do. The same brief gives the same design.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Wish {
    /// What the system is for, in a sentence or a paragraph, in English, German, French or Spanish.
    pub sentence: Option<String>,
    /// Answers by the id of their question; `questions` lists them. What is not answered takes its default.
    #[schemars(with = "std::collections::BTreeMap<String, Value>")]
    pub answers: Answers,
    /// What to call the design.
    pub name: Option<String>,
    /// The shape you want instead of the one that fits.
    pub shape: Option<Shape>,
    /// Decisions to take otherwise than proposed, one after the other; `propose` lists their topics and options.
    pub choose: Vec<Choosing>,
}

impl Wish {
    /// What the engine says to it.
    pub fn proposal(self) -> Result<ProposalResponse, Refusal> {
        let Self { sentence, answers: mut brief, name, shape, choose } = self;
        if let Some(sentence) = sentence {
            let purpose = QuestionId::new(SENTENCE).map_err(Problem::internal)?;
            if brief.insert(purpose, Answer::text(sentence)).is_some() {
                return Err(Refusal::new(format!("give the sentence or answers.{SENTENCE}, and only one of them")));
            }
        }
        Ok(proposals::propose(ProposalRequest { name, brief, shape, choose })?)
    }
}

/// Where a design comes from: exactly one of these.
#[derive(Debug, Default)]
pub struct Source {
    pub design: Option<String>,
    pub brief: Option<Wish>,
    pub folder: Option<String>,
}

impl Source {
    pub fn design(self, place: &Place) -> Result<Design, Refusal> {
        if self.folder.is_some() && !place.has_folders() {
            return Err(place.no_folders());
        }
        match (self.design, self.brief, self.folder) {
            (Some(text), None, None) => Ok(domain::file::read(&text).map_err(Problem::from)?),
            (None, Some(wish), None) => Ok(wish.proposal()?.design),
            (None, None, Some(folder)) => in_folder(place, &folder),
            (None, None, None) => {
                let folder = if place.has_folders() { ", or folder: one that holds a groundplan.yaml" } else { "" };
                Err(Refusal::new(format!("give brief: a sentence or answers, or design: the text of a groundplan.yaml{folder}")))
            }
            _ => {
                let kinds = if place.has_folders() { "a brief, a design or a folder" } else { "a brief or a design" };
                Err(Refusal::new(format!("give {kinds}, and only one of them")))
            }
        }
    }
}

/// The design that a bundle in a folder holds.
#[cfg(unix)]
fn in_folder(place: &Place, path: &str) -> Result<Design, Refusal> {
    let refused = |refused: crate::folder::Refused| Refusal::new(refused.to_string());
    let found = place.root()?.folder(path).map_err(refused)?.read("groundplan.yaml").map_err(refused)?;
    let found = found.ok_or_else(|| Refusal::new(format!("“{path}” holds no groundplan.yaml; give a brief or a design")))?;
    let text = String::from_utf8(found.bytes).map_err(|_| Refusal::new(format!("the groundplan.yaml in “{path}” is not text in UTF-8")))?;
    Ok(domain::file::read(&text).map_err(Problem::from)?)
}

#[cfg(not(unix))]
fn in_folder(place: &Place, _: &str) -> Result<Design, Refusal> {
    Err(place.no_folders())
}

/// What is wanted of a bundle; nothing when nothing was said.
pub fn options(profile: Option<&str>, targets: Option<Vec<String>>) -> Result<Option<Options>, Refusal> {
    let options = Options::of(profile.map(Profile::find).transpose()?, targets.unwrap_or_default())?;
    Ok(Some(options).filter(|options| options.artefacts.is_some()))
}
