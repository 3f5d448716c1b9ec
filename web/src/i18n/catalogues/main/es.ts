/** Español: tuteo, frases cortas, lo más neutro posible. Sala, invitación, llamada, cuenta; la «box» es la caja. */
import type { Catalogue } from "../../catalogue";

const es: Catalogue<"main"> = {
  common: {
    description: "Videollamadas que no salen del edificio.",
    oneMoment: "Un momento…",
    tryAgain: "Volver a intentarlo",
    retry: "Reintentar",
    dismiss: "Descartar",
    closeDialog: "Cerrar el cuadro de diálogo",
    logIn: "Iniciar sesión",
    createAccount: "Crear cuenta",
    goToRooms: "Ir a tus salas",
    copied: "Copiado",
    copyByHand: "Copia este enlace:",
    sentences: "{title}. {advice}",
    email: "Correo electrónico",
    displayName: "Nombre visible",
    username: "Nombre de usuario",
    password: "Contraseña",
    passwordHint: "Al menos 8 caracteres. Importa más que sea larga que los símbolos.",
  },

  language: {
    label: "Idioma",
    failed: "No se pudo cargar este idioma. Comprueba la red y vuelve a elegirlo.",
  },

  shell: {
    nav: "Navegación principal",
    rooms: "Salas",
    admin: "Administración",
    account: "Cuenta",
    logOut: "Cerrar sesión",
    footer: "Funciona en una caja de este edificio. Nada de lo que digas o muestres aquí sale de él.",
    trust: "Confiar en esta caja",
    check: "Comprobar la conexión",
    appStumbled: "Neko ha tropezado",
    roomStumbled: "La sala ha tropezado",
    stumbledText: "Algo ha ido mal en esta página. No es culpa tuya, y en la caja no se ha perdido nada.",
    reload: "Recargar la página",
  },

  notFound: {
    page: "Página no encontrada",
    title: "En esta dirección no hay nada",
    text: "Puede que el enlace esté cortado o haya caducado. Un enlace de invitación termina con un código largo después de una #.",
    home: "Ir a la página de inicio",
  },

  home: {
    page: "Videollamadas para este edificio",
    title: "Llamadas que se quedan en el edificio.",
    lead: "Habla cara a cara desde cualquier navegador, en cualquier teléfono o portátil de esta red. Sin aplicación, sin nube, sin internet.",
    loggedInAs: "Has iniciado sesión como {name}.",
    setupTitle: "Esta caja es nueva: todavía no la administra nadie",
    setupText:
      "Abre el enlace de configuración que mostró al arrancar. Está en la terminal o en el registro de la máquina donde funciona, y sirve una sola vez.",
    registrationClosed: "Aquí las cuentas las crea la administración.",
    invited: "¿Tienes un enlace de invitación? Ábrelo sin más: no necesitas cuenta.",
  },

  auth: {
    usernameHint: "Con él inicias sesión: letras, números, puntos y guiones.",
    displayNameHint: "Lo que ven los demás en una llamada. Si lo dejas vacío, será tu nombre de usuario.",
    loginLead: "Qué bien volver a verte.",
    loginHint: "O el correo electrónico de tu cuenta.",
    rememberMe: "Mantener la sesión iniciada",
    rememberMeHint: "Mejor no, si otras personas usan este ordenador.",
    noAccount: "¿Aún no tienes cuenta? <link>Crear cuenta</link>",
    registerLead: "Con una cuenta puedes crear salas e invitar a otras personas.",
    haveAccount: "¿Ya tienes cuenta? <link>Iniciar sesión</link>",
  },

  dashboard: {
    page: "Salas",
    hello: "Hola, {name}",
    startCall: "Empezar una llamada",
    rooms: "Salas",
    emptyTitle: "Todavía no hay salas",
    emptyText:
      "Ponle nombre a una y créala. Después envía su enlace a quien deba unirse: no hace falta tener cuenta.",
    roomName: "Nombre de la sala",
    moreOptions: "Más opciones",
    description: "Descripción",
    places: "Plazas",
    people: "{count, plural, one {# persona} many {# de personas} other {# personas}}",
    listedForEveryone: "Visible para todos aquí",
    listedHint: "Si no, solo puede entrar quien tenga el enlace.",
    createRoom: "Crear sala",
    onlyAdmins: "Aquí las salas las crea la administración. Pídele una o entra con un enlace de invitación.",
    listed: "Visible para todos",
    byInvite: "Por invitación",
    closed: "Cerrada",
    nobodyInside: "No hay nadie",
    inside: "{count, number} de {places, number} dentro",
    open: "Abrir",
    openRoom: "Abrir {room}",
    copyLink: "Copiar enlace",
    copyLinkTo: "Copiar enlace de {room}",
    close: "Cerrar",
    closeRoom: "Cerrar {room}",
    closeQuestion: "¿Cerrarla para siempre? Su enlace dejará de funcionar.",
    closeForGood: "Cerrar para siempre",
    keep: "Conservarla",
  },

  prejoin: {
    page: "Unirse a una llamada",
    looking: "Buscando la sala…",
    inside:
      "{count, plural, =0 {Todavía no hay nadie.} one {Hay una persona dentro.} many {Hay # de personas dentro.} other {Hay # personas dentro.}}",
    joinAs: "Te unes como <name></name>.",
    yourName: "Tu nombre",
    yourNameHint: "Lo que verán los demás.",
    join: "Unirse",
    haveAccount: "¿Tienes cuenta aquí? <link>Iniciar sesión</link>",
    notTrustedTitle: "Este dispositivo aún no confía en la caja",
    notTrustedAdvice:
      "La página se abrió, pero el navegador rechaza la conexión de la llamada. <link>Confía en la caja</link> y la llamada empezará sola.",
    allowDevices: "Permite la cámara y el micrófono cuando el navegador lo pida",
    cameraOff: "Tu cámara está apagada",
  },

  ended: {
    title: "Has salido de la llamada",
    text: "Puedes volver mientras la sala esté abierta.",
    rejoin: "Volver a unirse",
  },

  call: {
    controls: "Controles de la llamada",
    mute: "Silenciar",
    unmute: "Activar micrófono",
    stopVideo: "Apagar cámara",
    startVideo: "Encender cámara",
    shareScreen: "Compartir pantalla",
    stopSharing: "Dejar de compartir",
    chat: "Chat",
    participants: "Participantes",
    settings: "Ajustes",
    leave: "Salir",
    moreOptions: "Más opciones",
    copyInvite: "Copiar enlace de invitación",
    invite: "Invitar",
    closePanel: "Cerrar el panel",
    panelStumbled: "Este panel ha tropezado. La llamada sigue.",
    showAgain: "Mostrarlo de nuevo",
    joined: "{name} se ha unido",
    left: "{name} ha salido",
    boxLost: "No se puede contactar con la caja. La conexión volverá sola…",
    peersLost: "Se ha perdido la conexión con {names}. Intentándolo de nuevo…",
    upgraded: "La caja se ha actualizado. Recarga esta página cuando te venga bien.",
    soundBlocked: "Haz clic en cualquier sitio para oír a los demás.",
    talkingWhileMuted: "Estás hablando con el micrófono silenciado.",
    unread:
      "{count, plural, one {# mensaje sin leer} many {# de mensajes sin leer} other {# mensajes sin leer}}",
  },

  menu: {
    allAlike: "Todas las imágenes iguales",
    oneLarge: "Una imagen grande",
    showSelf: "Mostrar mi imagen",
    hideSelf: "Ocultar mi imagen",
    fullScreen: "Pantalla completa",
    exitFullScreen: "Salir de pantalla completa",
    pictureInPicture: "Imagen en imagen",
    closeSmallWindow: "Cerrar la ventana pequeña",
    qr: "Código QR para unirse",
    shortcuts: "Atajos de teclado",
    flipCamera: "Cambiar de cámara",
  },

  tile: {
    you: "{name} (tú)",
    muted: "Silenciado:",
    screen: "Pantalla",
    screenOf: "Pantalla de {name}",
    yourScreen: "Tu pantalla",
    sharing: "Estás compartiendo tu pantalla",
    endSharing: "Dejar de compartir",
    connecting: "Conectando…",
    reconnecting: "Reconectando…",
    pin: "Fijar {what, select, self {tu imagen} ownScreen {tu pantalla} screen {la pantalla de {name}} other {a {name}}}",
    unpin:
      "No fijar {what, select, self {tu imagen} ownScreen {tu pantalla} screen {la pantalla de {name}} other {a {name}}}",
    move: "Mover tu imagen",
    stumbled: "Esta imagen ha tropezado. La llamada sigue.",
    showAgain: "Mostrar de nuevo: {name}",
  },

  invite: {
    title: "Aún no hay nadie más",
    text: "Envía este enlace a quien deba unirse. Hace falta un navegador, pero no una cuenta.",
    copy: "Copiar el enlace",
    showQr: "Mostrar un código QR",
    qrTitle: "Invitar con un código QR",
    qrText: "Apunta con la cámara de un teléfono. El teléfono tiene que estar en la misma red.",
    qrLabel: "Código QR del enlace de invitación",
    copyThis: "Copiar este enlace",
    linkCopied: "Enlace copiado",
  },

  hostLeave: {
    title: "Tú diriges esta llamada",
    text: "Los demás pueden seguir sin ti, y tú puedes volver. O puedes terminar la llamada para todos: entonces la sala se cierra y su enlace deja de funcionar.",
    leave: "Salir de la llamada",
    end: "Terminar para todos",
    stay: "Quedarse",
  },

  chat: {
    log: "Conversación",
    empty: "Nada todavía. Lo que escribas lo verán todos en la sala.",
    message: "Mensaje",
    placeholder: "Escribe a todos",
    send: "Enviar",
    you: "Tú",
  },

  people: {
    you: "(tú)",
    host: "Anfitrión",
    placesTaken: "{count, number} de {places, number} plazas ocupadas.",
    copyLink: "Copiar enlace para otros",
    qr: "Código QR para teléfonos",
    sharesScreen: "Comparte la pantalla",
    microphoneOn: "micrófono encendido",
    muted: "silenciado",
    cameraOn: "cámara encendida",
    cameraOff: "cámara apagada",
  },

  devices: {
    camera: "Cámara",
    microphone: "Micrófono",
    speaker: "Altavoz",
    unnamed: "{kind, select, camera {Cámara} microphone {Micrófono} other {Altavoz}} {place, number}",
    microphoneLevel: "Nivel del micrófono",
    testSpeaker: "Probar altavoz",
    testPlaying: "Deberías oír tres notas…",
    testFailed: "No se pudo reproducir. Elige otro altavoz y vuelve a intentarlo.",
    pluggedIn: "Se ha conectado {device}.",
    use: "Usar {device}",
    sound: "Tu sonido",
    echo: "Eliminar el eco",
    echoHint: "Déjalo activado salvo que uses auriculares.",
    noise: "Eliminar el ruido",
    noiseHint: "Desactívalo para la música.",
    gain: "Igualar el volumen",
    gainHint: "Desactívalo si lo que suena bajo debe seguir sonando bajo.",
    selfView: "Tu propia imagen",
    selfViews: {
      automatic: "Automático",
      corner: "En una esquina",
      grid: "Entre los demás",
      hidden: "Oculta para mí",
    },
    atOnce: "Los cambios se aplican al momento, sin salir de la llamada.",
  },

  quality: {
    words: {
      excellent: "Conexión excelente",
      good: "Buena conexión",
      fair: "Conexión regular",
      poor: "Mala conexión",
      unknown: "Sin medir todavía",
    },
    choices: {
      auto: "Automática",
      high: "Alta",
      medium: "Media",
      low: "Baja",
      "audio-only": "Solo audio",
    },
    send: "Calidad de envío",
    sendHints: {
      auto: "Tan nítida como permita la conexión.",
      high: "Siempre nítida, aunque la conexión sea débil.",
      medium: "Más pequeña, y ligera para la conexión.",
      low: "Pequeña: para wifi débil y ordenadores antiguos.",
      "audio-only": "Los demás te oyen y ven tu nombre.",
    },
    receive: "Calidad de recepción",
    receiveHints: {
      auto: "Tan nítida como permita tu conexión.",
      high: "Tan nítida como la envíen los demás.",
      medium: "Pedir a los demás imágenes más pequeñas.",
      low: "Pedir a los demás imágenes pequeñas.",
      "audio-only": "Oír a los demás y ver sus nombres.",
    },
    notices: {
      none: {
        "video-changed": "La conexión vuelve a ser buena: tu vídeo se envía completo.",
        nothing: "La conexión vuelve a ser buena.",
        "sound-only": "La conexión vuelve a ser buena.",
      },
      fair: {
        "video-changed":
          "La conexión es más débil: tu vídeo se envía más pequeño para que el sonido siga claro.",
        nothing:
          "La conexión es más débil. Si el sonido se corta, elige una calidad de envío más baja en Ajustes.",
        "sound-only": "La conexión es más débil: el sonido puede cortarse. Acercarse al wifi ayuda.",
      },
      poor: {
        "video-changed": "La conexión es mala: tu vídeo se envía más pequeño para que el sonido siga claro.",
        nothing:
          "La conexión es mala. Si el sonido se corta, elige una calidad de envío más baja en Ajustes.",
        "sound-only": "La conexión es mala: el sonido puede cortarse. Acercarse al wifi ayuda.",
      },
    },
  },

  details: {
    label: "Detalles de la conexión",
    nobody: "No hay nadie más, así que no hay nada que medir.",
    path: "Camino",
    paths: {
      direct: "Directo",
      relayed: "Retransmitido por la caja",
      "relayed-by-them": "Retransmitido en el otro lado",
    },
    pathOver: "{path}, por {transport}",
    unknown: "Desconocido",
    roundTrip: "Ida y vuelta",
    jitter: "Fluctuación",
    loss: "Pérdida",
    received: "Recibido",
    sent: "Enviado",
    milliseconds: "{amount} ms",
    percent: "{amount} %",
    kilobits: "{amount} kbit/s",
    videoReceived: "Vídeo recibido",
    videoSent: "Vídeo enviado",
    noVideo: "Ninguno",
    picture: "{size}, {count, number} por segundo, {codec}",
    audioCodec: "Códec de audio",
  },

  shortcuts: {
    title: "Atajos de teclado",
    enabled: "Usar estas letras en las llamadas",
    enabledHint: "Desactívalas si hablas con tu ordenador o pulsas teclas sin querer.",
    "toggle-audio": "Encender o apagar el micrófono",
    "toggle-video": "Encender o apagar la cámara",
    "toggle-screen": "Compartir la pantalla o dejar de hacerlo",
    chat: "Abrir o cerrar el chat",
    participants: "Abrir o cerrar la lista de participantes",
    settings: "Abrir o cerrar los ajustes",
    spotlight: "Una imagen grande, o todas iguales",
    "full-screen": "Entrar o salir de pantalla completa",
    help: "Mostrar esta lista",
  },

  media: {
    audio: {
      insecure: {
        title: "El navegador no da el micrófono a esta página",
        advice: "Solo lo da a páginas seguras: abre esta dirección con https:// delante.",
      },
      denied: {
        title: "El micrófono está bloqueado",
        advice: "Permítelo con el icono que hay junto a la dirección de la página y enciéndelo aquí.",
      },
      "denied-by-system": {
        title: "El sistema no da el micrófono al navegador",
        advice:
          "Permite que el navegador use el micrófono en los ajustes de privacidad del sistema y enciéndelo aquí.",
      },
      none: {
        title: "No se encontró ningún micrófono",
        advice: "Conecta uno y enciéndelo aquí. También puedes unirte sin él.",
      },
      "in-use": {
        title: "El micrófono está ocupado",
        advice: "Parece que lo usa otro programa. Ciérralo y enciende aquí el micrófono.",
      },
      unplugged: {
        title: "El micrófono se ha desconectado",
        advice: "Vuelve a conectarlo o elige otro, y enciéndelo aquí.",
      },
      failed: {
        title: "El micrófono no arrancó",
        advice: "Intenta encenderlo otra vez. También puedes unirte sin él.",
      },
    },
    video: {
      insecure: {
        title: "El navegador no da la cámara a esta página",
        advice: "Solo la da a páginas seguras: abre esta dirección con https:// delante.",
      },
      denied: {
        title: "La cámara está bloqueada",
        advice: "Permítela con el icono que hay junto a la dirección de la página y enciéndela aquí.",
      },
      "denied-by-system": {
        title: "El sistema no da la cámara al navegador",
        advice:
          "Permite que el navegador use la cámara en los ajustes de privacidad del sistema y enciéndela aquí.",
      },
      none: {
        title: "No se encontró ninguna cámara",
        advice: "Conecta una y enciéndela aquí. También puedes unirte sin ella.",
      },
      "in-use": {
        title: "La cámara está ocupada",
        advice: "Parece que la usa otro programa. Ciérralo y enciende aquí la cámara.",
      },
      unplugged: {
        title: "La cámara se ha desconectado",
        advice: "Vuelve a conectarla o elige otra, y enciéndela aquí.",
      },
      failed: {
        title: "La cámara no arrancó",
        advice: "Intenta encenderla otra vez. También puedes unirte sin ella.",
      },
    },
    screen: {
      "denied-by-system": {
        title: "El sistema no da la pantalla al navegador",
        advice:
          "Permite que el navegador grabe la pantalla en los ajustes de privacidad del sistema y reinicia el navegador.",
      },
      failed: {
        title: "No se pudo compartir la pantalla",
        advice: "Vuelve a intentarlo o elige una sola ventana.",
      },
    },
  },

  problems: {
    "access-denied": {
      title: "Aquí solo se entra con invitación",
      advice:
        "Pide el enlace de invitación completo a quien te invitó: termina con un código largo después de una #.",
    },
    "account-disabled": {
      title: "Esta cuenta está desactivada",
      advice: "Pide a la administración que la active de nuevo.",
    },
    "already-in-room": {
      title: "Ya estás en esta sala",
      advice: "Búscala en otra pestaña de este navegador.",
    },
    "already-set-up": {
      title: "Esta caja ya está configurada",
      advice: "Inicia sesión con la cuenta que se creó entonces. La administración puede crear otras.",
    },
    "bad-backup": {
      title: "Esta copia de seguridad no sirve",
      advice: "Elige otro archivo o comprueba la frase de contraseña.",
    },
    "bad-credentials": {
      title: "Los datos no coinciden",
      advice: "Comprueba el usuario y la contraseña. La administración puede darte una contraseña nueva.",
    },
    "bad-message": {
      title: "Algo no se ha entendido",
      advice: "Recarga la página. Si vuelve a pasar, avisa a la administración.",
    },
    "email-taken": {
      title: "Este correo ya tiene una cuenta",
      advice: "Inicia sesión con él o usa otra dirección.",
    },
    "foreign-origin": {
      title: "Esta página no es la de la caja",
      advice: "Abre la caja en la dirección que mostró y vuelve a intentarlo allí.",
    },
    "disk-failing": {
      title: "La caja no puede escribir en su disco",
      advice: "Las llamadas continúan. Pide a la administración que revise el disco.",
    },
    "disk-full": {
      title: "La caja no tiene más espacio",
      advice:
        "Esto no se ha guardado. Las llamadas continúan. Pide a la administración que libere espacio en el disco y vuelve a intentarlo.",
    },
    "store-damaged": {
      title: "Los datos de la caja están dañados",
      advice: "Avisa a la administración: hay que restaurar una copia de seguridad.",
    },
    internal: {
      title: "La caja ha cometido un error",
      advice: "Vuelve a intentarlo en un momento. Si se repite, avisa a la administración.",
    },
    "invalid-input": {
      title: "Hay algo que revisar",
      advice: "Comprueba lo que has escrito.",
    },
    "last-admin": {
      title: "Es la última cuenta de administración",
      advice: "Dale antes ese papel a otra persona.",
    },
    "link-expired": {
      title: "Este enlace ya no vale",
      advice: "Se usó, se sustituyó o es demasiado antiguo. Pide otro a la administración.",
    },
    "logged-out": {
      title: "Se ha cerrado tu sesión",
      advice: "Vuelve a iniciar sesión para seguir.",
    },
    "no-invite": {
      title: "Necesitas una invitación o una cuenta",
      advice:
        "Abre el enlace de invitación completo: termina con un código largo después de una #. Si tienes cuenta aquí, inicia sesión.",
    },
    "not-in-room": {
      title: "Ya no estás en la sala",
      advice: "Sal de la llamada y vuelve a unirte.",
    },
    outdated: {
      title: "Esta página no corresponde a la caja",
      advice: "Recarga la página: puede que la caja se haya actualizado.",
    },
    "peer-not-found": {
      title: "Esa persona acaba de salir",
      advice: "No tienes que hacer nada.",
    },
    "rate-limited": {
      title: "Demasiado rápido",
      advice: "Espera un momento y vuelve a intentarlo.",
    },
    "registration-closed": {
      title: "Aquí las cuentas las crea la administración",
      advice: "Pídele una. Para unirte a una llamada no necesitas cuenta: basta un enlace de invitación.",
    },
    "room-closed": {
      title: "Esta sala está cerrada",
      advice: "La llamada ha terminado. Pide el enlace de otra sala o crea una.",
    },
    "room-full": {
      title: "Esta sala está llena",
      advice:
        "Espera a que alguien salga y vuelve a intentarlo. Quien creó la sala puede permitir más personas.",
    },
    "room-not-found": {
      title: "Esa sala no existe",
      advice: "Comprueba el enlace: algunos programas cortan el final de los enlaces largos.",
    },
    "server-closing": {
      title: "La caja se está reiniciando",
      advice: "La llamada volverá sola.",
    },
    "setting-fixed": {
      title: "Esto no se puede cambiar aquí",
      advice: "Está fijado en la propia máquina.",
    },
    "too-large": {
      title: "Era demasiado largo",
      advice: "Envíalo en trozos más pequeños.",
    },
    "too-slow": {
      title: "Tu conexión no daba abasto",
      advice: "La llamada volverá sola. Ayuda cerrar otros programas o acercarse al wifi.",
    },
    unauthenticated: {
      title: "No has iniciado sesión",
      advice: "Inicia sesión y vuelve a intentarlo.",
    },
    unexpected: {
      title: "La caja ha dado una respuesta sin sentido",
      advice: "Recarga la página. Si vuelve a pasar, avisa a la administración.",
    },
    unreachable: {
      title: "La caja no responde",
      advice: "Comprueba que estás en la red del edificio y vuelve a intentarlo.",
    },
    "username-taken": {
      title: "Ese nombre de usuario ya existe",
      advice: "Elige otro.",
    },
  },

  advice: {
    later: "Vuelve a intentarlo {when}.",
    fromBox: "La caja dice: {detail}",
  },
};

export default es;
