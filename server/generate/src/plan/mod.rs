//! The Plan: a Design resolved for deployment. Every artefact prints from it, so that names, ports, networks and secrets agree in all
//! files by construction. Must not know any file format.

mod access;
pub(crate) mod addresses;
mod code;
mod container;
pub mod contract;
pub mod cors;
mod environment;
mod images;
mod index;
mod model;
mod network;
mod observe;
mod ports;
mod product;
mod route;
mod secrets;
mod sign_in;

pub use access::{Access, Identity};
pub use images::image_name;
pub use index::{ById, Links, Named};
pub use model::*;
pub use observe::{PROFILE, metrics_port};
pub use route::{Route, RouteKind};
pub use sign_in::unchecked;

use crate::GenerateError;
use domain::{
    Design,
    decision::{self, Record},
    ids::slugify,
    review::{self, Review},
    work::Work,
};
use std::cell::OnceCell;

/// A Design resolved for deployment, with what had to be assumed on the way.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    pub design: &'a Design,
    /// The links of the Design by their ends.
    pub links: Links<'a>,
    /// Leave to go on, which whoever prints from the Plan asks part by part.
    pub work: Work,
    /// Names the compose project, the namespace and the top folder.
    pub slug: String,
    /// What people call the system.
    pub name: String,
    /// Elements in order of their ids, then the containers of the platform's observability.
    pub containers: ById<Container>,
    pub networks: Vec<Network>,
    /// Development adds a network from which the host reaches stores.
    pub tools: Option<Network>,
    pub secrets: Vec<Secret>,
    /// The gateways' routes: by gateway, longest prefix first.
    pub routes: Vec<Route>,
    /// What each part with code offers and needs, in order of containers.
    pub contracts: ById<contract::Contract>,
    /// Who keeps the accounts, where people sign in with tokens.
    pub identity: Option<Identity>,
    /// What was assumed or left out, for people to read.
    pub warnings: Vec<String>,
    review: OnceCell<Review>,
    records: OnceCell<Vec<Record>>,
}

impl<'a> Plan<'a> {
    /// Resolves a Design. Never refuses a valid one: what is missing gets a stated default and a warning.
    pub fn new(design: &'a Design, work: &Work) -> Result<Self, GenerateError> {
        contract::bound_messages(design)?;
        let mut plan = Self {
            design,
            links: Links::of(design),
            work: work.clone(),
            slug: slugify(&design.name, "system"),
            name: design.name.clone(),
            containers: ById::default(),
            networks: Vec::new(),
            tools: None,
            secrets: Vec::new(),
            routes: Vec::new(),
            contracts: ById::default(),
            identity: None,
            warnings: Vec::new(),
            review: OnceCell::new(),
            records: OnceCell::new(),
        };
        let names = container::add_elements(&mut plan)?;
        observe::add_observers(&mut plan)?;
        ports::assign(&mut plan, &names);
        observe::add_scrapes(&mut plan);
        route::add_routes(&mut plan, &names);
        let mut secrets = secrets::Secrets::default();
        environment::add_products(&mut plan, &mut secrets);
        environment::add_links(&mut plan, &mut secrets, &names);
        sign_in::add_variables(&mut plan, &mut secrets);
        environment::add_settings(&mut plan, &mut secrets, &names);
        plan.secrets = secrets.into_list();
        contract::add_contracts(&mut plan, &names);
        access::guard(&mut plan);
        sign_in::warn_about_the_unchecked(&mut plan);
        network::join(&mut plan);
        plan.warn_about_the_whole();
        Ok(plan)
    }

    /// The review of the Design, made when the first page asks for it.
    pub fn review(&self) -> &Review {
        self.review.get_or_init(|| review::review(self.design, &self.work))
    }
    /// Every decision of the Design, worked out when the first page asks for them.
    pub fn records(&self) -> &[Record] {
        self.records.get_or_init(|| decision::records(self.design))
    }
    pub fn container(&self, id: &str) -> Option<&Container> {
        self.containers.named(id)
    }
    /// The contract of a container, when its code follows one.
    pub fn contract(&self, id: &str) -> Option<&contract::Contract> {
        self.contracts.named(id)
    }
    /// Containers whose code is in the bundle.
    pub fn built(&self) -> impl Iterator<Item = &Container> {
        self.containers.iter().filter(|c| c.stack.is_some())
    }
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &Container> {
        self.containers.iter().filter(move |c| c.role == role)
    }
    /// The routes of one gateway, longest prefix first.
    pub fn routes_of<'b>(&'b self, gateway: &'b str) -> impl Iterator<Item = &'b Route> {
        self.routes.iter().filter(move |r| r.gateway == gateway)
    }
    pub(crate) fn warn(&mut self, warning: impl Into<String>) {
        self.warnings.push(warning.into());
    }

    fn warn_about_the_whole(&mut self) {
        if self.containers.iter().all(|c| c.host_port.is_none()) && !self.containers.is_empty() {
            self.warn("Nothing is reachable from outside: the design has neither a gateway nor an exposed part.");
        }
        if self.containers.is_empty() {
            self.warn("The design has no part that could run yet, so the bundle starts nothing.");
            if self.design.elements.is_empty() && !self.design.brief.is_empty() {
                self.warn("Its questions are answered, though: the studio draws what they lead to, and so does “groundplan propose”.");
            }
            return;
        }
        for gap in decision::gaps(self.design) {
            self.warn(gap.to_do());
        }
    }
}
