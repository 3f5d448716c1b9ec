import type { Catalogue } from "../../catalogue";

const fr: Catalogue<"check"> = {
  check: {
    page: "Vérification",
    title: "Les appels fonctionneront-ils d’ici ?",
    lead: "Cette page essaie tout ce dont un appel a besoin, de cet appareil jusqu’au boîtier. Elle ne change rien.",
    running: "Vérification en cours… jusqu’à une demi-minute.",
    summary: {
      good: "Les appels fonctionneront d’ici.",
      warning: "Les appels fonctionneront, mais quelque chose pourrait aller mieux.",
      broken: "Quelque chose fait obstacle aux appels.",
    },
    levels: {
      good: "Bon",
      warning: "Pourrait aller mieux",
      broken: "En panne",
      unknown: "Inconnu",
    },
    way: "Le chemin vers le boîtier",
    again: "Vérifier à nouveau",
    report: "Rapport",
    reportHint:
      "Pour qui s’occupe du boîtier : ce qui a été trouvé, ce navigateur et des adresses de ce réseau. Il ne contient ni nom, ni mot de passe, ni invitation.",
    copy: "Copier le rapport",
    subjects: {
      page: "Page",
      trust: "Confiance",
      socket: "Signalisation",
      clock: "Horloge",
      udp: "Relais par UDP",
      tcp: "Relais par TCP",
      tls: "Relais par TLS",
      speed: "Vitesse du relais",
      direct: "Connexions directes",
    },
    good: {
      secure: "La page est sûre : le navigateur lui prête la caméra et le micro.",
      trusted: "Cet appareil fait confiance au boîtier.",
      "socket-opens": "La connexion par laquelle les appels s’organisent s’ouvre.",
      "clocks-agree": "Les horloges de cet appareil et du boîtier concordent.",
      "direct-addresses":
        "Ce navigateur donne son adresse aux autres dans le réseau, qui peuvent donc se connecter directement.",
      "direct-names":
        "Ce navigateur cache son adresse derrière un nom dans le réseau. La plupart des appareils l’y trouvent ; pour les autres, le boîtier relaie.",
    },
    path: {
      open: "Le relais est joignable par {path}.",
      closed: "Le relais n’est pas joignable par {path}.",
      unknown: "Ce navigateur ne dit pas si le relais est joignable par {path}.",
    },
    pathAdvice: {
      udp: "Un pare-feu semble arrêter l’UDP entre ici et le boîtier. Les appels prennent un autre chemin, avec plus de délai. Qui gère le réseau peut ouvrir l’UDP vers le port du boîtier.",
      tcp: "Les appels prennent un autre chemin. Si l’UDP échoue un jour aussi, celui-ci manquera : qui gère le réseau peut ouvrir le TCP vers le port du boîtier.",
      tls: "Le plus souvent, cet appareil ne fait pas confiance au boîtier : voir plus haut. Ce chemin manque là où un pare-feu ne laisse passer que TLS.",
      none: "Un pare-feu, un réseau invité ou un VPN semble se trouver entre ici et le boîtier. Utilisez le même Wi-Fi que les autres, coupez un VPN, et faites ouvrir le port du boîtier pour UDP et TCP.",
      unknown: "Connectez-vous, ou utilisez Chrome ou Edge, pour le faire mesurer.",
    },
    clocksDiffer: "Les horloges de cet appareil et du boîtier diffèrent de {difference}.",
    clocksAdvice:
      "Les sessions et les certificats suivent l’horloge. Laissez cet appareil régler la sienne seul ; si elle est juste, l’administration peut régler celle du boîtier.",
    speed: {
      fast: "{time} ms aller-retour, {rate} Mbit/s : assez pour des appels.",
      slow: "{time} ms aller-retour, {rate} Mbit/s : peu pour des images.",
      advice:
        "Rapprochez-vous du Wi-Fi, utilisez un câble, ou choisissez dans l’appel une qualité d’envoi plus basse.",
    },
    bad: {
      insecure: {
        found: "La page n’est pas sûre : le navigateur ne lui donne ni caméra ni micro.",
        advice: "Ouvrez l’adresse du boîtier avec https:// devant.",
      },
      "box-away": {
        found: "Le boîtier ne répond pas.",
        advice:
          "Vérifiez que cet appareil est dans le réseau du bâtiment et que le boîtier est allumé, puis recommencez.",
      },
      "not-trusted": {
        found: "Cet appareil ne fait pas confiance au boîtier : l’avertissement du navigateur a été écarté.",
        advice:
          "Le relais par TLS ne fonctionne alors pas, et les iPhone refusent les appels. Cela se fait une fois par appareil.",
      },
      "wrong-name": {
        found: "Le certificat du boîtier n’est pas pour l’adresse de cette page.",
        advice:
          "Ouvrez le boîtier par le nom ou l’adresse qu’il a affichés, ou que montre la page sur la confiance.",
      },
      "trust-unknown": {
        found: "Ce navigateur ne dit pas s’il fait confiance au boîtier.",
        advice: "Si la page s’est ouverte sans avertissement, c’est le cas.",
      },
      "socket-refused": {
        found:
          "La page s’est ouverte, mais le navigateur refuse la connexion par laquelle les appels s’organisent.",
        advice:
          "Le plus souvent, cet appareil ne fait pas encore confiance au boîtier. Un proxy qui ne connaît pas les WebSockets fait de même.",
      },
      "relay-broken": {
        found: "Aucune connexion n’a pu se faire par le relais.",
        advice:
          "Les appareils qui ne se voient pas directement n’auront pas d’image. L’administration peut tester le relais.",
      },
      "relay-unmeasured": {
        found: "Non mesuré : il faut un compte ou une invitation.",
        advice:
          "Connectez-vous, ou rejoignez une fois un appel comme invité dans cet onglet, puis vérifiez à nouveau.",
      },
      "direct-none": {
        found: "Ce navigateur ne donne aucune adresse aux autres dans le réseau.",
        advice:
          "Un réglage, une extension ou un VPN l’interdit. Les appels passent par le boîtier, ce qui lui coûte davantage ; rien d’autre ne manque.",
      },
    },
    devicesTitle: "Caméra, micro et haut-parleur",
    devicesLead:
      "Le navigateur vous demande avant de les prêter. Personne d’autre ne vous voit ni ne vous entend.",
    devicesTest: "Tester la caméra et le micro",
    devicesStop: "Terminer le test",
    devicesSee: "Vous devriez vous voir, et la barre devrait bouger quand vous parlez.",
    devices: {
      "camera-works": "La caméra fonctionne.",
      "camera-there": "Une caméra est là.",
      "microphone-works": "Le micro fonctionne.",
      "microphone-there": "Un micro est là.",
      "speaker-there": "Un haut-parleur est là. Testez-le pour en être sûr.",
      "speaker-unlisted": "Ce navigateur ne montre aucun haut-parleur. Testez-le pour en être sûr.",
    },
  },
};

export default fr;
