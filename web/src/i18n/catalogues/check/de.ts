import type { Catalogue } from "../../catalogue";

const de: Catalogue<"check"> = {
  check: {
    page: "Prüfung",
    title: "Klappen Anrufe von hier aus?",
    lead: "Diese Seite probiert alles, was ein Anruf braucht, von diesem Gerät bis zur Box. Sie ändert nichts.",
    running: "Es wird geprüft … das dauert bis zu einer halben Minute.",
    summary: {
      good: "Anrufe klappen von hier aus.",
      warning: "Anrufe klappen, aber etwas könnte besser sein.",
      broken: "Etwas steht Anrufen im Weg.",
    },
    levels: {
      good: "Gut",
      warning: "Könnte besser sein",
      broken: "Gestört",
      unknown: "Unbekannt",
    },
    way: "Der Weg zur Box",
    again: "Noch einmal prüfen",
    report: "Bericht",
    reportHint:
      "Für alle, die sich um die Box kümmern: was gefunden wurde, dieser Browser und Adressen in diesem Netzwerk. Kein Name, kein Passwort und keine Einladung steht darin.",
    copy: "Bericht kopieren",
    subjects: {
      page: "Seite",
      trust: "Vertrauen",
      socket: "Signalisierung",
      clock: "Uhr",
      udp: "Relay über UDP",
      tcp: "Relay über TCP",
      tls: "Relay über TLS",
      speed: "Tempo über das Relay",
      direct: "Direkte Verbindungen",
    },
    good: {
      secure: "Die Seite ist sicher: Der Browser überlässt ihr Kamera und Mikrofon.",
      trusted: "Dieses Gerät vertraut der Box.",
      "socket-opens": "Die Verbindung, über die Anrufe vereinbart werden, öffnet sich.",
      "clocks-agree": "Die Uhren dieses Geräts und der Box stimmen überein.",
      "direct-addresses":
        "Dieser Browser nennt anderen im Netzwerk seine Adresse, so können sie sich direkt verbinden.",
      "direct-names":
        "Dieser Browser verbirgt seine Adresse hinter einem Namen im Netzwerk. Die meisten Geräte dort finden ihn; für die anderen vermittelt die Box.",
    },
    path: {
      open: "Das Relay ist über {path} erreichbar.",
      closed: "Das Relay ist über {path} nicht erreichbar.",
      unknown: "Dieser Browser sagt nicht, ob das Relay über {path} erreichbar ist.",
    },
    pathAdvice: {
      udp: "Eine Firewall scheint UDP zwischen hier und der Box aufzuhalten. Anrufe nehmen einen anderen Weg, mit mehr Verzögerung. Wer das Netzwerk betreut, kann UDP zum Port der Box öffnen.",
      tcp: "Anrufe nehmen einen anderen Weg. Fällt einmal auch UDP aus, fehlt dieser: Wer das Netzwerk betreut, kann TCP zum Port der Box öffnen.",
      tls: "Meist vertraut dieses Gerät der Box nicht: siehe oben. Dieser Weg fehlt dort, wo eine Firewall nur TLS durchlässt.",
      none: "Zwischen hier und der Box scheint eine Firewall, ein Gastnetz oder ein VPN zu stehen. Nutzen Sie dasselbe WLAN wie die anderen, schalten Sie ein VPN aus, und lassen Sie den Port der Box für UDP und TCP öffnen.",
      unknown: "Melden Sie sich an oder nehmen Sie Chrome oder Edge, um es messen zu lassen.",
    },
    clocksDiffer: "Die Uhren dieses Geräts und der Box weichen um {difference} voneinander ab.",
    clocksAdvice:
      "Sitzungen und Zertifikate richten sich nach der Uhr. Lassen Sie die Uhr dieses Geräts automatisch stellen; geht sie richtig, kann die Administration die der Box stellen.",
    speed: {
      fast: "{time} ms hin und zurück, {rate} Mbit/s: genug für Anrufe.",
      slow: "{time} ms hin und zurück, {rate} Mbit/s: wenig für Bilder.",
      advice:
        "Gehen Sie näher an das WLAN, nehmen Sie ein Kabel, oder wählen Sie im Anruf eine geringere Sendequalität.",
    },
    bad: {
      insecure: {
        found: "Die Seite ist nicht sicher: Der Browser hält Kamera und Mikrofon von ihr fern.",
        advice: "Öffnen Sie die Adresse der Box mit https:// davor.",
      },
      "box-away": {
        found: "Die Box antwortet nicht.",
        advice:
          "Sehen Sie nach, ob dieses Gerät im Netzwerk des Hauses und die Box eingeschaltet ist, und prüfen Sie noch einmal.",
      },
      "not-trusted": {
        found: "Dieses Gerät vertraut der Box nicht: Die Warnung des Browsers wurde weggeklickt.",
        advice:
          "Das Relay über TLS geht dann nicht, und iPhones verweigern Anrufe. Es ist auf jedem Gerät einmal zu tun.",
      },
      "wrong-name": {
        found: "Das Zertifikat der Box gilt nicht für die Adresse dieser Seite.",
        advice:
          "Öffnen Sie die Box unter dem Namen oder der Adresse, die sie ausgegeben hat oder die die Seite über Vertrauen zeigt.",
      },
      "trust-unknown": {
        found: "Dieser Browser sagt nicht, ob er der Box vertraut.",
        advice: "Hat sich die Seite ohne Warnung geöffnet, so tut er es.",
      },
      "socket-refused": {
        found:
          "Die Seite hat sich geöffnet, aber der Browser verweigert die Verbindung, über die Anrufe vereinbart werden.",
        advice:
          "Meist vertraut dieses Gerät der Box noch nicht. Ein Proxy, der keine WebSockets kennt, bewirkt dasselbe.",
      },
      "relay-broken": {
        found: "Über das Relay kam keine Verbindung zustande.",
        advice:
          "Geräte, die einander nicht direkt sehen, haben dann kein Bild. Die Administration kann das Relay prüfen.",
      },
      "relay-unmeasured": {
        found: "Nicht gemessen: Dafür braucht es ein Konto oder eine Einladung.",
        advice:
          "Melden Sie sich an oder treten Sie in diesem Tab einmal als Gast einem Anruf bei, und prüfen Sie noch einmal.",
      },
      "direct-none": {
        found: "Dieser Browser nennt anderen im Netzwerk keine Adresse.",
        advice:
          "Eine Einstellung, eine Erweiterung oder ein VPN verbietet es. Anrufe gehen durch die Box, was sie mehr Arbeit kostet; sonst fehlt nichts.",
      },
    },
    devicesTitle: "Kamera, Mikrofon und Lautsprecher",
    devicesLead: "Der Browser fragt Sie, bevor er sie überlässt. Niemand sonst sieht oder hört Sie.",
    devicesTest: "Kamera und Mikrofon testen",
    devicesStop: "Test beenden",
    devicesSee: "Sie sollten sich sehen, und der Balken sollte sich bewegen, wenn Sie sprechen.",
    devices: {
      "camera-works": "Die Kamera funktioniert.",
      "camera-there": "Eine Kamera ist da.",
      "microphone-works": "Das Mikrofon funktioniert.",
      "microphone-there": "Ein Mikrofon ist da.",
      "speaker-there": "Ein Lautsprecher ist da. Testen Sie ihn, um sicher zu sein.",
      "speaker-unlisted": "Dieser Browser nennt keine Lautsprecher. Testen Sie ihn, um sicher zu sein.",
    },
  },
};

export default de;
