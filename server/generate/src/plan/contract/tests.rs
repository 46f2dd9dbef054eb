//! Contracts of a small shop, told in lines, and what must hold for the contract of any Design.

use super::*;
use crate::plan::Plan;
use domain::{Design, arbitrary, starters, work::Work};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A contract in a few lines: operations, events, calls, stores.
fn told(contract: &Contract) -> String {
    let mut text = format!("{} {}\n", contract.service, contract.api_version);
    for r in &contract.resources {
        let fields: Vec<String> = r.fields.iter().map(|f| format!("{}{}", f.name, if f.required { "" } else { "?" })).collect();
        let _ = writeln!(
            text,
            "  keeps {} as {} in {}{}: {}",
            r.slug,
            r.type_name,
            r.table,
            if r.owned { ", owned" } else { "" },
            fields.join(" ")
        );
    }
    for o in &contract.operations {
        let _ = write!(text, "  {:?} {} {} ({:?})", o.method, o.path, o.id, o.access);
        for a in &o.announces {
            let fill: Vec<String> = a.fill.iter().map(|f| format!("{}={:?}", f.field, f.source)).collect();
            let _ = write!(text, " announces {} [{}]", a.event, fill.join(", "));
        }
        let _ = writeln!(text, "{}", if o.calls.is_empty() { String::new() } else { format!(" calls {}", o.calls.join(", ")) });
    }
    for p in &contract.publishes {
        let fields: Vec<String> = p.message.fields.iter().map(|f| format!("{}{}", f.name, if f.required { "" } else { "?" })).collect();
        let _ =
            writeln!(text, "  publishes {} to {} at {}: {}", p.message.type_name, p.channel.address, p.channel.broker, fields.join(" "));
    }
    for s in &contract.consumes {
        let _ = writeln!(text, "  hears {} as {}, {} retries, then {:?}", s.channel.address, s.group, s.retries, s.dead_letter);
    }
    for c in &contract.clients {
        let _ = writeln!(text, "  {} is {:?} {} at {}, {} ms, {} retries", c.function, c.method, c.path, c.target, c.timeout_ms, c.retries);
    }
    for s in &contract.stores {
        let _ = writeln!(text, "  {:?} {} ({})", s.holds, s.id, s.product);
    }
    text
}

#[test]
fn the_shop() {
    let design = starters::find("e-commerce").expect("a starter").design().expect("a design");
    let plan = Plan::new(&design, &Work::unlimited()).expect("a plan");
    insta::assert_snapshot!(plan.contracts.iter().map(told).collect::<Vec<_>>().join("\n"));
}

