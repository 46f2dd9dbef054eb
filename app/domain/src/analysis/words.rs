//! Numbers as people read them: times, rates, amounts. Must not compute.

/// `40 ms`, `1.2 s`, `2 min`.
pub fn duration(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..120_000 => format!("{} s", short(ms as f64 / 1_000.0)),
        _ => format!("{} min", ms / 60_000),
    }
}

/// `44 min`, `2 h 37 min`, `1 day 3 h`.
pub fn minutes(minutes: f64) -> String {
    let all = minutes.max(0.0).round() as u64;
    match all {
        0 if minutes > 0.05 => "under 1 min".to_owned(),
        0..60 => format!("{all} min"),
        60..1_440 if all.is_multiple_of(60) => format!("{} h", all / 60),
        60..1_440 => format!("{} h {} min", all / 60, all % 60),
        _ => {
            let (days, hours) = (all / 1_440, all % 1_440 / 60);
            format!("{days} day{} {hours} h", if days == 1 { "" } else { "s" })
        }
    }
}

/// `99.9 %`, `99.64 %`: as many digits as tell it from 100.
pub fn percent(percent: f64) -> String {
    let digits = if percent >= 99.99 { 3 } else { 2 };
    let text = format!("{percent:.digits$}");
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// `0.4`, `12`, `1,200`: two digits that count below ten, whole numbers above.
pub fn rate(value: f64) -> String {
    match value {
        v if v < 0.05 => "0".to_owned(),
        v if v < 10.0 => short(v),
        v => grouped(v.round() as u64),
    }
}

/// `1,250`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `512 MiB`, `2 GiB`, `1.5 TiB` from GiB.
pub fn gibibytes(gib: f64) -> String {
    match gib {
        g if g < 1.0 => format!("{} MiB", (g * 1_024.0).round()),
        g if g < 1_024.0 => format!("{} GiB", rate(g)),
        g => format!("{} TiB", short(g / 1_024.0)),
    }
}

/// `a`, `a and b`, `a, b and 3 more`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([duration(40), duration(1_200), duration(2_000), duration(180_000)], ["40 ms", "1.2 s", "2 s", "3 min"]);
        assert_eq!([minutes(43.2), minutes(157.4), minutes(120.0), minutes(1_630.0)], ["43 min", "2 h 37 min", "2 h", "1 day 3 h"]);
        assert_eq!([percent(99.9), percent(99.64), percent(99.995), percent(100.0)], ["99.9 %", "99.64 %", "99.995 %", "100 %"]);
        assert_eq!([rate(0.0), rate(0.42), rate(12.4), rate(1_250.0)], ["0", "0.4", "12", "1,250"]);
        assert_eq!([gibibytes(0.5), gibibytes(12.0), gibibytes(2_048.0)], ["512 MiB", "12 GiB", "2 TiB"]);
        assert_eq!([list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c", "d"])], ["a", "a and b", "a, b and 2 more"]);
    }
}
