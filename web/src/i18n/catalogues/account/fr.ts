import type { Catalogue } from "../../catalogue";

const fr: Catalogue<"account"> = {
  settings: {
    page: "Compte",
    title: "Votre compte",
    lead: "Vous vous connectez en tant que {name}.",
    profile: "Profil",
    saveProfile: "Enregistrer le profil",
    profileSaved: "Votre profil est enregistré.",
    confirmPassword: "Mot de passe de confirmation",
    confirmPasswordHint:
      "Votre e-mail sert aussi à vous connecter : pour le modifier, il faut votre mot de passe.",
    changePassword: "Changer le mot de passe",
    currentPassword: "Mot de passe actuel",
    newPassword: "Nouveau mot de passe",
    passwordSaved: "Votre nouveau mot de passe est valable dès maintenant.",
  },

  sessions: {
    title: "Où vous êtes connecté",
    lead: "Mettez fin à une session qui n’est pas la vôtre, ou sur un appareil oublié : son appel s’arrête aussitôt.",
    device: "{browser} sur {system}",
    unknownDevice: "Appareil inconnu",
    current: "Ce navigateur, maintenant",
    used: "Dernière utilisation : {when}",
    since: "Connecté depuis le {when}.",
    remembered: "Reste connecté.",
    end: "Terminer",
    endOne: "Terminer la session : {device}",
    endOthers: "Terminer toutes les autres",
  },
  passwordLink: {
    title: "Choisir un mot de passe",
    lead: "Bonjour {name}. Choisissez le mot de passe avec lequel vous vous connecterez désormais.",
    noLead: "L’administration vous a donné un lien pour choisir votre mot de passe.",
    action: "Enregistrer le mot de passe",
    expires: "Ce lien est valable jusqu’au {when}.",
  },
};

export default fr;
