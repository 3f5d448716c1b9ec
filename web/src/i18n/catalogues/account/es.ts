import type { Catalogue } from "../../catalogue";

const es: Catalogue<"account"> = {
  settings: {
    page: "Cuenta",
    title: "Tu cuenta",
    lead: "Inicias sesión como {name}.",
    profile: "Perfil",
    saveProfile: "Guardar perfil",
    profileSaved: "Tu perfil se ha guardado.",
    confirmPassword: "Contraseña para confirmar",
    confirmPasswordHint:
      "Con tu correo puedes iniciar sesión; por eso, para cambiarlo hace falta tu contraseña.",
    changePassword: "Cambiar contraseña",
    currentPassword: "Contraseña actual",
    newPassword: "Contraseña nueva",
    passwordSaved: "Tu nueva contraseña vale desde ahora.",
  },

  sessions: {
    title: "Dónde has iniciado sesión",
    lead: "Cierra una sesión que no sea tuya o la de un dispositivo que dejaste atrás: su llamada termina al instante.",
    device: "{browser} en {system}",
    unknownDevice: "Dispositivo desconocido",
    current: "Este navegador, ahora",
    used: "Último uso: {when}",
    since: "Sesión iniciada el {when}.",
    remembered: "Sigue iniciada.",
    end: "Cerrar",
    endOne: "Cerrar la sesión: {device}",
    endOthers: "Cerrar todas las demás",
  },
  passwordLink: {
    title: "Crear una contraseña",
    lead: "Hola, {name}. Elige la contraseña con la que iniciarás sesión a partir de ahora.",
    noLead: "La administración te dio un enlace para crear tu contraseña.",
    action: "Guardar contraseña",
    expires: "Este enlace vale hasta el {when}.",
  },
};

export default es;
