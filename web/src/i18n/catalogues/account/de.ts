import type { Catalogue } from "../../catalogue";

const de: Catalogue<"account"> = {
  settings: {
    page: "Konto",
    title: "Ihr Konto",
    lead: "Sie melden sich als {name} an.",
    profile: "Profil",
    saveProfile: "Profil speichern",
    profileSaved: "Ihr Profil ist gespeichert.",
    confirmPassword: "Passwort zur Bestätigung",
    confirmPasswordHint:
      "Mit Ihrer E-Mail können Sie sich anmelden. Sie zu ändern, erfordert deshalb Ihr Passwort.",
    changePassword: "Passwort ändern",
    currentPassword: "Aktuelles Passwort",
    newPassword: "Neues Passwort",
    passwordSaved: "Ab sofort gilt Ihr neues Passwort.",
  },

  sessions: {
    title: "Wo Sie angemeldet sind",
    lead: "Beenden Sie eine Sitzung, die nicht Ihre ist oder auf einem zurückgelassenen Gerät: Ein Anruf darin endet sofort.",
    device: "{browser} unter {system}",
    unknownDevice: "Unbekanntes Gerät",
    current: "Dieser Browser, jetzt",
    used: "Zuletzt benutzt: {when}",
    since: "Angemeldet seit {when}.",
    remembered: "Bleibt angemeldet.",
    end: "Beenden",
    endOne: "Sitzung beenden: {device}",
    endOthers: "Alle anderen beenden",
  },
  passwordLink: {
    title: "Passwort festlegen",
    lead: "Guten Tag, {name}. Wählen Sie das Passwort, mit dem Sie sich künftig anmelden.",
    noLead: "Die Administration hat Ihnen einen Link gegeben, um Ihr Passwort festzulegen.",
    action: "Passwort festlegen",
    expires: "Dieser Link gilt bis {when}.",
  },
};

export default de;
