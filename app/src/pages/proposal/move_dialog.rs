//! Giving an entity to another context: every possible owner with the score the cut would have, and what would follow.

use super::Proposed;
use crate::components::{dialog::Dialog, toast::Toasts};
use domain::{
    Design, Edit,
    discovery::proposal::{
        cut,
        moves::{self, move_entity},
    },
    ids::{ContextId, QuestionId},
};
use leptos::{ev::SubmitEvent, prelude::*};

/// An entity somebody wants to move, and the context that owns it.
pub(super) type Moving = (ContextId, String);

/// A context that could own the entity.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Goal {
    id: ContextId,
    name: String,
    score: Option<u32>,
    follows: String,
}

/// Opens while somebody is moving an entity.
#[component]
pub(super) fn MoveDialog(proposed: Proposed) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let state = proposed.state;
    let moving = proposed.moving;
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<ContextId>);
    Effect::new(move |_| {
        if moving.with(Option::is_some) {
            chosen.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            moving.set(None);
        }
    });
    let now = Memo::new(move |_| proposed.design.with(cut::score));
    let goals = Memo::new(move |_| match moving.get() {
        Some((from, entity)) => proposed.design.with(|design| goals(design, &entity, &from)),
        None => Vec::new(),
    });
    let question = move || {
        moving.get().map(|(from, entity)| {
            let owner = proposed.design.with(|design| design.contexts.get(&from).map_or_else(|| from.to_string(), |c| c.name.clone()));
            view! {
                <code>{entity}</code>
                {format!(" belongs to {owner}. Its store, its events and the calls its keys need move with it; undo takes it back.")}
            }
        })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some((from, entity)), Some(to)) = (moving.get_untracked(), chosen.get_untracked()) else { return };
        let name = proposed.design.with_untracked(|design| design.contexts.get(&to).map_or_else(|| to.to_string(), |c| c.name.clone()));
        match edit(proposed, &entity, &from, &to) {
            Ok(edit) => {
                state.dispatch(edit, format!("Moved {entity} to {name}"));
            }
            Err(error) => toasts.error(format!("That does not work: {error}.")),
        }
        open.set(false);
    };
    let option = move |goal: Goal| {
        let id = goal.id.clone();
        let picked = {
            let id = id.clone();
            Memo::new(move |_| chosen.get().as_ref() == Some(&id))
        };
        let difference = goal.score.zip(now.get_untracked()).map(|(after, before)| {
            let class = if after < before { "mv__s mv__s--worse num" } else { "mv__s num" };
            view! { <span class=class>{format!("{before} → {after}")}</span> }
        });
        view! {
            <label class="mv">
                <input type="radio" name="goal" prop:checked=picked on:change=move |_| chosen.set(Some(id.clone()))/>
                <span class="mv__t">
                    <strong>{goal.name}</strong>
                    <span>{goal.follows}</span>
                </span>
                {difference}
            </label>
        }
    };
    view! {
        <Dialog open id="move-h" title="Move to another context">
            <form class="dlg__b" on:submit=submit>
                <p>{question}</p>
                <fieldset class="mvs">
                    <legend class="lbl">"New owner, with the score of the cut before and after"</legend>
                    <For each=move || goals.get() key=|goal| (goal.id.to_string(), goal.score, goal.follows.clone()) children=option/>
                </fieldset>
                <div class="dlg__a">
                    <button type="button" class="btn" on:click=move |_| open.set(false)>
                        "Leave it there"
                    </button>
                    <button class="btn btn--primary" disabled=move || chosen.with(Option::is_none)>
                        "Move"
                    </button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// A project without a drawing remembers the move; the proposal carries it out.
fn edit(proposed: Proposed, entity: &str, from: &ContextId, to: &ContextId) -> Result<Edit, String> {
    if proposed.drawn.get_untracked() {
        return proposed.design.with_untracked(|design| move_entity(design, entity, from, to)).map_err(|error| error.to_string());
    }
    let question = QuestionId::new(moves::QUESTION).map_err(|error| error.to_string())?;
    let answer = proposed.state.design().with_untracked(|design| moves::remembered(&design.brief, entity, to));
    Ok(Edit::SetAnswer { question, answer: Some(answer) })
}

/// Every other context, the best score first.
fn goals(design: &Design, entity: &str, from: &ContextId) -> Vec<Goal> {
    let mut goals: Vec<Goal> = design
        .contexts
        .iter()
        .filter(|(id, _)| *id != from)
        .filter_map(|(id, context)| {
            let mut after = design.clone();
            after.apply(move_entity(design, entity, from, id).ok()?).ok()?;
            Some(Goal { id: id.clone(), name: context.name.clone(), score: cut::score(&after), follows: follows(design, &after) })
        })
        .collect();
    goals.sort_by_key(|goal| std::cmp::Reverse(goal.score));
    goals
}

/// What follows besides the new owner, in a few words.
fn follows(before: &Design, after: &Design) -> String {
    let new = after.links.keys().filter(|id| !before.links.contains_key(*id)).count();
    let gone = before.links.keys().filter(|id| !after.links.contains_key(*id)).count();
    let stores = after.elements.keys().filter(|id| !before.elements.contains_key(*id)).count();
    let left = before.elements.keys().filter(|id| !after.elements.contains_key(*id)).count();
    let told = after.links.iter().any(|(id, link)| before.links.get(id).is_some_and(|old| old.events != link.events));
    let many = |n: usize, word: &str| (n > 0).then(|| format!("{n} {word}{}", if n == 1 { "" } else { "s" }));
    let parts: Vec<String> = [
        many(stores, "new store"),
        many(left, "store").map(|text| format!("{text} less")),
        many(new, "new link"),
        many(gone, "link").map(|text| format!("{text} less")),
        told.then(|| "its events move".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "Nothing else changes".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::discovery::{Answer, Answers, propose};

    fn shop() -> Design {
        let say = |id: &str, answer: Answer| (QuestionId::new(id).unwrap(), answer);
        let answers = Answers::from([say("archetype", Answer::text("e-commerce")), say("engineers", Answer::Number(9))]);
        propose(Some("Shop"), &answers).design
    }

    #[test]
    fn every_other_context_is_offered_and_the_best_comes_first() {
        let design = shop();
        let goals = goals(&design, "inventory", &ContextId::new("catalog").unwrap());
        assert_eq!(goals.len(), design.contexts.len() - 1);
        assert!(goals.windows(2).all(|pair| pair[0].score >= pair[1].score), "{goals:?}");
    }

    #[test]
    fn what_follows_is_said() {
        let design = shop();
        let goals = goals(&design, "orders", &ContextId::new("ordering").unwrap());
        assert!(goals.iter().any(|goal| goal.follows.contains("its events move") || goal.follows.contains("link")), "{goals:?}");
    }
}
