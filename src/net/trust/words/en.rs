use super::Words;

pub(super) const WORDS: Words = Words {
    code: "en",
    name: "English",
    direction: "ltr",
    title: "Make this device trust the box",
    why: "Neko runs in this building, with no internet. So no company vouches for it: it vouches for itself, and your \
          device has to be told once that this is all right. After that there are no warnings, and calls work everywhere.",
    harmless_title: "This cannot be turned against you",
    harmless: "The certificate can only ever vouch for this box: for its own names, for names such as .local, .lan, \
               .home.arpa and .internal, and for addresses of private networks. That limit is written into it and cannot be \
               taken out. It is good for no site on the internet, for no mail and for no software.",
    steps_on: "What to do on",
    other_systems: "Another device?",
    download: "Get the certificate",
    fingerprint_title: "Is it the right one?",
    fingerprint: "Where your device shows a fingerprint or thumbprint, compare it with this one. Whoever runs the box sees \
                  the same on its admin page, and with neko cert show.",
    check_title: "Did it work?",
    check_waiting: "This device does not trust the box yet. This turns green by itself.",
    check_good: "This device trusts the box.",
    check_without_script: "Open the box again: if there is no warning, it worked.",
    open: "Open Neko",
    undo: "You can take the certificate away again at any time, in the same place.",
    ios: [
        "In Safari, tap *Get the certificate* and then *Allow*.",
        "Open *Settings*, tap *Profile Downloaded* at the top, then *Install*, and enter your code.",
        "In *Settings*, go to *General*, *About*, *Certificate Trust Settings*, at the very bottom, and turn *Neko CA* on.",
        "Come back to this page.",
    ],
    android: [
        "Tap *Get the certificate*. If Android says that it can only be installed in Settings, that is right.",
        "Open *Settings* and search for *CA certificate* (mostly under *Security*, *More security settings*, *Encryption & \
         credentials*, *Install a certificate*).",
        "Tap *CA certificate*, *Install anyway*, enter your code and choose the file *ca.crt*.",
        "Come back to this page.",
    ],
    windows: [
        "Click *Get the certificate* and open the file *ca.crt*.",
        "Click *Install Certificate…*, leave *Current User*, click *Next*.",
        "Choose *Place all certificates in the following store*, *Browse…*, *Trusted Root Certification Authorities*, \
         then *Next* and *Finish*.",
        "Windows shows a thumbprint: compare it with the one below (SHA-1), click *Yes* and restart the browser.",
    ],
    macos: [
        "Click *Get the certificate* and open the file *ca.crt*: *Keychain Access* asks where to; *login* will do.",
        "In *Keychain Access*, double-click *Neko CA*.",
        "Open *Trust* and set *When using this certificate* to *Always Trust*.",
        "Close the window and enter your password.",
    ],
    linux: [
        "Click *Get the certificate*.",
        "In Chrome, Chromium or Edge, open *Settings*, *Privacy and security*, *Security*, *Manage certificates*, then \
         *Custom* and *Trusted certificates* (formerly *Authorities*), *Import*, choose *ca.pem* and tick websites.",
        "For everything else on this computer, run the commands below.",
    ],
    chromeos: [
        "Click *Get the certificate*.",
        "Open *Settings*, *Privacy and security*, *Security*, *Manage certificates*, *Authorities*.",
        "Click *Import*, choose *ca.crt* and tick *Trust this certificate for identifying websites*.",
    ],
    firefox: [
        "Click *Get the certificate*: Firefox asks at once.",
        "Tick *Trust this CA to identify websites*; *View* shows the fingerprint. Click *OK*.",
        "If the file was saved instead: *Settings*, *Privacy & Security*, *Certificates*, *View Certificates…*, \
         *Authorities*, *Import…*.",
    ],
};
