import type { Catalogue } from "../../catalogue";

const es: Catalogue<"admin"> = {
  admin: {
    page: "Administración",
    title: "Esta caja",
    accounts: "Cuentas",
    openRegistration: "Cualquiera en esta red puede crear una cuenta",
    openRegistrationHint:
      "Las cuentas nuevas son normales: pueden crear salas e invitar a otras personas. Los invitados no necesitan cuenta en ningún caso.",
    fixedTitle: "Esto quedó fijado al arrancar la caja",
    fixedText:
      "Funciona con --open-registration, que está por encima de este interruptor. Arráncala sin esa opción y decidirá el interruptor.",
    errors: "Errores en las páginas de los usuarios",
    noErrors: "Ninguno desde que se arrancó la caja.",
    lookAgain: "Volver a mirar",
    errorDetails: "Detalles para quien lo arregle",
  },
};

export default es;
