//! A Design indexed for questions that many rules ask, built once a review: neighbours, owners, call chains, circles.
//! Must not judge.

use crate::{
    Design, catalog,
    decision::{self, Unrealised},
    design::{Context, Element, ElementKind, Link, LinkKind, Resilience, Sensitivity},
    discovery::Brief,
    edit::{Edit, PlatformField},
    ids::{ContextId, ElementId, EventId, LinkId},
};
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

/// An element with its links.
#[derive(Debug)]
pub struct Node<'a> {
    pub id: &'a ElementId,
    pub element: &'a Element,
    /// Links that start here, by position in [`Graph::links`].
    pub out: Vec<usize>,
    /// Links that end here.
    pub into: Vec<usize>,
}

/// A link with the positions of its ends in [`Graph::nodes`].
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    pub id: &'a LinkId,
    pub link: &'a Link,
    pub from: usize,
    pub to: usize,
}

/// The links that carry an event, by position in [`Graph::links`].
type EventLinks<'a> = BTreeMap<&'a EventId, Vec<usize>>;

/// The view of a Design that rules look at.
#[derive(Debug)]
pub struct Graph<'a> {
    pub design: &'a Design,
    /// Every element, notes too, in order of ids.
    pub nodes: Vec<Node<'a>>,
    /// Every link whose ends exist, in order of ids.
    pub links: Vec<Edge<'a>>,
    position: BTreeMap<&'a ElementId, usize>,
    /// Circles of calls, each in order of ids; a node is in one at most.
    pub circles: Vec<Vec<usize>>,
    /// How many calls follow each other from here between services and workers, at most; none inside circles.
    pub depth: Vec<usize>,
    pub publishers: EventLinks<'a>,
    pub subscribers: EventLinks<'a>,
    /// The availability somebody asked for, in percent: the strictest journey, or the answer of the brief.
    pub availability: Option<f64>,
    /// The answers, read when a rule first asks for them.
    brief: OnceCell<Brief>,
    /// What was decided and is not in the bundle, worked out when a rule first asks.
    unbuilt: OnceCell<Vec<Unrealised>>,
}

impl<'a> Graph<'a> {
    pub fn of(design: &'a Design) -> Self {
        let mut nodes: Vec<Node> =
            design.elements.iter().map(|(id, element)| Node { id, element, out: Vec::new(), into: Vec::new() }).collect();
        let position: BTreeMap<&ElementId, usize> = nodes.iter().enumerate().map(|(i, node)| (node.id, i)).collect();
        let mut links = Vec::with_capacity(design.links.len());
        let (mut publishers, mut subscribers) = (EventLinks::new(), EventLinks::new());
        for (id, link) in &design.links {
            let (Some(&from), Some(&to)) = (position.get(&link.from), position.get(&link.to)) else { continue };
            let at = links.len();
            nodes[from].out.push(at);
            nodes[to].into.push(at);
            for event in &link.events {
                let side = if link.kind == LinkKind::Publish { &mut publishers } else { &mut subscribers };
                side.entry(event).or_default().push(at);
            }
            links.push(Edge { id, link, from, to });
        }
        let availability = wanted_availability(design);
        let mut graph = Self {
            design,
            nodes,
            links,
            position,
            circles: Vec::new(),
            depth: Vec::new(),
            publishers,
            subscribers,
            availability,
            brief: OnceCell::new(),
            unbuilt: OnceCell::new(),
        };
        let callees: Vec<Vec<usize>> = (0..graph.nodes.len()).map(|node| graph.inner_callees(node).collect()).collect();
        graph.circles = circles(&callees);
        graph.depth = graph.find_depths();
        graph
    }