fn holds(design: &Design) {
    let plan = Plan::new(design, &Work::unlimited()).expect("a plan");
    for contract in &plan.contracts {
        let unique = |names: Vec<&str>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
        assert!(unique(contract.operations.iter().map(|o| o.id.as_str()).collect()), "{}", told(contract));
        assert!(unique(contract.resources.iter().map(|r| r.type_name.as_str()).collect()));
        assert!(unique(contract.resources.iter().map(|r| r.table.as_str()).collect()));
        assert!(unique(contract.resources.iter().map(|r| r.path.as_str()).collect()));
        assert!(unique(contract.clients.iter().map(|c| c.id.as_str()).collect()));
        let routes: Vec<(String, &str)> = contract.operations.iter().map(|o| (format!("{:?}", o.method), o.path.as_str())).collect();
        assert_eq!(routes.iter().collect::<BTreeSet<_>>().len(), routes.len(), "{}", told(contract));
        for operation in &contract.operations {
            assert!(operation.id.bytes().all(|b| b.is_ascii_alphanumeric()) && operation.id.starts_with(|c: char| c.is_ascii_lowercase()));
            assert!(operation.path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~{}".contains(&b)), "{}", operation.path);
            assert!(operation.calls.iter().all(|id| contract.client(id).is_some()));
            assert!(operation.announces.iter().all(|a| contract.publishes.iter().any(|p| p.message.event == a.event)));
        }
        // What one part asks of another is what the other offers.
        for client in contract.clients.iter().filter(|c| c.action) {
            let target = plan.contract(&client.target).expect("a contract");
            let offered = target.operations.iter().any(|o| o.path == client.path && o.method == client.method);
            assert!(offered, "{} of {}", client.path, client.target);
        }
    }
}

/// The events of each operation of a service.
fn announced(yaml: &str) -> BTreeSet<String> {
    let design = domain::file::read(yaml).unwrap_or_else(|error| panic!("{:#?}", error.problems));
    let plan = Plan::new(&design, &Work::unlimited()).expect("a plan");
    let of = |o: &Operation| o.announces.iter().map(|a| format!("{}: {}", o.id, a.event)).collect::<Vec<_>>();
    plan.contracts.iter().flat_map(|c| &c.operations).flat_map(of).collect()
}

#[test]
fn every_starter_can_be_signed_into() {
    for starter in starters::all() {
        let design = starter.design().expect("a design");
        if !sign_in(design.platform.authentication).is_some_and(SignIn::has_accounts) {
            continue;
        }
        let plan = Plan::new(&design, &Work::unlimited()).expect("a plan");
        let accounts = plan.contracts.iter().find_map(|c| c.accounts.as_ref());
        let accounts = accounts.unwrap_or_else(|| panic!("{}: nobody keeps accounts", starter.slug));
        for path in [&accounts.register_path, &accounts.login_path] {
            assert!(plan.routes.iter().any(|r| r.prefix == *path), "{}: no gateway leads to {path}", starter.slug);
        }
    }
}

#[test]
fn an_event_is_announced_where_its_operation_is_certain() {
    let yaml = "groundplan: 1
name: Desk
contexts: { desk: { name: Desk, entities: [{ name: orders }, { name: parcels }] } }
events: { order.created: {}, order.paid: {}, order.cancelled: {}, order.failed: {}, order.updated: {}, parcel.lost: {}, order.placed: {}, thing.created: {} }
elements:
  asks: { kind: service }
  desk: { kind: service, context: desk }
  bus: { kind: broker }
links:
  a: { from: asks, to: desk, kind: rest, label: Place order }
  b: { from: desk, to: bus, kind: publish, events: [order.created, order.paid, order.cancelled, order.failed, order.updated, parcel.lost, order.placed, thing.created] }
";
    let expected = ["createOrder: order.created", "createOrder: order.placed", "placeOrder: order.placed", "replaceOrder: order.updated"];
    assert_eq!(announced(yaml), expected.map(str::to_owned).into());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_design_has_contracts_that_agree(design in arbitrary::designs()) {
        holds(&design);
    }
}

#[test]
fn a_call_that_nobody_answers_is_told_and_a_starter_has_none() {
    let text = |label: &str| {
        format!(
            "groundplan: 1
name: Two
contexts:
  stock: {{ name: Stock, entities: [{{ name: items }}] }}
elements:
  asks: {{ kind: service, technology: node-express }}
  answers: {{ kind: service, technology: python-fastapi, context: stock }}
links:
  a: {{ from: asks, to: answers, kind: rest, label: '{label}' }}
"
        )
    };
    let lost = |design: &Design| {
        let warnings = Plan::new(design, &Work::unlimited()).expect("a plan").warnings;
        warnings.into_iter().filter(|warning| warning.contains("none of its routes")).collect::<Vec<_>>()
    };
    let read = |label: &str| domain::file::read(&text(label)).expect("a Design");
    assert_eq!(lost(&read("/api/weather")).len(), 1);
    assert!(lost(&read("Reserve")).is_empty() && lost(&read("")).is_empty());
    for starter in starters::all() {
        assert_eq!(lost(&starter.design().expect("a starter")), Vec::<String>::new(), "{}", starter.slug);
    }
}
