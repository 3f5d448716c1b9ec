import type { Catalogue } from "../../catalogue";

const es: Catalogue<"setup"> = {
  setup: {
    title: "Configurar esta caja",
    lead: "Crea la cuenta que la administra y di qué debe ser la caja. Todo se puede cambiar más tarde.",
    account: "Tu cuenta",
    box: "Esta caja",
    boxName: "Nombre de la caja",
    boxNameHint: "Lo que aquí se conoce: tu escuela, tu consulta, tu barco. Aparece arriba en cada página.",
    registration: "Cualquiera en esta red puede crear una cuenta",
    registrationHint:
      "Si no, tú creas las cuentas. Los invitados no necesitan ninguna: basta un enlace de invitación.",
    rooms: "Quién puede crear salas",
    roomsEveryone: "Todos los que tienen cuenta",
    roomsAdmins: "Solo la administración",
    language: "Idioma de la caja",
    languageHint: "Para navegadores que piden un idioma que la caja no habla.",
    restoreInstead: "Restaurar una copia de seguridad",
    done: "¿Ya está hecho? <link>Iniciar sesión</link>",
    incompleteTitle: "El enlace no está completo",
    incompleteText:
      "Abre entero el enlace de configuración que la caja mostró al arrancar: termina en un código detrás de un #.",
  },
  restore: {
    title: "Restaurar una copia de seguridad",
    lead: "La caja pasa a ser la de la copia: sus cuentas, salas, ajustes y la confianza que los dispositivos le tienen.",
    instead: "Configurar una caja nueva",
    file: "Archivo de la copia",
    fileHint: "De «Copia de seguridad» en la administración, o hecho por la caja durante la noche.",
    passphrase: "Frase de contraseña",
    passphraseHint: "Déjala vacía si la copia no tiene.",
    action: "Restaurar",
    sending: "Enviando la copia…",
    verifying: "La caja comprueba que la copia esté íntegra…",
    restarting: "La copia del {when} es buena. La caja se reinicia; en un momento podrás iniciar sesión.",
    longTitle: "La caja se toma su tiempo",
    longText:
      "Quizá ya haya vuelto, con el certificado que tenía en la copia. Ábrela para verlo; si el navegador avisa, aún no confía en ese certificado.",
    open: "Abrir la caja",
    refused: {
      "bad-backup": {
        title: "No es una copia de seguridad, o está dañada",
        advice: "Elige otro archivo. En la caja no se ha cambiado nada.",
      },
      "newer-backup": {
        title: "Esta copia es de una versión más nueva",
        advice: "Actualiza primero esta caja. En ella no se ha cambiado nada.",
      },
      "wrong-passphrase": {
        title: "La frase no abre esta copia",
        advice: "Escribe la que se puso al hacer la copia. Sin ella nadie puede abrirla.",
      },
    },
  },
  next: {
    title: "Tu caja está lista",
    lead: "Ahora administras {name}. Tres cosas que hacer a continuación:",
    trust: "Que otros dispositivos confíen en ella",
    trustText: "Abre esta dirección una vez en cada teléfono y portátil. Esa página muestra qué hacer.",
    qrLabel: "Código QR de la página sobre la confianza",
    others: "O bien: {addresses}",
    room: "Crear una sala",
    roomText: "Ponle un nombre y envía su enlace. Quien lo tenga puede entrar, sin cuenta.",
    care: "Cuidarla",
    careText:
      "Las cuentas, las copias de seguridad y el estado de la caja están en <link>la administración</link>.",
  },
};

export default es;
