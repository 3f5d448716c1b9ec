//! What the page about trust says, in each language. A language that lacks a sentence does not compile.
//!
//! In a step, `*stars*` are around what is written on the screen.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod pt;
mod zh;

use super::system::System;

/// Every language, English first.
pub(super) const LANGUAGES: [&Words; 7] =
    [&en::WORDS, &de::WORDS, &fr::WORDS, &es::WORDS, &pt::WORDS, &zh::WORDS, &ar::WORDS];

/// The page in one language.
#[derive(Debug)]
pub(super) struct Words {
    /// BCP 47.
    pub(super) code: &'static str,
    /// What its speakers call it.
    pub(super) name: &'static str,
    /// `ltr` or `rtl`.
    pub(super) direction: &'static str,
    pub(super) title: &'static str,
    /// Why one should do this at all.
    pub(super) why: &'static str,
    /// Why it does no harm.
    pub(super) harmless_title: &'static str,
    pub(super) harmless: &'static str,
    /// Over the steps, before the name of the system.
    pub(super) steps_on: &'static str,
    pub(super) other_systems: &'static str,
    pub(super) download: &'static str,
    pub(super) fingerprint_title: &'static str,
    pub(super) fingerprint: &'static str,
    pub(super) check_title: &'static str,
    pub(super) check_waiting: &'static str,
    pub(super) check_good: &'static str,
    pub(super) check_without_script: &'static str,
    pub(super) open: &'static str,
    pub(super) undo: &'static str,
    pub(super) ios: [&'static str; 4],
    pub(super) android: [&'static str; 4],
    pub(super) windows: [&'static str; 4],
    pub(super) macos: [&'static str; 4],
    pub(super) linux: [&'static str; 3],
    pub(super) chromeos: [&'static str; 3],
    pub(super) firefox: [&'static str; 3],
}

impl Words {
    /// What to do on `system`, step by step.
    pub(super) const fn steps(&self, system: System) -> &[&'static str] {
        match system {
            System::Ios => &self.ios,
            System::Android => &self.android,
            System::Windows => &self.windows,
            System::Macos => &self.macos,
            System::Linux => &self.linux,
            System::ChromeOs => &self.chromeos,
            System::Firefox => &self.firefox,
        }
    }
}

/// The language that `accept_language` (RFC 9110, section 12.5.4) likes best of those there are; English if none.
pub(super) fn preferred(accept_language: &str) -> &'static Words {
    let mut best: Option<(f32, &'static Words)> = None;
    for item in accept_language.split(',') {
        let (tag, weight) = item.split_once(";q=").unwrap_or((item, "1"));
        let weight = weight.trim().parse().unwrap_or(0.0);
        let Some(words) = language(tag) else { continue };
        // of two that are liked as much the first
        if weight > best.map_or(0.0, |(most, _)| most) {
            best = Some((weight, words));
        }
    }
    best.map_or(LANGUAGES[0], |(_, words)| words)
}

/// The language of a BCP 47 tag, whatever its region.
pub(super) fn language(tag: &str) -> Option<&'static Words> {
    let primary = tag.trim().split(['-', '_']).next()?;
    LANGUAGES.into_iter().find(|words| words.code.eq_ignore_ascii_case(primary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_that_there_is() {
        for (accepted, code) in [
            ("", "en"),
            ("de-CH", "de"),
            ("ja, fr;q=0.8, de;q=0.9", "de"),
            ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
            ("zh-Hans-CN", "zh"),
            ("es;q=0, ar;q=0.1", "ar"),
            ("nonsense;q=x", "en"),
        ] {
            assert_eq!(preferred(accepted).code, code, "{accepted}");
        }
    }

    #[test]
    fn every_star_has_its_partner() {
        for words in LANGUAGES {
            for system in System::ALL {
                for step in words.steps(system) {
                    assert_eq!(step.matches('*').count() % 2, 0, "{} {step}", words.code);
                }
            }
        }
    }
}
