/** Deutsch: „Sie“, kurze Sätze. Raum, Einladung, Gespräch, Konto, Box; „Administration“ statt einer Person. */
import type { Catalogue } from "../../catalogue";

const de: Catalogue<"main"> = {
  common: {
    description: "Videoanrufe, die im Haus bleiben.",
    oneMoment: "Einen Moment …",
    tryAgain: "Noch einmal versuchen",
    retry: "Erneut versuchen",
    dismiss: "Ausblenden",
    closeDialog: "Dialog schließen",
    logIn: "Anmelden",
    createAccount: "Konto erstellen",
    goToRooms: "Zu Ihren Räumen",
    copied: "Kopiert",
    copyByHand: "Diesen Link kopieren:",
    sentences: "{title}. {advice}",
    email: "E-Mail",
    displayName: "Anzeigename",
    username: "Benutzername",
    password: "Passwort",
    passwordHint: "Mindestens 8 Zeichen. Länge zählt mehr als Sonderzeichen.",
  },

  language: {
    label: "Sprache",
    failed:
      "Diese Sprache konnte nicht geladen werden. Prüfen Sie das Netzwerk und wählen Sie sie noch einmal.",
  },

  shell: {
    nav: "Hauptmenü",
    rooms: "Räume",
    admin: "Verwaltung",
    account: "Konto",
    logOut: "Abmelden",
    footer: "Läuft auf einer Box in diesem Haus. Nichts, was Sie hier sagen oder zeigen, verlässt es.",
    trust: "Dieser Box vertrauen",
    check: "Verbindung prüfen",
    appStumbled: "Neko ist gestolpert",
    roomStumbled: "Der Raum ist gestolpert",
    stumbledText:
      "Auf dieser Seite ist etwas schiefgegangen. Es liegt nicht an Ihnen, und auf der Box ist nichts verloren.",
    reload: "Seite neu laden",
  },

  notFound: {
    page: "Seite nicht gefunden",
    title: "Unter dieser Adresse gibt es nichts",
    text: "Der Link ist vielleicht unvollständig oder veraltet. Ein Einladungslink endet mit einem langen Code nach einem #.",
    home: "Zur Startseite",
  },

  home: {
    page: "Videoanrufe für dieses Haus",
    title: "Anrufe, die im Haus bleiben.",
    lead: "Sehen und hören Sie einander in jedem Browser, auf jedem Handy und Laptop in diesem Netzwerk. Ohne App, ohne Cloud, ohne Internet.",
    loggedInAs: "Angemeldet als {name}.",
    setupTitle: "Diese Box ist neu: Noch verwaltet sie niemand",
    setupText:
      "Öffnen Sie den Einrichtungslink, den sie beim Start ausgegeben hat. Er steht im Terminal oder im Protokoll des Geräts, auf dem sie läuft, und gilt einmal.",
    registrationClosed: "Konten legt hier die Administration an.",
    invited: "Sie haben einen Einladungslink? Öffnen Sie ihn einfach: Ein Konto brauchen Sie nicht.",
  },

  auth: {
    usernameHint: "Damit melden Sie sich an: Buchstaben, Ziffern, Punkte und Striche.",
    displayNameHint: "Das sehen die anderen im Gespräch. Bleibt das Feld leer, ist es Ihr Benutzername.",
    loginLead: "Schön, dass Sie wieder da sind.",
    loginHint: "Oder die E-Mail-Adresse Ihres Kontos.",
    rememberMe: "Angemeldet bleiben",
    rememberMeHint: "Nicht auf einem Computer, den auch andere benutzen.",
    noAccount: "Noch kein Konto? <link>Konto erstellen</link>",
    registerLead: "Mit einem Konto können Sie Räume erstellen und andere einladen.",
    haveAccount: "Schon ein Konto? <link>Anmelden</link>",
  },

  dashboard: {
    page: "Räume",
    hello: "Hallo, {name}",
    startCall: "Gespräch beginnen",
    rooms: "Räume",
    emptyTitle: "Noch keine Räume",
    emptyText:
      "Geben Sie einem einen Namen und erstellen Sie ihn. Schicken Sie dann den Link an alle, die dabei sein sollen: Ein Konto brauchen sie nicht.",
    roomName: "Name des Raums",
    moreOptions: "Weitere Optionen",
    description: "Beschreibung",
    places: "Plätze",
    people: "{count, plural, one {# Person} other {# Personen}}",
    listedForEveryone: "Für alle hier sichtbar",
    listedHint: "Sonst kommen nur Leute mit dem Link herein.",
    createRoom: "Raum erstellen",
    onlyAdmins:
      "Räume legt hier die Administration an. Bitten Sie sie um einen, oder nehmen Sie über einen Einladungslink teil.",
    listed: "Für alle sichtbar",
    byInvite: "Nur mit Einladung",
    closed: "Geschlossen",
    nobodyInside: "Niemand da",
    inside: "{count, number} von {places, number} da",
    open: "Öffnen",
    openRoom: "{room} öffnen",
    copyLink: "Link kopieren",
    copyLinkTo: "Link zu {room} kopieren",
    close: "Schließen",
    closeRoom: "{room} schließen",
    closeQuestion: "Endgültig schließen? Der Link gilt dann nicht mehr.",
    closeForGood: "Endgültig schließen",
    keep: "Behalten",
  },

  prejoin: {
    page: "An einem Gespräch teilnehmen",
    looking: "Der Raum wird gesucht …",
    inside:
      "{count, plural, =0 {Noch ist niemand da.} one {Eine Person ist da.} other {# Personen sind da.}}",
    joinAs: "Sie treten als <name></name> bei.",
    yourName: "Ihr Name",
    yourNameHint: "Das sehen die anderen.",
    join: "Beitreten",
    haveAccount: "Sie haben hier ein Konto? <link>Anmelden</link>",
    notTrustedTitle: "Dieses Gerät vertraut der Box noch nicht",
    notTrustedAdvice:
      "Die Seite wurde geöffnet, aber der Browser verweigert die Verbindung für das Gespräch. <link>Vertrauen Sie der Box</link>: Dann beginnt das Gespräch von selbst.",
    allowDevices: "Erlauben Sie Kamera und Mikrofon, wenn der Browser fragt",
    cameraOff: "Ihre Kamera ist aus",
  },

  ended: {
    title: "Sie haben das Gespräch verlassen",
    text: "Sie können zurückkommen, solange der Raum offen ist.",
    rejoin: "Wieder beitreten",
  },

  call: {
    controls: "Steuerung des Gesprächs",
    mute: "Mikrofon ausschalten",
    unmute: "Mikrofon einschalten",
    stopVideo: "Kamera ausschalten",
    startVideo: "Kamera einschalten",
    shareScreen: "Bildschirm freigeben",
    stopSharing: "Freigabe beenden",
    chat: "Chat",
    participants: "Teilnehmende",
    settings: "Einstellungen",
    leave: "Verlassen",
    moreOptions: "Weitere Optionen",
    copyInvite: "Einladungslink kopieren",
    invite: "Einladen",
    closePanel: "Bereich schließen",
    panelStumbled: "Dieser Bereich ist gestolpert. Das Gespräch geht weiter.",
    showAgain: "Wieder anzeigen",
    joined: "{name} ist beigetreten",
    left: "{name} ist gegangen",
    boxLost: "Die Box ist nicht erreichbar. Die Verbindung kommt von selbst zurück …",
    peersLost: "Die Verbindung zu {names} ist abgerissen. Neuer Versuch …",
    upgraded: "Die Box wurde aktualisiert. Laden Sie diese Seite neu, sobald es passt.",
    soundBlocked: "Klicken Sie irgendwohin, um die anderen zu hören.",
    talkingWhileMuted: "Sie sprechen, aber Ihr Mikrofon ist aus.",
    unread: "{count, plural, one {# ungelesene Chatnachricht} other {# ungelesene Chatnachrichten}}",
  },

  menu: {
    allAlike: "Alle Bilder gleich groß",
    oneLarge: "Ein großes Bild",
    showSelf: "Eigenes Bild anzeigen",
    hideSelf: "Eigenes Bild ausblenden",
    fullScreen: "Vollbild",
    exitFullScreen: "Vollbild beenden",
    pictureInPicture: "Bild im Bild",
    closeSmallWindow: "Kleines Fenster schließen",
    qr: "QR-Code zum Beitreten",
    shortcuts: "Tastenkürzel",
    flipCamera: "Kamera wechseln",
  },

  tile: {
    you: "{name} (Sie)",
    muted: "Mikrofon aus:",
    screen: "Bildschirm",
    screenOf: "Bildschirm von {name}",
    yourScreen: "Ihr Bildschirm",
    sharing: "Sie geben Ihren Bildschirm frei",
    endSharing: "Freigabe beenden",
    connecting: "Verbinden …",
    reconnecting: "Neu verbinden …",
    pin: "{what, select, self {Ihr Bild} ownScreen {Ihren Bildschirm} screen {Bildschirm von {name}} other {{name}}} anheften",
    unpin:
      "{what, select, self {Ihr Bild} ownScreen {Ihren Bildschirm} screen {Bildschirm von {name}} other {{name}}} lösen",
    move: "Ihr Bild verschieben",
    stumbled: "Dieses Bild ist gestolpert. Das Gespräch geht weiter.",
    showAgain: "{name} wieder anzeigen",
  },

  invite: {
    title: "Noch ist sonst niemand da",
    text: "Schicken Sie diesen Link an alle, die dabei sein sollen. Sie brauchen einen Browser, aber kein Konto.",
    copy: "Link kopieren",
    showQr: "QR-Code anzeigen",
    qrTitle: "Mit QR-Code einladen",
    qrText: "Richten Sie die Kamera eines Handys darauf. Das Handy muss im selben Netzwerk sein.",
    qrLabel: "QR-Code des Einladungslinks",
    copyThis: "Diesen Link kopieren",
    linkCopied: "Link kopiert",
  },

  hostLeave: {
    title: "Sie leiten dieses Gespräch",
    text: "Die anderen können ohne Sie weitermachen, und Sie können zurückkommen. Oder Sie beenden das Gespräch für alle: Dann schließt der Raum, und sein Link gilt nicht mehr.",
    leave: "Gespräch verlassen",
    end: "Für alle beenden",
    stay: "Bleiben",
  },

  chat: {
    log: "Unterhaltung",
    empty: "Noch nichts. Was Sie schreiben, sehen alle im Raum.",
    message: "Nachricht",
    placeholder: "An alle schreiben",
    send: "Senden",
    you: "Sie",
  },

  people: {
    you: "(Sie)",
    host: "Leitung",
    placesTaken: "{count, number} von {places, number} Plätzen belegt.",
    copyLink: "Link für andere kopieren",
    qr: "QR-Code für Handys",
    sharesScreen: "Gibt den Bildschirm frei",
    microphoneOn: "Mikrofon an",
    muted: "Mikrofon aus",
    cameraOn: "Kamera an",
    cameraOff: "Kamera aus",
  },

  devices: {
    camera: "Kamera",
    microphone: "Mikrofon",
    speaker: "Lautsprecher",
    unnamed: "{kind, select, camera {Kamera} microphone {Mikrofon} other {Lautsprecher}} {place, number}",
    microphoneLevel: "Mikrofonpegel",
    testSpeaker: "Lautsprecher testen",
    testPlaying: "Sie sollten drei Töne hören …",
    testFailed:
      "Der Ton ließ sich nicht abspielen. Wählen Sie einen anderen Lautsprecher und versuchen Sie es noch einmal.",
    pluggedIn: "{device} wurde angeschlossen.",
    use: "{device} verwenden",
    sound: "Ihr Ton",
    echo: "Echo entfernen",
    echoHint: "Eingeschaltet lassen, außer Sie tragen ein Headset.",
    noise: "Geräusche entfernen",
    noiseHint: "Für Musik ausschalten.",
    gain: "Lautstärke ausgleichen",
    gainHint: "Ausschalten, wenn leise Stellen leise bleiben sollen.",
    selfView: "Ihr eigenes Bild",
    selfViews: {
      automatic: "Automatisch",
      corner: "In einer Ecke",
      grid: "Zwischen den anderen",
      hidden: "Für mich ausgeblendet",
    },
    atOnce: "Änderungen gelten sofort, ohne das Gespräch zu verlassen.",
  },

  quality: {
    words: {
      excellent: "Ausgezeichnete Verbindung",
      good: "Gute Verbindung",
      fair: "Mäßige Verbindung",
      poor: "Schlechte Verbindung",
      unknown: "Noch nicht gemessen",
    },
    choices: {
      auto: "Automatisch",
      high: "Hoch",
      medium: "Mittel",
      low: "Niedrig",
      "audio-only": "Nur Ton",
    },
    send: "Qualität beim Senden",
    sendHints: {
      auto: "So scharf, wie die Verbindung es zulässt.",
      high: "Immer scharf, auch bei schwacher Verbindung.",
      medium: "Kleiner, und schont die Verbindung.",
      low: "Klein: für schwaches WLAN und alte Computer.",
      "audio-only": "Die anderen hören Sie und sehen Ihren Namen.",
    },
    receive: "Qualität beim Empfangen",
    receiveHints: {
      auto: "So scharf, wie Ihre Verbindung es zulässt.",
      high: "So scharf, wie die anderen senden.",
      medium: "Die anderen um kleinere Bilder bitten.",
      low: "Die anderen um kleine Bilder bitten.",
      "audio-only": "Die anderen hören und ihre Namen sehen.",
    },
    notices: {
      none: {
        "video-changed": "Die Verbindung ist wieder gut: Ihr Bild wird wieder in voller Größe gesendet.",
        nothing: "Die Verbindung ist wieder gut.",
        "sound-only": "Die Verbindung ist wieder gut.",
      },
      fair: {
        "video-changed":
          "Die Verbindung ist schwächer: Ihr Bild wird kleiner gesendet, damit der Ton klar bleibt.",
        nothing:
          "Die Verbindung ist schwächer. Wenn der Ton abreißt, wählen Sie in den Einstellungen eine niedrigere Qualität beim Senden.",
        "sound-only": "Die Verbindung ist schwächer: Der Ton kann abreißen. Näher am WLAN wird es besser.",
      },
      poor: {
        "video-changed":
          "Die Verbindung ist schlecht: Ihr Bild wird kleiner gesendet, damit der Ton klar bleibt.",
        nothing:
          "Die Verbindung ist schlecht. Wenn der Ton abreißt, wählen Sie in den Einstellungen eine niedrigere Qualität beim Senden.",
        "sound-only": "Die Verbindung ist schlecht: Der Ton kann abreißen. Näher am WLAN wird es besser.",
      },
    },
  },

  details: {
    label: "Verbindungsdetails",
    nobody: "Sonst ist niemand da, also gibt es nichts zu messen.",
    path: "Weg",
    paths: {
      direct: "Direkt",
      relayed: "Über die Box weitergeleitet",
      "relayed-by-them": "Auf der anderen Seite weitergeleitet",
    },
    pathOver: "{path}, per {transport}",
    unknown: "Nicht bekannt",
    roundTrip: "Umlaufzeit",
    jitter: "Jitter",
    loss: "Verlust",
    received: "Empfangen",
    sent: "Gesendet",
    milliseconds: "{amount} ms",
    percent: "{amount} %",
    kilobits: "{amount} kbit/s",
    videoReceived: "Video empfangen",
    videoSent: "Video gesendet",
    noVideo: "Keins",
    picture: "{size}, {count, number} pro Sekunde, {codec}",
    audioCodec: "Audiocodec",
  },

  shortcuts: {
    title: "Tastenkürzel",
    enabled: "Diese Buchstaben in Gesprächen verwenden",
    enabledHint:
      "Schalten Sie sie aus, wenn Sie Ihren Computer per Sprache steuern oder oft aus Versehen Tasten drücken.",
    "toggle-audio": "Mikrofon ein- oder ausschalten",
    "toggle-video": "Kamera ein- oder ausschalten",
    "toggle-screen": "Bildschirm freigeben oder Freigabe beenden",
    chat: "Chat öffnen oder schließen",
    participants: "Liste der Teilnehmenden öffnen oder schließen",
    settings: "Einstellungen öffnen oder schließen",
    spotlight: "Ein großes Bild oder alle gleich groß",
    "full-screen": "Vollbild ein- oder ausschalten",
    help: "Diese Liste anzeigen",
  },

  media: {
    audio: {
      insecure: {
        title: "Der Browser gibt dieser Seite kein Mikrofon",
        advice: "Geräte gibt er nur sicheren Seiten: Öffnen Sie diese Adresse mit https:// davor.",
      },
      denied: {
        title: "Das Mikrofon ist blockiert",
        advice:
          "Erlauben Sie es über das Symbol neben der Adresse der Seite und schalten Sie es dann hier ein.",
      },
      "denied-by-system": {
        title: "Das System gibt dem Browser kein Mikrofon",
        advice:
          "Erlauben Sie dem Browser das Mikrofon in den Datenschutzeinstellungen des Systems und schalten Sie es dann hier ein.",
      },
      none: {
        title: "Kein Mikrofon gefunden",
        advice: "Schließen Sie eins an und schalten Sie es hier ein. Sie können auch ohne beitreten.",
      },
      "in-use": {
        title: "Das Mikrofon ist belegt",
        advice:
          "Ein anderes Programm scheint es zu benutzen. Schließen Sie es und schalten Sie das Mikrofon dann hier ein.",
      },
      unplugged: {
        title: "Das Mikrofon wurde getrennt",
        advice: "Schließen Sie es wieder an oder wählen Sie ein anderes und schalten Sie es dann hier ein.",
      },
      failed: {
        title: "Das Mikrofon ist nicht gestartet",
        advice: "Versuchen Sie noch einmal, es einzuschalten. Sie können auch ohne beitreten.",
      },
    },
    video: {
      insecure: {
        title: "Der Browser gibt dieser Seite keine Kamera",
        advice: "Geräte gibt er nur sicheren Seiten: Öffnen Sie diese Adresse mit https:// davor.",
      },
      denied: {
        title: "Die Kamera ist blockiert",
        advice:
          "Erlauben Sie sie über das Symbol neben der Adresse der Seite und schalten Sie sie dann hier ein.",
      },
      "denied-by-system": {
        title: "Das System gibt dem Browser keine Kamera",
        advice:
          "Erlauben Sie dem Browser die Kamera in den Datenschutzeinstellungen des Systems und schalten Sie sie dann hier ein.",
      },
      none: {
        title: "Keine Kamera gefunden",
        advice: "Schließen Sie eine an und schalten Sie sie hier ein. Sie können auch ohne beitreten.",
      },
      "in-use": {
        title: "Die Kamera ist belegt",
        advice:
          "Ein anderes Programm scheint sie zu benutzen. Schließen Sie es und schalten Sie die Kamera dann hier ein.",
      },
      unplugged: {
        title: "Die Kamera wurde getrennt",
        advice: "Schließen Sie sie wieder an oder wählen Sie eine andere und schalten Sie sie dann hier ein.",
      },
      failed: {
        title: "Die Kamera ist nicht gestartet",
        advice: "Versuchen Sie noch einmal, sie einzuschalten. Sie können auch ohne beitreten.",
      },
    },
    screen: {
      "denied-by-system": {
        title: "Das System gibt dem Browser den Bildschirm nicht",
        advice:
          "Erlauben Sie dem Browser die Bildschirmaufnahme in den Datenschutzeinstellungen des Systems und starten Sie ihn dann neu.",
      },
      failed: {
        title: "Der Bildschirm konnte nicht freigegeben werden",
        advice: "Versuchen Sie es noch einmal oder wählen Sie stattdessen ein einzelnes Fenster.",
      },
    },
  },

  problems: {
    "access-denied": {
      title: "Hier geht es nur mit Einladung weiter",
      advice:
        "Bitten Sie, wer Sie eingeladen hat, um den vollständigen Einladungslink: Er endet mit einem langen Code nach einem #.",
    },
    "account-disabled": {
      title: "Dieses Konto ist gesperrt",
      advice: "Bitten Sie die Administration, es wieder freizugeben.",
    },
    "already-in-room": {
      title: "Sie sind schon in diesem Raum",
      advice: "Sehen Sie in den anderen Tabs dieses Browsers nach.",
    },
    "already-set-up": {
      title: "Diese Box ist schon eingerichtet",
      advice:
        "Melden Sie sich mit dem Konto an, das dabei erstellt wurde. Die Administration kann weitere anlegen.",
    },
    "bad-backup": {
      title: "Diese Sicherung lässt sich nicht verwenden",
      advice: "Wählen Sie eine andere Datei oder prüfen Sie die Passphrase.",
    },
    "bad-credentials": {
      title: "Das stimmt nicht überein",
      advice: "Prüfen Sie Benutzername und Passwort. Die Administration kann Ihnen ein neues Passwort geben.",
    },
    "bad-message": {
      title: "Etwas wurde nicht verstanden",
      advice: "Laden Sie die Seite neu. Wenn es wieder vorkommt, sagen Sie der Administration Bescheid.",
    },
    "email-taken": {
      title: "Diese E-Mail-Adresse hat schon ein Konto",
      advice: "Melden Sie sich damit an oder nehmen Sie eine andere Adresse.",
    },
    "foreign-origin": {
      title: "Diese Seite gehört nicht zur Box",
      advice:
        "Öffnen Sie die Box unter der Adresse, die sie ausgegeben hat, und versuchen Sie es dort noch einmal.",
    },
    "disk-failing": {
      title: "Die Box kann nicht auf ihren Datenträger schreiben",
      advice: "Anrufe laufen weiter. Sagen Sie der Administration, dass der Datenträger geprüft werden muss.",
    },
    "disk-full": {
      title: "Die Box hat keinen Platz mehr",
      advice:
        "Dies wurde nicht gespeichert. Anrufe laufen weiter. Sagen Sie der Administration, dass auf dem Datenträger Platz gebraucht wird, und versuchen Sie es dann noch einmal.",
    },
    "store-damaged": {
      title: "Was die Box gespeichert hat, ist beschädigt",
      advice: "Sagen Sie der Administration Bescheid: Eine Sicherung muss zurückgespielt werden.",
    },
    internal: {
      title: "Die Box hat einen Fehler gemacht",
      advice:
        "Versuchen Sie es gleich noch einmal. Wenn es wieder vorkommt, sagen Sie der Administration Bescheid.",
    },
    "invalid-input": {
      title: "Etwas stimmt noch nicht",
      advice: "Prüfen Sie Ihre Eingaben.",
    },
    "last-admin": {
      title: "Das ist das letzte Administrationskonto",
      advice: "Machen Sie zuerst ein anderes Konto dazu.",
    },
    "link-expired": {
      title: "Dieser Link gilt nicht mehr",
      advice: "Er wurde benutzt, ersetzt oder ist zu alt. Bitten Sie die Administration um einen neuen.",
    },
    "logged-out": {
      title: "Sie wurden abgemeldet",
      advice: "Melden Sie sich wieder an, um weiterzumachen.",
    },
    "no-invite": {
      title: "Sie brauchen eine Einladung oder ein Konto",
      advice:
        "Öffnen Sie den vollständigen Einladungslink: Er endet mit einem langen Code nach einem #. Wenn Sie hier ein Konto haben, melden Sie sich an.",
    },
    "not-in-room": {
      title: "Sie sind nicht mehr im Raum",
      advice: "Verlassen Sie das Gespräch und treten Sie wieder bei.",
    },
    outdated: {
      title: "Diese Seite passt nicht zur Box",
      advice: "Laden Sie die Seite neu: Vielleicht wurde die Box aktualisiert.",
    },
    "peer-not-found": {
      title: "Die Person ist gerade gegangen",
      advice: "Sie müssen nichts tun.",
    },
    "rate-limited": {
      title: "Das ging zu schnell",
      advice: "Warten Sie einen Moment und versuchen Sie es dann noch einmal.",
    },
    "registration-closed": {
      title: "Konten legt hier die Administration an",
      advice: "Bitten Sie dort um eins. Für ein Gespräch brauchen Sie kein Konto: Ein Einladungslink genügt.",
    },
    "room-closed": {
      title: "Dieser Raum ist geschlossen",
      advice:
        "Das Gespräch ist vorbei. Fragen Sie nach dem Link eines anderen Raums oder erstellen Sie einen.",
    },
    "room-full": {
      title: "Dieser Raum ist voll",
      advice:
        "Warten Sie, bis jemand geht, und versuchen Sie es dann noch einmal. Wem der Raum gehört, kann mehr Plätze zulassen.",
    },
    "room-not-found": {
      title: "Diesen Raum gibt es nicht",
      advice: "Prüfen Sie den Link: Manche Programme schneiden das Ende eines langen Links ab.",
    },
    "server-closing": {
      title: "Die Box startet neu",
      advice: "Das Gespräch kommt von selbst zurück.",
    },
    "setting-fixed": {
      title: "Das lässt sich hier nicht ändern",
      advice: "Es ist auf dem Gerät selbst festgelegt.",
    },
    "too-large": {
      title: "Das war zu lang",
      advice: "Senden Sie es in kleineren Stücken.",
    },
    "too-slow": {
      title: "Ihre Verbindung kam nicht mit",
      advice:
        "Das Gespräch kommt von selbst zurück. Andere Programme zu schließen oder näher ans WLAN zu gehen hilft.",
    },
    unauthenticated: {
      title: "Sie sind nicht angemeldet",
      advice: "Melden Sie sich an und versuchen Sie es noch einmal.",
    },
    unexpected: {
      title: "Die Box hat eine unverständliche Antwort gegeben",
      advice: "Laden Sie die Seite neu. Wenn es wieder vorkommt, sagen Sie der Administration Bescheid.",
    },
    unreachable: {
      title: "Die Box antwortet nicht",
      advice: "Prüfen Sie, ob Sie im Netzwerk des Hauses sind, und versuchen Sie es dann noch einmal.",
    },
    "username-taken": {
      title: "Dieser Benutzername ist vergeben",
      advice: "Wählen Sie einen anderen.",
    },
  },

  advice: {
    later: "Versuchen Sie es {when} noch einmal.",
    fromBox: "Die Box meldet: {detail}",
  },
};

export default de;
