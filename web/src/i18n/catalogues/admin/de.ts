import type { Catalogue } from "../../catalogue";

const de: Catalogue<"admin"> = {
  admin: {
    page: "Verwaltung",
    title: "Diese Box",
    accounts: "Konten",
    openRegistration: "Alle in diesem Netzwerk dürfen ein Konto erstellen",
    openRegistrationHint:
      "Neue Konten sind einfache: Sie können Räume erstellen und andere einladen. Gäste brauchen ohnehin kein Konto.",
    fixedTitle: "Das ist beim Start der Box festgelegt",
    fixedText:
      "Sie läuft mit --open-registration, und das geht diesem Schalter vor. Starten Sie sie ohne, dann entscheidet der Schalter.",
    errors: "Fehler in den Seiten der Nutzer",
    noErrors: "Keine, seit die Box gestartet wurde.",
    lookAgain: "Noch einmal nachsehen",
    errorDetails: "Einzelheiten für die Fehlersuche",
  },
};

export default de;
