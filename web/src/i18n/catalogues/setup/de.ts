import type { Catalogue } from "../../catalogue";

const de: Catalogue<"setup"> = {
  setup: {
    title: "Diese Box einrichten",
    lead: "Erstellen Sie das Konto, das sie verwaltet, und sagen Sie, was die Box sein soll. Alles lässt sich später ändern.",
    account: "Ihr Konto",
    box: "Diese Box",
    boxName: "Name der Box",
    boxNameHint: "Was man hier kennt: Ihre Schule, Ihre Praxis, Ihr Schiff. Er steht oben auf jeder Seite.",
    registration: "Alle in diesem Netzwerk dürfen ein Konto erstellen",
    registrationHint:
      "Sonst legen Sie die Konten an. Gäste brauchen so oder so keines: Ein Einladungslink genügt.",
    rooms: "Wer Räume anlegen darf",
    roomsEveryone: "Alle mit einem Konto",
    roomsAdmins: "Nur die Administration",
    language: "Sprache der Box",
    languageHint: "Für Browser, die eine Sprache wünschen, die die Box nicht spricht.",
    restoreInstead: "Stattdessen eine Sicherung wiederherstellen",
    done: "Schon eingerichtet? <link>Anmelden</link>",
    incompleteTitle: "Der Link ist unvollständig",
    incompleteText:
      "Öffnen Sie den ganzen Einrichtungslink, den die Box beim Start ausgegeben hat: An seinem Ende steht ein Code hinter einem #.",
  },
  restore: {
    title: "Sicherung wiederherstellen",
    lead: "Die Box wird zu der in der Sicherung: mit ihren Konten, Räumen, Einstellungen und dem Vertrauen, das Geräte in sie haben.",
    instead: "Stattdessen eine neue Box einrichten",
    file: "Sicherungsdatei",
    fileHint: "Aus „Sicherung“ in der Administration, oder nachts von der Box angelegt.",
    passphrase: "Passphrase",
    passphraseHint: "Leer lassen, wenn die Sicherung keine hat.",
    action: "Wiederherstellen",
    sending: "Die Sicherung wird gesendet …",
    verifying: "Die Box prüft, ob die Sicherung unversehrt ist …",
    restarting:
      "Die Sicherung vom {when} ist in Ordnung. Die Box startet neu; gleich können Sie sich anmelden.",
    longTitle: "Die Box lässt sich Zeit",
    longText:
      "Vielleicht ist sie schon wieder da, mit dem Zertifikat aus der Sicherung. Öffnen Sie sie, um nachzusehen; warnt der Browser, vertraut er diesem Zertifikat noch nicht.",
    open: "Box öffnen",
    refused: {
      "bad-backup": {
        title: "Das ist keine Sicherung, oder sie ist beschädigt",
        advice: "Wählen Sie eine andere Datei. An der Box wurde nichts geändert.",
      },
      "newer-backup": {
        title: "Diese Sicherung stammt von einer neueren Version",
        advice: "Aktualisieren Sie zuerst diese Box. An ihr wurde nichts geändert.",
      },
      "wrong-passphrase": {
        title: "Die Passphrase öffnet diese Sicherung nicht",
        advice:
          "Geben Sie die ein, die beim Anlegen der Sicherung gesetzt wurde. Ohne sie kann niemand die Sicherung öffnen.",
      },
    },
  },
  next: {
    title: "Ihre Box ist bereit",
    lead: "Sie verwalten jetzt {name}. Drei Dinge sind als Nächstes zu tun:",
    trust: "Andere Geräte sollen ihr vertrauen",
    trustText:
      "Öffnen Sie diese Adresse einmal auf jedem Telefon und jedem Laptop. Die Seite dort zeigt, was zu tun ist.",
    qrLabel: "QR-Code der Seite über Vertrauen",
    others: "Oder: {addresses}",
    room: "Einen Raum anlegen",
    roomText:
      "Geben Sie ihm einen Namen und verschicken Sie seinen Link. Wer ihn hat, kann ohne Konto teilnehmen.",
    care: "Sich um sie kümmern",
    careText: "In der <link>Administration</link> stehen Konten, Sicherungen und wie es der Box geht.",
  },
};

export default de;
