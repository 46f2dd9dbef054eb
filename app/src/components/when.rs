//! Points in time as people say them.

use crate::browser;
use leptos::prelude::*;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A point in time: the date as rendered by the server, “2 hours ago” as soon as the browser's clock is known.
#[component]
pub fn When(
    /// Milliseconds since the Unix epoch.
    ms: i64,
) -> impl IntoView {
    let text = RwSignal::new(date(ms));
    Effect::new(move |_| text.set(ago(ms, browser::now_ms())));
    view! { <time datetime=date(ms)>{move || text.get()}</time> }.into_any()
}

/// When something ends or has ended: the date as rendered by the server, “ends in 7 days” as soon as the browser's clock is known.
#[component]
pub fn Ends(
    /// Milliseconds since the Unix epoch.
    ms: i64,
) -> impl IntoView {
    let text = RwSignal::new(format!("until {}", date(ms)));
    Effect::new(move |_| text.set(ends(ms, browser::now_ms())));
    view! { <time datetime=date(ms)>{move || text.get()}</time> }.into_any()
}

/// How long until then, in words, rounded up; or how long ago it was.
pub fn ends(then_ms: i64, now_ms: i64) -> String {
    let count = |left: i64, unit_ms: i64, unit: &str| {
        let n = (left + unit_ms - 1) / unit_ms;
        format!("ends in {n} {unit}{}", if n == 1 { "" } else { "s" })
    };
    match then_ms - now_ms {
        ..=0 => format!("expired {}", ago(then_ms, now_ms)),
        left if left <= HOUR => count(left, MINUTE, "minute"),
        left if left <= DAY => count(left, HOUR, "hour"),
        left => count(left, DAY, "day"),
    }
}

/// How long ago, in words; the date when it is more than a week.
pub fn ago(then_ms: i64, now_ms: i64) -> String {
    let count = |n: i64, unit: &str| format!("{n} {unit}{} ago", if n == 1 { "" } else { "s" });
    match now_ms - then_ms {
        past if past < MINUTE => "just now".into(),
        past if past < HOUR => count(past / MINUTE, "minute"),
        past if past < DAY => count(past / HOUR, "hour"),
        past if past < 2 * DAY => "yesterday".into(),
        past if past < 7 * DAY => count(past / DAY, "day"),
        _ => date(then_ms),
    }
}

/// The UTC date as ISO 8601 writes it. Days to civil date after Howard Hinnant's `chrono`-compatible algorithms.
pub fn date(ms: i64) -> String {
    let shifted = ms.div_euclid(DAY) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The moment in UTC, to the minute.
pub fn moment(ms: i64) -> String {
    let of_day = ms.rem_euclid(DAY);
    format!("{} {:02}:{:02} UTC", date(ms), of_day / HOUR, of_day % HOUR / MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_the_calendars() {
        for (days, text) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_612, "2026-06-08"), (-1, "1969-12-31")] {
            assert_eq!(date(days * DAY), text);
        }
    }

    #[test]
    fn a_moment_is_told_to_the_minute() {
        assert_eq!(moment(20_612 * DAY + 14 * HOUR + 5 * MINUTE + 59_999), "2026-06-08 14:05 UTC");
    }

    #[test]
    fn ago_says_what_people_say() {
        let now = 100 * DAY;
        for (past, text) in [
            (0, "just now"),
            (MINUTE, "1 minute ago"),
            (59 * MINUTE, "59 minutes ago"),
            (2 * HOUR, "2 hours ago"),
            (30 * HOUR, "yesterday"),
            (3 * DAY, "3 days ago"),
            (40 * DAY, "1970-03-02"),
        ] {
            assert_eq!(ago(now - past, now), text);
        }
        assert_eq!(ago(now + HOUR, now), "just now", "clocks differ");
    }

    #[test]
    fn what_ends_says_when() {
        let now = 100 * DAY;
        for (left, text) in [
            (1, "ends in 1 minute"),
            (30 * MINUTE, "ends in 30 minutes"),
            (DAY - 1, "ends in 24 hours"),
            (7 * DAY - 1, "ends in 7 days"),
            (0, "expired just now"),
            (-3 * DAY, "expired 3 days ago"),
        ] {
            assert_eq!(ends(now + left, now), text);
        }
    }
}