    /// The answers, when this question has one; what was only assumed is nobody's wish.
    pub fn brief(&self, question: &str) -> Option<&Brief> {
        self.design.brief.get(question)?;
        let brief = self.brief.get_or_init(|| Brief::read(&self.design.brief));
        (!brief.assumed.contains(&question)).then_some(brief)
    }
    /// What was decided and is not in the bundle.
    pub fn unbuilt(&self) -> &[Unrealised] {
        self.unbuilt.get_or_init(|| decision::gaps(self.design))
    }
    pub fn node(&self, id: &ElementId) -> Option<&Node<'a>> {
        self.position.get(id).map(|i| &self.nodes[*i])
    }
    /// What people call an element.
    pub fn name<'b>(&'b self, id: &'b ElementId) -> &'b str {
        self.design.display_name(id)
    }
    /// Elements of a kind.
    pub fn of_kind(&self, kind: ElementKind) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(move |node| node.element.kind == kind)
    }
    /// Services and workers: where the business is.
    pub fn backends(&self) -> impl Iterator<Item = &Node<'a>> {
        self.nodes.iter().filter(|node| is_backend(node.element))
    }
    pub fn kind_of(&self, node: usize) -> ElementKind {
        self.nodes[node].element.kind
    }
    pub fn from(&self, edge: &Edge) -> &Node<'a> {
        &self.nodes[edge.from]
    }
    pub fn to(&self, edge: &Edge) -> &Node<'a> {
        &self.nodes[edge.to]
    }
    pub fn out<'b>(&'b self, node: &'b Node) -> impl Iterator<Item = &'b Edge<'a>> {
        node.out.iter().map(|i| &self.links[*i])
    }
    pub fn into<'b>(&'b self, node: &'b Node) -> impl Iterator<Item = &'b Edge<'a>> {
        node.into.iter().map(|i| &self.links[*i])
    }
    /// Calls, to our own parts and to external systems.
    pub fn calls(&self) -> impl Iterator<Item = &Edge<'a>> {
        self.links.iter().filter(|edge| edge.link.kind.is_call())
    }
    /// Calls made by parts that run on the platform and not in a browser.
    pub fn server_calls(&self) -> impl Iterator<Item = &Edge<'a>> {
        self.calls().filter(|edge| matches!(self.kind_of(edge.from), ElementKind::Service | ElementKind::Worker | ElementKind::Gateway))
    }
    /// Calls between services and workers, where the caller waits.
    pub fn is_inner_call(&self, edge: &Edge) -> bool {
        edge.link.kind.is_call() && is_backend(self.nodes[edge.from].element) && is_backend(self.nodes[edge.to].element)
    }
    /// Elements that write a store.
    pub fn owners<'b>(&'b self, store: &'b Node) -> impl Iterator<Item = &'b Edge<'a>> {
        self.into(store).filter(|edge| edge.link.kind == LinkKind::Owns)
    }
    /// What an element's data belongs to: its context, or itself outside of any.
    pub fn realm(&self, node: usize) -> Realm<'a> {
        let node = &self.nodes[node];
        node.element.context.as_ref().map_or(Realm::Element(node.id), Realm::Context)
    }
    /// Whether its code runs in the browsers of people: pages that are rendered on the server ask from there.
    pub fn is_in_browser(&self, node: usize) -> bool {
        let element = self.nodes[node].element;
        let technology = element.technology.as_ref().and_then(|slug| catalog::find(slug.as_str()));
        let is_served = technology.and_then(|t| t.language).is_some_and(|language| language != catalog::Language::Static);
        element.kind == ElementKind::Frontend && !is_served && element.image.is_none()
    }
    /// The contexts an element answers for: its own and its modules.
    pub fn contexts_of(&self, element: &'a Element) -> impl Iterator<Item = (&'a ContextId, &'a Context)> {
        element.context.iter().chain(&element.modules).filter_map(|id| self.design.contexts.get_key_value(id))
    }
    /// The most sensitive thing a store keeps: of its own context and of those that write it.
    pub fn sensitivity(&self, store: &Node<'a>) -> Sensitivity {
        let writers = self.owners(store).map(|edge| self.nodes[edge.from].element);
        let elements: Vec<&'a Element> = std::iter::once(store.element).chain(writers).collect();
        let contexts = elements.into_iter().flat_map(|element| self.contexts_of(element));
        contexts.flat_map(|(_, context)| &context.entities).map(|entity| entity.sensitivity).max().unwrap_or_default()
    }
    /// Whether calls lead from one node to another.
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut next = vec![from];
        while let Some(node) = next.pop() {
            if node == to {
                return true;
            }
            for edge in self.out(&self.nodes[node]).filter(|edge| edge.link.kind.is_call()) {
                if seen.insert(edge.to) {
                    next.push(edge.to);
                }
            }
        }
        false
    }
    /// How often the bundle repeats a call.
    pub fn repetitions(&self, call: &Edge) -> u8 {
        call.link.repetitions(self.design.platform.resilience)
    }
    /// Whether the bundle has a breaker at a call.
    pub fn breaks(&self, call: &Edge) -> bool {
        call.link.breaks(self.design.platform.resilience)
    }
    /// What must come along with a change of a link so that the platform lets it have a level.
    pub fn allowing(&self, level: Resilience) -> Option<Edit> {
        let change = PlatformField::Resilience(level);
        (self.design.platform.resilience < level).then_some(Edit::ChangePlatform { change })
    }
    /// The longest time an element may take over one of its own calls, attempts included, in milliseconds.
    pub fn patience_ms(&self, node: usize) -> u32 {
        let calls = self.out(&self.nodes[node]).filter(|edge| edge.link.kind.is_call() && edge.link.kind != LinkKind::Websocket);
        calls.filter_map(|edge| Some(edge.link.timeout_ms?.saturating_mul(1 + u32::from(self.repetitions(edge))))).max().unwrap_or(0)
    }
    /// The longest chain of calls from a node, as positions of nodes.
    pub fn longest_chain(&self, start: usize) -> Vec<usize> {
        let mut chain = vec![start];
        let mut at = start;
        while let Some(next) = self.inner_callees(at).filter(|next| self.depth[*next] + 1 == self.depth[at]).min() {
            chain.push(next);
            at = next;
        }
        chain
    }

    fn inner_callees(&self, node: usize) -> impl Iterator<Item = usize> {
        self.nodes[node].out.iter().map(|i| &self.links[*i]).filter(|edge| self.is_inner_call(edge)).map(|edge| edge.to)
    }

    /// Longest chains by removing parts that call nobody any more, one after the other. Parts in a circle keep 0, and so does
    /// what only leads into one.
    fn find_depths(&self) -> Vec<usize> {
        let count = self.nodes.len();
        let mut depth = vec![0; count];
        let mut waiting: Vec<usize> = (0..count).map(|node| self.inner_callees(node).count()).collect();
        let mut ready: Vec<usize> = (0..count).filter(|node| waiting[*node] == 0).collect();
        while let Some(node) = ready.pop() {
            let callers = self.nodes[node].into.iter().map(|i| &self.links[*i]).filter(|edge| self.is_inner_call(edge));
            for edge in callers {
                depth[edge.from] = depth[edge.from].max(depth[node] + 1);
                waiting[edge.from] -= 1;
                if waiting[edge.from] == 0 {
                    ready.push(edge.from);
                }
            }
        }
        for (node, left) in waiting.iter().enumerate() {
            if *left > 0 {
                depth[node] = 0;
            }
        }
        depth
    }
}

