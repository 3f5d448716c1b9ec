//! The page itself: HTML for one request. Everything that is not ours is escaped.

use std::fmt::Write as _;

use super::system::System;
use super::words::{LANGUAGES, Words};

/// What the page says of one box to one visitor.
pub(super) struct Page<'a> {
    pub(super) words: &'static Words,
    pub(super) system: System,
    /// `https://HOST:PORT` by which the visitor reaches the box.
    pub(super) secure: &'a str,
    pub(super) authority_name: &'a str,
    pub(super) sha256: &'a str,
    pub(super) sha1: &'a str,
}

impl Page<'_> {
    pub(super) fn html(&self) -> String {
        let words = self.words;
        let mut html = String::with_capacity(32 * 1024);
        let _ = write!(
            html,
            r#"<!doctype html>
<html lang="{code}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · Neko</title>
<link rel="stylesheet" href="/trust/style.css">
<script src="/trust/check.js" defer></script>
</head>
<body>
<main>
<header><p class="brand">Neko</p><h1>{title}</h1><p>{why}</p></header>
<section class="check" id="check" data-secure="{secure}">
<h2>{check_title}</h2>
<p class="waiting" hidden>{check_waiting}</p>
<p class="good" hidden>{check_good} <a class="button" href="{secure}/">{open}</a></p>
<noscript><p>{check_without_script} <a href="{secure}/">{open}</a></p></noscript>
</section>
"#,
            code = words.code,
            direction = words.direction,
            title = words.title,
            why = words.why,
            secure = escaped(self.secure),
            check_title = words.check_title,
            check_waiting = words.check_waiting,
            check_good = words.check_good,
            check_without_script = words.check_without_script,
            open = words.open,
        );
        self.steps(&mut html, self.system, true);
        let _ = write!(
            html,
            r#"<section><h2>{fingerprint_title}</h2><p>{fingerprint}</p>
<dl><dt>{name}</dt><dd>SHA-256 <code>{sha256}</code></dd><dd>SHA-1 <code>{sha1}</code></dd></dl></section>
<section class="harmless"><h2>{harmless_title}</h2><p>{harmless}</p><p>{undo}</p></section>
<section><h2>{other_systems}</h2>
"#,
            fingerprint_title = words.fingerprint_title,
            fingerprint = words.fingerprint,
            name = escaped(self.authority_name),
            sha256 = self.sha256,
            sha1 = self.sha1,
            harmless_title = words.harmless_title,
            harmless = words.harmless,
            undo = words.undo,
            other_systems = words.other_systems,
        );
        for system in System::ALL.into_iter().filter(|system| *system != self.system) {
            self.steps(&mut html, system, false);
        }
        html.push_str("</section>\n<nav>");
        for language in LANGUAGES {
            let _ = write!(
                html,
                r#"<a href="?lang={code}" lang="{code}" hreflang="{code}"{current}>{name}</a> "#,
                code = language.code,
                current = if language.code == words.code { r#" aria-current="true""# } else { "" },
                name = language.name,
            );
        }
        html.push_str("</nav>\n</main>\n</body>\n</html>\n");
        html
    }

    fn steps(&self, html: &mut String, system: System, open: bool) {
        let words = self.words;
        let _ = write!(
            html,
            r#"<details class="system" id="{key}"{open}><summary>{on} {name}</summary>
<p><a class="button" href="{file}">{download}</a></p>
<div class="picture" dir="ltr">{picture}</div><ol>
"#,
            key = system.key(),
            open = if open { " open" } else { "" },
            on = if open { words.steps_on } else { "" },
            name = system.name(),
            file = system.file(),
            download = words.download,
            picture = system.picture(),
        );
        for step in words.steps(system) {
            let _ = writeln!(html, "<li>{}</li>", emphasised(step));
        }
        html.push_str("</ol>\n");
        if system == System::Linux {
            html.push_str(
                "<pre dir=\"ltr\"># Debian, Ubuntu\n\
                 sudo cp ca.pem /usr/local/share/ca-certificates/neko.crt\n\
                 sudo update-ca-certificates\n\
                 # Fedora, Arch\n\
                 sudo trust anchor ca.pem</pre>\n",
            );
        }
        html.push_str("</details>\n");
    }
}

/// Text as it may stand in HTML and XML, in attributes too.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Our own text, with what is between stars made bold.
fn emphasised(step: &str) -> String {
    let mut html = String::new();
    for (index, part) in step.split('*').enumerate() {
        let part = escaped(part);
        if index % 2 == 1 {
            let _ = write!(html, "<b>{part}</b>");
        } else {
            html.push_str(&part);
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::trust::words::language;

    #[test]
    fn what_is_not_ours_cannot_become_markup() {
        let page = Page {
            words: LANGUAGES[0],
            system: System::Ios,
            secure: "https://\"><script>",
            authority_name: "Neko CA <b>",
            sha256: "AA",
            sha1: "BB",
        };
        let html = page.html();
        assert!(!html.contains("\"><script>") && !html.contains("<b>\""), "{html}");
        assert!(html.contains("https://&quot;&gt;&lt;script&gt;") && html.contains("Neko CA &lt;b&gt;"));
    }

    #[test]
    fn the_visitors_own_system_is_open_and_the_others_are_there() {
        let page = Page {
            words: language("ar").unwrap(),
            system: System::Android,
            secure: "https://10.0.0.5:8443",
            authority_name: "Neko CA",
            sha256: "AA",
            sha1: "BB",
        };
        let html = page.html();
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"));
        assert!(html.contains("id=\"android\" open") && html.matches(" open>").count() == 1);
        for system in System::ALL {
            assert_eq!(html.matches(&format!("id=\"{}\"", system.key())).count(), 1);
        }
        assert_eq!(html.matches("<svg").count(), 7);
    }
}
