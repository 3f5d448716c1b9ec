import type { Catalogue } from "../../catalogue";

const fr: Catalogue<"setup"> = {
  setup: {
    title: "Configurer ce boîtier",
    lead: "Créez le compte qui l’administre, et dites ce que le boîtier doit être. Tout peut être changé plus tard.",
    account: "Votre compte",
    box: "Ce boîtier",
    boxName: "Nom du boîtier",
    boxNameHint:
      "Ce que l’on connaît ici : votre école, votre cabinet, votre navire. Il figure en haut de chaque page.",
    registration: "Toute personne de ce réseau peut créer un compte",
    registrationHint:
      "Sinon, vous créez les comptes. Les invités n’en ont jamais besoin : un lien d’invitation suffit.",
    rooms: "Qui peut créer des salles",
    roomsEveryone: "Tous ceux qui ont un compte",
    roomsAdmins: "L’administration seulement",
    language: "Langue du boîtier",
    languageHint: "Pour les navigateurs qui demandent une langue que le boîtier ne parle pas.",
    restoreInstead: "Restaurer plutôt une sauvegarde",
    done: "Déjà fait ? <link>Se connecter</link>",
    incompleteTitle: "Le lien est incomplet",
    incompleteText:
      "Ouvrez en entier le lien de configuration que le boîtier a affiché à son démarrage : il se termine par un code derrière un #.",
  },
  restore: {
    title: "Restaurer une sauvegarde",
    lead: "Le boîtier devient celui de la sauvegarde : ses comptes, ses salles, ses réglages et la confiance que les appareils lui font.",
    instead: "Configurer plutôt un nouveau boîtier",
    file: "Fichier de sauvegarde",
    fileHint: "De « Sauvegarde » dans l’administration, ou fait par le boîtier pendant la nuit.",
    passphrase: "Phrase secrète",
    passphraseHint: "Laissez vide si la sauvegarde n’en a pas.",
    action: "Restaurer",
    sending: "Envoi de la sauvegarde…",
    verifying: "Le boîtier vérifie que la sauvegarde est intacte…",
    restarting:
      "La sauvegarde du {when} est bonne. Le boîtier redémarre ; vous pourrez vous connecter dans un instant.",
    longTitle: "Le boîtier prend son temps",
    longText:
      "Il est peut-être déjà de retour, avec le certificat de la sauvegarde. Ouvrez-le pour voir ; si le navigateur avertit, il ne fait pas encore confiance à ce certificat.",
    open: "Ouvrir le boîtier",
    refused: {
      "bad-backup": {
        title: "Ce n’est pas une sauvegarde, ou elle est endommagée",
        advice: "Choisissez un autre fichier. Rien n’a été changé sur le boîtier.",
      },
      "newer-backup": {
        title: "Cette sauvegarde vient d’une version plus récente",
        advice: "Mettez d’abord ce boîtier à jour. Rien n’y a été changé.",
      },
      "wrong-passphrase": {
        title: "La phrase secrète n’ouvre pas cette sauvegarde",
        advice:
          "Saisissez celle qui a été choisie à la création de la sauvegarde. Sans elle, personne ne peut l’ouvrir.",
      },
    },
  },
  next: {
    title: "Votre boîtier est prêt",
    lead: "Vous administrez maintenant {name}. Trois choses à faire ensuite :",
    trust: "Que les autres appareils lui fassent confiance",
    trustText:
      "Ouvrez cette adresse une fois sur chaque téléphone et chaque ordinateur. La page y montre quoi faire.",
    qrLabel: "QR code de la page sur la confiance",
    others: "Ou : {addresses}",
    room: "Créer une salle",
    roomText: "Donnez-lui un nom et envoyez son lien. Qui a le lien peut participer, sans compte.",
    care: "En prendre soin",
    careText: "Les comptes, les sauvegardes et l’état du boîtier sont dans <link>l’administration</link>.",
  },
};

export default fr;
