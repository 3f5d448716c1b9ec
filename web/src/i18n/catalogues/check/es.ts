import type { Catalogue } from "../../catalogue";

const es: Catalogue<"check"> = {
  check: {
    page: "Comprobación",
    title: "¿Funcionarán las llamadas desde aquí?",
    lead: "Esta página prueba todo lo que una llamada necesita, desde este dispositivo hasta la caja. No cambia nada.",
    running: "Comprobando… tarda hasta medio minuto.",
    summary: {
      good: "Las llamadas funcionarán desde aquí.",
      warning: "Las llamadas funcionarán, pero algo podría ir mejor.",
      broken: "Algo impide las llamadas.",
    },
    levels: {
      good: "Bien",
      warning: "Podría ir mejor",
      broken: "Averiado",
      unknown: "No se sabe",
    },
    way: "El camino hasta la caja",
    again: "Comprobar de nuevo",
    report: "Informe",
    reportHint:
      "Para quien cuida de la caja: lo que se encontró, este navegador y direcciones de esta red. No contiene nombres, contraseñas ni invitaciones.",
    copy: "Copiar informe",
    subjects: {
      page: "Página",
      trust: "Confianza",
      socket: "Señalización",
      clock: "Reloj",
      udp: "Relé por UDP",
      tcp: "Relé por TCP",
      tls: "Relé por TLS",
      speed: "Velocidad del relé",
      direct: "Conexiones directas",
    },
    good: {
      secure: "La página es segura: el navegador le presta la cámara y el micrófono.",
      trusted: "Este dispositivo confía en la caja.",
      "socket-opens": "La conexión por la que se acuerdan las llamadas se abre.",
      "clocks-agree": "Los relojes de este dispositivo y de la caja coinciden.",
      "direct-addresses":
        "Este navegador da su dirección a los demás en la red, que así pueden conectarse directamente.",
      "direct-names":
        "Este navegador oculta su dirección tras un nombre en la red. La mayoría de los dispositivos lo encuentran; para los demás retransmite la caja.",
    },
    path: {
      open: "Se llega al relé por {path}.",
      closed: "No se llega al relé por {path}.",
      unknown: "Este navegador no dice si se llega al relé por {path}.",
    },
    pathAdvice: {
      udp: "Un cortafuegos parece detener UDP entre aquí y la caja. Las llamadas toman otro camino, con más retraso. Quien lleva la red puede abrir UDP al puerto de la caja.",
      tcp: "Las llamadas toman otro camino. Si un día también falla UDP, este faltará: quien lleva la red puede abrir TCP al puerto de la caja.",
      tls: "Lo más probable es que este dispositivo no confíe en la caja: mira arriba. Este camino falta donde un cortafuegos solo deja pasar TLS.",
      none: "Parece haber un cortafuegos, una red de invitados o una VPN entre aquí y la caja. Usa la misma wifi que los demás, apaga la VPN y pide que se abra el puerto de la caja para UDP y TCP.",
      unknown: "Inicia sesión, o usa Chrome o Edge, para que se mida.",
    },
    clocksDiffer: "Los relojes de este dispositivo y de la caja difieren en {difference}.",
    clocksAdvice:
      "Las sesiones y los certificados se rigen por el reloj. Deja que este dispositivo se ponga en hora solo; si va bien, la administración puede ajustar el de la caja.",
    speed: {
      fast: "{time} ms ida y vuelta, {rate} Mbit/s: suficiente para llamadas.",
      slow: "{time} ms ida y vuelta, {rate} Mbit/s: poco para imágenes.",
      advice: "Acércate a la wifi, usa un cable o elige en la llamada una calidad de envío más baja.",
    },
    bad: {
      insecure: {
        found: "La página no es segura: el navegador no le da cámara ni micrófono.",
        advice: "Abre la dirección de la caja con https:// delante.",
      },
      "box-away": {
        found: "La caja no responde.",
        advice:
          "Mira si este dispositivo está en la red del edificio y si la caja está encendida, y comprueba de nuevo.",
      },
      "not-trusted": {
        found: "Este dispositivo no confía en la caja: se pasó por alto el aviso del navegador.",
        advice:
          "El relé por TLS no funciona entonces, y los iPhone rechazan llamadas. Se hace una vez en cada dispositivo.",
      },
      "wrong-name": {
        found: "El certificado de la caja no es para la dirección de esta página.",
        advice:
          "Abre la caja por el nombre o la dirección que mostró, o que muestra la página sobre la confianza.",
      },
      "trust-unknown": {
        found: "Este navegador no dice si confía en la caja.",
        advice: "Si la página se abrió sin aviso, confía.",
      },
      "socket-refused": {
        found:
          "La página se abrió, pero el navegador rechaza la conexión por la que se acuerdan las llamadas.",
        advice:
          "Lo más probable es que este dispositivo aún no confíe en la caja. Un proxy que no conoce WebSockets hace lo mismo.",
      },
      "relay-broken": {
        found: "No se logró ninguna conexión por el relé.",
        advice:
          "Los dispositivos que no se ven directamente no tendrán imagen. La administración puede probar el relé.",
      },
      "relay-unmeasured": {
        found: "Sin medir: hace falta una cuenta o una invitación.",
        advice:
          "Inicia sesión, o entra una vez en una llamada como invitado en esta pestaña, y comprueba de nuevo.",
      },
      "direct-none": {
        found: "Este navegador no da ninguna dirección a los demás en la red.",
        advice:
          "Lo impide un ajuste, una extensión o una VPN. Las llamadas pasan por la caja, que trabaja más; no falta nada más.",
      },
    },
    devicesTitle: "Cámara, micrófono y altavoz",
    devicesLead: "El navegador te pregunta antes de prestarlos. Nadie más te ve ni te oye.",
    devicesTest: "Probar cámara y micrófono",
    devicesStop: "Terminar la prueba",
    devicesSee: "Deberías verte, y la barra debería moverse cuando hablas.",
    devices: {
      "camera-works": "La cámara funciona.",
      "camera-there": "Hay una cámara.",
      "microphone-works": "El micrófono funciona.",
      "microphone-there": "Hay un micrófono.",
      "speaker-there": "Hay un altavoz. Pruébalo para estar seguro.",
      "speaker-unlisted": "Este navegador no muestra altavoces. Pruébalo para estar seguro.",
    },
  },
};

export default es;
