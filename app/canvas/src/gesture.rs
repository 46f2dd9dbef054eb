//! What a pointer means: a state machine from pointer events to intentions. Knows positions and what lies under the pointer;
//! must not know how anything is drawn or changed.

use domain::ids::{ContextId, ElementId, LinkId};

/// Movement under this many screen pixels is a click.
const SLACK: f64 = 4.0;

/// What lies under the pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Canvas,
    Part(ElementId),
    Port(ElementId),
    Link(LinkId),
    /// The head of a frame.
    Frame(ContextId),
}

/// What the left button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tool {
    #[default]
    Select,
    Pan,
    Connect,
}

/// Keys held, and how the pointer was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    pub shift: bool,
    pub alt: bool,
    /// Space bar or middle button: pan whatever is under the pointer.
    pub pan: bool,
    /// A finger: it pans, and never draws a marquee.
    pub touch: bool,
}

/// A pointer event, in screen pixels from the canvas's corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    Down {
        pointer: i32,
        x: f64,
        y: f64,
        target: Target,
        held: Held,
    },
    Move {
        pointer: i32,
        x: f64,
        y: f64,
        held: Held,
    },
    Up {
        pointer: i32,
        x: f64,
        y: f64,
    },
    /// Escape, or the pointer was taken away.
    Cancel,
}

/// What is to happen. Positions are screen pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Intention {
    /// A click: make this the selection, or change its membership when `add`.
    Select {
        target: Target,
        add: bool,
    },
    Pan {
        dx: f64,
        dy: f64,
    },
    /// Two fingers: zoom about a point.
    Zoom {
        factor: f64,
        x: f64,
        y: f64,
    },
    /// Parts follow the pointer: the whole way since it was pressed.
    Drag {
        grabbed: Target,
        dx: f64,
        dy: f64,
        held: Held,
    },
    Drop,
    /// Everything goes back.
    Abandon,
    /// A wire from a part to the pointer.
    Wire {
        from: ElementId,
        x: f64,
        y: f64,
    },
    Connect {
        from: ElementId,
        x: f64,
        y: f64,
    },
    /// A rectangle from where the pointer was pressed to where it is.
    Marquee {
        x0: f64,
        y0: f64,
        x1: f64,
        y1: f64,
    },
    TakeMarquee {
        x0: f64,
        y0: f64,
        x1: f64,
        y1: f64,
        add: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Default)]
enum State {
    #[default]
    Idle,
    Pressed {
        target: Target,
    },
    Dragging {
        target: Target,
    },
    Wiring {
        from: ElementId,
    },
    Marquee,
    Panning,
    Pinching {
        other: i32,
        other_at: (f64, f64),
    },
}

/// The machine. One pointer at a time, a second finger starts a pinch.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gesture {
    state: State,
    pointer: i32,
    start: (f64, f64),
    last: (f64, f64),
    held: Held,
}

impl Gesture {
    /// Nothing is going on.
    pub fn is_idle(&self) -> bool {
        self.state == State::Idle
    }

    /// `may_edit` is false for people who only look.
    pub fn step(&mut self, event: Event, tool: Tool, may_edit: bool) -> Vec<Intention> {
        match event {
            Event::Down { pointer, x, y, target, held } => self.down(pointer, (x, y), target, held, tool, may_edit),
            Event::Move { pointer, x, y, held } => self.moved(pointer, (x, y), held, may_edit),
            Event::Up { pointer, x, y } => self.up(pointer, (x, y)),
            Event::Cancel => {
                let moving = matches!(self.state, State::Dragging { .. } | State::Wiring { .. } | State::Marquee);
                self.state = State::Idle;
                if moving { vec![Intention::Abandon] } else { Vec::new() }
            }
        }
    }

    fn down(&mut self, pointer: i32, at: (f64, f64), target: Target, held: Held, tool: Tool, may_edit: bool) -> Vec<Intention> {
        if held.touch && !self.is_idle() && pointer != self.pointer {
            let moving = matches!(self.state, State::Dragging { .. } | State::Wiring { .. });
            self.state = State::Pinching { other: pointer, other_at: at };
            return if moving { vec![Intention::Abandon] } else { Vec::new() };
        }
        if !self.is_idle() {
            return Vec::new();
        }
        (self.pointer, self.start, self.last, self.held) = (pointer, at, at, held);
        let pans = held.pan || (tool == Tool::Pan) || (held.touch && target == Target::Canvas);
        self.state = match target {
            _ if pans && !held.touch => State::Panning,
            Target::Port(from) if may_edit => State::Wiring { from },
            Target::Part(from) if may_edit && tool == Tool::Connect => State::Wiring { from },
            target => State::Pressed { target },
        };
        Vec::new()
    }

    fn moved(&mut self, pointer: i32, at: (f64, f64), held: Held, may_edit: bool) -> Vec<Intention> {
        if let State::Pinching { other, other_at } = &mut self.state {
            let (before_a, before_b) = (self.last, *other_at);
            if pointer == self.pointer {
                self.last = at;
            } else if pointer == *other {
                *other_at = at;
            } else {
                return Vec::new();
            }
            return pinch((before_a, before_b), (self.last, *other_at));
        }
        if pointer != self.pointer || self.is_idle() {
            return Vec::new();
        }
        let step = (at.0 - self.last.0, at.1 - self.last.1);
        let way = (at.0 - self.start.0, at.1 - self.start.1);
        self.last = at;
        if let State::Pressed { target } = &self.state {
            if way.0.hypot(way.1) < SLACK {
                return Vec::new();
            }
            self.state = match target {
                Target::Part(_) | Target::Frame(_) if may_edit && !(self.held.touch && matches!(target, Target::Frame(_))) => {
                    State::Dragging { target: target.clone() }
                }
                Target::Canvas if may_edit && !self.held.touch => State::Marquee,
                _ => State::Panning,
            };
            if self.state == State::Panning {
                return vec![Intention::Pan { dx: way.0, dy: way.1 }];
            }
        }
        match &self.state {
            State::Dragging { target } => vec![Intention::Drag { grabbed: target.clone(), dx: way.0, dy: way.1, held }],
            State::Wiring { from } => vec![Intention::Wire { from: from.clone(), x: at.0, y: at.1 }],
            State::Marquee => vec![Intention::Marquee { x0: self.start.0, y0: self.start.1, x1: at.0, y1: at.1 }],
            State::Panning => vec![Intention::Pan { dx: step.0, dy: step.1 }],
            _ => Vec::new(),
        }
    }

