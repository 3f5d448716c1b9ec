/** Français : vouvoiement, phrases courtes. Salle, invitation, appel, compte ; la « box » est le boîtier. */
import type { Catalogue } from "../../catalogue";

const fr: Catalogue<"main"> = {
  common: {
    description: "Des appels vidéo qui ne quittent pas le bâtiment.",
    oneMoment: "Un instant…",
    tryAgain: "Réessayer",
    retry: "Réessayer",
    dismiss: "Ignorer",
    closeDialog: "Fermer la boîte de dialogue",
    logIn: "Se connecter",
    createAccount: "Créer un compte",
    goToRooms: "Aller à vos salles",
    copied: "Copié",
    copyByHand: "Copiez ce lien :",
    sentences: "{title}. {advice}",
    email: "E-mail",
    displayName: "Nom affiché",
    username: "Nom d’utilisateur",
    password: "Mot de passe",
    passwordHint: "Au moins 8 caractères. La longueur compte plus que les symboles.",
  },

  language: {
    label: "Langue",
    failed: "Cette langue n’a pas pu être chargée. Vérifiez le réseau, puis choisissez-la de nouveau.",
  },

  shell: {
    nav: "Navigation principale",
    rooms: "Salles",
    admin: "Administration",
    account: "Compte",
    logOut: "Se déconnecter",
    footer: "Fonctionne sur un boîtier dans ce bâtiment. Rien de ce que vous dites ou montrez ici n’en sort.",
    trust: "Faire confiance à ce boîtier",
    check: "Vérifier la connexion",
    appStumbled: "Neko a trébuché",
    roomStumbled: "La salle a trébuché",
    stumbledText:
      "Quelque chose s’est mal passé sur cette page. Ce n’est pas votre faute, et rien n’est perdu sur le boîtier.",
    reload: "Recharger la page",
  },

  notFound: {
    page: "Page introuvable",
    title: "Il n’y a rien à cette adresse",
    text: "Le lien est peut-être coupé ou périmé. Un lien d’invitation se termine par un long code après un #.",
    home: "Aller à la page d’accueil",
  },

  home: {
    page: "Appels vidéo pour ce bâtiment",
    title: "Des appels qui restent dans le bâtiment.",
    lead: "Parlez-vous face à face dans n’importe quel navigateur, sur tout téléphone ou ordinateur de ce réseau. Sans application, sans cloud, sans internet.",
    loggedInAs: "Connecté en tant que {name}.",
    setupTitle: "Ce boîtier est neuf : personne ne l’administre encore",
    setupText:
      "Ouvrez le lien de configuration qu’il a affiché au démarrage. Il se trouve dans le terminal ou le journal de la machine, et ne sert qu’une fois.",
    registrationClosed: "Ici, les comptes sont créés par l’administration.",
    invited: "Vous avez un lien d’invitation ? Ouvrez-le, tout simplement : pas besoin de compte.",
  },

  auth: {
    usernameHint: "Pour vous connecter : lettres, chiffres, points et tirets.",
    displayNameHint: "Ce que les autres voient pendant un appel. À défaut, votre nom d’utilisateur.",
    loginLead: "Quel plaisir de vous revoir.",
    loginHint: "Ou l’adresse e-mail de votre compte.",
    rememberMe: "Rester connecté",
    rememberMeHint: "À éviter sur un ordinateur partagé.",
    noAccount: "Pas encore de compte ? <link>Créer un compte</link>",
    registerLead: "Avec un compte, vous pouvez créer des salles et inviter d’autres personnes.",
    haveAccount: "Déjà un compte ? <link>Se connecter</link>",
  },

  dashboard: {
    page: "Salles",
    hello: "Bonjour, {name}",
    startCall: "Lancer un appel",
    rooms: "Salles",
    emptyTitle: "Pas encore de salle",
    emptyText:
      "Donnez-lui un nom et créez-la. Envoyez ensuite son lien aux personnes à inviter : elles n’ont pas besoin de compte.",
    roomName: "Nom de la salle",
    moreOptions: "Plus d’options",
    description: "Description",
    places: "Places",
    people: "{count, plural, one {# personne} many {# de personnes} other {# personnes}}",
    listedForEveryone: "Visible par tout le monde ici",
    listedHint: "Sinon, seules les personnes qui ont le lien peuvent entrer.",
    createRoom: "Créer la salle",
    onlyAdmins:
      "Ici, les salles sont créées par l’administration. Demandez-lui-en une, ou rejoignez un appel par un lien d’invitation.",
    listed: "Visible par tous",
    byInvite: "Sur invitation",
    closed: "Fermée",
    nobodyInside: "Personne à l’intérieur",
    inside: "{count, number} sur {places, number} à l’intérieur",
    open: "Ouvrir",
    openRoom: "Ouvrir {room}",
    copyLink: "Copier le lien",
    copyLinkTo: "Copier le lien vers {room}",
    close: "Fermer",
    closeRoom: "Fermer {room}",
    closeQuestion: "La fermer définitivement ? Son lien ne marchera plus.",
    closeForGood: "Fermer définitivement",
    keep: "La garder",
  },

  prejoin: {
    page: "Rejoindre un appel",
    looking: "Recherche de la salle…",
    inside:
      "{count, plural, =0 {Il n’y a encore personne.} one {Une personne est là.} many {# de personnes sont là.} other {# personnes sont là.}}",
    joinAs: "Vous entrez en tant que <name></name>.",
    yourName: "Votre nom",
    yourNameHint: "Ce que les autres verront.",
    join: "Rejoindre",
    haveAccount: "Vous avez un compte ici ? <link>Se connecter</link>",
    notTrustedTitle: "Cet appareil ne fait pas encore confiance au boîtier",
    notTrustedAdvice:
      "La page s’est ouverte, mais le navigateur refuse la connexion de l’appel. <link>Faites confiance au boîtier</link> : l’appel commencera alors de lui-même.",
    allowDevices: "Autorisez la caméra et le micro quand le navigateur le demande",
    cameraOff: "Votre caméra est désactivée",
  },

  ended: {
    title: "Vous avez quitté l’appel",
    text: "Vous pouvez revenir tant que la salle est ouverte.",
    rejoin: "Revenir",
  },

  call: {
    controls: "Commandes de l’appel",
    mute: "Couper le micro",
    unmute: "Activer le micro",
    stopVideo: "Couper la caméra",
    startVideo: "Activer la caméra",
    shareScreen: "Partager l’écran",
    stopSharing: "Arrêter le partage",
    chat: "Chat",
    participants: "Participants",
    settings: "Paramètres",
    leave: "Quitter",
    moreOptions: "Plus d’options",
    copyInvite: "Copier le lien d’invitation",
    invite: "Inviter",
    closePanel: "Fermer le panneau",
    panelStumbled: "Ce panneau a trébuché. L’appel continue.",
    showAgain: "L’afficher de nouveau",
    joined: "{name} a rejoint l’appel",
    left: "{name} a quitté l’appel",
    boxLost: "Le boîtier est injoignable. La connexion va revenir d’elle-même…",
    peersLost: "La connexion avec {names} a été perdue. Nouvelle tentative…",
    upgraded: "Le boîtier a été mis à jour. Rechargez cette page quand cela vous convient.",
    soundBlocked: "Cliquez n’importe où pour entendre les autres.",
    talkingWhileMuted: "Vous parlez, mais votre micro est coupé.",
    unread: "{count, plural, one {# message non lu} many {# de messages non lus} other {# messages non lus}}",
  },

  menu: {
    allAlike: "Toutes les images à la même taille",
    oneLarge: "Une grande image",
    showSelf: "Afficher mon image",
    hideSelf: "Masquer mon image",
    fullScreen: "Plein écran",
    exitFullScreen: "Quitter le plein écran",
    pictureInPicture: "Image dans l’image",
    closeSmallWindow: "Fermer la petite fenêtre",
    qr: "QR code pour rejoindre",
    shortcuts: "Raccourcis clavier",
    flipCamera: "Changer de caméra",
  },

  tile: {
    you: "{name} (vous)",
    muted: "Micro coupé :",
    screen: "Écran",
    screenOf: "Écran de {name}",
    yourScreen: "Votre écran",
    sharing: "Vous partagez votre écran",
    endSharing: "Arrêter le partage",
    connecting: "Connexion…",
    reconnecting: "Reconnexion…",
    pin: "Épingler {what, select, self {votre image} ownScreen {votre écran} screen {l’écran de {name}} other {{name}}}",
    unpin:
      "Détacher {what, select, self {votre image} ownScreen {votre écran} screen {l’écran de {name}} other {{name}}}",
    move: "Déplacer votre image",
    stumbled: "Cette image a trébuché. L’appel continue.",
    showAgain: "Afficher de nouveau : {name}",
  },

  invite: {
    title: "Il n’y a encore personne d’autre",
    text: "Envoyez ce lien aux personnes à inviter. Il leur faut un navigateur, mais pas de compte.",
    copy: "Copier le lien",
    showQr: "Afficher un QR code",
    qrTitle: "Inviter avec un QR code",
    qrText: "Pointez-y l’appareil photo d’un téléphone. Le téléphone doit être sur le même réseau.",
    qrLabel: "QR code du lien d’invitation",
    copyThis: "Copier ce lien",
    linkCopied: "Lien copié",
  },

  hostLeave: {
    title: "Vous organisez cet appel",
    text: "Les autres peuvent continuer sans vous, et vous pourrez revenir. Ou bien vous terminez l’appel pour tous : la salle ferme, et son lien ne marche plus.",
    leave: "Quitter l’appel",
    end: "Terminer pour tous",
    stay: "Rester",
  },

  chat: {
    log: "Conversation",
    empty: "Rien pour l’instant. Ce que vous écrivez est visible par tous dans la salle.",
    message: "Message",
    placeholder: "Écrire à tout le monde",
    send: "Envoyer",
    you: "Vous",
  },

  people: {
    you: "(vous)",
    host: "Organisation",
    placesTaken: "{count, number} places occupées sur {places, number}.",
    copyLink: "Copier le lien pour les autres",
    qr: "QR code pour téléphones",
    sharesScreen: "Partage son écran",
    microphoneOn: "micro activé",
    muted: "micro coupé",
    cameraOn: "caméra activée",
    cameraOff: "caméra coupée",
  },

  devices: {
    camera: "Caméra",
    microphone: "Micro",
    speaker: "Haut-parleur",
    unnamed: "{kind, select, camera {Caméra} microphone {Micro} other {Haut-parleur}} {place, number}",
    microphoneLevel: "Niveau du micro",
    testSpeaker: "Tester le haut-parleur",
    testPlaying: "Vous devriez entendre trois notes…",
    testFailed: "Le son n’a pas pu être joué. Choisissez un autre haut-parleur, puis réessayez.",
    pluggedIn: "{device} a été branché.",
    use: "Utiliser {device}",
    sound: "Votre son",
    echo: "Supprimer l’écho",
    echoHint: "À laisser activé, sauf avec un casque.",
    noise: "Supprimer le bruit",
    noiseHint: "À désactiver pour la musique.",
    gain: "Égaliser le volume",
    gainHint: "À désactiver si les passages doux doivent le rester.",
    selfView: "Votre propre image",
    selfViews: {
      automatic: "Automatique",
      corner: "Dans un coin",
      grid: "Parmi les autres",
      hidden: "Masquée pour moi",
    },
    atOnce: "Les changements prennent effet tout de suite, sans quitter l’appel.",
  },

  quality: {
    words: {
      excellent: "Excellente connexion",
      good: "Bonne connexion",
      fair: "Connexion moyenne",
      poor: "Mauvaise connexion",
      unknown: "Pas encore mesurée",
    },
    choices: {
      auto: "Auto",
      high: "Haute",
      medium: "Moyenne",
      low: "Basse",
      "audio-only": "Audio seul",
    },
    send: "Qualité d’envoi",
    sendHints: {
      auto: "Aussi nette que la connexion le permet.",
      high: "Toujours nette, même si la connexion est faible.",
      medium: "Plus petite, et légère pour la connexion.",
      low: "Petite : pour un Wi-Fi faible ou un vieil ordinateur.",
      "audio-only": "Les autres vous entendent et voient votre nom.",
    },
    receive: "Qualité de réception",
    receiveHints: {
      auto: "Aussi nette que votre connexion le permet.",
      high: "Aussi nette que les autres l’envoient.",
      medium: "Demander aux autres des images plus petites.",
      low: "Demander aux autres de petites images.",
      "audio-only": "Entendre les autres et voir leurs noms.",
    },
    notices: {
      none: {
        "video-changed": "La connexion est de nouveau bonne : votre vidéo est envoyée en entier.",
        nothing: "La connexion est de nouveau bonne.",
        "sound-only": "La connexion est de nouveau bonne.",
      },
      fair: {
        "video-changed":
          "La connexion faiblit : votre vidéo est envoyée en plus petit pour que le son reste clair.",
        nothing:
          "La connexion faiblit. Si le son se coupe, choisissez une qualité d’envoi plus basse dans les paramètres.",
        "sound-only": "La connexion faiblit : le son peut se couper. Rapprochez-vous du Wi-Fi.",
      },
      poor: {
        "video-changed":
          "La connexion est mauvaise : votre vidéo est envoyée en plus petit pour que le son reste clair.",
        nothing:
          "La connexion est mauvaise. Si le son se coupe, choisissez une qualité d’envoi plus basse dans les paramètres.",
        "sound-only": "La connexion est mauvaise : le son peut se couper. Rapprochez-vous du Wi-Fi.",
      },
    },
  },

  details: {
    label: "Détails de la connexion",
    nobody: "Il n’y a personne d’autre, donc rien à mesurer.",
    path: "Chemin",
    paths: {
      direct: "Direct",
      relayed: "Relayé par le boîtier",
      "relayed-by-them": "Relayé de leur côté",
    },
    pathOver: "{path}, en {transport}",
    unknown: "Inconnu",
    roundTrip: "Aller-retour",
    jitter: "Gigue",
    loss: "Pertes",
    received: "Reçu",
    sent: "Envoyé",
    milliseconds: "{amount} ms",
    percent: "{amount} %",
    kilobits: "{amount} kbit/s",
    videoReceived: "Vidéo reçue",
    videoSent: "Vidéo envoyée",
    noVideo: "Aucune",
    picture: "{size}, {count, number} par seconde, {codec}",
    audioCodec: "Codec audio",
  },

  shortcuts: {
    title: "Raccourcis clavier",
    enabled: "Utiliser ces lettres pendant les appels",
    enabledHint:
      "À désactiver si vous parlez à votre ordinateur, ou si vous appuyez parfois sur des touches par accident.",
    "toggle-audio": "Activer ou couper le micro",
    "toggle-video": "Activer ou couper la caméra",
    "toggle-screen": "Partager l’écran, ou arrêter",
    chat: "Ouvrir ou fermer le chat",
    participants: "Ouvrir ou fermer la liste des participants",
    settings: "Ouvrir ou fermer les paramètres",
    spotlight: "Une grande image, ou toutes à la même taille",
    "full-screen": "Activer ou quitter le plein écran",
    help: "Afficher cette liste",
  },

  media: {
    audio: {
      insecure: {
        title: "Le navigateur refuse le micro à cette page",
        advice: "Il ne le donne qu’aux pages sécurisées : ouvrez cette adresse avec https:// devant.",
      },
      denied: {
        title: "Le micro est bloqué",
        advice: "Autorisez-le avec l’icône à côté de l’adresse de la page, puis activez-le ici.",
      },
      "denied-by-system": {
        title: "Le système refuse le micro au navigateur",
        advice:
          "Autorisez le navigateur à utiliser le micro dans les réglages de confidentialité du système, puis activez-le ici.",
      },
      none: {
        title: "Aucun micro trouvé",
        advice: "Branchez-en un et activez-le ici. Vous pouvez aussi rejoindre sans micro.",
      },
      "in-use": {
        title: "Le micro est occupé",
        advice: "Un autre programme semble l’utiliser. Fermez ce programme, puis activez le micro ici.",
      },
      unplugged: {
        title: "Le micro a été débranché",
        advice: "Rebranchez-le ou choisissez-en un autre, puis activez-le ici.",
      },
      failed: {
        title: "Le micro n’a pas démarré",
        advice: "Essayez de l’activer de nouveau. Vous pouvez aussi rejoindre sans micro.",
      },
    },
    video: {
      insecure: {
        title: "Le navigateur refuse la caméra à cette page",
        advice: "Il ne la donne qu’aux pages sécurisées : ouvrez cette adresse avec https:// devant.",
      },
      denied: {
        title: "La caméra est bloquée",
        advice: "Autorisez-la avec l’icône à côté de l’adresse de la page, puis activez-la ici.",
      },
      "denied-by-system": {
        title: "Le système refuse la caméra au navigateur",
        advice:
          "Autorisez le navigateur à utiliser la caméra dans les réglages de confidentialité du système, puis activez-la ici.",
      },
      none: {
        title: "Aucune caméra trouvée",
        advice: "Branchez-en une et activez-la ici. Vous pouvez aussi rejoindre sans caméra.",
      },
      "in-use": {
        title: "La caméra est occupée",
        advice: "Un autre programme semble l’utiliser. Fermez ce programme, puis activez la caméra ici.",
      },
      unplugged: {
        title: "La caméra a été débranchée",
        advice: "Rebranchez-la ou choisissez-en une autre, puis activez-la ici.",
      },
      failed: {
        title: "La caméra n’a pas démarré",
        advice: "Essayez de l’activer de nouveau. Vous pouvez aussi rejoindre sans caméra.",
      },
    },
    screen: {
      "denied-by-system": {
        title: "Le système refuse l’écran au navigateur",
        advice:
          "Autorisez l’enregistrement de l’écran pour le navigateur dans les réglages de confidentialité du système, puis redémarrez le navigateur.",
      },
      failed: {
        title: "L’écran n’a pas pu être partagé",
        advice: "Réessayez, ou choisissez plutôt une seule fenêtre.",
      },
    },
  },

  problems: {
    "access-denied": {
      title: "On n’entre ici que sur invitation",
      advice:
        "Demandez à la personne qui vous a invité le lien complet : il se termine par un long code après un #.",
    },
    "account-disabled": {
      title: "Ce compte a été désactivé",
      advice: "Demandez à l’administration de le réactiver.",
    },
    "already-in-room": {
      title: "Vous êtes déjà dans cette salle",
      advice: "Cherchez-la dans un autre onglet de ce navigateur.",
    },
    "already-set-up": {
      title: "Ce boîtier est déjà configuré",
      advice: "Connectez-vous avec le compte créé à ce moment-là. L’administration peut en créer d’autres.",
    },
    "bad-backup": {
      title: "Cette sauvegarde est inutilisable",
      advice: "Choisissez un autre fichier ou vérifiez la phrase secrète.",
    },
    "bad-credentials": {
      title: "Cela ne correspond pas",
      advice:
        "Vérifiez le nom d’utilisateur et le mot de passe. L’administration peut vous donner un nouveau mot de passe.",
    },
    "bad-message": {
      title: "Quelque chose n’a pas été compris",
      advice: "Rechargez la page. Si cela se reproduit, prévenez l’administration.",
    },
    "email-taken": {
      title: "Cette adresse e-mail a déjà un compte",
      advice: "Connectez-vous avec elle, ou utilisez-en une autre.",
    },
    "foreign-origin": {
      title: "Cette page n’est pas celle du boîtier",
      advice: "Ouvrez le boîtier à l’adresse qu’il a affichée, et réessayez là-bas.",
    },
    "disk-failing": {
      title: "Le boîtier ne peut plus écrire sur son disque",
      advice: "Les appels continuent. Demandez à l’administration de vérifier le disque.",
    },
    "disk-full": {
      title: "Le boîtier n’a plus de place",
      advice:
        "Ceci n’a pas été enregistré. Les appels continuent. Demandez à l’administration de libérer de la place sur le disque, puis réessayez.",
    },
    "store-damaged": {
      title: "Les données du boîtier sont endommagées",
      advice: "Prévenez l’administration : une sauvegarde doit être restaurée.",
    },
    internal: {
      title: "Le boîtier a fait une erreur",
      advice: "Réessayez dans un instant. Si cela se reproduit, prévenez l’administration.",
    },
    "invalid-input": {
      title: "Quelque chose est à revoir",
      advice: "Vérifiez ce que vous avez saisi.",
    },
    "last-admin": {
      title: "C’est le dernier compte d’administration",
      advice: "Donnez d’abord ce rôle à quelqu’un d’autre.",
    },
    "link-expired": {
      title: "Ce lien n’est plus valable",
      advice: "Il a été utilisé, remplacé, ou il est trop ancien. Demandez-en un nouveau à l’administration.",
    },
    "logged-out": {
      title: "Votre session est terminée",
      advice: "Reconnectez-vous pour continuer.",
    },
    "no-invite": {
      title: "Il vous faut une invitation ou un compte",
      advice:
        "Ouvrez le lien d’invitation complet : il se termine par un long code après un #. Si vous avez un compte ici, connectez-vous.",
    },
    "not-in-room": {
      title: "Vous n’êtes plus dans la salle",
      advice: "Quittez l’appel et rejoignez-le de nouveau.",
    },
    outdated: {
      title: "Cette page ne correspond pas au boîtier",
      advice: "Rechargez la page : le boîtier a peut-être été mis à jour.",
    },
    "peer-not-found": {
      title: "Cette personne vient de partir",
      advice: "Vous n’avez rien à faire.",
    },
    "rate-limited": {
      title: "C’était trop rapide",
      advice: "Attendez un instant, puis réessayez.",
    },
    "registration-closed": {
      title: "Ici, les comptes sont créés par l’administration",
      advice:
        "Demandez-lui-en un. Pour rejoindre un appel, pas besoin de compte : un lien d’invitation suffit.",
    },
    "room-closed": {
      title: "Cette salle est fermée",
      advice: "L’appel est terminé. Demandez le lien d’une autre salle, ou créez-en une.",
    },
    "room-full": {
      title: "Cette salle est pleine",
      advice:
        "Attendez que quelqu’un parte, puis réessayez. La personne à qui appartient la salle peut ajouter des places.",
    },
    "room-not-found": {
      title: "Cette salle n’existe pas",
      advice: "Vérifiez le lien : certains programmes coupent la fin des liens longs.",
    },
    "server-closing": {
      title: "Le boîtier redémarre",
      advice: "L’appel va reprendre de lui-même.",
    },
    "setting-fixed": {
      title: "Cela ne se change pas ici",
      advice: "C’est fixé sur la machine elle-même.",
    },
    "too-large": {
      title: "C’était trop long",
      advice: "Envoyez-le en plusieurs morceaux.",
    },
    "too-slow": {
      title: "Votre connexion n’a pas suivi",
      advice:
        "L’appel va reprendre de lui-même. Fermer d’autres programmes ou se rapprocher du Wi-Fi peut aider.",
    },
    unauthenticated: {
      title: "Il faut être connecté",
      advice: "Connectez-vous et réessayez.",
    },
    unexpected: {
      title: "Le boîtier a donné une réponse incompréhensible",
      advice: "Rechargez la page. Si cela se reproduit, prévenez l’administration.",
    },
    unreachable: {
      title: "Le boîtier ne répond pas",
      advice: "Vérifiez que vous êtes sur le réseau du bâtiment, puis réessayez.",
    },
    "username-taken": {
      title: "Ce nom d’utilisateur est déjà pris",
      advice: "Choisissez-en un autre.",
    },
  },

  advice: {
    later: "Réessayez {when}.",
    fromBox: "Le boîtier indique : {detail}",
  },
};

export default fr;
