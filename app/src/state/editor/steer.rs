//! What commands ask of the editor that changes no design: tools, focus, panels, the open finding.

use super::{Block, Editor, Float, RightTab};
use crate::{browser, state::selection::Selection};
use canvas::{
    gesture::{Target, Tool},
    navigate,
    route::Side,
};
use domain::{
    Edit,
    ids::{ElementId, LinkId},
    review::{Finding, FindingKey},
};
use leptos::prelude::*;

impl Editor {
    /// Takes a block in hand: the next click puts it on the canvas, Enter in the middle.
    pub fn pick(&self, block: Block) {
        self.placing.set(Some(block));
        self.say("Click the canvas to place it, or press Enter. Escape puts it back.");
    }
    pub fn use_tool(&self, tool: Tool) {
        self.placing.set(None);
        self.tool.set(tool);
    }
    /// For a selected part: by name. Otherwise: by drawing.
    pub fn begin_connecting(&self) {
        let from = self.selection.with_untracked(|selection| selection.only_part().cloned());
        match from.and_then(|from| Some((self.rect(&from)?, from))) {
            Some((rect, from)) => {
                let at = (f64::from(rect.x), f64::from(rect.bottom() + 8));
                self.float.set(Some(Float::ConnectTo { from, at }));
            }
            None => self.use_tool(Tool::Connect),
        }
    }
    pub fn has_parts(&self) -> bool {
        self.selection.with(|selection| !selection.parts.is_empty())
    }
    pub fn select_all(&self) {
        let parts = self.with_design(|design| design.elements.keys().cloned().collect());
        self.select(Selection { parts, ..Selection::default() });
    }
    pub fn show_inspector(&self) {
        self.right_open.set(true);
        self.right_tab.set(RightTab::Inspect);
        crate::alive::next_frame(|| browser::focus("inspector"));
    }

    /// Opens the menu of what is under a screen point.
    pub fn open_menu(&self, target: Target, at: (f64, f64)) {
        match target {
            Target::Part(id) | Target::Port(id) if !self.selection.with_untracked(|selection| selection.parts.contains(&id)) => {
                self.select(Selection::part(id));
            }
            Target::Link(id) => self.select(Selection::link(id)),
            Target::Frame(id) => self.select(Selection::context(id)),
            Target::Canvas => self.select(Selection::default()),
            Target::Part(_) | Target::Port(_) => {}
        }
        self.float.set(Some(Float::Menu { at }));
        crate::alive::next_frame(|| browser::focus("menu-first"));
    }

    /// Moves to a part: selects it, shows it, focuses it.
    pub fn go_to_part(&self, id: &ElementId) {
        self.select(Selection::part(id.clone()));
        self.reveal(id);
        self.focus_part(id);
    }
    pub fn go_to_link(&self, id: &LinkId) {
        self.select(Selection::link(id.clone()));
        let ends = self.with_design(|design| design.links.get(id).map(|link| (link.from.clone(), link.to.clone())));
        if let Some((from, to)) = ends {
            self.reveal(&from);
            self.reveal(&to);
        }
    }
    /// The part nearest to another in a direction.
    pub fn nearest(&self, from: &ElementId, direction: Side) -> Option<ElementId> {
        self.with_drawing(|drawing| {
            let part = navigate::nearest(&drawing.scene, drawing.scene.number(from)?, direction)?;
            Some(drawing.scene.ids[part].clone())
        })
    }

    /// Selects what a finding is about and brings it into view.
    pub fn show_finding(&self, finding: &Finding) {
        let selection = Selection {
            parts: if finding.links.is_empty() { finding.elements.iter().cloned().collect() } else { Default::default() },
            links: finding.links.iter().cloned().collect(),
            context: None,
        };
        self.select(selection);
        finding.elements.iter().for_each(|id| self.reveal(id));
    }
    pub fn apply_fix(&self, finding: &Finding) {
        let Some(fix) = &finding.fix else { return };
        if self.project.dispatch(fix.edit.clone(), fix.label.clone()) {
            let project = self.project;
            self.toasts.offer(format!("{}: done", fix.label), "Undo", move || project.undo(), || {});
            self.open_finding.set(None);
        }
    }
    pub fn apply_open_fix(&self) {
        let key = self.open_finding.get_untracked();
        let finding = self.review.with_untracked(|review| review.findings.iter().find(|f| Some(f.key.as_str()) == key.as_deref()).cloned());
        if let Some(finding) = finding {
            self.apply_fix(&finding);
        }
    }
    /// Accepts a risk with a reason, or takes the acceptance back.
    pub fn waive(&self, finding: FindingKey, reason: Option<String>) {
        let label = if reason.is_some() { format!("Accepted {}", finding.code()) } else { format!("Reopened {}", finding.code()) };
        self.project.dispatch(Edit::SetWaiver { finding, reason }, label);
    }

    /// Gives a part the name that was typed: the title of external systems, the text of notes, the id of everything else.
    pub fn rename(&self, id: &ElementId, name: &str) {
        use domain::{design::ElementKind, edit::ElementField};
        self.renaming.set(None);
        let name = name.trim();
        let (kind, old) = self.with_design(|design| match design.elements.get(id) {
            Some(element) if element.kind == ElementKind::Note => (Some(element.kind), element.description.clone()),
            element => (element.map(|element| element.kind), design.display_name(id).to_owned()),
        });
        if name.is_empty() || name == old {
            return self.focus_part(id);
        }
        let change = |change| Edit::ChangeElement { id: id.clone(), change };
        match kind {
            None => {}
            Some(ElementKind::Note) => {
                self.project.dispatch(change(ElementField::Description(name.to_owned())), "Wrote a note");
                self.focus_part(id);
            }
            Some(ElementKind::External) => {
                self.project.dispatch(change(ElementField::Title(Some(name.to_owned()))), format!("Renamed {old} to {name}"));
                self.focus_part(id);
            }
            Some(_) => match ElementId::new(domain::ids::slugify(name, id.as_str())) {
                Ok(to) if to != *id => {
                    if self.project.dispatch(Edit::RenameElement { from: id.clone(), to: to.clone() }, format!("Renamed {id} to {to}")) {
                        self.select(Selection::part(to.clone()));
                        self.focus_part(&to);
                    }
                }
                _ => self.focus_part(id),
            },
        }
    }
}
