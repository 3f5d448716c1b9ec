//! Prometheus's text format, version 0.0.4.

use std::fmt::{Display, Write as _};

use crate::meter::{Histogram, Spread};

/// Metrics as text; each family is written once, its samples right after it.
#[derive(Default)]
pub(super) struct Page(pub(super) String);

impl Page {
    pub(super) fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "gauge", help);
        self.sample(name, &[], value);
    }

    pub(super) fn counter(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "counter", help);
        self.sample(name, &[], value);
    }

    /// A histogram without labels.
    pub(super) fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        self.family(name, "histogram", help);
        self.spread(name, &[], &histogram.spread());
    }

    /// The beginning of a family of several samples.
    pub(super) fn family(&mut self, name: &str, kind: &str, help: &str) {
        // writing to a string does not fail
        let _ = writeln!(self.0, "# HELP {0} {help}\n# TYPE {0} {kind}", Name(name));
    }

    pub(super) fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "{}{labels} {value}", Name(name));
    }

    /// The samples of one histogram of a family.
    pub(super) fn spread(&mut self, name: &str, labels: &[(&str, &str)], spread: &Spread) {
        for (bound, count) in &spread.buckets {
            let bound = if bound.is_finite() { bound.to_string() } else { "+Inf".to_owned() };
            let labels: Vec<_> = labels.iter().copied().chain([("le", bound.as_str())]).collect();
            self.sample(&format!("{name}_bucket"), &labels, count);
        }
        self.sample(&format!("{name}_sum"), labels, spread.sum);
        self.sample(&format!("{name}_count"), labels, spread.count);
    }
}

/// The box's own names begin alike; those of the process are as everywhere.
struct Name<'a>(&'a str);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let prefix = if self.0.starts_with("process_") { "" } else { "neko_" };
        write!(f, "{prefix}{}", self.0)
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_as_the_format_wants_them() {
        let mut page = Page::default();
        page.gauge("rooms", "Rooms.", 2);
        page.counter("process_cpu_seconds_total", "CPU.", 0.5);
        page.family("errors_total", "counter", "Errors.");
        page.sample("errors_total", &[("code", "a\"b\\c\n"), ("over", "http")], 1);
        let histogram = Histogram::new(&[0.25, 1.0]);
        histogram.observe(0.5);
        page.histogram("wait_seconds", "Waits.", &histogram);
        assert_eq!(
            page.0,
            r#"# HELP neko_rooms Rooms.
# TYPE neko_rooms gauge
neko_rooms 2
# HELP process_cpu_seconds_total CPU.
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 0.5
# HELP neko_errors_total Errors.
# TYPE neko_errors_total counter
neko_errors_total{code="a\"b\\c\n",over="http"} 1
# HELP neko_wait_seconds Waits.
# TYPE neko_wait_seconds histogram
neko_wait_seconds_bucket{le="0.25"} 0
neko_wait_seconds_bucket{le="1"} 1
neko_wait_seconds_bucket{le="+Inf"} 1
neko_wait_seconds_sum 0.5
neko_wait_seconds_count 1
"#
        );
    }
}
