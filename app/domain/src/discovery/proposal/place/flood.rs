//! Devices that report more than a door and a database before the broker carry: they write to the broker themselves. Draws the
//! devices, and says how large what takes their messages has to be. Must not draw the parts that listen.

use super::{BROKER, Drawing, element};
use crate::{
    Design,
    analysis::{self, FLOOD_PER_SECOND},
    catalog,
    design::{Element, ElementKind, Link, LinkKind, Setting},
    discovery::{Brief, proposal::Found},
    ids::{ElementId, EventId},
};
use std::collections::BTreeSet;

/// What a device announces.
pub(super) const READING: &str = "reading.received";
/// What is made of it.
const READINGS: &str = "readings";
/// Disk of the broker and of a store that takes such messages, in GiB: some days at the pace of the peak.
const FLOOD_GIB: u32 = 500;
/// Of the disk of the broker so much is for what devices wrote, in percent; the rest is for other topics and for moving them.
const READINGS_PERCENT: u64 = 80;
/// One broker gets so many times its usual processor and memory at most; past that, the verdict says where it ends.
const MOST_TIMES: u64 = 8;

/// Whether the devices of a system report more than any broker but a log with partitions carries.
pub(super) fn is_one(brief: &Brief, found: &[Found]) -> bool {
    let load = |of: fn(&Found) -> bool| found.iter().filter(|f| of(f)).map(Found::load_percent).sum::<u32>();
    let (measured, all) = (u64::from(load(|f| f.reads_per_write() == 0)), u64::from(load(|_| true)).max(1));
    found.iter().any(|f| f.has("devices")) && brief.peak_rps * measured / all > FLOOD_PER_SECOND
}

/// Whether what devices report is kept there.
pub(super) fn keeps_readings(found: &Found) -> bool {
    found.context.entities.iter().any(|entity| entity.name == READINGS)
}

/// Parts that take what devices write to the broker.
pub(super) fn takers(design: &Design) -> BTreeSet<ElementId> {
    let outside = design.events_from_outside();
    let takes = |link: &&Link| link.kind == LinkKind::Subscribe && link.events.iter().any(|event| outside.contains(event));
    design.links.values().filter(takes).map(|link| link.from.clone()).collect()
}

impl Drawing<'_> {
    pub(super) fn devices(&mut self, event: EventId) {
        let id = self.design.free_element_id("devices");
        let mut devices = Element::new(ElementKind::External);
        devices.title = Some("Devices".to_owned());
        devices.description =
            "They write what they measure to the broker themselves: no request is answered, and no database stands in between.".to_owned();
        self.design.elements.insert(id.clone(), devices);
        let mut link = Link::new(id, element(BROKER), LinkKind::Publish);
        link.events.push(event);
        link.idempotent = true;
        self.link(link);
    }
}

