use super::Words;

pub(super) const WORDS: Words = Words {
    code: "fr",
    name: "Français",
    direction: "ltr",
    title: "Faire confiance à cette box",
    why: "Neko fonctionne dans ce bâtiment, sans internet. Aucune entreprise ne se porte donc garante de la box : elle le fait \
          elle-même, et votre appareil doit l’apprendre une fois. Ensuite, plus d’avertissement, et les appels passent partout.",
    harmless_title: "Cela ne peut pas se retourner contre vous",
    harmless: "Le certificat ne peut se porter garant que de cette box : de ses propres noms, de noms comme .local, .lan, \
               .home.arpa et .internal, et d’adresses de réseaux privés. Cette limite y est inscrite et ne peut être retirée. \
               Il ne vaut pour aucun site d’internet, aucun courrier et aucun logiciel.",
    steps_on: "Que faire :",
    other_systems: "Un autre appareil ?",
    download: "Obtenir le certificat",
    fingerprint_title: "Est-ce le bon ?",
    fingerprint: "Là où votre appareil montre une empreinte, comparez-la à celle-ci. La personne qui gère la box voit la même sur \
                  la page d’administration, et avec neko cert show.",
    check_title: "Est-ce que cela a marché ?",
    check_waiting: "Cet appareil ne fait pas encore confiance à la box. Ceci devient vert tout seul.",
    check_good: "Cet appareil fait confiance à la box.",
    check_without_script: "Ouvrez la box de nouveau : sans avertissement, cela a marché.",
    open: "Ouvrir Neko",
    undo: "Vous pouvez retirer le certificat à tout moment, au même endroit.",
    ios: [
        "Dans Safari, touchez *Obtenir le certificat*, puis *Autoriser*.",
        "Ouvrez *Réglages*, touchez *Profil téléchargé* en haut, puis *Installer*, et saisissez votre code.",
        "Dans *Réglages*, allez à *Général*, *Informations*, tout en bas *Réglages des certificats*, et activez *Neko CA*.",
        "Revenez à cette page.",
    ],
    android: [
        "Touchez *Obtenir le certificat*. Si Android dit qu’il ne s’installe que dans les paramètres, c’est normal.",
        "Ouvrez *Paramètres* et cherchez *certificat CA* (souvent sous *Sécurité*, *Autres paramètres de sécurité*, \
         *Chiffrement et identifiants*, *Installer un certificat*).",
        "Touchez *Certificat CA*, *Installer quand même*, saisissez votre code et choisissez le fichier *ca.crt*.",
        "Revenez à cette page.",
    ],
    windows: [
        "Cliquez sur *Obtenir le certificat* et ouvrez le fichier *ca.crt*.",
        "Cliquez sur *Installer un certificat…*, laissez *Utilisateur actuel*, cliquez sur *Suivant*.",
        "Choisissez *Placer tous les certificats dans le magasin suivant*, *Parcourir…*, *Autorités de certification racines de \
         confiance*, puis *Suivant* et *Terminer*.",
        "Windows montre une empreinte : comparez-la à celle ci-dessous (SHA-1), cliquez sur *Oui* et relancez le navigateur.",
    ],
    macos: [
        "Cliquez sur *Obtenir le certificat* et ouvrez *ca.crt* : *Trousseaux d’accès* demande où ; *session* suffit.",
        "Dans *Trousseaux d’accès*, double-cliquez sur *Neko CA*.",
        "Ouvrez *Se fier* et réglez *Lors de l’utilisation de ce certificat* sur *Toujours approuver*.",
        "Fermez la fenêtre et saisissez votre mot de passe.",
    ],
    linux: [
        "Cliquez sur *Obtenir le certificat*.",
        "Dans Chrome, Chromium ou Edge : *Paramètres*, *Confidentialité et sécurité*, *Sécurité*, *Gérer les certificats*, puis \
         *Personnalisés* et *Certificats de confiance* (autrefois *Autorités*), *Importer*, choisissez *ca.pem* et cochez les sites.",
        "Pour tout le reste de cet ordinateur, exécutez les commandes ci-dessous.",
    ],
    chromeos: [
        "Cliquez sur *Obtenir le certificat*.",
        "Ouvrez *Paramètres*, *Confidentialité et sécurité*, *Sécurité*, *Gérer les certificats*, *Autorités*.",
        "Cliquez sur *Importer*, choisissez *ca.crt* et cochez *Faire confiance à ce certificat pour identifier les sites Web*.",
    ],
    firefox: [
        "Cliquez sur *Obtenir le certificat* : Firefox demande aussitôt.",
        "Cochez *Confirmer cette AC pour identifier des sites web* ; *Voir* montre l’empreinte. Cliquez sur *OK*.",
        "Si le fichier a été enregistré : *Paramètres*, *Vie privée et sécurité*, *Certificats*, *Afficher les certificats…*, \
         *Autorités*, *Importer…*.",
    ],
};
