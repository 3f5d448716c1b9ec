//! Which steps a browser needs, told by what it says of itself.

/// Where certificates are kept: an operating system, or Firefox, which on a computer has a list of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Ios,
    Android,
    Windows,
    Macos,
    Linux,
    ChromeOs,
    Firefox,
}

impl System {
    pub(super) const ALL: [Self; 7] =
        [Self::Ios, Self::Android, Self::Windows, Self::Macos, Self::ChromeOs, Self::Firefox, Self::Linux];

    /// Its name in the page's address.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Windows => "windows",
            Self::Macos => "macos",
            Self::Linux => "linux",
            Self::ChromeOs => "chromeos",
            Self::Firefox => "firefox",
        }
    }

    /// What people call it, in every language.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ios => "iPhone, iPad",
            Self::Android => "Android",
            Self::Windows => "Windows",
            Self::Macos => "Mac",
            Self::Linux => "Linux",
            Self::ChromeOs => "Chromebook",
            Self::Firefox => "Firefox",
        }
    }

    /// The file that it takes.
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Ios => "/neko.mobileconfig",
            Self::Linux => "/ca.pem",
            Self::Android | Self::Windows | Self::Macos | Self::ChromeOs | Self::Firefox => "/ca.crt",
        }
    }

    /// What is drawn beside the steps.
    pub(super) const fn picture(self) -> &'static str {
        match self {
            Self::Ios => include_str!("pictures/ios.svg"),
            Self::Android => include_str!("pictures/android.svg"),
            Self::Windows => include_str!("pictures/windows.svg"),
            Self::Macos => include_str!("pictures/macos.svg"),
            Self::Linux => include_str!("pictures/linux.svg"),
            Self::ChromeOs => include_str!("pictures/chromeos.svg"),
            Self::Firefox => include_str!("pictures/firefox.svg"),
        }
    }

    /// By its name in the page's address.
    pub(super) fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.key() == key)
    }

    /// By a browser's `User-Agent`. An iPad may call itself a Macintosh; the page's script sees through that.
    pub(super) fn of(user_agent: &str) -> Self {
        let says = |word| user_agent.contains(word);
        if says("iPhone") || says("iPad") || says("iPod") {
            Self::Ios
        } else if says("Android") {
            // Firefox as well: on phones it takes over what the system trusts
            Self::Android
        } else if says("CrOS") {
            Self::ChromeOs
        } else if says("Firefox/") {
            Self::Firefox
        } else if says("Windows") {
            Self::Windows
        } else if says("Macintosh") {
            Self::Macos
        } else {
            Self::Linux
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_by_where_they_keep_certificates() {
        for (user_agent, system) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
                System::Ios,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 FxiOS/130.0 Mobile/15E148 Safari/605.1.15",
                System::Ios,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36",
                System::Android,
            ),
            ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", System::Android),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
                System::Windows,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
                System::Firefox,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
                System::Macos,
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36",
                System::ChromeOs,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36",
                System::Linux,
            ),
            ("curl/8", System::Linux),
            ("", System::Linux),
        ] {
            assert_eq!(System::of(user_agent), system, "{user_agent}");
        }
        for system in System::ALL {
            assert_eq!(System::by_key(system.key()), Some(system));
        }
    }
}