/// Gives the broker and the stores behind it the size that such messages need.
pub(super) fn size(design: &mut Design, peak: u64) {
    let takers = takers(design);
    let owns = |link: &&Link| link.kind == LinkKind::Owns && takers.contains(&link.from);
    let stores: Vec<ElementId> = design.links.values().filter(owns).map(|link| link.to.clone()).collect();
    for store in stores {
        if let Some(store) = design.elements.get_mut(&store) {
            store.storage_gib = store.storage_gib.max(Some(FLOOD_GIB));
        }
    }
    let brokers = design.elements.values_mut().filter(|element| element.kind == ElementKind::Broker);
    for broker in brokers {
        let Some(technology) = broker.technology.as_ref().and_then(|slug| catalog::find(slug.as_str())) else { continue };
        let times = u32::try_from(peak.div_ceil(analysis::per_second(technology.slug)).min(MOST_TIMES)).unwrap_or(1);
        broker.cpu_millicores = Some(technology.cpu_millicores * times);
        broker.memory_mib = Some(technology.memory_mib * times);
        broker.storage_gib = Some(FLOOD_GIB);
        if technology.slug == "kafka" {
            let partitions = analysis::partitions_for(peak);
            let bytes = u64::from(FLOOD_GIB) * (1 << 30) * READINGS_PERCENT / 100 / u64::from(partitions);
            let plain = |value: String| Setting { value, secret: false };
            broker.settings.insert("KAFKA_NUM_PARTITIONS".to_owned(), plain(partitions.to_string()));
            broker.settings.insert("KAFKA_LOG_RETENTION_BYTES".to_owned(), plain(bytes.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Design,
        analysis::{self, LoadAnalysis},
        design::{Link, LinkKind},
        discovery::{Answer, Answers, proposal::propose},
        ids::QuestionId,
        work::Work,
    };

    const PURPOSE: &str = "Sensors report 50,000 messages a second; engineers watch thresholds. 99.99 % available. Two teams of six.";

    fn answers(purpose: &str) -> Answers {
        [(QuestionId::new("purpose").unwrap(), Answer::text(purpose))].into()
    }

    fn links<'a>(design: &'a Design, from: &str) -> Vec<&'a Link> {
        design.links.values().filter(|link| link.from.as_str() == from).collect()
    }

    #[test]
    fn a_flood_goes_to_the_broker_without_a_request_and_without_an_outbox() {
        let design = propose(None, &answers(PURPOSE)).design;
        let [written] = links(&design, "devices")[..] else { panic!("{:?}", links(&design, "devices")) };
        assert_eq!((written.kind, written.to.as_str(), written.outbox), (LinkKind::Publish, "broker", false));
        let hears = |link: &&&Link| link.kind == LinkKind::Subscribe && link.events.contains(&written.events[0]);
        let telemetry = links(&design, "telemetry-service");
        assert!(telemetry.iter().any(|link| hears(&link)), "{telemetry:?}");
        let again = design.links.values().filter(|link| link.kind == LinkKind::Publish && link.events.contains(&written.events[0]));
        assert_eq!(again.count(), 1, "nobody announces it a second time");
        let broker = &design.elements["broker"];
        assert_eq!(broker.technology.as_ref().map(|t| t.as_str()), Some("kafka"));
        assert_eq!(broker.settings["KAFKA_NUM_PARTITIONS"].value, "50");
        let way: Vec<&str> = design.journeys["report-a-reading"].steps.iter().map(|step| step.link.as_str()).collect();
        assert_eq!(way, ["devices-broker", "telemetry-service-broker", "telemetry-service-telemetry-db"]);
    }

    #[test]
    fn doors_are_made_for_people_and_stores_for_what_devices_write() {
        let design = propose(None, &answers(PURPOSE)).design;
        for (id, most) in [("api-gateway", 3), ("frontend", 3), ("device-service", 6), ("telemetry-service", 9)] {
            assert!(design.elements[id].replica_count() <= most, "{id} runs {} times", design.elements[id].replica_count());
        }
        let LoadAnalysis { parts, .. } = analysis::analyse(&design, &Work::unlimited()).load;
        let at = |id: &str| parts.iter().find(|part| part.element.as_str() == id).unwrap();
        assert_eq!((at("broker").per_second as u64, at("broker").partitions), (50_000, Some(50)));
        assert!(at("broker").percent < 100.0 && at("telemetry-db").percent < 100.0, "{parts:?}");
        // 50,000 readings of 2 KiB a second at the peak, a fifth of them on average.
        assert!(at("telemetry-db").storage_gib_per_year.unwrap() > 100_000.0);
        assert!(design.elements["telemetry-db"].storage_gib >= Some(500));
    }

    #[test]
    fn the_records_count_people_apart_from_devices() {
        let decisions = propose(None, &answers(PURPOSE)).decisions;
        let context = |topic: &str| decisions.iter().find(|record| record.topic == topic).map_or("", |record| record.context.as_str());
        assert!(context("broker").contains("about 50,000 messages a second"), "{}", context("broker"));
        assert!(context("consistency").contains("None of them act"), "{}", context("consistency"));
        assert!(!context("cache").contains("35,000"), "{}", context("cache"));
    }

    #[test]
    fn what_runs_once_is_said_where_more_is_promised() {
        let verdict = propose(None, &answers(PURPOSE)).verdict;
        assert!(verdict.explanation.contains("a standby or a managed service for 99.99 % is yours to set up"), "{}", verdict.explanation);
        assert!(verdict.explanation.contains("broker") && verdict.explanation.contains("telemetry-db"), "{}", verdict.explanation);
    }

    #[test]
    fn a_few_devices_come_in_by_the_door() {
        let design =
            propose(None, &answers("Sensors report 2,000 messages a second; engineers watch thresholds. Two teams of six.")).design;
        assert!(links(&design, "devices").is_empty());
        assert!(links(&design, "device-service").iter().any(|link| link.kind == LinkKind::Publish && link.outbox));
    }
}