/// The circles among nodes that lead to each other: Tarjan's strongly connected components, without recursion.
pub fn circles(callees: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let count = callees.len();
    let (mut index, mut low) = (vec![usize::MAX; count], vec![0; count]);
    let (mut on_stack, mut stack) = (vec![false; count], Vec::new());
    let (mut circles, mut clock) = (Vec::new(), 0);
    for root in 0..count {
        if index[root] != usize::MAX {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, child)) = work.pop() {
            if child == 0 {
                (index[node], low[node]) = (clock, clock);
                clock += 1;
                stack.push(node);
                on_stack[node] = true;
            } else {
                low[node] = low[node].min(low[callees[node][child - 1]]);
            }
            let next = (child..callees[node].len()).find(|i| {
                let callee = callees[node][*i];
                if index[callee] != usize::MAX && on_stack[callee] {
                    low[node] = low[node].min(index[callee]);
                }
                index[callee] == usize::MAX
            });
            if let Some(i) = next {
                work.push((node, i + 1));
                work.push((callees[node][i], 0));
            } else if low[node] == index[node] {
                let at = stack.iter().rposition(|other| *other == node).unwrap_or(0);
                let mut circle = stack.split_off(at);
                circle.iter().for_each(|other| on_stack[*other] = false);
                circle.sort_unstable();
                if circle.len() > 1 {
                    circles.push(circle);
                }
            }
        }
    }
    circles.sort_unstable();
    circles
}

/// What data belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Realm<'a> {
    Context(&'a ContextId),
    Element(&'a ElementId),
}

pub fn is_backend(element: &Element) -> bool {
    matches!(element.kind, ElementKind::Service | ElementKind::Worker)
}

fn wanted_availability(design: &Design) -> Option<f64> {
    let journeys = design.journeys.values().filter_map(|journey| Some(journey.availability?.percent()));
    let strictest = journeys.fold(None, |most: Option<f64>, next| Some(most.map_or(next, |most| most.max(next))));
    let answered = || design.brief.contains_key("availability").then(|| Brief::read(&design.brief).availability.percent());
    strictest.or_else(answered)
}
