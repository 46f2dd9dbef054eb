//! The addresses of the networks in the compose files.

use super::{BASE, broken};
use crate::GenerateError;
use serde::Deserialize;
use std::ops::Range;

#[derive(Deserialize)]
pub(super) struct Network {
    #[serde(default)]
    ipam: Addresses,
}

#[derive(Deserialize, Default)]
struct Addresses {
    config: Vec<Subnet>,
}

#[derive(Deserialize)]
struct Subnet {
    subnet: String,
}

/// No two networks have an address in common.
pub(super) fn check<'a>(networks: impl Iterator<Item = (&'a String, &'a Network)>) -> Result<(), GenerateError> {
    let mut ranges = Vec::new();
    for (name, network) in networks {
        for Subnet { subnet } in &network.ipam.config {
            let range = range(subnet).ok_or_else(|| broken(BASE, format!("the network {name} has no readable addresses, {subnet}")))?;
            ranges.push((range, name));
        }
    }
    ranges.sort_by_key(|(range, _)| range.start);
    match ranges.windows(2).find(|two| two[0].0.end > two[1].0.start) {
        Some([(_, one), (_, other)]) => Err(broken(BASE, format!("the networks {one} and {other} have addresses in common"))),
        _ => Ok(()),
    }
}

/// `${SUBNETS:-10.1}.3.64/26`: the addresses below the half that the variable holds.
fn range(subnet: &str) -> Option<Range<u32>> {
    let (address, prefix) = subnet.split_once("}.")?.1.split_once('/')?;
    let (high, low) = address.split_once('.')?;
    let first = u32::from(high.parse::<u8>().ok()?) << 8 | u32::from(low.parse::<u8>().ok()?);
    let size = 1 << 32_u32.checked_sub(prefix.parse().ok()?).filter(|bits| *bits <= 16)?;
    (first % size == 0).then_some(first..first + size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        assert_eq!(range("${SUBNETS:-10.200}.3.64/26"), Some(832..896));
        for wrong in ["10.1.3.64/26", "${SUBNETS:-10.200}.3.65/26", "${SUBNETS:-10.200}.3.64/8", "${SUBNETS:-10.200}.300.0/26"] {
            assert_eq!(range(wrong), None, "{wrong}");
        }
    }
}