    fn up(&mut self, pointer: i32, at: (f64, f64)) -> Vec<Intention> {
        if let State::Pinching { other, other_at } = self.state {
            // The finger that stays goes on panning.
            if pointer == self.pointer {
                (self.pointer, self.last) = (other, other_at);
            }
            self.state = State::Panning;
            return Vec::new();
        }
        if pointer != self.pointer {
            return Vec::new();
        }
        let add = self.held.shift;
        match std::mem::take(&mut self.state) {
            State::Pressed { target } => vec![Intention::Select { target, add }],
            State::Dragging { .. } => vec![Intention::Drop],
            State::Wiring { from } if (at.0 - self.start.0).hypot(at.1 - self.start.1) < SLACK => {
                vec![Intention::Abandon, Intention::Select { target: Target::Part(from), add }]
            }
            State::Wiring { from } => vec![Intention::Connect { from, x: at.0, y: at.1 }],
            State::Marquee => vec![Intention::TakeMarquee { x0: self.start.0, y0: self.start.1, x1: at.0, y1: at.1, add }],
            _ => Vec::new(),
        }
    }
}

type Pair = ((f64, f64), (f64, f64));

/// Zoom by how far the fingers parted, pan by how far their middle went.
fn pinch(before: Pair, after: Pair) -> Vec<Intention> {
    let spread = |(a, b): Pair| (a.0 - b.0).hypot(a.1 - b.1).max(1.0);
    let middle = |(a, b): Pair| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let (old, new) = (middle(before), middle(after));
    vec![
        Intention::Pan { dx: new.0 - old.0, dy: new.1 - old.1 },
        Intention::Zoom { factor: spread(after) / spread(before), x: new.0, y: new.1 },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> ElementId {
        ElementId::new("orders").expect("an id")
    }

    fn run(events: Vec<Event>, may_edit: bool) -> Vec<Intention> {
        let mut gesture = Gesture::default();
        let all = events.into_iter().flat_map(|event| gesture.step(event, Tool::Select, may_edit)).collect();
        assert!(gesture.is_idle());
        all
    }

    fn down(target: Target, held: Held) -> Event {
        Event::Down { pointer: 1, x: 10.0, y: 10.0, target, held }
    }
    fn to(x: f64, y: f64) -> Event {
        Event::Move { pointer: 1, x, y, held: Held::default() }
    }
    fn up(x: f64, y: f64) -> Event {
        Event::Up { pointer: 1, x, y }
    }

    #[test]
    fn a_click_that_trembles_selects() {
        let all = run(vec![down(Target::Part(part()), Held::default()), to(12.0, 11.0), up(12.0, 11.0)], true);
        assert_eq!(all, [Intention::Select { target: Target::Part(part()), add: false }]);
    }

    #[test]
    fn a_pressed_part_that_moves_is_dragged() {
        let all = run(vec![down(Target::Part(part()), Held::default()), to(40.0, 10.0), up(40.0, 10.0)], true);
        let grabbed = Target::Part(part());
        assert_eq!(all, [Intention::Drag { grabbed, dx: 30.0, dy: 0.0, held: Held::default() }, Intention::Drop]);
    }

    #[test]
    fn who_only_looks_pans() {
        let all = run(vec![down(Target::Part(part()), Held::default()), to(40.0, 10.0), up(40.0, 10.0)], false);
        assert_eq!(all, [Intention::Pan { dx: 30.0, dy: 0.0 }]);
    }

    #[test]
    fn a_port_starts_a_wire_and_escape_drops_it() {
        let all = run(vec![down(Target::Port(part()), Held::default()), to(80.0, 30.0), Event::Cancel], true);
        assert_eq!(all, [Intention::Wire { from: part(), x: 80.0, y: 30.0 }, Intention::Abandon]);
    }

    #[test]
    fn the_empty_canvas_starts_a_marquee() {
        let shift = Held { shift: true, ..Held::default() };
        let all = run(vec![down(Target::Canvas, shift), to(0.0, 40.0), up(0.0, 40.0)], true);
        assert_eq!(all.last(), Some(&Intention::TakeMarquee { x0: 10.0, y0: 10.0, x1: 0.0, y1: 40.0, add: true }));
    }

    #[test]
    fn two_fingers_zoom() {
        let touch = Held { touch: true, ..Held::default() };
        let mut gesture = Gesture::default();
        gesture.step(down(Target::Canvas, touch), Tool::Select, true);
        gesture.step(Event::Down { pointer: 2, x: 110.0, y: 10.0, target: Target::Canvas, held: touch }, Tool::Select, true);
        let all = gesture.step(Event::Move { pointer: 2, x: 210.0, y: 10.0, held: touch }, Tool::Select, true);
        assert_eq!(all[1], Intention::Zoom { factor: 2.0, x: 110.0, y: 10.0 });
    }
}
