import type { Catalogue } from "../../catalogue";

const fr: Catalogue<"admin"> = {
  admin: {
    page: "Administration",
    title: "Ce boîtier",
    accounts: "Comptes",
    openRegistration: "Toute personne de ce réseau peut créer un compte",
    openRegistrationHint:
      "Les nouveaux comptes sont ordinaires : ils peuvent créer des salles et inviter. De toute façon, les invités n’ont pas besoin de compte.",
    fixedTitle: "C’est fixé au démarrage du boîtier",
    fixedText:
      "Il tourne avec --open-registration, qui l’emporte sur cet interrupteur. Démarrez-le sans, et l’interrupteur décidera.",
    errors: "Erreurs dans les pages des utilisateurs",
    noErrors: "Aucune depuis le démarrage du boîtier.",
    lookAgain: "Regarder à nouveau",
    errorDetails: "Détails pour le dépannage",
  },
};

export default fr;
