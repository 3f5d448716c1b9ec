use super::Words;

pub(super) const WORDS: Words = Words {
    code: "de",
    name: "Deutsch",
    direction: "ltr",
    title: "Damit dieses Gerät der Box vertraut",
    why: "Neko läuft in diesem Gebäude, ohne Internet. Darum bürgt keine Firma dafür: Die Box bürgt für sich selbst, und Ihr \
          Gerät muss einmal erfahren, dass das in Ordnung ist. Danach gibt es keine Warnungen mehr, und Anrufe gehen überall.",
    harmless_title: "Das kann nicht gegen Sie verwendet werden",
    harmless: "Das Zertifikat kann nur für diese Box bürgen: für ihre eigenen Namen, für Namen wie .local, .lan, .home.arpa \
               und .internal und für Adressen privater Netze. Diese Grenze ist fest eingetragen und lässt sich nicht \
               entfernen. Es gilt für keine Seite im Internet, für keine E-Mail und für keine Software.",
    steps_on: "So geht es:",
    other_systems: "Ein anderes Gerät?",
    download: "Zertifikat holen",
    fingerprint_title: "Ist es das richtige?",
    fingerprint: "Wo Ihr Gerät einen Fingerabdruck zeigt, vergleichen Sie ihn mit diesem. Wer die Box betreibt, sieht denselben \
                  auf der Verwaltungsseite und mit neko cert show.",
    check_title: "Hat es geklappt?",
    check_waiting: "Dieses Gerät vertraut der Box noch nicht. Hier wird es von selbst grün.",
    check_good: "Dieses Gerät vertraut der Box.",
    check_without_script: "Öffnen Sie die Box erneut: Kommt keine Warnung, hat es geklappt.",
    open: "Neko öffnen",
    undo: "Sie können das Zertifikat jederzeit an derselben Stelle wieder entfernen.",
    ios: [
        "In Safari auf *Zertifikat holen* tippen, dann auf *Zulassen*.",
        "*Einstellungen* öffnen, oben auf *Profil geladen* tippen, dann *Installieren*, und den Code eingeben.",
        "In *Einstellungen* zu *Allgemein*, *Info*, ganz unten *Zertifikatsvertrauenseinstellungen*, und *Neko CA* einschalten.",
        "Zu dieser Seite zurückkehren.",
    ],
    android: [
        "Auf *Zertifikat holen* tippen. Sagt Android, dass es nur in den Einstellungen installiert werden kann, ist das richtig.",
        "*Einstellungen* öffnen und nach *CA-Zertifikat* suchen (meist unter *Sicherheit*, *Weitere Sicherheitseinstellungen*, \
         *Verschlüsselung und Anmeldedaten*, *Zertifikat installieren*).",
        "Auf *CA-Zertifikat* tippen, *Trotzdem installieren*, den Code eingeben und die Datei *ca.crt* wählen.",
        "Zu dieser Seite zurückkehren.",
    ],
    windows: [
        "Auf *Zertifikat holen* klicken und die Datei *ca.crt* öffnen.",
        "Auf *Zertifikat installieren…* klicken, *Aktueller Benutzer* lassen, *Weiter*.",
        "*Alle Zertifikate in folgendem Speicher speichern* wählen, *Durchsuchen…*, *Vertrauenswürdige \
         Stammzertifizierungsstellen*, dann *Weiter* und *Fertig stellen*.",
        "Windows zeigt einen Fingerabdruck: mit dem unten (SHA-1) vergleichen, *Ja* klicken und den Browser neu starten.",
    ],
    macos: [
        "Auf *Zertifikat holen* klicken und *ca.crt* öffnen: Die *Schlüsselbundverwaltung* fragt, wohin; *Anmeldung* genügt.",
        "In der *Schlüsselbundverwaltung* doppelt auf *Neko CA* klicken.",
        "*Vertrauen* aufklappen und *Bei Verwendung dieses Zertifikats* auf *Immer vertrauen* stellen.",
        "Das Fenster schließen und das Passwort eingeben.",
    ],
    linux: [
        "Auf *Zertifikat holen* klicken.",
        "In Chrome, Chromium oder Edge: *Einstellungen*, *Datenschutz und Sicherheit*, *Sicherheit*, *Zertifikate verwalten*, \
         dann *Benutzerdefiniert* und *Vertrauenswürdige Zertifikate* (früher *Zertifizierungsstellen*), *Importieren*, \
         *ca.pem* wählen und Websites ankreuzen.",
        "Für alles andere auf diesem Rechner die Befehle unten ausführen.",
    ],
    chromeos: [
        "Auf *Zertifikat holen* klicken.",
        "*Einstellungen*, *Datenschutz und Sicherheit*, *Sicherheit*, *Zertifikate verwalten*, *Zertifizierungsstellen* öffnen.",
        "Auf *Importieren* klicken, *ca.crt* wählen und *Diesem Zertifikat zur Identifizierung von Websites vertrauen* ankreuzen.",
    ],
    firefox: [
        "Auf *Zertifikat holen* klicken: Firefox fragt sofort.",
        "*Dieser CA vertrauen, um Websites zu identifizieren* ankreuzen; *Ansicht* zeigt den Fingerabdruck. Auf *OK* klicken.",
        "Wurde die Datei gespeichert: *Einstellungen*, *Datenschutz & Sicherheit*, *Zertifikate*, *Zertifikate anzeigen…*, \
         *Zertifizierungsstellen*, *Importieren…*.",
    ],
};
